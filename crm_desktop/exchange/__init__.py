"""Files in and out: read, guess, rehearse, import, export."""
