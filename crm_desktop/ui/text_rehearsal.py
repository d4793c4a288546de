"""Words of the rehearsal as a workbench: reasons as a filter, decisions for a row, what an import met. Free of Qt."""

from __future__ import annotations

from crm_desktop.exchange.importing.staging import Action, StagedRow, Verdict
from crm_desktop.ui import text_import
from crm_desktop.ui.text import ntr, tr


def reason_name(verdict: str, code: str) -> str:
    """A reason as a choice of a filter; the verdict speaks where there is no reason."""
    words = text_import.reason_word(code)
    if words:
        return words[:1].upper() + words[1:]
    if verdict == Verdict.NEW:
        return tr("Not among the clients yet")
    return text_import.verdict(Verdict(verdict))


def decisions(row: StagedRow) -> tuple[tuple[Action | None, str], ...]:
    """What can be decided for a row, with the words for it; nothing for a row of nobody."""
    if row.verdict is Verdict.REJECTED and row.reason != "left_out":
        return ()
    is_event = row.record is not None and row.record.event is not None
    if row.match is not None:
        actions = (None, Action.COMPLETE, Action.UPDATE, Action.SKIP, Action.NEW)
        return tuple((action, text_import.decision(action)) for action in actions)
    if is_event:
        return (
            (None, text_import.decision(None)),
            (Action.UPDATE, text_import.decision(Action.UPDATE)),
            (Action.SKIP, tr("Leave this row out")),
        )
    if row.twin is not None and row.reason != "order_line":
        return (
            (None, text_import.decision(None)),
            (Action.NEW, text_import.decision(Action.NEW)),
            (Action.SKIP, tr("Leave this row out")),
        )
    return ((None, text_import.decision(None)), (Action.SKIP, tr("Leave this row out")))


def alike(n: int) -> str:
    """The rows that share verdict and reason with the one on the screen, as a choice."""
    return ntr("{n} row like this", "All {n} rows like this", n)


def met(verdict: str, n: int, *, events: bool = False) -> str:
    """Clients that an import met, with their number: under a verdict, "look", or "all"; ``events``: of a calendar."""
    new = (
        ntr("{n} new entry", "{n} new entries", n) if events else ntr("{n} new client", "{n} new clients", n)
    )
    return {
        "new": new,
        "completes": ntr("{n} row completed a client", "{n} rows completed clients", n),
        "same": ntr("{n} row was known already", "{n} rows were known already", n),
        "duplicate": ntr("{n} row repeated another", "{n} rows repeated others", n),
        "look": ntr("{n} row deserves a look", "{n} rows deserve a look", n),
        "rejected": ntr("{n} row could not go in", "{n} rows could not go in", n),
    }[verdict]


def met_choice(verdict: str) -> str:
    """Which clients of an import a filter shows."""
    return {
        "completes": tr("completed"),
        "same": tr("known already"),
        "duplicate": tr("repeated in the list"),
        "look": tr("deserve a look"),
        "all": tr("all in the list"),
    }.get(verdict, verdict)
