"""One request beside the list: its clock, what was said, what can be done, and the whole story; or several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.kinds import RequestKind
from crm_desktop.services.drafts import FeedbackDraft
from crm_desktop.ui import formats, text_kinds, text_requests
from crm_desktop.ui.card.mark_row import MarkRow
from crm_desktop.ui.requests.doing import wishes_of
from crm_desktop.ui.requests.resolving import Resolving
from crm_desktop.ui.requests.story_view import StoryView
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import button, label, restyle
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.request_list import RequestRow
    from crm_desktop.ui.requests.doing import RequestDoing

_SIDE = 18
LEAST_WIDTH = 320


class RequestDetail(QScrollArea):
    """Shows what is chosen in the list.

    Signals:
        done: something was done with what is chosen; the list takes the focus back.
    """

    done = Signal()

    def __init__(self, doing: RequestDoing) -> None:
        super().__init__()
        self.setObjectName("request_detail")
        self.setAccessibleName(tr("Request"))
        self.setMinimumWidth(LEAST_WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._doing = doing
        self._rows: list[RequestRow] = []
        self._typed: dict[frozenset[bytes], str] = {}
        self.resolving = Resolving()
        self.resolving.resolved.connect(self._resolve)
        self.resolving.left.connect(self.done)
        self.marks = MarkRow("request_mark")
        self.marks.given.connect(doing.marked)
        self.marks.left.connect(self.done)
        self.marks.words_wanted.connect(self._mark_with_words)
        self._build()

    # ---------------------------------------------------------------------------------------------------- what is shown

    def show_rows(self, rows: Sequence[RequestRow], now: datetime, *, can_choose: bool = True) -> None:
        """Show one request whole, several as what they are together, or that none is chosen where there are any."""
        others = _ids(rows) != _ids(self._rows)
        if others:
            # Words that were typed and not sent come back with the question about the same requests.
            if words := self.resolving.words():
                self._typed[_ids(self._rows)] = words
            self.resolving.leave()
        self._rows = list(rows)
        if others:
            self.marks.hide()
            self.verticalScrollBar().setValue(0)
        self._nothing.setVisible(not rows and can_choose)
        self._body.setVisible(bool(rows))
        if len(rows) == 1:
            self._show_one(rows[0], now)
        elif rows:
            self._show_many(rows, now)
        self._show_buttons()

    def do(self, letters: set[str]) -> bool:
        """Do what a letter stands for; says whether it stands for anything here."""
        for letter, (made, call) in self._deeds.items():
            if letter in letters and made.isVisibleTo(self):
                call()
                return True
        return False

    def deeds(self) -> list[tuple[str, str, Callable[[], object]]]:
        """What can be done now: word, letter, call."""
        return [
            (made.text(), letter, call)
            for letter, (made, call) in self._deeds.items()
            if made.isVisibleTo(self)
        ]

    def delete(self) -> None:
        """Move what is chosen to the bin."""
        if self._rows:
            self._doing.deleted(self._rows)

    def open(self) -> None:
        """Open the form of the one request."""
        if len(self._rows) == 1:
            self._doing.edit(self._rows[0])

    # ------------------------------------------------------------------------------------------------------ one, many

    def _show_one(self, row: RequestRow, now: datetime) -> None:
        today = now.astimezone().date()
        self._name.setText(row.client)
        self._reach.setText(row.phone)
        self._reach.setVisible(bool(row.phone))
        word, tone = text_requests.badge(row, now)
        self._kind.show_word(text_kinds.request_kind(row.kind), "quiet")
        self._badge.show_word(word, tone)
        self._kind.show()
        self._badge.setVisible(bool(word))
        tone = "quiet" if row.resolved_at else text_requests.tone(row.received_at, row.due_at, now)
        self._clock.setText(text_requests.standing(row, now))
        look = tone if tone in ("late", "care", "quiet") else "strong"
        if self._clock.property("look") != look:
            self._clock.setProperty("look", look)
            restyle(self._clock)
        whose = text_requests.whose(row)
        ahead = row.next_contact
        next_ = tr("next contact {when}", when=formats.moment(ahead, today)) if ahead else ""
        self._whose.setText(" · ".join(part for part in (whose, next_) if part))
        self._clock.show()
        self._whose.show()
        self._text.setText(row.text)
        self._text.show()
        self._story.show_story(row.id, now)

    def _show_many(self, rows: Sequence[RequestRow], now: datetime) -> None:
        self._name.setText(text_requests.chosen(rows))
        self._reach.hide()
        self._kind.hide()
        self._badge.hide()
        self._clock.hide()
        self._whose.hide()
        self._text.hide()
        self._story.show_chosen(rows, now)

    def _show_buttons(self) -> None:
        rows, hosts = self._rows, self._doing.hosts
        one = rows[0] if len(rows) == 1 else None
        open_ = [row for row in rows if row.resolved_at is None]
        wishes = wishes_of(rows)
        for letter, shown in (
            ("A", any(row.answered_at is None for row in open_)),
            ("D", bool(open_)),
            ("H", bool(rows)),
            ("N", one is not None and hosts.plan_activity is not None and not wishes),
            ("W", bool(wishes) and hosts.plan_wishes is not None),
            ("R", len(open_) < len(rows)),
            ("E", one is not None and hosts.open_request is not None),
            ("C", one is not None and hosts.open_card is not None),
            ("S", one is not None and one.resolved_at is not None),
        ):
            self._deeds[letter][0].setVisible(shown)
        self._colour_next()

    def _colour_next(self) -> None:
        """Give the colour to what comes next: the answer, else the end of the waiting."""
        following = next((letter for letter in "AD" if not self._deeds[letter][0].isHidden()), "")
        for letter in "AD":
            made, look = self._deeds[letter][0], "primary" if letter == following else "plain"
            if made.property("look") != look:
                made.setProperty("look", look)
                restyle(made)

    # ------------------------------------------------------------------------------------------------------- commands

    def _answer(self) -> None:
        self._doing.answered(self._rows)
        self.done.emit()

    def _ask_resolution(self) -> None:
        kinds = {row.kind for row in self._rows}
        self.resolving.ask(wishes=kinds == {RequestKind.WISH}, words=self._typed.pop(_ids(self._rows), ""))
        self.ensureWidgetVisible(self.resolving)

    def _resolve(self, words: str) -> None:
        rows = [row for row in self._rows if row.resolved_at is None]
        if rows and self._doing.resolved(rows, words) and len(rows) == 1:
            self._ask_mark(rows[0])
        else:
            self.done.emit()

    def _reopen(self) -> None:
        self._doing.reopened(self._rows)
        self.done.emit()

    def _ask_mark(self, row: RequestRow) -> None:
        draft = FeedbackDraft(row.client_id, 0, request_id=row.id, responsible_id=row.responsible_id)
        self.marks.ask(draft, row.client)
        self.marks.focus_in()

    def _mark_with_words(self, draft: FeedbackDraft) -> None:
        if self._doing.hosts.open_feedback is not None:
            self._doing.hosts.open_feedback(draft)

    def _hand_over(self) -> None:
        self._doing.ask_whom(self._deeds["H"][0], self._rows, self.done.emit)

    def _call_wishes(self) -> None:
        wishes = wishes_of(self._rows)
        asked = " ".join(self._rows[0].text.split())[:80] if len(wishes) == 1 else ""
        self._doing.call_about_wishes(wishes, asked)

    def _first(self, call: Callable[[RequestRow], object]) -> None:
        if self._rows:
            call(self._rows[0])

    # --------------------------------------------------------------------------------------------------------- widgets

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDE, 16, _SIDE, 16)
        column.setSpacing(14)
        self._nothing = EmptyState(
            "request_none",
            "message-square",
            tr("Choose a request"),
            tr("Here stands what the client said, how long it waits, and what was done about it."),
        )
        # Above all: it is about the request that was resolved, while the next one stands here already.
        column.addWidget(self.marks)
        column.addWidget(self._nothing, 1)
        self._body = QWidget()
        column.addWidget(self._body)
        column.addStretch(1)
        self._fill_body(QVBoxLayout(self._body))
        self.setWidget(inside)
        self._body.hide()

    def _fill_body(self, body: QVBoxLayout) -> None:
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self._name = label("", "heading", wrap=True)
        self._name.setObjectName("request_client")
        self._reach = label("", "quiet")
        self._reach.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._kind, self._badge = Badge(), Badge()
        badges = QHBoxLayout()
        badges.setSpacing(6)
        badges.addWidget(self._kind)
        badges.addWidget(self._badge)
        badges.addStretch(1)
        self._clock = label("", "strong", wrap=True)
        self._clock.setObjectName("request_clock")
        self._whose = label("", "quiet", wrap=True)
        self._text = label("", "", wrap=True)
        self._text.setObjectName("request_said")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self._name, self._reach):
            body.addWidget(widget)
        body.addSpacing(2)
        body.addLayout(badges)
        body.addSpacing(2)
        for widget in (self._clock, self._whose):
            body.addWidget(widget)
        body.addSpacing(6)
        body.addWidget(self._text)
        body.addSpacing(8)
        body.addWidget(self._buttons())
        body.addWidget(self.resolving)
        body.addSpacing(10)
        self._story = StoryView(self._doing.session.store)
        body.addWidget(self._story)

    def _buttons(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, 6)
        doing = self._doing
        self._deeds: dict[str, tuple[QPushButton, Callable[[], object]]] = {}
        for letter, name, word, call in (
            ("A", "answered", trc("button", "Answered"), self._answer),
            ("W", "wishes", tr("Plan calls…"), self._call_wishes),
            ("D", "resolve", tr("Resolve…"), self._ask_resolution),
            ("H", "hand_over", tr("Hand over…"), self._hand_over),
            ("N", "call", tr("Plan a call"), lambda: self._first(doing.call)),
            ("R", "reopen", tr("Open again"), self._reopen),
            ("S", "satisfaction", tr("Satisfaction…"), lambda: self._first(self._ask_mark)),
            ("E", "edit", tr("Edit"), self.open),
            ("C", "card", tr("Open the card"), lambda: self._first(doing.open_card)),
        ):
            made = button(f"request_{name}", word, clicked=call)
            made.setToolTip(tr("Key: {key}", key=letter))
            flow.addWidget(made)
            self._deeds[letter] = (made, call)
        return row


def _ids(rows: Sequence[RequestRow]) -> frozenset[bytes]:
    return frozenset(row.id for row in rows)
