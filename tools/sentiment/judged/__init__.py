"""Judged: how posts speak of each feature that they name, counted by author, and the figures made of that."""
