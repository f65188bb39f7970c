"""Rivals: brands set side by side on the same days and platforms."""
