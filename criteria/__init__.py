"""What is asked, and what it is worth: the catalogue of each edition."""
