"""Write a rehearsed list into the base: in chunks, as one operation that can be taken back whole.

The rows become findable at the end, in one batch: keeping the search index up to date row by row would cost four
times as much. Until then they are hidden from lists, and if the program dies the next start takes them back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.exchange.importing.deal_judging import updates
from crm_desktop.exchange.importing.deal_writing import DealWriter
from crm_desktop.exchange.importing.documents import documents_of
from crm_desktop.exchange.importing.event_judging import EVENT, SERIES
from crm_desktop.exchange.importing.event_writing import EventWriter
from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.fingerprints import fingerprint_of
from crm_desktop.exchange.importing.merging import difference
from crm_desktop.exchange.importing.names import Names, OwnField
from crm_desktop.exchange.importing.outcome import remember_clients
from crm_desktop.exchange.importing.photos import present_photos
from crm_desktop.exchange.importing.record import Entity
from crm_desktop.exchange.importing.referrals import Referral, Referrals, refer
from crm_desktop.exchange.importing.rows import Rows
from crm_desktop.exchange.importing.staging import Action, StagedRow, Staging, Verdict
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ClientKind, Op
from crm_desktop.services import listing, stage_rules
from crm_desktop.services.duplicates.likeness import company_key, same_client
from crm_desktop.storage.long_change import in_turns

if TYPE_CHECKING:
    from crm_desktop.services.finding.documents import Document
    from crm_desktop.services.finding.spool import Spool
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.long_change import LongChange
    from crm_desktop.storage.store import Store

_CHUNK = 200
"""Rows in one go: some 15 ms with all their children, so an edit in the window waits no longer than that."""

Progress = Callable[[int, int], None]
"""Told (done, total); raises to cancel, and then everything is taken back."""


@dataclass(slots=True)
class ImportFacts:
    """What the import is remembered by, besides its rows."""

    files: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    names: Mapping[str, Mapping[str, None]]
    """Entries of the user's lists that the rows name, by table."""
    fields: Mapping[str, OwnField]
    """Types of the own fields among them."""
    on_match: Sequence[Action]
    events: int = 0
    """Rows of calendars."""


@dataclass(slots=True)
class Written:
    """The finished import."""

    import_id: bytes
    operation: int
    people: int = 0
    companies: int = 0
    changed: int = 0
    ids: dict[int, bytes] = field(default_factory=dict)
    """Clients by row, where later rows with contacts or deals of theirs belong to the same client."""


def write(store: Store, staging: Staging, facts: ImportFacts, progress: Progress) -> Written:
    """Write all staged rows by their verdicts and the user's decisions."""
    total = staging.count() - staging.count(Verdict.REJECTED)
    with store.long_change(Op.IMPORT, info={"files": [f["file"] for f in facts.files]}, derive=False) as work:
        written = Written(uuid7(), work.operation)
        with work.chunk() as change:
            names = _ensure_lists(change, store, facts)
            writer = _Writer(store, facts, written, names, staging.twins(), staging.told())
        with listing.spool_for(store, work.operation) as spool:
            _write_rows(work, writer, spool, _in_order(staging, facts), lambda done: progress(done, total))
            changed = writer.changed.union(writer.events.touched)
            listing.index_new(store, changed, lambda _done, _all: progress(total, total), spool=spool)

        remember_clients(work, staging, writer.clients)

        def remember(change: Change) -> None:
            _remember(change, store, staging, facts, written)

        work.finish(info={"files": [f["file"] for f in facts.files], **facts.counts}, also=remember)
    return written


def _write_rows(
    work: LongChange,
    writer: _Writer,
    spool: Spool,
    rows: Iterator[list[StagedRow]],
    progress: Callable[[int], None],
) -> None:
    """Write the rows, and compose what the lists show of new clients while their rows are at hand."""
    done = 0
    for turn in in_turns(writer.store, rows):
        batches = []
        with work.chunk() as change:
            for portion in turn:
                batches.append(writer.write(change, portion))
                done += len(portion)
        for batch in batches:
            spool.add(writer.documents(batch, spool.language))
        progress(done)
    for referrals in in_turns(writer.store, writer.recommended()):
        with work.chunk() as change:
            for some in referrals:
                refer(change, some)
                writer.changed.update(each.client for each in some)


def _in_order(staging: Staging, facts: ImportFacts) -> Iterator[list[StagedRow]]:
    """Companies first, so that people find their employers; then everybody else in the order of the files.

    Events last, so that they find who takes part, and of these first the templates of series.
    """
    written = (Verdict.NEW, Verdict.COMPLETES, Verdict.SAME, Verdict.DUPLICATE)
    yield from staging.walk(_CHUNK, verdicts=written, companies=True)
    if not facts.events:
        yield from staging.walk(_CHUNK, verdicts=written, companies=False)
        return
    for kinds in ((ClientKind.PERSON, ""), (SERIES,), (EVENT,)):
        yield from staging.walk(_CHUNK, verdicts=written, kinds=kinds)


