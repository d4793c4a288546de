"""All phones and e-mail addresses of many clients at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.kinds import PointKind

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_MOST = 500


@dataclass(frozen=True, slots=True)
class Reach:
    """The phones and e-mail addresses of one client as typed, in their order."""

    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


def phone_book(store: Store, client_ids: Sequence[bytes]) -> dict[bytes, Reach]:
    """How to reach each of the clients; an empty ``Reach`` for one without phone and e-mail."""
    found = {client_id: Reach() for client_id in client_ids}
    for start in range(0, len(client_ids), _MOST):
        portion = client_ids[start : start + _MOST]
        rows = store.read(
            "SELECT client_id, kind, value FROM contact_point WHERE kind IN (?, ?) AND deleted = 0"
            f" AND client_id IN ({', '.join('?' * len(portion))}) ORDER BY rank, rid",
            (PointKind.PHONE.value, PointKind.EMAIL.value, *portion),
        )
        for client_id, kind, value in rows:
            reach = found[client_id]
            (reach.phones if kind == PointKind.PHONE else reach.emails).append(value)
    return found
