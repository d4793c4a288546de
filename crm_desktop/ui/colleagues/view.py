"""Who works with the base: each with a name, a login and what is in hand, to be renamed, handed over, or seen off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.services import colleagues, dictionaries
from crm_desktop.services.colleagues import InHand
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.ui import text_colleagues
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.page_frame import WIDEST, Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.services.colleagues import Colleague
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class ColleaguesView(QWidget):
    """One line for each person; a line below for a new one. Every edit can be taken back by Ctrl+Z.

    A part of the settings and of the page of the shared base; ``reload`` reads it again. What is in hand is counted
    beside the window.
    """

    def __init__(
        self,
        session: Session,
        tell: Tell,
        hand_over: Callable[[Colleague], object] | None = None,
    ) -> None:
        """``hand_over`` asks to whom all goes that somebody has; None: it is not offered."""
        super().__init__()
        self.setObjectName("colleagues")
        self._session, self._tell, self._hand_over = session, tell, hand_over
        self._in_hand: Mapping[bytes, InHand] | None = None
        self._seen: Mapping[str, str] = {}
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 16, 16, 16)
        column.setSpacing(8)
        words = tr(
            "Who looks after clients. Who left is offered no longer, and stays in every history. Each is known at the "
            "shared base by a login."
        )
        column.addWidget(label(words, "quiet", wrap=True))
        self._card = Card()
        self._card.column.setContentsMargins(16, 4, 12, 12)
        self._card.column.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._card.column.addLayout(self._lines)
        self._card.column.addLayout(self._new_line())
        column.addWidget(self._card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def reload(self) -> None:
        """Read everybody again; the field in use keeps the focus."""
        self._show()
        store = self._session.store
        self._session.runner.start(
            lambda _progress: colleagues.in_hand(store), done=self._counted, failed=self._tell.problem
        )

    def show_seen(self, seen: Mapping[str, str]) -> None:
        """Say when each was last there: words by the name of the person, as the server knows them."""
        self._seen = seen
        self._show()

    # ----------------------------------------------------------------------------------------------------------- lines

    def _counted(self, found: Mapping[bytes, InHand]) -> None:
        if found != self._in_hand:
            self._in_hand = found
            self._show()

    def _show(self) -> None:
        people = colleagues.people(self._session.store)
        with keeping_focus(self):
            clear(self._lines)
            for person in people:
                self._lines.addWidget(self._line(person, people))
                self._lines.addWidget(line())

    def _line(self, person: Colleague, people: list[Colleague]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._name_field(person), 1)
        if person.is_me:
            title.addWidget(Badge(tr("you"), "accent"))
        if not person.active:
            title.addWidget(Badge(tr("left us"), "quiet"))
        words.addLayout(title)
        below = label(self._about(person), "small", wrap=True)
        below.setObjectName(f"colleague_{person.id.hex()}_about")
        below.setContentsMargins(9, 0, 0, 0)
        words.addWidget(below)
        row.addLayout(words, 1)
        key = f"colleague_{person.id.hex()}"
        if self._hand_over is not None and len(people) > 1 and (self._in_hand or {}).get(person.id):
            row.addWidget(
                button(f"{key}_hand_over", tr("Hand over…"), clicked=partial(self._hand_over, person))
            )
        more = tool_button(f"{key}_more", tr("More"), "ellipsis")
        more.setMenu(self._menu(person, people, more))
        row.addWidget(more)
        return made

    def _about(self, person: Colleague) -> str:
        parts = [tr("login {login}", login=person.login)] if person.login else []
        if self._in_hand is not None:
            parts.append(text_colleagues.in_hand(self._in_hand.get(person.id, InHand())))
        if person.name in self._seen:
            parts.append(self._seen[person.name])
        return " · ".join(parts)

    def _name_field(self, person: Colleague) -> QLineEdit:
        field = QLineEdit(person.name)
        field.setObjectName(f"colleague_{person.id.hex()}_name")
        field.setAccessibleName(tr("Name"))

        def keep() -> None:
            name = " ".join(field.text().split())
            # It also fires when the line is taken away: what was kept once is not kept again.
            if field.isModified() and name != person.name:
                field.setModified(False)
                self._try(lambda: self._rename(person, name))

        field.editingFinished.connect(keep)
        return field

    def _menu(self, person: Colleague, people: list[Colleague], over: QWidget) -> QMenu:
        menu = QMenu(over)
        store = self._session.store
        if person.active and not person.is_me:
            menu.addAction(tr("Left us")).triggered.connect(lambda _on=False: self._see_off(person))
        elif not person.active:
            menu.addAction(tr("Works here again")).triggered.connect(
                lambda _on=False: self._try(lambda: dictionaries.set_active(store, person.id, active=True))
            )
        others = [each for each in people if each.id != person.id]
        if not person.login and others:
            same = menu.addMenu(tr("Is the same person as"))
            for each in others:
                action = same.addAction(each.name.replace("&", "&&"))
                action.triggered.connect(partial(self._unite, person, each))
        if not person.login and not person.is_me:
            menu.addAction(tr("Remove")).triggered.connect(lambda _on=False: self._remove(person))
        menu.setEnabled(bool(menu.actions()))
        over.setEnabled(bool(menu.actions()))
        return menu

    def _new_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 4, 0)
        row.setSpacing(8)
        self._new = QLineEdit()
        self._new.setObjectName("new_colleague")
        self._new.setPlaceholderText(tr("Name of a colleague"))
        self._new.setAccessibleName(tr("Name of a colleague"))
        self._new.returnPressed.connect(self._add)
        row.addWidget(self._new, 1)
        row.addWidget(button("add_colleague", tr("Add"), icon="plus", clicked=self._add))
        return row

    # --------------------------------------------------------------------------------------------------------- actions

    def _add(self) -> None:
        name = self._new.text()
        if name.strip() and self._try(
            lambda: dictionaries.add(self._session.store, Dictionary.COLLEAGUE, name)
        ):
            self._new.clear()
            self._new.setFocus()

    def _rename(self, person: Colleague, name: str) -> None:
        colleagues.rename(self._session.store, person.id, name)
        if person.is_me:
            self._session.settings.update(user_name=name)

    def _see_off(self, person: Colleague) -> None:
        """Offered no longer; what is still in hand is to be handed over."""
        store = self._session.store
        if not self._try(lambda: dictionaries.set_active(store, person.id, active=False)):
            return
        hand_over, left = self._hand_over, (self._in_hand or {}).get(person.id)
        if left and hand_over is not None:
            text = tr("{name} has left: {what}.", name=person.name, what=text_colleagues.in_hand(left))
            self._tell.offer(text, tr("Hand over…"), lambda: hand_over(person))
        else:
            self._tell.done(tr("{name} is offered no longer. Ctrl+Z takes it back.", name=person.name))

    def _unite(self, person: Colleague, into: Colleague, _on: bool = False) -> None:
        store = self._session.store

        def done(_none: object) -> None:
            words = tr("{name} is {other} now. Ctrl+Z takes it back.", name=person.name, other=into.name)
            self._tell.done(words)
            self.reload()

        self._session.runner.start(
            lambda progress: colleagues.are_one(store, person.id, into.id, progress.step),
            done=done,
            failed=self._tell.problem,
        )

    def _remove(self, person: Colleague) -> None:
        """Where somebody is still named anywhere, it is said what to do instead."""
        store = self._session.store
        if dictionaries.usage(store, Dictionary.COLLEAGUE).get(person.id):
            self._tell.notice(
                tr("{name} stands in histories and stays there. Say that {name} left.", name=person.name)
            )
        elif self._try(lambda: dictionaries.delete(store, Dictionary.COLLEAGUE, person.id)):
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except UserError as error:
            self._tell.problem(error)
            self._show()
            return False
        return True