def _ensure_lists(change: Change, store: Store, facts: ImportFacts) -> Names:
    """Make the tags, groups, stages, sources, colleagues and own fields that the rows name."""
    names = Names(store)
    for table, entries in facts.names.items():
        if table == "field":
            names.ensure_fields(change, {name: facts.fields.get(name, OwnField()) for name in entries})
        else:
            names.ensure(change, table, entries)
    return names


class _Writer:
    """Writes chunks of staged rows; remembers companies and the ids given to rows."""

    def __init__(
        self,
        store: Store,
        facts: ImportFacts,
        written: Written,
        names: Names,
        joined: set[int],
        told: set[int],
    ) -> None:
        """``joined``: numbers of the rows whose clients later rows belong to; ``told``: of those told of later."""
        self.store = store
        self._facts = facts
        self._written = written
        self._names = names
        self._existing = Existing(store)
        self._companies = self._existing.companies()
        self._company_externals: dict[tuple[str, str], bytes] = {}
        self._now = utc_text(store.clock.now())
        self._referrals = Referrals(store)
        self._told = told
        self.clients: dict[int, bytes] = {}
        """Clients by row, of the rows that the page of past imports tells of."""
        self._joined = joined
        self._deals = DealWriter(store, names, self._now)
        self.events = EventWriter(store, facts.on_match)
        self._company_names: dict[bytes, str | None] = {}
        self.changed: set[bytes] = set()
        """Clients whose rows are not all at hand: what lists hold of them is composed from the base."""

    def write(self, change: Change, rows: Sequence[StagedRow]) -> Rows:
        """Write one chunk inside its transaction; what was written."""
        batch = Rows(self._names, self._now)
        known = self._existing.entities(row.match for row in rows if row.match)
        self._deals.look_up(rows)
        for row in rows:
            if row.record is not None and row.record.event is not None:
                if row.verdict is not Verdict.DUPLICATE:
                    self.events.write(change, row)
            elif row.record is not None and row.record.by_name and row.twin is not None:
                continue  # said before, of somebody who is here
            elif row.verdict is not Verdict.DUPLICATE:  # its twin's record has taken up what it says
                self._write_row(change, batch, row, known)
        batch.number(self.store)
        batch.write(change)
        stage_rules.apply(self.store, change, sorted(batch.buyers))
        self.changed |= batch.changed
        return batch

    def documents(self, batch: Rows, language: str) -> list[Document]:
        """What lists and search hold of the new clients of a batch."""
        return documents_of(batch, self._names, self._company_name, language)

    def _company_name(self, company: bytes) -> str | None:
        if company not in self._company_names:
            rows = self.store.read("SELECT name FROM client WHERE id = ? AND deleted = 0", (company,))
            self._company_names[company] = rows[0][0] if rows else None
        return self._company_names[company]

    def recommended(self) -> Iterator[list[Referral]]:
        """Who recommended whom, once all rows are written: the one who did may stand further down in the list."""
        return self._referrals.portions(_CHUNK)

    def _write_row(self, change: Change, batch: Rows, row: StagedRow, known: dict[bytes, Entity]) -> None:
        record = row.record
        assert record is not None
        action = row.action or self._facts.on_match[row.source]
        if row.twin is not None:
            client = self._written.ids[row.twin]
        elif row.match in known and action is not Action.NEW:
            client = row.match
            if action is not Action.SKIP:
                self._change(change, batch, row, known[client])
        else:
            client = self._add(batch, record.main)
            self._referrals.add(client, record.main.lists)
            if _is_keyless(record.main):
                batch.remember(fingerprint_of(record.main), client)
        if row.number in self._told:
            self.clients[row.number] = client
        if number := record.main.values.get("number"):
            self._referrals.numbered[number] = client
        if row.number in self._joined:
            self._written.ids[row.number] = client
        if action is not Action.SKIP:
            self._add_pictures_and_contact(batch, client, row)
        self._add_history(change, batch, client, row)

    def _add_pictures_and_contact(self, batch: Rows, client: bytes, row: StagedRow) -> None:
        assert row.record is not None
        if row.record.photos:
            self._photos(batch, client, row)
        if row.record.contact:
            self._contact(batch, client, row.record.contact, is_new=row.verdict is Verdict.NEW)

    def _add_history(self, change: Change, batch: Rows, client: bytes, row: StagedRow) -> None:
        """The contact held and the deal that the row tells of, where they are news."""
        record, is_new = row.record, row.verdict is Verdict.NEW
        assert record is not None
        if record.activity and (is_new or "activity" in row.changes):
            batch.add_activity(client, record.activity)
        if record.deal and (is_new or "deal" in row.changes):
            action = row.action or self._facts.on_match[row.source]
            self._deals.write(change, batch, client, record.deal, action)

    def _add(self, batch: Rows, entity: Entity) -> bytes:
        identifier = batch.add_client(entity)
        if entity.kind == ClientKind.COMPANY:
            self._written.companies += 1
            if key := company_key(entity.name):
                self._companies.setdefault(key, identifier)
            self._company_externals |= dict.fromkeys(entity.externals, identifier)
        else:
            self._written.people += 1
        self._employ(batch, identifier, entity)
        return identifier

    def _photos(self, batch: Rows, client: bytes, row: StagedRow) -> None:
        """The pictures of a new client, and of one to whom they say something new."""
        assert row.record is not None
        is_new = row.match is None or client != row.match
        if is_new or "photo" in row.changes:
            batch.add_photos(client, row.record.photos, () if is_new else present_photos(self.store, client))

    def _change(self, change: Change, batch: Rows, row: StagedRow, old: Entity) -> None:
        assert row.record is not None
        assert row.match is not None
        action = row.action or self._facts.on_match[row.source]
        update = updates(action, row.reason, row.record)
        delta = difference(old, row.record.main, update=update)
        if not delta.changes() and not delta.externals:
            return
        points = _ids(change, "contact_point", row.match) if delta.replaced else ()
        prices = _ids(change, "personal_price", row.match) if delta.repriced else ()
        batch.change_client(row.match, old, delta, points, prices)
        self._referrals.add(row.match, delta.lists)
        if delta.employment:
            self._employ(batch, row.match, row.record.main)
        self._written.changed += 1

    def _employ(self, batch: Rows, person: bytes, entity: Entity) -> None:
        company = self._company(batch, entity)
        if company and company != person:
            batch.employ(person, company, entity.job_title, entity.department)

    def _company(self, batch: Rows, entity: Entity) -> bytes | None:
        """The employer: by its external id, by its name, or made of its name."""
        if entity.employer_external:
            found = self._company_externals.get(entity.employer_external) or self._known_external(
                entity.employer_external
            )
            if found:
                return found
        if not entity.employer:
            return None
        key = company_key(entity.employer) or entity.employer
        if key not in self._companies:
            self._companies[key] = self._add(batch, Entity(ClientKind.COMPANY, entity.employer))
        return self._companies[key]

    def _known_external(self, pair: tuple[str, str]) -> bytes | None:
        rows = self.store.read(
            "SELECT client_id FROM external_id WHERE value = ? AND system = ? AND deleted = 0 LIMIT 1",
            (pair[1], pair[0]),
        )
        return rows[0][0] if rows else None

    def _contact(self, batch: Rows, company: bytes, contact: Entity, *, is_new: bool) -> None:
        """The contact person of a company, unless the company has that person already."""
        if not is_new:
            people = self._existing.entities(
                person
                for (person,) in self.store.read(
                    "SELECT person_id FROM employment WHERE company_id = ? AND deleted = 0", (company,)
                )
            )
            if any(same_client(person, contact) for person in people.values()):
                return
        employer, contact.employer = contact.employer, ""
        person = self._add(batch, contact)
        contact.employer = employer
        batch.employ(person, company, contact.job_title, contact.department)


