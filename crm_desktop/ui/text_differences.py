"""Words for differences between colleagues: what happened, what each answer does, and what goes wrong.

Free of widgets. How values are written stands in ``text_difference_values``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import errors
from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm_desktop.services.difference_rows import Difference, Said

SENTENCES: Mapping[type[errors.UserError], Callable[[Mapping[str, object]], str]] = {
    errors.DifferenceAnswered: lambda f: (
        tr(
            "{name} decided this already, {when}.",
            name=f.get("by"),
            when=formats.moment(str(f.get("at", ""))),
        )
        if f.get("by")
        else tr("This was decided already, {when}.", when=formats.moment(str(f.get("at", ""))))
    ),
    errors.DifferenceMoved: lambda _f: tr(
        "Somebody changed this value meanwhile. Nothing was written. Look at the newest value and choose again."
    ),
}
"""Of the errors of this subject."""


def counted(count: int) -> str:
    """How many there are, in the words of a quiet line: ``2 differences to look at``."""
    return ntr("{n} difference to look at", "{n} differences to look at", count)


def who(said: Said) -> str:
    """Whose value it is."""
    return said.by or trc("author", "somebody")


def given(said: Said) -> str:
    """Who gave a value, and when."""
    when = formats.moment(said.at) if said.at else ""
    return " · ".join(part for part in (who(said), when) if part)


def sentence(difference: Difference) -> str:
    """What happened, in one or two sentences."""
    if difference.record.gone:
        return tr("What this was about is not there any more.")
    if difference.field == "deleted":
        return _of_life(difference)
    if difference.field == "merged_into":
        return _of_merges(difference)
    one, other = difference.stands.by, difference.other.by
    match difference.kind:
        case ConflictKind.NUMBER:
            return tr(
                "Two clients had the number {old}. This one got {new}. The old number may stand on a printed card.",
                old=difference.other.value,
                new=difference.stands.value,
            )
        case ConflictKind.RETURNED:
            return tr("When the shared base was put back to an earlier day, two values met here.")
        case ConflictKind.EDITED_AFTER_MERGE:
            return tr(
                "{name} wrote this on a card that was merged into this one meanwhile.",
                name=who(difference.other),
            )
        case ConflictKind.MERGED:
            return tr("Two cards became one, and the other one said something else here.")
        case _ if difference.moved:
            return tr(
                "{name} and a colleague wrote two values here, and what stands was changed again since.",
                name=who(difference.other),
            )
        case _ if one and other and one != other:
            return tr(
                "{one} and {other} both changed this before they heard of each other.", one=one, other=other
            )
        case _:
            return tr("Two people changed this before they heard of each other.")


def _of_life(difference: Difference) -> str:
    threw, kept = who(difference.other), who(difference.stands)
    if difference.kind is ConflictKind.BOTH_CHANGED:
        return tr(
            "It lay in the bin of the shared base while {name} had it in use. It is in the bin.", name=threw
        )
    return tr(
        "{one} moved this to the bin while {other} was working on it. It was kept.", one=threw, other=kept
    )


def _of_merges(difference: Difference) -> str:
    one, other = who(difference.stands), who(difference.other)
    here, there = difference.stands.value, difference.other.value
    if difference.kind is ConflictKind.MERGE_REFUSED:
        return tr(
            "{other} merged this card into “{there}” while {one} was working on it. It is a card of its own.",
            one=one,
            other=other,
            there=there,
        )
    if there and here:
        return tr(
            "{one} merged this card into “{here}”, {other} into “{there}”. It stays with “{here}”.",
            one=one,
            other=other,
            here=here,
            there=there,
        )
    if there:
        return tr(
            "{other} wanted to merge this card into “{there}”, which was merged with it the other way round. "
            "One merge stands, nothing is lost.",
            other=other,
            there=there,
        )
    return tr(
        "{other} took this card apart again while it was merged into “{here}”. It stays merged.",
        other=other,
        here=here,
    )


def answer(difference: Difference, how: DifferenceAnswer) -> str:
    """What an answer does, on its button."""
    life = difference.field == "deleted"
    in_bin = life and difference.record.deleted
    match how:
        case DifferenceAnswer.KEPT if life:
            return trc("difference", "Leave it in the bin") if in_bin else trc("difference", "Keep it")
        case DifferenceAnswer.USED if life:
            return (
                trc("difference", "Take it out of the bin")
                if in_bin
                else trc("difference", "Move it to the bin")
            )
        case DifferenceAnswer.KEPT:
            return trc("difference", "Keep what stands")
        case DifferenceAnswer.USED:
            return trc("difference", "Use the other one")
        case DifferenceAnswer.BOTH:
            return {
                "join": trc("difference", "Keep both texts"),
                "point": trc("difference", "Add it as a second one"),
                "note": trc("difference", "Note the other in the history"),
            }[difference.both.value]
        case DifferenceAnswer.WRITTEN:
            return trc("difference", "Write another…")
        case _:
            return trc("difference", "Seen")


def answer_to_many(how: DifferenceAnswer) -> str:
    """What one answer to several does, on its button."""
    if how is DifferenceAnswer.USED:
        return trc("difference", "Use the other one in all")
    return trc("difference", "Keep what stands in all")


def decided(difference: Difference) -> str:
    """What was decided, by whom and when."""
    words = {
        DifferenceAnswer.KEPT: trc("difference", "What stood was kept"),
        DifferenceAnswer.USED: trc("difference", "The other value was taken"),
        DifferenceAnswer.BOTH: trc("difference", "Both were kept"),
        DifferenceAnswer.WRITTEN: trc("difference", "Another value was written"),
        DifferenceAnswer.SEEN: trc("difference", "Seen"),
        None: trc("difference", "Decided"),
    }
    when = formats.moment(difference.answered_at)
    return " · ".join(part for part in (words[difference.answer], difference.answered_by, when) if part)


def done(how: DifferenceAnswer, count: int, left: int = 0) -> str:
    """What was done, for the toast; ``left`` of them could not be decided so."""
    words = {
        DifferenceAnswer.KEPT: trc("difference", "What stood was kept"),
        DifferenceAnswer.USED: trc("difference", "The other value was taken"),
        DifferenceAnswer.BOTH: trc("difference", "Both were kept"),
        DifferenceAnswer.WRITTEN: trc("difference", "Another value was written"),
        DifferenceAnswer.SEEN: trc("difference", "Seen"),
    }
    told = words[how] if count == 1 else ntr("Difference decided", "{n} differences decided", count)
    if not left:
        return told
    rest = ntr("{n} was changed meanwhile and waits", "{n} were changed meanwhile and wait", left)
    return f"{told} · {rest}" if count else rest


def chosen(differences: Sequence[Difference]) -> str:
    """Several at once."""
    return ntr("{n} difference chosen", "{n} differences chosen", len(differences))


def short_kind(difference: Difference) -> str:
    """What happened to a record, in two or three words, for its line in the list."""
    if difference.field == "deleted":
        in_bin = difference.record.deleted
        return (
            trc("difference", "Stays in the bin") if in_bin else trc("difference", "Was in the bin, is kept")
        )
    return trc("difference", "A merge and an edit met")
