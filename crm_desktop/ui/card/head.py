"""The head of the card: who it is, at what company, how to address them, where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.kinds import ClientKind
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.tones import tone_of
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import ElidedLabel, button
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.card_rows import Card

_GAP = 14
_MARK, _PHOTO = 46, 56
"""Sides of the mark with initials and of a photo."""
_MOST_BADGES = 6
_LINK_FRAME = -5


class Head(QWidget):
    """Avatar, name, number and company, badges.

    Signals:
        opened: the company was clicked; carries its id.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_head")
        self._avatar = Avatar()
        self._name = ElidedLabel("", "heading")
        self._name.setObjectName("card_name")
        self._line = ElidedLabel("", "quiet")
        self._line.setObjectName("card_line")
        self._company: QPushButton = button("card_company", "", look="link")
        self._company_id: bytes | None = None
        self._company.clicked.connect(lambda _checked=False: self.opened.emit(self._company_id))
        self._badges: list[Badge] = []
        self._flow = QWidget()
        self._flow_layout = FlowLayout(self._flow, gap=5)
        self._build()

    def show_card(self, card: Card, photo: bytes = b"") -> None:
        """Show the head of a card, with the picture of the client where there is one."""
        company = card.kind is ClientKind.COMPANY
        name = card.name or tr("Without a name")
        self._avatar.show_client(card.name, company=company)
        self._avatar.show_photo(photo, _PHOTO if photo else _MARK)
        self._name.setText(name)
        self._line.setText(" · ".join(_line_words(card)))
        job = card.jobs[0] if card.jobs else None
        self._company_id = job.company_id if job else None
        self._company.setVisible(self._company_id is not None)
        self._line.setIndent(-_LINK_FRAME)
        if job is not None and job.company_id is not None:
            self._show_company(job.company)
        self._show_badges(_badge_words(card))
        self.setAccessibleName(name)

    def badges(self) -> list[str]:
        """The words on the badges."""
        return [badge.text() for badge in self._badges if not badge.isHidden()]

    def _show_company(self, company: str) -> None:
        shown = self._company.fontMetrics().elidedText(company, Qt.TextElideMode.ElideRight, 170)
        self._company.setText(shown.replace("&", "&&"))
        self._company.setToolTip(company if shown != company else "")
        self._company.setAccessibleName(tr("Open {name}", name=company))

    def _show_badges(self, words: Sequence[tuple[str, str]]) -> None:
        while len(self._badges) < len(words):
            badge = Badge()
            self._badges.append(badge)
            self._flow_layout.addWidget(badge)
        for badge, (text, tone) in zip(self._badges, words, strict=False):
            badge.show_word(text, tone)
            badge.setVisible(True)
        for badge in self._badges[len(words) :]:
            badge.setVisible(False)
        self._flow.setVisible(bool(words))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(self._name)
        second = QHBoxLayout()
        # The link has a frame of its own for the focus: its letters begin where the name does.
        second.setContentsMargins(_LINK_FRAME, 0, 0, 0)
        second.setSpacing(0)
        second.addWidget(self._company)
        second.addWidget(self._line, 1)
        column.addLayout(second)
        column.addWidget(self._flow)
        row.addLayout(column, 1)
        self._company.hide()


def _line_words(card: Card) -> list[str]:
    words = []
    if card.jobs:
        job = card.jobs[0]
        words += [job.company] if job.company and job.company_id is None else []
        words += [job.job_title] if job.job_title else []
    if card.number is not None:
        words.append(tr("No {number}", number=card.number))
    if card.nickname:
        words.append(card.nickname)
    return words


def _badge_words(card: Card) -> list[tuple[str, str]]:
    """The mark of importance, stage and tags as (word, tone); what does not fit is counted."""
    vip = tr("VIP")
    found: list[tuple[str, str]] = [(vip, "plum")] if card.vip else []
    if card.stage is not None:
        found.append((text_kinds.stage(card.stage.name, card.stage.role), tone_of(card.stage.colour)))
    # A tag of that name says nothing more: many mark their best clients both ways.
    tags = [tag for tag in card.tags if not card.vip or tag.name.casefold() != vip.casefold()]
    found += [(tag.name, tone_of(tag.colour)) for tag in tags]
    if len(found) > _MOST_BADGES:
        rest = len(found) - _MOST_BADGES
        found = [*found[:_MOST_BADGES], (ntr("{n} more", "{n} more", rest), "quiet")]
    return found
