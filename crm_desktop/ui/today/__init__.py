"""The morning page: what wants somebody today, each line to be done, moved or opened on the spot."""
