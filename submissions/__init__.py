"""What was answered and how it was judged."""
