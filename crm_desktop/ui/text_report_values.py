"""The cells of reports as people read them: the program's own words, numbers, days and money by locale. Free of Qt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    Gender,
    RequestKind,
    Segment,
)
from crm_desktop.services.reports.table import Cell, CellKind, Term
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.formats import DASH
from crm_desktop.ui.text import grouped, tr, trc
from crm_desktop.ui.text_deals import stage_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HOURS_OF_DAY = 24
_TWO_DAYS = 48
_MINUTES = 60
_PERCENT = 100
_WHOLE_FROM = 10
_MONTH_TEXT, _DAY_TEXT = len("2026-11"), len("2026-11-20")


def cell(value: Cell, kind: CellKind, currency: str = "") -> str:
    """A cell in words; a dash where there is no such figure, nothing where there is nothing to say."""
    if value is None:
        return "" if kind is CellKind.TEXT else DASH
    if isinstance(value, Term):
        return term(value)
    if isinstance(value, str):
        shown = _TEXTS.get(kind)
        return shown(value) if shown and value else value
    if kind is CellKind.MONEY:
        return formats.money(int(value), currency)
    return _NUMBERS.get(kind, _number)(value)


def short(value: float, kind: CellKind, currency: str = "") -> str:
    """A number for the axis or the bar of a picture: as short as it can be read."""
    if kind is CellKind.MONEY:
        return formats.money_short(round(value), currency)
    return cell(value, kind)


def told_in(kind: CellKind, highest: float) -> tuple[float, CellKind]:
    """How much one mark of a scale stands for, and as what it is told: long waits in days, all of them."""
    return (_HOURS_OF_DAY, CellKind.DAYS) if kind is CellKind.HOURS and highest >= _TWO_DAYS else (1, kind)


def unit(kind: CellKind) -> str:
    """In what hours and days are told in a file, where they are numbers."""
    words = {CellKind.HOURS: tr("{number} h"), CellKind.DAYS: tr("{number} d")}.get(kind, "")
    return words.replace("{number}", "").strip()


def name_below(value: Cell, shown: str, kind: CellKind) -> str:
    """What stands below a bar: of a day or month as little as tells it from its neighbours, else as it is ``shown``."""
    if not isinstance(value, str):
        return shown
    if kind is CellKind.MONTH and len(value) == _MONTH_TEXT:
        return formats.month_short(date.fromisoformat(f"{value}-01"))
    if kind is CellKind.WEEK:
        return formats.day(value)
    if kind is CellKind.DAY and len(value) == _DAY_TEXT:
        when = date.fromisoformat(value)
        return f"{formats.weekday(when)} {when.day}"
    return shown


def term(of: Term, report: str = "") -> str:
    """The program's own word; ``report``: the kind of the report, where one means something of its own by it."""
    worded = _WITH_VALUES.get(of.id)
    if worded is not None:
        return worded(*of.values)
    words = _terms()
    return words.get(f"{report}.{of.id}") or words.get(of.id) or of.id


def is_known(of: Term) -> bool:
    """Whether there is a word for it."""
    return of.id in _WITH_VALUES or of.id in _terms()


def week(monday: date) -> str:
    """A week by its first day and its number (ISO 8601): ``16 Nov (w 47)``."""
    day, number = formats.day(monday.isoformat()), monday.isocalendar().week
    return tr("{day} (w {number})", day=day, number=number)


def _number(value: float) -> str:
    """With one digit behind the point, where there is anything to say."""
    rounded = round(float(value), 1)
    return grouped(int(rounded)) if rounded == int(rounded) else formats.decimal(f"{rounded}")


def _share(value: float) -> str:
    percent = value * _PERCENT
    shown = f"{percent:.0f}" if abs(percent) >= _WHOLE_FROM or percent == int(percent) else f"{percent:.1f}"
    return tr("{number} %", number=formats.decimal(shown))


def _days(value: float) -> str:
    return tr("{number} d", number=_number(value))


def _hours(value: float) -> str:
    """Minutes, hours or days, whichever says most: ``25 min``, ``3.5 h``, ``4 d``."""
    if value < 1:
        return tr("{number} min", number=round(value * _MINUTES))
    if value >= _TWO_DAYS:
        return _days(value / _HOURS_OF_DAY)
    return tr("{number} h", number=_number(value))


def _month(text: str) -> str:
    return formats.month(date.fromisoformat(f"{text}-01"))


