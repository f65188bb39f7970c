"""Tribes: groups of people with more ties to each other than to others, and those who stand between them."""
