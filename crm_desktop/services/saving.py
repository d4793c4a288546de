"""What the form of a client holds, saved as one operation: the client and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Op, PlanStart
from crm_desktop.services import clients, photos, plan_starts

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft
    from crm_desktop.storage.store import Store


def save_client(
    store: Store,
    client_id: bytes | None,
    draft: ClientDraft,
    *,
    seen: ClientDraft | None = None,
    photo: bytes | None = None,
) -> bytes:
    """Add a client (``client_id`` None) or edit one; its id. A new one begins the plans that wait for it.

    ``seen`` as in ``clients.edit``. ``photo``: None leaves it, empty takes it away, bytes are the new one.

    Raises:
        PhotoRefused: the bytes are no picture that can be kept; nothing is written then.
        UserError: as ``clients.add`` and ``clients.edit``.
    """
    with store.change(Op.ADD_CLIENT if client_id is None else Op.EDIT_CLIENT):
        if client_id is None:
            client_id = clients.add(store, draft)
            today = store.clock.now().astimezone().date()
            responsible = draft.responsible_id
            plan_starts.begin(
                store, PlanStart.NEW_CLIENT, client_id, client_id, today, responsible_id=responsible
            )
        else:
            clients.edit(store, client_id, draft, seen=seen)
        if photo:
            photos.set_photo(store, client_id, photo)
        elif photo is not None:
            photos.remove(store, client_id)
    return client_id
