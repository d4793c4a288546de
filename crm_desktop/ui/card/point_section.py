"""How to reach the client: phones, e-mails, messengers, sites and addresses as rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.kinds import PointKind, PointLabel
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.typed import phones_in
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Section
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.rows import Row, RowColumn
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session

_ONE_LINE = (PointKind.PHONE, PointKind.EMAIL, PointKind.MESSENGER, PointKind.SITE)
_SERVICES = ("WhatsApp", "Telegram", "Viber", "Signal", "Messenger", "Skype")
_PHONE_LABELS = (
    PointLabel.NONE,
    PointLabel.MOBILE,
    PointLabel.WORK,
    PointLabel.HOME,
    PointLabel.DIRECT,
    PointLabel.FAX,
)
_ADDRESS_LABELS = (PointLabel.NONE, PointLabel.WORK, PointLabel.HOME, PointLabel.DELIVERY, PointLabel.BILLING)
_CHOICE_WIDTH = 136  # the longest word of a list in three languages, and its arrow
_ADDRESS_PARTS = ("street", "city", "postal_code", "region", "country")


class LabelField(QComboBox):
    """A label of the list, or one of the user's own."""

    def __init__(self, name: str, labels: tuple[PointLabel, ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(text_kinds.field("label"))
        self._line = QLineEdit()
        self._line.setPlaceholderText(text_kinds.field("label"))
        self.setLineEdit(self._line)
        # An own label must not be turned into one of the list that begins alike.
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt's own way to have none
        self.setFixedWidth(_CHOICE_WIDTH)
        self._words = {text_kinds.point_label(each): each.value for each in labels}
        for word in self._words:
            self.addItem(word)

    def show_label(self, label: str) -> None:
        """Show a label of the base."""
        self.setCurrentText(text_kinds.point_label(label))
        self._line.setCursorPosition(0)

    def label(self) -> str:
        """The label as the base keeps it."""
        word = self.currentText().strip()
        return self._words.get(word, word)


class PointRow(Row):
    """A phone, an e-mail, a messenger or a site."""

    def __init__(self, session: Session, point: PointDraft) -> None:
        super().__init__()
        self._session = session
        self._point = point
        kinds = [(kind, text_kinds.point_kind(kind)) for kind in _ONE_LINE]
        self.kind = EntryChoice("point_kind", tr("Kind"), kinds)
        self.kind.setFixedWidth(_CHOICE_WIDTH)
        self.value = QLineEdit()
        self.value.setObjectName("point_value")
        self.service = QComboBox()
        self.service.setObjectName("point_service")
        self.service.setAccessibleName(tr("Which messenger"))
        self._service_line = QLineEdit()
        self.service.setLineEdit(self._service_line)
        self.service.addItems(["", *_SERVICES])
        self.service.setFixedWidth(_CHOICE_WIDTH)
        self.label = LabelField("point_label", _PHONE_LABELS)
        self.note = QLineEdit()
        self.note.setObjectName("point_note")
        self.note.setAccessibleName(tr("Note"))
        self.note.setPlaceholderText(tr("Note"))
        self._build()
        self._show(point)

    def point(self) -> PointDraft:
        """What the row holds."""
        kind = self.kind.value()
        return replace(
            self._point,
            kind=kind,
            value=self.value.text().strip(),
            label=self.label.label() if kind is not PointKind.MESSENGER else self._point.label,
            service=self.service.currentText().strip() if kind is PointKind.MESSENGER else "",
            note=self.note.text().strip(),
        )

    def _show(self, point: PointDraft) -> None:
        self.kind.choose(point.kind)
        self.value.setText(point.value)
        self.service.setCurrentText(point.service)
        for line in (self.value, self._service_line):
            line.setCursorPosition(0)  # where there is no room, the beginning tells more than the end
        self.label.show_label(point.label)
        self.note.setText(point.note)
        self._kind_changed()

    def _kind_changed(self) -> None:
        kind = self.kind.value()
        self.service.setVisible(kind is PointKind.MESSENGER)
        self.label.setVisible(kind is not PointKind.MESSENGER)
        self.value.setAccessibleName(text_kinds.point_kind(kind))
        self.value.setPlaceholderText(text_kinds.point_kind(kind))

    def _kind_chosen(self, _index: int) -> None:
        self._kind_changed()
        self.edited.emit()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.kind)
        row.addWidget(self.value, 5)
        row.addWidget(self.service)
        row.addWidget(self.label)
        row.addWidget(self.note, 2)
        row.addWidget(self.remove_button("point_remove"))
        self.watch(self.value, self.kind, self.label, self.note, self.service)
        self.kind.activated.connect(self._kind_chosen)
        for line in (self.value, self.note):
            line.textEdited.connect(lambda _text: self.edited.emit())
        for combo in (self.label, self.service):
            combo.currentTextChanged.connect(lambda _text: self.edited.emit())


class AddressRow(Row):
    """An address: as written in one line, and in parts."""

    def __init__(self, point: PointDraft) -> None:
        super().__init__()
        self._point = point
        self.parts: dict[str, QLineEdit] = {}
        self.label = LabelField("address_label", _ADDRESS_LABELS)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        places = {"street": (0, 0, 1, 3), "city": (1, 0, 1, 1), "postal_code": (1, 1, 1, 1), "region": (1, 2, 1, 1),
                  "country": (1, 3, 1, 1)}  # fmt: skip
        for name in _ADDRESS_PARTS:
            line = QLineEdit(getattr(point, name))
            line.setObjectName(f"address_{name}")
            line.setAccessibleName(text_kinds.field(name))
            line.setPlaceholderText(text_kinds.field(name))
            line.textEdited.connect(lambda _text: self.edited.emit())
            self.parts[name] = line
            grid.addWidget(line, *places[name])
        if not any(getattr(point, name) for name in _ADDRESS_PARTS):
            # An address that came as one text is edited as one text.
            self.parts["street"].setText(point.value)
        self.label.show_label(point.label)
        self.label.currentTextChanged.connect(lambda _text: self.edited.emit())
        grid.addWidget(self.label, 0, 3)
        grid.addWidget(self.remove_button("address_remove"), 0, 4)
        self.watch(self.parts["street"], *self.parts.values(), self.label)

    def point(self) -> PointDraft:
        """What the row holds. The text as written is dropped where the parts were changed."""
        values: dict[str, Any] = {name: line.text().strip() for name, line in self.parts.items()}
        point = replace(self._point, label=self.label.label())
        whole = not any(getattr(self._point, name) for name in _ADDRESS_PARTS) and bool(self._point.value)
        if whole and values == {**dict.fromkeys(_ADDRESS_PARTS, ""), "street": self._point.value}:
            return point
        same = all(values[name] == getattr(self._point, name) for name in _ADDRESS_PARTS)
        return replace(point, value=point.value if same else "", **values)


class PointSection(Section):
    """All rows, the addresses last."""

    def __init__(self, session: Session) -> None:
        super().__init__("section_points", tr("How to reach"))
        self._session = session
        self.points: RowColumn[PointRow] = RowColumn("point_rows")
        self.addresses: RowColumn[AddressRow] = RowColumn("address_rows")
        for rows in (self.points, self.addresses):
            rows.told.edited.connect(self.tell)
        self.column.addWidget(self.points)
        self.column.addWidget(self.addresses)
        row = QHBoxLayout()
        row.setSpacing(6)
        words = {
            PointKind.PHONE: trc("add", "Phone"),
            PointKind.EMAIL: trc("add", "E-mail"),
            PointKind.MESSENGER: trc("add", "Messenger"),
            PointKind.ADDRESS: trc("add", "Address"),
        }
        for kind, word in words.items():
            made = button(
                f"add_{kind.value}", word, look="quiet", icon="plus", clicked=partial(self.add_point, kind)
            )
            made.setAccessibleName(tr("Add: {what}", what=word))
            row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)

    def add_point(self, kind: PointKind) -> None:
        """Add an empty row and go there."""
        if kind is PointKind.ADDRESS:
            self.addresses.add_new(lambda: AddressRow(PointDraft(kind)))
        else:
            self.points.add_new(lambda: self._row(PointDraft(kind)))

    def show_draft(self, draft: ClientDraft) -> None:
        self._showing = True
        lines = [point for point in draft.points if point.kind is not PointKind.ADDRESS]
        self.points.show_rows([self._row(point) for point in lines])
        self.addresses.show_rows(
            [AddressRow(point) for point in draft.points if point.kind is PointKind.ADDRESS]
        )
        self._showing = False

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        lines = [row.point() for row in self.points.rows]
        addresses = [row.point() for row in self.addresses.rows]
        return replace(draft, points=(*lines, *addresses))

    def widgets(self) -> Mapping[str, QWidget]:
        """The first row stands for all: an error of a point does not say which."""
        if not self.points.rows:
            return {}
        first = self.points.rows[0]
        return {"value": first.value, "label": first.label, "note": first.note, "points": first.value}

    def _row(self, point: PointDraft) -> PointRow:
        row = PointRow(self._session, point)
        row.value.installEventFilter(self)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = next((row for row in self.points.rows if row.value is watched), None)
            if row is not None and self._key(row, event):
                return True
        return super().eventFilter(watched, event)

    def _key(self, row: PointRow, event: QKeyEvent) -> bool:
        """Return adds a row of the same kind; several pasted phones become several rows."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and row.value.text().strip():
            made = self._row(PointDraft(row.kind.value()))
            self.points.add(made, after=row)
            made.focus_first()
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and row.kind.value() is PointKind.PHONE:
            return self.paste_phones(row, QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard))
        return False

    def paste_phones(self, row: PointRow, text: str) -> bool:
        """Take several phones out of a pasted text, one per row; False where it holds at most one."""
        found = phones_in(self._session.store, text)
        if len(found) < 2:
            return False
        row.value.setText(found[0])
        last = row
        for phone in found[1:]:
            made = self._row(PointDraft(PointKind.PHONE, phone))
            self.points.add(made, after=last)
            last = made
        last.focus_first()
        self.tell()
        return True
