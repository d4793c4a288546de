"""The lists people keep themselves: stages, tags, groups, sources, colleagues.

Names are unique within a list as a person reads them (folded: upper and lower case, accents and ё make no difference).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import EntryInUse, NameEmpty, NameTaken, NumberRefused, RecordNotFound
from crm_desktop.folding import fold
from crm_desktop.kinds import Op, StageRole

# Named here too: the window knows no models.
from crm_desktop.models.contacts import LONGEST_SILENCE_DAYS as LONGEST_SILENCE_DAYS
from crm_desktop.models.ranks import STEP, reranked
from crm_desktop.services import links, stage_history, writing
from crm_desktop.services.bulk import Progress, in_bulk

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


class Dictionary(StrEnum):
    """The lists, named as their tables are."""

    STAGE = "stage"
    TAG = "tag"
    GROUP = "client_group"
    SOURCE = "source"
    COLLEAGUE = "colleague"


_REFERENCES: dict[Dictionary, tuple[tuple[str, str], ...]] = {
    Dictionary.STAGE: (("client", "stage_id"),),
    Dictionary.TAG: (("client_tag", "tag_id"),),
    Dictionary.GROUP: (("group_member", "group_id"),),
    Dictionary.SOURCE: (
        ("client", "source_id"),
        ("deal", "source_id"),
        ("campaign", "source_id"),
        ("source_cost", "source_id"),
    ),
    Dictionary.COLLEAGUE: (
        ("client", "responsible_id"),
        ("activity", "responsible_id"),
        ("request", "responsible_id"),
        ("deal", "responsible_id"),
        ("feedback", "responsible_id"),
        ("view", "shared_by"),
    ),
}
_BOUND = frozenset({"campaign", "source_cost"})
"""Tables whose rows mean nothing without an entry: unless another replaces it, they stay with the one in the bin."""
_RANKED = frozenset({Dictionary.STAGE, Dictionary.GROUP, Dictionary.SOURCE})
_COLOURED = frozenset({Dictionary.STAGE, Dictionary.TAG})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list. ``role`` and ``colour`` only where the list has them; silence in days, None: any."""

    id: bytes
    name: str
    role: StageRole = StageRole.OWN
    colour: str = ""
    longest_silence_days: int | None = None
    ideal_silence_days: int | None = None
    active: bool = True


def entries(store: Store, which: Dictionary) -> list[Entry]:
    """The list in its own order; tags and colleagues by name."""
    columns = [
        "role" if which is Dictionary.STAGE else "''",
        "colour" if which in _COLOURED else "''",
        "longest_silence_days, ideal_silence_days" if which is Dictionary.GROUP else "NULL, NULL",
        "active" if which is Dictionary.COLLEAGUE else "1",
    ]
    order = "rank, rid" if which in _RANKED else "rid"
    found = store.read(
        f"SELECT id, name, {', '.join(columns)} FROM {which} WHERE deleted = 0 ORDER BY {order}"
    )
    listed = [
        Entry(id_, name, StageRole(role), colour, longest, ideal, bool(active))
        for id_, name, role, colour, longest, ideal, active in found
    ]
    return listed if which in _RANKED else sorted(listed, key=lambda entry: fold(entry.name))


def usage(store: Store, which: Dictionary) -> dict[bytes, int]:
    """On how many live records each entry stands."""
    counts: dict[bytes, int] = {}
    for table, column in _REFERENCES[which]:
        for entry_id, count in store.read(
            f"SELECT {column}, COUNT(*) FROM {table} WHERE {column} IS NOT NULL AND deleted = 0 GROUP BY {column}"
        ):
            counts[entry_id] = counts.get(entry_id, 0) + count
    return counts


def find(store: Store, which: Dictionary, name: str) -> bytes | None:
    """The entry of that name, as people compare names."""
    folded = fold(name)
    for entry in entries(store, which):
        if fold(entry.name) == folded and folded:
            return entry.id
    return None


