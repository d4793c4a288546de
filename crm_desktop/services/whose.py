"""Whose work is shown: mine, and what nobody has; or everybody's.

Left out is what the others are reminded of on their own laptops (``colleagues.others``), so that what is shown, counted
and reminded of is the same.
"""

from __future__ import annotations

Others = frozenset[bytes]
"""The colleagues whose work is left out."""

EVERYBODY: Others = frozenset()
"""Nobody's work is left out."""


def of_client(column: str) -> str:
    """SQL: who is responsible for the client whose id is in the column."""
    return f"(SELECT w.responsible_id FROM client w WHERE w.id = {column})"


def but_theirs(others: Others, *columns: str) -> str:
    """SQL to follow a condition: leaves out the rows whose first filled column names one of the others."""
    if not others:
        return ""
    listed = ", ".join(f"x'{id_.hex()}'" for id_ in sorted(others))
    return f" AND COALESCE({', '.join(columns)}, x'') NOT IN ({listed})"
