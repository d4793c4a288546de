from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync import failures
from crm_desktop.sync.occasions import EVERY_S, SETTLE_S, Occasions

LOST = failures.ServerUnreachable(why="lost")
NOBODY = failures.ServerUnreachable(why="name")
WRONG = failures.ServerPasswordRefused()
ERRORS = (None, LOST, failures.ServerBusy(why="locked"), NOBODY, failures.ServerPutBack(), WRONG)


def ran(made: Occasions, now: float, error: Exception | None = None) -> None:
    made.started()
    made.ended(now, error)


def test_it_is_due_at_the_start_and_then_every_few_minutes():
    made = Occasions()
    assert made.wait(0) == 0
    made.started()
    assert made.wait(1) is None, "one at a time"
    made.ended(2)
    assert made.wait(2) == EVERY_S
    assert made.wait(1000) == 0


def test_edits_are_sent_some_seconds_after_the_last_one():
    made = Occasions()
    ran(made, 0)
    made.edited(10)
    made.edited(15)
    assert made.wait(15) == SETTLE_S
    made.edited(295)
    assert made.wait(295) == 5, "however long somebody goes on"
    made.started()
    made.edited(301)  # perhaps too late for this one
    made.ended(302)
    assert made.wait(302) == SETTLE_S - 1


def test_what_may_pass_is_tried_again_and_then_waits_for_the_next_occasion():
    made = Occasions()
    for pause in (1, 5, 30, EVERY_S, 1):
        ran(made, 100, LOST)
        assert made.wait(100) == pause
    ran(made, 100)
    ran(made, 100, LOST)
    assert made.wait(100) == 1, "it went well meanwhile"
    made.want()
    ran(made, 100, LOST)
    assert made.wait(100) == 1, "somebody asked"


def test_what_does_not_pass_by_itself_waits_for_the_next_occasion():
    made = Occasions()
    ran(made, 100, NOBODY)
    assert made.wait(100) == EVERY_S
    made.network_returned()
    assert made.wait(100) == 0


def test_a_wrong_password_is_never_tried_again_by_itself():
    made = Occasions()
    ran(made, 100, WRONG)
    made.edited(101)
    made.network_returned()
    assert made.is_halted
    assert made.wait(1_000_000) is None
    made.want()
    assert made.wait(101) == 0


def test_a_wish_during_an_exchange_is_for_the_next_one():
    made = Occasions()
    made.started()
    made.want()
    assert made.wait(1) is None
    made.ended(2)
    assert made.wait(2) == 0


def test_the_end_of_the_program_does_not_wait_for_a_server_that_is_not_there():
    made = Occasions()
    assert made.is_hopeful
    for error, hopeful in (
        (NOBODY, False),
        (WRONG, False),
        (failures.ServerBusy(why="again"), True),
        (None, True),
    ):
        ran(made, 0, error)
        assert made.is_hopeful is hopeful


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(["edit", "want", "network", "nothing"]),
        st.sampled_from(ERRORS),
        st.integers(0, 40),
    ),
    max_size=40,
)


@given(EVENTS)
def test_whatever_happens_edits_travel_in_time_and_nobody_is_hammered(events):
    """A made clock: between two events everything runs that falls due, and takes its time and its end from a list."""
    made, now, runs = Occasions(), 0.0, []
    edited: float | None = None  # when the last edit was made that no exchange has seen
    last: Exception | None = None
    asked = True
    for pause, event, error, takes in events:
        until = now + pause
        while (wait := made.wait(now)) is not None and now + wait <= until:
            now += wait
            assert asked or last is not WRONG, "a wrong password was tried again"
            assert edited is None or last is WRONG or now <= edited + SETTLE_S, "an edit waited too long"
            runs.append(now)
            made.started()
            edited, asked = None, False
            assert made.wait(now) is None
            now += takes
            made.ended(now, error)
            last = error
            gap = made.wait(now)
            assert gap is None or gap in (1, 5, 30, EVERY_S), "no pause after a failure"
            until = max(until, now)
        now = until
        if event == "edit":
            made.edited(now)
            edited = now
        elif event == "want":
            made.want()
            asked = True
            assert made.wait(now) == 0
        elif event == "network":
            made.network_returned()
    seldom = 3 + sum(each[1] in ("edit", "want", "network") for each in events) * 5
    assert len(runs) <= seldom + now / EVERY_S * 5
