"""Lines of planned contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import TALKS, Outcome
from crm_desktop.services.attention_contacts import Timing
from crm_desktop.ui import text_today
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.attention_contacts import TodayContact
    from crm_desktop.ui.today.doing import Doing

_TONES = {Timing.LATE: "late", Timing.PASSED: "care", Timing.NOW: "accent", Timing.AHEAD: "text"}


def contact_line(contact: TodayContact, today: date, doing: Doing) -> LineWords:
    """The line of a contact of today, or of a late one."""
    return LineWords(
        id=f"contact_{contact.id.hex()}_{contact.occurrence or ''}",
        when=text_today.contact_when(contact, today),
        tone=_TONES[contact.timing],
        title=text_today.contact_title(contact),
        beside=text_today.contact_beside(contact),
        alert=text_today.contact_alert(contact.before),
        detail=text_today.contact_detail(contact, doing.session.base.me),
        sentence=text_today.contact_sentence(contact, today),
        deeds=(*_endings(contact, doing), *_others(contact, doing)),
        open=lambda: doing.open_contact(contact),
    )


def _endings(contact: TodayContact, doing: Doing) -> list[Deed]:
    """How it may have ended. Before its time nothing is coloured: it is not what comes to mind."""
    if contact.kind not in TALKS:
        return [Deed("done", trc("button", "Done"), lambda: doing.hold(contact, Outcome.NONE), "D", "row")]
    ahead = contact.timing is Timing.AHEAD
    return [
        Deed(
            "well",
            trc("button", "Went well"),
            lambda: doing.hold(contact, Outcome.SUCCESSFUL),
            "D",
            "row" if ahead else "row-well",
        ),
        Deed(
            "failed",
            trc("button", "Failed"),
            lambda: doing.hold(contact, Outcome.FAILED),
            "F",
            "" if ahead else "row-failed",
        ),
        Deed("no_answer", trc("button", "No answer"), lambda: doing.hold(contact, Outcome.NO_ANSWER), "A"),
    ]


def _others(contact: TodayContact, doing: Doing) -> list[Deed]:
    hosts, client_id = doing.hosts, contact.client_id
    found = []
    if hosts.move_activity is not None:
        found.append(Deed("move", trc("button", "Move"), lambda: doing.move(contact), "M", "row"))
    if hosts.open_activity is not None:
        found.append(
            Deed("tell", tr("Tell how it went…"), lambda: doing.open_contact(contact, tell=True), "T")
        )
    if client_id is not None:
        if hosts.plan_activity is not None:
            found.append(Deed("plan", tr("Plan another contact…"), lambda: doing.plan(client_id), "N"))
        if hosts.open_card is not None:
            found.append(Deed("card", tr("Open the card"), lambda: doing.open_client(client_id), "C"))
    found.append(Deed("cancel", trc("button", "Cancelled"), lambda: doing.cancel(contact), "X"))
    return found
