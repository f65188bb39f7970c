"""Describing: what sets a segment apart, in figures, plain rules, a neutral label and a card."""
