"""Frequency: how many messages people get, and from how many sides."""
