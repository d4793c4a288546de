"""Go through all rows of a list and say what would become of each, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.deal_judging import (
    DealJudge,
    is_of_deals,
    place_by_reference,
    stand_in,
    updates,
)
from crm_desktop.exchange.importing.event_judging import EventJudge
from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.fingerprints import may_go_by_name, row_fingerprint
from crm_desktop.exchange.importing.infile import InFile, Keys, keys_of
from crm_desktop.exchange.importing.merging import completed, difference
from crm_desktop.exchange.importing.order_heads import OrderHeads
from crm_desktop.exchange.importing.photos import added_photos
from crm_desktop.exchange.importing.record import Entity, RawRow, Record
from crm_desktop.exchange.importing.staging import Action, Decision, StagedRow, Staging, Verdict
from crm_desktop.exchange.importing.summary import Summary
from crm_desktop.services.duplicates.likeness import same_client

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_CHUNK = 1000


Clean = Callable[[RawRow], "Record | str"]
"""Makes a record of a row, or says in one word why nothing can be made of it."""

Progress = Callable[[int], None]
"""Told how many rows are done; raises to cancel."""


@dataclass(slots=True)
class _Judged:
    """A row on its way to its verdict."""

    raw: RawRow
    record: Record
    keys: Keys
    remembered: bytes | None = None
    """The client that an earlier import made of the very same row, if the row has no other key."""
    verdict: Verdict = Verdict.NEW
    reason: str = ""
    match: bytes | None = None
    twin: int | None = None
    changes: tuple[str, ...] = ()
    look: bool = False
    decision: Decision | None = None


@dataclass(slots=True)
class Rehearsal:
    """One run over all rows; the rows themselves lie in ``staging``."""

    store: Store
    staging: Staging
    on_match: Sequence[Action]
    """What to do with known clients, per table of the plan."""
    summary: Summary = field(default_factory=Summary)
    _recent: dict[int, StagedRow] = field(default_factory=dict)
    _number: int = 0
    _infile: InFile = field(init=False)
    _heads: OrderHeads = field(init=False)

    def run(self, rows: Iterable[RawRow], clean: Clean, progress: Progress) -> Summary:
        """Judge all rows; ``progress`` may raise to cancel."""
        self.staging.clear()
        self._infile, self._heads = InFile(self._entity_of), OrderHeads(self._row)
        existing = Existing(self.store)
        events = EventJudge(self.store)
        deals = DealJudge(self.store)
        mended, decided = self.staging.mended(), self.staging.decided()
        for chunk in _chunks(rows, _CHUNK):
            judged: list[_Judged | StagedRow] = []
            for raw in chunk:
                cells = raw.mended(mended)
                record = clean(cells)
                if isinstance(record, str):
                    judged.append(self._rejected(cells, record))
                elif record.event is not None:
                    judged.append(
                        self._judge_event(events, cells, record, decided.get((raw.source, raw.row)))
                    )
                else:
                    judged.append(_Judged(cells, record, keys_of(record.main, row_fingerprint(record))))
            self._judge(judged, existing, decided, deals)
            self._count_cells()
            self.staging.add(self._recent.values())
            self._recent.clear()
            progress(self._number)
        return self.summary

    def _judge_event(
        self, events: EventJudge, raw: RawRow, record: Record, decision: Decision | None
    ) -> StagedRow:
        action = decision.action if decision else None
        if action is Action.SKIP:
            return self._rejected(raw, "left_out")._replace(action=action, look=False)
        return events.judge(raw, record, action, action or self.on_match[raw.source])

    def _count_cells(self) -> None:
        """Count what the columns say in the rows of this chunk that go in."""
        cells: dict[int, list[tuple[Any, ...]]] = {}
        for row in self._recent.values():
            if row.verdict is not Verdict.REJECTED:
                cells.setdefault(row.source, []).append(row.cells)
        for source, rows in cells.items():
            self.summary.count_cells(source, rows)

    def _judge(
        self,
        judged: Sequence[_Judged | StagedRow],
        existing: Existing,
        decided: dict[tuple[int, int], Decision],
        deals: DealJudge,
    ) -> None:
        rows = [row for row in judged if isinstance(row, _Judged)]
        mains = [row.record.main if row.record.order_row is None else Entity() for row in rows]
        candidates = existing.candidates(mains)
        remembered = existing.remembered(row.keys.fingerprint for row in rows if row.keys.fingerprint)
        for keyless in rows:
            keyless.remembered = remembered.get(keyless.keys.fingerprint or b"")
        contacts = [_contact_of(row.record) for row in rows]
        contact_candidates = existing.candidates(contacts)
        owners = deals.look_up([row.record for row in rows])
        referred = existing.by_external(pair for row in rows for pair in row.record.references)
        known = existing.entities(
            identifier
            for ids in (*candidates, *contact_candidates, remembered.values(), owners, *referred.values())
            for identifier in ids
        )
        matches = iter(zip(candidates, contact_candidates, strict=True))
        for row in judged:
            if isinstance(row, StagedRow):
                self._stage(row._replace(number=self._number))
                continue
            ids, contact_ids = next(matches)
            row.decision = decided.get((row.raw.source, row.raw.row))
            action = row.decision.action if row.decision else None
            placed = self._choose(row, known, existing) or self._follow(row) or self._refer(row, referred)
            if not placed and action is not Action.NEW:
                self._find(row, ids, known, existing, deals.client_of(row.record))
            if row.twin is None and row.match is None and row.record.main.is_empty():
                stand_in(row.record)
                row.keys = keys_of(row.record.main, row.keys.fingerprint)
            self._stage(self._verdict(row, known, contact_ids, existing, deals))

    def _verdict(
        self,
        row: _Judged,
        known: dict[bytes, Entity],
        contact_ids: Sequence[bytes],
        existing: Existing,
        deals: DealJudge,
    ) -> StagedRow:
        """The row with what becomes of it, once its client was looked for."""
        record, action = row.record, row.decision.action if row.decision else None
        if row.twin is None and row.match is None and record.main.is_empty():
            nobody = self._rejected(row.raw, "client_unknown")._replace(number=self._number)
            return self._heads.further(nobody, record) if record.order_row is not None else nobody
        action_or_all = action or self.on_match[row.raw.source]
        if not self._is_decided(row, action_or_all):
            self._compare(row, known, contact_ids, existing, action_or_all)
            if record.deal:
                self._judge_deal(row, deals, action_or_all)
        if row.twin is None:
            self._infile.add(self._number, row.keys)
        staged = self._staged(row, action)
        return staged if record.order_row is None else self._heads.line(staged, record)

    @staticmethod
    def _choose(row: _Judged, known: dict[bytes, Entity], existing: Existing) -> bool:
        """Whether the user has said which client the row means; one that is gone since does not count."""
        if not row.decision or not row.decision.client:
            return False
        chosen = existing.entities([row.decision.client])
        if chosen:
            known |= chosen
            row.match, row.reason = row.decision.client, "chosen"
        return bool(chosen)

    def _follow(self, row: _Judged) -> bool:
        """Whether the row is a further one of an order: it is of the client of that."""
        row.twin = self._heads.client_row(row.raw.source, row.record)
        return row.twin is not None

    def _refer(self, row: _Judged, referred: dict[tuple[str, str], list[bytes]]) -> bool:
        """Whether a deal's client is known by the outside program's id that the row gives."""
        if row.record.references:
            row.twin, row.match = place_by_reference(row.record, self._infile.numbered, referred)
        if row.twin is None and row.match is None:
            return False
        row.reason, row.keys = "external_id", keys_of(row.record.main, None)
        return True

    def _judge_deal(self, row: _Judged, deals: DealJudge, action: Action) -> None:
        """Say whether the row's deal is news; such a row is never a mere repetition of its client."""
        client = row.match
        if row.twin is not None:
            twin = self._row(row.twin)
            client = twin.match
        if client is None and row.twin is None:
            return  # new, with its client
        if deals.is_news(row.record, client, action):
            row.changes += ("deal",)
        row.verdict = Verdict.COMPLETES if row.changes else Verdict.SAME
        if not row.changes and row.reason == "name_only":
            row.look = False  # the deal is there, so somebody has looked

    def _find(
        self,
        row: _Judged,
        ids: Sequence[bytes],
        known: dict[bytes, Entity],
        existing: Existing,
        owner: bytes | None,
    ) -> None:
        """Look for the row's client: first in the files, then in the base; ``owner`` has the row's deal there."""
        main = row.record.main
        if twin := self._infile.twin(main, row.keys):
            row.twin, row.reason = twin
            if row.reason == "similar":
                row.twin, row.look = None, True
        elif may_go_by_name(row.record) and (number := self._infile.named(row.keys)) is not None:
            row.twin, row.reason = number, "name_only"
        if row.twin is not None:
            # A list of deals names its clients over and over: that is no reason to doubt.
            doubtful = row.reason == "same_name" or (row.reason == "name_only" and not row.record.deal)
            row.look = row.look or doubtful
            return
        found = [(client, same_client(known[client], main)) for client in ids if client in known]
        proven = [(client, reason) for client, reason in found if reason]
        if not proven and row.remembered:
            proven = [(row.remembered, "same_row")]
        if not proven and owner:
            proven = [(owner, "same_deal")]
        if (
            not proven
            and (may_go_by_name(row.record) or row.record.by_name)
            and (client := existing.named(main))
        ):
            proven = [(client, "name_only")]
            row.look = True
        if proven:
            row.match, row.reason = proven[0]
            row.look = row.look or (len({client for client, _ in proven}) > 1 and row.reason != "external_id")
        elif found:
            row.reason = "shared_key"

    def _compare(
        self,
        row: _Judged,
        known: dict[bytes, Entity],
        contact_ids: Sequence[bytes],
        existing: Existing,
        action: Action,
    ) -> None:
        """Give the verdict: what the row adds to its twin in the file or to its client in the base."""
        record = row.record
        row.look = row.look or bool(record.problems)
        if row.twin is not None:
            row.changes = self._join_twin(row)
            row.verdict = Verdict.DUPLICATE
            if record.activity:
                row.verdict = Verdict.COMPLETES if row.changes else Verdict.SAME
            elif (record.by_name or is_of_deals(record)) and self._is_known(row, known, existing):
                row.verdict, row.changes = Verdict.SAME, ()
        elif row.match is not None:
            update = updates(action, row.reason, record)
            if row.match not in known:
                known |= existing.entities([row.match])
            delta = difference(known[row.match], record.main, update=update)
            row.changes = delta.changes()
            contact = record.contact
            if contact and not any(
                same_client(known[client], contact) for client in contact_ids if client in known
            ):
                row.changes += ("contact_person",)
            if record.activity and not self._known_activity(row.match, record):
                row.changes += ("activity",)
            if added_photos(self.store, row.match, record.photos, update=update):
                row.changes += ("photo",)
            if delta.differs:
                row.look, row.reason = True, "differs"
            row.verdict = Verdict.COMPLETES if row.changes else Verdict.SAME

    @staticmethod
    def _is_decided(row: _Judged, action: Action) -> bool:
        """Whether the user's decision alone gives the verdict: a row left out, a known client left as it is."""
        if row.match is None and row.decision and row.decision.action is Action.SKIP:
            row.verdict, row.reason, row.twin = Verdict.REJECTED, "left_out", None
            row.keys = Keys([], None, None)
        elif row.match is not None and action is Action.SKIP:
            row.verdict, row.reason = Verdict.SAME, "skipped"
        elif row.match is not None and action is Action.NEW:
            row.match, row.reason = None, "shared_key"
            return False
        else:
            return False
        return True

    def _join_twin(self, row: _Judged) -> tuple[str, ...]:
        """Add what the row says to its twin's record, so that one client is written."""
        assert row.twin is not None
        twin = self._row(row.twin)
        if row.record.activity:
            known = twin.match is not None and self._known_activity(twin.match, row.record)
            return () if known else ("activity",)
        assert twin.record is not None
        merged, delta = completed(twin.record.main, row.record.main)
        if delta.differs:
            row.look = True
        changes = delta.changes()
        record = replace(
            twin.record,
            main=merged,
            contact=twin.record.contact or row.record.contact,
            photos=twin.record.photos or row.record.photos,
        )
        if record != twin.record:
            joined = twin._replace(record=record)
            if row.twin in self._recent:
                self._recent[row.twin] = joined
            else:
                self.staging.update([joined])
        return changes

    def _is_known(self, row: _Judged, known: dict[bytes, Entity], existing: Existing) -> bool:
        """Whether the client of an earlier row is in the base, and all that this row says with it."""
        assert row.twin is not None
        client = (self._row(row.twin)).match
        if client is None:
            return False
        if client not in known:
            known |= existing.entities([client])
        return not difference(known[client], row.record.main, update=False).changes()

    def _known_activity(self, client: bytes, record: Record) -> bool:
        entry = record.activity
        assert entry is not None
        return bool(
            self.store.read(
                "SELECT 1 FROM activity WHERE client_id = ? AND COALESCE(held_at, planned_at) = ? AND wanted = ?"
                " AND deleted = 0 LIMIT 1",
                (client, entry.at, entry.wanted),
            )
        )

    def _staged(self, row: _Judged, action: Action | None) -> StagedRow:
        record = row.record
        left_out = row.verdict is Verdict.REJECTED
        reason = row.reason if left_out or not record.problems else record.problems[0].code
        # What somebody has decided has been looked at; a bad cell is still bad.
        look = row.look and not left_out and (action is None or bool(record.problems))
        made = StagedRow(
            self._number, row.raw.source, row.raw.row, row.verdict, reason, row.match, row.twin, row.changes, action,
            look, record.main.kind, record.main.name or (record.deal.title if record.deal else ""), row.raw.cells,
            record,
        )  # fmt: skip
        return made._replace(record=None) if left_out else made

    def _rejected(self, raw: RawRow, reason: str) -> StagedRow:
        return StagedRow(
            0, raw.source, raw.row, Verdict.REJECTED, reason, None, None, (), None, True, "", "", raw.cells, None
        )  # fmt: skip

    def _stage(self, row: StagedRow) -> None:
        self._recent[self._number] = row
        self._heads.note(row)
        self._number += 1
        self.summary.count(row)

    def _row(self, number: int) -> StagedRow:
        return self._recent.get(number) or self.staging.row(number)

    def _entity_of(self, number: int) -> Entity | None:
        row = self._row(number)
        return row.record.main if row.record else None


def _contact_of(record: Record) -> Entity:
    """The contact person with the company as employer, or an entity that matches nothing."""
    return record.contact if record.contact else Entity()


def _chunks(rows: Iterable[RawRow], size: int) -> Iterator[list[RawRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
