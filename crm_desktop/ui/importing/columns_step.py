"""Step 1: what was found in the files, what each column means, and the first rows as they will be understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.plan import Choice, given_meaning, with_target
from crm_desktop.exchange.importing.preview import preview
from crm_desktop.services import facts
from crm_desktop.ui import text_import
from crm_desktop.ui.importing.found_line import found_line
from crm_desktop.ui.importing.meaning_popup import Meaning, MeaningPopup
from crm_desktop.ui.importing.opened import OpenFile, OpenTable, Reader
from crm_desktop.ui.importing.preview_table import PreviewTable
from crm_desktop.ui.importing.reading_bar import ReadingBar
from crm_desktop.ui.importing.tables_list import Place, TablesList, table_name
from crm_desktop.ui.importing.trouble import Trouble
from crm_desktop.ui.text import language, ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, label
from crm_desktop.ui.widgets.notice_bar import NoticeBar
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from crm_desktop.background.runner import Task
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_READING, _TABLE, _TROUBLE = range(3)


class ColumnsStep(QWidget):
    """The first page of the import.

    Signals:
        changed: other tables or meanings; ``plans`` may say something else.
        other_wanted: the user wants to choose another file.
        emptied: no file is left.
    """

    changed = Signal()
    other_wanted = Signal()
    emptied = Signal()

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self._session = session
        self._tell = tell
        self.files: list[OpenFile] = []
        self._place: Place = (0, 0)
        self._task: Task[object] | None = None
        self.tables = TablesList()
        self.table = PreviewTable()
        self.reading = ReadingBar()
        self.trouble = Trouble()
        self.notice = NoticeBar()
        self._title = ElidedLabel("", "title")
        self._found = label("", "quiet", wrap=True)
        self._found.setObjectName("import_found")
        self._strip = QVBoxLayout()
        self._build()
        self._connect()

    # ----------------------------------------------------------------------------------------------------------- files

    def add_files(
        self, paths: Sequence[Path], *, anew: bool = False, mapping: Mapping[str, str] | None = None
    ) -> None:
        """Read files in the background; those that are open stay, unless ``anew``. ``mapping``: of their headers."""
        known = set() if anew else {file.path for file in self.files}
        wanted = [path for path in paths if path not in known]
        if not wanted:
            return
        if anew:
            self.files = []
        reader = self._reader()
        name = wanted[0].name if len(wanted) == 1 else ntr("{n} file", "{n} files", len(wanted))

        def done(found: list[OpenFile]) -> None:
            first = len(self.files)
            self.files += found
            self._place = _first_place(self.files, first)
            self._show_place()

        choice = Choice(mapping=mapping or {})
        self._read(name, lambda: reader.read_files(wanted, choice), done)

    def plans(self) -> list[TablePlan]:
        """The tables to bring in, with their meanings."""
        return [table.plan for table in self._tables() if table.plan.chosen]

    def touched(self) -> list[TablePlan]:
        """Of these the ones whose meanings the user has set, to be remembered for the next such file."""
        return [
            table.plan
            for table in self._tables()
            if table.plan.chosen and (table.touched or table.remembered)
        ]

    def is_reading(self) -> bool:
        """Whether files are being read."""
        return self._task is not None

    def stop(self) -> None:
        """Stop reading; nothing more arrives."""
        if self._task is not None:
            self._task.forget()
            self._task = None

    def region(self) -> str:
        """The country by which phones are read."""
        return facts.region(self._session.store)

    # -------------------------------------------------------------------------------------------------------- meanings

    def set_meaning(self, section: int, meaning: Meaning) -> None:
        """Give a column of the table on the screen another meaning."""
        table = self._table()
        if table is None:
            return
        index = table.plan.columns[section].index
        plan = with_target(table.plan, index, meaning.target, meaning.kind)
        left_out = all(text_import.is_left_out(column.target) for column in plan.columns)
        plan = replace(plan, chosen=not left_out and (plan.chosen or not table.touched))
        self._swap(replace(table, plan=plan, touched=True))

    def ask_meaning(self, source: int, index: int, point: QPoint, parent: QWidget) -> None:
        """Ask what a column of a chosen table (as ``plans`` counts them) means; ``parent`` takes the focus after."""
        chosen = [
            (number, place)
            for number, file in enumerate(self.files)
            for place, table in enumerate(file.tables)
            if table.plan.chosen
        ]
        self._place = chosen[source]
        table = self._table()
        assert table is not None
        section = next(n for n, column in enumerate(table.plan.columns) if column.index == index)
        self._show_place()
        self._ask_meaning(section, point, parent)

    def _ask_meaning(self, section: int, point: QPoint, parent: QWidget | None = None) -> None:
        table = self._table()
        if table is None:
            return
        column = table.plan.columns[section]
        header = text_import.header_words(column.header, column.index)
        popup = MeaningPopup(parent or self, header, column.target, given_meaning(table.plan, column.index))
        popup.chosen.connect(lambda meaning: self.set_meaning(section, meaning))
        popup.destroyed.connect((parent or self.table).setFocus)
        popup.open_at(point)

    def _take_sensitive(self) -> None:
        """The user wants the sensitive columns after all: they become own fields."""
        table = self._table()
        if table is None:
            return
        plan = table.plan
        for column in plan.columns:
            if column.target.field == "sensitive":
                name = text_import.header_words(column.header, column.index)
                plan = with_target(plan, column.index, Target("own", name))
        self._swap(replace(table, plan=plan, touched=True))

    # --------------------------------------------------------------------------------------------------------- reading

    def _read_anew(self) -> None:
        """Forget the meanings of last time and guess them again; that can be taken back."""
        table, place, reader = self._table(), self._place, self._reader()
        if table is None:
            return

        def done(found: OpenTable) -> None:
            self._put(place, found)
            self._show_place()
            self._tell.done(tr("The columns were read anew"), take_back)

        def take_back() -> None:
            if place[0] < len(self.files) and place[1] < len(self.files[place[0]].tables):
                self._place = place
                self._swap(replace(table, touched=True))

        self._read(self.files[place[0]].path.name, lambda: reader.read_anew(table), done)

    def _set_header_row(self, row: int) -> None:
        table, place, reader = self._table(), self._place, self._reader()
        if table is None:
            return

        def done(found: OpenTable) -> None:
            self._put(place, found)
            self._show_place()

        self._read(self.files[place[0]].path.name, lambda: reader.reread_table(table, row), done)

    def _choice(self) -> Choice:
        """How the file on the screen is read now."""
        return self.files[self._place[0]].choice

    def _reread(self, choice: Choice) -> None:
        """Read the file on the screen again: with another encoding, separator or password."""
        number, reader = self._place[0], self._reader()
        file = self.files[number]

        def done(found: OpenFile) -> None:
            self.files[number] = found
            self._place = (number, 0 if found.tables else -1)
            self._show_place()

        self._read(file.path.name, lambda: reader.read_file(file.path, choice), done)

    def _set_region(self, code: str) -> None:
        facts.set_region(self._session.store, code)
        self._show_place()

    def _leave_file(self) -> None:
        del self.files[self._place[0]]
        self._place = _first_place(self.files, 0)
        if self.files:
            self._show_place()
        else:
            self.emptied.emit()

    def _read(self, name: str, work: Callable[[], object], done: Callable[..., object]) -> None:
        self.stop()
        self._places.setCurrentIndex(_READING)
        while self._strip.count():
            item = self._strip.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        strip = ProgressStrip("import_reading_progress", tr("Reading {file}…", file=name))
        self._strip.addWidget(strip)

        def ended(call: Callable[[], object]) -> None:
            self._task = None
            call()
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._tell.problem(error)
            self._show_place()

        self._task = self._session.runner.start(
            lambda _progress: work(),
            done=lambda found: ended(lambda: done(found)),
            failed=lambda error: ended(lambda: failed(error)),
        )
        self.changed.emit()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _reader(self) -> Reader:
        return Reader(self._session, self.region(), language())

    def _tables(self) -> list[OpenTable]:
        return [table for file in self.files for table in file.tables]

    def _table(self) -> OpenTable | None:
        file, place = self._place
        if file < len(self.files) and 0 <= place < len(self.files[file].tables):
            return self.files[file].tables[place]
        return None

    def _put(self, place: Place, table: OpenTable) -> None:
        file, number = place
        tables = [*self.files[file].tables]
        tables[number] = table
        self.files[file] = replace(self.files[file], tables=tuple(tables))

    def _swap(self, table: OpenTable) -> None:
        self._put(self._place, table)
        self._show_place()
        self.changed.emit()

    def _stand_on(self, place: Place) -> None:
        self._place = place
        self._show_table()

    def _tick(self, place: Place, taken: bool) -> None:
        table = self.files[place[0]].tables[place[1]]
        self._put(place, replace(table, plan=replace(table.plan, chosen=taken)))
        self.changed.emit()

    def _show_place(self) -> None:
        self.tables.show_files(self.files, self._place)
        self._show_table()

    def _show_table(self) -> None:
        table = self._table()
        self.reading.show_table(table, self.region())
        if self._place[0] >= len(self.files):
            return
        file = self.files[self._place[0]]
        self._title.setText(table_name(file, table) if table else file.path.name)
        if table is None:
            self.notice.hide()
            self.trouble.show_file(file, alone=len(self.files) == 1)
            self._places.setCurrentIndex(_TROUBLE)
            return
        self._found.setText(found_line(table, self._title.text()))
        self._show_notice(table.plan, remembered=table.remembered and not table.touched)
        self.table.preview.show(table.plan, preview(table.plan, table.sample, self.region()))
        self.table.fit_rows()
        self._places.setCurrentIndex(_TABLE)

    def _show_notice(self, plan: TablePlan, *, remembered: bool) -> None:
        sensitive = [column for column in plan.columns if column.target.field == "sensitive"]
        if sensitive:
            headers = (text_import.header_words(column.header, column.index) for column in sensitive)
            names = ", ".join(tr("“{text}”", text=header) for header in headers)
            words = ntr(
                "{names} looks like passwords or personal codes and is left out, unless you want it on the cards.",
                "{names} look like passwords or personal codes and are left out, unless you want them on the cards.",
                len(sensitive),
                names=names,
            )
            self.notice.tell(words, "care", (tr("Bring it in"), self._take_sensitive))
        elif not plan.chosen and plan.why:
            self.notice.tell(text_import.why_nothing(plan.why), "info")
        elif remembered:
            words = tr("The columns are read as you set them last time for such a list.")
            self.notice.tell(words, "info", (tr("Read them anew"), self._read_anew))
        else:
            self.notice.hide()

    def _connect(self) -> None:
        self.tables.stood_on.connect(self._stand_on)
        self.tables.ticked.connect(self._tick)
        self.table.meaning_wanted.connect(self._ask_meaning)
        self.reading.header_chosen.connect(self._set_header_row)
        self.reading.encoding_chosen.connect(
            lambda code: self._reread(replace(self._choice(), encoding=code))
        )
        self.reading.hidden_chosen.connect(
            lambda left_out: self._reread(replace(self._choice(), visible_only=left_out))
        )
        self.reading.separator_chosen.connect(
            lambda mark: self._reread(replace(self._choice(), separator=mark))
        )
        self.reading.region_chosen.connect(self._set_region)
        self.trouble.password_given.connect(lambda word: self._reread(replace(self._choice(), password=word)))
        self.trouble.again.connect(lambda: self._reread(self._choice()))
        self.trouble.other_wanted.connect(self.other_wanted)
        self.trouble.left.connect(self._leave_file)

    def _build(self) -> None:
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._found)
        column.addLayout(words)
        column.addWidget(self.reading)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        hint = tr(
            "Click a meaning under a header to change it. What nothing fits becomes a field of your own."
        )
        column.addWidget(ElidedLabel(hint, "small"))
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(80, 0, 80, 0)
        middle.addStretch(2)
        middle.addLayout(self._strip)
        middle.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.tables)
        # Placed first: a stack that stands nowhere shows its first widget as a window, which takes the focus.
        self._places = QStackedLayout()
        row.addLayout(self._places, 1)
        for each in (waiting, found, self.trouble):
            self._places.addWidget(each)
        self.tables.hide()


def _first_place(files: Sequence[OpenFile], first: int) -> Place:
    """The first table that is worth a look among the files from ``first`` on, else the first file."""
    for number, file in enumerate(files[first:], first):
        for place, table in enumerate(file.tables):
            if table.plan.chosen:
                return number, place
    number = min(first, max(0, len(files) - 1))
    return number, 0 if files and files[number].tables else -1
