"""Expressed: what posts are labelled with beside their sentiment, of which several may hold, counted by author."""
