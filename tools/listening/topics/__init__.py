"""Topics: what posts are about, found by nearness of meaning and words, named by their words, followed over time."""
