"""The SQLite file: open, migrate, change, journal, undo, backup. Knows nothing of clients."""
