"""What must not be overlooked before saying hello: do not contact, an open complaint or request, an overdue debt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crm_desktop.kinds import RequestKind
from crm_desktop.ui import formats, text_requests, theme
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.widgets.buttons import button, restyle
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.card_rows import Card, OpenRequest

_SHOWN_LETTERS = 220
_MOST_REQUESTS = 3
_SIDE, _LINK = 12, 5


@dataclass(frozen=True, slots=True)
class Alert:
    """One box: ``tone`` is ``late`` (red) or ``care`` (amber); it tells of a ``request`` or a low ``mark``, by id."""

    tone: str
    title: str
    text: str
    request: bytes | None = None
    mark: bytes | None = None
    answered: bool = True
    """Whether the request had its first answer."""


def alerts_of(card: Card, now: datetime) -> list[Alert]:
    """The boxes of a card, the gravest first."""
    today = now.astimezone().date()
    found: list[Alert] = []
    if card.do_not_contact:
        found.append(Alert("late", tr("Do not contact"), tr("This client does not want to hear from us.")))
    found += [_request_alert(request, now) for request in card.open_requests[:_MOST_REQUESTS]]
    more = len(card.open_requests) - _MOST_REQUESTS
    if more > 0:
        found.append(Alert("care", ntr("{n} more waits", "{n} more wait", more), ""))
    found += _low_mark(card, today)
    for owed in card.owed:
        if owed.overdue > 0:
            since = tr("since {day}", day=formats.day(owed.next_due, today)) if owed.next_due else ""
            found.append(
                Alert(
                    "late", tr("Overdue {amount}", amount=formats.money(owed.overdue, owed.currency)), since
                )
            )
    return found


def _low_mark(card: Card, today: date) -> list[Alert]:
    told = card.satisfaction
    if told is None or told.low_id is None:
        return []
    title = tr("Not satisfied: {mark}", mark=text_requests.satisfaction(told, today))
    return [Alert("care", title, told.comment, mark=told.low_id)]


def _request_alert(request: OpenRequest, now: datetime) -> Alert:
    today = now.astimezone().date()
    titles = {
        RequestKind.COMPLAINT: tr("Open complaint"),
        RequestKind.INQUIRY: tr("Open question"),
        RequestKind.WISH: tr("Unmet wish"),
    }
    waited = (today - datetime.fromisoformat(request.received_at).astimezone().date()).days
    since = ntr("{n} day", "{n} days", waited) if waited > 0 else tr("since today")
    text = " ".join(request.text.split())
    if len(text) > _SHOWN_LETTERS:
        text = f"{text[:_SHOWN_LETTERS]}…"
    came = text_requests.channel(request.channel)
    stands = [
        tr("Came {how}.", how=came) if came else "",
        tr("With {name}.", name=request.responsible) if request.responsible else "",
        tr("Answered {when}, not resolved yet.", when=formats.moment(request.answered_at, today))
        if request.answered_at
        else "",
    ]
    text = "\n".join(filter(None, (text, " ".join(filter(None, stands)))))
    by = text_requests.lateness(request.due_at, request.answered_at, now)
    late = text_requests.is_late(request.due_at, now)
    title = ", ".join(part for part in (titles[request.kind], since, by) if part)
    return Alert(
        "late" if late else "care", title, text, request.id, answered=request.answered_at is not None
    )


class AlertBox(QFrame):
    """One box, with what can be done about it below its words.

    Signals:
        opened: the request should be opened, to be resolved; carries its id.
        answered: the client got a first answer; carries the id of the request.
        hand_over_wanted: somebody else should take care of it; carries the id, and the widget to ask over.
        act_wanted: something should be done about a low mark; carries its id.
    """

    opened = Signal(object)
    answered = Signal(object)
    hand_over_wanted = Signal(object, object)
    act_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._alert = Alert("", "", "")
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(theme.variant(self.font(), "strong"))
        self._title.setWordWrap(True)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        # A link has room around its words for the frame of the focus: the words of the box stand in as far.
        column.setContentsMargins(_SIDE - _LINK, 7, _SIDE, 7)
        for words in (self._title, self._text):
            words.setContentsMargins(_LINK, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._links())

    def show_alert(self, alert: Alert) -> None:
        """Show another alert."""
        self._alert = alert
        self._answer.setVisible(alert.request is not None and not alert.answered)
        for shown in (self._open, self._hand):
            shown.setVisible(alert.request is not None)
        self._act.setVisible(alert.mark is not None)
        self._row.setVisible(alert.request is not None or alert.mark is not None)
        self._title.setText(alert.title)
        self._text.setText(alert.text)
        self._text.setVisible(bool(alert.text))
        self.setAccessibleName(f"{alert.title}. {alert.text}")
        look = f"notice-{alert.tone}"
        if self.property("look") != look:
            self.setProperty("look", look)
            self._title.setProperty("look", alert.tone)
            restyle(self)
            restyle(self._title)

    def words(self) -> str:
        """Title and text, as read aloud."""
        return self.accessibleName()

    def _links(self) -> QWidget:
        self._row = QWidget()
        self._answer = button(
            "alert_answer",
            trc("button", "Answered"),
            look="link",
            clicked=lambda: self.answered.emit(self._alert.request),
        )
        self._open = button(
            "alert_open", tr("Resolve…"), look="link", clicked=lambda: self.opened.emit(self._alert.request)
        )
        self._hand = button(
            "alert_hand_over",
            tr("Hand over…"),
            look="link",
            clicked=lambda: self.hand_over_wanted.emit(self._alert.request, self._hand),
        )
        self._act = button(
            "alert_act", tr("Act…"), look="link", clicked=lambda: self.act_wanted.emit(self._alert.mark)
        )
        flow = FlowLayout(self._row, 8)
        flow.setContentsMargins(0, 1, 0, 0)
        for each in (self._answer, self._open, self._hand, self._act):
            flow.addWidget(each)
        return self._row


class Alerts(QWidget):
    """The column of boxes.

    Signals:
        opened, answered, hand_over_wanted, act_wanted: as of its boxes.
    """

    opened = Signal(object)
    answered = Signal(object)
    hand_over_wanted = Signal(object, object)
    act_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_alerts")
        self._boxes: list[AlertBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show these boxes, with the widgets there are."""
        while len(self._boxes) < len(alerts):
            box = AlertBox()
            box.setObjectName(f"alert_{len(self._boxes) + 1}")
            box.opened.connect(self.opened)
            box.answered.connect(self.answered)
            box.hand_over_wanted.connect(self.hand_over_wanted)
            box.act_wanted.connect(self.act_wanted)
            self._boxes.append(box)
            self._column.addWidget(box)
        for box, alert in zip(self._boxes, alerts, strict=False):
            box.show_alert(alert)
            box.setVisible(True)
        for box in self._boxes[len(alerts) :]:
            box.setVisible(False)
        self.setVisible(bool(alerts))

    def words(self) -> list[str]:
        """What the visible boxes say."""
        return [box.words() for box in self._boxes if not box.isHidden()]
