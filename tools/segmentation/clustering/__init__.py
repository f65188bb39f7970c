"""Clustering: groups of people whose features are alike, and whether there are any."""
