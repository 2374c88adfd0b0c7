"""Finding the figures of a text by their own characters, told from all other numerals."""
