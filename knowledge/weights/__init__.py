"""Weights: the models that ship, and the commands that make and measure them."""
