"""The server is not what this laptop knew, or does not let it in: what happened, and what a person answers."""
