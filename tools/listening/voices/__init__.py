"""Voices: who speaks for a brand and who against it, who is heard, and who is on the rise."""
