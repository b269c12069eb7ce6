"""Who does what: one agency's year, and who is responsible for each item."""
