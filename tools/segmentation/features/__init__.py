"""Features: what is measured of each person, from what they did and what they wrote."""
