"""Colleagues: who works with the base, what each has in hand, handing over, and whose work is shown."""
