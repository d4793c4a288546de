"""The lines in which a campaign, or what advertising cost, is written down: added, or changed in place."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.errors import NumberRefused
from crm_desktop.services import campaigns
from crm_desktop.services.drafts import CampaignDraft, CostDraft
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.money_fields import AmountField, home_currency
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.campaigns import Campaign, Cost
    from crm_desktop.ui.session import Session

_LABEL_WIDTH = 84
_LARGEST = 10**15
"""Minor units: more is a slip of the keyboard."""

Target = tuple[bytes, bytes | None]
"""A source, and one of its campaigns."""


class EntryLine(QWidget):
    """Fields and a button that adds what they hold, or saves it into the entry that is being changed.

    Signals:
        saved: something was written.
        refused: carries the error.
    """

    saved = Signal()
    refused = Signal(object)

    def __init__(self, name: str, session: Session) -> None:
        super().__init__()
        self.setObjectName(name)
        self.session = session
        self.entry_id: bytes | None = None
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        self._save = button(f"{name}_save", tr("Add"), icon="plus", clicked=self.save)
        self._cancel = button(f"{name}_cancel", tr("Cancel"), look="quiet", clicked=self.empty)
        self._cancel.hide()

    @abstractmethod
    def write(self) -> None:
        """Write what the fields hold. Raises UserError."""

    @abstractmethod
    def empty(self) -> None:
        """Ready for a new entry."""

    def save(self) -> None:
        """Write, and be ready for the next one."""
        try:
            self.write()
        except Exception as error:
            self.refused.emit(error)
            return
        self.empty()
        self.saved.emit()

    def begin(self, entry_id: bytes | None) -> None:
        """From now on an entry is changed; None: a new one is added."""
        self.entry_id = entry_id
        word = tr("Add") if entry_id is None else tr("Save")
        self._save.setText(word)
        self._save.setAccessibleName(word)
        self._cancel.setVisible(entry_id is not None)

    def add_row(self, row: int, word: str, *fields: QWidget) -> None:
        """A word and its fields."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for place, field in enumerate(fields):
            line.addWidget(field, 1 if place == 0 else 0)
        self.grid.addWidget(label(word, "quiet"), row, 0)
        self.grid.addLayout(line, row, 1)

    def add_buttons(self, row: int) -> None:
        """The last row."""
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._save)
        line.addWidget(self._cancel)
        line.addStretch(1)
        self.grid.addLayout(line, row, 1)

    def day_field(self, name: str, title: str) -> DayField:
        """A field for a day."""
        made = DayField(name, title, self.session.store.clock, yearly=False)
        made.line.returnPressed.connect(self.save)
        return made

    def today(self) -> str:
        """The present day."""
        return self.session.store.clock.now().astimezone().date().isoformat()


class CostLine(EntryLine):
    """What a source or one of its campaigns cost, on a day or from a day to a day."""

    def __init__(self, session: Session) -> None:
        super().__init__("cost_line", session)
        self._of = EntryChoice("cost_of", tr("For what"), [(None, "")])
        used = [cost.currency for cost in campaigns.costs(session.store)[:1]]
        self._amount = AmountField("cost_amount", home_currency(used))
        self._amount.line.returnPressed.connect(self.save)
        self._on = self.day_field("cost_on", trc("cost", "On, or from"))
        self._until = self.day_field("cost_until", trc("cost", "Until"))
        self._until.line.setPlaceholderText(trc("cost", "the same day"))
        self._note = QLineEdit()
        self._note.setObjectName("cost_note")
        self._note.setAccessibleName(tr("Note"))
        self._note.returnPressed.connect(self.save)
        self.add_row(0, tr("For what"), self._of)
        self.add_row(1, tr("Amount"), self._amount)
        self.add_row(2, trc("cost", "On, or from"), self._on)
        self.add_row(3, trc("cost", "Until"), self._until)
        self.add_row(4, tr("Note"), self._note)
        self.add_buttons(5)
        self.empty()

    def offer(self, targets: Sequence[tuple[Target, str]]) -> None:
        """The sources and campaigns that may have cost something."""
        self._of.refill(targets)

    def change(self, cost: Cost) -> None:
        """Change a cost that is there."""
        self.begin(cost.id)
        self._of.choose((cost.source_id, cost.campaign_id))
        self._amount.show_amount(cost.amount, cost.currency)
        self._on.show_day(cost.on_day)
        self._until.show_day(cost.until_day or "")
        self._note.setText(cost.note)
        self._amount.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty(self) -> None:
        self.begin(None)
        self._amount.line.clear()
        self._note.clear()
        self._until.show_day("")
        self._on.show_day(self.today())

    def write(self) -> None:
        source_id, campaign_id = self._of.value()
        minor = self._amount.minor()
        if minor is None or not 0 < minor <= _LARGEST:
            raise NumberRefused(field="amount", value=self._amount.text(), least=1, most=_LARGEST)
        draft = CostDraft(
            source_id,
            minor,
            self._amount.code(),
            self._on.read("on_day", strict=True),
            self._until.read("until_day", strict=True) or None,
            campaign_id,
            self._note.text(),
        )
        if self.entry_id is None:
            campaigns.add_cost(self.session.store, draft)
        else:
            campaigns.edit_cost(self.session.store, self.entry_id, draft)


class CampaignLine(EntryLine):
    """A campaign of a source, from a day on."""

    def __init__(self, session: Session) -> None:
        super().__init__("campaign_line", session)
        self._note = ""
        self._name = QLineEdit()
        self._name.setObjectName("campaign_name")
        self._name.setAccessibleName(trc("campaign", "Name"))
        self._name.returnPressed.connect(self.save)
        self._of = EntryChoice("campaign_of", tr("Source"), [(None, "")])
        self._from = self.day_field("campaign_from", trc("campaign", "From"))
        self._until = self.day_field("campaign_until", trc("campaign", "Until"))
        self._until.line.setPlaceholderText(trc("campaign", "runs on"))
        self.add_row(0, trc("campaign", "Name"), self._name)
        self.add_row(1, tr("Source"), self._of)
        self.add_row(2, trc("campaign", "From"), self._from)
        self.add_row(3, trc("campaign", "Until"), self._until)
        self.add_buttons(4)
        self.empty()

    def offer(self, sources: Sequence[tuple[bytes, str]]) -> None:
        """The sources that may advertise."""
        self._of.refill(sources)

    def change(self, campaign: Campaign) -> None:
        """Change a campaign that is there."""
        self.begin(campaign.id)
        self._note = campaign.note
        self._name.setText(campaign.name)
        self._of.choose(campaign.source_id)
        self._from.show_day(campaign.starts_on)
        self._until.show_day(campaign.ends_on or "")
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty(self) -> None:
        self.begin(None)
        self._note = ""
        self._name.clear()
        self._until.show_day("")
        self._from.show_day(self.today())

    def write(self) -> None:
        draft = CampaignDraft(
            self._name.text(),
            self._of.value(),
            self._from.read("starts_on", strict=True),
            self._until.read("ends_on", strict=True) or None,
            self._note,
        )
        if self.entry_id is None:
            campaigns.add_campaign(self.session.store, draft)
        else:
            campaigns.edit_campaign(self.session.store, self.entry_id, draft)