def _day(text: str) -> str:
    if text.startswith("--"):
        return formats.birthday(text)
    when = date.fromisoformat(text[:10])
    return tr("{weekday}, {day}", weekday=formats.weekday(when), day=formats.day(text))


_TEXTS: Mapping[CellKind, Callable[[str], str]] = {
    CellKind.DAY: _day,
    CellKind.INSTANT: lambda text: formats.clock_time(text) or trc("time", "all day"),
    CellKind.MONTH: _month,
    CellKind.WEEK: lambda text: week(date.fromisoformat(text)),
}
_NUMBERS: Mapping[CellKind, Callable[[float], str]] = {
    CellKind.COUNT: lambda value: grouped(int(value)),
    CellKind.SHARE: _share,
    CellKind.DAYS: _days,
    CellKind.HOURS: _hours,
}
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_WITH_VALUES: Mapping[str, Callable[..., str]] = {
    "role": lambda role: text_kinds.stage("", str(role)),
    "kind": lambda kind: _kind(str(kind)),
    "gender": lambda value: text_kinds.gender(Gender(value)),
    "channel": lambda value: text_kinds.channel(Channel(value)),
    "language": lambda code: text_kinds.language_name(str(code)),
    "segment": lambda value: text_kinds.segment(Segment(value)),
    "quarter": lambda year, number: tr("{number} quarter {year}", number=_ROMAN[int(number)], year=year),
    "year": str,
    "score": lambda number: _scores()[int(number)],
    "outside": lambda name: tr("{name}, outside campaigns", name=name),
}


def _kind(value: str) -> str:
    """Of a contact or of a client."""
    if value in set(ActivityKind):
        return text_kinds.activity_kind(ActivityKind(value))
    return text_kinds.client_kind(ClientKind(value))


def _scores() -> Mapping[int, str]:
    return {
        5: trc("score", "5, most lately"),
        4: trc("score", "4"),
        3: trc("score", "3"),
        2: trc("score", "2"),
        1: trc("score", "1, longest ago"),
    }


def _terms() -> Mapping[str, str]:
    return {
        **{each.value: text_kinds.segment(each) for each in Segment},
        **{each.value: text_kinds.channel(each) for each in Channel if each},
        **{each.value: text_kinds.request_kind(each) for each in RequestKind},
        **_of_sums(),
        **_of_contacts(),
        **{each: stage_word(each) for each in ("offer", "terms", "open", "won")},
    }


def _of_sums() -> Mapping[str, str]:
    return {
        "total": trc("row", "Total"),
        "nobody": trc("row", "Not assigned"),
        "no_client": trc("row", "No client"),
        "no_stage": trc("row", "No stage"),
        "no_source": trc("row", "No source"),
        "no_channel": trc("row", "No channel"),
        "no_title": trc("row", "Without a name"),
        "nameless": trc("row", "Without a name"),
        "recommended": trc("row", "Recommended"),
        "none": trc("row", "Not said"),
        "yes": trc("row", "Yes"),
        "no": trc("row", "No"),
        "top_20": trc("row", "The first 20 %"),
        "middle": trc("row", "The others who bring something"),
        "nothing": trc("row", "Bring nothing"),
        "never": trc("row", "Never bought"),
        "not_now": trc("row", "Bought before, not in this period"),
        "new": trc("row", "New"),
        "kept": trc("row", "Kept"),
        "returned": trc("row", "Returned"),
        "lost": trc("row", "Lost"),
        "refunded": trc("row", "Only given back"),
        "buyers": trc("row", "All buyers"),
        "late": trc("row", "Should have come by now"),
        "no_date": trc("row", "Without a date"),
        "beyond": trc("row", "After these months"),
        "due": trc("row", "Due"),
        "overdue_to_buy": trc("row", "Overdue"),
        "later": trc("row", "Later"),
        "gone": trc("row", "Gone"),
        "birthday": trc("row", "Birthday"),
        "round": trc("row", "round"),
        "no_label": trc("row", "A date"),
    }


def _of_contacts() -> Mapping[str, str]:
    return {
        "planned": trc("contact", "Planned"),
        "overdue": trc("contact", "Planned, nothing said yet"),
        "held": trc("contact", "Held"),
        "successful": trc("contact", "Successful"),
        "failed": trc("contact", "Failed"),
        "no_answer": trc("contact", "No answer"),
        "moved": trc("contact", "Moved"),
        "cancelled": trc("contact", "Cancelled"),
    }
