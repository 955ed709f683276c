"""How it is found: embedding, word index, vector store, build and search."""
