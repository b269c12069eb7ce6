"""Template filters for every app."""
