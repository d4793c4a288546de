"""Who works with the base: the people, which of them sits here, and what each has in hand.

Before a base is shared, whoever sits here is known by the name in the settings of the computer. Once it has joined a
shared base, the login at the server says who it is: it is noted on the person's row, which all laptops have, and this
file remembers the row (on this device only), also after leaving. Two laptops of one person have one row after a sync,
and two people of one name have two (``sync.people``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import NameTaken, RecordNotFound
from crm_desktop.folding import fold
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op, Outcome
from crm_desktop.models.derived import BIN
from crm_desktop.services import dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.storage import meta

if TYPE_CHECKING:
    from crm_desktop.services.bulk import Progress
    from crm_desktop.storage.store import Store

_ME = "me"
_MOST_MERGES = 100
"""Longer chains there are none; a circle that a sync might make ends here."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the base. ``login`` is '' for who never joined; ``active`` False for who left."""

    id: bytes
    name: str
    login: str
    active: bool
    is_me: bool


@dataclass(frozen=True, slots=True)
class InHand:
    """What somebody is responsible for: clients, contacts not held yet (a series once), open deals and requests."""

    clients: int = 0
    contacts: int = 0
    deals: int = 0
    requests: int = 0

    def __bool__(self) -> bool:
        return any((self.clients, self.contacts, self.deals, self.requests))


def me(store: Store) -> bytes | None:
    """Who sits here, as a colleague; None where nobody was named."""
    noted = meta.get(store, _ME)
    if noted is not None and (found := _living(store, bytes.fromhex(noted))) is not None:
        return found
    return dictionaries.find(store, Dictionary.COLLEAGUE, store.who)


def my_name(store: Store) -> str:
    """How the history names whoever sits here: as the colleague is called, else as the settings say."""
    found = store.read("SELECT name FROM colleague WHERE id = ?", (me(store),))
    return found[0][0] if found and found[0][0] else store.who


def people(store: Store) -> list[Colleague]:
    """All who work here or did, by name: who left stands at the end."""
    mine = me(store)
    found = [
        Colleague(id_, name, login, bool(active), id_ == mine)
        for id_, name, login, active in store.read(
            "SELECT id, name, login, active FROM colleague WHERE deleted = 0"
        )
    ]
    return sorted(found, key=lambda each: (not each.active, fold(each.name), each.id))


def to_choose(store: Store) -> list[Colleague]:
    """All of them as a filter offers them: me first, who left last."""
    return sorted(people(store), key=lambda each: not each.is_me)


def are_several(store: Store) -> bool:
    """Whether it has to be said who did or has something: there are two people at least, be it one who left."""
    return len(store.read("SELECT 1 FROM colleague WHERE deleted = 0 LIMIT 2")) > 1


def others(store: Store) -> frozenset[bytes]:
    """Who is reminded on a laptop of his own, so that this one need not: those who work here, without me.

    In a shared base only those who have joined it: what a person without a laptop is responsible for would be told
    nowhere. Where nobody here is known as a colleague there are none, for better told twice than never.
    """
    everyone = people(store)
    if not any(each.is_me for each in everyone):
        return frozenset()
    shared = any(each.login for each in everyone)
    return frozenset(
        each.id for each in everyone if each.active and not each.is_me and (each.login or not shared)
    )


def in_hand(store: Store) -> dict[bytes, InHand]:
    """What each colleague is responsible for, in one state of the base; tens of milliseconds in a big one."""
    with store.snapshot():
        counted = {name: dict(store.read(sql)) for name, sql in _COUNTS.items()}
    holders = {id_ for counts in counted.values() for id_ in counts}
    return {id_: InHand(**{name: counts.get(id_, 0) for name, counts in counted.items()}) for id_ in holders}


_LIVE = "client_id NOT IN (SELECT id FROM client WHERE deleted = 1)"
_CONTACTS = (
    "SELECT responsible_id, COUNT(*) AS n FROM activity WHERE rule {} AND held_at IS NULL AND planned_at IS NOT NULL"
    f" AND deleted = 0 AND outcome <> '{Outcome.CANCELLED.value}' AND responsible_id IS NOT NULL"
    f" AND (client_id IS NULL OR {_LIVE}) GROUP BY responsible_id"
)
_COUNTS = {
    "clients": "SELECT responsible_id, COUNT(*) FROM client_list"
    f" WHERE responsible_id IS NOT NULL AND pos < {BIN} GROUP BY responsible_id",
    # Single ones and series by an index each.
    "contacts": "SELECT responsible_id, SUM(n) FROM ("
    + " UNION ALL ".join(_CONTACTS.format(rule) for rule in ("= ''", "<> ''"))
    + ") GROUP BY responsible_id",
    "deals": "SELECT responsible_id, COUNT(*) FROM deal WHERE state = 'open' AND deleted = 0"
    f" AND responsible_id IS NOT NULL AND {_LIVE} GROUP BY responsible_id",
    "requests": "SELECT responsible_id, COUNT(*) FROM request WHERE resolved_at IS NULL AND deleted = 0"
    f" AND responsible_id IS NOT NULL AND {_LIVE} GROUP BY responsible_id",
}


