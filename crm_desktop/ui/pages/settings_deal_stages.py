"""Editing the stages of deals, pipeline by pipeline: name, colour, state of their deals, chance, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import EntryInUse, NumberRefused
from crm_desktop.kinds import DealState
from crm_desktop.services import deal_stages
from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.pages.settings_lists import colour_words, dot
from crm_desktop.ui.text import grouped, ntr, tr, trc
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.page_frame import Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 820
_GAP = 8
_COLOUR_WIDTH = 28
_ROLE_WIDTH = 128
_CHANCE_WIDTH = 92
_USED_WIDTH = 58
_BUTTON_WIDTH = 28
_PIPELINE_WIDTH = 260


class DealStagesEditor(QWidget):
    """A card for each pipeline. Every edit can be taken back by Ctrl+Z."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("deal_stages_editor")
        self._store = session.store
        self._tell = tell
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        explained = tr(
            "The steps that your deals go through. In a stage of won or lost deals they are closed. The chance, in "
            "percent, is for the forecast; left open, it is as it was so far."
        )
        outer.addWidget(label(explained, "quiet", wrap=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        column.addLayout(self._cards)
        row = QHBoxLayout()
        self._pipeline = QLineEdit()
        self._pipeline.setObjectName("new_pipeline")
        self._pipeline.setPlaceholderText(tr("Another pipeline"))
        self._pipeline.setAccessibleName(tr("Another pipeline"))
        self._pipeline.setMinimumWidth(_PIPELINE_WIDTH)
        self._pipeline.returnPressed.connect(self._add_pipeline)
        row.addWidget(self._pipeline)
        row.addWidget(button("add_pipeline", tr("Add"), icon="plus", clicked=self._add_pipeline))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        outer.addWidget(scrolling(inside), 1)

    def reload(self) -> None:
        """Read the stages again; the field in use keeps the focus."""
        with keeping_focus(self):
            clear(self._cards)
            usage = deal_stages.usage(self._store)
            pipelines = deal_stages.pipelines(self._store)
            for place, pipeline in enumerate(pipelines):
                self._cards.addWidget(self._card(place, pipeline, usage, several=len(pipelines) > 1))

    # ----------------------------------------------------------------------------------------------------------- lines

    def _card(self, place: int, pipeline: str, usage: dict[bytes, int], *, several: bool) -> Card:
        card = Card()
        card.setMaximumWidth(_WIDEST)
        card.column.setSpacing(0)
        if several or pipeline:
            title = QLineEdit(pipeline)
            title.setObjectName(f"pipeline_{place}")
            title.setAccessibleName(tr("Pipeline"))
            title.setPlaceholderText(text_deals.pipeline(""))
            title.editingFinished.connect(lambda: self._rename_pipeline(title, pipeline))
            card.column.addWidget(title)
        stages = deal_stages.stages(self._store, pipeline)
        card.column.addWidget(_titles())
        for number, stage in enumerate(stages):
            card.column.addWidget(self._line(stage, number, stages, usage.get(stage.id, 0)))
            card.column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(_GAP)
        new = QLineEdit()
        new.setObjectName(f"new_deal_stage_{place}")
        new.setPlaceholderText(tr("New stage"))
        new.setAccessibleName(tr("New stage"))

        def add() -> None:
            if new.text().strip():
                self._try(lambda: deal_stages.add(self._store, new.text(), pipeline=pipeline))

        new.returnPressed.connect(add)
        row.addWidget(new, 1)
        row.addWidget(button(f"add_deal_stage_{place}", tr("Add"), icon="plus", clicked=add))
        card.column.addLayout(row)
        return card

    def _line(self, stage: DealStage, place: int, stages: list[DealStage], used: int) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(_GAP)
        key = f"deal_stage_{stage.id.hex()}"
        row.addWidget(self._colour_button(key, stage))
        row.addWidget(self._name_field(key, stage), 1)
        row.addWidget(self._role_field(key, stage, used))
        row.addWidget(self._chance_field(key, stage))
        told = label(grouped(used) if used else "", "quiet")
        told.setToolTip(text_deals.counted(used))
        told.setFixedWidth(_USED_WIDTH)
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(told)
        for name, word, icon, step in (
            ("up", tr("Move up"), "arrow-up", -1),
            ("down", tr("Move down"), "arrow-down", 1),
        ):
            # Open, won and lost ones stand apart whatever their order.
            beside = stages[place + step] if 0 <= place + step < len(stages) else None
            made_button = tool_button(f"{key}_{name}", word, icon, clicked=self._mover(stages, place, step))
            made_button.setFixedWidth(_BUTTON_WIDTH)
            made_button.setEnabled(beside is not None and beside.role is stage.role)
            row.addWidget(made_button)
        remove = tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(stage))
        remove.setFixedWidth(_BUTTON_WIDTH)
        row.addWidget(remove)
        return made

    def _name_field(self, key: str, stage: DealStage) -> QLineEdit:
        own_word = text_deals.stage_word(stage.word or stage.role)
        field = QLineEdit(stage.name or own_word)
        field.setObjectName(f"{key}_name")
        field.setAccessibleName(tr("Name"))
        field.setPlaceholderText(own_word)
        field.setCursorPosition(0)

        def keep() -> None:
            name = field.text().strip()
            name = "" if name == own_word else name
            # It also fires when the line is taken away: what was kept once is not kept again.
            if field.isModified() and name != stage.name:
                field.setModified(False)
                self._try(lambda: deal_stages.rename(self._store, stage.id, name))

        field.editingFinished.connect(keep)
        return field

    def _role_field(self, key: str, stage: DealStage, used: int) -> QComboBox:
        field = QComboBox()
        field.setObjectName(f"{key}_role")
        field.setFixedWidth(_ROLE_WIDTH)
        field.setAccessibleName(tr("What its deals are"))
        for role in DealState:
            field.addItem(text_kinds.deal_state(role), role)
        field.setCurrentIndex(field.findData(stage.role))
        field.setEnabled(not used)
        field.setToolTip(tr("Only a stage without deals can change it.") if used else "")
        field.activated.connect(
            lambda _index: self._try(
                lambda: deal_stages.set_role(self._store, stage.id, DealState(field.currentData()))
            )
        )
        return field

    def _chance_field(self, key: str, stage: DealStage) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"{key}_chance")
        field.setAccessibleName(tr("Chance, in percent"))
        field.setFixedWidth(_CHANCE_WIDTH)
        field.setEnabled(stage.role is DealState.OPEN)
        if stage.role is DealState.OPEN:
            field.setPlaceholderText(trc("chance", "as so far"))
            field.setText("" if stage.chance is None else f"{stage.chance} %")
        field.editingFinished.connect(lambda: self._keep_chance(field, stage))
        return field

    def _colour_button(self, key: str, stage: DealStage) -> QWidget:
        made = tool_button(f"{key}_colour", tr("Colour"), "circle-check")
        made.setFixedWidth(_COLOUR_WIDTH)
        made.setIcon(QIcon(dot(self, stage.colour)))
        menu = QMenu(made)
        for colour, words in colour_words().items():
            action = menu.addAction(QIcon(dot(self, colour)), words)
            action.triggered.connect(self._painter(stage.id, colour))
        made.setMenu(menu)
        return made

    # --------------------------------------------------------------------------------------------------------- actions

    def _painter(self, stage_id: bytes, colour: str) -> Callable[[bool], None]:
        def recolour(_checked: bool = False) -> None:
            self._try(lambda: deal_stages.recolour(self._store, stage_id, colour))

        return recolour

    def _mover(self, stages: list[DealStage], place: int, step: int) -> Callable[[], None]:
        def move() -> None:
            ids = [stage.id for stage in stages]
            ids.insert(place + step, ids.pop(place))
            others = [stage.id for stage in deal_stages.stages(self._store) if stage.id not in ids]
            first = deal_stages.stages(self._store)[0].pipeline == stages[0].pipeline
            self._try(lambda: deal_stages.reorder(self._store, [*ids, *others] if first else [*others, *ids]))

        return move

    def _keep_chance(self, field: QLineEdit, stage: DealStage) -> None:
        # It also fires when the line is taken away: what was kept once is not kept again.
        if not field.isModified():
            return
        field.setModified(False)
        typed = field.text().replace("%", "").strip()

        def write() -> None:
            if typed and not typed.isdecimal():
                raise NumberRefused(field="chance", value=field.text(), least=0, most=deal_stages.MOST_CHANCE)
            deal_stages.set_chance(self._store, stage.id, int(typed) if typed else None)

        self._try(write)

    def _add_pipeline(self) -> None:
        if self._pipeline.text().strip() and self._try(
            lambda: deal_stages.add_pipeline(self._store, self._pipeline.text())
        ):
            self._pipeline.clear()

    def _rename_pipeline(self, field: QLineEdit, pipeline: str) -> None:
        if field.isModified() and field.text().strip() != pipeline:
            field.setModified(False)
            self._try(lambda: deal_stages.rename_pipeline(self._store, pipeline, field.text()))

    def _delete(self, stage: DealStage) -> None:
        try:
            deal_stages.delete(self._store, stage.id)
        except EntryInUse as error:
            self._ask_where(stage, int(str(error.facts["count"])))
        except Exception as error:
            self._tell.problem(error)
        else:
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _ask_where(self, stage: DealStage, count: int) -> None:
        """Deals stand in it: offer the stages of the same state, as a menu under the button."""
        menu = QMenu(self)
        menu.setObjectName("deal_stage_menu")
        menu.addAction(ntr("{n} deal goes to:", "{n} deals go to:", count)).setEnabled(False)
        for other in deal_stages.stages(self._store):
            if other.id != stage.id and other.role is stage.role:
                menu.addAction(text_deals.stage(other)).triggered.connect(self._replacer(stage.id, other.id))
        source = self.findChild(QWidget, f"deal_stage_{stage.id.hex()}_delete") or self
        menu.popup(source.mapToGlobal(source.rect().bottomLeft()))

    def _replacer(self, stage_id: bytes, other: bytes) -> Callable[[bool], None]:
        def replace(_checked: bool = False) -> None:
            self._try(lambda: deal_stages.delete(self._store, stage_id, move_to=other))

        return replace

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._tell.problem(error)
            self.reload()
            return False
        return True


def _titles() -> QWidget:
    """What stands in the columns of the lines below."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(_COLOUR_WIDTH + _GAP, 0, 0, 2)
    row.setSpacing(_GAP)
    row.addWidget(label(tr("Stage"), "small"), 1)
    columns = (
        (tr("Its deals are"), _ROLE_WIDTH),
        (trc("of a deal", "Chance"), _CHANCE_WIDTH),
        (tr("Deals"), _USED_WIDTH),
    )
    for words, width in columns:
        title = label(words, "small")
        title.setFixedWidth(width)
        row.addWidget(title)
    title.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addSpacing(3 * (_BUTTON_WIDTH + _GAP) - _GAP)
    return made
