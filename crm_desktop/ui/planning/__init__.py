"""Forms of planned contacts over the window: planned, opened, moved, and planned for many clients."""
