"""The form of a client: new, or one that is there. Saved whole; what is typed survives a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.errors import ChangedMeanwhile, UserError
from crm_desktop.kinds import ClientKind, Op, PointKind
from crm_desktop.services import clients
from crm_desktop.services import fields as own
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.duplicates.merging import merge_draft
from crm_desktop.services.meanwhile import merged
from crm_desktop.services.photos import photo
from crm_desktop.services.saving import save_client
from crm_desktop.services.similar import similar
from crm_desktop.ui import formats
from crm_desktop.ui.card.conflict_list import ConflictList, field_words, taken, value_words
from crm_desktop.ui.card.date_section import DateSection
from crm_desktop.ui.card.form_head import FormHead
from crm_desktop.ui.card.form_keys import claim, saves
from crm_desktop.ui.card.kept_draft import KeptDraft
from crm_desktop.ui.card.name_section import NameSection
from crm_desktop.ui.card.other_sections import (
    OwnFieldsSection,
    StandingSection,
    notes_section,
    terms_section,
    wishes_section,
)
from crm_desktop.ui.card.photo_section import PhotoSection
from crm_desktop.ui.card.point_section import PointSection
from crm_desktop.ui.card.price_section import PriceSection
from crm_desktop.ui.card.similar_box import SimilarBox
from crm_desktop.ui.card.tab_order import move_focus
from crm_desktop.ui.card.work_section import WorkSection
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_duplicates import lost_words
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.buttons import label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.meanwhile import Conflict
    from crm_desktop.ui.card.bindings import Section
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_PAUSE_MS = 250
_WIDEST = 760
_MARGIN = 24


class ClientForm(QWidget):
    """All that a client can have, in calm parts.

    Signals:
        saved: carries the id of the client and the ``kinds.Op`` that was done.
        left: closed without saving; what was typed is kept.
        open_client: a possible duplicate should be opened; carries its id.
    """

    saved = Signal(object, str)
    left = Signal()
    open_client = Signal(object)

    def __init__(self, session: Session, tell: Tell, client_id: bytes | None = None) -> None:
        """Raises RecordNotFound where ``client_id`` is not in the base."""
        # Read first: where it fails, no half-made widget is left.
        seen = _first_draft(session) if client_id is None else clients.draft_of(session.store, client_id)
        super().__init__()
        self.setObjectName("client_form")
        self._session = session
        self._tell = tell
        self._client = client_id
        self._seen = self._untouched = seen
        key = f"client:{client_id.hex()}" if client_id else "client:new"
        self._kept = KeptDraft(self, session, key, self._content)
        title = tr("New client") if client_id is None else self._seen.name or tr("Client")
        self.setAccessibleName(title)
        self._head = FormHead(title)
        self._error = label("", "late", wrap=True)
        self._error.setObjectName("client_form_error")
        self._similar = SimilarBox(can_merge=client_id is None)
        self._conflicts = ConflictList()
        found = photo(session.store, client_id) if client_id is not None else None
        self._photo = PhotoSection(found.data if found else b"")
        self._names = NameSection()
        self._points = PointSection(session)
        self._work = WorkSection(session)
        self._sections: list[Section] = [
            self._names,
            self._points,
            self._work,
            wishes_section(),
            DateSection(session),
            StandingSection(session, self._seen),
            OwnFieldsSection(session),
            terms_section(),
            PriceSection(session),
            notes_section(),
        ]
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_similar)
        self._build()
        self._connect()
        self._show(self._seen)
        self._offer_kept()

    def draft(self, *, strict: bool = False) -> ClientDraft:
        """What the form holds. Raises UserError for a text that is no value where ``strict``."""
        draft = self._seen
        for section in self._sections:
            draft = section.filled(draft, strict=strict)
        return draft

    def save(self) -> None:
        """Save whole, or say at the field what is wrong."""
        self._do(self._write)

    def put_on(self, client_id: bytes) -> None:
        """Put what was typed on the card of a client that is there already."""

        def write(draft: ClientDraft) -> tuple[bytes, str]:
            merge_draft(self._session.store, client_id, draft, say=lost_words)
            return client_id, Op.MERGE_CLIENTS

        self._do(write)

    def _do(self, write: Callable[[ClientDraft], tuple[bytes, str]]) -> None:
        self._clear_wrong()
        try:
            client_id, op = write(self.draft(strict=True))
        except ChangedMeanwhile as error:
            self._show_conflicts(error)
        except UserError as error:
            self._show_error(error)
        except Exception as error:
            self._tell.problem(error)
        else:
            self._pause.stop()
            self._kept.drop()
            self.saved.emit(client_id, op)

    def leave(self) -> None:
        """Close; what was typed is kept and offered again."""
        self._kept.write()
        self.left.emit()

    def continue_kept(self) -> None:
        """Go on with what the form held when it was left."""
        found = self._kept.found()
        self._head.hide_kept()
        if found is not None and isinstance(found.value, ClientDraft):
            untouched = self._untouched
            self._show(found.value)
            self._untouched = untouched

    def error(self) -> str:
        """What is said to be wrong, or nothing."""
        return "" if self._error.isHidden() else self._error.text()

    def focus_first(self) -> None:
        """The focus into the name."""
        self._names.focus_first()

    def event(self, event: QEvent) -> bool:
        return claim(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if saves(event):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not move_focus(self, forward=forward):
            return False
        focused = self.window().focusWidget()
        if self._area.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, 60)
        return True

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]  # QHideEvent
        self._pause.stop()
        self._kept.close()

    # ------------------------------------------------------------------------------------------------------- content

    def _write(self, draft: ClientDraft) -> tuple[bytes, str]:
        chosen = self._photo.change()
        saved = save_client(self._session.store, self._client, draft, seen=self._seen, photo=chosen)
        return saved, Op.ADD_CLIENT if self._client is None else Op.EDIT_CLIENT

    def _show(self, draft: ClientDraft) -> None:
        for section in self._sections:
            section.show_draft(draft)
        self._untouched = self.draft()
        self._kind_changed()

    def _content(self) -> ClientDraft | None:
        draft = self.draft()
        return None if draft == self._untouched else draft

    def _edited(self) -> None:
        self._head.hide_kept()
        self._kept.touched()
        self._pause.start()

    def _look_for_similar(self) -> None:
        draft = self.draft()
        found = similar(self._session.store, draft, exclude=self._client)
        self._similar.show_similar(found)

    def _offer_kept(self) -> None:
        found = self._kept.found()
        if found is not None and isinstance(found.value, ClientDraft) and found.value != self._untouched:
            self._head.show_kept(tr("Unsaved draft, {when}", when=formats.moment(found.at)))

    def _discard_kept(self) -> None:
        self._head.hide_kept()
        self._kept.drop()

    # ------------------------------------------------------------------------------------------------- what is wrong

    def _show_error(self, error: UserError) -> None:
        self._error.setText(error_text(error))
        self._error.show()
        field = str(error.facts.get("field", ""))
        for section in self._sections:
            widget = section.widgets().get(field)
            if widget is not None:
                widget.setProperty("wrong", "true")
                restyle(widget)
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(widget, 0, 80)
                return
        self._area.verticalScrollBar().setValue(0)

    def _clear_wrong(self) -> None:
        self._error.hide()
        for section in self._sections:
            for widget in section.widgets().values():
                if widget.property("wrong") == "true":
                    widget.setProperty("wrong", "false")
                    restyle(widget)

    def _show_conflicts(self, error: ChangedMeanwhile) -> None:
        """Take both sides' changes into the form, and ask where they differ; the next save compares with theirs."""
        now = error.facts["now"]
        assert isinstance(now, ClientDraft)
        draft, conflicts = merged(self._seen, self.draft(), now)
        self._seen = now
        self._show(draft)
        self._untouched = now
        names, own_names = self._words_of_ids()
        words = [
            (field_words(each, own_names), value_words(each.mine, names), value_words(each.theirs, names))
            for each in conflicts
        ]
        self._conflicts.show_conflicts(conflicts, words)
        self._error.setText(error_text(error))
        self._error.show()
        self._area.verticalScrollBar().setValue(0)

    def _take_side(self, conflict: Conflict, mine: bool) -> None:
        untouched = self._untouched
        self._show(taken(self.draft(), conflict, mine=mine))
        self._untouched = untouched
        self._kept.touched()

    def _words_of_ids(self) -> tuple[dict[bytes, str], dict[bytes, str]]:
        store = self._session.store
        lists = (Dictionary.STAGE, Dictionary.SOURCE, Dictionary.COLLEAGUE)
        names = {entry.id: entry.name for which in lists for entry in entries(store, which)}
        return names, {field.id: field.name for field in own.own_fields(store)}

    # ------------------------------------------------------------------------------------------------------- widgets

    def _kind_changed(self) -> None:
        self._work.setVisible(self._names.kind() is ClientKind.PERSON)
        self._photo.show_client(self._seen.name, company=self._names.kind() is ClientKind.COMPANY)

    def _connect(self) -> None:
        for section in self._sections:
            section.edited.connect(self._edited)
        self._names.kind_changed.connect(self._kind_changed)
        self._head.save.connect(self.save)
        self._head.leave.connect(self.leave)
        self._head.continue_kept.connect(self.continue_kept)
        self._head.discard_kept.connect(self._discard_kept)
        self._similar.open_client.connect(self.open_client)
        self._similar.merge_into.connect(self.put_on)
        self._conflicts.chosen.connect(self._take_side)

    def _build(self) -> None:
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        column.setSpacing(10)
        for widget in (self._error, self._similar, self._conflicts, self._photo, *self._sections):
            column.addWidget(widget)
        column.addStretch(1)
        self._error.hide()
        self._area = QScrollArea()
        self._area.setObjectName("client_form_area")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self._area, 1)


def _first_draft(session: Session) -> ClientDraft:
    """What a new client begins with: the user is responsible, and a line for the phone stands ready."""
    return ClientDraft(points=(PointDraft(PointKind.PHONE),), responsible_id=session.base.me)
