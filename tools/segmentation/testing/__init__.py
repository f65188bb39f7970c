"""Testing: what a test on people needs before it starts, and what it showed."""
