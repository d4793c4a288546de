"""The normalised key of a contact point: what makes two notations of one phone or e-mail the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import PointKind
from crm_desktop.models.emails import email_key
from crm_desktop.models.phones import parse_phones
from crm_desktop.services.facts import region

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def point_key(store: Store, kind: PointKind, value: str) -> str:
    """The key of a value, read for the country of this base; empty where the kind has none.

    A phone's is E.164 where valid, else its digits; an e-mail's is folded. A messenger known by a phone number
    (WhatsApp, Viber) shares the phone's key, so that the caller is found by it; addresses and sites have none.
    """
    if kind == PointKind.EMAIL:
        return email_key(value)
    if kind not in (PointKind.PHONE, PointKind.MESSENGER):
        return ""
    phones = parse_phones(value, region(store))
    if not phones or (kind == PointKind.MESSENGER and not phones[0].valid):
        return ""
    return phones[0].key
