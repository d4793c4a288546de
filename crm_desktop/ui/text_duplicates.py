"""Words of duplicates: why two clients may be one, what stands where, and the line that a merge leaves in the notes.

Free of Qt: the command line uses the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Channel, FieldKind, Gender, StageRole
from crm_desktop.services.duplicates.evidence import Reason, Why
from crm_desktop.services.duplicates.finding import Certainty, DuplicatePair
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from crm_desktop.services.duplicates.choosing import Field, Lost


def why(reason: Why) -> str:
    """A reason without its value, as part of a list: "same phone, same name"."""
    return {
        Why.EXTERNAL_ID: tr("same number in another program"),
        Why.PHONE: tr("same phone"),
        Why.EMAIL: tr("same e-mail"),
        Why.LOYALTY_CARD: tr("same loyalty card"),
        Why.NAME_SAME: tr("same name"),
        Why.NAME_ORDER: tr("same name in another order"),
        Why.NAME_SCRIPT: tr("same name in another spelling"),
        Why.NAME_TYPO: tr("name with a typing slip"),
        Why.NAME_INITIALS: tr("name with initials"),
        Why.NAME_PART: tr("part of the name"),
        Why.NAME_GIVEN: tr("same first name, other family name"),
        Why.NAMELESS: tr("one has no name"),
        Why.BIRTHDAY: tr("same birthday"),
        Why.EMPLOYER: tr("same work place"),
        Why.CITY: tr("same city"),
        Why.OTHER_BIRTHDAY: tr("other birthday"),
        Why.OTHER_CITY: tr("other city"),
        Why.OTHER_WAYS: tr("other phone or e-mail"),
    }[reason]


def reason_words(reason: Reason) -> str:
    """A reason with what it is about: "same phone: +370 612 34567"."""
    value = formats.birthday(reason.value) if reason.why is Why.BIRTHDAY else reason.value
    return f"{why(reason.why)}: {value}" if value else why(reason.why)


def reasons_words(pair: DuplicatePair) -> str:
    """All reasons of a pair in one line; what speaks against it at the end, behind "but"."""
    pro = ", ".join(reason_words(reason) for reason in pair.reasons if not reason.why.against)
    contra = ", ".join(reason_words(reason) for reason in pair.reasons if reason.why.against)
    words = tr("{reasons}, but {contrary}", reasons=pro, contrary=contra) if contra else pro
    return words[:1].upper() + words[1:]


def certainty(value: Certainty) -> str:
    """How sure it is that two clients are one."""
    return {
        Certainty.CERTAIN: trc("duplicates", "certain"),
        Certainty.LIKELY: trc("duplicates", "likely"),
        Certainty.POSSIBLE: trc("duplicates", "possible"),
    }[value]


def line_label(field: Field, name: str = "") -> str:
    """The heading of a line of the comparison."""
    if isinstance(field, bytes):
        return name
    counted = {
        "activity": tr("History entries"),
        "request": tr("Requests"),
        "deal": tr("Deals"),
        "payment": tr("Payments"),
        "photo": tr("Pictures"),
    }
    return counted.get(field) or text_kinds.field(field)


def value_words(field: Field, value: str) -> str:
    """A value of a client's column as people read it; empty stays empty."""
    if not value or isinstance(field, bytes):
        return value
    if field == "birthday":
        return formats.birthday(value)
    if field == "dates":
        label, _, date = value.rpartition(": ")
        return f"{label}: {formats.birthday(date)}" if label else formats.birthday(date)
    if field in ("do_not_contact", "vip"):
        return tr("Yes")
    if field == "discount_bp":
        return f"{formats.decimal(str(int(value) / 100))} %"
    if field == "stage_id" and value in set(StageRole):
        return text_kinds.stage("", value)
    if field == "gender":
        return text_kinds.gender(Gender(value))
    if field == "preferred_channel":
        return text_kinds.channel(Channel(value))
    if field == "language":
        return text_kinds.language_name(value)
    return text_kinds.point_label(value) if field == "label" else value


def own_value_words(kind: FieldKind, value: str) -> str:
    """A value of an own field as people read it."""
    if kind is FieldKind.YES_NO:
        return tr("Yes") if value == "1" else tr("No")
    if kind is FieldKind.DATE:
        return formats.full_day(value)
    return formats.decimal(value) if kind is FieldKind.NUMBER else value


def lost_words(lost: Lost) -> str:
    """The line in the notes for a value that gave way in a merge."""
    what = line_label(lost.field, lost.name)
    if lost.field in ("label", "service"):
        what = lost.name
    if lost.number is None:
        return tr("{field}: {value} (before merging)", field=what, value=value_words(lost.field, lost.value))
    return tr(
        "{field}: {value} (before merging, card No {number})",
        field=what,
        value=value_words(lost.field, lost.value),
        number=lost.number,
    )


def pairs_found(count: int) -> str:
    """How many pairs a search found."""
    return ntr("{n} pair of probable duplicates", "{n} pairs of probable duplicates", count)
