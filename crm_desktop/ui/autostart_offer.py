"""Starting with the computer is offered once: when the first contact with a time was planned by the user's own hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.changes import LOCAL
from crm_desktop.clock import utc_text
from crm_desktop.kinds import Op
from crm_desktop.services import activities
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.changes import Changes
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_PLANNING = frozenset({Op.ADD_ACTIVITY.value, Op.EDIT_ACTIVITY.value, Op.PLAN_CONTACTS.value})


def offer_after(changes: Changes, session: Session, tell: Tell) -> bool:
    """Offer it where this change planned a contact whose time is to come; True when it was offered.

    Never a second time, whatever the answer, and not where the program starts with the computer already.
    """
    if changes.op not in _PLANNING or changes.origin != LOCAL or session.settings.current.autostart_offered:
        return False
    if not _plans_a_time(changes, session):
        return False
    # Imported here: once in the life of an installation.
    from crm_desktop.background.autostart import State, login_place, state, switch_on

    def accept() -> None:
        try:
            switch_on(login_place())
        except Exception as error:
            tell.problem(error)
        else:
            tell.done(tr("The program starts with the computer from now on. The settings can change that."))

    _remember(session, tell)
    if state(login_place()) is not State.OFF:
        return False
    tell.notice(
        tr("Reminders come while the program runs, also in the tray. It can start with the computer."),
        tr("Start with the computer"),
        accept,
    )
    return True


def _plans_a_time(changes: Changes, session: Session) -> bool:
    store = session.store
    now = utc_text(store.clock.now())
    for activity_id in changes.tables.get("activity") or ():
        draft = activities.draft_of(store, activity_id)
        if not draft.all_day and draft.held_at is None and (draft.planned_at or "") > now:
            return True
    return False


def _remember(session: Session, tell: Tell) -> None:
    try:
        session.settings.update(autostart_offered=True)
    except Exception as error:
        tell.problem(error)
