"""What is typed into the search may be a question to the diary, or about wishes: it is answered above the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.lists.diary_answer import DiaryAnswerBar
    from crm_desktop.ui.lists.wish_hint import WishHint
    from crm_desktop.ui.session import Session

    AnswerBar = DiaryAnswerBar | WishHint


class DiarySearch:
    """Asks the diary and shows its answer; ``place`` puts the bar where it belongs, when the first answer comes.

    The diary and its bar are imported when a text has two words: a start pays for neither.
    """

    def __init__(self, session: Session, hosts: Hosts, place: Callable[[AnswerBar], object]) -> None:
        self._session = session
        self._hosts = hosts
        self._place = place
        self._asked = ""
        self._bar: DiaryAnswerBar | None = None
        self._hint: WishHint | None = None

    def searched(self, text: str) -> str:
        """Answer what is typed, if it asks; the text by which the list is to be searched."""
        self._asked = text
        return self.answer()

    def answer(self) -> str:
        """As ``searched``, for the same text as before."""
        answer = None
        self._tell_wishes()
        if " " in self._asked.strip():
            from crm_desktop.services.finding.diary import ask

            answer = ask(self._session.store, self._asked, self._session.store.clock.now())
        if answer is None:
            if self._bar is not None:
                self._bar.tell(None)
            return self._asked
        self._shown_bar().tell(answer)
        return "" if answer.count is not None else answer.whom or self._asked

    def changed(self, changes: Changes) -> None:
        """Something was committed: an answer that stands there is given anew."""
        if self._hint is not None and changes.touches("request"):
            self._tell_wishes()
        if (
            self._bar is not None
            and not self._bar.isHidden()
            and changes.touches("activity", "activity_client", "client")
        ):
            self.answer()

    def _tell_wishes(self) -> None:
        """Say who waits for what was asked for, where the text asks for that."""
        found, show_them = None, self._hosts.find_requests
        if show_them is not None and " " in self._asked.strip():
            from crm_desktop.services import request_words, wishes

            if request_words.asks(self._asked):
                found = wishes.find(self._session.store, self._asked)
        if found is not None and self._hint is None and show_them is not None:
            from crm_desktop.ui.lists.wish_hint import WishHint

            self._hint = WishHint(show_them)
            self._place(self._hint)
        if self._hint is not None:
            self._hint.tell(found)

    def found_nobody(self) -> bool:
        """Whether somebody was asked about who is not in the base, as far as is known."""
        return self._bar is not None and self._bar.answers_nothing()

    def _shown_bar(self) -> DiaryAnswerBar:
        if self._bar is None:
            from crm_desktop.ui.lists.diary_answer import DiaryAnswerBar

            show = self._hosts.open_activity
            self._bar = DiaryAnswerBar(
                None if show is None else lambda id_, moment: show(id_, moment, False), self._hosts.show_day
            )
            self._place(self._bar)
        return self._bar
