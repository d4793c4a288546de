"""From the base to files that any other program opens."""
