"""Dataset: what a dataset holds, and so what it can be asked."""
