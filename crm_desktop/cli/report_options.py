"""The options of ``report``: read from the arguments, and told where a report has no use for them.

A filter that a report does not know is refused: its figures would be of more people than were asked for. A period is
left out, and said so: some reports are of today whatever is asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.cli.arguments import count, day
from crm_desktop.command_errors import ChoiceRefused, OptionRefused
from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind, ReportKind
from crm_desktop.models.amounts import currency_code
from crm_desktop.services.reports.options import LONGEST_AHEAD, Attribution, Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.cli.arguments import Parser
    from crm_desktop.storage.store import Store

_NAMED = ("person", "group", "source", "tag", "stage")
_FILTERS = (*_NAMED, "client", "currency", "kinds", "question", "attribution", "by", "ahead")
_PERIOD = {"period": "--period", "first": "--from", "last": "--to"}


def add(parser: Parser) -> None:
    """Add the kind of the report and its options."""
    parser.add_argument(
        "kind", choices=[kind.value for kind in ReportKind], metavar="KIND", help=", ".join(ReportKind)
    )
    periods = [name.value for name in PeriodName if name is not PeriodName.DAYS]
    parser.add_argument("--period", choices=periods, metavar="NAME", help=", ".join(periods))
    parser.add_argument("--from", dest="first", type=day, metavar="DATE", help=tr("the first day"))
    parser.add_argument("--to", dest="last", type=day, metavar="DATE", help=tr("the last day"))
    for name in _NAMED:
        parser.add_argument(f"--{name}", metavar="NAME", help=_help(name))
    parser.add_argument("--client", metavar="№|ID", help=tr("the client's number or id"))
    parser.add_argument("--currency", metavar="CODE", help=tr("all money in this one"))
    kinds = [kind.value for kind in ActivityKind]
    parser.add_argument("--kinds", nargs="+", choices=kinds, metavar="KIND", help=", ".join(kinds))
    for name, values in (
        ("question", [each.value for each in Question if each]),
        ("attribution", list(Attribution)),
    ):
        parser.add_argument(f"--{name}", choices=values, metavar="NAME", help=", ".join(values))
    parser.add_argument("--by", metavar="FIELD", help=tr("the field by which clients are counted"))
    parser.add_argument("--ahead", type=count, metavar="N", help=tr("how many months after this one"))


def options(store: Store, kind: ReportKind, arguments: argparse.Namespace) -> tuple[Options, list[str]]:
    """What is asked for, what is not said being as the window has it; and the options that were left out.

    Raises:
        OptionRefused: a filter that this report does not know.
        ChoiceRefused: a field, an entry of a list or a number of months that is none.
        CurrencyRefused, ClientNotFound: no currency, no such client.
    """
    from crm_desktop.services.by_number import by_number_or_id
    from crm_desktop.ui.reports.entries import usual

    _refuse_unknown(kind, arguments)
    chosen: dict[str, Any] = {
        name: _named(store, name, given) for name in _NAMED if (given := getattr(arguments, name))
    }
    if arguments.client:
        chosen["client"] = by_number_or_id(store, arguments.client)
    if arguments.currency:
        chosen["currency"] = currency_code("currency", arguments.currency, needed=True)
    if arguments.by:
        chosen["by"] = _by(store, kind, arguments.by)
    if arguments.ahead is not None:
        chosen["ahead"] = _ahead(arguments.ahead)
    if arguments.kinds:
        chosen["kinds"] = tuple(arguments.kinds)
    if arguments.question:
        chosen["question"] = Question(arguments.question)
    if arguments.attribution:
        chosen["attribution"] = Attribution(arguments.attribution)
    left_out = (
        []
        if "period" in _taken(kind)
        else [word for name, word in _PERIOD.items() if getattr(arguments, name)]
    )
    if not left_out:
        chosen |= _period(store, arguments)
    return replace(usual(kind), rows=0, **chosen), left_out


def _taken(kind: ReportKind) -> tuple[str, ...]:
    from crm_desktop.ui.text_report_options import TAKEN

    return (*TAKEN[kind], "question") if kind is ReportKind.MEETINGS else TAKEN[kind]


def _refuse_unknown(kind: ReportKind, arguments: argparse.Namespace) -> None:
    known = [name for name in _FILTERS if name in _taken(kind)]
    for name in _FILTERS:
        if getattr(arguments, name) is not None and name not in known:
            raise OptionRefused(option=f"--{name}", known=", ".join(f"--{each}" for each in known))


def _period(store: Store, arguments: argparse.Namespace) -> dict[str, Any]:
    """From a day to a day; without a last one up to today, without a first one that day alone."""
    if arguments.first or arguments.last:
        today = store.clock.now().astimezone().date()
        first, last = arguments.first or arguments.last, arguments.last or max(today, arguments.first)
        return {"period": PeriodName.DAYS, "first": first.isoformat(), "last": last.isoformat()}
    return {"period": PeriodName(arguments.period)} if arguments.period else {}


def _by(store: Store, kind: ReportKind, text: str) -> str:
    """A field by its id, an own one by its name; or what is shared out."""
    from crm_desktop.services import fields
    from crm_desktop.services.filters import OWN
    from crm_desktop.ui.text_report_options import BY_SALES, FIELDS

    known = (BY_SALES, "profit") if kind is ReportKind.PARETO else FIELDS
    if text in known:
        return text
    own = [] if kind is ReportKind.PARETO else fields.own_fields(store)
    for each in own:
        if fold(each.name) == fold(text):
            return f"{OWN}{each.id.hex()}"
    raise ChoiceRefused(option="--by", value=text, known=", ".join([*known, *(each.name for each in own)]))


def _ahead(months: int) -> int:
    if not 1 <= months <= LONGEST_AHEAD:
        raise ChoiceRefused(option="--ahead", value=months, known=f"1–{LONGEST_AHEAD}")
    return months


def _named(store: Store, option: str, name: str) -> bytes:
    """The entry of a list by its name, or by the word for its role. Raises ChoiceRefused."""
    from crm_desktop.services.dictionaries import Dictionary, entries
    from crm_desktop.ui import text_kinds

    which = {
        "person": Dictionary.COLLEAGUE,
        "group": Dictionary.GROUP,
        "source": Dictionary.SOURCE,
        "tag": Dictionary.TAG,
        "stage": Dictionary.STAGE,
    }[option]
    known = []
    for each in entries(store, which):
        word = text_kinds.stage(each.name, each.role) if which is Dictionary.STAGE else each.name
        if fold(name) in {fold(each.name), fold(word)}:
            return each.id
        known.append(word)
    raise ChoiceRefused(option=f"--{option}", value=name, known=", ".join(known))


def _help(option: str) -> str:
    return {
        "person": tr("only what this colleague had"),
        "group": tr("only clients of this group"),
        "source": tr("only clients of this source"),
        "tag": tr("only clients with this tag"),
        "stage": tr("only clients at this stage"),
    }[option]
