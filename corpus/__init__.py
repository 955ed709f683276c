"""What the assistant knows: law, item lists, cases, rules and vocabulary, as checked data."""
