"""Differences between colleagues: the list, both sides of one, and its answers."""
