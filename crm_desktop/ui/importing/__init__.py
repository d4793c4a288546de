"""Bringing a list: columns, rehearsal, result. One page of the window, three steps, nothing written before the last."""
