"""One side of a difference: the value, who gave it and when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.ui.widgets.buttons import label

_PICTURE = 160


class SideCard(QFrame):
    """What stands, or what was given up."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "card")
        self._title = label("", "section")
        self.value = label("", "title", wrap=True)
        self.value.setObjectName(f"{name}_value")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._picture = label("")
        self._beside = label("", "", wrap=True)
        self._foot = label("", "small", wrap=True)
        self._foot.setObjectName(f"{name}_given")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(4)
        for each in (self._title, self.value, self._picture, self._beside):
            column.addWidget(each)
        column.addStretch(1)
        column.addSpacing(4)
        column.addWidget(self._foot)

    def show_side(self, title: str, value: str, beside: str, given: str, *, rich: bool = False) -> None:
        """Show a value in words; ``rich``: it is rich text, a longer one. ``beside``: what goes with it."""
        self._title.setText(title)
        self.value.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        look = "" if rich else "title"
        if self.value.property("look") != look:
            self.value.setProperty("look", look)
            self.value.style().unpolish(self.value)
            self.value.style().polish(self.value)
        self.value.setText(value)
        self._beside.setText(beside)
        self._beside.setVisible(bool(beside))
        self._foot.setText(given)
        self._picture.hide()
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(part for part in (self.words(), beside, given) if part))

    def show_picture(self, data: bytes) -> None:
        """Show a picture instead of words, where it is one that can be shown."""
        picture = QPixmap()
        if picture.loadFromData(data):
            smooth = Qt.TransformationMode.SmoothTransformation
            keep = Qt.AspectRatioMode.KeepAspectRatio
            self._picture.setPixmap(picture.scaled(_PICTURE, _PICTURE, keep, smooth))
            self._picture.show()

    def words(self) -> str:
        """The value as plain text."""
        from PySide6.QtGui import QTextDocumentFragment

        text = self.value.text()
        if self.value.textFormat() == Qt.TextFormat.RichText:
            return QTextDocumentFragment.fromHtml(text).toPlainText()
        return text
