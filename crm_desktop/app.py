"""The composition root of the window: builds everything once, wires it, and takes it down in reverse."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop import logs, paths
from crm_desktop.background.runner import Runner
from crm_desktop.errors import UserError
from crm_desktop.services.base import Base, open_base
from crm_desktop.services.lists import prepare_search
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme
from crm_desktop.ui.asked import demo_folder, first_base, wanted
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.instance import bring_up_running, name_for
from crm_desktop.ui.list_care import ListCare
from crm_desktop.ui.opening import opened
from crm_desktop.ui.program import Program
from crm_desktop.ui.session import Session, Signals
from crm_desktop.ui.text_errors import error_text, fault_text

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.background.notifier import Posted
    from crm_desktop.background.runner import Progress
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.qt_words import QtWords
    from crm_desktop.ui.residence import Residence

DEMO_CLIENTS = 200
_POLL_MS = 2000
_CALM_MS = 200
_LATEST_PICTURE_MS = 1000
_WORKERS = 3


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; the exit code of the program."""
    stop_log = logs.start_log(paths.log_dir())
    app = QApplication.instance() or QApplication([*sys.argv[:1], *theme.STYLE])
    if not isinstance(app, QApplication):
        raise TypeError(type(app))
    app.setApplicationName("CRM Desktop")
    app.setDesktopFileName("crm-desktop")
    settings = SettingsFile(paths.settings_file())
    asked = wanted(argv)
    if not asked.demo and bring_up_running(name_for(first_base(asked.base, settings))):
        stop_log()
        return 0
    text.set_language(asked.language or settings.current.language)
    theme.load_fonts()
    theme.lay_ground(app, settings.current.theme, settings.current.font_scale)
    try:
        with demo_folder(asked) as folder:
            program = Application(app, settings, asked.base or folder, demo=asked.demo, hidden=asked.hidden)
            unhook = logs.catch_faults(program.show_fault)
            try:
                return program.run()
            finally:
                unhook()
                program.close()
    finally:
        stop_log()


