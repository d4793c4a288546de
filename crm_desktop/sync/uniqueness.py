"""What must stand once on the server: names of lists, numbers of clients (4.8). Decided last, as I11 says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.folding import fold
from crm_desktop.kinds import ConflictKind
from crm_desktop.sync import people
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.tables import synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.merge import Value
    from crm_desktop.sync.snapshot import RowKey
    from crm_desktop.sync.tables import SyncedTable
    from crm_desktop.sync.work import Work

Name = tuple[str, ...]


def unite_names(work: Work) -> None:
    """Two entries of one name become one: the one sent is merged into the one that stands."""
    for name in dict.fromkeys(key[0] for key in work.rows):
        table = synced_table(name)
        if not table.unique:
            continue
        keys = [key for key in work.rows if key[0] == name and not work.rows[key]["deleted"]]
        if keys and name not in work.known.names:
            work.wanted.names.add(name)
        elif keys and name == "colleague":
            people.unite_people(work, keys)
        elif keys:
            _unite(work, table, keys)


def _unite(work: Work, table: SyncedTable, keys: list[RowKey]) -> None:
    holders = {
        _folded(values): id_
        for id_, values in work.known.names[table.name]
        if (table.name, id_) not in work.rows
    }
    # Those that had their name already come first: they are what others may be merged into.
    for key in sorted(keys, key=lambda key: not _had_its_name(work, table, key)):
        row = work.rows[key]
        name = _name_of(table, row)
        if not name[0]:
            continue
        holder = holders.setdefault(name, key[1])
        if holder != key[1]:
            row |= {"deleted": 1, "merged_into": holder}


def _name_of(table: SyncedTable, row: dict[str, Any]) -> Name:
    return _folded(tuple(row[column] for column in table.unique))


def _folded(values: tuple[Value, ...]) -> Name:
    return tuple(fold(str(value)) for value in values)


def _had_its_name(work: Work, table: SyncedTable, key: RowKey) -> bool:
    theirs = work.server(key)
    return (
        theirs is not None
        and not theirs["deleted"]
        and _folded(tuple(theirs[column] for column in table.unique)) == _name_of(table, work.rows[key])
    )


def give_numbers(work: Work) -> None:
    """No two live clients have one number: who has it on the server keeps it, the other gets a new one, listed.

    A new client without a number, which a laptop makes that has none left to give, gets one.
    """
    clients = [key for key in work.rows if key[0] == "client" and not work.rows[key]["deleted"]]
    # Who keeps the number it has comes first.
    clients.sort(key=lambda key: not _keeps_its_number(work, key))
    taken: set[int] = set()
    without: list[RowKey] = []
    for key in clients:
        number = work.rows[key]["number"]
        if number is None:
            if work.server(key) is None:
                without.append(key)
        elif number in taken or _is_held(work, number):
            without.append(key)
        else:
            taken.add(number)
    if len(work.known.fresh) < len(without):
        work.wanted.fresh, work.wanted.above = len(without), max(taken, default=0)
        return
    for key, number in zip(without, work.known.fresh, strict=False):
        before = work.rows[key]["number"]
        work.rows[key]["number"] = number
        if before is not None:
            work.tell(key, Conflict("number", ConflictKind.NUMBER, None, number, before))


def _keeps_its_number(work: Work, key: RowKey) -> bool:
    theirs = work.server(key)
    return theirs is not None and not theirs["deleted"] and theirs["number"] == work.rows[key]["number"]


def _is_held(work: Work, number: int) -> bool:
    """Whether a client has it that this push does not speak of."""
    if number not in work.known.numbers:
        work.wanted.numbers.add(number)
        return False
    holder = work.known.numbers[number]
    return holder is not None and ("client", holder) not in work.rows
