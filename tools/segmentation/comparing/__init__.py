"""Comparing: segments side by side by what they do, say and bring in, and why one stands below another."""
