"""Spikes: hours and days that hold more, or less, than they usually do, and what made them so."""
