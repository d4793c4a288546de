"""What narrows and changes a rehearsal as a whole: the reason shown, known clients, the meanings of columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from crm_desktop.exchange.columns.fields import FIELDS
from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.ui import formats, text_import, text_rehearsal
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.summary import Summary
    from crm_desktop.ui.importing.tiles import Shown


class BenchBar(QWidget):
    """Chips with menus beside the heading of the rows.

    Signals:
        reason_chosen: other rows are to be shown (``reason``).
        action_chosen: what to do with all known clients of a table: its index, an ``Action``.
        column_chosen: a column should mean something else: table, index of the column, global point.
        again_wanted: the changed rows should be judged anew now.
    """

    reason_chosen = Signal()
    action_chosen = Signal(int, object)
    column_chosen = Signal(int, int, QPoint)
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_bench")
        self.reason: str | None = None
        """Only rows of this reason are shown; None: all."""
        self.source = 0
        """The table whose columns the menu offers: that of the row in detail."""
        self._plans: Sequence[TablePlan] = ()
        self._reasons: Mapping[str, tuple[str, int]] = {}
        self.again = Chip("import_look_again", tr("Judge the changed rows anew"), chosen=True)
        self._reason = Chip("import_reason", tr("Why"), chosen=False)
        self._columns = Chip("import_columns_menu", tr("Columns"), chosen=False)
        self._known = Chip("import_known", tr("Known clients"), chosen=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in (self.again, self._reason, self._columns, self._known):
            row.addWidget(chip)
        self.again.hide()
        for signal in (self.again.opened, self.again.dropped):
            signal.connect(self.again_wanted)
        self._reason.opened.connect(self._open_reasons)
        self._columns.opened.connect(self._open_columns)
        self._known.opened.connect(self._open_known)

    def show_bench(self, summary: Summary, plans: Sequence[TablePlan], shown: Shown) -> None:
        """Show what there is to choose for these rows; a reason that none of them has any more is dropped."""
        self._plans = plans
        self._reasons = _reasons(summary, shown)
        if self.reason not in self._reasons:
            self.reason = None
        name = tr("Why: all") if self.reason is None else tr("Why: {reason}", reason=_short(self._name()))
        self._reason.setText(f"{name} ")
        self._reason.setAccessibleName(name)
        self._reason.setVisible(len(self._reasons) > 1)
        actions = {plan.on_match for plan in plans}
        words = (
            text_import.action(next(iter(actions))) if len(actions) == 1 else tr("different for each file")
        )
        self._known.setToolTip(tr("Known clients: {action}", action=words))
        self._known.setAccessibleName(tr("Known clients: {action}", action=words))
        met = summary.verdicts[Verdict.COMPLETES] or summary.verdicts[Verdict.SAME]
        self._known.setVisible(bool(met) or actions != {Action.AUTO})

    def _name(self) -> str:
        verdict, _count = self._reasons[self.reason or ""]
        return text_rehearsal.reason_name(verdict, self.reason or "")

    # ----------------------------------------------------------------------------------------------------------- menus

    def _open_reasons(self) -> None:
        menu, group = self._menu("import_reason_menu")
        total = sum(count for _verdict, count in self._reasons.values())
        choices: list[tuple[str | None, str, int]] = [(None, tr("All"), total)]
        choices += [
            (code, text_rehearsal.reason_name(verdict, code), count)
            for code, (verdict, count) in self._reasons.items()
        ]
        for code, words, count in choices:
            made = menu.addAction(f"{words}  ({formats.number(count)})")
            made.setCheckable(True)
            made.setChecked(code == self.reason)
            group.addAction(made)
            made.triggered.connect(lambda _on=False, code=code: self._choose_reason(code))
        self._pop(menu, self._reason)

    def _choose_reason(self, code: str | None) -> None:
        self.reason = code
        self.reason_chosen.emit()

    def _open_known(self) -> None:
        menu, _group = self._menu("import_known_menu")
        for source, plan in enumerate(self._plans):
            if len(self._plans) > 1:
                menu.addSection(f"{plan.file} · {plan.sheet.name}")
            group = QActionGroup(menu)
            for action in Action:
                made = menu.addAction(text_import.action(action))
                made.setCheckable(True)
                made.setChecked(plan.on_match is action)
                group.addAction(made)
                made.triggered.connect(
                    lambda _on=False, source=source, action=action: self.action_chosen.emit(source, action)
                )
        self._pop(menu, self._known)

    def _open_columns(self) -> None:
        """Every column of the table with its meaning; a chosen one asks for another."""
        menu, _group = self._menu("import_columns_list")
        source = self.source if self.source < len(self._plans) else 0
        for column in self._plans[source].columns:
            if FIELDS[column.target.field].sensitive:
                continue
            header = text_import.header_words(column.header, column.index)
            made = menu.addAction(f"{_short(header)} → {text_import.target_name(column.target)}")
            point = self._columns.mapToGlobal(QPoint(0, self._columns.height() + 4))
            made.triggered.connect(
                lambda _on=False, index=column.index, point=point: self.column_chosen.emit(
                    source, index, point
                )
            )
        self._pop(menu, self._columns)

    def _menu(self, name: str) -> tuple[QMenu, QActionGroup]:
        menu = QMenu(self)
        menu.setObjectName(name)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu, QActionGroup(menu)

    @staticmethod
    def _pop(menu: QMenu, chip: Chip) -> None:
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))


def _reasons(summary: Summary, shown: Shown) -> dict[str, tuple[str, int]]:
    """The reasons of the rows shown, the commonest first: with a verdict of theirs, and how many rows."""
    counts: Counter[str] = Counter()
    verdicts: dict[str, str] = {}
    for (verdict, code), count in (summary.looks if shown.look else summary.reasons).items():
        if count and shown.verdict in (None, verdict):
            counts[code] += count
            verdicts.setdefault(code, verdict)
    return {code: (verdicts[code], count) for code, count in counts.most_common()}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_LONGEST = 34
