"""Influence: mentions of brands weighted by how far, and with whom, their authors are heard."""
