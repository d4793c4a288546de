"""What begins a plan by itself: a contact was held, a deal was won, a client was added.

The steps are planned in the operation that begins them, and undone with it. Their ids are made from the step and from
what began it: the same beginning never plans a step twice, not on two laptops either, and a step that the user threw
away stays away.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import Outcome, PlanStart
from crm_desktop.services import plans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.services.plans import StepDraft
    from crm_desktop.storage.store import Store

_OLDEST = timedelta(days=31)
"""What is written down longer after it happened than this is history, and begins nothing."""


def begin(
    store: Store,
    starts: PlanStart,
    subject_id: bytes,
    client_id: bytes | None,
    on: date,
    *,
    responsible_id: bytes | None = None,
    kind: str = "",
    outcome: str = "",
) -> int:
    """Inside the open change: plan what follows ``subject_id`` (the contact, deal or client), begun on day ``on``.

    How many steps were planned: none for nobody, for a client who wants no contact, and for what is long past.
    A step whose day has passed already is planned for today.
    """
    today = store.clock.now().astimezone().date()
    if client_id is None or today - on > _OLDEST or not _may_contact(store, client_id):
        return 0
    planned = 0
    for step in list(_steps(store, starts, kind, outcome)):
        row_id = _row_id(step, subject_id)
        if not store.read("SELECT 1 FROM activity WHERE id = ?", (row_id,)):
            plans.plan_step(store, step, client_id, responsible_id, row_id, start=on, earliest=today)
            planned += 1
    return planned


def begun_last(store: Store) -> int:
    """How many contacts plans have added in the newest operation, for the window to tell of.

    They are known by their ids: made from others (UUIDv8), while all other contacts have ids by time (UUIDv7).
    """
    ((found,),) = store.read(
        "SELECT COUNT(*) FROM operation o JOIN journal j ON j.seq BETWEEN o.first_entry AND o.last_entry"
        " WHERE o.seq = (SELECT MAX(seq) FROM operation) AND j.tbl = 'activity' AND j.action = 'insert'"
        " AND substr(j.id, 7, 1) BETWEEN x'80' AND x'8F'"
    )
    return int(found)


def _steps(store: Store, starts: PlanStart, kind: str, outcome: str) -> Iterator[StepDraft]:
    if not store.read("SELECT 1 FROM plan_template WHERE starts = ? AND deleted = 0", (starts.value,)):
        return
    outcomes = (
        {outcome} if outcome == Outcome.CANCELLED else {None, outcome}
    )  # what was cancelled was not held
    for template in plans.templates(store):
        if template.starts is starts and template.kind in (None, kind) and template.outcome in outcomes:
            yield from template.steps


def _row_id(step: StepDraft, subject_id: bytes) -> bytes:
    assert step.id is not None  # it was read from the base
    return link_id(b"plan", step.id, subject_id)


def _may_contact(store: Store, client_id: bytes) -> bool:
    return bool(
        store.read("SELECT 1 FROM client WHERE id = ? AND deleted = 0 AND do_not_contact = 0", (client_id,))
    )
