"""Questions with gold answers, and the programs that score them."""
