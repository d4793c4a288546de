"""The shared base in the window: the everyday exchange, its line at the foot, and its page."""
