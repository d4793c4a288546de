"""The chips over a list: what it is filtered by, what it could be filtered by, and how many are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from crm_desktop.services.filters import OWN, Filter, FilterField, Value
from crm_desktop.ui.lists.filter_words import chip_text, field_name
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import SteadyLabel, button
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.lists.filter_popup import FilterPopup

OFFERED = ("stage", "group", "city", "last_contact")
"""Fields that stand ready as chips; all the others are in the menu."""


class FilterBar(QWidget):
    """Filters as chips.

    Signals:
        changed: the filters are these now (a tuple of ``Filter``).
        save_wanted: the filters should be kept as a view.
    """

    changed = Signal(object)
    save_wanted = Signal()

    def __init__(
        self,
        fields: Callable[[], Sequence[FilterField]],
        counts: Callable[[str], Mapping[Value, int]],
        offered: Sequence[str] = OFFERED,
    ) -> None:
        """Take where the fields come from, how many rows each value of a counted field has, and which fields stand
        ready as chips.
        """
        super().__init__()
        self.setObjectName("filters")
        self.setAccessibleName(tr("Filters"))
        self._fields = fields
        self._counts = counts
        self._offered = tuple(offered)
        self._known: dict[str, FilterField] = {}
        self._filters: dict[str, Filter] = {}
        self._popup: FilterPopup | None = None
        self._keeps = True
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 6)
        chips = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        self._flow = FlowLayout(chips)
        row.addWidget(chips, 1)
        self._save = button(
            "save_view_chip", tr("Keep as a view"), look="link", clicked=self.save_wanted.emit
        )
        row.addWidget(self._save, 0, Qt.AlignmentFlag.AlignTop)
        self._total = SteadyLabel("quiet")
        self._total.setObjectName("total")
        row.addWidget(self._total, 0, Qt.AlignmentFlag.AlignVCenter)
        self._more = button("add_filter_chip", tr("Filter"), look="chip", icon="plus", clicked=self.open_menu)
        self.refresh()

    def filters(self) -> tuple[Filter, ...]:
        """The filters as they are set."""
        return tuple(self._filters.values())

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Show these filters; nothing is announced."""
        wanted = {each.field: each for each in filters}
        # Another order of the same list comes with the same filters: chips made anew would cost more than its rows.
        if list(wanted.items()) != list(self._filters.items()):
            self._filters = wanted
            self.refresh()

    def show_total(self, text: str, spoken: str = "") -> None:
        """Show how many are left of how many; ``spoken``: the same in whole words ("14 of 320 clients")."""
        self._total.setText(text)
        self._total.setAccessibleName(spoken or tr("{count} clients", count=text))

    def offer_views(self, *, offered: bool) -> None:
        """Whether filters can be kept as a view."""
        self._keeps = offered
        self._save.setVisible(offered and bool(self._filters))

    def refresh(self) -> None:
        """Read the fields again (a tag was renamed, an own field added) and lay the chips out anew."""
        self._known = {field.id: field for field in self._fields()}
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._more:
                widget.hide()
                widget.deleteLater()
        for name, chosen in self._filters.items():
            if name in self._known:
                self._flow.addWidget(self._chip(self._known[name], chosen))
        for name in self._offered:
            if name in self._known and name not in self._filters:
                self._flow.addWidget(self._chip(self._known[name], None))
        self._flow.addWidget(self._more)
        self._save.setVisible(self._keeps and bool(self._filters))

    def open_menu(self) -> None:
        """All fields to filter by, as a menu; own fields at its end."""
        menu = QMenu(self)
        menu.setObjectName("filter_menu")
        own = False
        for field in self._known.values():
            if field.id == "picked":
                continue  # it comes with its clients, from a report
            if field.id.startswith(OWN) and not own:
                own = True
                menu.addSeparator()
            action = QAction(field_name(field), menu)
            action.setObjectName(f"filter_{field.id}")
            action.triggered.connect(self._opener(field))
            menu.addAction(action)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def edit(self, name: str) -> None:
        """Open the editor of a field, under its chip where it has one."""
        # Imported here: a start shows chips and no editor.
        from crm_desktop.ui.lists.filter_popup import FilterPopup

        field = self._known[name]
        counts = self._counts(name) if field.counted else {}
        popup = FilterPopup(self, field, self._filters.get(name), counts)
        popup.changed.connect(lambda chosen: self._set(name, chosen))
        popup.destroyed.connect(self._popup_closed)
        self._popup = popup
        popup.open_under(self.findChild(QPushButton, f"chip_{name}") or self._more)
        if not field.ops or (len(field.ops) == 1 and not field.choices and not counts):
            popup.announce()

    def _opener(self, field: FilterField) -> Callable[[], None]:
        return lambda: self.edit(field.id)

    def _chip(self, field: FilterField, chosen: Filter | None) -> Chip:
        text = chip_text(field, chosen) if chosen else field_name(field)
        chip = Chip(f"chip_{field.id}", text, chosen=chosen is not None)
        chip.opened.connect(lambda: self.edit(field.id))
        chip.dropped.connect(lambda: self._set(field.id, None))
        return chip

    def _set(self, name: str, chosen: Filter | None) -> None:
        if chosen is None:
            if self._filters.pop(name, None) is None:
                return
        else:
            self._filters[name] = chosen
        # The chip under an open editor must stay alive: only the words change until it closes.
        if self._popup is None:
            self.refresh()
        self.changed.emit(self.filters())

    def _popup_closed(self) -> None:
        self._popup = None
        self.refresh()
