"""Words of the questions that a changed server puts to a person. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.parting import Parting
    from crm_desktop.sync.returning import Returned


def put_back(found: Parting) -> str:
    """What happened to the server, and how much this laptop holds beyond it."""
    count = len(found.beyond)
    if not found.common_at:
        return ntr(
            "The server was put back to a day before the first exchange that this laptop remembers. This laptop holds "
            "{n} record that may be missing there.",
            "The server was put back to a day before the first exchange that this laptop remembers. This laptop holds "
            "{n} records that may be missing there.",
            count,
        )
    when = formats.moment(found.common_at)
    if not count:
        return tr("The server was put back to {when}. This laptop holds nothing newer.", when=when)
    return ntr(
        "The server was put back to {when}. This laptop holds {n} newer record.",
        "The server was put back to {when}. This laptop holds {n} newer records.",
        count,
        when=when,
    )


def emptied(found: Parting) -> str:
    """The shared base was made anew and holds nothing."""
    return ntr(
        "The shared base was made anew and is empty. This laptop holds {n} record that was in the old one.",
        "The shared base was made anew and is empty. This laptop holds {n} records that were in the old one.",
        len(found.beyond),
    )


def returned(done: Returned) -> str:
    """What follows from giving back."""
    return ntr(
        "{n} record goes to the server with the exchange that begins now.",
        "{n} records go to the server with the exchange that begins now.",
        done.rows,
    )


def taken(done: Returned, saved: Path | str) -> str:
    """What was let go, and where it lies still; ``saved`` as people read it."""
    return ntr(
        "This base is as the server’s now; {n} record was compared. As it was before, it lies in {file}.",
        "This base is as the server’s now; {n} records were compared. As it was before, it lies in {file}.",
        done.rows,
        file=saved,
    )


RETURN = "return"
TAKE = "take"


def answer_word(answer: str) -> str:
    """What stands on the button."""
    return tr("Return them to the server") if answer == RETURN else tr("Take the server’s")


def answer_words(answer: str) -> str:
    """What the answer comes to."""
    if answer == RETURN:
        return tr(
            "What the server lost is sent to it again. Where colleagues have written something else since, theirs "
            "stays and yours is listed under “Differences”."
        )
    return tr(
        "This base becomes as the server is. A checked copy of it is laid aside first, and edits that were never sent "
        "stay and are sent."
    )
