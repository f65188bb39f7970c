"""Framing: what a question asks, read off the asker's own words and the dataset's own names."""
