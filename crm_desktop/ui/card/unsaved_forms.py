"""The forms that were left unsaved: whose they are, told from the keys they were kept under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import RecordNotFound
from crm_desktop.services import activities, deals, feedback, payments, requests, unsaved
from crm_desktop.services.card import card as read_card
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.card.activity_about import about_words, activity_key
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.base import Store
    from crm_desktop.services.unsaved import Unsaved

_READERS: dict[str, Callable[..., object]] = {
    "activity": activities.draft_of,
    "deal": deals.draft_of,
    "feedback": feedback.draft_of,
    "payment": payments.draft_of,
    "request": requests.draft_of,
}


@dataclass(frozen=True, slots=True)
class UnsavedForm:
    """A form that can be gone on with.

    Attributes:
        unsaved: what it held, and when.
        subject: ``client``, ``activity``, ``deal``, ``feedback``, ``payment`` or ``request``.
        client_id: whose card it belongs to; None for a client who is not in the base yet and a contact with nobody.
        record_id: the record it changes; None for a new one.
        planned: the form of an activity plans one.
        name: who it is about, for the user.
    """

    unsaved: Unsaved
    subject: str
    client_id: bytes | None
    record_id: bytes | None
    planned: bool
    name: str


def unsaved_forms(store: Store) -> list[UnsavedForm]:
    """All forms that can be gone on with, the newest first; those whose client or record is gone are left out."""
    found = (_form(store, each) for each in unsaved.all_unsaved(store))
    return [form for form in found if form is not None]


def _form(store: Store, kept: Unsaved) -> UnsavedForm | None:
    subject, _, rest = kept.key.partition(":")
    if kept.key == "client:new":
        typed = kept.value.name if isinstance(kept.value, ClientDraft) else ""
        return UnsavedForm(kept, subject, None, None, planned=False, name=typed or tr("New client"))
    if kept.key == activity_key(None, planned=True):
        return UnsavedForm(kept, subject, None, None, planned=True, name=tr("Planned contact"))
    try:
        if subject == "client":
            client_id, record_id, planned = bytes.fromhex(rest), None, ""
        elif rest.startswith("new:"):
            whose, _, planned = rest.removeprefix("new:").partition(":")
            client_id, record_id = bytes.fromhex(whose), None
        else:
            record_id, planned = bytes.fromhex(rest), ""
            draft = _READERS[subject](store, record_id)
            client_id = draft.client_id  # type: ignore[attr-defined]  # each draft has it
            if isinstance(draft, ActivityDraft) and client_id is None:
                name = about_words(store, draft, when=True)
                return UnsavedForm(kept, subject, None, record_id, planned=True, name=name)
        card = read_card(store, client_id, store.clock.now().astimezone().date())
    except (KeyError, ValueError, RecordNotFound):
        return None
    if card.deleted:
        return None
    return UnsavedForm(kept, subject, client_id, record_id, planned=planned == "1", name=card.name)
