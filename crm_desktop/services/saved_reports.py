"""Saved reports, and the files that some of them write by themselves every week.

A report (its name, kind and options) is journaled and synced. Whether its file is written, and where, is of this base
on this laptop alone (``report_file``): it is neither sent to others nor taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.errors import NameEmpty, NameTaken, RecordNotFound, TimeRefused
from crm_desktop.folding import fold
from crm_desktop.kinds import Op, ReportKind
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing
from crm_desktop.services.dictionaries import reorder_rows
from crm_desktop.services.reports.options import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

FORMS = ("xlsx", "pdf")
"""What a weekly file may be."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeeklyFile:
    """The file that a report writes every week.

    ``weekday``: 0 is Monday; ``at_time``: HH:MM on the wall of this computer. ``since``: the instant up to which all
    that was due is written. ``last_file``: the last file, empty before the first. ``problem``: why the last try
    failed, as the user was told; empty where it did not.
    """

    folder: str
    form: str
    weekday: int
    at_time: str
    since: str = ""
    last_file: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A report under a name."""

    id: bytes
    name: str
    kind: ReportKind
    options: Options
    weekly: WeeklyFile | None = None


def saved(store: Store) -> list[SavedReport]:
    """All saved reports in their order; those of a kind that this program does not know are left out."""
    rows = store.read(
        "SELECT r.id, r.name, r.kind, r.options, f.folder, f.form, f.weekday, f.at_time, f.last_at, f.last_file,"
        " f.problem FROM report r LEFT JOIN report_file f ON f.report_id = r.id"
        " WHERE r.deleted = 0 ORDER BY r.rank, r.rid"
    )
    known = {kind.value for kind in ReportKind}
    return [
        SavedReport(
            id_, name, ReportKind(kind), from_json(options), None if file[0] is None else WeeklyFile(*file)
        )
        for id_, name, kind, options, *file in rows
        if kind in known
    ]


def save(
    store: Store, name: str, kind: ReportKind, options: Options, *, report_id: bytes | None = None
) -> bytes:
    """Keep a report under a name, a new one or ``report_id`` again; returns its id.

    Raises:
        NameEmpty, NameTaken: the name.
        RecordNotFound: ``report_id`` is not there.
    """
    with store.change(Op.EDIT_REPORTS):
        values = {
            "name": _free_name(store, name, report_id),
            "kind": kind.value,
            "options": to_json(options),
        }
        if report_id is not None:
            writing.live_row(store, "report", report_id)
            writing.update(store, "report", report_id, values)
            return report_id
        ((highest,),) = store.read("SELECT MAX(rank) FROM report WHERE deleted = 0")
        return writing.insert(store, "report", values | {"rank": (highest or 0) + STEP})


def rename(store: Store, report_id: bytes, name: str) -> None:
    """Give a report another name. Raises NameEmpty, NameTaken, RecordNotFound."""
    with store.change(Op.EDIT_REPORTS):
        writing.live_row(store, "report", report_id)
        writing.update(store, "report", report_id, {"name": _free_name(store, name, report_id)})


def reorder(store: Store, ids: Sequence[bytes]) -> None:
    """Put the reports into this order; those not named follow."""
    with store.change(Op.EDIT_REPORTS):
        reorder_rows(store, "report", ids)


def delete(store: Store, report_id: bytes) -> None:
    """Move a report to the bin; its file is written no more, until it comes back. Raises RecordNotFound."""
    with store.change(Op.EDIT_REPORTS):
        writing.delete(store, "report", report_id)


# --------------------------------------------------------------------------------------------------- the weekly file


def write_weekly(store: Store, report_id: bytes, weekly: WeeklyFile) -> None:
    """Write its file every week from now on; what was due before now is not made up for.

    Raises:
        RecordNotFound: there is no such report.
        TimeRefused: ``at_time`` is no time of the day.
    """
    writing.live_row(store, "report", report_id)
    _time_of(weekly.at_time)
    if weekly.form not in FORMS or not 0 <= weekly.weekday <= 6:
        raise ValueError(weekly)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO report_file(report_id, folder, form, weekday, at_time, last_at) VALUES (?,?,?,?,?,?)"
            " ON CONFLICT(report_id) DO UPDATE SET folder = excluded.folder, form = excluded.form,"
            " weekday = excluded.weekday, at_time = excluded.at_time, last_at = excluded.last_at, problem = ''",
            (
                report_id,
                weekly.folder,
                weekly.form,
                weekly.weekday,
                weekly.at_time,
                utc_text(store.clock.now()),
            ),
        )


def stop_weekly(store: Store, report_id: bytes) -> None:
    """Write its file no more."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM report_file WHERE report_id = ?", (report_id,))


def due(store: Store, now: datetime) -> list[tuple[SavedReport, datetime]]:
    """The reports whose file is to be written, each with the moment at which it was due.

    Of several weeks that were missed, the last one alone.
    """
    found = []
    for report in saved(store):
        if report.weekly is not None:
            slot = _slot(report.weekly, now)
            if utc_text(slot) > report.weekly.since:
                found.append((report, slot))
    return found


def next_at(store: Store, now: datetime) -> datetime | None:
    """When the next file is due after ``now``; None where none is written."""
    slots = [_slot(each.weekly, now, after=True) for each in saved(store) if each.weekly is not None]
    return min(slots, default=None)


def next_of(weekly: WeeklyFile, now: datetime) -> datetime:
    """When this file is due next."""
    return _slot(weekly, now, after=True)


def note_written(store: Store, report_id: bytes, slot: datetime, file: str) -> None:
    """The file that was due at ``slot`` is written."""
    with store.transaction() as connection:
        connection.execute(
            "UPDATE report_file SET last_at = ?, last_file = ?, problem = '' WHERE report_id = ?",
            (utc_text(slot), file, report_id),
        )


def note_problem(store: Store, report_id: bytes, problem: str) -> None:
    """The file could not be written; it stays due."""
    with store.transaction() as connection:
        connection.execute("UPDATE report_file SET problem = ? WHERE report_id = ?", (problem, report_id))


def weekly_of(store: Store, report_id: bytes) -> WeeklyFile | None:
    """How the file of a report is written; None: not at all. Raises RecordNotFound."""
    for report in saved(store):
        if report.id == report_id:
            return report.weekly
    raise RecordNotFound(table="report", id=report_id)


def _slot(weekly: WeeklyFile, now: datetime, *, after: bool = False) -> datetime:
    """The last moment up to ``now`` at which the file was due; ``after``: the first one after it.

    The time is that of the wall: an hour that the clocks leave out is the moment when they leave it.
    """
    at = _time_of(weekly.at_time)
    today = now.astimezone().date()
    day = today - timedelta(days=(today.weekday() - weekly.weekday) % 7)
    slot = datetime.combine(day, at).astimezone()
    if slot > now:
        slot = datetime.combine(day - _WEEK, at).astimezone()
    if after:
        slot = datetime.combine(slot.date() + _WEEK, at).astimezone()
    return slot


def _time_of(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a time of the wall has no zone
    except ValueError:
        raise TimeRefused(field="at_time", value=text) from None


def _free_name(store: Store, name: str, report_id: bytes | None) -> str:
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table="report")
    for id_, other in store.read("SELECT id, name FROM report WHERE deleted = 0"):
        if id_ != report_id and fold(other) == fold(clean):
            raise NameTaken(table="report", name=clean, id=id_)
    return clean
