"""The notes under a report, in words: which rules it followed, and what is not in its figures and why. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ActivityKind, ReportKind, RequestKind, Segment
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import grouped, ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.services.reports.table import Note

    Sentence = Callable[..., str]

_NO_LIMIT = -1


def note(kind: ReportKind, of: Note) -> str:
    """The sentence; of a note that this program has no words for, its id."""
    sentence = _SENTENCES.get(f"{kind.value}.{of.id}") or _SENTENCES.get(of.id)
    return sentence(*of.values) if sentence else of.id


def known(kind: ReportKind, note_id: str) -> bool:
    """Whether there are words for a note."""
    return f"{kind.value}.{note_id}" in _SENTENCES or note_id in _SENTENCES


def _limit(kind: RequestKind) -> Sentence:
    def sentence(hours: Any, days: Any) -> str:
        named = text_kinds.request_kind(kind)
        answer = (
            tr("no limit") if hours == _NO_LIMIT else ntr("within {n} hour", "within {n} hours", int(hours))
        )
        end = tr("no limit") if days == _NO_LIMIT else ntr("within {n} day", "within {n} days", int(days))
        return tr("{kind}: first answer {answer}, resolution {end}.", kind=named, answer=answer, end=end)

    return sentence


def _segment(of: Segment) -> Sentence:
    """Who is of a kind of buyers; the scores are those of ``services.reports.scoring``."""

    def sentence() -> str:
        rule = {
            Segment.CHAMPIONS: tr("bought lately, often and for much"),
            Segment.LOYAL: tr("bought lately and fairly much, or some time ago and much"),
            Segment.NEW: tr("bought lately, for the first time"),
            Segment.PROMISING: tr("bought lately, seldom and for little"),
            Segment.FADING: tr("bought some time ago, seldom or for little"),
            Segment.AT_RISK: tr("bought often and for much, but not for long"),
            Segment.SLEEPING: tr("not for long, seldom or for little"),
            Segment.LOST: tr("longest ago of all, seldom or for little"),
        }[of]
        return tr("{kind}: {rule}.", kind=text_kinds.segment(of), rule=rule)

    return sentence


def _kinds(*kinds: str) -> str:
    named = ", ".join(text_kinds.activity_kind(ActivityKind(kind)) for kind in kinds)
    return tr("Counted are: {kinds}.", kinds=named)


_OF_CONTACTS: Mapping[str, Sentence] = {
    "what_is_planned": lambda: tr(
        "Planned for a day is what stood in the plan for it, whatever became of it; each contact once a day."
    ),
    "what_is_held": lambda: tr("Held is what took place on that day, with a plan or without."),
    "what_is_moved": lambda: tr(
        "What was moved to another day counts as moved on the day it was moved from."
    ),
    "kinds_counted": _kinds,
    "unplanned": lambda n: ntr(
        "{n} contact was held without a plan.", "{n} contacts were held without a plan.", n
    ),
    "untold": lambda n: ntr(
        "Of {n} planned contact nobody said how it went.",
        "Of {n} planned contacts nobody said how they went.",
        n,
    ),
    "with_nobody": lambda planned, held: tr(
        "Without a client: {planned} planned, {held} held. They count.",
        planned=grouped(planned),
        held=grouped(held),
    ),
    "contacts_in_bin": lambda n: ntr(
        "{n} contact with a client in the bin is left out.",
        "{n} contacts with clients in the bin are left out.",
        n,
    ),
    "ever_is": lambda first, last: tr(
        "All time is from {first} to {last} here. What lies outside is left out: slips in the year?",
        first=formats.day(first),
        last=formats.day(last),
    ),
    "not_over": lambda: tr("The period is not over: the figures will still change."),
    "average_of": lambda n: ntr(
        "The average is that of the period before.", "The average is that of the {n} periods before.", n
    ),
    "none_before": lambda: tr("There is nothing older to compare with."),
    "what_is_another": lambda: tr(
        "Another appointment is what was planned at a talk or after it, for a later time, with a client who took part."
    ),
    "what_stands_planned": lambda: tr(
        "Planned is what stands in the diary now; what was called off is not shown."
    ),
    "with_client": lambda name: tr("Meetings with {name} alone.", name=name),
    "choose_client": lambda: tr("Choose a client to see the days of the meetings."),
}

_OF_SALES: Mapping[str, Sentence] = {
    "what_is_a_sale": lambda: tr(
        "A sale is a deal that was won, on the day it was closed, and money received without a deal, on its day. "
        "What of that is given back takes away from the sales of its day."
    ),
    "cost_unknown": lambda n: ntr(
        "Of {n} sale nobody wrote down the cost: it counts as nothing.",
        "Of {n} sales nobody wrote down the cost: it counts as nothing.",
        n,
    ),
    "refunds": lambda n: ntr(
        "Money went back {n} time (returns and payments given back); it is taken off.",
        "Money went back {n} times (returns and payments given back); it is taken off.",
        n,
    ),
    "sales_in_bin": lambda n: ntr(
        "{n} sale to a client in the bin is left out.", "{n} sales to clients in the bin are left out.", n
    ),
    "sales_beyond": lambda n, first, last: ntr(
        "{n} sale is left out, for it lies outside of {first} to {last}: a slip in the year?",
        "{n} sales are left out, for they lie outside of {first} to {last}: slips in the year?",
        n,
        first=formats.day(first),
        last=formats.day(last),
    ),
    "currencies_apart": lambda n: ntr(
        "{n} currency stands by itself.",
        "{n} currencies stand each by itself. Choose one of them to see all money in it.",
        n,
    ),
    "by_own_rates": lambda currency: tr(
        "Other money is told in {currency} by the rates that you wrote down.", currency=currency
    ),
    "by_todays_rates": lambda currency: tr(
        "Other money is told in {currency} by your latest rates.", currency=currency
    ),
    "no_rate": lambda currency: tr(
        "There is no rate for {currency}: it stands by itself.", currency=currency
    ),
}

_OF_CLIENTS: Mapping[str, Sentence] = {
    "came_is": lambda: tr("A client came on the day on which it was written down here."),
    "reached_is": lambda: tr("Who stands on a step, or ever did, has reached it and those before it."),
    "lost_is": lambda n: ntr(
        "Lost is who gave no sign for {n} day and with whom nothing is planned.",
        "Lost is who gave no sign for {n} days and with whom nothing is planned.",
        n,
    ),
    "days_are": lambda: tr("Days on a step are those of clients who left it; of those still there apart."),
    "assumed": lambda n: ntr(
        "Of {n} client no change of stage is known: it counts as it stands.",
        "Of {n} clients no change of stage is known: they count as they stand.",
        n,
    ),
    "unseen": lambda n: ntr(
        "Of {n} client a change of stage is missing.", "Of {n} clients a change of stage is missing.", n
    ),
    "came_unknown": lambda n: ntr(
        "{n} client is left out: nobody knows when it came.",
        "{n} clients are left out: nobody knows when they came.",
        n,
    ),
    "bought_is": lambda: tr("Bought has who has a sale of more than nothing in the period."),
    "period_before": lambda first, last: tr(
        "The period before is from {first} to {last}.", first=formats.day(first), last=formats.day(last)
    ),
    "by_month": lambda: tr("Buyers are put together by the month of their first purchase."),
    "by_quarter": lambda: tr("Buyers are put together by the quarter of their first purchase."),
    "by_year": lambda: tr("Buyers are put together by the year of their first purchase."),
    "of_person": lambda: tr("Only the sales of the chosen person count."),
    "of_all_clients": lambda: tr(
        "All clients are counted, whenever they came; the sales are those of the period."
    ),
    "counted_in_each": lambda: tr("A client with several of them counts in each, and once in the total."),
    "segments_of": lambda day: tr("The kinds of buyers are those of {day}.", day=formats.day(day)),
}

_OF_BUYERS: Mapping[str, Sentence] = {
    "by_profit": lambda: tr("Shared out is the profit: sales less their costs."),
    "by_sales": lambda: tr("Shared out are the sales, whatever they cost."),
    "shares_of_what_is_brought": lambda: tr(
        "Shares are of what those bring who bring anything; clients at a loss count as nothing."
    ),
    "never_is_ever": lambda: tr("Never bought means not until the end of the period, however early."),
    "as_of": lambda day: tr("Everything sold until {day} counts.", day=formats.day(day)),
    "equal_values": lambda: tr(
        "Each buyer has a score from 1 to 5 for recency, frequency and money, a fifth of all in each; equals have the "
        "same score."
    ),
    "weighed_in": lambda currency: tr("Money is weighed in {currency}.", currency=currency),
    **{f"is_{segment.value}": _segment(segment) for segment in Segment},
    "by_source": lambda: tr("A client belongs to the source on its card: the first it came from."),
    "by_campaign": lambda: tr("A client belongs to the campaign of its source that ran when it came."),
    "clients_of_period": lambda: tr(
        "Clients are those who came in the period; sales and profit are those of the period, whoever bought."
    ),
    "costs_spread": lambda: tr("A cost over several days is spread evenly over them."),
    "people_of_all_currencies": lambda: tr(
        "Clients and those who bought are counted whatever the currency; sales and amounts in each currency by itself."
    ),
    "referrals_once": lambda: tr(
        "Who was recommended counts once, for the one with whom the chain of recommendations began."
    ),
    "no_costs": lambda: tr("No costs fall on the period: write them down to see what a client costs."),
    "costs_of_all": lambda: tr("Only some clients are asked for; the costs are those of all."),
    "other_source": lambda n: ntr(
        "{n} sale names another source than the card of its client.",
        "{n} sales name another source than the card of their client.",
        n,
    ),
    "undated": lambda n: ntr(
        "{n} client is left out: nobody knows when it came.",
        "{n} clients are left out: nobody knows when they came.",
        n,
    ),
}

_OF_DATES: Mapping[str, Sentence] = {
    "year_ahead": lambda first, last: tr(
        "These dates come every year: shown is the year from {first} to {last}.",
        first=formats.day(first),
        last=formats.day(last),
    ),
    "leap_day": lambda: tr("29 February is kept on 28 February where the year has none."),
    "what_is_round": lambda: tr("Round are tens of years, and 25, 75 and so on."),
    "since_its_year": lambda: tr("A date is kept from its own year on."),
    "no_year": lambda n: ntr("Of {n} date the year is not known.", "Of {n} dates the year is not known.", n),
    "dates_in_bin": lambda n: ntr(
        "{n} date of a client in the bin is left out.", "{n} dates of clients in the bin are left out.", n
    ),
}

_OF_SERVICE: Mapping[str, Sentence] = {
    "received_in_period": lambda: tr("Times are those of requests received in the period."),
    "resolved_is_answered": lambda: tr("Who resolved a request without noting an answer answered then."),
    "nine_of_ten": lambda: tr("“9 of 10”: nine of ten requests waited no longer."),
    "hours_of_the_clock": lambda: tr("Hours are those of the clock, nights and Sundays included."),
    "waiting_is_now": lambda: tr("What waits is as of now, whenever it was received."),
    **{f"limit_{kind.value}": _limit(kind) for kind in RequestKind},
    "satisfied_is": lambda mark: tr("Satisfied is who gave {mark} or more of 5.", mark=mark),
    "service_in_bin": lambda requests, marks: tr(
        "Of clients in the bin, left out: requests {requests}, marks {marks}.",
        requests=grouped(requests),
        marks=grouped(marks),
    ),
}

_OF_FORECAST: Mapping[str, Sentence] = {
    "months_ahead": lambda n: ntr(
        "Expected is from today on: this month and {n} more.",
        "Expected is from today on: this month and {n} more.",
        n,
    ),
    "how_deals": lambda: tr(
        "An open deal counts in the month in which it is expected, with its amount by its chance."
    ),
    "how_chance": lambda months, least: tr(
        "Where a stage has no chance of its own, it is the share of won deals of the last {months} months, if at "
        "least {least} were closed.",
        months=months,
        least=least,
    ),
    "chance_guessed": lambda n: ntr(
        "Of {n} deal the chance is taken for one half: too few were closed so far.",
        "Of {n} deals the chance is taken for one half: too few were closed so far.",
        n,
    ),
    "how_repeat": lambda least, last: tr(
        "Who bought on {least} days or more has a rhythm: the usual number of days between purchases, and the usual "
        "amount of the last {last}.",
        least=least,
        last=last,
    ),
    "as_long_as_so_far": lambda: tr("Nobody is expected to go on for longer than they have been buying."),
    "who_has_gone": lambda intervals, n: tr(
        "Who let more than {intervals} intervals pass is taken to have gone: clients {n}.",
        intervals=intervals,
        n=grouped(n),
    ),
    "not_twice": lambda n: ntr(
        "{n} usual purchase is left out: an open deal of the same month stands for it.",
        "{n} usual purchases are left out: open deals of the same month stand for them.",
        n,
    ),
    "deals_without_amount": lambda n: ntr(
        "{n} open deal has no amount.", "{n} open deals have no amount.", n
    ),
    "deals_in_bin": lambda n: ntr(
        "{n} open deal of a client in the bin is left out.",
        "{n} open deals of clients in the bin are left out.",
        n,
    ),
    "how_tried": lambda: tr(
        "The rules were tried on the last whole months, with what was known when each of them began."
    ),
    "when_due": lambda part: tr(
        "Due is who is within one part in {part} of the interval before or after the day; then late.",
        part=round(1 / part),
    ),
    "no_rhythm": lambda n: ntr(
        "{n} buyer bought too seldom to have a rhythm.", "{n} buyers bought too seldom to have a rhythm.", n
    ),
    "not_to_be_contacted": lambda n: ntr(
        "{n} client of the list asked not to be contacted.",
        "{n} clients of the list asked not to be contacted.",
        n,
    ),
    "no_new_buyers": lambda: tr("New buyers are not foretold: nothing is known of them."),
}

_SENTENCES: Mapping[str, Sentence] = {
    **_OF_CONTACTS,
    **_OF_SALES,
    **_OF_CLIENTS,
    **_OF_BUYERS,
    **_OF_SERVICE,
    **_OF_FORECAST,
    **_OF_DATES,
}
