"""Pages of the catalogue, for everybody who is logged in."""
