"""What an activity is, for the forms that change it: as it stands, whether it lies ahead, and in a line of words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.services import activities, participants, series
from crm_desktop.ui import formats, text_kinds

if TYPE_CHECKING:
    from crm_desktop.services.base import Store
    from crm_desktop.services.drafts import ActivityDraft


def activity_key(client_id: bytes | None, *, planned: bool) -> str:
    """Under what the unsaved draft of a new activity is kept; of those with nobody yet, under one key."""
    return f"activity:new:{client_id.hex() if client_id else 'nobody'}:{int(planned)}"


def standing(store: Store, activity_id: bytes, occurrence: str | None) -> tuple[ActivityDraft, str | None]:
    """The activity, and of a series that goes on the occurrence meant: the due one where none is named.

    Raises RecordNotFound.
    """
    draft = activities.draft_of(store, activity_id)
    if not draft.rule or draft.held_at is not None:
        return draft, None
    occurrence = occurrence or series.due_of(store, activity_id, store.clock.now())
    return replace(draft, planned_at=occurrence or draft.planned_at), occurrence


def is_ahead(store: Store, draft: ActivityDraft) -> bool:
    """Whether its time has not come yet."""
    now = store.clock.now()
    present = now.astimezone().date().isoformat() if draft.all_day else utc_text(now)
    return (draft.planned_at or "") > present


def about_words(store: Store, draft: ActivityDraft, *, when: bool = False) -> str:
    """Its kind, with whom, what about; ``when``: and the time it is planned for."""
    names = participants.names(store, [*filter(None, [draft.client_id]), *draft.further])
    kind = text_kinds.activity_kind(draft.kind)
    if when:
        today = store.clock.now().astimezone().date()
        kind = ", ".join((kind, formats.moment(draft.planned_at or "", today)))
    return " · ".join(filter(None, (kind, ", ".join(names.values()), " ".join(draft.wanted.split()))))
