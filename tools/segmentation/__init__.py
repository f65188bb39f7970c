"""Segmentation: who a brand's people are, how sure we are of it, and what may be done with that."""
