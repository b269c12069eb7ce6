"""What the catalogue's pages show, gathered once."""
