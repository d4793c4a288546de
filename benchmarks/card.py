"""The card of a client with 500 history entries, read and painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.window import milliseconds, window_over

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.window import Window
    from crm_desktop.storage.store import Store

_RUNS = 21
_LONG = 300
"""The generator gives one client of a large base a history of 500; smaller bases are told that they have none."""


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """The card in its pane beside plain widgets with the same texts, and the reading alone."""
    taken = measured("benchmarks.card", "cards", base=str(base))
    return [
        Figure(
            f"card with {taken['entries']} activities, painted", median(taken["shown"]), "ms", median(taken["floor"]),
            most=2.0,
        ),
        Figure("  reading it", median(taken["read"]), "ms", limit=3.0),
    ]  # fmt: skip


def cards(base: str) -> dict[str, Any]:
    """Show the client with the longest history and another one in turns."""
    from crm_desktop.services.card import card

    with window_over(base) as window:
        store = window.desk.session.store
        (longest, entries), (other, _) = _two_clients(store)
        if entries < _LONG:
            raise SystemExit(
                f"the longest history has {entries} entries: the base is too small for this measurement"
            )
        maker = window.desk.hosts.card
        if maker is None:
            raise SystemExit("the window has no card")
        pane = maker()
        pane.resize(420, 800)
        pane.show()

        def show(client: bytes) -> None:
            pane.show_client(client)  # type: ignore[attr-defined]  # a CardPane
            window.app.processEvents()
            pane.repaint()

        floor = _floor(window, store)
        shown, plain = [], []
        for _ in range(_RUNS):
            show(other)
            shown.append(milliseconds(partial(show, longest)))
            plain.append(milliseconds(partial(floor, longest)))
        read = [milliseconds(partial(card, store, longest)) for _ in range(_RUNS)]
        return {"shown": shown, "floor": plain, "read": read, "entries": entries}


def _two_clients(store: Store) -> list[tuple[bytes, int]]:
    """The clients with the most history entries, and how many they have."""
    rows = store.read("SELECT client_id, COUNT(*) FROM activity GROUP BY 1 ORDER BY 2 DESC LIMIT 2")
    return [(client, count) for client, count in rows]


def _floor(window: Window, store: Store) -> Any:
    """A label and a plain list that show the same rows, read by two queries."""
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

    frame, head, model, view = QWidget(), QLabel(), QStringListModel(), QListView()
    view.setUniformItemSizes(True)
    view.setModel(model)
    layout = QVBoxLayout(frame)
    layout.addWidget(head)
    layout.addWidget(view)
    frame.resize(420, 800)
    frame.show()

    def show(client: bytes) -> None:
        points = store.read(
            "SELECT kind, value FROM contact_point WHERE client_id = ? ORDER BY rank", (client,)
        )
        head.setText("\n".join(" ".join(row) for row in points))
        entries = store.read(
            "SELECT COALESCE(held_at, planned_at), kind, wanted, offered, result FROM activity WHERE client_id = ?"
            " ORDER BY 1 DESC",
            (client,),
        )
        model.setStringList([" ".join(row) for row in entries])
        window.app.processEvents()
        frame.repaint()

    return show
