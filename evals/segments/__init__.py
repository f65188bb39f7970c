"""Segments: whether groups that were planted are found, and none where none were."""
