"""What the list of requests shows: how they stand, and chips for kind, channel, who has them and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services.colleagues import are_several
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.request_list import RequestQuery, Standing
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import grouped, ntr, tr, trc
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session

_PERIODS = (7, 30, 90, 365)
_SHOWN_VALUES = 2


class RequestFilters(QWidget):
    """The filters over the list.

    Signals:
        changed: the user chose something else.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("request_filters")
        self.setAccessibleName(tr("Filters"))
        self._session = session
        self._query = RequestQuery()
        self._days: int | None = None
        self._chips: dict[str, Chip] = {}
        self.standing: ChoiceRow[Standing] = ChoiceRow(
            "request_standings",
            tr("How they stand"),
            [
                (Standing.OPEN, trc("requests", "Open")),
                (Standing.OVERDUE, trc("requests", "Overdue")),
                (Standing.RESOLVED, trc("requests", "Resolved")),
                (Standing.ALL, trc("requests", "All")),
            ],
        )
        self.standing.told.changed.connect(lambda: self._set(standing=self.standing.value()))
        self._row = QWidget()
        self._flow = FlowLayout(self._row, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(6)
        column.addWidget(self.standing)
        column.addWidget(self._row)
        self.refresh()

    def query(self) -> RequestQuery:
        """What is wanted, without the text that is looked for."""
        first = None if self._days is None else self._today() - timedelta(days=self._days - 1)
        return replace(self._query, first=first)

    def show_query(self, query: RequestQuery) -> None:
        """Show other filters without telling."""
        self._query, self._days = replace(query, first=None, text=""), None
        self.standing.choose(query.standing)
        self.refresh()

    def is_set(self) -> bool:
        """Whether anything but how they stand narrows the list."""
        return self._days is not None or replace(self._query, standing=Standing.OPEN) != RequestQuery()

    def refresh(self) -> None:
        """Lay the chips out anew: a colleague may have another name."""
        while self._flow.count():
            gone = self._flow.takeAt(0)
            if gone is not None and (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name, title, said in (
            ("kind", tr("Kind"), [text_kinds.request_kind(kind) for kind in self._query.kinds]),
            (
                "channel",
                trc("request", "Came by"),
                [text_kinds.channel(each) for each in self._query.channels],
            ),
            *(
                [("responsible", trc("request", "With"), self._people_words())]
                if are_several(self._session.store) or self._query.responsible
                else []
            ),
            ("period", tr("Received"), [] if self._days is None else [_period(self._days)]),
        ):
            shown = ", ".join(said) if len(said) <= _SHOWN_VALUES else f"{said[0]} +{len(said) - 1}"
            chip = Chip(
                f"request_{name}_chip", tr("{field}: {value}", field=title, value=shown) if said else title,
                chosen=bool(said),
            )  # fmt: skip
            chip.opened.connect(lambda name=name: self._open(name))
            chip.dropped.connect(lambda name=name: self._drop(name))
            self._chips[name] = chip
            self._flow.addWidget(chip)
            chip.show()

    # --------------------------------------------------------------------------------------------------------- choices

    def _open(self, name: str) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"request_{name}_menu")
        for word, chosen, call in self._choices(name):
            action = menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(lambda _checked=False, call=call: call())
        menu.aboutToHide.connect(menu.deleteLater)
        chip = self._chips[name]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _choices(self, name: str) -> list[tuple[str, bool, Callable[[], object]]]:
        """Word, whether it is chosen, and what choosing it does."""
        if name == "period":
            return [(_period(days), days == self._days, partial(self._set_days, days)) for days in _PERIODS]
        lists: Mapping[str, tuple[str, Sequence[tuple[object, str]]]] = {
            "kind": ("kinds", [(each, text_kinds.request_kind(each)) for each in RequestKind]),
            "channel": (
                "channels",
                [(each, text_kinds.channel(each)) for each in Channel if each is not Channel.ANY],
            ),
            "responsible": ("responsible", self._people()),
        }
        column, values = lists[name]
        present: tuple[Any, ...] = getattr(self._query, column)
        return [
            (word, value in present, partial(self._set, **{column: _toggled(present, value)}))
            for value, word in values
        ]

    def _people(self) -> list[tuple[bytes | None, str]]:
        me = self._session.base.me
        found = entries(self._session.store, Dictionary.COLLEAGUE)
        others = [(each.id, each.name) for each in found if each.id != me and each.active]
        mine = [] if me is None else [(me, trc("requests", "Mine"))]
        return [*mine, (None, trc("requests", "With nobody")), *others]

    def _people_words(self) -> list[str]:
        words = dict(self._people())
        return [words.get(each, "?") for each in self._query.responsible]

    def _drop(self, name: str) -> None:
        if name == "period":
            self._set_days(None)
        else:
            column = {"kind": "kinds", "channel": "channels"}.get(name, name)
            self._set(**{column: ()})

    def _set_days(self, days: int | None) -> None:
        self._days = None if days == self._days else days
        self._set()

    def _set(self, **values: Any) -> None:
        self._query = replace(self._query, **values)
        self.refresh()
        self.changed.emit()

    def _today(self) -> date:
        return self._session.store.clock.now().astimezone().date()

    def name_overdue(self, overdue: int) -> None:
        """Say behind its word how many are overdue."""
        word = trc("requests", "Overdue")
        self.standing.name(Standing.OVERDUE, f"{word} {grouped(overdue)}" if overdue else word)


def _period(days: int) -> str:
    return ntr("last {n} day", "last {n} days", days)


def _toggled(values: Sequence[Any], value: Any) -> tuple[Any, ...]:
    return tuple(each for each in values if each != value) if value in values else (*values, value)
