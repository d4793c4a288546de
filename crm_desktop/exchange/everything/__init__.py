"""All that a base holds as ordinary files in one folder, and back into a base."""
