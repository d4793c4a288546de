"""The server is not what this laptop knew: where their ways parted, and the two answers to it (protocol 4.11).

Nothing was applied when it was noticed. A person says what is to become of what only this laptop holds; until then work
goes on here, unsent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.sync import history, pulling, returning
from crm_desktop.sync.asking import ask
from crm_desktop.sync.known import Known, Sender, Wanted

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.known import Theirs
    from crm_desktop.sync.returning import Returned
    from crm_desktop.sync.snapshot import Point, RowKey

ROWS_AT_ONCE = 5_000

_NOBODY = Sender(b"", "", "", 0)


@dataclass(frozen=True, slots=True)
class Parting:
    """What the server is, beside what this laptop knew.

    ``ours``: it is the base this laptop belongs to, as it was some day. ``common``: the last state that both have had,
    of ``common_at`` (UTC text); None: another base, one made anew, or older than what is remembered here. ``known``:
    the newest revision this laptop has seen. ``beyond``: rows that the server had acknowledged after the common state,
    which it may lack now. ``empty``: nothing was ever written there.
    """

    epoch: bytes
    ours: bool
    rev: int
    known: int
    common: Point | None
    common_at: str
    beyond: tuple[RowKey, ...]

    @property
    def empty(self) -> bool:
        return self.rev == 0

    @property
    def foreign(self) -> bool:
        """Whether it is another base, in which others work already: nothing of ours is to be put into it unasked."""
        return not self.ours and not self.empty


def find_parting(connection: Connection, store: Store) -> Parting:
    """Compare the states that this laptop remembers with those of the server."""
    local = store.connection
    position, seen = history.position(local), history.seen(local)
    pulled = pulling.pull(connection, _NO_ROWS)
    theirs = pulling.points(connection, [point.rev for point in seen])
    is_ours = position.epoch == pulled.snapshot.epoch
    common = history.common_point(seen, theirs) if is_ours else None
    return Parting(
        pulled.snapshot.epoch,
        is_ours,
        pulled.snapshot.point.rev,
        0 if position.high is None else position.high.rev,
        common,
        "" if common is None else pulling.written_at(connection, common.rev),
        tuple(returning.beyond(local, common)),
    )


_NO_ROWS = 2**62
"""A revision that no server reaches: its state is asked, none of its rows."""


def return_newer(connection: Connection, store: Store, parting: Parting) -> Returned:
    """Have the next sync give the server what it lost."""
    return returning.give_back(store, parting.epoch, parting.common, _theirs(connection, parting.beyond))


def take_theirs(connection: Connection, store: Store, parting: Parting) -> Returned:
    """Have this base be as the server's; what was never sent stays unsent. A copy of the base is to be made before."""
    return returning.let_go(store, parting.epoch, parting.common, _theirs(connection, parting.beyond))


def _theirs(connection: Connection, keys: Iterable[RowKey]) -> dict[RowKey, Theirs | None]:
    """What the server holds of these rows."""
    wanted, known = list(keys), Known()
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        with connection.pipeline():
            learn = ask(connection, Wanted(rows=set(wanted[start : start + ROWS_AT_ONCE])), _NOBODY)
        learn(known)
    return {key: known.rows[key] for key in wanted}
