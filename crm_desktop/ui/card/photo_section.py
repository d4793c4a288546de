"""The photo in the form of a client: chosen from a file, pasted, dropped, or taken away. Saved with the form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.errors import FileNotReadable, PhotoRefused, UserError
from crm_desktop.services.photos import LARGEST_SOURCE, fitted
from crm_desktop.ui.drop import local_files
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

_SIDE = 56


def ask_picture(parent: QWidget) -> Path | None:
    """The file that the user chooses; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    kinds = tr("Pictures") + " (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff *.heic)"
    name, _kind = QFileDialog.getOpenFileName(parent, tr("Choose a photo"), str(first_folder("")), kinds)
    parent.activateWindow()  # where no window manager gives the keys back
    return Path(name) if name else None


class PhotoSection(QWidget):
    """The picture with its buttons.

    Signals:
        edited: another picture was chosen, or the picture taken away.
    """

    edited = Signal()

    def __init__(self, present: bytes) -> None:
        """Take the picture the client has, empty for none."""
        super().__init__()
        self.setObjectName("section_photo")
        self.setAcceptDrops(True)
        self._present = self._photo = present
        self._avatar = Avatar(_SIDE)
        self._avatar.setObjectName("photo_shown")
        self._choose = button("photo_choose", tr("Choose a photo…"), clicked=self._choose_file)
        self._paste = button("photo_paste", tr("Paste"), look="quiet", clicked=self.paste)
        self._paste.setToolTip(tr("Take the picture from the clipboard"))
        self._remove = button("photo_remove", tr("Remove"), look="quiet", clicked=lambda: self.take(b""))
        self._remove.setAccessibleName(tr("Remove the photo"))
        self._trouble = label("", "late", wrap=True)
        self._trouble.setObjectName("photo_trouble")
        self._build()
        self._show()

    def show_client(self, name: str, *, company: bool) -> None:
        """The initials that stand where there is no picture."""
        self._avatar.show_client(name, company=company)

    def change(self) -> bytes | None:
        """What saving has to do, as ``services.saving.save_client`` takes it."""
        return None if self._photo == self._present else self._photo

    def take(self, data: bytes) -> None:
        """Take a picture (none: take it away), or say why it cannot be kept."""
        try:
            photo = fitted(data).data if data else b""
        except PhotoRefused as error:
            self._tell(error)
            return
        self._trouble.hide()
        if photo != self._photo:
            self._photo = photo
            self._show()
            self.edited.emit()

    def paste(self) -> None:
        """Take the picture or the file of one from the clipboard."""
        self._take_from(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take_from(event.mimeData())

    # ---------------------------------------------------------------------------------------------------------- inside

    def _take_from(self, offered: QMimeData) -> None:
        files = local_files(offered)
        if files:
            self._take_file(files[0])
        elif offered.hasImage():
            self.take(_png(QImage(offered.imageData())))
        else:
            self._trouble.setText(tr("There is no picture on the clipboard."))
            self._trouble.show()

    def _choose_file(self) -> None:
        if path := ask_picture(self.window()):
            self._take_file(path)

    def _take_file(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_SOURCE + 1)
        except OSError as error:
            self._tell(FileNotReadable(path=path, reason=str(error)))
            return
        if data:
            self.take(data)
        else:
            self._tell(PhotoRefused(why="no_picture", size=0, limit=LARGEST_SOURCE))

    def _tell(self, error: UserError) -> None:
        self._trouble.setText(error_text(error))
        self._trouble.show()

    def _show(self) -> None:
        self._avatar.show_photo(self._photo, _SIDE)
        self._avatar.setAccessibleName(tr("Photo of the client") if self._photo else tr("No photo"))
        self._remove.setVisible(bool(self._photo))
        if self._photo and not self._avatar.has_photo():
            self._trouble.setText(tr("The photo is kept, but this computer cannot show its format."))
            self._trouble.show()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._avatar)
        row.addSpacing(6)
        for each in (self._choose, self._paste, self._remove):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._trouble)
        self._trouble.hide()


def _png(image: QImage) -> bytes:
    """A picture of the clipboard as a file; it comes as bare points."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know file names only
    return bytes(buffer.data().data())
