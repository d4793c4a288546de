"""Duplicates: when two cards mean one client, the pairs in the base, merging them, and parting them again."""
