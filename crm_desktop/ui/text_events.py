"""Words of calendars. Free of Qt: the command line uses them as well."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.ui.text import tr


def event_words() -> Mapping[str, str]:
    """What the columns of a calendar mean, by the fields of an import."""
    return {
        "event.start": tr("Begins"),
        "event.end": tr("Ends"),
        "event.title": tr("What it was about"),
        "event.text": tr("Description"),
        "event.people": tr("Who takes part"),
        "event.place": tr("Place"),
        "event.kind": tr("Kind of the contact"),
        "event.status": tr("Whether it took place"),
        "event.rule": tr("How it repeats"),
        "event.zone": tr("Time zone"),
        "event.occurrence": tr("Which of the series"),
        "event.uid": tr("Mark of the calendar"),
        "event.component": tr("The whole event"),
        "event.client": tr("Client"),
    }
