"""Lookalikes: how many people resemble those one has in mind, and how far down that holds."""
