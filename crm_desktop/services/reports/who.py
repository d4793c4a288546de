"""Which clients a report is about: conditions on ``client c``, with what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

LIVE = "c.deleted = 0"
_BATCH = 500


def clients(options: Options) -> tuple[str, dict[str, Any]]:
    """SQL for "a live client of the group, source, stage and tag asked for", over ``client c``, and its values.

    What lies in the bin, and cards that were merged into others, count for nothing: what they held went over, or is
    left out and said so.
    """
    conditions, values = [LIVE], {}
    if options.group is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM group_member gm"
            " WHERE gm.client_id = c.id AND gm.group_id = :group AND gm.deleted = 0)"
        )
        values["group"] = options.group
    if options.tag is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM client_tag ct WHERE ct.client_id = c.id AND ct.tag_id = :tag AND ct.deleted = 0)"
        )
        values["tag"] = options.tag
    if options.source is not None:
        conditions.append("c.source_id = :source")
        values["source"] = options.source
    if options.stage is not None:
        conditions.append("c.stage_id = :stage")
        values["stage"] = options.stage
    return " AND ".join(conditions), values


def in_care(options: Options) -> tuple[str, dict[str, Any]]:
    """As ``clients``, and of the person asked for those whom that person is responsible for."""
    condition, values = clients(options)
    if options.person is None:
        return condition, values
    return f"{condition} AND c.responsible_id = :person", values | {"person": options.person}


def owned(options: Options, column: str, *, in_bin: bool = False) -> tuple[str, dict[str, Any]]:
    """SQL for "of a client asked for", over a column that holds the id of a client, and its values.

    ``in_bin``: of the same clients those in the bin instead.
    """
    condition, values = clients(options)
    if restricts(options):
        wanted = condition.replace(LIVE, "c.deleted = 1") if in_bin else condition
        return f"{column} IN (SELECT c.id FROM client c WHERE {wanted})", values
    # The bin is small: looking there is cheaper than reading every client.
    return f"{column} {'IN' if in_bin else 'NOT IN'} (SELECT id FROM client WHERE deleted = 1)", values


def names(store: Store, ids: Sequence[bytes]) -> dict[bytes, str]:
    """The names of clients by their ids."""
    found: dict[bytes, str] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found.update(
            store.read(f"SELECT id, name FROM client WHERE id IN ({', '.join('?' * len(batch))})", batch)
        )
    return found


def restricts(options: Options) -> bool:
    """Whether only some of all clients are asked for."""
    return any((options.group, options.tag, options.source, options.stage))