def add(
    store: Store,
    which: Dictionary,
    name: str,
    *,
    colour: str = "",
    longest_silence_days: int | None = None,
) -> bytes:
    """Add an entry at the end of its list and return its id.

    Raises:
        NameEmpty, NameTaken: the name.
        NumberRefused: the silence is not between 1 and 3650 days.
    """
    with store.change(Op.EDIT_LISTS):
        name = _free_name(store, which, name)
        values: dict[str, Any] = {"name": name}
        if which in _COLOURED:
            values["colour"] = colour
        if which is Dictionary.GROUP:
            values["longest_silence_days"] = _silence("longest_silence_days", longest_silence_days)
        return _insert(store, which, values)


def ensure(store: Store, which: Dictionary, names: Iterable[str]) -> dict[str, bytes]:
    """The ids of these names, adding those not there yet; blank names are left out.

    Inside an open change it belongs to that operation. The result has each name as given (several spellings of one
    name have one id).
    """
    with store.change(Op.EDIT_LISTS):
        known = {fold(entry.name): entry.id for entry in entries(store, which)}
        ids: dict[str, bytes] = {}
        for name in names:
            clean = " ".join(name.split())
            folded = fold(clean)
            if not folded:
                continue
            if folded not in known:
                known[folded] = _insert(store, which, {"name": clean})
            ids[name] = known[folded]
        return ids


def rename(store: Store, which: Dictionary, entry_id: bytes, name: str) -> None:
    """Give an entry another name; a stage with a role may go back to the role's own word by the empty name.

    Raises:
        NameEmpty, NameTaken: the name.
        RecordNotFound: no such entry.
    """
    with store.change(Op.EDIT_LISTS):
        standing = writing.live_row(store, which, entry_id)
        if not (name.strip() == "" and standing.get("role")):
            name = _free_name(store, which, name, entry_id)
        writing.update(store, which, entry_id, {"name": name.strip()})


def recolour(store: Store, which: Dictionary, entry_id: bytes, colour: str) -> None:
    """Set the colour of a stage or tag: the name of one of the palette's colours. Raises RecordNotFound."""
    with store.change(Op.EDIT_LISTS):
        writing.update(store, which, entry_id, {"colour": colour})


def set_role(store: Store, stage_id: bytes, role: StageRole) -> None:
    """Say which step of the funnel a stage is; the stage that had this role loses it. Raises RecordNotFound."""
    with store.change(Op.EDIT_LISTS):
        writing.live_row(store, Dictionary.STAGE, stage_id)
        for entry in entries(store, Dictionary.STAGE):
            if entry.id != stage_id and entry.role is role and role is not StageRole.OWN:
                # Without a role it needs a name: the role's own word stands for none any more.
                name = entry.name or role.value
                writing.update(store, Dictionary.STAGE, entry.id, {"role": StageRole.OWN.value, "name": name})
        writing.update(store, Dictionary.STAGE, stage_id, {"role": role.value})


def set_silence(store: Store, group_id: bytes, *, ideal: int | None, longest: int | None) -> None:
    """Set how long clients of a group should and may go without contact, in days; None for any length.

    Raises:
        NumberRefused: not between 1 and 3650.
        RecordNotFound: no such group.
    """
    with store.change(Op.EDIT_LISTS):
        values = {
            "ideal_silence_days": _silence("ideal_silence_days", ideal),
            "longest_silence_days": _silence("longest_silence_days", longest),
        }
        writing.update(store, Dictionary.GROUP, group_id, values)


def set_active(store: Store, colleague_id: bytes, *, active: bool) -> None:
    """Say whether a colleague still works here (is offered in forms). Raises RecordNotFound."""
    with store.change(Op.EDIT_LISTS):
        writing.update(store, Dictionary.COLLEAGUE, colleague_id, {"active": int(active)})


def reorder(store: Store, which: Dictionary, ids: Sequence[bytes]) -> None:
    """Put a ranked list into this order; entries not named follow in their present order."""
    with store.change(Op.EDIT_LISTS):
        reorder_rows(store, which, ids)


