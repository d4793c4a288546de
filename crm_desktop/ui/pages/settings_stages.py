"""Rules that move clients on by themselves: off until switched on, and applied to everybody only when asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox

from crm_desktop.kinds import Op, StageRole, StageWhy
from crm_desktop.services import stage_rules
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.stage_rules import Rules, Step
from crm_desktop.ui import text_kinds, text_money, text_operations
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_OFFERED = 3
"""The purchase that makes a regular where nobody has said another."""

_INSET = 6

_ROLES = {StageWhy.FIRST_PAYMENT: StageRole.CLIENT, StageWhy.MANY_PAYMENTS: StageRole.REGULAR}


class StageRules(Card):
    """Two rules, each a check mark; below them who would be moved on now."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__(tr("Stages that follow from purchases"))
        self._session, self._tell = session, tell
        self._gone = gone = set[str]()
        self.destroyed.connect(lambda _object: gone.add("gone"))
        self._showing = False
        self._steps: Sequence[Step] = ()
        self._client = QCheckBox()
        self._client.setObjectName("rule_client")
        self._regular = QCheckBox()
        self._regular.setObjectName("rule_regular")
        self._purchases = QSpinBox()
        self._purchases.setObjectName("rule_purchases")
        self._purchases.setAccessibleName(tr("Number of purchases"))
        self._purchases.setRange(stage_rules.LEAST_PURCHASES, stage_rules.MOST_PURCHASES)
        self._purchases.setKeyboardTracking(False)
        self._purchases.lineEdit().setTextMargins(_INSET, 0, 0, 0)  # a style sheet gives it none
        self._preview = label("", "quiet", wrap=True)
        self._preview.setObjectName("rules_preview")
        self._apply = button("apply_rules", tr("Move them on now"), clicked=self.apply)
        self._build()
        self._client.toggled.connect(lambda _on: self._keep())
        self._regular.toggled.connect(lambda _on: self._keep())
        self._purchases.valueChanged.connect(lambda _n: self._keep())

    def reload(self) -> None:
        """Show what is switched on, and whom it would move now."""
        said = stage_rules.rules(self._session.store)
        names = self._names()
        self._client.setText(
            tr(
                "“{visitor}” becomes “{client}” at the first purchase",
                visitor=names[StageRole.VISITOR],
                client=names[StageRole.CLIENT],
            )
        )
        self._regular.setText(
            tr("Whoever bought so many times becomes “{regular}”:", regular=names[StageRole.REGULAR])
        )
        self._showing = True
        self._client.setChecked(said.client)
        self._regular.setChecked(said.regular > 0)
        self._purchases.setValue(said.regular or _OFFERED)
        self._purchases.setEnabled(said.regular > 0)
        self._showing = False
        self._look(said)

    def apply(self) -> None:
        """Move on whom the preview names, as one operation."""
        steps, store = self._steps, self._session.store
        self._apply.setEnabled(False)
        self._session.runner.start(
            lambda progress: stage_rules.apply_to_all(store, steps, progress.step),
            done=self._applied,
            failed=self._tell.problem,
        )

    # ----------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        words = tr(
            "A purchase is a deal that was won, or money that came; instalments of one deal count once. Nobody is ever "
            "moved back, and stages of your own stay as they are."
        )
        self.column.addWidget(label(words, "small", wrap=True))
        self.column.addWidget(self._client)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._regular)
        row.addWidget(self._purchases)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._preview)
        self.column.addWidget(self._apply, 0, Qt.AlignmentFlag.AlignLeft)

    def _keep(self) -> None:
        if self._showing:
            return
        regular = self._purchases.value() if self._regular.isChecked() else 0
        try:
            stage_rules.set_rules(self._session.store, Rules(self._client.isChecked(), regular))
        except Exception as error:
            self._tell.problem(error)
        self.reload()

    def _look(self, said: Rules) -> None:
        """Work out on a thread who would be moved on: in a big base that takes a moment."""
        self._steps = ()
        self._apply.hide()
        self._preview.setVisible(said != Rules())
        if said == Rules():
            return
        self._preview.setText("…")
        store = self._session.store
        self._session.runner.start(
            lambda _progress: stage_rules.waiting(store, said),
            done=lambda steps: self._found(said, steps),
            failed=self._tell.problem,
        )

    def _found(self, said: Rules, steps: Sequence[Step]) -> None:
        if self._gone or said != stage_rules.rules(self._session.store):
            return
        counted = Counter(_ROLES[why] for _, _, why in steps)
        self._steps = steps
        self._preview.setText(text_money.preview(counted, self._names()))
        self._apply.setVisible(bool(steps))
        self._apply.setEnabled(True)

    def _applied(self, count: int) -> None:
        self._tell.done(text_operations.op_done(Op.CHANGE_CLIENTS, count))
        if not self._gone:
            self.reload()

    def _names(self) -> dict[StageRole, str]:
        """The words for the stages that have a role, as the user named them."""
        found: dict[StageRole, str] = {
            role: text_kinds.stage("", role) for role in StageRole if role is not StageRole.OWN
        }
        for entry in entries(self._session.store, Dictionary.STAGE):
            if entry.role is not StageRole.OWN:
                found[entry.role] = text_kinds.stage(entry.name, entry.role)
        return found
