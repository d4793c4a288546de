"""Settings: how the program looks and speaks here, the lists that people keep, and the own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.kinds import Op
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.ui.colleagues.view import ColleaguesView
from crm_desktop.ui.pages.settings_advertising import AdvertisingEditor
from crm_desktop.ui.pages.settings_calendar import CalendarSettings
from crm_desktop.ui.pages.settings_deal_stages import DealStagesEditor
from crm_desktop.ui.pages.settings_fields import FieldsEditor
from crm_desktop.ui.pages.settings_general import GeneralSettings
from crm_desktop.ui.pages.settings_lists import ListEditor
from crm_desktop.ui.pages.settings_money import MoneySettings
from crm_desktop.ui.pages.settings_plans import PlansEditor
from crm_desktop.ui.pages.settings_reminders import ReminderSettings
from crm_desktop.ui.pages.settings_remote import RemoteSettings
from crm_desktop.ui.pages.settings_requests import RequestSettings
from crm_desktop.ui.pages.side_tabs import SideTabs
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.services.colleagues import Colleague
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_EDITED = (
    "stage deal_stage deal client_group tag source colleague field setting plan_template plan_step campaign source_cost"
    " currency_rate"
).split()


_HANDED = (Op.HAND_OVER, Op.UNDO, Op.REDO)
"""After these a colleague may have other clients in hand."""


class Part(Protocol):
    """One part."""

    def reload(self) -> None:
        """Read again what is shown."""


class SettingsPage(QWidget):
    """Parts, each read again when something it shows was changed elsewhere."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        program: Program,
        hand_over: Callable[[Colleague], object] | None = None,
    ) -> None:
        """``hand_over`` asks to whom all goes that a colleague has."""
        super().__init__()
        self.setObjectName("page_settings")
        self.setAccessibleName(tr("Settings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 26, 26, 0)
        column.addWidget(label(tr("Settings"), "heading"))
        column.addSpacing(4)
        self.tabs = SideTabs("settings_tabs", tr("Settings"))
        column.addWidget(self.tabs, 1)
        self._parts: dict[int, Part] = {}
        self._add(tr("This computer"), GeneralSettings(session, tell, program))
        self._add(tr("Reminders"), ReminderSettings(session, tell, program))
        for which, title in (
            (Dictionary.STAGE, tr("Stages")),
            (Dictionary.GROUP, tr("Groups")),
            (Dictionary.TAG, tr("Tags")),
            (Dictionary.SOURCE, tr("Sources")),
        ):
            self._add(title, ListEditor(session, tell, which))
        self._add(tr("Colleagues"), ColleaguesView(session, tell, hand_over))
        self._add(tr("Advertising"), AdvertisingEditor(session, tell))
        self._add(tr("Stages of deals"), DealStagesEditor(session, tell))
        self._add(tr("Requests"), RequestSettings(session, tell))
        self._add(tr("Own fields"), FieldsEditor(session, tell))
        self._add(tr("Plans"), PlansEditor(session, tell))
        self._add(trc("settings", "Money"), MoneySettings(session, tell))
        self._add(tr("Calendar"), CalendarSettings(session, tell))
        self._add(tr("Calendar elsewhere"), RemoteSettings(session, tell))
        self.tabs.currentChanged.connect(lambda _index: self._reload())

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        del stale
        self._reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed, here or by an undo."""
        if changes.touches(*_EDITED) or changes.op in _HANDED:
            self._reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def _add(self, title: str, part: QWidget) -> None:
        index = self.tabs.addTab(part, title)
        self._parts[index] = part  # type: ignore[assignment]  # a widget with ``reload``

    def _reload(self) -> None:
        self._parts[self.tabs.currentIndex()].reload()
