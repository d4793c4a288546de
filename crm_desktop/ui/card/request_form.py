"""A complaint, a question or an unmet wish: written down, answered, resolved."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.clock import utc_text
from crm_desktop.errors import DateRefused, NobodyChosen, RecordEmpty
from crm_desktop.kinds import Channel, Op, RequestKind
from crm_desktop.services import clients, requests
from crm_desktop.services.drafts import RequestDraft
from crm_desktop.services.typed_time import When
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.card.entry_choice import EntryChoice, asks_whom, colleague_choices
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session

_WAITS, _ANSWERED, _RESOLVED = "waits", "answered", "resolved"


def _standings() -> list[tuple[str, str]]:
    return [
        (_WAITS, trc("request", "Waits")),
        (_ANSWERED, trc("request", "Answered")),
        (_RESOLVED, trc("request", "Resolved")),
    ]


class RequestForm(SmallForm):
    """A new request of a client, or one that is there. Without a client the form asks whose it is.

    ``offered`` is the client that it proposes where it asks.
    """

    def __init__(
        self,
        session: Session,
        client_id: bytes | None = None,
        request_id: bytes | None = None,
        *,
        offered: bytes | None = None,
    ) -> None:
        self._request_id = request_id
        self.resolved_id: bytes | None = None
        """The request where saving resolved it."""
        self._base = RequestDraft(client_id or b"", responsible_id=session.base.me)
        if request_id is not None:
            self._base = requests.draft_of(session.store, request_id)
        self._asks_whose = client_id is None and request_id is None
        title = tr("Complaint or request")
        key = f"request:{request_id.hex()}" if request_id else f"request:new:{(client_id or b'').hex()}"
        super().__init__("request_form", title, session, key)
        self._add_widgets()
        self._show_draft(self._base)
        if offered is not None and self._asks_whose:
            self._client.show_client(offered, clients.draft_of(session.store, offered).name)
        self.ready()

    def focus_first(self) -> None:
        widget: QWidget = self._text if self._request_id is None else self._resolution
        if self._asks_whose and self._client.client_id() is None:
            widget = self._client
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {
            "client": (self._client.client_id(), self._client.text()) if self._asks_whose else None,
            "kind": self._kind.value(),
            "channel": self._channel.value(),
            "text": self._text.text(),
            "received": self._received.text(),
            "responsible": self._responsible.value(),
            "standing": self._standing.value(),
            "resolution": self._resolution.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        if self._asks_whose and state.get("client"):
            self._client.show_client(*state["client"])
        self._kind.choose(RequestKind(state["kind"]))
        self._channel.choose(Channel(state.get("channel", "")))
        self._text.set_text(state["text"])
        self._received.line.setText(state["received"])
        self._responsible.choose(state["responsible"])
        self._standing.choose(state["standing"])
        self._resolution.set_text(state["resolution"])

    def write(self) -> str:
        store = self.session.store
        if self._received.is_wrong():
            raise DateRefused(field="received_at", value=self._received.text())
        client_id = self._base.client_id
        if self._asks_whose:
            client_id = self._client.client_id() or b""
            if not client_id and not self._client.text().strip():
                raise RecordEmpty(table="request", field="client_id")
            if not client_id:
                raise NobodyChosen(field="client_id", text=self._client.text())
        now = utc_text(store.clock.now())
        standing = self._standing.value()
        answered = None if standing == _WAITS else self._base.answered_at or now
        draft = replace(
            self._base,
            client_id=client_id,
            kind=self._kind.value(),
            channel=self._channel.value(),
            text=self._text.text(),
            received_at=self._received_at(),
            responsible_id=self._responsible.value(),
            answered_at=answered,
            resolved_at=(self._base.resolved_at or now) if standing == _RESOLVED else None,
            resolution=self._resolution.text(),
        )
        newly = standing == _RESOLVED and self._base.resolved_at is None
        if self._request_id is None:
            made = requests.add(store, draft)
            self.resolved_id = made if newly else None
            return Op.ADD_REQUEST
        self.resolved_id = self._request_id if newly else None
        requests.edit(store, self._request_id, draft)
        return Op.EDIT_REQUEST

    def _received_at(self) -> str:
        if self._received.text() == self._shown_received:
            return self._base.received_at
        when = self._received.when()
        if when is None:
            return ""
        # A day alone is enough for a clock that counts days: it begins with that day.
        return When(when.day, when.time or time()).stored

    def _show_draft(self, draft: RequestDraft) -> None:
        self._shown_received = typed_text(draft.received_at)
        resolved = _RESOLVED if draft.resolved_at else _ANSWERED if draft.answered_at else _WAITS
        self.show_state(
            {
                "kind": draft.kind,
                "channel": draft.channel,
                "text": draft.text,
                "received": self._shown_received,
                "responsible": draft.responsible_id,
                "standing": resolved,
                "resolution": draft.resolution,
            }
        )

    def _add_widgets(self) -> None:
        kinds = [(kind, text_kinds.request_kind(kind)) for kind in RequestKind]
        self._kind = ChoiceRow("request_kind", tr("What it is"), kinds, mnemonics=True)
        self._text = TextBox("request_text", text_kinds.field("text"), tr("In the client's words"), least=2)
        self._received = WhenField("request_received", tr("Received"), self.session.store.clock, ahead=False)
        colleagues = colleague_choices(self.session, self._base.responsible_id)
        self._responsible = EntryChoice("request_responsible", tr("With whom"), colleagues)
        self._standing = ChoiceRow("request_standing", tr("How it stands"), _standings())
        self._resolution = TextBox("request_resolution", tr("How it was resolved"), tr("How it was resolved"))
        came = [(each, text_kinds.channel(each)) for each in Channel if each is not Channel.ANY]
        self._channel = ChoiceRow("request_channel", tr("How it came"), came, nothing=Channel.ANY)
        self._client = ClientField("request_client_field", tr("Client"), self.session)
        self.add_row("", self._kind)
        if self._asks_whose:
            self.add_row(tr("Client"), self._client, "client_id")
            self._client.picked.connect(self.touched)
        self.add_row(tr("About"), self._text, "text")
        self.add_row(tr("Received"), self._received, "received_at", self._received.line)
        self.add_row(trc("request", "Came by"), self._channel)
        self.add_row(tr("With"), self._responsible, "responsible_id")
        self.show_row(self._responsible, shown=asks_whom(colleagues))
        self.add_row("", self._standing)
        self.add_row(tr("Result"), self._resolution, "resolution")
        for row in (self._kind, self._channel, self._standing):
            row.told.changed.connect(self.touched)
        self._responsible.activated.connect(lambda _index: self.touched())
        self._received.edited.connect(self.touched)
