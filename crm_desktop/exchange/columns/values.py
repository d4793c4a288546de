"""Small values that tables write in many ways: yes and no, gender, labels of numbered groups, lists in a cell."""

from __future__ import annotations

import re
from functools import cache

from crm_desktop.folding import fold
from crm_desktop.kinds import Gender, PointLabel

_YES = frozenset("1 yes y true да д + истина taip t x v ✓ ✔ on есть yra".split())
_NO = frozenset("0 no n false нет н - ложь ne off netiesa".split())
_COMPANY = frozenset(
    map(fold, "company organization organisation account компания организация юрлицо įmonė bendrovė".split())
)
_PERSON = frozenset(
    map(fold, "contact person individual контакт человек физлицо kontaktas asmuo žmogus".split())
)
_FEMALE = "f female fem w woman ж жен женский женщина mot moteris moteriska m2 2 femme feminin frau"
_MALE = "m male man м муж мужской мужчина vyr vyras vyriska v 1 homme masculin herr"
_GENDERS = {
    **{fold(word): Gender.FEMALE for word in _FEMALE.split()},
    **{fold(word): Gender.MALE for word in _MALE.split()},
}
_PLACEHOLDERS = frozenset(
    fold(word)
    for word in (
        *(
            "(blank)",
            "(пусто)",
            "(puste)",
            "(tuščia)",
            "(leer)",
            "(vide)",
            "-",
            "--",
            "—",
            "–",
            "n/a",
            "#n/a",
            "null",
        ),
        *("none", "nan", "нет данных", "не указано", "не указан", "nenurodyta", "?", "..."),
    )
)
_THREE_COLONS = re.compile(r"\s*:::\s*")  # how Google joins several values in one cell
_COMMAS = re.compile(r"\s*[,;|\n]\s*")
_LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))
_FIRST_OF_PLACEHOLDERS = frozenset(word[0] for word in _PLACEHOLDERS if word)
_LABELS = {
    **dict.fromkeys(
        ("mobile", "cell", "iphone", "мобильный", "моб", "сотовый", "mobilusis", "mob"), PointLabel.MOBILE
    ),
    **dict.fromkeys(
        ("work", "business", "office", "company", "рабочий", "раб", "darbo", "darbas"), PointLabel.WORK
    ),
    **dict.fromkeys(
        ("home", "private", "personal", "домашний", "дом", "личный", "namu", "namai"), PointLabel.HOME
    ),
    **dict.fromkeys(
        ("fax", "work fax", "home fax", "business fax", "факс", "рабочий факс", "faksas"), PointLabel.FAX
    ),
    **dict.fromkeys(("pager", "пейджер"), PointLabel.PAGER),
    **dict.fromkeys(("other", "другой", "kitas"), PointLabel.OTHER),
    **dict.fromkeys(("billing", "invoice address"), PointLabel.BILLING),
    **dict.fromkeys(("delivery", "shipping", "delivery address"), PointLabel.DELIVERY),
}


def parse_flag(value: object) -> bool | None:
    """Yes or no in three languages, as a box ticked, as 1 and 0; nothing where the cell is neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value) if value in {0, 1} else None
    word = fold(str(value)).strip(" .!") if value is not None else ""
    word = word or (str(value).strip() if value is not None else "")
    return True if word in _YES else False if word in _NO else None


def parse_company_flag(value: object) -> bool | None:
    """Whether a cell says that the row is a company: yes and no, or the kind in words; nothing where it is neither."""
    word = fold(str(value)).strip(" .") if value is not None else ""
    return True if word in _COMPANY else False if word in _PERSON else parse_flag(value)


def parse_gender(value: object) -> Gender:
    """The gender a cell names ('Жен', 'vyras', 'F'; 1 and 2 as in ISO/IEC 5218), unknown for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _GENDERS.get(fold(str(value)).strip(" ."), Gender.UNKNOWN) if value is not None else Gender.UNKNOWN


def label_of(text: str) -> tuple[str, bool]:
    """The label a cell of a numbered group names, and whether it is marked as the main one ('* Work').

    A label that is none of the known stays as written: it is the user's own.
    """
    main = text.strip().startswith("*")
    own = text.strip().removeprefix("*").strip()
    return _LABELS.get(fold(own), own), main


def is_placeholder(value: object) -> bool:
    """Whether the cell says 'empty' in words, as pivot tables and exports do: '(blank)', '—', 'N/A'."""
    if not isinstance(value, str):
        return False
    text = value.strip()
    if not text or len(text) > _LONGEST_PLACEHOLDER:
        return not text
    # Every cell of a list comes here, and its first character alone settles most.
    return _may_begin_placeholder(text[0]) and fold(text) in _PLACEHOLDERS


@cache
def _may_begin_placeholder(character: str) -> bool:
    first = fold(character)
    return not first or first[0] in _FIRST_OF_PLACEHOLDERS


def split_list(text: str, dropped: frozenset[str] = frozenset()) -> list[str]:
    """The items of a cell that lists groups or tags; '* myContacts' and its like (``dropped``, folded) are left out."""
    separator = _THREE_COLONS if ":::" in text else _COMMAS
    items = (item.strip().removeprefix("*").strip() for item in separator.split(text.strip()))
    return [item for item in dict.fromkeys(items) if item and fold(item) not in dropped]
