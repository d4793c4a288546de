"""The one small form for a contact: logged while the phone is still at the ear, planned, or told how it went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from crm_desktop.errors import DateRefused, RecordEmpty, UserError
from crm_desktop.kinds import ActivityKind, Direction, Op, Outcome
from crm_desktop.services import activities, planning
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.planning import Scope
from crm_desktop.services.reminders.rules import rules
from crm_desktop.ui.card.activity_about import about_words, activity_key, is_ahead, standing
from crm_desktop.ui.card.activity_draft import Filled, State, filled_draft, zone_here
from crm_desktop.ui.card.activity_layout import (
    HAS_DIRECTION,
    folded_words,
    order,
    relevant,
    row_words,
    titled,
)
from crm_desktop.ui.card.activity_rows import ActivityRows, state_choices
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.clash_line import ClashLine
from crm_desktop.ui.card.length_field import ALL_DAY, UNSAID
from crm_desktop.ui.card.scope_question import ScopeQuestion
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import typed_text
from crm_desktop.ui.card.wishes_line import WishesLine
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session

_FIELDS = frozenset({"when", "wanted", "offered", "result", "place", "responsible", "deal"})
"""Rows of one field; the others are rows of chips, or of several lines."""


class ActivityForm(SmallForm):
    """Logs (``planned`` False), plans (True), or edits an activity (``activity_id``).

    Signals:
        template_wanted: the dated steps of a template are to be planned instead, for the client it carries.
    """

    template_wanted = Signal(bytes)

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
        self._base = draft or ActivityDraft(client_id)
        self._base = replace(self._base, responsible_id=self._base.responsible_id or session.base.me)
        self._occurrence: str | None = None
        if activity_id is not None:
            self._base, self._occurrence = standing(store, activity_id, occurrence)
        self._was_planned = activity_id is not None and self._base.held_at is None
        self._tell = bool(tell) and self._was_planned
        if self._was_planned:
            planned = is_ahead(store, self._base) if tell is None else not tell
        self._planned = planned
        self._scope: Scope | None = None
        self._shown_when = ""
        key = (
            f"activity:{activity_id.hex()}"
            if activity_id
            else activity_key(self._base.client_id, planned=planned)
        )
        super().__init__("activity_form", self._title_words(), session, key)
        self._add_widgets(session)
        self._show_draft()
        self.ready()

    def focus_first(self) -> None:
        rows = self.rows
        if self._tell:
            rows.outcome.focus_in()
            return
        first: QWidget = rows.wanted
        if self._state() is State.PLANNED and (self._was_planned or not rows.when.text()):
            first = rows.when.line
        elif self._state() is State.PLANNED and not self._on_card and not rows.clients.ids():
            first = rows.clients.line
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {"state": self._state().value, **self.rows.state()}

    def show_state(self, state: Mapping[str, Any]) -> None:
        self.rows.show_state(state)
        if self._states is not None:
            self._states.choose(State(state["state"]))
        self._show_rows()

    def save(self) -> None:
        """Save, after asking of a series how much of it is meant; or say at the field what is wrong."""
        if self._scope is None and self._must_ask():
            # Another repetition cannot be of one occurrence.
            self._question.ask(this=self.rows.repeat.rule() == self._base.rule)
            return
        super().save()
        self._scope = None

    def write(self) -> str:
        draft, store = self._draft(), self.session.store
        if self._activity_id is None:
            activities.add(store, draft)
            return Op.PLAN_CONTACTS if draft.held_at is None else Op.ADD_ACTIVITY
        if not self._was_planned:
            activities.edit(store, self._activity_id, draft)
            return Op.EDIT_ACTIVITY
        scope = self._scope or Scope.THIS
        if draft.outcome is Outcome.CANCELLED and scope is not Scope.THIS:
            planning.cancel(store, self._activity_id, occurrence=self._occurrence, scope=scope)
        elif draft != self._base:
            planning.edit(store, self._activity_id, draft, occurrence=self._occurrence, scope=scope)
        return Op.EDIT_ACTIVITY

    # -------------------------------------------------------------------------------------------------------- building

    def _add_widgets(self, session: Session) -> None:
        self._states: ChoiceRow[State] | None = None
        if self._tell:
            self.add_row("", label(about_words(session.store, self._base, when=True), "quiet", wrap=True))
        elif self._was_planned:
            self._states = ChoiceRow("activity_state", tr("What became of it"), state_choices())
            self._states.choose(State.PLANNED if self._planned else State.HELD)
            self.add_row("", self._states)
            self._states.told.changed.connect(self._state_changed)
        self.rows = rows = ActivityRows(session, self._base, ahead=self._planned, tell=self._tell)
        self._rules = rules(session.store)
        self._more = button("activity_more", "", look="link", clicked=self._toggle_more)
        self._open = False
        self._wishes = WishesLine(session.store)
        self._clash = ClashLine(session.store, self._activity_id)
        self._order = order(on_card=self._on_card, plan=self._planned or self._was_planned, tell=self._tell)
        self._shown: dict[str, QWidget] = {}
        for name in self._order:
            self._add(name)
        if self._activity_id is None and self._planned:
            self.add_beside_save(
                button("activity_template", tr("By a template…"), look="link", clicked=self._want_template)
            )
        self._question = ScopeQuestion()
        self._question.chosen.connect(self._save_as)
        self._question.left.connect(self._leave_question)
        self.add_row("", self._question)
        for field, widget in (
            ("planned_at", rows.when.line),
            ("next_at", rows.next_when.line),
            ("next_wanted", rows.next_wanted),
            ("client_id", rows.clients.line),
            ("minutes", rows.length.own),
            ("reminders", rows.reminders.own),
        ):
            self.know(field, widget)
        self._connect_rows()

    def _add(self, name: str) -> None:
        rows, word = self.rows, row_words().get(name, "")
        if name == "more":
            widget: QWidget = self._more
        elif name == "follow_up":
            widget = rows.follow_up()
        else:
            widget = getattr(rows, name)
        if name in _FIELDS:
            focus = rows.when.line if name == "when" else widget
            self.add_row(word, widget, "held_at" if name == "when" else name, focus)
            self._shown[name] = widget
            return
        self._shown[name] = titled(word, widget, top=7 if name == "repeat" else 4) if word else widget
        self.add_row("", self._shown[name])
        if name == "length":
            self.add_row("", self._clash)
        if name == ("outcome" if self._tell else "clients"):
            self.add_row("", self._wishes)

    def _connect_rows(self) -> None:
        rows = self.rows
        for row in (rows.kind, rows.direction, rows.outcome, rows.next):
            row.told.changed.connect(self._chosen)
        rows.when.edited.connect(self._when_edited)
        for part in (rows.next_when, rows.repeat, rows.reminders):
            part.edited.connect(self.touched)
        rows.clients.edited.connect(self._clients_edited)
        rows.length.edited.connect(self._time_changed)
        for choice in (rows.responsible, rows.deal):
            choice.activated.connect(lambda _index: self._time_changed())

    def _show_draft(self) -> None:
        draft, rows = self._base, self.rows
        logs = self._activity_id is None and not self._planned
        rows.show_draft(draft, began=Direction.IN if logs else Direction.NONE)
        self._shown_when = typed_text(draft.held_at or draft.planned_at or "")
        # A planned one is opened to say how it went: its time is now unless another is typed.
        if draft.held_at is not None or self._planned:
            rows.when.line.setText(self._shown_when)
        self._show_wishes()
        self._open = bool(
            not self._tell and (draft.further or draft.rule or draft.reminders or draft.deal_id)
        )
        self._show_rows()

    def _title_words(self) -> str:
        if self._tell:
            return tr("How did it go?")
        if self._was_planned:
            return tr("Planned contact")
        if self._activity_id is not None:
            return tr("History entry")
        return tr("Plan a contact") if self._planned else tr("Log a contact")

    # --------------------------------------------------------------------------------------------------------- showing

    def _state(self) -> State:
        if self._states is not None:
            return self._states.value()
        outcome = self.rows.outcome.value()
        if outcome is Outcome.CANCELLED:
            return State.CANCELLED
        if self._base.outcome is Outcome.CANCELLED and outcome is Outcome.NONE:
            return State.CANCELLED
        return State.PLANNED if self._planned and not self._tell else State.HELD

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

    def _clients_edited(self) -> None:
        self.rows.show_deals(self.rows.deal.value())
        self._show_rows()
        self._show_wishes()
        self.touched()

    def _show_wishes(self) -> None:
        """On a card they stand there already."""
        if not self._on_card:
            self._wishes.show_clients(self.rows.clients.ids())

    def _when_edited(self) -> None:
        rows, span = self.rows, self.rows.when.span()
        if span is not None:
            rows.repeat.set_start(span.when.day)
            if span.minutes is not None:
                rows.length.show_value(span.minutes)
            elif span.when.time is not None and rows.length.chips.value() == ALL_DAY:
                rows.length.show_value(UNSAID)
        self._time_changed()

    def _time_changed(self) -> None:
        self._show_clashes()
        self.touched()

    def _show_clashes(self) -> None:
        rows, when = self.rows, self.rows.when.when()
        minutes = rows.length.usable()
        planned = self._state() is State.PLANNED and minutes != ALL_DAY
        at = when.stored if planned and when is not None and when.time is not None else None
        self._clash.look(at, minutes, rows.kind.value(), rows.responsible.value())

    def _want_template(self) -> None:
        ids = self.rows.clients.ids()
        if ids:
            self.template_wanted.emit(ids[0])
        else:
            self.show_error(RecordEmpty(table="activity", field="client_id"))

    def _toggle_more(self) -> None:
        self._open = not self._open
        had_focus = self._more.hasFocus()
        self._show_rows()
        if had_focus and self._open:
            self.focusNextPrevChild(True)

    def _show_rows(self) -> None:
        """Show only the rows that mean something now: the form stays small."""
        rows, state, kind = self.rows, self._state(), self.rows.kind.value()
        rows.when.set_ahead(ahead=state is State.PLANNED)
        rows.wanted.setPlaceholderText(
            tr("What about") if state is State.PLANNED else tr("What it was about")
        )
        all_day = rows.length.usable() == ALL_DAY
        rows.reminders.show_usual(self._rules.leads_of(kind.value, "", all_day=all_day))
        # What was cancelled is told like what was held while one is choosing which it was.
        means = set(relevant(State.HELD if self._tell else state, kind, rows.next.value()))
        means -= rows.needless()
        folded = self._order[self._order.index("more") + 1 :]
        for name, widget in self._shown.items():
            self.show_row(widget, shown=name in means and (self._open or name not in folded))
        self._show_clashes()
        words = folded_words()
        inside = ", ".join(words[name] for name in folded if name in means and name in words)
        self._more.setVisible(bool(inside))
        self._more.setText(tr("Less") if self._open else tr("More: {what}", what=inside))
        self._more.setAccessibleName(self._more.text())

    # ---------------------------------------------------------------------------------------------------------- saving

    def _must_ask(self) -> bool:
        """Whether something was changed that a whole series may follow."""
        if self._occurrence is None or self._tell or self._state() is State.HELD:
            return False
        try:
            return self._draft() != self._base
        except UserError:
            return False  # saving says what is wrong

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
        rows, kind, plan = self.rows, self.rows.kind.value(), self._state() is State.PLANNED
        length = UNSAID if kind is ActivityKind.NOTE else rows.length.value()
        when = rows.when.when()
        if length == ALL_DAY and when is not None:
            when = replace(when, time=None)
        rule = rows.repeat.rule() if plan else self._base.rule
        same_text = self._activity_id is not None and rows.when.text() == self._shown_when != ""
        return Filled(
            self._state(),
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
            rule=rule,
            zone=zone_here() if rule and not self._base.rule else "",
            reminders=rows.reminders.value() if plan else self._base.reminders,
            same_time=same_text and (length != ALL_DAY or self._base.all_day),
            deal_id=rows.deal.value(),
        )
