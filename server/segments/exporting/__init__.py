"""Exporting: a segment's members as a file for an ad platform, behind gates and a reviewer's signature."""
