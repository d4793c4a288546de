"""Filters in words: for the chips, the menus and the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.kinds import Channel, ClientKind, Segment
from crm_desktop.services.filters import ME, OWN, Choice, Filter, FilterField, FilterOp
from crm_desktop.ui import formats, text_deals, text_kinds
from crm_desktop.ui.text import grouped, ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NAMED = 3
_DATES = frozenset({"last_contact", "next_contact", "created", "changed"})


def field_name(field: FilterField) -> str:
    """The word for a field; an own field has its own name."""
    if field.id.startswith(OWN):
        return field.name
    return _field_words().get(field.id) or text_kinds.field(field.id)


def _field_words() -> Mapping[str, str]:
    return {
        **text_deals.filter_fields(),
        "complaint": tr("Open complaint"),
        "request": tr("Waits for an answer"),
        "kind": tr("Person or company"),
        "picked": tr("Clients of a report"),
    }


def op_word(field: FilterField, op: FilterOp) -> str:
    """How the field is compared, as a line of the editor."""
    if op is FilterOp.BETWEEN and field.id == "birthday":
        return tr("from day to day")
    return {
        FilterOp.IS: tr("is one of"),
        FilterOp.IS_NOT: tr("is none of"),
        FilterOp.CONTAINS: tr("contains"),
        FilterOp.FILLED: tr("is filled in"),
        FilterOp.EMPTY: trc("filter", "never") if field.id == "last_contact" else tr("is empty"),
        FilterOp.YES: tr("yes"),
        FilterOp.NO: tr("no"),
        FilterOp.BETWEEN: tr("from … to …"),
        FilterOp.NEXT_DAYS: tr("in the next days"),
        FilterOp.LAST_DAYS: tr("in the last days"),
        FilterOp.OLDER_DAYS: tr("longer ago than, or never"),
        FilterOp.THIS_MONTH: tr("this month"),
        FilterOp.OVERDUE: tr("overdue"),
    }[op]


def choice_word(field: FilterField, choice: Choice) -> str:
    """A value to choose, as people call it."""
    value = str(choice.value or "")
    if choice.role == ME:
        return tr("{name} (you)", name=choice.name)
    if field.id in text_deals.FILTERS:
        return text_deals.filter_choice(field.id, choice)
    if field.id == "stage":
        return text_kinds.stage(choice.name, choice.role)
    if field.id == "kind":
        return text_kinds.client_kind(ClientKind(value))
    if field.id == "channel":
        return text_kinds.channel(Channel(value))
    if field.id == "segment":
        return text_kinds.segment(Segment(value))
    if field.id == "language":
        return text_kinds.language_name(value)
    if field.id == "import":
        return _import_word(choice)
    return choice.name or value


def _import_word(choice: Choice) -> str:
    # Imported here: words of imports bring all that reads files along, 30 ms that a start has no use for.
    from crm_desktop.ui.text_rehearsal import met_choice

    when = formats.moment(choice.name)
    return f"{when}: {met_choice(choice.role)}" if choice.role else when


def chip_text(field: FilterField, chosen: Filter) -> str:
    """A filter on its chip: ``Stage: Client, Regular``."""
    name = field_name(field)
    if chosen.op is FilterOp.YES:
        return name
    return tr("{field}: {condition}", field=name, condition=_condition(field, chosen))


def _condition(field: FilterField, chosen: Filter) -> str:
    days = chosen.values[0] if chosen.values else 0
    count = days if isinstance(days, int) else 0
    by_op = {
        FilterOp.NEXT_DAYS: lambda: ntr("next {n} day", "next {n} days", count),
        FilterOp.LAST_DAYS: lambda: ntr("last {n} day", "last {n} days", count),
        FilterOp.OLDER_DAYS: lambda: ntr("over {n} day ago", "over {n} days ago", count),
        FilterOp.BETWEEN: lambda: _range(field, chosen.values),
        FilterOp.IS: lambda: _named(field, chosen.values),
        FilterOp.IS_NOT: lambda: tr("not {names}", names=_named(field, chosen.values)),
        FilterOp.CONTAINS: lambda: tr("“{text}”", text=" · ".join(str(value) for value in chosen.values)),
    }
    words = by_op.get(chosen.op)
    return words() if words is not None else op_word(field, chosen.op)


def _named(field: FilterField, values: Sequence[object]) -> str:
    if field.id == "picked":
        return grouped(len(values))
    known: dict[object, str] = {choice.value: choice_word(field, choice) for choice in field.choices}
    names = [known.get(value) or _unknown(field, value) for value in values]
    if len(names) > _MOST_NAMED:
        return ntr("{first} and {n} more", "{first} and {n} more", len(names) - 1, first=names[0])
    return ", ".join(names)


def _unknown(field: FilterField, value: object) -> str:
    """A value that stands in no list: a city found in the base, or something deleted since."""
    return tr("(deleted)") if isinstance(value, bytes) else choice_word(field, Choice(str(value)))


def _range(field: FilterField, values: Sequence[object]) -> str:
    low, high = (*values, None, None)[:2]

    def shown(value: object) -> str:
        if value is None:
            return "…"
        return formats.birthday(str(value)) if field.id == "birthday" else _point(field, value)

    return tr("{low} – {high}", low=shown(low), high=shown(high))


def _point(field: FilterField, value: object) -> str:
    if field.id in _DATES or (isinstance(value, str) and len(value) == len("2026-11-21")):
        return formats.day(str(value))
    return str(value)
