"""Work beside the window: runner, scheduler, reminders, notifier."""
