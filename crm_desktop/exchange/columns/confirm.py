"""Headers checked against values, and columns without a telling header read by their values alone."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.fields import FIELDS, ValueKind
from crm_desktop.models.dates import DateReader
from crm_desktop.models.phones import parse_phones

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.column import Column

_DAYS = frozenset(f"{day}{end}" for day in range(1, 32) for end in ("", ".0")) | {
    f"0{day}" for day in range(1, 10)
}
_MOST, _SURE = 0.6, 0.8
_NAME_FIELDS = frozenset(("name.any", "name.full", "name.family", "name.given", "name.middle"))
# Headings that are phones in one list and addresses or remarks in another.
_DOUBTFUL_TEXT = (
    "home office mobile cell рабочий домашний мобильный mobilus номер contacts контакты kontaktai связь"
)
_DOUBTFUL_PHONES = frozenset(_DOUBTFUL_TEXT.split())


def confirmed(column: Column) -> None:
    """Let the values overrule what the header says; an empty column keeps its header's meaning."""
    if _is_damaged(column):
        column.disown("damaged_numbers", 0.9)
    elif column.field == "own" or not column.values or _reinterpreted(column):
        return
    elif _contradicted(column):
        column.disown()
    elif column.field == "external_id" and not _is_key(column):
        column.disown("repeated_codes", 0.8)
    elif column.why == "header" and _agrees(column):
        column.why = "header_and_values"


def _is_damaged(column: Column) -> bool:
    """Whether a spreadsheet has cut numbers to powers of ten: one cut key spoils all, one cut phone only itself."""
    if column.field == "phone":
        return column.shape.of("damaged") >= _MOST
    return column.field == "external_id" and column.shape.damaged


def _reinterpreted(column: Column) -> bool:
    """Values that are plainly something else than the header says."""
    shape = column.shape
    if (
        column.field != "email"
        and column.field not in {"note", "responsible", "messenger"}
        and shape.of("email") > _MOST
    ):
        column.become("email", "values", 0.9)
        return True
    if shape.of("personal_code", "bank_card") >= _SURE and column.field != "external_id":
        column.become(f"sensitive:{column.header.strip()}", "sensitive_values", 0.9)
        return True
    if column.field in _NAME_FIELDS and shape.dialled >= _SURE:
        column.become("phone", "values", 0.8)
        return True
    if (
        column.field == "name.family"
        and shape.of("patronymic") >= _MOST
        and shape.of("patronymic") == shape.of("word")
    ):
        column.become("name.middle", "values", 0.8)
        return True
    if column.field in {"name.any", "name.full"} and not column.label and shape.of("company") >= _MOST:
        column.become("company.name", "header_and_values", 0.9)
    elif column.field == "name.full" and not column.label and shape.of("company") > 0:
        # People's lists of small shops: a company or two stand among the names.
        column.become("name.any", "header_and_values", 0.8)
    return False


def _contradicted(column: Column) -> bool:
    """Whether the values are none of what the header promises."""
    if FIELDS[column.field].kind == ValueKind.DATE:
        return not _has_dates(column) and not (column.field == "birthday" and _are_days(column))
    if column.field == "gender":
        return column.shape.of("gender") < _MOST
    return column.field == "phone" and _no_phones(column)


def _has_dates(column: Column) -> bool:
    """Whether a fair part of the cells can be read as dates: serial numbers count, under a header that says date."""
    reader = DateReader()
    readable = sum(bool(reader.read(value).day) for value in column.values)
    return readable * 3 >= len(column.values)


def _are_days(column: Column) -> bool:
    """1 to 31: days of the month, if a month or a year of birth stands beside them."""
    return all(str(value).strip() in _DAYS for value in column.values)


def _is_key(column: Column) -> bool:
    return column.shape.distinct == column.shape.filled


def _no_phones(column: Column) -> bool:
    worded = sum(1 for value in column.values if not any(sign.isdigit() for sign in str(value)))
    return worded * 2 > len(column.values) and " ".join(column.header.casefold().split()) in _DOUBTFUL_PHONES


def _agrees(column: Column) -> bool:
    if column.field == "phone":
        return column.shape.dialled >= _MOST
    looks = {"email": ("email",), "site": ("url",), "gender": ("gender",)}
    names = ("person", "word", "given", "patronymic", "capitals", "company")
    wanted = looks.get(column.field, names if column.field.startswith(("name.", "company.")) else ("date",))
    return column.shape.of(*wanted) >= _MOST


def guessed_from_values(columns: Sequence[Column]) -> None:
    """Columns whose header says nothing: an address or a number where the table has none yet, names, codes."""
    unknown = [column for column in columns if column.target is None and column.values]
    for column in unknown:
        if column.shape.of("personal_code", "bank_card") >= _SURE:
            column.become(f"sensitive:{column.header.strip()}", "sensitive_values", 0.9)
        elif column.shape.of("damaged") > 0:
            column.disown("damaged_numbers", 0.9)
    fields = {column.field for column in columns}
    for column in [column for column in unknown if column.target is None]:
        if column.shape.of("json") >= _MOST:
            continue
        if column.shape.of("email") >= _MOST and "email" not in fields:
            column.become("email", "values", 0.8)
        elif _surely_phones(column) and "phone" not in fields:
            column.become("phone", "values", 0.7)
    if not any(column.field.startswith(("name.", "company.")) for column in columns):
        _names_from_values([column for column in unknown if column.target is None])
    _nameless_columns([column for column in unknown if column.target is None and not column.header.strip()])


def _surely_phones(column: Column) -> bool:
    """Written as telephones, or bare digits that are valid numbers of the base's country."""
    if column.shape.of("phone") >= _MOST:
        return True
    if column.header.strip() or column.shape.of("digits") < _SURE:
        return False
    phones = [phone for value in column.values for phone in parse_phones(value, column.region)]
    return sum(phone.valid for phone in phones) >= _SURE * len(phones)


def _names_from_values(columns: Sequence[Column]) -> None:
    for column in columns:
        if column.shape.of("person") >= _MOST:
            column.become("name.full", "values", 0.7)
            return
        if column.shape.of("company") >= _MOST:
            column.become("company.name", "values", 0.7)
            return
    _pair_of_names([column for column in columns if not column.header.strip()])


def _pair_of_names(columns: Sequence[Column]) -> None:
    """Two columns of single capitalised words side by side: the one with more known given names is the given name."""
    for first, second in pairwise(columns):
        beside = second.index == first.index + 1
        if beside and first.shape.of("word") >= _SURE and second.shape.of("word") >= _SURE:
            given_first = first.shape.of("given") > second.shape.of("given")
            first.become("name.given" if given_first else "name.family", "values", 0.7)
            second.become("name.family" if given_first else "name.given", "values", 0.7)
            return


def _nameless_columns(columns: Sequence[Column]) -> None:
    """Without headers: the dates of grown people are birthdays; web addresses are sites."""
    for column in columns:
        if column.shape.of("date") >= _SURE and _look_like_birthdays(column):
            column.become("birthday", "values", 0.6)
        elif column.shape.of("url") >= _SURE:
            column.become("site", "values", 0.7)


def _look_like_birthdays(column: Column) -> bool:
    """Years spread over a generation, the latest of them past by ten years or more."""
    reader = DateReader()
    days = [reader.read(value).day for value in column.values]
    years = [int(day[:4]) for day in days if day and day[0] != "-"]
    latest = datetime.datetime.now(tz=datetime.UTC).year - 10
    return bool(years) and max(years) <= latest and min(years) >= latest - 110
