"""What columns mean among their neighbours: names parted over columns, days beside months, second persons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.headers import normal_header
from crm_desktop.folding import fold
from crm_desktop.models.names import is_title

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.column import Column

_ROW_NUMBER = frozenset(
    ("", "no", "nr", "№", "п/п", "no п/п", "n п/п", "eil nr", "#", "n", "row", "номер п/п")
)
_SINGLE = (
    "name.any",
    "name.full",
    "name.family",
    "name.given",
    "name.middle",
    "birthday",
    "gender",
    "company.name",
)
_DIARY_WORDS = frozenset(("date", "дата", "data"))


def settle(columns: Sequence[Column], *, trusted: bool) -> None:
    """Correct single decisions by their neighbours; ``trusted`` leaves what a preset has said."""
    _titles(columns)
    if trusted:
        return
    _names_over_columns(columns)
    _after_other_person(columns)
    _bare_names(columns)
    _company_and_client(columns)
    _birthday_parts(columns)
    _row_numbers(columns)
    _diary_dates(columns)
    _only_once(columns)


def _have(columns: Sequence[Column], *fields: str) -> list[Column]:
    return [column for column in columns if column.field in fields]


def _titles(columns: Sequence[Column]) -> None:
    """'Title' is how to address the person if its values are titles, else the position."""
    for column in columns:
        if column.why == "preset" or normal_header(column.header) != "title":
            continue
        titles = sum(is_title(str(value)) for value in column.values)
        addressed = titles * 2 > len(column.values) if column.values else bool(_have(columns, "position"))
        column.become("name.prefix" if addressed else "position", "header_and_values", 0.8)


def _names_over_columns(columns: Sequence[Column]) -> None:
    """'ФИО' over three columns, the next two without a header: family, given and father's name."""
    for first, second, third in zip(columns, columns[1:], columns[2:], strict=False):
        headed = first.field in {"name.full", "name.any"} and not second.header.strip()
        if not headed or first.shape.of("word") < 0.8 or second.shape.of("word") < 0.8:
            continue
        given_first = first.shape.of("given") > second.shape.of("given")
        first.become("name.given" if given_first else "name.family", "neighbours", 0.8)
        second.become("name.family" if given_first else "name.given", "neighbours", 0.8)
        if not third.header.strip() and third.shape.of("patronymic") >= 0.5:
            third.become("name.middle", "neighbours", 0.8)


def _after_other_person(columns: Sequence[Column]) -> None:
    """As in "Mum's first name, Last Name": the name beside another person's name is that person's."""
    others = [column.why == "other_person" and "name" in normal_header(column.header) for column in columns]
    for of_other, column in zip(others, columns[1:], strict=False):
        if of_other and column.field in _SINGLE:
            column.disown("other_person", 0.9)


def _bare_names(columns: Sequence[Column]) -> None:
    """'Name' beside a family name is the given name; 'Имя' alone may hold anybody, a company too."""
    family, given = _have(columns, "name.family"), _have(columns, "name.given")
    for column in columns:
        if column.field == "name.any" and family and column.shape.of("company") < 0.5:
            column.become("name.full" if given else "name.given", "neighbours", 0.8)
        elif column.field == "name.given" and not family:
            column.become("name.any", "neighbours", 0.7)


def _company_and_client(columns: Sequence[Column]) -> None:
    """A client beside a company is the person; a contact without any company is the client."""
    companies = _have(columns, "company.name")
    for column in _have(columns, "name.any"):
        if companies:
            column.become("name.full", "neighbours", 0.8)
    if not companies:
        for column in _have(columns, "name.full"):
            if column.target and column.target.label == "contact":
                column.become("name.any", "neighbours", 0.7)


def _birthday_parts(columns: Sequence[Column]) -> None:
    """'День рождения' beside a month or a year of birth is the day of the month."""
    if not _have(columns, "birthday.month", "birthday.year"):
        return
    for column in _have(columns, "birthday"):
        days = [str(value).strip().removesuffix(".0") for value in column.values]
        if all(day.isdecimal() and int(day) <= 31 for day in days):
            column.become("birthday.day", "neighbours", 0.9)


def _row_numbers(columns: Sequence[Column]) -> None:
    """1, 2, 3 … under '№' or under nothing."""
    for column in columns:
        if (
            column.field not in {"", "external_id", "phone"}
            or normal_header(column.header) not in _ROW_NUMBER
            or (column.index and not column.header.strip())
        ):
            continue
        numbers = [str(value).strip().rstrip(".").removesuffix(".0") for value in column.values]
        counted = all(number.isdecimal() for number in numbers) and len(numbers) > 1
        if counted and all(
            int(b) - int(a) == int(numbers[1]) - int(numbers[0]) > 0 for a, b in pairwise(numbers)
        ):
            column.become(Target("ignore"), "row_number", 0.9)


def _diary_dates(columns: Sequence[Column]) -> None:
    """A bare 'Date' is a contact's date where the table also tells what was talked about."""
    if not _have(columns, "activity.text", "activity.kind", "activity.result") or _have(
        columns, "activity.date"
    ):
        return
    for column in columns:
        if (
            column.target is None
            and fold(column.header).strip(" .:") in _DIARY_WORDS
            and column.shape.of("date") >= 0.5
        ):
            column.become("activity.date", "neighbours", 0.8)
            return


def _only_once(columns: Sequence[Column]) -> None:
    """A client has one name and one birthday: the second column of the kind stays as an own field."""
    for field in _SINGLE:
        for column in _have(columns, field)[1:]:
            column.disown("neighbours", 0.6)
