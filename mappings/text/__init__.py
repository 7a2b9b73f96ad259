"""The words of a text and their formatting: clusters of characters, stretches that still stand, runs."""
