"""Which question a failure puts: most are known at once, two need a look at the server first. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.sync import failures
from crm_desktop.sync.membership import membership, password_of
from crm_desktop.ui import text_parting
from crm_desktop.ui.shared.parting.question import Answer, Effect, Given, Needs, Question
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.text_parting import RETURN, TAKE
from crm_desktop.ui.text_sync_errors import trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.background.runner import Progress
    from crm_desktop.services.base import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.failures import SyncError
    from crm_desktop.sync.parting import Parting
    from crm_desktop.ui.shared.parting.question import Finding


def question(store: Store, error: SyncError) -> Question | Finding:
    """What is to be asked, or how to find out."""
    for kind, ask in _QUESTIONS.items():
        if isinstance(error, kind):
            return ask(store, error)
    return Question(tr("The exchange has stopped"), trouble(error))


def password_for(address: ServerAddress, given: Given) -> str | None:
    """What was typed, else what the key store has."""
    return given.password or password_of(address)


# ------------------------------------------------------------------------------------------- put back, another, emptied


def _parted(store: Store, _error: SyncError) -> Finding:
    def find(given: Given, _progress: Progress) -> Question:
        from crm_desktop.sync import answers

        return of_parting(store, answers.look(store, _password(store, given)))

    return find


def of_parting(store: Store, found: Parting) -> Question:
    """What is to be asked once it is known where the ways parted."""
    if found.foreign:
        return _foreign(store)
    if not found.ours:
        word = tr("Fill it from this laptop")
        words = tr(
            "Everything that was in the old shared base is sent into the new one. Colleagues’ laptops add what only "
            "they hold."
        )
        fill = Answer("parting_return", word, words, _return(store), look="primary")
        return Question(tr("The shared base is empty"), text_parting.emptied(found), (fill, _leave(store)))
    if not found.beyond:
        words = tr("Nothing is missing on either side, so there is nothing to choose.")
        go_on = Answer("parting_return", tr("Go on"), words, _return(store), look="primary")
        return Question(_put_back_title(), text_parting.put_back(found), (go_on,))
    both = (
        _of_two(RETURN, _return(store), "primary"),
        _of_two(TAKE, _take(store), "plain"),
    )
    return Question(_put_back_title(), text_parting.put_back(found), both)


def _put_back_title() -> str:
    return tr("The shared base was put back to an earlier day")


def _of_two(name: str, deed: Callable[[Given, Progress], str], look: str) -> Answer:
    word, words = text_parting.answer_word(name), text_parting.answer_words(name)
    return Answer(f"parting_{name}", word, words, deed, look=look)


def _return(store: Store) -> Callable[[Given, Progress], str]:
    def deed(given: Given, _progress: Progress) -> str:
        from crm_desktop.sync import answers

        return text_parting.returned(answers.return_to_server(store, _password(store, given)))

    return deed


def _take(store: Store) -> Callable[[Given, Progress], str]:
    def deed(given: Given, _progress: Progress) -> str:
        from crm_desktop.sync import answers

        done, saved = answers.take_from_server(store, _password(store, given))
        return text_parting.taken(done, paths.shown(saved))

    return deed


def _foreign(store: Store) -> Question:
    words = tr(
        "At this address stands another base now, in which others work. Nothing was exchanged, and nothing of yours "
        "is put into it. Perhaps the address or the name of the database was changed: then ask for the right one. "
        "If this laptop is really to belong to the other base, leave the old shared base here and join anew."
    )
    return Question(tr("This is another base"), words, (_leave(store),), calm=True)


def _leave(store: Store) -> Answer:
    def deed(_given: Given, _progress: Progress) -> str:
        from crm_desktop.sync.joining import leave

        leave(store)
        return tr(
            "This base works alone again. To join a shared one, choose “Join a shared base…” in the menu."
        )

    words = tr("Everything stays in your base, which then works alone. You may join again at any time.")
    return Answer(
        "parting_leave",
        trc("button", "Leave the shared base"),
        words,
        deed,
        effect=Effect.LEFT,
        look="danger",
    )


# ------------------------------------------------------------------------------------------------------- for the owner


def _empty(store: Store, error: SyncError) -> Question:
    def deed(given: Given, _progress: Progress) -> str:
        from crm_desktop.sync import answers

        password = _password(store, given)
        return text_parting.returned(answers.refill(store, password, given.owner, given.owner_password))

    words = tr(
        "In the database “{database}” there is no shared base any more: it was emptied or made anew. Everything is "
        "still on this laptop and on those of your colleagues.",
        database=error.facts.get("database"),
    )
    fill = Answer(
        "parting_refill",
        tr("Make it anew and fill it from this laptop"),
        tr("That takes the login of somebody with the owner’s role."),
        deed,
        look="primary",
    )
    return Question(tr("The shared base is gone"), words, (fill, _leave(store)), Needs.OWNER_LOGIN)


def _outdated(store: Store, _error: SyncError) -> Question:
    def deed(given: Given, _progress: Progress) -> str:
        from crm_desktop.sync import answers

        answers.bring_up_to_date(store, given.owner, given.owner_password)
        return tr("The shared base is up to date. The exchange begins now.")

    words = tr(
        "This program is newer than the shared base. It has to be brought up to date once, by somebody with the "
        "owner’s role; colleagues with the older program go on working. Until then new records wait on this laptop."
    )
    renew = Answer(
        "parting_renew",
        tr("Bring the shared base up to date"),
        tr("Nothing is taken away: tables and columns are added, all or none."),
        deed,
        look="primary",
    )
    return Question(tr("The shared base is older than this program"), words, (renew,), Needs.OWNER_LOGIN)


# ---------------------------------------------------------------------------------------------------- being let in


def _password_question(store: Store, error: SyncError) -> Question:
    def deed(given: Given, progress: Progress) -> str:
        from crm_desktop.errors import KeystoreMissing
        from crm_desktop.sync.connection import connect
        from crm_desktop.sync.membership import keep_password

        address = _address(store)
        with progress.outside():
            connect(address, given.password).close()
        if given.keep and given.password:
            try:
                keep_password(address, given.password)
            except KeystoreMissing:
                return tr(
                    "It works. This computer has no key store, so it is asked for again at the next start."
                )
        return tr("It works. The exchange begins now.")

    use = Answer("parting_use", tr("Use this password"), "", deed, effect=Effect.PASSWORD, look="primary")
    refused = isinstance(error, failures.ServerPasswordRefused)
    title = tr("The password is refused") if refused else tr("The password is needed")
    words = " ".join((trouble(error), tr("Until then, new records wait on this laptop.")))
    return Question(title, words, (use,), Needs.OWN_LOGIN)


def _too_old(_store: Store, _error: SyncError) -> Question:
    words = tr(
        "A colleague has a newer version of the program and brought the shared base up to date with it. Install the "
        "newer version here too; until then the exchange pauses, you go on working, and nothing is lost."
    )
    return Question(tr("This program is too old for the shared base"), words, calm=True)


def _shut_out(store: Store, error: SyncError) -> Question:
    return Question(
        tr("This laptop was shut out"),
        " ".join((trouble(error), tr("What is in your base stays there."))),
        (_leave(store),),
        calm=True,
    )


_QUESTIONS: dict[type[SyncError], Callable[[Store, SyncError], Question | Finding]] = {
    failures.ServerPutBack: _parted,
    failures.ServerForeign: _parted,
    failures.ServerEmpty: _empty,
    failures.ServerOutdated: _outdated,
    failures.ProgramTooOld: _too_old,
    failures.ServerPasswordRefused: _password_question,
    failures.ServerPasswordNeeded: _password_question,
    failures.DeviceShutOut: _shut_out,
}


def _address(store: Store) -> ServerAddress:
    belongs = membership(store)
    assert belongs is not None, "asked of a base that belongs nowhere"
    return belongs.address


def _password(store: Store, given: Given) -> str | None:
    return password_for(_address(store), given)
