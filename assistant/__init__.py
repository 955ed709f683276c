"""What happens to a question: understand, search, determine, answer, verify."""
