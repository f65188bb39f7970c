"""Associations: how much likelier an outcome is where something else holds, and what else could be behind it."""
