"""Merging loses nothing and is undone exactly: properties over whole cards, and tables for what needs a decision."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.folding import fold
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind, Channel, Gender, Op, PointKind
from crm_desktop.services import activities, clients, deals, listing, operations, payments, requests
from crm_desktop.services.base import open_base
from crm_desktop.services.by_number import by_number_or_id
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
from crm_desktop.services.duplicates.apart import keep_apart, pairs_apart
from crm_desktop.services.duplicates.merging import merge
from tests.services.content import content

WORDS = ("Ona", "Rasa", "Jonas", "Petraitė", "Kazlauskas", "Иванов", "gėlės", "žalia 7", "x")
text = st.sampled_from(("", "", *WORDS))
points = st.lists(
    st.builds(
        PointDraft,
        kind=st.sampled_from(list(PointKind)),
        value=st.sampled_from(("+370 612 34567", "8 612 34567", "o@p.lt", "O@p.lt", "Vilnius", "g.lt")),
        label=st.sampled_from(("", "work", "fax", "sodas")),
        note=text,
        city=st.sampled_from(("", "Vilnius", "Kaunas")),
        street=text,
    ),
    max_size=3,
).map(tuple)
dates = st.lists(
    st.builds(DateDraft, label=text, date=st.sampled_from(("--05-17", "1990-05-17"))), max_size=2
).map(tuple)
jobs = st.lists(
    st.builds(
        EmploymentDraft,
        company_name=st.sampled_from(("UAB Gėlės", "Medis", "")),
        job_title=text,
        department=text,
    ),
    max_size=2,
).map(tuple)
days = st.sampled_from(("", "--05-17", "1990-05-17", "1991-05-17", "--06-01"))
drafts = st.builds(
    ClientDraft,
    name=text, family=text, given=text, middle=text, prefix=text, suffix=text, nickname=text, salutation=text,
    gender=st.sampled_from(list(Gender)), birthday=days, source_detail=text,
    preferred_channel=st.sampled_from(list(Channel)), preferred_hours=text, language=st.sampled_from(("", "lt", "ru")),
    do_not_contact=st.booleans(), likes=text, notes=text, discount_bp=st.sampled_from((None, 0, 500, 700)),
    price_terms=text, loyalty_card=text, points=points, employments=jobs, dates=dates,
    tags=st.sets(st.sampled_from(("vip", "vestuvės"))).map(tuple),
    groups=st.sets(st.sampled_from(("A", "B"))).map(tuple),
).filter(lambda draft: draft.name or draft.family or draft.given or draft.middle or draft.nickname)  # fmt: skip
groups = st.lists(drafts, min_size=2, max_size=4)


def say(lost):
    return f"{lost.name or lost.field}: {lost.value} ({lost.client})"


def words_of_card(store, client_id):
    """Everything that can be read of a live client, folded."""
    draft = clients.draft_of(store, client_id)
    said = [draft.name, draft.notes, draft.likes]
    said += [str(getattr(draft, field.name)) for field in fields_of(ClientDraft)]
    said += [
        str(row)
        for row in store.read(
            "SELECT kind, wanted, offered, result FROM activity WHERE client_id = ? AND deleted = 0",
            (client_id,),
        )
    ]
    return fold(" | ".join(said))


def texts_of(draft):
    """Every text of a draft that must be found again; kinds and labels of one fixed set are compared as they are."""
    plain = (
        "prefix", "family", "given", "middle", "suffix", "nickname", "salutation", "source_detail",
        "preferred_hours", "likes", "notes", "price_terms", "loyalty_card",
    )  # fmt: skip
    yield from draft.name.split()  # a middle name that is added may stand between the others
    yield from (getattr(draft, name) for name in plain)
    yield draft.birthday.removeprefix("-")
    for name in ("gender", "preferred_channel", "language"):
        yield str(
            getattr(draft, name).value if hasattr(getattr(draft, name), "value") else getattr(draft, name)
        )
    for point in draft.points:
        yield from (point.note, point.label, point.service, point.ext, point.street, point.city)
        yield point.value if point.kind not in (PointKind.PHONE, PointKind.EMAIL, PointKind.MESSENGER) else ""
    for date in draft.dates:
        yield from (date.label, date.date)
    for job in draft.employments:
        yield from (job.company_name, job.job_title, job.department)
    yield from (*draft.tags, *draft.groups)


def keys_of(store, client_id):
    return {
        (kind, key)
        for kind, key in store.read(
            "SELECT kind, key FROM contact_point WHERE client_id = ? AND deleted = 0 AND key <> ''",
            (client_id,),
        )
    }


def furnished(store, draft, place):
    """A client with a contact, a request, a deal, a payment, an outside id and an own field of its own."""
    client_id = clients.add(store, replace(draft, number=None))
    activities.add(
        store,
        ActivityDraft(
            client_id, ActivityKind.CALL, held_at="2026-11-01T10:00:00.000Z", wanted=f"wish {place}"
        ),
    )
    requests.add(
        store, RequestDraft(client_id, text=f"request {place}", received_at="2026-11-01T10:00:00.000Z")
    )
    deal = deals.add(store, DealDraft(client_id, f"deal {place}", 100 + place, "EUR"))
    payments.add(store, PaymentDraft(client_id, 10 + place, "EUR", due_on="2026-12-01", deal_id=deal))
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute(
            "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, 'amocrm', ?)",
            (uuid7(), client_id, f"a{place % 2}"),
        )
        change.execute(
            "INSERT INTO photo(id, client_id, mime, data) VALUES (?, ?, 'image/png', ?)",
            (uuid7(), client_id, bytes([place])),
        )
    return client_id


FIELDS = ("name", "birthday", "gender", "language", "price_terms", "do_not_contact")


@contextmanager
def fresh(master_base):
    """A base of its own for each example."""
    with TemporaryDirectory() as folder:
        base = open_base(Path(shutil.copy(master_base, Path(folder) / "base.crm")), who="Ona")
        try:
            yield base.store
        finally:
            base.store.close()


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=[HealthCheck.too_slow])
@given(drafts=groups, chosen=st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3)))
def test_nothing_is_lost_and_undo_gives_the_same_base_back(master_base, drafts, chosen):
    with fresh(master_base) as store:
        _check_merge(store, drafts, chosen)


def _check_merge(store, drafts, chosen):
    ids = [furnished(store, draft, place) for place, draft in enumerate(drafts)]
    keep, *others = ids
    referred = clients.add(store, ClientDraft(name="Referred", referrer_id=others[0]))
    keep_apart(store, [referred, others[-1]])
    before = content(store)
    said = [list(texts_of(clients.draft_of(store, client_id))) for client_id in ids]
    keys = set().union(*(keys_of(store, client_id) for client_id in ids))
    counts = {
        table: _count(store, table, ids) for table in ("activity", "request", "deal", "payment", "photo")
    }
    choices = {field: ids[place % len(ids)] for field, place in chosen.items()}

    operation = merge(store, keep, others, choices, say=say)

    card = words_of_card(store, keep)
    missing = [value for values in said for value in values if fold(value) not in card]
    assert not missing
    assert keys_of(store, keep) == keys
    for table, count in counts.items():
        assert _count(store, table, [keep]) >= count
        assert _count(store, table, others) == 0
    assert _dangling(store) == []
    assert clients.draft_of(store, referred).referrer_id == keep
    assert tuple(sorted((referred, keep))) in pairs_apart(store)
    for client_id in others:
        ((number,),) = store.read("SELECT number FROM client WHERE id = ?", (client_id,))
        assert by_number_or_id(store, str(number)) == keep
    assert listing.verify(store) == []

    undone = operations.undo(store, operation)
    assert undone.kept == ()
    assert content(store) == before
    assert listing.verify(store) == []


def _count(store, table, ids):
    marks = ",".join("?" * len(ids))
    return store.read(f"SELECT COUNT(*) FROM {table} WHERE deleted = 0 AND client_id IN ({marks})", ids)[0][0]


def _dangling(store):
    """Live rows that refer to a client that was merged away."""
    found = []
    for spec in store.schema.tables:
        for key in store.read(f'PRAGMA foreign_key_list("{spec.name}")'):
            if key[2] == "client" and key[3] != "merged_into":
                found += store.read(
                    f"SELECT '{spec.name}', '{key[3]}' FROM {spec.name} t JOIN client c ON c.id = t.{key[3]}"
                    " WHERE t.deleted = 0 AND c.merged_into IS NOT NULL"
                )
    return found
