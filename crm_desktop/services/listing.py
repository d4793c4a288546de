"""Keeps what lists and search stand on (``models.derived``) equal to the user's data.

``keep`` runs inside every change, hence an undo or a sync is in the lists with its own commit. Imports switch it off
and call ``index_new`` once at their end: read in the order of making, written in that of names, batch by batch,
which is several times faster.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from crm_desktop import collation, folding, translit
from crm_desktop.changes import REMOTE
from crm_desktop.clock import utc_text
from crm_desktop.errors import BaseDamaged
from crm_desktop.models.derived import BIN, FULL_TEXT
from crm_desktop.services.finding import silences
from crm_desktop.services.finding.documents import compose
from crm_desktop.services.finding.index import (
    batches,
    clear,
    drop,
    put,
    state,
    stored_documents,
)
from crm_desktop.services.finding.touched import NOBODY, employers_spoken_to, touched
from crm_desktop.storage.change import last_entry
from crm_desktop.storage.long_change import in_turns

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.services.finding.documents import Document
    from crm_desktop.services.finding.spool import Spool
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]

RULES = f"{folding.VERSION}.{collation.VERSION}.{translit.VERSION}.6"
"""What the derived tables were made by; the last number is that of ``finding.documents``."""

CHUNK = 250
"""Clients written in one go, some 15 ms: nobody waits longer than that and a commit for the lock."""


def attach(store: Store) -> None:
    """Have the derived tables kept from now on, in every change of ``store``."""

    def keep_of_this_store(change: Change) -> None:
        keep(change, at=utc_text(store.clock.now()))

    store.derive(keep_of_this_store)


def keep(change: Change, *, at: str) -> None:
    """Bring the derived tables up to date with what ``change`` touched; ``at`` is when (UTC text)."""
    found = touched(change.connection, change.entries_before)
    if found.clients or found.companies:
        language, _, _ = state(change.connection)
        # A company is not changed by a word with one of its people: no ``at``.
        for clients, when in ((found.clients, at), (found.companies, None)):
            for batch in batches(sorted(clients)):
                _put(change.connection, batch, compose(change.connection, batch, language), when)
    silences.keep(change)


def spool_for(store: Store, by: int = NOBODY) -> Spool:
    """A spool for documents composed from now on, while the operation ``by`` goes on."""
    from crm_desktop.services.finding.spool import Spool  # its temporary file costs a start 3 ms

    language, _, _ = state(store.connection)
    return Spool(language, last_entry(store.connection), by)


def index_new(
    store: Store,
    ids: Iterable[bytes],
    progress: Progress | None = None,
    *,
    at: str | None = None,
    spool: Spool | None = None,
) -> None:
    """Write the clients ``ids`` into the derived tables, chunk by chunk, each in a transaction of its own.

    To be called before a long change that switched deriving off is finished. ``at``: when they were changed; without
    it new ones count as changed when they were created. ``progress`` is told (clients done, all of them); reading
    them is the first half. ``spool`` holds the documents of still more clients, composed by who made them; those of
    them that are among ``ids`` were changed since and are composed anew. So are the employers of ``ids``, whose
    documents tell of the contacts of their people.
    """
    if spool is None:
        with spool_for(store) as own:
            index_new(store, ids, progress, at=at, spool=own)
        return
    language, _, _ = state(store.connection)
    wanted = set(ids)
    if spool.language != language:  # of the whole base, meanwhile
        wanted.update(spool.clients())
    wanted |= employers_spoken_to(store.connection, wanted)
    spool.forget(wanted)
    told = progress or _untold
    count = len(spool) + len(wanted)
    # Most of the work is done before anything is locked; what somebody wrote to meanwhile is composed again.
    overtaken = _Overtaken(spool.since, spool.by)
    gone = _lay_down(store, sorted(wanted), language, spool, lambda done: told(done // 2, count))
    for batch in batches(gone):
        with store.transaction() as connection:
            _put(connection, batch, compose(connection, batch, language), at)
    done = len(gone)
    overtaken.look(store.connection)
    for turn in in_turns(store, spool.by_name(CHUNK)):
        with store.transaction() as connection:
            overtaken.look(connection)
            for documents in turn:
                _write(connection, documents, overtaken.clients, language, at)
                done += len(documents)
        told((count + done) // 2, count)


class _Overtaken:
    """The clients that somebody else has written to since their documents were composed, by the journal."""

    def __init__(self, since: int, by: int) -> None:
        self._seen, self._by = since, by
        self.clients: set[bytes] = set()

    def look(self, connection: sqlite3.Connection) -> None:
        """Note those of the entries that were added since the last look."""
        newest = last_entry(connection)
        if newest != self._seen:
            found = touched(connection, self._seen, but_by=self._by)
            self.clients |= found.clients | found.companies
            self._seen = newest


def _write(
    connection: sqlite3.Connection,
    documents: Sequence[Document],
    overtaken: Container[bytes],
    language: str,
    at: str | None,
) -> None:
    """Put documents into the tables, those overtaken composed anew."""
    ids = [document.client_id for document in documents]
    late = [client_id for client_id in ids if client_id in overtaken]
    if late:
        timely = [document for document in documents if document.client_id not in overtaken]
        documents = timely + compose(connection, late, language)
    _put(connection, ids, documents, at)


def _untold(_done: int, _count: int) -> None:
    pass


def _lay_down(
    store: Store, ids: Sequence[bytes], language: str, spool: Spool, progress: Callable[[int], None]
) -> list[bytes]:
    """Compose the documents of ``ids`` into the spool; the ids that are clients no more."""
    gone: list[bytes] = []
    done = 0
    for batch in batches(ids):
        documents = compose(store.connection, batch, language)
        spool.add(documents)
        if len(documents) < len(batch):
            gone += set(batch).difference(document.client_id for document in documents)
        done += len(batch)
        progress(done)
    return gone


def ensure(store: Store, language: str, progress: Progress | None = None) -> bool:
    """Rebuild if the tables are for another language or older rules, or a rebuild was cut off; whether it was needed.

    A base without clients is simply marked. What was left behind (``leave_behind``) is caught up with.
    """
    made_for, rules, complete = state(store.connection)
    if (made_for, rules, complete) == (language, RULES, True):
        return _catch_up(store, language, progress)
    rebuild(store, language, progress)
    return True


def leave_behind(connection: sqlite3.Connection, entry: int) -> None:
    """Note, in a transaction that writes very many rows without deriving, that ``ensure`` is to follow the journal
    from after ``entry`` on.
    """
    connection.execute("UPDATE derived_state SET behind = COALESCE(behind, ?)", (entry,))


def is_being_made(store: Store) -> bool:
    """Whether lists lack clients that are in the base: a rebuild is under way or was cut off, or they are behind."""
    return not state(store.connection)[2] or _behind(store) is not None


def _behind(store: Store) -> int | None:
    ((entry,),) = store.read("SELECT behind FROM derived_state")
    return None if entry is None else int(entry)


def _catch_up(store: Store, language: str, progress: Progress | None) -> bool:
    """Follow what was written without deriving; whether there was anything. It may be cut off and begun again."""
    entry = _behind(store)
    if entry is None:
        return False
    ((listed, clients),) = store.read(
        "SELECT (SELECT count(*) FROM client_list), (SELECT count(*) FROM client WHERE merged_into IS NULL)"
    )
    if 2 * listed < clients:  # a first join: anew is quicker than one by one
        rebuild(store, language, progress)
        return True
    newest = last_entry(store.connection)
    found = touched(store.connection, entry)
    index_new(store, found.clients, progress, at=utc_text(store.clock.now()))
    index_new(store, found.companies)
    with store.transaction() as connection:
        silences.keep_since(connection, entry)
        # Of what was written meanwhile only a sync leaves anything behind.
        more = connection.execute(
            "SELECT 1 FROM journal j JOIN operation o ON o.seq = j.operation"
            " WHERE j.seq > ? AND o.origin = ? LIMIT 1",
            (newest, REMOTE),
        ).fetchone()
        connection.execute("UPDATE derived_state SET behind = ?", (newest if more else None,))
    return True


def rebuild(store: Store, language: str, progress: Progress | None = None) -> None:
    """Work out all derived tables anew for people who speak ``language`` ("en", "ru", "lt").

    Lists fill up while it runs. If it is cut off, the next ``ensure`` begins again.
    """
    with store.transaction() as connection:
        changed = connection.execute(
            "SELECT changed_at, client_id FROM client_list WHERE changed_at IS NOT created_at"
        ).fetchall()
        clear(connection)
        connection.execute(
            "UPDATE derived_state SET language = ?, rules = ?, complete = 0, behind = NULL", (language, RULES)
        )
    ids = [client_id for (client_id,) in store.cursor("SELECT id FROM client WHERE merged_into IS NULL")]
    index_new(store, ids, progress)
    with store.transaction() as connection:
        connection.executemany("UPDATE client_list SET changed_at = ? WHERE client_id = ?", changed)
        connection.execute("UPDATE derived_state SET complete = 1")


def _put(
    connection: sqlite3.Connection, ids: Sequence[bytes], documents: Sequence[Document], at: str | None
) -> None:
    """Write the documents of ``ids``; those without one are clients no more."""
    gone = set(ids).difference(document.client_id for document in documents)
    drop(connection, list(gone))
    put(connection, documents, at)


def verify(store: Store) -> list[str]:
    """Compare the derived tables with what follows from the data; one line for the log for each difference.

    Takes as long as a rebuild, which would mend whatever is found. Not to be called inside a snapshot or change.
    """
    with store.snapshot():
        problems = [*_differing(store), *_out_of_order(store)]
    for table in FULL_TEXT:
        try:
            with store.transaction() as connection:
                connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        except BaseDamaged:  # how SQLite calls it; the file itself is whole
            problems.append(f"index {table} differs from its texts")
    return problems


def _differing(store: Store) -> Iterator[str]:
    connection = store.connection
    language, _, _ = state(connection)
    listed = {client_id for (client_id,) in store.cursor("SELECT client_id FROM client_list")}
    ids = [client_id for (client_id,) in store.cursor("SELECT id FROM client")]
    for batch in batches(ids):
        stored = stored_documents(connection, batch)
        for document in compose(connection, batch, language):
            listed.discard(document.client_id)
            found = stored.get(document.client_id)
            if found != document:
                yield f"{'missing' if found is None else 'different'} client {document.client_id.hex()}"
    for client_id in listed:
        yield f"left over client {client_id.hex()}"


def _out_of_order(store: Store) -> Iterator[str]:
    """Each client must come after the one before, in its area (live clients, the bin)."""
    before: tuple[bool, bytes, bytes] | None = None
    for pos, name_key, client_id in store.cursor(
        "SELECT pos, name_key, client_id FROM client_list ORDER BY pos"
    ):
        present = pos >= BIN, name_key, client_id
        if before is not None and present <= before:
            yield f"out of order client {client_id.hex()}"
        before = present
