"""Cells that tell of a contact: when it was or will be, of what kind, what was wanted and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.columns.values import parse_flag
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.models.dates import DateReader

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.hints import Column, Hints

_DONE = ("done", "held", "выполнено", "завершено", "atlikta")
_ACTIVITY_WORDS: tuple[tuple[ActivityKind, str], ...] = (
    (ActivityKind.CALL, r"call|звон|skamb"),
    (ActivityKind.EMAIL, r"e-?mail|почт|paštas|laišk"),
    (ActivityKind.TASK, r"task|задач|užduot|deadline"),
    (ActivityKind.VISIT, r"visit|визит|vizit"),
    (ActivityKind.NOTE, r"note|замет|pastab"),
    (ActivityKind.SMS, r"sms|смс"),
    (ActivityKind.CHAT, r"chat|чат|message|сообщ"),
)


def _activity_date(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    read = hints.dates.get(column.index, DateReader()).read(cell)
    if read.day and not read.day.startswith("--"):
        builder.activity_at = read.at or datetime.fromisoformat(read.day)
    elif read.problem:
        builder.problem(column.index, "bad_date", column.header, cell_text(cell))


def _activity_time(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    match = re.match(r"(\d{1,2})[:.](\d{2})", cell_text(cell))
    if match and builder.activity_at and int(match[1]) < 24 and int(match[2]) < 60:
        builder.activity_at = builder.activity_at.replace(hour=int(match[1]), minute=int(match[2]))


def _activity_kind(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    for kind, words in _ACTIVITY_WORDS:
        if re.search(words, text, re.IGNORECASE):
            builder.activity_kind = kind
            return
    builder.activity_texts.append(text)


def _activity_text(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    builder.activity_texts.append(cell_text(cell))


def _activity_result(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    builder.activity_results.append(cell_text(cell))


def _activity_done(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    done = parse_flag(cell)
    builder.activity_done = cell_text(cell).casefold() in _DONE if done is None else done


HISTORY_READERS: Mapping[str, Callable[[Builder, Any, Column, Hints], None]] = {
    "activity.date": _activity_date,
    "activity.time": _activity_time,
    "activity.kind": _activity_kind,
    "activity.text": _activity_text,
    "activity.result": _activity_result,
    "activity.done": _activity_done,
}
