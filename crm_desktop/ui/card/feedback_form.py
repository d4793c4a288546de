"""The small form of a mark: how satisfied the client was, a few words, and after what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.kinds import Op
from crm_desktop.services import feedback
from crm_desktop.ui import text_requests
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.drafts import FeedbackDraft
    from crm_desktop.ui.session import Session

_NONE = 0


class FeedbackForm(SmallForm):
    """A new mark, with what is known of it already, or one that is there."""

    def __init__(self, session: Session, draft: FeedbackDraft, feedback_id: bytes | None = None) -> None:
        self._feedback_id = feedback_id
        self._base = draft if feedback_id is None else feedback.draft_of(session.store, feedback_id)
        key = f"feedback:{feedback_id.hex()}" if feedback_id else f"feedback:new:{draft.client_id.hex()}"
        super().__init__("feedback_form", tr("Satisfaction"), session, key)
        words = [
            tr("not at all"), tr("rather not"), tr("so-so"), tr("satisfied"), tr("very satisfied")
        ]  # fmt: skip
        marks = [(mark, f"{mark}  {words[mark - 1]}") for mark in range(feedback.LEAST, feedback.MOST + 1)]
        self._mark: ChoiceRow[int] = ChoiceRow("feedback_mark", tr("How satisfied"), marks, nothing=_NONE)
        self._comment = TextBox(
            "feedback_comment", tr("In the client's words"), tr("In the client's words"), least=2
        )
        self.add_row("", self._mark, "mark")
        self.add_row(tr("Words"), self._comment, "comment")
        self._mark.told.changed.connect(self.touched)
        self._mark.choose(self._base.mark)
        self._comment.set_text(self._base.comment)
        self.ready()

    def focus_first(self) -> None:
        if self._mark.value() == _NONE:
            self._mark.focus_in()
        else:
            self._comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {"mark": self._mark.value(), "comment": self._comment.text()}

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._mark.choose(state["mark"])
        self._comment.set_text(state["comment"])

    def write(self) -> str:
        draft = replace(self._base, mark=self._mark.value(), comment=self._comment.text())
        if self._feedback_id is None:
            feedback.add(self.session.store, draft)
            return Op.ADD_FEEDBACK
        feedback.edit(self.session.store, self._feedback_id, draft)
        return Op.EDIT_FEEDBACK


def told(draft: FeedbackDraft) -> str:
    """A mark that was given, for a toast."""
    return f"{tr('Satisfaction noted')}: {text_requests.mark_of_five(draft.mark)}"
