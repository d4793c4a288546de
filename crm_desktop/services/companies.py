"""The companies people belong to: found by name, or made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.errors import OwnReference
from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind
from crm_desktop.services import numbers, writing
from crm_desktop.services.by_name import named

if TYPE_CHECKING:
    from crm_desktop.services.drafts import EmploymentDraft
    from crm_desktop.storage.store import Store


def company_of(store: Store, employment: EmploymentDraft, person_id: bytes) -> bytes | None:
    """The company an employment names: the one of its id, else the one of its name, made when there is none.

    Inside an open change. None when no company is named.

    Raises:
        OwnReference: the company is the person.
        RecordNotFound: no client has the id.
    """
    if employment.company_id is not None:
        if employment.company_id == person_id:
            raise OwnReference(field="company_id")
        writing.row(store, "client", employment.company_id)
        return employment.company_id
    if not fold(employment.company_name):
        return None
    found = named(store, employment.company_name, ClientKind.COMPANY)
    return found[0] if found else _make(store, employment.company_name)


def _make(store: Store, name: str) -> bytes:
    return writing.insert(
        store,
        "client",
        {
            "kind": ClientKind.COMPANY.value,
            "name": name,
            "number": numbers.reserve(store),
            "created_at": utc_text(store.clock.now()),
        },
    )
