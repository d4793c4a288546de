"""What can go wrong in a way the user can mend.

A ``UserError`` carries facts (fields), never words: the sentences stand in ``ui/text_errors.py``, once for the window
and the command line, in three languages. Anything that is not a ``UserError`` is a fault of the program: it is
logged and shown as such.
"""

from __future__ import annotations


class UserError(Exception):
    """Base of all errors that the user is told in plain words."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{type(self).__name__}({facts})"
