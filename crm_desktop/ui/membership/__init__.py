"""The shared base, put to work in one window: what knows the desk and what the desk does not know."""
