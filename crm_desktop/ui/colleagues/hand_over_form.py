"""To whom, what goes along, and what the colleague should know; how much it is stands there before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from crm_desktop.kinds import Op
from crm_desktop.services import colleagues, handing_over
from crm_desktop.services.handing_over import Along
from crm_desktop.ui import text_colleagues
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm_desktop.services.bulk import Progress
    from crm_desktop.services.colleagues import Colleague, InHand
    from crm_desktop.ui.session import Session

AT_ONCE = 50
"""More than so many records change hands on a thread, so that the window stays alive."""


class HandOverForm(SmallForm):
    """Of selected clients, or of all that a colleague has.

    Signals:
        long_work: much is to change hands: carries the work, which takes what shows its progress, and the words after.
    """

    long_work = Signal(object, object)

    def __init__(
        self,
        session: Session,
        in_hand: InHand,
        *,
        client_ids: Sequence[bytes] = (),
        person: Colleague | None = None,
    ) -> None:
        """``in_hand``: how much it is, at most; of the clients, or of the ``person``."""
        title = tr("Hand over") if person is None else tr("Hand over from {name}", name=person.name)
        super().__init__("hand_over_form", title, session, "hand_over")
        self._in_hand, self._client_ids, self._person = in_hand, client_ids, person
        self._people = {each.id: each.name for each in colleagues.people(session.store) if each.active}
        if person is not None:
            self._people.pop(person.id, None)
        self._add_rows()
        self._look_ahead()
        self.ready()

    def focus_first(self) -> None:
        self._to.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {}  # whose it was is not kept, and without that the rest is nothing

    def show_state(self, state: Mapping[str, Any]) -> None:
        del state

    def save(self) -> None:
        """Hand over; much beside the window."""
        in_hand = self._in_hand
        if in_hand.clients + in_hand.contacts + in_hand.deals + in_hand.requests <= AT_ONCE:
            super().save()
        else:
            self.long_work.emit(self._work(), self._told_after())

    def write(self) -> str:
        moved = self._work()(None)
        self.written = int(bool(moved))
        self.told = self._told_after()(moved)
        return Op.HAND_OVER

    # ---------------------------------------------------------------------------------------------------------- inside

    def _work(self) -> Callable[[Progress | None], InHand]:
        """What hands over, also on another thread."""
        store, to, person, ids = self.session.store, self._to.value(), self._person, self._client_ids
        along, note = self._along(), self._note_text()
        if person is not None:
            return lambda step: handing_over.of_person(store, person.id, to, along, note, step)
        return lambda step: handing_over.of_clients(store, ids, to, along, note, step)

    def _told_after(self) -> Callable[[InHand], str]:
        name = self._people.get(self._to.value(), "")
        return lambda moved: text_colleagues.handed_over(moved, name)

    def _along(self) -> Along:
        return Along(*(box.isChecked() for box in self._boxes.values()))

    def _note_text(self) -> str:
        """What is written into the histories: to whom it went, and what was said about it."""
        if not self._noted.isChecked():
            return ""
        return text_colleagues.note(self._people.get(self._to.value(), ""), self._note.text())

    def _add_rows(self) -> None:
        choices = [*self._people.items(), (None, trc("with whom", "nobody"))]
        self._to = EntryChoice("hand_over_to", tr("To whom"), choices)
        other = next((id_ for id_ in self._people if id_ != self.session.base.me), None)
        self._to.choose(other)
        self._to.activated.connect(lambda _index: self._look_ahead())
        in_hand = self._in_hand
        self._boxes = {
            "contacts": QCheckBox(text_colleagues.contacts(in_hand.contacts)),
            "deals": QCheckBox(text_colleagues.deals(in_hand.deals)),
            "requests": QCheckBox(text_colleagues.requests(in_hand.requests)),
        }
        self._note = TextBox(
            "hand_over_note",
            tr("What the colleague should know"),
            tr("What the colleague should know"),
            least=2,
        )
        self._noted = QCheckBox(tr("Write it into the history of each client"))
        self._noted.setObjectName("hand_over_noted")
        self._noted.setChecked(True)
        self._noted.toggled.connect(self._note.setEnabled)
        self.add_row(trc("hand over", "To"), self._to, "responsible_id")
        self.add_row("", label(tr("Goes along"), "section"))
        self.add_row("", label(text_colleagues.clients(in_hand.clients), "strong"))
        for name, box in self._boxes.items():
            box.setObjectName(f"hand_over_{name}")
            box.setChecked(True)
            box.setEnabled(getattr(in_hand, name) > 0)
            box.toggled.connect(lambda _on: self._look_ahead())
            self.add_row("", box)
        self.add_row("", label(text_colleagues.stays(), "small", wrap=True))
        self.add_row(trc("hand over", "Note"), self._note, "result")
        self.add_row("", self._noted)

    def _look_ahead(self) -> None:
        name = self._people.get(self._to.value(), "")
        self.name_save(tr("Hand over to {name}", name=name) if name else tr("Take off everybody"))
        along = self._along()
        goes = (
            self._in_hand.clients,
            along.contacts and self._in_hand.contacts,
            along.deals and self._in_hand.deals,
            along.requests and self._in_hand.requests,
        )
        self.allow_save(allowed=any(goes))
