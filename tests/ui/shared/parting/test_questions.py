"""Which question a server puts that is not what this laptop knew."""

from __future__ import annotations

from crm_desktop.sync import failures
from crm_desktop.sync.parting import Parting
from crm_desktop.sync.snapshot import Point
from crm_desktop.ui.shared.parting.question import Needs, Question
from crm_desktop.ui.shared.parting.questions import of_parting, question

AT = "2026-05-12T09:00:00.000Z"
ONE = (("client", b"c" * 16),)


def found(*, ours=True, rev=5, beyond=ONE):
    common = Point(rev, b"p" * 16) if ours else None
    return Parting(b"e" * 16, ours, rev, 9, common, AT if ours else "", beyond)


def names(asked):
    return [answer.name.removeprefix("parting_") for answer in asked.answers]


def test_what_parted_decides_what_may_be_answered(base):
    assert names(of_parting(base.store, found())) == ["return", "take"]
    assert names(of_parting(base.store, found(beyond=()))) == ["return"]
    assert names(of_parting(base.store, found(ours=False, rev=0))) == ["return", "leave"]
    assert names(of_parting(base.store, found(ours=False))) == ["leave"]


def test_another_companys_base_is_never_filled_or_taken(base):
    asked = of_parting(base.store, found(ours=False))
    assert asked.calm
    assert not {"return", "take"} & set(names(asked))


def test_every_failure_has_a_question(base):
    for kind in failures.SyncError.__subclasses__():
        asked = question(base.store, kind(host="db.example.com", user="anna", database="crm"))
        assert isinstance(asked, Question) is (kind not in (failures.ServerPutBack, failures.ServerForeign))


def test_only_the_owners_deeds_ask_for_the_owner(base):
    for kind, needs in (
        (failures.ServerEmpty, Needs.OWNER_LOGIN),
        (failures.ServerOutdated, Needs.OWNER_LOGIN),
        (failures.ServerPasswordRefused, Needs.OWN_LOGIN),
        (failures.ProgramTooOld, Needs.NOTHING),
    ):
        assert question(base.store, kind(host="db.example.com", user="anna")).needs is needs
