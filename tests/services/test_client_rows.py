"""Random commands, taken back one by one: the base is what it was; and edits write only what differs."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import UserError
from crm_desktop.kinds import ActivityKind, ClientKind, FieldKind, PointKind
from crm_desktop.services import (
    activities,
    clients,
    deals,
    dictionaries,
    fields,
    listing,
    mass_edit,
    operations,
    payments,
    requests,
    views,
)
from crm_desktop.services.base import open_base
from crm_desktop.services.client_drafts import normalised
from crm_desktop.services.client_rows import present_rows, rows_of
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DateDraft,
    DealDraft,
    EmploymentDraft,
    PaymentDraft,
    PointDraft,
    RequestDraft,
)
from tests.services.content import content

_word = st.sampled_from(["", "Ona", "Žalia vaza", "861234567", "a@b.lt", "Ёж"])
_points = st.lists(
    st.builds(PointDraft, st.sampled_from(PointKind), _word, note=_word, city=_word), max_size=3
).map(tuple)
_jobs = st.lists(
    st.builds(EmploymentDraft, st.none(), st.sampled_from(["", "UAB A", "uab a", "UAB B"]), _word), max_size=3
).map(tuple)
_drafts = st.builds(
    ClientDraft,
    kind=st.sampled_from(ClientKind),
    name=_word,
    family=_word,
    likes=_word,
    points=_points,
    employments=_jobs,
    dates=st.lists(st.builds(DateDraft, _word, st.just("--01-01")), max_size=2).map(tuple),
    tags=st.lists(_word, max_size=3).map(tuple),
    groups=st.lists(_word, max_size=2).map(tuple),
)


class Fresh:
    """A copy of the master base for one example."""

    def __init__(self, master):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "base.crm"
        shutil.copy(master, path)
        self.store = open_base(path, who="Ona").store

    def __enter__(self):
        return self.store

    def __exit__(self, *_):
        self.store.close()
        self.folder.cleanup()


def _comparable(draft):
    jobs = tuple(
        replace(job, company_id=None, company_name=job.company_name.casefold()) for job in draft.employments
    )
    return replace(
        draft,
        number=None,
        employments=jobs,
        points=tuple(replace(point, id=None) for point in draft.points),
        dates=tuple(replace(date, id=None) for date in draft.dates),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_drafts, second=_drafts)
def test_whatever_is_saved_comes_back_and_saving_it_again_writes_nothing(master_base, first, second):
    with Fresh(master_base) as store:
        try:
            client = clients.add(store, first)
            clients.edit(store, client, second)
        except UserError:
            return
        back = clients.draft_of(store, client)
        assert _comparable(back).points == _comparable(normalised(second, "LT")).points
        assert _comparable(back).employments == _comparable(normalised(second, "LT")).employments
        assert (back.tags, back.groups, back.likes) == (
            normalised(second, "LT").tags,
            normalised(second, "LT").groups,
            second.likes,
        )
        before = content(store)
        assert clients.edit(store, client, back) is False
        assert content(store) == before
        present = present_rows(store, client)
        live = {
            table: {row_id: row for row_id, row in rows.items() if not row["deleted"]}
            for table, rows in present.items()
        }
        with store.change("edit_client"):
            wanted = rows_of(store, client, back, present)
        assert {
            table: {row_id: {**row, "deleted": 0} for row_id, row in rows.items()}
            for table, rows in wanted.items()
        } == live


def _add_activity(store, client, word):
    activities.add(
        store, ActivityDraft(client, ActivityKind.NOTE, result=word, next_at="2026-12-01T10:00:00Z")
    )


_COMMANDS = {
    "likes": lambda store, client, word: mass_edit.set_field(store, [client], "likes", word),
    "rename": lambda store, client, word: clients.edit(
        store, client, replace(clients.draft_of(store, client), nickname=word)
    ),
    "tags": lambda store, client, word: clients.edit(
        store, client, replace(clients.draft_of(store, client), tags=(word,))
    ),
    "points": lambda store, client, word: clients.edit(
        store,
        client,
        replace(clients.draft_of(store, client), points=(PointDraft(PointKind.PHONE, word),)),
    ),
    "delete": lambda store, client, word: clients.delete(store, [client]),
    "restore": lambda store, client, word: clients.restore(store, [client]),
    "activity": _add_activity,
    "request": lambda store, client, word: requests.add(store, RequestDraft(client, text=word)),
    "deal": lambda store, client, word: deals.add(store, DealDraft(client, word)),
    "payment": lambda store, client, word: payments.add(store, PaymentDraft(client, 5, "EUR", note=word)),
    "field": lambda store, client, word: mass_edit.set_own_field(
        store, [client], fields.ensure(store, [("Dydis", FieldKind.TEXT, [])])[0], word
    ),
    "tag_gone": lambda store, client, word: (
        dictionaries.delete(
            store, Dictionary.TAG, dictionaries.entries(store, Dictionary.TAG)[0].id, clear=True
        )
        if dictionaries.entries(store, Dictionary.TAG)
        else None
    ),
    "field_gone": lambda store, client, word: [
        fields.delete(store, field.id) for field in fields.own_fields(store)
    ],
    "view": lambda store, client, word: views.save(store, word, {"text": word}),
    "job": lambda store, client, word: clients.edit(
        store,
        client,
        replace(clients.draft_of(store, client), employments=(EmploymentDraft(company_name=word),)),
    ),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(first=_drafts, commands=st.lists(st.tuples(st.sampled_from(sorted(_COMMANDS)), _word), max_size=8))
def test_whatever_was_done_can_be_taken_back(master_base, first, commands):
    with Fresh(master_base) as store:
        start = content(store)
        try:
            client = clients.add(store, first)
        except UserError:
            assert content(store) == start
            return
        states = [start]
        for name, word in commands:
            before = content(store)
            try:
                _COMMANDS[name](store, client, word)
            except UserError:
                assert content(store) == before
        assert listing.verify(store) == []
        done = len([row for row in operations.recent(store, 1000) if row.can_undo])
        for _ in range(done):
            states.append(content(store))
            operations.undo(store)
        assert content(store) == start
        for state in reversed(states[1:]):
            operations.redo(store)
            assert content(store) == state
