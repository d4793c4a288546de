"""What is typed into the search may be a question to the diary: it is answered above the list of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.lists.diary_answer import DiaryAnswerBar
    from crm_desktop.ui.session import Session


class DiarySearch:
    """Asks the diary and shows its answer; ``place`` puts the bar where it belongs, when the first answer comes.

    The diary and its bar are imported when a text has two words: a start pays for neither.
    """

    def __init__(self, session: Session, hosts: Hosts, place: Callable[[DiaryAnswerBar], object]) -> None:
        self._session = session
        self._hosts = hosts
        self._place = place
        self._asked = ""
        self._bar: DiaryAnswerBar | None = None

    def searched(self, text: str) -> str:
        """Answer what is typed, if it asks; the text by which the list is to be searched."""
        self._asked = text
        return self.answer()

    def answer(self) -> str:
        """As ``searched``, for the same text as before."""
        answer = None
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
        if (
            self._bar is not None
            and not self._bar.isHidden()
            and changes.touches("activity", "activity_client", "client")
        ):
            self.answer()

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
