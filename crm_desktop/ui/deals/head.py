"""Over the deals: as a board or as a list, and which pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label, tool_button

if TYPE_CHECKING:
    from collections.abc import Sequence

BOARD, LIST = "board", "list"


class DealsHead(QWidget):
    """Title, view, pipeline.

    Signals:
        view_chosen: ``BOARD`` or ``LIST``.
        pipeline_chosen: the name of a pipeline.
        save_wanted: the deals as a file.
    """

    view_chosen = Signal(str)
    pipeline_chosen = Signal(str)
    save_wanted = Signal()

    def __init__(self, view: str) -> None:
        super().__init__()
        self.setObjectName("deals_head")
        words = [(BOARD, trc("view of deals", "Board")), (LIST, trc("view of deals", "List"))]
        self._views = ChoiceRow("deals_view", tr("View"), words)
        self._views.choose(view)
        self._views.keep_one_row()
        self._views.told.changed.connect(lambda: self.view_chosen.emit(self._views.value()))
        self._pipelines = QComboBox()
        self._pipelines.setObjectName("deals_pipeline")
        self._pipelines.setAccessibleName(tr("Pipeline"))
        self._pipelines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._pipelines.activated.connect(
            lambda _index: self.pipeline_chosen.emit(str(self._pipelines.currentData()))
        )
        self._pipelines.hide()
        self._many = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 0)
        row.setSpacing(12)
        row.addWidget(label(tr("Deals"), "heading"))
        row.addSpacing(4)
        row.addWidget(self._views, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._pipelines)
        row.addStretch(1)
        row.addWidget(
            tool_button(
                "deals_file",
                tr("Save the deals as a file…"),
                "file-spreadsheet",
                clicked=self.save_wanted.emit,
            )
        )

    def view(self) -> str:
        """``BOARD`` or ``LIST``."""
        return self._views.value()

    def show_view(self, view: str) -> None:
        """Mark a view as the one that is shown."""
        self._views.choose(view)
        self._pipelines.setVisible(self._many and view == BOARD)

    def show_pipelines(self, pipelines: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these pipelines (name, word); hidden where there is but one."""
        self._pipelines.clear()
        for name, word in pipelines:
            self._pipelines.addItem(word, name)
        self._pipelines.setCurrentIndex(max(0, self._pipelines.findData(chosen)))
        self._many = len(pipelines) > 1
        self._pipelines.setVisible(self._many and self.view() == BOARD)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._views.keep_one_row()
