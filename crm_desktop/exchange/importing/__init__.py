"""From a list to clients: plan, rehearse every row, write, and say what happened."""