class Application(QObject):
    """The running program: one base, one runner, one window that may be built anew."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsFile,
        base: Path | None,
        *,
        demo: bool = False,
        hidden: bool = False,
    ) -> None:
        """``hidden``: begin in the tray, as at login."""
        super().__init__()
        self._app = app
        self._settings = settings
        self._wanted_base = base
        self._demo, self._hidden = demo, hidden
        self._signals = Signals()
        self._runner = Runner(self._signals.post.emit, _WORKERS)
        self._qt_words: QtWords | None = None
        self._base: Base | None = None
        self._desk: Desk | None = None
        self._residence: Residence | None = None
        self._quitting = False
        self._lists = ListCare(self._runner)
        self._unsubscribe: Callable[[], None] = lambda: None
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look_outside)

    # ------------------------------------------------------------------------------------------------------------ life

    def run(self) -> int:
        """Open the base and the window, and stay until it is closed."""
        # The first picture has the processor to itself. A window that starts minimised has no picture to wait for.
        self._runner.hold()
        QTimer.singleShot(_LATEST_PICTURE_MS, self, self._settle)
        self._app.setQuitOnLastWindowClosed(False)
        self._app.lastWindowClosed.connect(self._last_closed)
        self._app.commitDataRequest.connect(self._session_ends)
        if not self._open_first(first_base(self._wanted_base, self._settings)):
            return 1
        return self._app.exec()

    def open(self, path: Path) -> Desk:
        """Open a base and show its window; the one before is closed only when the new one is open.

        Raises:
            BaseUnusable: the base cannot be opened; whatever was open stays open.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        current = self._settings.current
        base = opened(
            partial(
                open_base, path, who=current.user_name, region=text.system_region(), language=text.language()
            ),
            self._dress,
        )
        self._close_base()
        self._base = base
        self._unsubscribe = base.store.subscribe(self._signals.changed.emit)
        self._show()
        self._poll.start()
        if not self._demo and path != current.last_base:
            with suppress(UserError):
                self._settings.update(last_base=path)
        self._lists.follow(self.desk)
        return self.desk

    @property
    def desk(self) -> Desk:
        """The window and what belongs to it."""
        if self._desk is None:
            raise RuntimeError("no base is open")
        return self._desk

    def close(self) -> None:
        """Stop the threads, close the window and the base."""
        self._poll.stop()
        self._runner.close()
        if self._residence is not None:
            self._residence.close()
            self._residence = None
        self._close_base()
        if self._qt_words is not None:
            self._qt_words.speak("en")
            self._qt_words.deleteLater()
            self._qt_words = None

    def show_fault(self, fault: BaseException) -> None:
        """Tell a fault that nobody caught; may be called on any thread."""
        self._signals.post.emit(lambda: self._tell_fault(fault))

    # --------------------------------------------------------------------------------------------------------- program

    def set_theme(self, name: str) -> None:
        """Switch the colours at once and remember them."""
        self._remember(theme=name)
        theme.apply(self._app, name, self._settings.current.font_scale)

    def set_font_scale(self, scale: float) -> None:
        """Change the size of all type at once and remember it."""
        self._remember(font_scale=scale)
        theme.apply(self._app, self._settings.current.theme, scale)

    def set_language(self, code: str) -> None:
        """Speak another language from now on: the window is built anew where it stands, with its page and search."""
        self._remember(language=code)
        text.set_language(code)
        if self._qt_words is not None:
            self._qt_words.speak(text.language())
        if self._base is not None:
            # After the click that asked for it has been dealt with: its button goes with the old window.
            QTimer.singleShot(0, self, self._speak)

    def open_another(self) -> None:
        """Ask for another base and open it."""
        from crm_desktop.ui.opening import ask_base

        path = ask_base(self.desk.window, self._settings.current.last_base or paths.data_dir())
        if path is not None:
            try:
                self.open(path)
            except UserError as error:
                self.desk.window.tell.problem(error)

    def make_sample(self) -> None:
        """Fill the open base with invented clients, in the background; one operation, taken back by one click."""
        from crm_desktop.services.demo.making import make_demo, shares_for
        from crm_desktop.services.demo.twins import SHARE

        desk, store, shares = self.desk, self.desk.session.store, shares_for(text.language())
        desk.window.status.show_work(text.tr("Inventing some clients…"))

        def work(progress: Progress) -> object:
            return make_demo(store, DEMO_CLIENTS, languages=shares, duplicates=SHARE, progress=progress.step)

        def ended(call: Callable[[], object]) -> None:
            self.desk.window.status.show_work("")
            call()

        self._runner.start(
            work,
            done=lambda _ids: ended(self.desk.show_sample),
            failed=lambda error: ended(lambda: self.desk.window.tell.problem(error)),
        )

    # ---------------------------------------------------------------------------------------------------------- inside

    def _open_first(self, path: Path) -> bool:
        """Open the base of last time, else the user's own; where that fails, say why and offer another."""
        try:
            self.open(path)
        except UserError as error:
            from crm_desktop.ui.crash import CrashDialog

            self._dress()
            CrashDialog(None, error_text(error), paths.log_dir()).exec()
            return False
        if self._demo:
            self.make_sample()
        return True

    def _show(self) -> None:
        """Build the window, in the place and with the page and search of the one before."""
        before, base = self._desk, self._base
        if base is None:
            return
        session = Session(base, self._runner, self._settings, self._signals)
        program = Program(
            set_theme=self.set_theme,
            set_language=self.set_language,
            set_font_scale=self.set_font_scale,
            open_base=self.open_another,
            make_sample=self.make_sample,
            quit=self._quit,
            show_popup=self._popup,
            popups_changed=self._popups_changed,
            order_names=lambda: self._lists.follow(self.desk),
            tray_there=lambda: self._residence is not None and self._residence.tray.there(),
        )
        self._desk = make_desk(session, program)
        window = self._desk.window
        page = search = ""
        if before is not None:
            page, search = before.window.where(), before.window.search.text()
            window.restore_layout(before.window.layout_state())
        else:
            window.restore_layout(self._settings.current.window)
        window.closing.connect(self._keep_layout)
        window.painted.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._desk.start(page, search)
        self._dress()
        if not self._hidden:
            window.show()
            window.activateWindow()  # the keys come here also where no window manager sends them
        if self._residence is not None:
            self._residence.begin(self._desk)
        if before is not None:
            before.close()

    def _dress(self) -> None:
        """Put the style sheet on before the first window, or the first dialog, is shown."""
        if not self._app.styleSheet():
            theme.dress(self._app, self._settings.current.theme, self._settings.current.font_scale)

    def _settle(self) -> None:
        """What the first picture could do without: background work, Qt's own words, the care of memory, a search."""
        self._runner.release()
        if not gc.isenabled():
            # What a start made stays: no collection needs to look at it again.
            gc.freeze()
            gc.enable()
        if self._qt_words is None:
            from crm_desktop.ui.qt_words import QtWords

            self._qt_words = QtWords(self._app)
            self._qt_words.speak(text.language())
            if self._base is not None:
                self._runner.start(partial(prepare_search, self._base.store))  # for the first key
        if self._residence is None and self._desk is not None:
            self._reside(self._desk)

    def _reside(self, desk: Desk) -> None:
        """Begin what goes on beyond the window. Imported here: a first picture does without."""
        from crm_desktop.ui.residence import Residence

        self._residence = Residence(
            self._app, self._settings, self._signals, self._quit, stays=not self._demo
        )
        self._residence.begin(desk)
        if self._hidden:
            self._hidden = False
            self._residence.start_hidden()

    def _popup(self, title: str, words: str, done: Callable[[Posted], object]) -> None:
        if self._residence is not None:
            self._residence.popup(title, words, done)

    def _popups_changed(self) -> None:
        if self._residence is not None:
            self._residence.popups_changed()

    def _quit(self) -> None:
        self._quitting = True
        self._app.closeAllWindows()
        self._app.quit()

    def _last_closed(self) -> None:
        if self._quitting or self._residence is None or not self._residence.stays():
            self._app.quit()

    def _session_ends(self) -> None:
        """The user logs out: windows are closed to end the program, not to send it into the tray."""
        self._quitting = True

    def _speak(self) -> None:
        """Build the window anew in the language chosen, after what is under way: that reports to the present window."""
        if self._runner.busy():
            QTimer.singleShot(_CALM_MS, self, self._speak)
        elif self._base is not None:
            self._show()
            self._lists.follow(self.desk)

    def _close_base(self) -> None:
        if self._residence is not None:
            self._residence.leave()
        self._unsubscribe()
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        if self._base is not None:
            self._base.store.close()
            self._base = None

    def _keep_layout(self) -> None:
        if self._desk is not None:
            self._remember(window=self._desk.window.layout_state())

    def _remember(self, **changes: object) -> None:
        try:
            self._settings.update(**changes)
        except UserError as error:
            if self._desk is not None:
                self._desk.window.tell.problem(error)

    def _look_outside(self) -> None:
        """Another process (the command line) may have written into the base."""
        if self._base is not None:
            changes = self._base.store.poll_external()
            if changes is not None:
                self._signals.changed.emit(changes)

    def _tell_fault(self, fault: BaseException) -> None:
        from crm_desktop.ui.crash import CrashDialog

        if self._desk is not None:
            self._desk.window.notice.tell(fault_text(), "late")
        else:
            words = error_text(fault) if isinstance(fault, UserError) else fault_text()
            self._dress()
            CrashDialog(None, words, paths.log_dir()).exec()
