"""What was meant when the keyboard stood in another layout: ``bdfyjd`` is иванов, ``6imkus`` is šimkus.

The tables pair the keys of the layouts Windows and X11 ship as "US", "Russian" (ЙЦУКЕН) and "Lithuanian" (letters in
the number row), unshifted and shifted.
"""

from __future__ import annotations

from itertools import permutations

_KEYS = {
    "en": "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
    "ru": 'ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
    "lt": "`ąčęėįšųū90-žqwertyuiop[]\\asdfghjkl;'zxcvbnm,./~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
}

_TABLES = {
    (typed, meant): str.maketrans({a: b for a, b in zip(_KEYS[typed], _KEYS[meant], strict=True) if a != b})
    for typed, meant in permutations(_KEYS, 2)
}


def other_layouts(text: str) -> tuple[tuple[str, str], ...]:
    """What ``text`` would be had the keyboard stood in another layout: (text, layout meant), without repeats.

    Only readings that give letters or digits throughout are returned: a reading with a sign where there was a letter
    was not meant.
    """
    found: dict[str, str] = {}
    for (_, meant), table in _TABLES.items():
        other = text.translate(table)
        if other != text and other not in found and _readable(text, other):
            found[other] = meant
    return tuple(found.items())


def _readable(typed: str, meant: str) -> bool:
    return any(c.isalnum() for c in meant) and not any(
        a.isalnum() and not b.isalnum() for a, b in zip(typed, meant, strict=True)
    )
