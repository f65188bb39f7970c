"""Segments: who registered which, on what ground, and who answers for it. Only `approvals` and `exporting` decide."""
