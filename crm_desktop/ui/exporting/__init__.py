"""The export: a small dialog, and the work behind it."""
