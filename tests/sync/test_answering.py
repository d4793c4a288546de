"""Differences made by real edits on real laptops, answered on one of them: gone on all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.ids import link_id
from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.services import difference_answers, differences
from tests.sync import postgres
from tests.sync.conftest import Member
from tests.sync.laptops import synced

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.sync.address import ServerAddress

Team = Callable[[str], Member]
KEPT, USED, BOTH, WRITTEN, SEEN = DifferenceAnswer


def open_ones(member: Member) -> list[Difference]:
    return list(differences.window(member.laptop.store).rows)


def all_sync(*members: Member) -> None:
    """Until nobody has news."""
    for _ in range(2):
        for member in members:
            member.sync()


def a_client(team: Team, **values: Any) -> tuple[Member, Member, bytes]:
    """Anna and Jonas, and a client both have."""
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    if values:
        anna.laptop.update("client", client, **values)
    all_sync(anna, jonas)
    return anna, jonas, client


def answer(member: Member, difference: Difference, how: DifferenceAnswer, third: str = "third") -> None:
    store = member.laptop.store
    if how in (KEPT, SEEN):
        difference_answers.keep(store, difference.ids)
    elif how is USED:
        difference_answers.use_other(store, difference.id, difference.seen)
    elif how is BOTH:
        difference_answers.keep_both(store, difference.id, difference.seen, "a note")
    else:
        difference_answers.write(store, difference.id, difference.seen, third)


@pytest.mark.parametrize(("how", "value"), [(KEPT, "Anna's"), (USED, "of Jonas"), (WRITTEN, "third")])
def test_answered_here_is_answered_there(team: Team, how: DifferenceAnswer, value: str) -> None:
    anna, jonas, client = a_client(team)
    anna.laptop.update("client", client, loyalty_card="Anna's")
    jonas.laptop.update("client", client, loyalty_card="of Jonas")
    all_sync(anna, jonas)
    (shown,), (same,) = open_ones(anna), open_ones(jonas)
    assert (shown.stands, shown.other, shown.ids) == (same.stands, same.other, same.ids)
    assert (shown.stands.value, shown.stands.by, shown.other.value, shown.other.by) == (
        "Anna's", "Anna", "of Jonas", "Jonas",
    )  # fmt: skip
    assert shown.other.at
    answer(anna, shown, how)
    all_sync(anna, jonas)
    assert open_ones(anna) == open_ones(jonas) == []
    assert anna.laptop.value("client", client, "loyalty_card") == value
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    (told,) = differences.window(jonas.laptop.store, answered=True).rows
    assert (told.answer, told.answered_by) == (how, "Anna")


def test_thrown_away_there_and_edited_here(team: Team) -> None:
    anna, jonas, client = a_client(team)
    anna.laptop.update("client", client, deleted=1)
    jonas.laptop.update("client", client, notes="works on it")
    all_sync(anna, jonas)
    (found,) = open_ones(anna)
    assert (found.kind, found.stands.by, found.other.by) == (ConflictKind.REVIVED, "Jonas", "Anna")
    answer(anna, found, USED)
    all_sync(anna, jonas)
    assert jonas.laptop.value("client", client, "deleted") == 1
    assert open_ones(anna) == open_ones(jonas) == []


def test_two_clients_with_one_number(team: Team) -> None:
    anna, jonas = team("anna"), team("jonas")
    all_sync(anna, jonas)
    anna.laptop.insert("client", name="Ona", number=1042)
    second = jonas.laptop.insert("client", name="Petras", number=1042)
    all_sync(anna, jonas)
    (found,) = open_ones(anna)
    assert (found.kind, found.row_id, found.other.value, found.answers) == (
        ConflictKind.NUMBER, second, 1042, (SEEN,),
    )  # fmt: skip
    assert found.stands.value == jonas.laptop.value("client", second, "number") != 1042
    answer(jonas, found, SEEN)
    all_sync(anna, jonas)
    assert open_ones(anna) == []


def test_edited_here_and_merged_there(team: Team) -> None:
    anna, jonas, client = a_client(team)
    other = anna.laptop.client("Ona P.")
    all_sync(anna, jonas)
    anna.laptop.update("client", client, deleted=1, merged_into=other)
    jonas.laptop.update("client", client, notes="blue vases")
    all_sync(anna, jonas)
    (found,) = open_ones(jonas)
    assert (found.kind, found.row_id) == (ConflictKind.EDITED_AFTER_MERGE, other)
    answer(jonas, found, USED)
    all_sync(anna, jonas)
    assert anna.laptop.value("client", other, "notes") == "blue vases"
    assert open_ones(anna) == open_ones(jonas) == []


def test_each_merged_the_other_into_another_one(team: Team) -> None:
    anna, jonas, client = a_client(team)
    other = anna.laptop.client("Ona P.")
    all_sync(anna, jonas)
    anna.laptop.update("client", client, deleted=1, merged_into=other)
    jonas.laptop.update("client", other, deleted=1, merged_into=client)
    all_sync(anna, jonas)
    (found,) = open_ones(anna)
    assert (found.kind, found.other.value, found.answers) == (ConflictKind.MERGED_ELSEWHERE, "Ona", (SEEN,))
    answer(anna, found, SEEN)
    all_sync(anna, jonas)
    assert open_ones(jonas) == []


def test_merged_here_and_edited_there(team: Team) -> None:
    anna, jonas, client = a_client(team)
    other = anna.laptop.client("Ona P.")
    all_sync(anna, jonas)
    anna.laptop.update("client", client, notes="edited")
    jonas.laptop.update("client", client, deleted=1, merged_into=other)
    all_sync(anna, jonas)
    (found,) = open_ones(anna)
    assert (found.kind, found.other.by, found.other.value) == (ConflictKind.MERGE_REFUSED, "Jonas", "Ona P.")
    assert anna.laptop.value("client", client, "deleted") == 0


def test_two_cards_that_became_one_said_different_things(team: Team) -> None:
    anna, jonas, client = a_client(team)
    other, field = anna.laptop.client("Ona P."), anna.laptop.insert("field", name="Size", kind="text")
    for holder, value in ((client, "S"), (other, "M")):
        id_ = link_id(holder, field)
        anna.laptop.insert("field_value", id_, client_id=holder, field_id=field, value=value)
    all_sync(anna, jonas)
    jonas.laptop.update("client", client, deleted=1, merged_into=other)
    all_sync(jonas, anna)
    (found,) = open_ones(anna)
    assert (found.kind, found.subject, found.stands.value, found.other.value) == (
        ConflictKind.MERGED, "Size", "M", "S",
    )  # fmt: skip
    answer(anna, found, USED)
    all_sync(anna, jonas)
    assert jonas.laptop.value("field_value", link_id(other, field), "value") == "S"
    assert open_ones(anna) == open_ones(jonas) == []


def test_two_answers_at_once_make_no_new_difference(team: Team) -> None:
    """One takes the other value, the other joins both: what came first stands, and nobody is asked again."""
    anna, jonas, client = a_client(team)
    anna.laptop.update("client", client, notes="Anna's")
    jonas.laptop.update("client", client, notes="of Jonas")
    all_sync(anna, jonas)
    (shown,) = open_ones(anna)
    answer(anna, shown, USED)
    answer(jonas, shown, BOTH)
    all_sync(anna, jonas)
    assert open_ones(anna) == open_ones(jonas) == []
    assert (
        anna.laptop.value("client", client, "notes")
        == jonas.laptop.value("client", client, "notes")
        == "of Jonas"
    )


def test_a_third_value_that_meets_another_answer_is_not_lost(team: Team) -> None:
    anna, jonas, client = a_client(team)
    anna.laptop.update("client", client, notes="Anna's")
    jonas.laptop.update("client", client, notes="of Jonas")
    all_sync(anna, jonas)
    (shown,) = open_ones(anna)
    answer(anna, shown, USED)
    answer(jonas, shown, WRITTEN, "said nowhere else")
    all_sync(anna, jonas)
    (found,) = open_ones(anna)
    assert (found.stands.value, found.other.value) == ("of Jonas", "said nowhere else")


def test_a_phone_kept_twice_on_two_laptops_stands_once_more(team: Team) -> None:
    anna, jonas = team("anna"), team("jonas")
    anna.laptop.client("Ona", points=1)
    all_sync(anna, jonas)
    ((point,),) = anna.laptop.store.read("SELECT id FROM contact_point")
    anna.laptop.update("contact_point", point, value="+370 612 11111")
    jonas.laptop.update("contact_point", point, value="+370 612 22222")
    all_sync(anna, jonas)
    (shown,) = open_ones(anna)
    for member in (anna, jonas):
        answer(member, shown, BOTH)
    all_sync(anna, jonas)
    values = "SELECT value FROM contact_point WHERE deleted = 0 ORDER BY rank"
    assert anna.laptop.store.read(values) == [("+370 612 11111",), ("+370 612 22222",)]
    assert open_ones(anna) == open_ones(jonas) == []
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


# Whatever is answered ---------------------------------------------------------------------------------------------

FIELDS = ("notes", "loyalty_card")
_who = st.sampled_from((0, 1, 2))
_deeds = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), _who, st.sampled_from(FIELDS)),
        st.tuples(st.just("sync"), _who),
        st.tuples(st.just("answer"), _who, st.sampled_from((KEPT, USED, BOTH, WRITTEN))),
    ),
    min_size=8,
    max_size=25,
)


class Story:
    """Three laptops with one client; every value that somebody wrote, and what became of it."""

    def __init__(self, members: list[Member]) -> None:
        self.members = members
        self.client = members[0].laptop.client("Ona")
        self.written: list[str] = []
        all_sync(*members)

    def play(self, deed: tuple[Any, ...]) -> None:
        what, place, *rest = deed
        member = self.members[place]
        if what == "sync":
            member.sync()
        elif what == "edit":
            member.laptop.update("client", self.client, **{rest[0]: self.token()})
        else:
            for found in open_ones(member)[:1]:
                how = rest[0] if rest[0] in found.answers else found.answers[0]
                answer(member, found, how, self.token() if how is WRITTEN else "")

    def token(self) -> str:
        self.written.append(f"token{len(self.written):03}.")
        return self.written[-1]

    def answer_the_rest(self) -> None:
        for _ in range(10):
            all_sync(*self.members)
            left = [found for member in self.members for found in open_ones(member)]
            if not left:
                return
            for member in self.members:
                for found in open_ones(member):
                    answer(member, found, found.answers[0])
        raise AssertionError("somebody is asked for ever")

    def check(self) -> None:
        contents = [synced(member.laptop.store) for member in self.members]
        assert contents[0] == contents[1] == contents[2]
        rows = [row for row in contents[0]["conflict"].values() if not row["deleted"]]
        assert all(row["resolved_at"] for row in rows)
        asked = [(row["row_id"], row["field"], row["winner"], row["loser"], row["base"]) for row in rows]
        assert len(asked) == len(set(asked))
        told = _texts(contents[0], rows) | self.replaced()
        assert [token for token in self.written if not any(token in text for text in told)] == []

    def replaced(self) -> set[str]:
        """Values that somebody wrote over on the laptop on which they stood: he saw them."""
        found: set[str] = set()
        for member in self.members:
            rows = member.laptop.store.read(
                "SELECT j.old FROM journal j JOIN operation o ON o.seq = j.operation"
                " WHERE j.tbl = 'client' AND j.action = 'update' AND o.origin = 'local'"
            )
            found.update(text for (text,) in rows)
        return found


def _texts(content: dict[str, dict[bytes, dict[str, Any]]], conflicts: list[dict[str, Any]]) -> set[str]:
    standing = {str(row[field]) for row in content["client"].values() for field in FIELDS}
    notes = {str(row["result"]) for row in content["activity"].values()}
    return standing | notes | {str(row[side]) for row in conflicts for side in ("winner", "loser", "base")}


@pytest.fixture
def three(server: postgres.Server, shared: str, tmp_path: Path, address: Callable[..., ServerAddress]) -> Any:
    made: list[list[Member]] = []

    def of() -> list[Member]:
        postgres.empty(server, shared)
        folder = tmp_path / str(len(made))
        members = []
        for name in ("anna", "jonas", "third"):
            (folder / name).mkdir(parents=True)
            role = name if name != "third" else "anna"
            members.append(Member(role, folder / name, address(shared, role)))
        made.append(members)
        return members

    yield of
    for members in made:
        for member in members:
            member.exchange.close()
            member.laptop.store.close()


def play(members: list[Member], deeds: list[tuple[Any, ...]]) -> None:
    story = Story(members)
    for deed in deeds:
        story.play(deed)
    story.answer_the_rest()
    story.check()
    for member in members:
        member.exchange.close()


_SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@settings(max_examples=3, suppress_health_check=_SLOW)
@given(deeds=_deeds)
def test_whatever_is_answered_in_whatever_order_all_come_to_the_same(
    three: Callable[[], list[Member]], deeds: list[tuple[Any, ...]]
) -> None:
    play(three(), deeds)


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=300, suppress_health_check=_SLOW)
@given(deeds=_deeds)
def test_whatever_is_answered_many_times_over(
    three: Callable[[], list[Member]], deeds: list[tuple[Any, ...]]
) -> None:
    play(three(), deeds)
