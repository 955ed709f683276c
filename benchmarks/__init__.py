"""Speed and memory of the whole application as visitors meet it; each module is one command."""
