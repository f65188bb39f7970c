"""Planning: how many people a test needs, of which segments, and what has to be fixed before it starts."""
