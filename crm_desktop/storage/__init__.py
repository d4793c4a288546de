"""The SQLite file: open, migrate, change, journal, undo, backup. Knows no word of the trade."""
