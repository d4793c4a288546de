"""Words for what an operation did: the toast right after it, and its line in the list of what changed.

Free of Qt: the command line uses the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Op
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def op_done(op: str, n: int, *, begun: int = 0) -> str:
    """What an operation did, told right after it: the text of a toast. ``n`` counts the clients or records.

    ``begun``: so many contacts were planned with it, by plans that it began.
    """
    done = _DONE.get(op)
    return with_steps(tr("Saved") if done is None else done(n), begun)


def with_steps(told: str, begun: int) -> str:
    """What was told, and how many contacts plans added to it."""
    if not begun:
        return told
    steps = ntr("{n} next step planned", "{n} next steps planned", begun)
    return f"{told} · {steps}"


_DONE: Mapping[str, Callable[[int], str]] = {
    Op.ADD_CLIENT: lambda n: ntr("Client added", "{n} clients added", n),
    Op.EDIT_CLIENT: lambda _n: tr("Client saved"),
    Op.EDIT_PHOTO: lambda _n: tr("Photo changed"),
    Op.DELETE_CLIENTS: lambda n: ntr("Client moved to the bin", "{n} clients moved to the bin", n),
    Op.RESTORE_CLIENTS: lambda n: ntr("Client taken out of the bin", "{n} clients taken out of the bin", n),
    Op.CHANGE_CLIENTS: lambda n: ntr("Client changed", "{n} clients changed", n),
    Op.MERGE_CLIENTS: lambda n: ntr("Two clients merged into one", "{n} clients merged into others", n),
    Op.PART_CLIENTS: lambda _n: tr("Parted again"),
    Op.KEEP_APART: lambda _n: tr("They will not be shown as duplicates again"),
    Op.ADD_ACTIVITY: lambda _n: tr("Written into the history"),
    Op.EDIT_ACTIVITY: lambda _n: tr("History entry saved"),
    Op.DELETE_ACTIVITY: lambda _n: tr("History entry moved to the bin"),
    Op.MOVE_ACTIVITY: lambda n: ntr("Moved to another time", "{n} contacts moved to another time", n),
    Op.PLAN_CONTACTS: lambda n: ntr("{n} contact planned", "{n} contacts planned", n),
    Op.ANSWER_REMINDER: lambda n: ntr("Reminder answered", "{n} reminders answered", n),
    Op.ADD_REQUEST: lambda _n: tr("Request added"),
    Op.EDIT_REQUEST: lambda n: ntr("Request saved", "{n} requests saved", n),
    Op.HAND_OVER_REQUEST: lambda n: ntr("Request handed over", "{n} requests handed over", n),
    Op.HAND_OVER: lambda n: ntr("{n} entry handed over", "{n} entries handed over", n),
    Op.ADD_FEEDBACK: lambda _n: tr("Satisfaction noted"),
    Op.EDIT_FEEDBACK: lambda _n: tr("Satisfaction saved"),
    Op.DELETE_FEEDBACK: lambda _n: tr("Satisfaction moved to the bin"),
    Op.DELETE_REQUEST: lambda n: ntr("Request moved to the bin", "{n} requests moved to the bin", n),
    Op.ADD_DEAL: lambda _n: tr("Deal added"),
    Op.EDIT_DEAL: lambda n: ntr("Deal saved", "{n} deals saved", n),
    Op.MOVE_DEALS: lambda n: ntr("Deal moved", "{n} deals moved", n),
    Op.DELETE_DEAL: lambda n: ntr("Deal moved to the bin", "{n} deals moved to the bin", n),
    Op.ADD_PAYMENT: lambda _n: tr("Payment added"),
    Op.EDIT_PAYMENT: lambda _n: tr("Payment saved"),
    Op.DELETE_PAYMENT: lambda _n: tr("Payment moved to the bin"),
    Op.PLAN_PAYMENTS: lambda n: ntr("{n} payment planned", "{n} payments planned", n),
    Op.PAY: lambda _n: tr("Paid"),
    Op.EDIT_RATES: lambda _n: tr("Rates saved"),
    Op.EDIT_COSTS: lambda _n: tr("Advertising saved"),
    Op.EDIT_LISTS: lambda _n: tr("List saved"),
    Op.EDIT_FIELDS: lambda _n: tr("Fields saved"),
    Op.EDIT_PLANS: lambda _n: tr("Plans saved"),
    Op.EDIT_SETTINGS: lambda _n: tr("Settings saved"),
    Op.SYNC_CALENDAR: lambda n: ntr(
        "{n} contact brought from the calendar", "{n} contacts brought from the calendar", n
    ),
    Op.ANSWER_DIFFERENCES: lambda n: ntr("Difference decided", "{n} differences decided", n),
    Op.EDIT_REPORTS: lambda _n: tr("Reports saved"),
    Op.SAVE_VIEW: lambda _n: tr("View saved"),
    Op.DELETE_VIEW: lambda _n: tr("View removed"),
    Op.SHARE_VIEW: lambda _n: tr("View shared with colleagues"),
    Op.UNSHARE_VIEW: lambda _n: tr("The view is yours alone again"),
    Op.IMPORT: lambda n: ntr("{n} client brought in", "{n} clients brought in", n),
    Op.MAKE_SAMPLE: lambda _n: tr("Sample data is ready"),
    Op.UNDO: lambda _n: tr("Taken back"),
    Op.REDO: lambda _n: tr("Done again"),
}


def op_name(op: str) -> str:
    """An operation as a line in the list of what changed; an unknown one (of a newer program) by its own name."""
    return _op_names().get(op, op)


def _op_names() -> Mapping[str, str]:
    return {
        Op.ADD_CLIENT: tr("Added a client"),
        Op.EDIT_CLIENT: tr("Edited a client"),
        Op.EDIT_PHOTO: tr("Changed a photo"),
        Op.DELETE_CLIENTS: tr("Moved clients to the bin"),
        Op.RESTORE_CLIENTS: tr("Took clients out of the bin"),
        Op.CHANGE_CLIENTS: tr("Changed several clients"),
        Op.MERGE_CLIENTS: tr("Merged clients"),
        Op.PART_CLIENTS: tr("Parted merged clients"),
        Op.KEEP_APART: tr("Said that clients are not the same"),
        Op.ADD_ACTIVITY: tr("Wrote into the history"),
        Op.EDIT_ACTIVITY: tr("Edited a history entry"),
        Op.DELETE_ACTIVITY: tr("Deleted a history entry"),
        Op.MOVE_ACTIVITY: tr("Moved a contact to another time"),
        Op.PLAN_CONTACTS: tr("Planned contacts"),
        Op.ANSWER_REMINDER: tr("Answered a reminder"),
        Op.ADD_REQUEST: tr("Added a request"),
        Op.EDIT_REQUEST: tr("Edited a request"),
        Op.HAND_OVER_REQUEST: tr("Handed a request over"),
        Op.HAND_OVER: tr("Handed work over to a colleague"),
        Op.ADD_FEEDBACK: tr("Noted satisfaction"),
        Op.EDIT_FEEDBACK: tr("Edited satisfaction"),
        Op.DELETE_FEEDBACK: tr("Deleted satisfaction"),
        Op.DELETE_REQUEST: tr("Deleted a request"),
        Op.ADD_DEAL: tr("Added a deal"),
        Op.EDIT_DEAL: tr("Edited a deal"),
        Op.MOVE_DEALS: tr("Moved deals to another stage"),
        Op.DELETE_DEAL: tr("Deleted a deal"),
        Op.ADD_PAYMENT: tr("Added a payment"),
        Op.EDIT_PAYMENT: tr("Edited a payment"),
        Op.DELETE_PAYMENT: tr("Deleted a payment"),
        Op.PLAN_PAYMENTS: tr("Planned payments"),
        Op.PAY: tr("Noted that a payment was made"),
        Op.EDIT_RATES: tr("Changed the rates"),
        Op.EDIT_COSTS: tr("Changed campaigns or what advertising cost"),
        Op.EDIT_LISTS: tr("Changed a list"),
        Op.EDIT_FIELDS: tr("Changed own fields"),
        Op.EDIT_PLANS: tr("Changed the plans"),
        Op.EDIT_SETTINGS: tr("Changed settings"),
        Op.SYNC: tr("Done on another computer"),
        Op.SYNC_CALENDAR: tr("Exchanged contacts with a calendar"),
        Op.ANSWER_DIFFERENCES: tr("Decided differences with colleagues"),
        Op.EDIT_REPORTS: tr("Changed saved reports"),
        Op.SAVE_VIEW: tr("Saved a view"),
        Op.DELETE_VIEW: tr("Removed a view"),
        Op.SHARE_VIEW: tr("Shared a view with colleagues"),
        Op.UNSHARE_VIEW: tr("Stopped sharing a view"),
        Op.IMPORT: tr("Brought in a list"),
        Op.MAKE_SAMPLE: tr("Made sample data"),
        Op.UNDO: tr("Took something back"),
        Op.REDO: tr("Did something again"),
    }
