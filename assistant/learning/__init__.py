"""How the reader model is made: labelled stories and tellings in, weights for ``assistant/weights/reader`` out."""