def _is_keyless(entity: Entity) -> bool:
    return not (entity.externals or entity.keys("phone") or entity.keys("email"))


def _remember(change: Change, store: Store, staging: Staging, facts: ImportFacts, written: Written) -> None:
    """Keep the import's numbers and its rejected rows for the page of past imports."""
    change.execute(
        "INSERT INTO import_run(id, operation, at, files, counts) VALUES (?,?,?,?,?)",
        (
            written.import_id,
            written.operation,
            utc_text(store.clock.now()),
            json.dumps(facts.files, ensure_ascii=False),
            json.dumps(facts.counts),
        ),
    )
    for rows in staging.walk(1000, verdicts=(Verdict.REJECTED,)):
        change.executemany(
            "INSERT INTO import_reject(import_id, file, sheet, row, reason, cells) VALUES (?,?,?,?,?,?)",
            [
                (
                    written.import_id,
                    facts.files[row.source]["file"],
                    facts.files[row.source]["sheet"],
                    row.row,
                    row.reason,
                    json.dumps([_text(cell) for cell in row.cells], ensure_ascii=False),
                )
                for row in rows
            ],
        )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _ids(change: Change, table: str, client: bytes) -> list[bytes]:
    """The rows of a client in the order in which ``Existing`` reads them."""
    sql = f"SELECT id FROM {table} WHERE client_id = ? AND deleted = 0 ORDER BY rank, rid"
    return [identifier for (identifier,) in change.execute(sql, (client,))]
