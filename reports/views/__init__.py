"""Pages of what leaves the system: for the agency, for the public, for programs."""
