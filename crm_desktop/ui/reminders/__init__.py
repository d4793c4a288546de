"""The window of reminders, and the care that they are looked at, told and answered."""
