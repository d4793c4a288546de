"""The headers of our own exports in three languages: written by the export, recognised by the import."""

from __future__ import annotations

import json
import re
from functools import cache

from crm_desktop.paths import resource

LANGUAGES = ("en", "ru", "lt")


@cache
def _titles() -> dict[str, dict[str, str]]:
    with resource("presets/own_titles.json").open(encoding="utf-8") as file:
        titles: dict[str, dict[str, str]] = json.load(file)
    return titles


@cache
def _card_titles() -> dict[str, dict[str, str]]:
    """Titles of what address books hold beside: shown, never taken for headers of ours in a table."""
    with resource("presets/card_titles.json").open(encoding="utf-8") as file:
        titles: dict[str, dict[str, str]] = json.load(file)
    return titles


def title(field: str, language: str, *, n: int = 0, name: str = "") -> str:
    """The header of a field; ``n`` is the number of its group, ``name`` the outside program of an id."""
    words = _titles().get(field) or _card_titles()[field]
    return words.get(language, words["en"]).format(n=n, name=name)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for field, words in _titles().items():
        for text in words.values():
            pattern = re.escape(text).replace(r"\{n\}", r"(?P<n>\d+)").replace(r"\{name\}", r"(?P<name>.+)")
            found.append((re.compile(pattern), field))
    return tuple(found)


def target_of(header: str) -> str | None:
    """The written target (``columns.fields``) of a header of ours, None for any other header."""
    for pattern, field in _patterns():
        if match := pattern.fullmatch(header):
            groups = match.groupdict()
            if groups.get("name"):
                return f"{field}.{groups['name']}"
            return f"{field}#{groups['n']}" if groups.get("n") else field
    return None
