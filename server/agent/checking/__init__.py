"""Checking: code that lets a claim stand only if the figures and posts it cites say the same."""
