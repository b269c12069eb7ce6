"""Finding a text wherever it stands: what is searched (texts), what was asked (asking), what a person may find (finding)."""