def take_login(store: Store, mine: bytes | None, login: str) -> bytes:
    """Note that whoever sits here goes by ``login`` at the shared database; who that is as a colleague.

    ``mine`` is who sat here until now (``me``). Who has the login already is meant, whatever the name: this is another
    laptop of the same person. Else it is ``mine``, unless that one has another login: then somebody else sits before a
    copy of a colleague's file, and is known by the name in the settings, or becomes a colleague. To be called before
    the first sync, which brings the rows of one person together.
    """
    with store.change(Op.EDIT_LISTS, undoable=False) as change:
        standing = people(store)
        known = next((each for each in standing if each.login == login), None)
        own = _own(standing, mine, store.who or login)
        if own is not None:
            # Where the login is known, the one of this file and the one of the shared base become one in the sync.
            change.execute("UPDATE colleague SET login = ?, active = 1 WHERE id = ?", (login, own.id))
        found = known or own
        id_ = found.id if found is not None else uuid7()
        if found is None:
            taken = any(fold(each.name) == fold(store.who) for each in standing)
            name = f"{store.who} ({login})" if store.who and taken else store.who or login
            change.execute("INSERT INTO colleague(id, name, login) VALUES (?, ?, ?)", (id_, name, login))
        meta.put(store, _ME, id_.hex())
    store.who = my_name(store)
    return id_


def _own(standing: list[Colleague], mine: bytes | None, name: str) -> Colleague | None:
    """The row of this file that is whoever sits here: one without a login, for another's login is another person."""
    without = [each for each in standing if not each.login]
    by_id = next((each for each in without if each.id == mine), None)
    return by_id or next((each for each in without if fold(each.name) == fold(name)), None)


def change_login(store: Store, login: str) -> None:
    """Note that whoever sits here has another login now, or is whoever has it already (another laptop of the same)."""
    mine = me(store)
    if mine is None or any(each.login == login for each in people(store)):
        take_login(store, mine, login)
        return
    with store.change(Op.EDIT_LISTS, undoable=False) as change:
        change.execute("UPDATE colleague SET login = ? WHERE id = ?", (login, mine))


def call_me(store: Store, name: str) -> bool:
    """Whoever sits here is called otherwise in the settings: so is the colleague, once a login has said who that is.

    False: nobody has; the name of the settings says it at the next start. Raises NameEmpty, NameTaken.
    """
    mine = me(store) if meta.get(store, _ME) is not None else None
    if mine is None:
        return False
    rename(store, mine, name)
    return True


def rename(store: Store, colleague_id: bytes, name: str) -> None:
    """Call a colleague otherwise; whoever sits here stands in the history under the new name from now on.

    Raises NameEmpty, NameTaken, RecordNotFound.
    """
    is_me = colleague_id == me(store)
    dictionaries.rename(store, Dictionary.COLLEAGUE, colleague_id, name)
    if is_me:
        store.who = " ".join(name.split())


def are_one(store: Store, colleague_id: bytes, into: bytes, progress: Progress | None = None) -> None:
    """Two rows are one person: all that the first has goes to the second, and the first is no more. One undo.

    For what names alone could not tell: somebody written down as "Boris P." who joined as "Boris Petrov". ``progress``
    (done, total) may cancel by raising.

    Raises:
        NameTaken: both have joined, so that they are two people.
        RecordNotFound: one of them is not there.
    """
    logins = {each.id: each for each in people(store)}
    if colleague_id not in logins or into not in logins or colleague_id == into:
        raise RecordNotFound(table=Dictionary.COLLEAGUE.value, id=colleague_id)
    if logins[colleague_id].login:
        raise NameTaken(table=Dictionary.COLLEAGUE.value, name=logins[colleague_id].name, id=colleague_id)
    dictionaries.delete(store, Dictionary.COLLEAGUE, colleague_id, replace_by=into, progress=progress)


def _living(store: Store, colleague_id: bytes) -> bytes | None:
    """The row, or the one it was merged into; None for one that is gone."""
    for _ in range(_MOST_MERGES):
        found = store.read("SELECT merged_into, deleted FROM colleague WHERE id = ?", (colleague_id,))
        if not found or (found[0][1] and found[0][0] is None):
            return None
        if found[0][0] is None:
            return colleague_id
        colleague_id = found[0][0]
    return None
