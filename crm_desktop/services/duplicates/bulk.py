"""All certain duplicates merged at once: one operation, of which each pair can still be parted by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.errors import MergeRefused, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services.duplicates.apart import pairs_apart
from crm_desktop.services.duplicates.finding import Certainty, DuplicatePair
from crm_desktop.services.duplicates.merging import Say, merge_within

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]
Group = tuple[bytes, ...]
"""Clients to become one; the first is kept."""

_CHUNK = 20
"""Groups merged in one transaction: some tens of milliseconds."""


def certain_groups(store: Store, pairs: Iterable[DuplicatePair]) -> list[Group]:
    """What the certain ones among ``pairs`` come to: two pairs with a client in common are three clients to be one.

    Groups in which any two are known to be two are left out: they want a look.
    """
    group_of: dict[bytes, list[bytes]] = {}
    for pair in pairs:
        if pair.certainty is not Certainty.CERTAIN:
            continue
        one, other = (group_of.setdefault(client_id, [client_id]) for client_id in pair.ids)
        if one is not other:
            one.extend(other)
            group_of.update((client_id, one) for client_id in other)
    distinct = {id(group): tuple(group) for group in group_of.values()}
    kept_apart = pairs_apart(store)
    return [group for group in distinct.values() if not _any_apart(group, kept_apart)]


def merge_groups(
    store: Store, groups: Sequence[Group], *, say: Say, progress: Progress = lambda done, total: None
) -> int:
    """Merge each group into its first client, all in one operation; how many clients went into others.

    A group of which somebody is gone meanwhile is passed over. ``progress`` (groups done, all) is called between the
    chunks and may cancel by raising: everything is then taken back.
    """
    merged = 0
    with store.long_change(Op.MERGE_CLIENTS) as work:
        for start in range(0, len(groups), _CHUNK):
            with work.chunk() as change:
                for keep, *others in groups[start : start + _CHUNK]:
                    try:
                        merge_within(store, change, keep, others, {}, say=say)
                    except (MergeRefused, RecordNotFound):
                        continue  # nothing was written: both are found out before
                    merged += len(others)
            progress(min(start + _CHUNK, len(groups)), len(groups))
        work.finish(info={"count": merged})
    return merged


def _any_apart(group: Group, kept_apart: set[tuple[bytes, bytes]]) -> bool:
    ordered = sorted(group)
    return any(
        (one, other) in kept_apart for place, one in enumerate(ordered) for other in ordered[place + 1 :]
    )
