"""Counts behind the pages at the side that more than one part of the window tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.places import REQUESTS, SHARED
from crm_desktop.ui.text import grouped, ntr, trc

if TYPE_CHECKING:
    from crm_desktop.ui.sidebar import Sidebar


def show_overdue(sidebar: Sidebar, count: int) -> None:
    """Say at the side how many requests are overdue."""
    spoken = f"{trc('requests', 'Overdue')} {grouped(count)}" if count else ""
    sidebar.show_count(REQUESTS, grouped(count) if count else "", spoken, "late")


def show_shared(sidebar: Sidebar, count: int) -> None:
    """Say at the side how many things of the shared base wait for a decision: differences, rows that cannot be sent."""
    spoken = ntr("{n} waits for your decision", "{n} wait for your decision", count) if count else ""
    sidebar.show_count(SHARED, grouped(count) if count else "", spoken, "care")
