"""The diary elsewhere, in the window: the calendar file and the calendar on a server, with their settings."""
