"""The one small form for a contact: logged while the phone is still at the ear, planned, or told how it went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.errors import DateRefused, UserError
from crm_desktop.kinds import ActivityKind, Direction, Op, Outcome
from crm_desktop.services import activities, planning, series
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.planning import Scope
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.card.activity_draft import Filled, State, filled_draft
from crm_desktop.ui.card.activity_rows import (
    HAS_DIRECTION,
    HELD_OUTCOMES,
    ActivityRows,
    folded_words,
    order,
    relevant,
    row_words,
    state_choices,
    titled,
)
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.length_field import ALL_DAY, UNSAID
from crm_desktop.ui.card.scope_question import ScopeQuestion
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import typed_text
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session

_PLAIN_ROWS = frozenset({"when", "wanted", "offered", "result", "place", "responsible"})
"""Rows of one field; the others are rows of chips, or of several lines."""


def activity_key(client_id: bytes | None, *, planned: bool) -> str:
    """Under what the unsaved draft of a new activity is kept; of one with nobody yet, under one key for all."""
    return f"activity:new:{client_id.hex() if client_id else 'nobody'}:{int(planned)}"


class ActivityForm(SmallForm):
    """Logs (``planned`` False), plans (True), or edits an activity (``activity_id``)."""

    def __init__(
        self,
        session: Session,
        client_id: bytes | None,
        *,
        planned: bool = False,
        activity_id: bytes | None = None,
        draft: ActivityDraft | None = None,
        occurrence: str | None = None,
        tell: bool | None = None,
    ) -> None:
        """Take what it is about.

        Args:
            session: the open base.
            client_id: whose card it stands on; None where it stands alone.
            planned: a new one is planned, not logged.
            activity_id: the activity to edit.
            draft: what is known already of a new one.
            occurrence: the moment of the occurrence, where the activity is a series.
            tell: begins with how it went (True), or with the plan (False); None: as its time says.

        Raises:
            RecordNotFound: the activity is not there.
        """
        store = session.store
        self._activity_id = activity_id
        self._on_card = client_id is not None
        self._base = draft or ActivityDraft(client_id, responsible_id=session.base.me)
        self._occurrence: str | None = None
        if activity_id is not None:
            self._base = activities.draft_of(store, activity_id)
        if activity_id is not None and self._base.rule and self._base.held_at is None:
            self._occurrence = occurrence or series.due_of(store, activity_id, store.clock.now())
        if self._occurrence is not None:
            self._base = replace(self._base, planned_at=self._occurrence)
        self._was_planned = activity_id is not None and self._base.held_at is None
        self._tell = bool(tell) and self._was_planned
        self._planned = self._is_ahead(session) if tell is None else not tell
        if not self._was_planned:
            self._planned = planned
        self._scope: Scope | None = None
        self._shown_when = ""
        key = f"activity:{activity_id.hex()}" if activity_id else activity_key(client_id, planned=planned)
        if activity_id is None and draft is not None:
            key = activity_key(draft.client_id, planned=planned)
        super().__init__("activity_form", self._title_words(planned=planned), session, key)
        self._add_widgets(session)
        self._show_draft()
        self.ready()

    def focus_first(self) -> None:
        rows = self.rows
        if self._tell:
            rows.outcome.focus_in()
            return
        first: QWidget = rows.wanted
        if self._state() is State.PLANNED:
            first = rows.when.line
            if not self._on_card and self._activity_id is None:
                first = rows.clients.line if not rows.clients.ids() else rows.wanted
                first = rows.when.line if not rows.when.text() else first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        rows = self.rows
        return {
            "state": self._state().value,
            "kind": rows.kind.value(),
            "direction": rows.direction.value(),
            "when": rows.when.text(),
            "wanted": rows.wanted.text(),
            "offered": rows.offered.text(),
            "result": rows.result.text(),
            "outcome": rows.outcome.value(),
            "place": rows.place.text().strip(),
            "next_kind": rows.next.value(),
            "next_when": rows.next_when.text(),
            "next_wanted": rows.next_wanted.text().strip(),
            "clients": list(rows.clients.ids()),
            "length": rows.length.chips.value(),
            "own_length": rows.length.own.text(),
            "responsible": rows.responsible.value(),
            "rule": rows.repeat.text(),
            "reminders": rows.reminders.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        rows = self.rows
        rows.kind.choose(ActivityKind(state["kind"]))
        rows.direction.choose(Direction(state["direction"]))
        rows.outcome.choose(Outcome(state["outcome"]))
        next_kind = state["next_kind"]
        rows.next.choose(None if next_kind is None else ActivityKind(next_kind))
        rows.when.line.setText(state["when"])
        rows.next_when.line.setText(state["next_when"])
        rows.wanted.set_text(state["wanted"])
        rows.offered.set_text(state["offered"])
        rows.result.set_text(state["result"])
        rows.place.setText(state["place"])
        rows.next_wanted.setText(state["next_wanted"])
        if "clients" in state:  # a draft of the version before had none of these
            rows.clients.show_clients(state["clients"])
            rows.length.chips.choose(state["length"])
            rows.length.own.setText(state["own_length"])
            rows.responsible.choose(state["responsible"])
            rows.repeat.show_rule(state["rule"])
            rows.reminders.show_value(state["reminders"])
        if self._states is not None:
            self._states.choose(State(state["state"]))
        self._show_rows()

    def save(self) -> None:
        """Save, after asking of a series how much of it is meant; or say at the field what is wrong."""
        if self._scope is None and self._must_ask():
            self._question.ask(this=self._filled_rule() == self._base.rule)
            return
        super().save()
        self._scope = None

    def write(self) -> str:
        draft = self._draft()
        store = self.session.store
        if self._activity_id is None:
            activities.add(store, draft)
            return Op.PLAN_CONTACTS if draft.held_at is None else Op.ADD_ACTIVITY
        if not self._was_planned:
            activities.edit(store, self._activity_id, draft)
            return Op.EDIT_ACTIVITY
        scope = self._scope or Scope.THIS
        if self._is_cancelling(draft) and self._occurrence is not None and scope is not Scope.THIS:
            planning.cancel(store, self._activity_id, occurrence=self._occurrence, scope=scope)
        elif draft != self._base:
            planning.edit(store, self._activity_id, draft, occurrence=self._occurrence, scope=scope)
        return Op.EDIT_ACTIVITY

    # --------------------------------------------------------------------------------------------------------- building

    def _add_widgets(self, session: Session) -> None:
        self._states: ChoiceRow[State] | None = None
        if self._was_planned and not self._tell:
            self._states = ChoiceRow("activity_state", tr("What became of it"), state_choices())
            self._states.choose(State.PLANNED if self._planned else State.HELD)
            self.add_row("", self._states)
            self._states.told.changed.connect(self._state_changed)
        if self._tell:
            self.add_row("", label(self._about_words(), "quiet", wrap=True))
        ahead = self._planned and (self._was_planned or self._activity_id is None)
        self.rows = rows = ActivityRows(session, ahead=ahead, tell=self._tell)
        self._more = button("activity_more", "", look="link", clicked=self._toggle_more)
        self._open = False
        self._order = order(on_card=self._on_card, plan=self._planned or self._was_planned, tell=self._tell)
        self._shown: dict[str, QWidget] = {}
        for name in self._order:
            self._add(name)
        self._question = ScopeQuestion()
        self._question.chosen.connect(self._save_as)
        self._question.left.connect(self._leave_question)
        self.add_row("", self._question)
        self.know("planned_at", rows.when.line)
        self.know("next_at", rows.next_when.line)
        self.know("next_wanted", rows.next_wanted)
        self.know("client_id", rows.clients.line)
        self.know("minutes", rows.length.own)
        self._connect_rows()

    def _add(self, name: str) -> None:
        rows = self.rows
        if name == "more":
            self.add_row("", self._more)
            self._shown[name] = self._more
            return
        if name == "follow_up":
            self._shown[name] = rows.follow_up()
            self.add_row("", self._shown[name])
            return
        widget: QWidget = getattr(rows, name)
        word = row_words().get(name, "")
        if name in _PLAIN_ROWS:
            focus = rows.when.line if name == "when" else widget
            self.add_row(word, widget, "held_at" if name == "when" else name, focus)
            self._shown[name] = widget
        else:
            top = 7 if name == "repeat" else 4
            self._shown[name] = titled(word, widget, top) if word else widget
            self.add_row("", self._shown[name])

    def _connect_rows(self) -> None:
        rows = self.rows
        for row in (rows.kind, rows.direction, rows.outcome, rows.next):
            row.told.changed.connect(self._chosen)
        rows.when.edited.connect(self._when_edited)
        for part in (rows.next_when, rows.length, rows.clients, rows.repeat, rows.reminders):
            part.edited.connect(self.touched)
        rows.responsible.activated.connect(lambda _index: self.touched())

    def _show_draft(self) -> None:
        draft, rows = self._base, self.rows
        rows.kind.choose(draft.kind)
        new = self._activity_id is None
        rows.direction.choose(Direction.IN if new and not self._planned else draft.direction)
        rows.outcome.choose(draft.outcome if draft.outcome in HELD_OUTCOMES else Outcome.NONE)
        rows.wanted.set_text(draft.wanted)
        rows.offered.set_text(draft.offered)
        rows.result.set_text(draft.result)
        rows.place.setText(draft.place)
        rows.clients.show_clients([*([draft.client_id] if draft.client_id else []), *draft.further])
        rows.length.show_value(draft.minutes or (ALL_DAY if draft.all_day else UNSAID))
        if draft.responsible_id is not None:
            rows.responsible.choose(draft.responsible_id)
        rows.repeat.show_rule(draft.rule, self._start_day())
        rows.reminders.show_value(draft.reminders)
        self._shown_when = typed_text(draft.held_at or draft.planned_at or "")
        # A planned one is opened to say how it went: its time is now unless another is typed.
        if draft.held_at is not None or self._planned:
            rows.when.line.setText(self._shown_when)
        self._open = bool(not self._tell and (draft.further or draft.rule or draft.reminders))
        self._show_rows()

    def _title_words(self, *, planned: bool) -> str:
        if self._tell:
            return tr("How did it go?")
        if self._was_planned:
            return tr("Planned contact")
        if self._activity_id is not None:
            return tr("History entry")
        return tr("Plan a contact") if planned else tr("Log a contact")

    def _about_words(self) -> str:
        from crm_desktop.services import participants

        ids = [*filter(None, [self._base.client_id]), *self._base.further]
        names = ", ".join(participants.names(self.session.store, ids).values())
        kind = text_kinds.activity_kind(self._base.kind)
        when = formats.moment(self._base.planned_at or "", self._today())
        return " · ".join(filter(None, (f"{kind}, {when}", names, self._base.wanted)))

    # ---------------------------------------------------------------------------------------------------------- showing

    def _state(self) -> State:
        if self._states is not None:
            return self._states.value()
        if self._tell:
            cancelled = self.rows.outcome.value() is Outcome.CANCELLED
            return State.CANCELLED if cancelled else State.HELD
        if self._base.outcome is Outcome.CANCELLED and self.rows.outcome.value() is Outcome.NONE:
            return State.CANCELLED
        return State.PLANNED if self._planned else State.HELD

    def _state_changed(self) -> None:
        when = self.rows.when
        if self._state() is State.PLANNED and not when.text():
            when.line.setText(self._shown_when)
        elif self._state() is not State.PLANNED:
            when.line.setText("")
        self._chosen()

    def _chosen(self) -> None:
        self._show_rows()
        self.touched()

    def _when_edited(self) -> None:
        rows, span = self.rows, self.rows.when.span()
        if span is not None:
            rows.repeat.set_start(span.when.day)
            if span.minutes is not None:
                rows.length.show_value(span.minutes)
            elif span.when.time is not None and rows.length.chips.value() == ALL_DAY:
                rows.length.show_value(UNSAID)
        self.touched()

    def _toggle_more(self) -> None:
        self._open = not self._open
        focus = self.window().focusWidget() is self._more
        self._show_rows()
        if focus and self._open:
            self.focusNextPrevChild(True)

    def _show_rows(self) -> None:
        """Show only the rows that mean something now: the form stays small."""
        rows, state = self.rows, self._state()
        rows.when.set_ahead(ahead=state is State.PLANNED)
        rows.wanted.setPlaceholderText(
            tr("What about") if state is State.PLANNED else tr("What it was about")
        )
        means = set(relevant(state if not self._tell else State.HELD, rows.kind.value(), rows.next.value()))
        if rows.responsible.count() <= 2:  # nobody, and the user alone
            means.discard("responsible")
        folded = self._order[self._order.index("more") + 1 :]
        means &= set(self._order)
        for name, widget in self._shown.items():
            shown = name in means and (self._open or name not in folded)
            self.show_row(widget, shown=shown)
        words = folded_words()
        inside = ", ".join(words[name] for name in folded if name in means and name in words)
        self._more.setVisible(bool(inside))
        self._more.setText(tr("Less") if self._open else tr("More: {what}", what=inside))
        self._more.setAccessibleName(self._more.text())

    # ----------------------------------------------------------------------------------------------------------- saving

    def _must_ask(self) -> bool:
        """Whether something was changed that a whole series may follow."""
        if self._occurrence is None or self._tell or self._state() is State.HELD:
            return False
        try:
            draft = self._draft()
        except UserError:
            return False  # saving says what is wrong
        return draft != self._base

    def _save_as(self, scope: Scope) -> None:
        self._scope = scope
        self._question.hide()
        self.save()

    def _leave_question(self) -> None:
        self._question.hide()
        self.focus_first()

    def _draft(self) -> ActivityDraft:
        """What the form holds. Raises UserError for what is not understood."""
        rows = self.rows
        for field, typed in (("held_at", rows.when), ("next_at", rows.next_when)):
            if typed.is_wrong() and not typed.isHidden():
                raise DateRefused(field=field, value=typed.text())
        return filled_draft(self._base, self._filled(), self.session.store.clock.now())

    def _filled(self) -> Filled:
        rows, kind, state = self.rows, self.rows.kind.value(), self._state()
        length = rows.length.value() if kind is not ActivityKind.NOTE else UNSAID
        when = rows.when.when()
        if length == ALL_DAY and when is not None:
            when = replace(when, time=None)
        same_text = self._activity_id is not None and rows.when.text() == self._shown_when != ""
        plan = state is State.PLANNED
        return Filled(
            state,
            kind,
            rows.direction.value() if kind in HAS_DIRECTION else Direction.NONE,
            when,
            rows.wanted.text(),
            rows.offered.text(),
            rows.result.text(),
            rows.outcome.value(),
            rows.place.text().strip(),
            rows.next.value(),
            rows.next_when.when(),
            rows.next_wanted.text().strip(),
            clients=rows.clients.read(),
            responsible_id=rows.responsible.value(),
            minutes=length if length > 0 else None,
            rule=self._filled_rule() if plan else self._base.rule,
            zone=_zone() if plan and rows.repeat.text() else "",
            reminders=rows.reminders.value() if plan else self._base.reminders,
            same_time=same_text and (length != ALL_DAY or self._base.all_day),
        )

    def _filled_rule(self) -> str:
        return self.rows.repeat.rule()

    def _is_cancelling(self, draft: ActivityDraft) -> bool:
        return draft.outcome is Outcome.CANCELLED

    def _is_ahead(self, session: Session) -> bool:
        planned = self._base.planned_at or ""
        now = session.store.clock.now()
        if self._base.all_day:
            return planned >= now.astimezone().date().isoformat()
        from crm_desktop.clock import utc_text

        return planned > utc_text(now)

    def _start_day(self) -> Any:
        from crm_desktop.services.moves import local_day

        return local_day(self._base.planned_at) if self._base.planned_at else None

    def _today(self) -> Any:
        return self.session.store.clock.now().astimezone().date()


def _zone() -> str:
    """The zone by whose clock a new series runs."""
    # Imported here: it reads files of the system, and few contacts repeat.
    from crm_desktop.exchange.calendars.zones import here

    return here()
