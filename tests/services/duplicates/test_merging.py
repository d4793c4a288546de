"""Merging loses nothing and is undone exactly: properties over whole cards, and tables for what needs a decision."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import MergeRefused, RecordNotFound
from crm_desktop.folding import fold
from crm_desktop.ids import link_id, uuid7
from crm_desktop.kinds import ActivityKind, Channel, ClientKind, FieldKind, Gender, Op, PointKind
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.services import activities, clients, deals, fields, listing, operations, payments, requests
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
    PriceDraft,
    RequestDraft,
)
from crm_desktop.services.duplicates.apart import keep_apart, pairs_apart
from crm_desktop.services.duplicates.merging import merge, merge_draft
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from tests.services.content import content, newest_op

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


# ---------------------------------------------------------------------------------------------------- single decisions


def pair(store, one, other):
    return clients.add(store, one), clients.add(store, other)


def test_gaps_are_filled_and_nothing_is_noted_that_both_say(store):
    keep, other = pair(
        store,
        ClientDraft(family="Иванов", given="И.", birthday="--05-17", notes="a"),
        ClientDraft(family="Иванов", given="Иван", middle="Петрович", birthday="1980-05-17", notes="A"),
    )
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.name, draft.given, draft.middle) == ("Иванов Иван Петрович", "Иван", "Петрович")
    assert (draft.birthday, draft.notes) == ("1980-05-17", "a")
    assert newest_op(store) == Op.MERGE_CLIENTS


def test_the_users_choice_stays_and_the_other_value_goes_into_the_notes(store):
    keep, other = pair(
        store,
        ClientDraft(name="Ona Petraitė", gender=Gender.FEMALE, price_terms="10 %", number=12),
        ClientDraft(name="Ona Jonaitienė", gender=Gender.MALE, price_terms="5 %"),
    )
    merge(store, keep, [other], {"name": other, "price_terms": keep, "gender": other}, say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.name, draft.family, draft.price_terms, draft.gender) == (
        "Ona Jonaitienė", "Jonaitienė", "10 %", Gender.MALE,
    )  # fmt: skip
    assert draft.notes.splitlines() == [
        "name: Ona Petraitė (Ona Petraitė)",
        "gender: female (Ona Petraitė)",
        "price_terms: 5 % (Ona Jonaitienė)",
    ]


def test_whoever_asked_for_peace_is_left_in_peace_unless_somebody_decides(store):
    keep, other = pair(store, ClientDraft(name="Ona"), ClientDraft(name="Ona", do_not_contact=True))
    merge(store, keep, [other], say=say)
    assert clients.draft_of(store, keep).do_not_contact
    operations.undo(store)
    merge(store, keep, [other], {"do_not_contact": keep}, say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.do_not_contact, draft.notes) == (False, "do_not_contact: 1 (Ona)")


def test_own_fields(store):
    size = fields.add(store, "Size", FieldKind.TEXT)
    colour = fields.add(store, "Colour", FieldKind.TEXT)
    keep, other = pair(
        store,
        ClientDraft(name="Ona", fields={size: "38"}),
        ClientDraft(name="Ona", fields={size: "40", colour: "red"}),
    )
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert draft.fields == {size: "38", colour: "red"}
    assert draft.notes == "Size: 40 (Ona)"
    operations.undo(store)
    merge(store, keep, [other], {size: other}, say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.fields[size], draft.notes) == ("40", "Size: 38 (Ona)")


def test_a_phone_both_have_stands_once_with_what_both_say_of_it(store):
    keep, other = pair(
        store,
        ClientDraft(
            name="Ona", points=(PointDraft(PointKind.PHONE, "+370 612 34567", label="work", note="mornings"),)
        ),
        ClientDraft(
            name="Ona",
            points=(
                PointDraft(PointKind.PHONE, "8 612 34567", label="fax", note="or evenings"),
                PointDraft(PointKind.PHONE, "8 612 34567", ext="12"),
            ),
        ),
    )
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert [(point.value, point.ext, point.note) for point in draft.points] == [
        ("+370 612 34567", "", "mornings; or evenings"),
        ("8 612 34567", "12", ""),
    ]
    assert draft.notes == "+370 612 34567: fax (Ona)"


def test_work_places(store):
    keep, other = pair(
        store,
        ClientDraft(name="Ona", employments=(EmploymentDraft(company_name="UAB Rasa", job_title="buyer"),)),
        ClientDraft(
            name="Ona",
            employments=(
                EmploymentDraft(company_name="UAB Rasa", department="shop"),
                EmploymentDraft(company_name="UAB Rasa", job_title="owner"),
                EmploymentDraft(company_name="Medis"),
            ),
        ),
    )
    merge(store, keep, [other], say=say)
    jobs = clients.draft_of(store, keep).employments
    assert [(job.company_name, job.job_title, job.department) for job in jobs] == [
        ("UAB Rasa", "buyer", "shop"), ("UAB Rasa", "owner", ""), ("Medis", "", ""),
    ]  # fmt: skip
    # The form, saved as it stands, finds nothing to change: the rows bear the ids it would give them.
    assert not clients.edit(store, keep, clients.draft_of(store, keep))


def test_companies_bring_their_people_along(store):
    one, other = (
        clients.add(store, ClientDraft(ClientKind.COMPANY, name=name)) for name in ("UAB Rasa", "Rasa")
    )
    ona = clients.add(
        store, ClientDraft(name="Ona", employments=(EmploymentDraft(other, job_title="buyer"),))
    )
    both = (EmploymentDraft(one), EmploymentDraft(other, job_title="owner"))
    jonas = clients.add(store, ClientDraft(name="Jonas", employments=both))
    before = content(store)
    merge(store, one, [other], say=say)
    assert [job.company_id for job in clients.draft_of(store, ona).employments] == [one]
    (job,) = clients.draft_of(store, jonas).employments
    assert (job.company_id, job.job_title) == (one, "owner")
    assert listing.verify(store) == []
    operations.undo(store)
    assert content(store) == before


def test_nobody_recommends_themselves(store):
    other = clients.add(store, ClientDraft(name="Ona"))
    keep = clients.add(store, ClientDraft(name="Ona", referrer_id=other))
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.referrer_id, draft.notes) == (None, "")


def test_a_contact_in_which_both_took_part_is_one_clients_own(store):
    keep, other = pair(store, ClientDraft(name="Ona"), ClientDraft(name="Ona P."))
    met = activities.add(store, ActivityDraft(other, held_at="2026-11-01T10:00:00.000Z"))
    third = clients.add(store, ClientDraft(name="Jonas"))
    theirs = activities.add(store, ActivityDraft(third, held_at="2026-11-01T10:00:00.000Z"))
    with store.change(Op.EDIT_ACTIVITY) as change:
        for activity, client in ((met, keep), (theirs, other)):
            change.execute(
                "INSERT INTO activity_client(id, activity_id, client_id) VALUES (?, ?, ?)",
                (link_id(activity, client), activity, client),
            )
    merge(store, keep, [other], say=say)
    live = store.read("SELECT activity_id, client_id, id FROM activity_client WHERE deleted = 0")
    assert live == [(theirs, keep, link_id(theirs, keep))]


def test_a_participant_of_the_kept_clients_contact_is_told_once(store):
    keep, other = pair(store, ClientDraft(name="Ona"), ClientDraft(name="Ona P."))
    met = activities.add(store, ActivityDraft(keep, held_at="2026-11-01T10:00:00.000Z"))
    with store.change(Op.EDIT_ACTIVITY) as change:
        change.execute(
            "INSERT INTO activity_client(id, activity_id, client_id) VALUES (?, ?, ?)", (uuid7(), met, other)
        )
    merge(store, keep, [other], say=say)
    assert store.read("SELECT 1 FROM activity_client WHERE deleted = 0") == []


def test_texts_too_long_for_the_notes_stand_in_the_history(store):
    long, longer = "ž" * (LONGEST_TEXT // 2 - 10), "š" * (LONGEST_TEXT // 2 - 10)
    keep, other = pair(
        store,
        ClientDraft(name="Ona", notes=long, likes=longer),
        ClientDraft(name="Ona", notes=longer, likes=long),
    )
    merge(store, keep, [other], say=lambda lost: "x" * (LONGEST_TEXT + 5))
    assert clients.draft_of(store, keep).notes == long
    kept = [text for (text,) in store.read("SELECT result FROM activity WHERE client_id = ?", (keep,))]
    assert sorted(kept) == sorted([longer, long])
    operations.undo(store)
    clients.edit(store, other, replace(clients.draft_of(store, other), price_terms="y", notes="", likes=""))
    clients.edit(store, keep, replace(clients.draft_of(store, keep), price_terms="z"))
    merge(store, keep, [other], say=lambda lost: "x" * (LONGEST_TEXT + 5))
    kept = [
        text
        for (text,) in store.read("SELECT result FROM activity WHERE client_id = ? ORDER BY rid", (keep,))
    ]
    assert [len(text) for text in kept] == [LONGEST_TEXT, 5]


def test_the_number_of_a_merged_client_is_still_found(store):
    keep, other = pair(store, ClientDraft(name="Ona", number=12), ClientDraft(name="Ona", number=15))
    merge(store, keep, [other], say=say)
    assert by_number_or_id(store, "№ 15") == keep
    assert [row.client_id for row in first_page(store, ClientQuery(text="15"), 10).rows] == [keep]
    third = clients.add(store, ClientDraft(name="Ona", number=20))
    merge(store, third, [keep], say=say)
    assert [by_number_or_id(store, number) for number in ("12", "15", "20")] == [third] * 3


def test_a_client_without_a_number_takes_the_others(store):
    keep, other = pair(store, ClientDraft(name="Ona"), ClientDraft(name="Ona", number=15))
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute("UPDATE client SET number = NULL WHERE id = ?", (keep,))
    merge(store, keep, [other], say=say)
    assert store.read("SELECT number, merged_into IS NULL FROM client ORDER BY rid") == [(15, 1), (None, 0)]
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute("UPDATE client SET number = NULL WHERE id = ?", (keep,))
    third = clients.add(store, ClientDraft(name="Ona"))
    merge(store, third, [keep], say=say)
    assert store.read("SELECT COUNT(*) FROM external_id") == [(0,)]


def test_what_was_typed_goes_onto_the_card_that_is_there(store):
    keep = clients.add(
        store, ClientDraft(name="Ona Petraitė", points=(PointDraft(PointKind.PHONE, "861234567"),))
    )
    before = content(store)
    typed = ClientDraft(name="Ona", birthday="1980-05-17", points=(PointDraft(PointKind.EMAIL, "o@p.lt"),))
    operation = merge_draft(store, keep, typed, say=say)
    draft = clients.draft_of(store, keep)
    assert [point.value for point in draft.points] == ["861234567", "o@p.lt"]
    assert draft.birthday == "1980-05-17"
    assert store.read("SELECT COUNT(*) FROM external_id") == [(0,)]
    operations.undo(store, operation)
    assert content(store) == before


def test_what_cannot_be_merged(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    rasa = clients.add(store, ClientDraft(ClientKind.COMPANY, name="Rasa"))
    gone = clients.add(store, ClientDraft(name="Gone"))
    clients.delete(store, [gone])
    for others, error in (
        ([rasa], MergeRefused),
        ([], MergeRefused),
        ([ona], MergeRefused),
        ([gone], RecordNotFound),
    ):
        before = content(store)
        with pytest.raises(error):
            merge(store, ona, others, say=say)
        assert content(store) == before


def test_a_nameless_card_takes_the_others_name(store):
    keep, other = pair(
        store,
        ClientDraft(points=(PointDraft(PointKind.PHONE, "861234567"),)),
        ClientDraft(name="Ona Petraitė"),
    )
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.name, draft.family, draft.given, draft.notes) == ("Ona Petraitė", "Petraitė", "Ona", "")


def test_who_was_known_to_be_two_and_is_merged_all_the_same(store):
    keep, other = pair(store, ClientDraft(name="Ona"), ClientDraft(name="Ona"))
    keep_apart(store, [keep, other])
    merge(store, keep, [other], say=say)
    assert pairs_apart(store) == set()
    operations.undo(store)
    assert len(pairs_apart(store)) == 1


def test_both_referred_by_one_and_an_initial_that_says_no_more(store):
    keep, other = pair(
        store,
        ClientDraft(family="Иванов", given="Иван", middle="Петрович"),
        ClientDraft(family="Петров", given="И."),
    )
    merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert (draft.name, draft.notes) == ("Иванов Иван Петрович", "name: Петров И. (Петров И.)")


def test_prices_go_over_once_and_an_important_client_stays_important(store):
    roses = PriceDraft("Roses", 250, "EUR")
    keep, other = pair(
        store,
        ClientDraft(name="Ona", prices=(roses,)),
        ClientDraft(
            name="Ona P.",
            vip=True,
            prices=(
                PriceDraft("roses", 250, "EUR"),
                PriceDraft("roses", 240, "EUR"),
                PriceDraft("tulips", 1, "USD"),
                PriceDraft("roses", 250, "EUR", note="from ten on"),
            ),
        ),
    )
    before = content(store)
    operation = merge(store, keep, [other], say=say)
    draft = clients.draft_of(store, keep)
    assert draft.vip
    assert [(price.item, price.amount, price.currency, price.note) for price in draft.prices] == [
        ("Roses", 250, "EUR", ""),
        ("roses", 240, "EUR", ""),
        ("tulips", 1, "USD", ""),
        ("roses", 250, "EUR", "from ten on"),
    ]
    operations.undo(store, operation)
    assert content(store) == before
