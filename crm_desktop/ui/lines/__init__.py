"""Lines that say something and on which something can be done at once: of Today, of the agenda, of reminders."""
