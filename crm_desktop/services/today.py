"""The morning page: everything that wants somebody today.

What is planned comes first and at once; what waits around it (``around``) is read beside the window in a big base,
where it takes tens of milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.kinds import Op, Outcome
from crm_desktop.services.attention import Due, DueSum, Listed, Waiting, due, waiting
from crm_desktop.services.attention_contacts import DayContacts, contacts
from crm_desktop.services.wall import midnight
from crm_desktop.services.whose import EVERYBODY, Others

if TYPE_CHECKING:
    from crm_desktop.services.attention_dates import Kept
    from crm_desktop.services.attention_week import Week
    from crm_desktop.services.feedback import LowMark
    from crm_desktop.services.silence import Slipping
    from crm_desktop.storage.store import Store

_BIG = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows of each part are wanted."""

    today: int = 15
    late: int = 5
    slipping: int = 5
    occasions: int = 5
    waiting: int = 5
    due: int = 5
    low: int = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """The contacts of the day ``on``.

    ``next_change`` is when they look different without anybody doing anything: one begins or ends, or the day does.
    ``empty`` says that the base has no client at all.
    """

    on: date
    contacts: DayContacts
    next_change: datetime
    empty: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What else wants somebody: who slips, whom to congratulate, who waits or is not satisfied, what is owed."""

    slipping: Listed[Slipping]
    occasions: Listed[Kept]
    waiting: Listed[Waiting]
    due: Listed[Due]
    due_sums: tuple[DueSum, ...]
    week: Week
    low: Listed[LowMark]


@dataclass(frozen=True, slots=True)
class Today:
    """The whole page."""

    planned: Planned
    around: Around


def today(
    store: Store, now: datetime, missed_since: date, limits: Limits, others: Others = EVERYBODY
) -> Today:
    """The page for the day that ``now`` (aware) is in here, in one state of the base.

    ``missed_since``: from which day on birthdays count as missed (``attention_dates.missed_since``). ``others``: whose
    work is left out (``services.whose``).
    """
    with store.snapshot():
        return Today(planned(store, now, limits, others), around(store, now, missed_since, limits, others))


def planned(store: Store, now: datetime, limits: Limits, others: Others = EVERYBODY) -> Planned:
    """The contacts of the day that ``now`` is in here; ``others`` as of ``today``."""
    on = now.astimezone().date()
    of_day = contacts(store, now, limits.today, limits.late, others)
    ends = midnight(on + timedelta(days=1))
    return Planned(
        on,
        of_day,
        min(of_day.next_change or ends, ends),
        not store.read("SELECT 1 FROM client WHERE deleted = 0 LIMIT 1"),
    )


def around(
    store: Store, now: datetime, missed_since: date, limits: Limits, others: Others = EVERYBODY
) -> Around:
    """What else wants somebody on that day; arguments as of ``today``."""
    # Imported here, with the rules of dates and of repetition: in a big base the first picture shows the plan alone.
    from crm_desktop.services.attention_dates import occasions
    from crm_desktop.services.attention_week import week
    from crm_desktop.services.feedback import low_marks
    from crm_desktop.services.silence import slipping, slipping_count

    on = now.astimezone().date()
    silent = tuple(slipping(store, now, limits.slipping, others=others))
    owed, sums = due(store, on, limits.due, others)
    all_silent = len(silent) if len(silent) < limits.slipping else slipping_count(store, now, others)
    return Around(
        Listed(silent, all_silent),
        occasions(store, on, missed_since, limits.occasions, others),
        waiting(store, limits.waiting, others),
        owed,
        sums,
        week(store, on, others),
        low_marks(store, limits.low, others),
    )


def is_big(store: Store) -> bool:
    """Whether the base is so big that ``around`` may take longer than a window should wait."""
    return bool(store.read(f"SELECT MAX(rid) > {_BIG} FROM client")[0][0])


def hold(store: Store, activity_id: bytes, occurrence: str | None, outcome: Outcome) -> bytes:
    """Tell how a planned contact, or one occurrence of a series, ended; returns the id of the row it has then.

    Raises:
        RecordNotFound: it is not there any more.
    """
    # Imported here, with all that plans: the page is what a start shows, and a start holds nothing.
    from crm_desktop.services import activities, planning

    with store.change(Op.EDIT_ACTIVITY):
        if occurrence is not None:
            activity_id = planning.own_row(store, activity_id, occurrence)
        activities.hold(store, activity_id, outcome)
        return activity_id
