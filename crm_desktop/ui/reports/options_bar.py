"""What a report is asked for: chips for period, people and fields, each with a menu of what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.kinds import ActivityKind, ReportKind
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.fields import own_fields
from crm_desktop.services.filters import OWN
from crm_desktop.services.rates import home, rates
from crm_desktop.services.reports import option_names
from crm_desktop.services.reports.options import Attribution, Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui import text_kinds, text_report_options
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session

Choice = tuple[str, object]
"""A word and the value that it stands for."""

_DICTIONARIES = {
    "person": Dictionary.COLLEAGUE,
    "group": Dictionary.GROUP,
    "source": Dictionary.SOURCE,
    "tag": Dictionary.TAG,
}
_AHEAD = (1, 3, 6, 12)
_ALWAYS_SET = frozenset(("by", "kinds", "attribution", "ahead", "period"))
"""Options that always say something: there is nothing to drop."""
_GROUPS = (
    (PeriodName.TODAY, PeriodName.THIS_WEEK, PeriodName.LAST_WEEK, PeriodName.WEEK_BEFORE_LAST, PeriodName.NEXT_WEEK),
    (PeriodName.THIS_MONTH, PeriodName.LAST_MONTH, PeriodName.NEXT_MONTH),
    (PeriodName.THIS_QUARTER, PeriodName.LAST_QUARTER),
    (PeriodName.THIS_YEAR, PeriodName.LAST_YEAR, PeriodName.LAST_12_MONTHS, PeriodName.ALL),
)  # fmt: skip


class OptionsBar(QWidget):
    """The chips.

    Signals:
        changed: the user chose something else.
        days_wanted: the days of the period are to be typed; beside this widget.
        client_wanted: a client is to be chosen; beside this widget.
    """

    changed = Signal()
    days_wanted = Signal(QWidget)
    client_wanted = Signal(QWidget)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("report_options")
        self.setAccessibleName(tr("What the report is about"))
        self._store = session.store
        self._kind = ReportKind.WEEKLY
        self.options = Options()
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(self, 6)

    def show_options(self, kind: ReportKind, options: Options) -> None:
        """Show the options of a report, without telling."""
        self._kind, self.options = kind, options
        self.refresh()

    def set_options(self, **values: Any) -> None:
        """Choose something, as the user does."""
        self.options = replace(self.options, **values)
        self.refresh()
        self.changed.emit()

    def ask(self, option: str) -> None:
        """Open the choice of an option, as a click on its chip does."""
        self._open(option)

    def last(self) -> QWidget:
        """The last chip, behind which Tab goes on to the report."""
        return list(self._chips.values())[-1]

    def refresh(self) -> None:
        """Lay the chips out anew: a list may have other names."""
        focused = next((name for name, chip in self._chips.items() if chip.hasFocus()), "")
        while self._flow.count():
            gone = self._flow.takeAt(0)
            if gone is not None and (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {}
        names = option_names.names(self._store, self.options)
        today = self._store.clock.now().astimezone().date()
        for name in text_report_options.TAKEN[self._kind]:
            title = text_report_options.title(name)
            if name == "period":
                words = text_report_options.period_words(self.options, today)
            else:
                words = text_report_options.value_words(self._kind, self.options, name, names)
            shown = tr("{field}: {value}", field=title, value=words) if words else title
            chip = Chip(f"report_{name}_chip", shown, chosen=bool(words) and name not in _ALWAYS_SET)
            chip.opened.connect(partial(self._open, name))
            chip.dropped.connect(partial(self._drop, name))
            self._chips[name] = chip
            self._flow.addWidget(chip)
            chip.show()
        if focused in self._chips:
            self._chips[focused].setFocus()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _open(self, name: str) -> None:
        chip = self._chips[name]
        if name == "client":
            self.client_wanted.emit(chip)
            return
        menu = QMenu(self)
        menu.setObjectName(f"report_{name}_menu")
        if name == "period":
            self._fill_periods(menu, chip)
        elif name == "kinds":
            self._fill_kinds(menu)
        else:
            self._fill(menu, name, self._choices(name))
        if menu.isEmpty():
            menu.addAction(tr("There is nothing to choose from yet")).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
        # The keys begin where the choice stands.
        chosen = next((each for each in menu.actions() if each.isChecked()), None)
        if chosen is not None:
            menu.setActiveAction(chosen)

    def _fill(self, menu: QMenu, name: str, choices: Sequence[Choice]) -> None:
        for word, value in choices:
            self._add(
                menu, word, getattr(self.options, name) == value, partial(self.set_options, **{name: value})
            )

    def _fill_periods(self, menu: QMenu, chip: Chip) -> None:
        today = self._store.clock.now().astimezone().date()
        for group in _GROUPS:
            for each in group:
                word = text_report_options.period_words(Options(each), today)
                chosen = self.options.period is each
                self._add(menu, word, chosen, partial(self.set_options, period=each, first="", last=""))
            menu.addSeparator()
        self._add(
            menu,
            text_report_options.period(PeriodName.DAYS),
            self.options.period is PeriodName.DAYS,
            lambda: self.days_wanted.emit(chip),
        )

    def _fill_kinds(self, menu: QMenu) -> None:
        self._add(menu, tr("Meetings and visits"), not self.options.kinds, lambda: self.set_options(kinds=()))
        every = tuple(each.value for each in ActivityKind)
        self._add(menu, tr("All kinds"), self.options.kinds == every, lambda: self.set_options(kinds=every))
        menu.addSeparator()
        for each in ActivityKind:
            self._add(
                menu,
                text_kinds.activity_kind(each),
                self.options.kinds == (each.value,),
                partial(self.set_options, kinds=(each.value,)),
            )

    def _choices(self, name: str) -> list[Choice]:
        if name in _DICTIONARIES:
            found = entries(self._store, _DICTIONARIES[name])
            return [(each.name, each.id) for each in found]
        choices: dict[str, Callable[[], list[Choice]]] = {
            "stage": self._stages,
            "currency": self._currencies,
            "attribution": lambda: [(text_report_options.attribution(each), each) for each in Attribution],
            "ahead": lambda: [(ntr("{n} month", "{n} months", each), each) for each in _AHEAD],
            "by": self._fields,
        }
        return choices[name]()

    def _stages(self) -> list[Choice]:
        found = entries(self._store, Dictionary.STAGE)
        return [(text_kinds.stage(each.name, each.role), each.id) for each in found]

    def _currencies(self) -> list[Choice]:
        known = dict.fromkeys([home(self._store), *(each.currency for each in rates(self._store))])
        return [(tr("Each by itself"), ""), *((each, each) for each in known if each)]

    def _fields(self) -> list[Choice]:
        if self._kind is ReportKind.PARETO:
            names: Sequence[str] = ("profit", text_report_options.BY_SALES)
            return [(text_report_options.by_words(self._kind, each), each) for each in names]
        own = [(each.name, OWN + each.id.hex()) for each in own_fields(self._store)]
        return [
            *((text_report_options.by_words(self._kind, each), each) for each in text_report_options.FIELDS),
            *own,
        ]

    def _drop(self, name: str) -> None:
        default = next(field.default for field in fields_of(Options) if field.name == name)
        self.set_options(**{name: default})

    @staticmethod
    def _add(menu: QMenu, word: str, chosen: bool, call: Callable[[], object]) -> None:
        action = menu.addAction(word.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _checked=False: call())
