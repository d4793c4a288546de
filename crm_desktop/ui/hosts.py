"""What the window shows but others build: the card, the forms, the import and the export. Handed in by ``app.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from crm_desktop.changes import Changes
    from crm_desktop.services.colleagues import Colleague
    from crm_desktop.services.drafts import ActivityDraft, FeedbackDraft
    from crm_desktop.ui.paper import Document


class CardPane(Protocol):
    """The card beside the list."""

    def show_client(self, client_id: bytes | None) -> None:
        """Show a client, or nobody."""

    def changed(self, changes: Changes) -> None:
        """Something was committed: read again if it touches the client shown."""

    def read_again(self) -> None:
        """Something was committed while the card was out of sight."""


@dataclass(frozen=True)
class Hosts:
    """Makers of the parts that the frame hosts; a command whose part is None is not offered.

    Attributes:
        card: makes the card pane, a widget that is a ``CardPane``; called when first needed.
        open_card: opens a client in a window of its own.
        edit_client: opens the form of a client, of a new one for None.
        log_contact: opens the small form of an activity: held (False) or planned (True).
        open_import: opens the import with some files (or none: it asks).
        paste_list: opens the import with what is on the clipboard.
        open_export: offers to save the list of clients, as it stands, as a file.
        export_diary: offers to save the diary as a calendar.
        take_out: offers to write everything into a folder.
        bring_back: asks for such a folder and offers to bring it in.
        offer_unsaved: says at the start that forms were left unsaved, and offers to go on with them.
        start_inbox: begins to look into the watched folder, where one is chosen; called after the first picture.
        start_elsewhere: begins to keep the diary elsewhere (a calendar file, a server), where that was chosen.
        shared_page: makes the page of the shared base.
        show_differences: shows the differences with colleagues, from those of a client on, or (None) all of them.
        join_shared: offers to join a shared base.
        imports_page: makes the page of past imports; the plain list of import operations where None.
        duplicates_page: makes the page of duplicates.
        merge_clients: shows clients side by side, to be merged.
        today_page: makes the page of today.
        calendar_page: makes the page of the calendar.
        show_day: shows a day in the calendar.
        deals_page: makes the page of deals.
        new_deal: opens the form of a new deal, of a client or (None) of one to be chosen there.
        new_payment: opens the form of a payment on the card of a client.
        open_deal: opens the form of a deal.
        requests_page: makes the page of requests.
        reports_page: makes the page of reports.
        open_request: opens the form of a request.
        new_request: opens the form of a new one, of a client or (None) of whichever.
        find_requests: shows who waits for what a text asks for.
        plan_wishes: plans calls for who waits: the ids of their wishes, and what they wished for.
        open_feedback: opens the form of a mark, with what is known of it.
        pay_part: asks how much of a planned payment was paid.
        plan_payments: parts the rest of a deal into payments.
        plan_activity: opens the form of a planned contact with what is known already.
        open_activity: opens the form of an activity (of an occurrence of a series: its moment); True: to tell how it
            went.
        move_activity: asks for the new time of a planned contact (and its occurrence).
        plan_many: plans contacts for many clients.
        hand_over: asks to whom clients go, with what is open for them.
        hand_over_person: asks to whom all goes that a colleague has.
        open_reminders: shows the window of reminders.
        remind: something is due: shows the window of reminders over the work that goes on (True), or brings it up to
            date where it is open (False); then how many are due.
        print_clients: offers to print the list of clients.
        print_document: offers to print a document (``ui.paper``).
    """

    card: Callable[[], QWidget] | None = None
    open_card: Callable[[bytes], object] | None = None
    edit_client: Callable[[bytes | None], object] | None = None
    log_contact: Callable[[bytes, bool], object] | None = None
    open_import: Callable[[Sequence[Path]], object] | None = None
    paste_list: Callable[[], object] | None = None
    open_export: Callable[[], object] | None = None
    export_diary: Callable[[], object] | None = None
    take_out: Callable[[], object] | None = None
    bring_back: Callable[[], object] | None = None
    offer_unsaved: Callable[[], object] | None = None
    start_inbox: Callable[[], object] | None = None
    start_elsewhere: Callable[[], object] | None = None
    shared_page: Callable[[], QWidget] | None = None
    show_differences: Callable[[bytes | None], object] | None = None
    join_shared: Callable[[], object] | None = None
    imports_page: Callable[[], QWidget] | None = None
    duplicates_page: Callable[[], QWidget] | None = None
    merge_clients: Callable[[Sequence[bytes]], object] | None = None
    today_page: Callable[[], QWidget] | None = None
    calendar_page: Callable[[], QWidget] | None = None
    show_day: Callable[[date], object] | None = None
    deals_page: Callable[[], QWidget] | None = None
    new_deal: Callable[[bytes | None], object] | None = None
    new_payment: Callable[[bytes], object] | None = None
    open_deal: Callable[[bytes], object] | None = None
    requests_page: Callable[[], QWidget] | None = None
    reports_page: Callable[[], QWidget] | None = None
    open_request: Callable[[bytes], object] | None = None
    new_request: Callable[[bytes | None], object] | None = None
    find_requests: Callable[[str], object] | None = None
    plan_wishes: Callable[[Sequence[bytes], str], object] | None = None
    open_feedback: Callable[[FeedbackDraft], object] | None = None
    pay_part: Callable[[bytes], object] | None = None
    plan_payments: Callable[[bytes], object] | None = None
    plan_activity: Callable[[ActivityDraft], object] | None = None
    open_activity: Callable[[bytes, str | None, bool], object] | None = None
    move_activity: Callable[[bytes, str | None], object] | None = None
    plan_many: Callable[[Sequence[bytes]], object] | None = None
    hand_over: Callable[[Sequence[bytes]], object] | None = None
    hand_over_person: Callable[[Colleague], object] | None = None
    open_reminders: Callable[[], object] | None = None
    remind: Callable[[bool, int], object] | None = None
    print_clients: Callable[[], object] | None = None
    print_document: Callable[[Document], object] | None = None
