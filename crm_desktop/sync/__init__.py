"""One loop to the shared database."""
