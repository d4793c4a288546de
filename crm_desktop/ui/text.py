"""Every word that people read passes through here: GNU gettext catalogues, plural rules, message contexts.

Free of Qt, since the command line speaks the same three languages. English is the source; ``resources/i18n/*.mo``
hold the others. The chosen language is the one process-wide setting of this package: a word is looked up where it is
needed, and the window is built anew when the language changes.

Messages carry named places (``"{n} clients"``) that are filled after the look-up; an f-string would never be found.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crm_desktop import paths

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("en", "ru", "lt")
"""Languages of the program, the source first."""

_GROUP = {"en": ",", "ru": "\u00a0", "lt": "\u00a0"}


class _Chosen:
    """The language in use and its catalogue; None where the source text is the word."""

    language = "en"
    catalogue: GNUTranslations | None = None
    stretch = 1


def set_language(code: str) -> str:
    """Choose the language of all words from now on; an unknown or empty code follows the system.

    Returns:
        The code of the language chosen: ``en``, ``ru`` or ``lt``.
    """
    language = code if code in LANGUAGES else system_language()
    _Chosen.language = language
    _Chosen.catalogue = _load(language)
    # Layout tests double every word (CRM_STRETCH=2): what still fits then fits in any language.
    _Chosen.stretch = int(os.environ.get("CRM_STRETCH", "1"))
    return language


def language() -> str:
    """The code of the language in use."""
    return _Chosen.language


def system_region() -> str:
    """The country of the user's session (ISO 3166-1 alpha-2), by which a new base reads phones without a country code.

    Where the system names none, or is an English one under a Lithuanian or Russian program (many laptops are sold so),
    it is the country of the language in use; empty for English, which has many.
    """
    home = {"lt": "LT", "ru": "RU"}.get(language(), "")
    for name in _session_locales():
        spoken, _, country = name.partition(".")[0].partition("_")
        if len(country) == 2 and country.isalpha() and not (home and spoken == "en"):
            return country.upper()
    return home


def _session_locales() -> list[str]:
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if any(named) or os.name != "nt":
        # Not Python's own guess: elsewhere it takes a session that names nothing for American English.
        return named
    import locale

    return [locale.getlocale()[0] or ""]


def system_language() -> str:
    """The language of the user's session as far as the program speaks it, else English."""
    for name in _session_locales():
        code = name[:2].lower()
        if code in LANGUAGES:
            return code
        if name:
            break
    return "en"


def tr(message: str, **values: object) -> str:
    """The message in the user's language, its named places filled with ``values``."""
    catalogue = _Chosen.catalogue
    return _filled(message if catalogue is None else catalogue.gettext(message), values)


def ntr(singular: str, plural: str, n: int, **values: object) -> str:
    """The message in the plural form that the language wants for ``n``; ``{n}`` is filled with the grouped number."""
    catalogue = _Chosen.catalogue
    found = (singular if n == 1 else plural) if catalogue is None else catalogue.ngettext(singular, plural, n)
    return _filled(found, {"n": grouped(n), **values})


def trc(context: str, message: str, **values: object) -> str:
    """The message where one English word has several meanings; ``context`` (never shown) tells which."""
    catalogue = _Chosen.catalogue
    return _filled(message if catalogue is None else catalogue.pgettext(context, message), values)


def grouped(n: int) -> str:
    """A whole number with its thousands apart, as the language writes it."""
    return f"{n:,}".replace(",", _GROUP[_Chosen.language])


def _filled(message: str, values: dict[str, object]) -> str:
    if values:
        message = message.format_map(values)
    if _Chosen.stretch > 1:
        message = " ".join([message] * _Chosen.stretch)
    return message


def _load(language: str) -> GNUTranslations | None:
    """The compiled catalogue; the source text serves where there is none (a checkout before ``dev.py i18n``)."""
    if language == "en":
        return None
    # Imported here: an English start does not pay the 4 ms.
    from gettext import GNUTranslations

    try:
        path = paths.resource(f"i18n/{language}.mo")
    except FileNotFoundError:
        return None
    with path.open("rb") as file:
        return GNUTranslations(file)
