"""What can be done with requests: each is one command, told in a toast with Undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind, Op, RequestKind
from crm_desktop.services import feedback, requests
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui import text_operations, text_today
from crm_desktop.ui.card.feedback_form import told
from crm_desktop.ui.card.whom_menu import ask_whom
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.drafts import FeedbackDraft
    from crm_desktop.services.request_list import RequestRow
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class RequestDoing:
    """The commands, over one base."""

    def __init__(self, session: Session, tell: Tell, undo: Callable[[], object], hosts: Hosts) -> None:
        """Take the voice, what takes the last operation back, and who opens forms and cards."""
        self.session = session
        self.hosts = hosts
        self._tell, self._undo = tell, undo

    def answered(self, rows: Sequence[RequestRow]) -> bool:
        """The clients got a first answer."""
        ids = [row.id for row in rows]
        return self._run(
            lambda: requests.answer_all(self.session.store, ids),
            lambda n: _named(rows, tr("{name}: answered", name=rows[0].client), Op.EDIT_REQUEST, n),
        )

    def resolved(self, rows: Sequence[RequestRow], resolution: str) -> bool:
        """The clients wait no more."""
        ids = [row.id for row in rows]
        return self._run(
            lambda: requests.resolve_all(self.session.store, ids, resolution),
            lambda n: _named(rows, tr("{name}: resolved", name=rows[0].client), Op.EDIT_REQUEST, n),
        )

    def reopened(self, rows: Sequence[RequestRow]) -> bool:
        """The clients wait on."""
        ids = [row.id for row in rows]
        return self._run(
            lambda: requests.reopen_all(self.session.store, ids),
            lambda n: _named(rows, tr("{name}: open again", name=rows[0].client), Op.EDIT_REQUEST, n),
        )

    def deleted(self, rows: Sequence[RequestRow]) -> bool:
        """To the bin with them."""
        ids = [row.id for row in rows]
        return self._run(
            lambda: requests.delete_all(self.session.store, ids),
            lambda n: text_operations.op_done(Op.DELETE_REQUEST, n),
        )

    def hand_over(self, rows: Sequence[RequestRow], colleague_id: bytes | None, name: str) -> bool:
        """A colleague takes care of them."""
        ids = [row.id for row in rows]
        who = name or trc("with whom", "nobody")
        return self._run(
            lambda: requests.hand_over(self.session.store, ids, colleague_id),
            lambda n: f"{text_operations.op_done(Op.HAND_OVER_REQUEST, n)}: {who}",
        )

    def ask_whom(
        self, over: QWidget, rows: Sequence[RequestRow], done: Callable[[], object] = lambda: None
    ) -> None:
        """Ask to whom they are handed over."""
        ask_whom(
            over,
            self.session.store,
            {row.responsible_id for row in rows},
            lambda colleague_id, name: self.hand_over(rows, colleague_id, name) and done(),
        )

    def call(self, row: RequestRow) -> None:
        """Open the form of a call about it."""
        if self.hosts.plan_activity is not None:
            self.hosts.plan_activity(
                ActivityDraft(
                    row.client_id,
                    ActivityKind.CALL,
                    wanted=text_today.short(row.text),
                    responsible_id=self.session.base.me,
                )
            )

    def call_about_wishes(self, request_ids: Sequence[bytes], asked: str) -> None:
        """Open the form that plans calls for who waits."""
        if self.hosts.plan_wishes is not None:
            self.hosts.plan_wishes(request_ids, asked)

    def edit(self, row: RequestRow) -> None:
        """Open its form."""
        if self.hosts.open_request is not None:
            self.hosts.open_request(row.id)

    def open_card(self, row: RequestRow) -> None:
        """Open the client's card."""
        if self.hosts.open_card is not None:
            self.hosts.open_card(row.client_id)

    def marked(self, draft: FeedbackDraft) -> bool:
        """The client gave a mark."""
        return self._run(lambda: feedback.add(self.session.store, draft), lambda _n: told(draft))

    def _run(self, command: Callable[[], object], words: Callable[[int], str]) -> bool:
        """Carry out a command and tell; says whether it went well."""
        try:
            count = command()
        except Exception as error:
            self._tell.problem(error)
            return False
        if count == 0:
            return False
        self._tell.done(words(count if isinstance(count, int) else 1), self._undo)
        return True


def wishes_of(rows: Sequence[RequestRow]) -> list[bytes]:
    """The open wishes among some requests."""
    return [row.id for row in rows if row.kind is RequestKind.WISH and row.resolved_at is None]


def _named(rows: Sequence[RequestRow], single: str, op: Op, count: int) -> str:
    return single if len(rows) == 1 else text_operations.op_done(op, count)
