"""The papers of a case: forms as data, filled from a record of the case, as .docx and in one case file."""
