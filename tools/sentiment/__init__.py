"""Sentiment: how people feel, corrected for the error of the reader."""
