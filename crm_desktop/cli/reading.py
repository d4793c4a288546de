"""``search``, ``show``, ``agenda``: find somebody, see the card, see what is to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, day
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from crm_desktop.services.agenda import Agenda, Occasion, PlannedContact
    from crm_desktop.services.drafts import DealDraft, PaymentDraft
    from crm_desktop.services.timeline import TimelineEntry

_AGENDA_DAYS = 14


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    made = command(commands, "show", show, tr("the whole card of a client"))
    made.add_argument("client", metavar="№|ID", help=tr("the client's number or id"))
    made = command(commands, "agenda", agenda, tr("planned contacts, birthdays, and what is overdue"))
    made.add_argument("--from", dest="first", type=day, metavar="DATE", help=tr("the first day (else today)"))
    made.add_argument(
        "--to", dest="last", type=day, metavar="DATE", help=tr("the last day (else two weeks on)")
    )


def show(arguments: argparse.Namespace) -> int:
    """Print the card with the whole history."""
    from crm_desktop.services import card, deals, payments, stage_history, timeline
    from crm_desktop.services.by_number import by_number_or_id

    with opened(arguments) as store:
        id_ = by_number_or_id(store, arguments.client)
        shown = card.card(store, id_)
        history = timeline.page(store, id_, limit=shown.counts.activities or 1)
        records = {
            "deals": _records_json(deals.of(store, id_)),
            "payments": _records_json(payments.of(store, id_)),
            "stage_changes": output.plain(stage_history.of(store, id_)),
        }
    if arguments.json:
        output.emit_json({**output.plain(shown), **records, "history": _history_json(history)})
    else:
        from crm_desktop.cli.card_text import card_lines

        output.lines(*card_lines(shown, history))
    return 0


def _records_json(records: Sequence[tuple[bytes, DealDraft | PaymentDraft]]) -> list[dict[str, object]]:
    """What hangs on the client, each with its id: ``add payment`` asks for it."""
    return [{"id": id_, **output.plain(draft)} for id_, draft in records]


def _history_json(history: list[TimelineEntry]) -> list[dict[str, object]]:
    """Entries without what serves only the window: where its page ended."""
    return [
        {key: value for key, value in output.plain(entry).items() if key != "cursor"} for entry in history
    ]


def agenda(arguments: argparse.Namespace) -> int:
    """Print what the coming days hold."""
    from crm_desktop.services.agenda import agenda as look

    now = datetime.now().astimezone()
    first = arguments.first or now.date()
    last = arguments.last or first + timedelta(days=_AGENDA_DAYS)
    with opened(arguments) as store:
        found = look(store, first, last, now)
    if arguments.json:
        output.emit_json({"from": first, "to": last, **output.plain(found)})
    else:
        _print_agenda(found, first, last)
    return 0


def _print_agenda(found: Agenda, first: date, last: date) -> None:
    from crm_desktop.ui.formats import day as written

    print(tr("{first} to {last}", first=written(first.isoformat()), last=written(last.isoformat())))
    sections = (
        (tr("Overdue"), [_contact_row(contact) for contact in found.overdue]),
        (tr("Planned"), [_contact_row(contact) for contact in found.planned]),
        (tr("Birthdays and other dates"), [_occasion_row(occasion) for occasion in found.occasions]),
    )
    for heading, rows in sections:
        if rows:
            print(f"\n{heading}")
            output.table(rows)
    if not any(rows for _, rows in sections):
        print(tr("Nothing is planned."))


def _contact_row(contact: PlannedContact) -> tuple[str, ...]:
    from crm_desktop.ui.formats import moment
    from crm_desktop.ui.text_kinds import activity_kind

    number = "" if contact.number is None else str(contact.number)
    kind = activity_kind(contact.kind)
    return ("  " + moment(contact.planned_at), kind, number, contact.client, contact.phone, contact.wanted)


def _occasion_row(occasion: Occasion) -> tuple[str, ...]:
    from crm_desktop.ui.formats import moment

    what = occasion.label or tr("Birthday")
    years = "" if not occasion.years else ntr("{n} year", "{n} years", occasion.years)
    number = "" if occasion.number is None else str(occasion.number)
    return ("  " + moment(occasion.on.isoformat()), what, number, occasion.client, years)
