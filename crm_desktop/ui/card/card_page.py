"""The page of the card: head, alerts, facts, buttons, and below them the history or the form that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.services.difference_counts import count_of_client
from crm_desktop.services.photos import photo
from crm_desktop.ui import icons
from crm_desktop.ui.card.alerts import Alerts
from crm_desktop.ui.card.fact_list import FactList
from crm_desktop.ui.card.head import Head
from crm_desktop.ui.card.mark_row import MarkRow
from crm_desktop.ui.card.parts import Parts
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_differences import counted
from crm_desktop.ui.widgets.buttons import button, label, tool_button
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.card_rows import Card
    from crm_desktop.ui.card.alerts import Alert
    from crm_desktop.ui.card.facts import Fact
    from crm_desktop.ui.card.small_form import SmallForm
    from crm_desktop.ui.session import Session

_MARGIN = 20
_TOP = 16
_GAP = 10
_BESIDE_FORM = frozenset({"fact_likes", "fact_owes", "fact_next", "fact_prefers"})
"""What one still wants to see while writing; the phones have served by then."""


class CardPage(QScrollArea):
    """The widgets of a card, kept and filled anew for each client.

    Signals:
        command: a button or an entry of the menu: log, plan, template, edit, request, feedback, payment, deal,
            history, window, copy, part, delete, restore, merged, differences.
    """

    command = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("card_page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session = session
        self.head = Head()
        self.alerts = Alerts()
        self.marks = MarkRow("card_mark")
        self.facts = FactList("card_facts")
        self.parts = Parts(session)
        self._form: SmallForm | None = None
        self._bin = self._notice("card_in_bin", tr("This client lies in the bin."), tr("Put back"), "restore")
        self._merged = self._notice("card_merged", tr("Merged into another client."), tr("Open it"), "merged")
        self.differences = button(
            "card_differences", "", look="link", clicked=lambda: self.command.emit("differences")
        )
        self._buttons = self._button_row()
        self._build()

    def show_card(self, card: Card, alerts: Sequence[Alert], facts: Sequence[Fact], *, keep: bool) -> None:
        """Show a card; ``keep``: the same client after a change."""
        found = photo(self._session.store, card.id)
        self.head.show_card(card, found.data if found else b"")
        count = count_of_client(self._session.store, card.id)
        self.differences.setText(counted(count) if count else "")
        self.differences.setAccessibleName(self.differences.text())
        self.differences.setVisible(bool(count))
        self.alerts.show_alerts(alerts)
        self.facts.show_facts(facts, _BESIDE_FORM if self._form is not None else frozenset())
        self._merged.setVisible(card.merged_into is not None)
        self._bin.setVisible(card.deleted and card.merged_into is None)
        self._buttons.setVisible(self._form is None and not card.deleted)
        self.parts.show_card(card, keep=keep)
        if not keep:
            self.marks.hide()
            self.verticalScrollBar().setValue(0)

    def open_form(self, form: SmallForm) -> None:
        """Let a form stand where the history was."""
        self.close_form()
        self.marks.hide()
        self._form = form
        form.left.connect(self.close_form)
        self._column.addWidget(form, 1)
        self._buttons.hide()
        self.parts.hide()
        self.facts.show_only(_BESIDE_FORM)
        form.show()
        form.focus_first()
        self._column.activate()
        self.ensureWidgetVisible(form, 0, _MARGIN)

    def form(self) -> SmallForm | None:
        """The form that is open."""
        return self._form

    def close_form(self) -> None:
        """Back to the history; what an unsaved form held is kept by itself."""
        form, self._form = self._form, None
        if form is None:
            return
        form.hide()
        self._column.removeWidget(form)
        form.deleteLater()
        self.facts.show_only(frozenset())
        self._buttons.show()
        self.parts.show()
        self.parts.history.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        self._body = QWidget()
        self._body.setObjectName("card_body")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(_MARGIN, _TOP, _MARGIN, 0)
        self._column.setSpacing(_GAP)
        for widget in (
            self.head,
            self._bin,
            self._merged,
            self.alerts,
            self.marks,
            self.facts,
            self._buttons,
        ):
            self._column.addWidget(widget)
            if widget is self.alerts:
                self._column.addWidget(self.differences, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.parts, 1)
        self.setWidget(self._body)

    def _button_row(self) -> QWidget:
        made = QWidget()
        row = FlowLayout(made)  # Russian words are too long for one line in the narrowest card
        row.setContentsMargins(0, 4, 0, 4)
        log = button("card_log", tr("Log a call"), look="primary", clicked=lambda: self.command.emit("log"))
        log.setToolTip("Ctrl+L")
        plan = button("card_plan", tr("Plan"), clicked=lambda: self.command.emit("plan"))
        plan.setToolTip("Ctrl+P")
        edit = tool_button("card_edit", tr("Edit"), "pencil", clicked=lambda: self.command.emit("edit"))
        edit.setToolTip(f"{tr('Edit')} (F2)")
        more = tool_button("card_more", tr("More"), "ellipsis")
        more.setMenu(self._menu(more))
        for widget in (log, plan, edit, more):
            row.addWidget(widget)
        return made

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setObjectName("card_menu")
        entries = (
            ("template", "calendar", tr("Plan by a template…")),
            ("request", "message-square", tr("Complaint or request…")),
            ("feedback", "star", tr("Satisfaction…")),
            ("payment", "wallet", tr("Payment…")),
            ("deal", "handshake", tr("Deal…")),
            None,
            ("history", "history", tr("History of the fields")),
            ("window", "monitor", tr("Open in its own window")),
            ("copy", "copy", tr("Copy the card")),
            ("part", "users", tr("Part a merged card…")),
            None,
            ("delete", "trash-2", tr("Move to the bin")),
        )
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            command, icon, words = entry
            action = menu.addAction(icons.icon(icon), words)
            action.setObjectName(f"card_{command}")
            action.triggered.connect(lambda _checked=False, name=command: self.command.emit(name))
        return menu

    def _notice(self, name: str, words: str, action: str, command: str) -> QFrame:
        made = QFrame()
        made.setObjectName(name)
        made.setProperty("look", "notice-care")
        row = QHBoxLayout(made)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(label(words, wrap=True), 1)
        row.addWidget(button(f"{name}_act", action, clicked=lambda: self.command.emit(command)))
        made.hide()
        return made
