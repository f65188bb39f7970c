"""Listening: what is said, by how many, and in which words."""
