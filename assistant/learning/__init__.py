"""How the trained parts are made: labelled stories and tellings in, files of ``assistant/weights`` out."""