def reorder_rows(store: Store, table: str, ids: Sequence[bytes]) -> None:
    """The rows of a ranked table into this order, writing as few rows as can be; inside an open change."""
    ranks = dict(store.read(f"SELECT id, rank FROM {table} WHERE deleted = 0 ORDER BY rank, rid"))
    order = [id_ for id_ in dict.fromkeys(ids) if id_ in ranks]
    order += [id_ for id_ in ranks if id_ not in set(order)]
    for id_, rank in zip(order, reranked([ranks[id_] for id_ in order]), strict=True):
        writing.update(store, table, id_, {"rank": rank})


def delete(
    store: Store,
    which: Dictionary,
    entry_id: bytes,
    *,
    replace_by: bytes | None = None,
    clear: bool = False,
    progress: Progress | None = None,
) -> None:
    """Move an entry to the bin; what it stood on gets ``replace_by``, or nothing when ``clear`` says so.

    One that stands on thousands of clients is taken off in chunks and belongs on a background thread; ``progress``
    (done, total) may cancel by raising.

    Raises:
        EntryInUse: it stands on live records and neither was said.
        RecordNotFound: it, or what replaces it, is not there.
    """
    standing = writing.live_row(store, which, entry_id)
    count = usage(store, which).get(entry_id, 0)
    if replace_by is not None:
        if replace_by == entry_id:
            raise RecordNotFound(table=which.value, id=replace_by)
        writing.live_row(store, which, replace_by)
    elif count and not clear:
        raise EntryInUse(table=which.value, name=standing["name"] or standing["role"], count=count)

    def write(change: Change, holders: Sequence[tuple[str, bytes]]) -> None:
        if which is Dictionary.STAGE:
            clients = [row_id for table, row_id in holders if table == "client"]
            stage_history.note_before(change, clients, replace_by, utc_text(store.clock.now()))
        _replace(change, which, holders, entry_id, replace_by)

    def remove() -> None:
        writing.delete(store, which, entry_id)

    in_bulk(store, Op.EDIT_LISTS, _holders(store, which, entry_id), write, last=remove, progress=progress)


def _holders(store: Store, which: Dictionary, entry_id: bytes) -> list[tuple[str, bytes]]:
    """The rows that have an entry, in the bin too, by table and id; for tags and groups the clients."""
    link = links.LINK_TABLES.get(which.value)
    if link is not None:
        table, column = link
        found = store.read(f"SELECT client_id FROM {table} WHERE {column} = ? AND deleted = 0", (entry_id,))
        return [("client", client_id) for (client_id,) in found]
    return [
        (table, row_id)
        for table, column in _REFERENCES[which]
        for (row_id,) in store.read(f"SELECT id FROM {table} WHERE {column} = ?", (entry_id,))
    ]


def _replace(
    change: Change,
    which: Dictionary,
    holders: Sequence[tuple[str, bytes]],
    entry_id: bytes,
    replacement: bytes | None,
) -> None:
    """Take an entry off these rows and put its replacement on."""
    if which.value in links.LINK_TABLES:
        clients = [client_id for _, client_id in holders]
        links.remove(change, which.value, clients, entry_id)
        if replacement is not None:
            links.add(change, which.value, clients, replacement)
        return
    for table, column in _REFERENCES[which]:
        if replacement is None and table in _BOUND:
            continue
        change.executemany(
            f"UPDATE {table} SET {column} = ? WHERE id = ? AND {column} = ?",
            ((replacement, row_id, entry_id) for of, row_id in holders if of == table),
        )


def _insert(store: Store, which: Dictionary, values: dict[str, Any]) -> bytes:
    if which in _RANKED:
        highest = store.read(f"SELECT MAX(rank) FROM {which} WHERE deleted = 0")[0][0]
        values["rank"] = (highest or 0) + STEP
    return writing.insert(store, which, values)


def _free_name(store: Store, which: Dictionary, name: str, entry_id: bytes | None = None) -> str:
    """The name, tidied, if no other entry has it."""
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table=which.value)
    holder = find(store, which, clean)
    if holder is not None and holder != entry_id:
        raise NameTaken(table=which.value, name=clean, id=holder)
    return clean


def _silence(field: str, days: int | None) -> int | None:
    if days is not None and not 1 <= days <= LONGEST_SILENCE_DAYS:
        raise NumberRefused(field=field, value=days, least=1, most=LONGEST_SILENCE_DAYS)
    return days
