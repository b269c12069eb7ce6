"""Pages of answers, by what one does there."""
