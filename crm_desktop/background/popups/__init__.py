"""Pop-ups of the desktop: what may stand in one, when they are unwanted, and the way to the desktop itself."""
