"""What can be done to many clients at once; stands over the foot of the list while several are selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.services.colleagues import are_several
from crm_desktop.services.dictionaries import Dictionary, Entry, entries
from crm_desktop.ui import icons, text_kinds
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label, tool_button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm_desktop.ui.session import Session

_SIDE = 16


class MassBar(QFrame):
    """Stage, tag, group, responsible, plan, merge, bin; in a narrow list the last of them stand in a menu.

    For how many clients it works is never cut: whoever changes hundreds at once must see that they are hundreds.

    Signals:
        set_wanted: a field (as ``mass_edit.set_field`` names it) and the id of its new value, or None.
        mark_wanted: a dictionary, the id of its entry, and whether to add it (else to take it off).
        plan_wanted: plan a contact with each.
        hand_wanted: hand them over, with what is open for them.
        merge_wanted: make them one.
        delete_wanted: to the bin.
        closed: select nobody.
    """

    set_wanted = Signal(str, object)
    mark_wanted = Signal(str, object, bool)
    plan_wanted = Signal()
    hand_wanted = Signal()
    merge_wanted = Signal()
    delete_wanted = Signal()
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._choices: dict[QPushButton, QMenu] = {}
        self.setObjectName("mass_bar")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(_SIDE, 4, _SIDE, 12)
        # How narrow it can be says minimumSizeHint: without what the menu takes in.
        outer.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        box = QFrame()
        box.setProperty("look", "raised")
        outer.addWidget(box)
        row = self._row = QHBoxLayout(box)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        self._count = label("", "strong")
        self._count.setObjectName("mass_count")
        row.addWidget(self._count, 1)
        self._leaving = [
            self._menu_button("mass_stage", tr("Stage"), self._setter(Dictionary.STAGE, "stage_id")),
            self._menu_button("mass_tag", tr("Tag"), self._marker(Dictionary.TAG)),
            self._menu_button("mass_group", tr("Group"), self._marker(Dictionary.GROUP)),
            self._menu_button(
                "mass_responsible", tr("Responsible"), self._setter(Dictionary.COLLEAGUE, "responsible_id")
            ),
            button("mass_plan", tr("Plan…"), clicked=self.plan_wanted.emit),
            button("mass_merge", tr("Merge…"), clicked=self.merge_wanted.emit),
        ]
        # Who works alone is asked nothing about colleagues.
        self._alone = [each for each in self._leaving if each.objectName() != "mass_responsible"]
        self._offered = self._leaving
        for each in self._leaving:
            row.addWidget(each)
        self._more = tool_button("mass_more", tr("More"), "ellipsis")
        self._more.clicked.connect(self._show_more)
        row.addWidget(self._more)
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
        if count > 1:
            self._offered = self._leaving if are_several(self._session.store) else self._alone
        words = ntr("{n} client selected", "{n} clients selected", count)
        self._count.setText(words)
        self.setAccessibleName(words)
        self._fit(self.width())
        self.setVisible(count > 1)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self._needed(0), hint.height())

    # ---------------------------------------------------------------------------------------------------------- inside

    def _fit(self, width: int) -> None:
        """Show as many buttons as there is room for; the others stand in the menu."""
        count = len(self._offered)
        shown = next((n for n in range(count, 0, -1) if self._needed(n) <= width), 0)
        for each in self._leaving:
            each.setVisible(each in self._offered[:shown])
        self._more.setVisible(shown < count)

    def _needed(self, shown: int) -> int:
        """The width with so many of the buttons that may stand in the menu."""
        out: set[QWidget] = {each for each in self._leaving if each not in self._offered[:shown]}
        if shown == len(self._offered):
            out.add(self._more)
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = [item.widget() for item in items if item is not None]
        widths = [widget.sizeHint().width() for widget in widgets if widget is not None and widget not in out]
        outer, inner = self.contentsMargins(), self._row.contentsMargins()
        around = 2 * _SIDE + outer.left() + outer.right() + inner.left() + inner.right() + 2
        return around + sum(widths) + self._row.spacing() * (len(widths) - 1)

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("mass_more_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self._offered:
            if each.isVisible():
                continue
            if each in self._choices:
                menu.addMenu(self._choices[each])
            else:
                menu.addAction(each.text()).triggered.connect(each.click)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _menu_button(self, name: str, text: str, fill: Callable[[QMenu], None]) -> QPushButton:
        made = button(name, text)
        made.setIcon(icons.icon("chevron-down", "quiet"))
        menu = self._choices[made] = QMenu(text, made)
        # Filled when it opens: the lists may have changed since.
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        made.setMenu(menu)
        return made

    def _setter(self, which: Dictionary, field: str) -> Callable[[QMenu], None]:
        def fill(menu: QMenu) -> None:
            for entry in entries(self._session.store, which):
                if entry.active:
                    action = menu.addAction(_word(which, entry))
                    action.triggered.connect(_emitter(self.set_wanted, field, entry.id))
            menu.addSeparator()
            menu.addAction(tr("None")).triggered.connect(_emitter(self.set_wanted, field, None))
            if which is Dictionary.COLLEAGUE:
                menu.addSeparator()
                more = menu.addAction(tr("Hand over with what is open…"))
                more.triggered.connect(_emitter(self.hand_wanted))

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
