"""Names of months in English, Russian and Lithuanian, in every case and abbreviation that people write."""

from __future__ import annotations

# Beginnings are enough: 'gruodžio', 'gruodis' and 'gruod.' begin alike. Longest match first where one begins another.
_STEMS = {
    1: ("jan", "янв", "saus"),
    2: ("feb", "фев", "vasar", "vas"),
    3: ("mar", "мар", "kov"),
    4: ("apr", "апр", "bal"),
    5: ("may", "мая", "май", "geg"),
    6: ("jun", "июн", "birž", "birz"),
    7: ("jul", "июл", "liep"),
    8: ("aug", "авг", "rugpj", "rgp"),
    9: ("sep", "сен", "rugs", "rgs"),
    10: ("oct", "окт", "spal"),
    11: ("nov", "ноя", "lapkr", "lap"),
    12: ("dec", "дек", "gruod", "grd"),
}
_WHOLE = {
    **dict.fromkeys(("january", "января", "январь", "sausio", "sausis"), 1),
    **dict.fromkeys(("february", "февраля", "февраль", "vasario", "vasaris"), 2),
    **dict.fromkeys(("march", "марта", "март", "kovo", "kovas"), 3),
    **dict.fromkeys(("april", "апреля", "апрель", "balandžio", "balandis", "balandzio"), 4),
    **dict.fromkeys(("may", "мая", "май", "gegužės", "gegužė", "geguzes", "geguze"), 5),
    **dict.fromkeys(("june", "июня", "июнь", "birželio", "birželis", "birzelio", "birzelis"), 6),
    **dict.fromkeys(("july", "июля", "июль", "liepos", "liepa"), 7),
    **dict.fromkeys(("august", "августа", "август", "rugpjūčio", "rugpjūtis", "rugpjucio", "rugpjutis"), 8),
    **dict.fromkeys(("september", "сентября", "сентябрь", "rugsėjo", "rugsėjis", "rugsejo", "rugsejis"), 9),
    **dict.fromkeys(("october", "октября", "октябрь", "spalio", "spalis"), 10),
    **dict.fromkeys(("november", "ноября", "ноябрь", "lapkričio", "lapkritis", "lapkricio"), 11),
    **dict.fromkeys(("december", "декабря", "декабрь", "gruodžio", "gruodis", "gruodzio"), 12),
}
_SHORT = {stem: month for month, stems in _STEMS.items() for stem in stems}
_LONGEST_ABBREVIATION = 6


def month_number(word: str) -> int:
    """1 to 12 for the name of a month ('Dec', 'дек.', 'gruodžio'), 0 for any other word."""
    word = word.casefold().rstrip(".")
    if word in _WHOLE:
        return _WHOLE[word]
    if len(word) > _LONGEST_ABBREVIATION:
        return 0
    return next((month for stem, month in _SHORT.items() if word.startswith(stem)), 0)
