"""What the diary of a random base comes to, worked out contact by contact: the oracle of weekly and of meetings."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from crm_desktop.clock import utc_text
from tests.services.reports.bases import rows

KINDS = ("meeting", "visit")


def local(text):
    """The local day of a moment of the base."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone().date()


class Diary:
    """The contacts that count, by their ids, and the clients of each."""

    def __init__(self, store, options):
        self.clients = {row["id"]: row for row in rows(store, "client")}
        self.with_: dict[bytes, list[bytes]] = {}
        for link in rows(store, "activity_client"):
            if not link["deleted"]:
                self.with_.setdefault(link["activity_id"], []).append(link["client_id"])
        self.wanted = {
            id_ for id_, row in self.clients.items() if not row["deleted"] and self._fits(store, row, options)
        }
        self.options = options
        every = rows(store, "activity")
        self.taken = {(row["series_id"], row["occurrence_at"]) for row in every}
        asked = [row for row in every if self._asked(row)]
        self.all = {row["id"]: row for row in asked if self.counts(row)}
        self.left_out = [row for row in asked if not self.counts(row)]
        self.moves = [row for row in rows(store, "activity_move") if not row["deleted"]]

    def _fits(self, store, client, options):
        def linked(table, column, wanted):
            return wanted is None or any(
                row["client_id"] == client["id"] and row[column] == wanted and not row["deleted"]
                for row in rows(store, table)
            )

        return (
            options.source in {None, client["source_id"]}
            and options.stage in {None, client["stage_id"]}
            and linked("group_member", "group_id", options.group)
            and linked("client_tag", "tag_id", options.tag)
        )

    def _asked(self, row):
        return (
            not row["deleted"]
            and row["kind"] in (self.options.kinds or KINDS)
            and self.options.person in {None, row["responsible_id"]}
        )

    def clients_of(self, row):
        return [each for each in (row["client_id"], *self.with_.get(row["id"], ())) if each]

    def counts(self, row):
        theirs = self.clients_of(row)
        restricted = any((self.options.group, self.options.tag, self.options.source, self.options.stage))
        with_nobody = row["client_id"] is None and not restricted
        found = with_nobody or bool(self.wanted & set(theirs))
        return found and self.options.client in {None, *theirs}

    def occurrences(self, row, last):
        """The moments of a series up to a day."""
        if not row["rule"] or row["held_at"]:
            return
        whole_day = bool(row["all_day"])
        zone = UTC if whole_day else ZoneInfo(row["zone"] or "UTC")
        start = (
            datetime.fromisoformat(row["planned_at"])
            .replace(tzinfo=UTC)
            .astimezone(zone)
            .replace(tzinfo=None)
        )
        end = datetime(last.year, last.month, last.day) + timedelta(days=3)  # noqa: DTZ001
        for wall in sorted({start, *rrulestr(row["rule"], dtstart=start).between(start, end, inc=True)}):
            at = wall.replace(tzinfo=zone).astimezone(UTC)
            moment = wall.date().isoformat() if whole_day else utc_text(at)
            if (row["id"], moment) not in self.taken:
                yield moment

    def planned(self, last):
        """Pairs of id and day: what stood in the plan of a day."""
        found = set()
        for row in self.all.values():
            if row["planned_at"] and (not row["rule"] or row["held_at"]):
                found.add((row["id"], local(row["planned_at"])))
            found |= {(row["id"], local(moment)) for moment in self.occurrences(row, last)}
        return found | self.moved()

    def moved(self):
        """Pairs of id and the day moved away from."""
        return {
            (move["activity_id"], local(move["from_at"]))
            for move in self.moves
            if move["activity_id"] in self.all and local(move["from_at"]) != local(move["to_at"])
        }

    def held(self):
        return {
            (row["id"], local(row["held_at"]))
            for row in self.all.values()
            if row["held_at"] and row["outcome"] != "cancelled"
        }

    def cancelled(self):
        return {
            (row["id"], local(row["planned_at"] or row["held_at"]))
            for row in self.all.values()
            if row["outcome"] == "cancelled"
        }

    def count(self, last):
        """A counter of measure, day and person."""
        counted: Counter[tuple[str, date, bytes | None]] = Counter()
        held = self.held()
        pairs = {
            "planned": self.planned(last),
            "moved": self.moved(),
            "held": held,
            "cancelled": self.cancelled(),
        }
        for outcome in ("successful", "failed", "no_answer"):
            pairs[outcome] = {pair for pair in held if self.all[pair[0]]["outcome"] == outcome}
        for measure, found in pairs.items():
            for id_, day in found:
                counted[measure, day, self.all[id_]["responsible_id"]] += 1
        return counted
