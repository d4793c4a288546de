"""Duplicates in the window: the list of pairs, clients side by side, merging."""
