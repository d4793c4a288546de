"""What to write instead of what was typed and is no date, in the form that the field takes."""

from __future__ import annotations

from crm_desktop.ui.text import tr, trc

_MOMENTS = frozenset("planned_at held_at next_at received_at answered_at resolved_at at".split())
_DAYS = frozenset("first start since due_on paid_on expected_on closed_on".split())


def no_date(field: str, value: str, called: str) -> str:
    """Of a ``field`` as the drafts name it, ``called`` so on the screen."""
    example = trc("typed date", "17.05.2026")
    if field in _MOMENTS:
        return tr(
            "“{value}” in “{field}” is not understood. Write a day, a time, or both: yesterday, 15:30, {example} 9:00.",
            value=value,
            field=called,
            example=example,
        )
    if field in _DAYS:
        return tr(
            "“{value}” in “{field}” is no day that exists. Write it like {example}.",
            value=value,
            field=called,
            example=example,
        )
    return tr(
        "“{value}” in “{field}” is no date that exists. Write it like 17.05.1976, or 17.05 without the year.",
        value=value,
        field=called,
    )
