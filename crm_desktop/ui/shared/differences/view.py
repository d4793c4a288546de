"""Differences on the page of the shared base: the list at the left, the chosen one at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import DifferenceAnswer
from crm_desktop.services import differences
from crm_desktop.ui import text_difference_values, text_differences
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.shared.differences.detail import DifferenceDetail
from crm_desktop.ui.shared.differences.doing import DifferenceDoing
from crm_desktop.ui.shared.differences.list_view import DifferenceList
from crm_desktop.ui.shared.differences.model import DifferenceModel
from crm_desktop.ui.text import grouped, tr, trc
from crm_desktop.ui.widgets.buttons import SteadyLabel
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.changes import Changes
    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_SOON_MS = 150


class DifferencesView(QWidget):
    """The whole part of the page; it follows the base by itself.

    Signals:
        counted: how many are to be looked at.
    """

    counted = Signal(int)

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undo: Callable[[], object],
        open_client: Callable[[bytes], object] | None = None,
    ) -> None:
        """Take the voice, what takes the last operation back, and who opens the card of a client."""
        super().__init__()
        self.setObjectName("differences_view")
        self.setAccessibleName(tr("Differences"))
        self._store = session.store
        self._open_client = open_client
        self._doing = DifferenceDoing(session, tell, undo, self.reload)
        self.model = DifferenceModel(session.store, self)
        self.list = DifferenceList(self.model)
        self.detail = DifferenceDetail(session)
        # Many rows of a pull are announced at once, and nobody reads so fast.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._build()
        self._connect()
        session.signals.changed.connect(self._changed)
        self._show(answered=False)

    # --------------------------------------------------------------------------------------------------- from outside

    def reload(self) -> None:
        """Read again what is shown: what was chosen stays chosen, and where it went the next one is."""
        self._soon.stop()
        chosen = {each.id for each in self.list.chosen()}
        current, place = self._current(), self.list.currentIndex().row()
        self.model.reload()
        at = self.model.place_of(current.id) if current is not None else -1
        self._stand(at if at >= 0 else place, chosen if at >= 0 else set())
        self._tell_how_many()

    def show_client(self, client_id: bytes) -> None:
        """Stand on the first open difference about a client."""
        self._filter.choose(False)
        self._show(answered=False)
        for place in range(self.model.rowCount()):
            found = self.model.difference(place)
            if found is not None and found.record.client is not None and found.record.client.id == client_id:
                self.list.choose(place)
                break
        self.focus_in()

    def show_decided(self) -> None:
        """Show what was decided."""
        self._filter.choose(True)
        self._show(answered=True)

    def focus_in(self) -> None:
        """Take the focus into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --------------------------------------------------------------------------------------------------------- reading

    def _changed(self, changes: Changes) -> None:
        """A difference came or went, or what one is about was changed: by hand at once, else as soon as it is quiet."""
        if self.isVisible():
            self._soon.start()
        elif changes.touches("conflict"):
            self._tell_how_many()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own
        self.reload()

    def _show(self, *, answered: bool) -> None:
        self.model.show(answered=answered)
        self._stand(0, set())
        self._tell_how_many()

    def _stand(self, place: int, also: set[bytes]) -> None:
        at = self.model.next_place(place)
        if at >= 0:
            self.list.choose(at)
            for id_ in also:
                more = self.model.place_of(id_)
                if more >= 0 and more != at:
                    self.list.select_also(more)
        self._show_chosen()
        self._places.setCurrentIndex(0 if at >= 0 else 1)

    def _tell_how_many(self) -> None:
        count = differences.count_open(self._store)
        self.total.setText(text_differences.counted(count) if count else "")
        self.counted.emit(count)
        if not self.model.rowCount():
            self._show_empty()

    def _show_empty(self) -> None:
        if self.model.answered:
            words = tr("What you and your colleagues decide is kept here, with both values.")
            self._empty.show_words(tr("Nothing was decided yet"), words)
        else:
            words = tr(
                "When you and a colleague change the same thing before you hear of each other, both values stand here, "
                "and you choose."
            )
            self._empty.show_words(tr("No differences"), words)

    def _show_chosen(self) -> None:
        self.detail.show_chosen(self.list.chosen())

    def _current(self) -> Difference | None:
        index = self.list.currentIndex()
        return self.model.difference(index.row()) if index.isValid() else None

    # -------------------------------------------------------------------------------------------------------- commands

    def _answer(self, how: DifferenceAnswer) -> None:
        chosen = [each for each in self.list.chosen() if not each.answered_at]
        if len(chosen) == 1:
            if self._doing.answer(chosen[0], how):
                self._after_answer()
        else:
            self._doing.answer_many([each.id for each in chosen], how)
            self._after_answer()

    def _write(self, value: object) -> None:
        chosen = self.list.chosen()
        if len(chosen) == 1 and self._doing.write(chosen[0], value):
            self.detail.third.forget()
            self._after_answer()

    def _after_answer(self) -> None:
        """The next one, at the same place of the list."""
        place = self.list.currentIndex().row()
        self.model.reload()
        self._stand(place, set())
        self._tell_how_many()
        self.focus_in()

    def _open_record(self) -> None:
        found = self._current()
        if found is not None and found.record.client is not None and self._open_client is not None:
            self._open_client(found.record.client.id)

    def _menu(self, point: QPoint | None = None) -> None:
        found = self._current()
        if found is None or found.answered_at:
            return
        menu = QMenu(self)
        menu.setObjectName("difference_menu")
        for title, ids in self._several(found):
            menu.addSeparator()
            menu.addAction(f"{title} · {grouped(len(ids))}").setEnabled(False)
            for how in (DifferenceAnswer.KEPT, DifferenceAnswer.USED):
                action = menu.addAction(text_differences.answer_to_many(how))
                action.setObjectName(f"several_{how.value}")
                action.triggered.connect(partial(self._answer_several, ids, how))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point if point is not None else self.detail.several_corner())

    def _several(self, found: Difference) -> list[tuple[str, Sequence[bytes]]]:
        record, like = differences.of_record(self._store, found.record), differences.alike(self._store, found)
        name = text_difference_values.title(found.record)
        field = text_difference_values.field(found)
        return [
            (trc("difference", "All of {name}", name=name), record),
            (trc("difference", "All like this: {field}", field=field), like),
        ]

    def _answer_several(self, ids: Sequence[bytes], how: DifferenceAnswer, _checked: bool = False) -> None:
        self._doing.answer_many(ids, how)
        self._after_answer()

    # --------------------------------------------------------------------------------------------------------- widgets

    def _connect(self) -> None:
        self._filter.told.changed.connect(lambda: self._show(answered=self._filter.value()))
        self.list.chosen_changed.connect(self._show_chosen)
        self.list.answered.connect(self.detail.press)
        self.list.opened.connect(self._open_record)
        self.list.menu_wanted.connect(self._menu)
        self.detail.answered.connect(self._answer)
        self.detail.third_wanted.connect(self._write)
        self.detail.problem.connect(self._doing.problem)
        self.detail.record_wanted.connect(self._open_record)
        self.detail.several_wanted.connect(self._menu)
        self.detail.done.connect(self.focus_in)

    def _build(self) -> None:
        choices = [(False, trc("differences", "To decide")), (True, trc("differences", "Decided"))]
        self._filter = ChoiceRow("differences_filter", tr("What to show"), choices)
        self.total = SteadyLabel("quiet")
        self.total.setObjectName("differences_total")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 6)
        head.addWidget(self._filter, 1)
        head.addWidget(self.total, 0, Qt.AlignmentFlag.AlignVCenter)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("differences_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self.list.setMinimumWidth(240)
        self.detail.setMinimumWidth(330)
        splitter.addWidget(self.list)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        self._empty = EmptyState("differences_empty", "circle-check", "", "")
        below = QWidget()
        self._places = QStackedLayout(below)
        self._places.addWidget(splitter)
        self._places.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(head)
        whole.addWidget(below, 1)
