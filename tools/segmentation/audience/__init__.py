"""Audience: people in segments, with what the number of them was chosen by and what it can bear."""
