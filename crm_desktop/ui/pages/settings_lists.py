"""Editing a list that people keep: stages, groups, tags, sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import EntryInUse
from crm_desktop.kinds import StageRole
from crm_desktop.services import dictionaries
from crm_desktop.services.dictionaries import Dictionary, Entry
from crm_desktop.ui import text_kinds, theme
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.tones import tone_of
from crm_desktop.ui.widgets.badge import tone_colours
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.calm_fields import CalmChoice, CalmNumber
from crm_desktop.ui.widgets.page_frame import Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_RANKED = frozenset({Dictionary.STAGE, Dictionary.GROUP, Dictionary.SOURCE})
_COLOURED = frozenset({Dictionary.STAGE, Dictionary.TAG})
_BESIDE_NUMBER = 48
_WIDEST = 720


class ListEditor(QWidget):
    """One line per entry, edited in place; a line below for a new one. Every edit can be taken back by Ctrl+Z."""

    def __init__(self, session: Session, tell: Tell, which: Dictionary) -> None:
        super().__init__()
        self._session = session
        self._tell = tell
        self._which = which
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.addWidget(label(_explained(which), "quiet", wrap=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        self._card = Card()
        self._card.setMaximumWidth(_WIDEST)
        self._card.column.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._card.column.addLayout(self._lines)
        self._card.column.addLayout(self._new_line())
        column.addWidget(self._card)
        column.addStretch(1)
        outer.addWidget(scrolling(inside), 1)

    def reload(self) -> None:
        """Read the list again; the field in use keeps the focus."""
        with keeping_focus(self):
            clear(self._lines)
            store = self._session.store
            entries = dictionaries.entries(store, self._which)
            usage = dictionaries.usage(store, self._which)
            for place, entry in enumerate(entries):
                self._lines.addWidget(self._line(entry, place, len(entries), usage.get(entry.id, 0)))
                self._lines.addWidget(line())

    # ----------------------------------------------------------------------------------------------------------- lines

    def _line(self, entry: Entry, place: int, count: int, used: int) -> QWidget:
        made = QWidget()
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 6, 0, 6)
        row = QHBoxLayout()
        row.setSpacing(10)
        lines.addLayout(row)
        key = f"{self._which.value}_{entry.id.hex()}"
        if self._which in _COLOURED:
            row.addWidget(self._colour_button(key, entry))
        row.addWidget(self._name_field(key, entry), 1)
        if self._which is Dictionary.GROUP:
            # Below the name, which keeps its room in a small window.
            below = QHBoxLayout()
            below.setSpacing(10)
            for field in self._silence_fields(key, entry):
                below.addWidget(field)
            below.addStretch(1)
            lines.addLayout(below)
        if self._which is Dictionary.STAGE:
            row.addWidget(self._role_field(key, entry))
        used_label = label(ntr("{n} client", "{n} clients", used) if used else "", "quiet")
        used_label.setMinimumWidth(84)
        used_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(used_label)
        if self._which in _RANKED:
            up = tool_button(f"{key}_up", tr("Move up"), "arrow-up", clicked=lambda: self._move(entry.id, -1))
            up.setEnabled(place > 0)
            down = tool_button(
                f"{key}_down", tr("Move down"), "arrow-down", clicked=lambda: self._move(entry.id, 1)
            )
            down.setEnabled(place < count - 1)
            row.addWidget(up)
            row.addWidget(down)
        row.addWidget(
            tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(entry))
        )
        return made

    def _new_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        self._new = QLineEdit()
        self._new.setObjectName(f"new_{self._which.value}")
        self._new.setPlaceholderText(tr("New name"))
        self._new.setAccessibleName(tr("New name"))
        self._new.returnPressed.connect(self._add)
        row.addWidget(self._new, 1)
        row.addWidget(button(f"add_{self._which.value}", tr("Add"), icon="plus", clicked=self._add))
        return row

    def _name_field(self, key: str, entry: Entry) -> QLineEdit:
        # A stage without a name of its own goes by the word for its step, and back to it when the name is emptied.
        own_word = text_kinds.stage("", entry.role) if self._which is Dictionary.STAGE and entry.role else ""
        field = QLineEdit(entry.name or own_word)
        field.setObjectName(f"{key}_name")
        field.setAccessibleName(tr("Name"))
        field.setPlaceholderText(own_word)

        def keep() -> None:
            name = field.text().strip()
            name = "" if name == own_word else name
            # It also fires when the line is taken away: what was kept once is not kept again.
            if field.isModified() and name != entry.name:
                field.setModified(False)
                self._try(lambda: dictionaries.rename(self._session.store, self._which, entry.id, name))

        field.editingFinished.connect(keep)
        return field

    def _silence_fields(self, key: str, entry: Entry) -> tuple[QSpinBox, QSpinBox]:
        """How often, and at the latest after how many days; both are kept together when either is left."""
        ideal = self._days_field(
            f"{key}_ideal",
            tr("Ideal time without a contact, in days"),
            trc("in touch", "every"),
            entry.ideal_silence_days,
        )
        longest = self._days_field(
            f"{key}_silence",
            tr("Longest time without a contact, in days"),
            trc("in touch", "within"),
            entry.longest_silence_days,
        )
        kept = [(entry.ideal_silence_days, entry.longest_silence_days)]

        def keep() -> None:
            days = (ideal.value() or None, longest.value() or None)
            if days != kept[0]:
                kept[0] = days
                store = self._session.store
                self._try(lambda: dictionaries.set_silence(store, entry.id, ideal=days[0], longest=days[1]))

        ideal.editingFinished.connect(keep)
        longest.editingFinished.connect(keep)
        return ideal, longest

    @staticmethod
    def _days_field(name: str, title: str, before: str, days: int | None) -> QSpinBox:
        field = CalmNumber()
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setToolTip(title)
        field.setRange(0, dictionaries.LONGEST_SILENCE_DAYS)
        field.setSpecialValueText(f"{before} –")
        field.setPrefix(f"{before} ")
        field.setSuffix(" " + trc("short for days", "d"))
        field.setValue(days or 0)
        # Qt makes room for the longest number twice over.
        widest = f"{field.prefix()}{dictionaries.LONGEST_SILENCE_DAYS}{field.suffix()}"
        field.setFixedWidth(field.fontMetrics().horizontalAdvance(widest) + _BESIDE_NUMBER)
        return field

    def _role_field(self, key: str, entry: Entry) -> QComboBox:
        field = CalmChoice()
        field.setObjectName(f"{key}_role")
        field.setAccessibleName(tr("Step of the funnel"))
        for role in StageRole:
            field.addItem(tr("No step") if role is StageRole.OWN else text_kinds.stage("", role), role)
        field.setCurrentIndex(field.findData(entry.role))

        def keep(_index: int) -> None:
            role = StageRole(field.currentData())
            self._try(lambda: dictionaries.set_role(self._session.store, entry.id, role))

        field.activated.connect(keep)
        return field

    def _colour_button(self, key: str, entry: Entry) -> QWidget:
        made = tool_button(f"{key}_colour", tr("Colour"), "circle-check")
        made.setIcon(QIcon(dot(self, entry.colour)))
        menu = QMenu(made)
        for colour, words in colour_words().items():
            action = menu.addAction(QIcon(dot(self, colour)), words)
            action.triggered.connect(self._painter(entry.id, colour))
        made.setMenu(menu)
        return made

    # --------------------------------------------------------------------------------------------------------- actions

    def _add(self) -> None:
        if not self._new.text().strip():
            return
        if self._try(lambda: dictionaries.add(self._session.store, self._which, self._new.text())):
            self._new.clear()
            self._new.setFocus()

    def _move(self, id_: bytes, step: int) -> None:
        ids = [entry.id for entry in dictionaries.entries(self._session.store, self._which)]
        place = ids.index(id_)
        ids.insert(place + step, ids.pop(place))
        self._try(lambda: dictionaries.reorder(self._session.store, self._which, ids))

    def _painter(self, id_: bytes, colour: str) -> Callable[[bool], None]:
        def recolour(_checked: bool = False) -> None:
            self._try(lambda: dictionaries.recolour(self._session.store, self._which, id_, colour))

        return recolour

    def _delete(self, entry: Entry) -> None:
        store = self._session.store
        try:
            dictionaries.delete(store, self._which, entry.id)
        except EntryInUse as error:
            self._ask_replacement(entry, error)
        except Exception as error:
            self._tell.problem(error)
        else:
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _ask_replacement(self, entry: Entry, error: EntryInUse) -> None:
        """It stands on clients: offer what may take its place, as a menu under the button."""
        store = self._session.store
        menu = QMenu(self)
        menu.setObjectName("replacement_menu")
        used = ntr(
            "Stands on {n} client. Instead:",
            "Stands on {n} clients. Instead:",
            int(str(error.facts["count"])),
        )
        menu.addAction(used).setEnabled(False)
        for other in dictionaries.entries(store, self._which):
            if other.id != entry.id:
                words = (
                    text_kinds.stage(other.name, other.role)
                    if self._which is Dictionary.STAGE
                    else other.name
                )
                menu.addAction(words).triggered.connect(self._replacer(entry.id, other.id))
        menu.addSeparator()
        menu.addAction(tr("Nothing")).triggered.connect(self._replacer(entry.id, None))
        source = self.findChild(QWidget, f"{self._which.value}_{entry.id.hex()}_delete")
        menu.popup((source or self).mapToGlobal((source or self).rect().bottomLeft()))

    def _replacer(self, id_: bytes, other: bytes | None) -> Callable[[bool], None]:
        store, which = self._session.store, self._which

        def replace(_checked: bool = False) -> None:
            self._try(lambda: dictionaries.delete(store, which, id_, replace_by=other, clear=other is None))

        return replace

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._tell.problem(error)
            self.reload()
            return False
        return True


def dot(widget: QWidget, colour: str) -> QPixmap:
    """A dot of a chosen colour, for buttons and menus."""
    density = widget.devicePixelRatioF()
    drawn = QPixmap(QSize(16, 16) * density)
    drawn.setDevicePixelRatio(density)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    ink, _ground = tone_colours(theme.colours(widget.palette()), tone_of(colour))
    painter.setBrush(QColor(ink))
    painter.drawEllipse(2, 2, 12, 12)
    painter.end()
    return drawn


def colour_words() -> dict[str, str]:
    """The colours to choose from, and their words."""
    return {
        "grey": tr("Grey"),
        "green": tr("Green"),
        "blue": tr("Blue"),
        "pink": tr("Pink"),
        "purple": tr("Purple"),
        "amber": tr("Amber"),
        "red": tr("Red"),
    }


def _explained(which: Dictionary) -> str:
    return {
        Dictionary.STAGE: tr("How far a client has come. Each step of the funnel belongs to one stage."),
        Dictionary.GROUP: tr(
            "Clients looked after alike. The days say how long they may go without a contact."
        ),
        Dictionary.TAG: tr("Short words that you put on clients to find them together."),
        Dictionary.SOURCE: tr("Where clients come from: an advert, the site, a recommendation."),
    }[which]
