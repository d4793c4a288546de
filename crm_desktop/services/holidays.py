"""Public holidays of the country that was chosen, in the user's language where the library knows them in it.

The facts are those of the library ``holidays``: national holidays with their substitutes, no regional ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.services import facts
from crm_desktop.services.common import set_setting, setting

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

COUNTRY = "holidays_country"
NOWHERE = "-"
"""What the setting holds where no holidays are wanted."""
_LAST_ASKED = date(9998, 12, 30)
_ENGLISH = ("en_GB", "en_US")


def country(store: Store) -> str:
    """The country (ISO 3166-1 alpha-2) whose holidays are shown: the one chosen, else that of the base."""
    return chosen_country(store) or region(store)


def chosen_country(store: Store) -> str:
    """The country that somebody chose, ``NOWHERE`` for none; '' where nobody did."""
    return str(setting(store, COUNTRY, ""))


def region(store: Store) -> str:
    """The country of the base, by which its phones are read."""
    return facts.region(store)


def choose_country(store: Store, code: str) -> None:
    """Show the holidays of a country from now on, for all who share the base.

    '' is the country of the base, ``NOWHERE`` no country at all.
    """
    set_setting(store, COUNTRY, code)


def holidays(store: Store, first: date, last: date, language: str) -> dict[date, tuple[str, ...]]:
    """The holidays from ``first`` to ``last``, both included, by day; nothing for a country nobody knows."""
    code = country(store)
    found: dict[date, tuple[str, ...]] = {}
    for year in range(first.year, last.year + 1):
        of_year = _of_year(code, year, language)
        found |= {day: names for day, names in of_year.items() if first <= day <= last}
    return found


def next_holiday(store: Store, today: date, language: str) -> tuple[date, str] | None:
    """The next day off from ``today`` on, within a year, and its name; None where there is none."""
    last = min(today, _LAST_ASKED) + timedelta(days=366)
    found = holidays(store, today, last, language)
    return next(((day, names[0]) for day, names in sorted(found.items())), None)


@lru_cache(maxsize=32)
def _of_year(code: str, year: int, language: str) -> Mapping[date, tuple[str, ...]]:
    """A year of a country; the library takes a quarter of a second for the first one."""
    from holidays import country_holidays

    try:
        plain = country_holidays(code, years=year)
    except NotImplementedError:
        return {}
    spoken = next((each for each in _languages(language) if each in plain.supported_languages), None)
    # Without a language the library asks the environment, which is not the user's choice.
    named = country_holidays(code, years=year, language=spoken or plain.default_language)
    return {day: tuple(names.split("; ")) for day, names in sorted(named.items())}


def _languages(language: str) -> tuple[str, ...]:
    """In which languages to ask, the nearest first; a country that speaks none of them speaks its own."""
    return _ENGLISH if language == "en" else (language,)


def countries(language: str) -> list[tuple[str, str]]:
    """The countries whose holidays are known: code and name in that language, in the order of the names."""
    from babel import Locale
    from holidays import list_supported_countries

    from crm_desktop.collation import sort_key

    names = Locale.parse(language).territories
    known = [(code, names[code]) for code in list_supported_countries(include_aliases=False) if code in names]
    return sorted(known, key=lambda each: sort_key(each[1], language))
