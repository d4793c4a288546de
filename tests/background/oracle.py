"""What must be due, worked out from the tables in the plainest way: the measure of the simulation.

It shares with the program the rules of repetition (``services.recurrence``, tested on their own) and nothing of what is
tested here: no stale notes, no windows of an index, no rows that stand.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.models.contacts import is_contact
from crm_desktop.models.dates import day_in_year
from crm_desktop.services.recurrence import Series, occurrences
from crm_desktop.services.wall import midnight

KEPT = timedelta(days=31)
LEADS = {"call": [5], "meeting": [15], "visit": [60], "chat": [5]}
WAITING = {"complaint": 1, "inquiry": 1, "wish": None}

Times = dict[tuple[str, bytes, str], list[str]]


class Oracle:
    """One look at the tables. ``times`` are, the instants of each reminder's pop-ups; it is due from the first on."""

    def __init__(self, store, now: datetime, begun: date) -> None:
        self.store, self.now = store, now
        self.today = now.astimezone().date()
        self.first = max(self.today - KEPT, min(begun, self.today))
        stored = store.read("SELECT value FROM setting WHERE name = 'reminders' AND deleted = 0")
        self.rules = json.loads(stored[0][0]) if stored else {}
        self.others = self._others()
        self.clients = {
            id_: row
            for id_, *row in store.read(
                "SELECT id, birthday, responsible_id, created_at, do_not_contact, longest_silence_days"
                " FROM client WHERE deleted = 0"
            )
        }
        latest = utc_text(midnight(self.today + timedelta(days=1)) + timedelta(hours=1))
        self.answers = {
            (kind, subject, moment): (snoozed if at <= latest else None, handled)
            for kind, subject, moment, snoozed, handled, at in store.read(
                "SELECT kind, subject_id, moment, snoozed_until, handled_at, answered_at FROM reminder_answer"
                " WHERE deleted = 0"
            )
        }
        self.times: Times = {}
        self._contacts()
        self._occasions("birthday", {id_: (row[0], id_) for id_, row in self.clients.items() if row[0]})
        dates = store.read("SELECT id, date, client_id FROM named_date WHERE deleted = 0")
        self._occasions("date", {id_: (day, client) for id_, day, client in dates if client in self.clients})
        self._requests()
        self._silences()

    def due(self) -> set[tuple[str, bytes, str]]:
        return {ref for ref, times in self.times.items() if times[0] <= utc_text(self.now)}

    def next_at(self) -> str | None:
        now = utc_text(self.now)
        return min(
            (moment for times in self.times.values() for moment in times if moment > now), default=None
        )

    def _others(self):
        rows = self.store.read("SELECT id, name, active FROM colleague WHERE deleted = 0")
        if not any(name == self.store.who for _, name, _ in rows):
            return set()
        return {id_ for id_, name, active in rows if active and name != self.store.who}

    def _morning(self, day: date, minutes: int = 0) -> str:
        at = time.fromisoformat(self.rules.get("morning", "09:00"))
        return utc_text((datetime.combine(day, at) - timedelta(minutes=minutes)).astimezone(UTC))

    def _add(self, kind, subject, moment, times, *, ends=False) -> None:
        snoozed, handled = self.answers.get((kind, subject, moment), (None, None))
        if ends and handled:
            return
        times = sorted(times)
        if snoozed is not None:
            times = [snoozed, *(each for each in times if each > snoozed)]
        if times:
            self.times[kind, subject, moment] = times

    def _contacts(self) -> None:
        for id_, at, all_day, kind, own, rule, client, responsible, zone, created in self.store.read(
            "SELECT id, planned_at, all_day, kind, reminders, rule, client_id, responsible_id, zone, created_at"
            " FROM activity WHERE held_at IS NULL AND planned_at IS NOT NULL AND deleted = 0 AND outcome <> 'cancelled'"
        ):
            if client is not None and client not in self.clients:
                continue
            if responsible is None and client is not None:
                responsible = self.clients[client][1]
            if responsible in self.others or own == "-":
                continue
            leads = [int(each) for each in own.split()]
            timed = self.rules.get("leads", {}).get(kind, LEADS.get(kind, [0]))
            leads = leads or (self.rules.get("all_day", [0]) if all_day else timed)
            moments = (
                [at] if not rule else self._occurrences(id_, Series(at, zone, rule, bool(all_day)), created)
            )
            for moment in moments:
                self._add("contact", id_, moment, [self._before(moment, minutes) for minutes in leads])

    def _before(self, moment: str, minutes: int) -> str:
        if "T" not in moment:
            return self._morning(date.fromisoformat(moment), minutes)
        return utc_text(parse_utc_text(moment) - timedelta(minutes=minutes))

    def _occurrences(self, id_: bytes, series: Series, created: str) -> list[str]:
        """All since it is known; of those longer ago than a month the newest, and what was put off."""
        taken = {
            moment
            for (moment,) in self.store.read("SELECT occurrence_at FROM activity WHERE series_id = ?", (id_,))
        }
        end = self.now + timedelta(days=9)
        begin = parse_utc_text(created)
        if begin >= midnight(self.today + timedelta(days=1)):  # said a clock that ran ahead
            begin = datetime.fromisoformat(series.start).replace(tzinfo=UTC)
        as_moment = (lambda at: at.astimezone().date().isoformat()) if series.all_day else utc_text
        if series.all_day:
            begin = midnight(_day_made(series, begin))
        found = list(occurrences(series, as_moment(begin), as_moment(end), taken))
        recent = as_moment(max(begin, midnight(self.today - KEPT)))
        older = [moment for moment in found if moment < recent]
        newest = [
            moment for moment in older[-1:] if moment >= as_moment(midnight(self.today - timedelta(days=400)))
        ]
        # What was put off comes back, even if the series now counts as known since later.
        put_off = {m for (_, subject, m), answer in self.answers.items() if subject == id_ and answer[0]}
        kept = {m for m in put_off if m < recent and m in occurrences(series, m, _after(m), taken)}
        return [*sorted({*newest, *kept}), *(moment for moment in found if moment >= recent)]

    def _occasions(self, kind: str, dates) -> None:
        for subject, (text, client) in dates.items():
            if self.clients[client][1] in self.others:
                continue
            made = datetime.fromtimestamp(int.from_bytes(subject[:6], "big") / 1000, UTC).astimezone().date()
            for year in {self.today.year - 1, self.today.year, self.today.year + 1}:
                on = day_in_year(text, year)
                snoozed = self.answers.get((kind, subject, on.isoformat()), (None, None))[0]
                late = snoozed is not None and snoozed >= (self.today - KEPT).isoformat()
                if on > self.today + timedelta(days=9) or not (late or on >= max(self.first, made)):
                    continue
                ahead = self.rules.get("days_ahead", [1, 0])
                self._add(
                    kind,
                    subject,
                    on.isoformat(),
                    [self._morning(on - timedelta(days=n)) for n in ahead],
                    ends=True,
                )

    def _requests(self) -> None:
        for id_, kind, at, client, responsible, answered in self.store.read(
            "SELECT id, kind, received_at, client_id, responsible_id, answered_at FROM request"
            " WHERE resolved_at IS NULL AND deleted = 0"
        ):
            days = self.rules.get("waiting_days", WAITING)[kind]
            if client not in self.clients or days is None or (kind == "inquiry" and answered):
                continue
            if (responsible or self.clients[client][1]) in self.others:
                continue
            morning = self._morning(parse_utc_text(at).astimezone().date() + timedelta(days=days))
            self._add("request", id_, at, [max(morning, at)])

    def _silences(self) -> None:
        longest: dict[bytes, int] = {}
        for client, days in self.store.read(
            "SELECT m.client_id, g.longest_silence_days FROM group_member m JOIN client_group g ON g.id = m.group_id"
            " WHERE m.deleted = 0 AND g.deleted = 0 AND g.longest_silence_days IS NOT NULL"
        ):
            longest[client] = min(days, longest.get(client, days))
        longest |= {id_: row[4] for id_, row in self.clients.items() if row[4] is not None}
        last, ahead = self._talks()
        for client, days in longest.items():
            if not days or client not in self.clients or self.clients[client][3] or client in ahead:
                continue
            if self.clients[client][1] in self.others:
                continue
            since = last.get(client) or self.clients[client][2]
            since = since if "T" in since else f"{since}T12:00:00.000Z"
            on = (parse_utc_text(since) + timedelta(days=days)).astimezone().date() + timedelta(days=1)
            snoozed = self.answers.get(("silence", client, on.isoformat()), (None, None))[0]
            late = snoozed is not None and snoozed >= (self.today - KEPT).isoformat()
            if on <= self.today and (late or on >= self.first):
                self._add("silence", client, on.isoformat(), [self._morning(on)], ends=True)

    def _talks(self) -> tuple[dict[bytes, str], set[bytes]]:
        """When each client was last spoken to, and who has a contact ahead."""
        last: dict[bytes, str] = {}
        ahead: set[bytes] = set()
        for id_, client, kind, direction, outcome, held, planned, all_day, rule, zone in self.store.read(
            "SELECT id, client_id, kind, direction, outcome, held_at, planned_at, all_day, rule, zone FROM activity"
            " WHERE deleted = 0 AND client_id IS NOT NULL"
        ):
            if held:
                if is_contact(kind, direction, outcome):
                    last[client] = max(held, last.get(client, ""))
            elif outcome != "cancelled":
                bound = self.today.isoformat() if all_day else utc_text(midnight(self.today))
                if not rule and planned >= bound:
                    ahead.add(client)
                elif rule:
                    taken = self.store.read("SELECT occurrence_at FROM activity WHERE series_id = ?", (id_,))
                    series = Series(planned, zone, rule, bool(all_day))
                    end = (self.now + timedelta(days=5000)).isoformat()[:10]
                    if any(
                        occurrences(
                            series, bound, end if all_day else f"{end}T00:00:00.000Z", {m for (m,) in taken}
                        )
                    ):
                        ahead.add(client)
        return last, ahead


def _day_made(series: Series, made: datetime) -> date:
    """The earliest day that it may have been where the series was made; without a zone also its first one."""
    here = made.astimezone().date()
    if series.zone:
        return min(here, made.astimezone(ZoneInfo(series.zone)).date())
    first = date.fromisoformat(series.start)
    return first if (made - timedelta(hours=12)).date() <= first < here else here


def _after(moment: str) -> str:
    """The next moment that a series could have."""
    if "T" in moment:
        return utc_text(parse_utc_text(moment) + timedelta(milliseconds=1))
    return (date.fromisoformat(moment) + timedelta(days=1)).isoformat()
