"""Early warning: how severe the talk against a brand is as of a day, by published weights, and what to do about it."""
