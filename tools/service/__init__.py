"""Service: rules of social customer care. Pure: words in, a verdict with its reasons out."""
