"""Statistics: intervals, corrections and tests, one idea a file, on plain arrays."""
