"""What can be done to many clients at once; stands over the foot of the list while several are selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from crm_desktop.services.dictionaries import Dictionary, Entry, entries
from crm_desktop.ui import icons, text_kinds
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, tool_button

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session


class MassBar(QFrame):
    """Stage, tag, group, responsible, merge, bin.

    Signals:
        set_wanted: a field (as ``mass_edit.set_field`` names it) and the id of its new value, or None.
        mark_wanted: a dictionary, the id of its entry, and whether to add it (else to take it off).
        merge_wanted: make them one.
        delete_wanted: to the bin.
        closed: select nobody.
    """

    set_wanted = Signal(str, object)
    mark_wanted = Signal(str, object, bool)
    merge_wanted = Signal()
    delete_wanted = Signal()
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("mass_bar")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 12)
        box = QFrame()
        box.setProperty("look", "raised")
        outer.addWidget(box)
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        self._count = ElidedLabel("", "strong")
        row.addWidget(self._count, 1)
        for name, text, fill in (
            ("mass_stage", tr("Stage"), self._setter(Dictionary.STAGE, "stage_id")),
            ("mass_tag", tr("Tag"), self._marker(Dictionary.TAG)),
            ("mass_group", tr("Group"), self._marker(Dictionary.GROUP)),
            ("mass_responsible", tr("Responsible"), self._setter(Dictionary.COLLEAGUE, "responsible_id")),
        ):
            row.addWidget(self._menu_button(name, text, fill))
        row.addWidget(button("mass_merge", tr("Merge…"), clicked=self.merge_wanted.emit))
        row.addWidget(
            button(
                "mass_delete",
                tr("To the bin"),
                look="danger",
                icon="trash-2",
                clicked=self.delete_wanted.emit,
            )
        )
        row.addWidget(tool_button("mass_close", tr("Select nobody"), "x", clicked=self.closed.emit))
        self.hide()

    def show_count(self, count: int) -> None:
        """Show for how many clients the bar works; hides for less than two."""
        words = ntr("{n} client selected", "{n} clients selected", count)
        self._count.setText(words)
        self.setAccessibleName(words)
        self.setVisible(count > 1)

    def _menu_button(self, name: str, text: str, fill: Callable[[QMenu], None]) -> QPushButton:
        made = button(name, text)
        made.setIcon(icons.icon("chevron-down", "quiet"))
        menu = QMenu(made)
        # Filled when it opens: the lists may have changed since.
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        made.setMenu(menu)
        return made

    def _setter(self, which: Dictionary, field: str) -> Callable[[QMenu], None]:
        def fill(menu: QMenu) -> None:
            for entry in entries(self._session.store, which):
                action = menu.addAction(_word(which, entry))
                action.triggered.connect(_emitter(self.set_wanted, field, entry.id))
            menu.addSeparator()
            menu.addAction(tr("None")).triggered.connect(_emitter(self.set_wanted, field, None))

        return fill

    def _marker(self, which: Dictionary) -> Callable[[QMenu], None]:
        def fill(menu: QMenu) -> None:
            known = entries(self._session.store, which)
            for entry in known:
                action = menu.addAction(_word(which, entry))
                action.triggered.connect(_emitter(self.mark_wanted, which.value, entry.id, True))
            if not known:
                menu.addAction(tr("There are none yet: add some in Settings")).setEnabled(False)
                return
            off = menu.addMenu(tr("Take off"))
            for entry in known:
                action = off.addAction(_word(which, entry))
                action.triggered.connect(_emitter(self.mark_wanted, which.value, entry.id, False))

        return fill


def _word(which: Dictionary, entry: Entry) -> str:
    return text_kinds.stage(entry.name, entry.role) if which is Dictionary.STAGE else entry.name


def _emitter(signal: object, *values: object) -> Callable[..., None]:
    return lambda _checked=False: signal.emit(*values)  # type: ignore[attr-defined]
