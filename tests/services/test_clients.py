from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import (
    ChangedMeanwhile,
    ClientEmpty,
    CurrencyRefused,
    DateRefused,
    NumberRefused,
    NumberTaken,
    OwnReference,
    RecordNotFound,
    TextNotStorable,
    TextTooLong,
)
from crm_desktop.kinds import Channel, ClientKind, FieldKind, Gender, Op, PointKind, StageRole
from crm_desktop.services import clients, dictionaries, fields, operations
from crm_desktop.services.base import open_base, stage_id
from crm_desktop.services.client_drafts import normalised
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft, PriceDraft
from crm_desktop.services.meanwhile import Conflict
from tests.services.content import content, newest_op, operation_rows


def without_ids(draft):
    return replace(
        draft,
        points=tuple(replace(point, id=None) for point in draft.points),
        dates=tuple(replace(date, id=None) for date in draft.dates),
        employments=tuple(replace(job, company_id=None) for job in draft.employments),
        prices=tuple(replace(price, id=None) for price in draft.prices),
        number=None,
    )


@pytest.fixture
def full(store):
    """A draft with something in every field."""
    size = fields.add(store, "Dydis", FieldKind.NUMBER)
    source = dictionaries.add(store, Dictionary.SOURCE, "Skelbimas")
    friend = clients.add(store, ClientDraft(name="Jonas Jonaitis"))
    return ClientDraft(
        name="Ona Petraitė",
        prefix="p.",
        family="Petraitė",
        given="Ona",
        middle="Marija",
        suffix="jun.",
        nickname="Onutė",
        salutation="Gerb. Ona",
        gender=Gender.FEMALE,
        birthday="--05-17",
        stage_id=stage_id(StageRole.REGULAR),
        source_id=source,
        source_detail="laikraštis",
        referrer_id=friend,
        responsible_id=dictionaries.find(store, Dictionary.COLLEAGUE, "Ona"),
        preferred_channel=Channel.PHONE,
        preferred_hours="po 17",
        language="lt",
        do_not_contact=True,
        likes="bijūnai\nir rožės",
        notes="  two lines\n  kept as typed ",
        discount_bp=1050,
        ideal_silence_days=0,
        longest_silence_days=90,
        price_terms="30 days",
        loyalty_card="A-77",
        vip=True,
        prices=(PriceDraft("roses", 250, "EUR", "from 10 on"), PriceDraft("filter", 0, "USD")),
        points=(
            PointDraft(PointKind.PHONE, "8 612 34567", "mobile", note="evenings"),
            PointDraft(PointKind.EMAIL, "Ona@Example.LT", "work"),
            PointDraft(PointKind.MESSENGER, "+370 612 34567", service="WhatsApp"),
            PointDraft(PointKind.SITE, "www.example.lt"),
            PointDraft(
                PointKind.ADDRESS, street="Gedimino 1", city="Vilnius", country="LT", postal_code="01103"
            ),
        ),
        employments=(EmploymentDraft(company_name="UAB Gėlės", job_title="boss", department="shop"),),
        dates=(DateDraft("wedding", "2010-06-05"),),
        tags=("lojali", "VIP"),
        groups=("Draugai",),
        fields={size: "42.5"},
    )


def test_a_draft_comes_back_as_it_was_saved(store, full):
    client = clients.add(store, full)
    back = clients.draft_of(store, client)
    assert without_ids(back) == without_ids(normalised(full, "LT"))
    assert back.number == 2  # after the referrer and before the company
    assert newest_op(store) == Op.ADD_CLIENT


def test_adding_is_one_operation(store, full):
    before = content(store)
    clients.add(store, full)
    undone = operations.undo(store)
    assert undone.op == Op.ADD_CLIENT
    assert undone.kept == ()
    assert content(store) == before


def test_saving_without_a_change_writes_nothing(store, full):
    client = clients.add(store, full)
    before = content(store), store.read("SELECT * FROM operation")
    draft = clients.draft_of(store, client)
    assert clients.edit(store, client, draft) is False
    assert clients.edit(store, client, draft, seen=draft) is False
    assert (content(store), store.read("SELECT * FROM operation")) == before


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({"likes": "tulips"}, [("client", "update")]),
        ({"stage_id": None}, [("client", "update"), ("stage_change", "insert")]),
        ({"vip": False}, [("client", "update")]),
        ({"prices": ()}, [("personal_price", "update")] * 2),
        ({"number": 500}, [("client", "update")]),
        ({"tags": ("VIP",)}, [("client_tag", "update")]),
        ({"tags": ("lojali", "nauja", "VIP")}, [("tag", "insert"), ("client_tag", "insert")]),
        ({"groups": ()}, [("group_member", "update")]),
        ({"dates": ()}, [("named_date", "update")]),
        ({"fields": {}}, [("field_value", "update")]),
    ],
)
def test_an_edit_writes_what_differs_and_no_more(store, full, change, rows):
    client = clients.add(store, full)
    draft = clients.draft_of(store, client)
    assert clients.edit(store, client, replace(draft, **change)) is True
    assert operation_rows(store) == rows
    assert without_ids(clients.draft_of(store, client)) == without_ids(replace(draft, **change))


def test_a_changed_phone_is_one_changed_row_with_a_new_key(store, full):
    client = clients.add(store, full)
    draft = clients.draft_of(store, client)
    phone = replace(draft.points[0], value="8 687 65432")
    clients.edit(store, client, replace(draft, points=(phone, *draft.points[1:])))
    assert operation_rows(store) == [("contact_point", "update")]
    assert store.read("SELECT key, id FROM contact_point WHERE id = ?", (phone.id,)) == [
        ("+37068765432", phone.id)
    ]


def test_moving_a_phone_to_the_front_writes_one_row(store, full):
    client = clients.add(store, full)
    draft = clients.draft_of(store, client)
    moved = (draft.points[-1], *draft.points[:-1])
    clients.edit(store, client, replace(draft, points=moved))
    assert operation_rows(store) == [("contact_point", "update")]
    assert clients.draft_of(store, client).points == moved


def test_a_removed_phone_lies_in_the_bin_and_can_come_back(store, full):
    client = clients.add(store, full)
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, points=()))
    assert clients.draft_of(store, client).points == ()
    clients.edit(store, client, draft)
    assert clients.draft_of(store, client) == draft


def test_an_id_of_another_client_makes_a_new_row(store, full):
    one, two = clients.add(store, full), clients.add(store, full)
    stolen = clients.draft_of(store, one)
    clients.edit(store, two, replace(stolen, number=None))
    mine = {point.id for point in clients.draft_of(store, two).points}
    assert mine.isdisjoint(point.id for point in stolen.points)
    assert clients.draft_of(store, one) == stolen


def test_the_key_of_an_unchanged_phone_survives_a_new_country(store, full):
    from crm_desktop.services import facts

    client = clients.add(store, full)
    before = store.read("SELECT key FROM contact_point ORDER BY rid")
    facts.set_region(store, "RU")
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, likes="x"))
    assert store.read("SELECT key FROM contact_point ORDER BY rid") == before


def test_a_whole_name_is_parted_and_parts_make_a_name(store):
    whole = clients.draft_of(store, clients.add(store, ClientDraft(name="Иванов Иван Петрович")))
    assert (whole.family, whole.given, whole.middle) == ("Иванов", "Иван", "Петрович")
    parts = clients.draft_of(store, clients.add(store, ClientDraft(family="Иванов", given="Иван")))
    assert parts.name == "Иванов Иван"
    latin = clients.draft_of(store, clients.add(store, ClientDraft(family="Petraitė", given="Ona")))
    assert latin.name == "Ona Petraitė"


def test_the_parts_follow_the_name_and_the_name_the_parts(store):
    client = clients.add(store, ClientDraft(name="Ona Petraitė"))
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, name="Ona Kazlauskienė"))
    renamed = clients.draft_of(store, client)
    assert (renamed.given, renamed.family) == ("Ona", "Kazlauskienė")
    clients.edit(store, client, replace(renamed, family="Petrauskienė"))
    assert clients.draft_of(store, client).name == "Ona Petrauskienė"


def test_a_name_in_the_users_own_words_stays_when_a_part_changes(store):
    client = clients.add(store, ClientDraft(name="Onutė iš turgaus", given="Ona", family="Petraitė"))
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, family="Kazlauskienė"))
    assert clients.draft_of(store, client).name == "Onutė iš turgaus"


def test_a_phone_alone_is_a_client(store):
    client = clients.add(store, ClientDraft(points=(PointDraft(PointKind.PHONE, "861234567"),)))
    assert clients.draft_of(store, client).name == ""


@pytest.mark.parametrize("draft", [ClientDraft(), ClientDraft(name="  "), ClientDraft(notes="somebody")])
def test_nobody_is_no_client(store, draft):
    with pytest.raises(ClientEmpty):
        clients.add(store, draft)
    client = clients.add(store, ClientDraft(name="Ona"))
    with pytest.raises(ClientEmpty):
        clients.edit(store, client, draft)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"name": "x" * 501}, TextTooLong, "name"),
        ({"notes": "x" * 100_001}, TextTooLong, "notes"),
        ({"likes": "a\0b"}, TextNotStorable, "likes"),
        ({"birthday": "1980-02-30"}, DateRefused, "birthday"),
        ({"dates": (DateDraft("x", "soon"),)}, DateRefused, "dates"),
        ({"discount_bp": 10_001}, NumberRefused, "discount_bp"),
        ({"discount_bp": -1}, NumberRefused, "discount_bp"),
        ({"ideal_silence_days": -1}, NumberRefused, "ideal_silence_days"),
        ({"longest_silence_days": 3651}, NumberRefused, "longest_silence_days"),
        ({"number": 0}, NumberRefused, "number"),
        ({"prices": (PriceDraft("roses", -1, "EUR"),)}, NumberRefused, "prices"),
        ({"prices": (PriceDraft("roses", 10**15 + 1, "EUR"),)}, NumberRefused, "prices"),
        ({"prices": (PriceDraft("roses", 1, ""),)}, CurrencyRefused, "prices"),
        ({"number": 1_000_000_000}, NumberRefused, "number"),
        ({"points": (PointDraft(PointKind.EMAIL, "x" * 100_001),)}, TextTooLong, "value"),
        ({"points": (PointDraft(PointKind.PHONE, "1", note="\ud800"),)}, TextNotStorable, "note"),
        ({"tags": ("x" * 501,)}, TextTooLong, "name"),
    ],
)
def test_what_no_field_can_take_is_refused_and_nothing_written(store, change, error, field):
    before = content(store)
    with pytest.raises(error) as caught:
        clients.add(store, ClientDraft(**{"name": "Ona", **change}))
    assert caught.value.facts["field"] == field
    assert content(store) == before


def test_numbers_are_given_in_turn_and_never_twice(store):
    first = clients.add(store, ClientDraft(name="A"))
    operations.undo(store)
    second = clients.add(store, ClientDraft(name="B"))
    assert clients.draft_of(store, second).number == 2
    with pytest.raises(RecordNotFound):
        clients.draft_of(store, first)


def test_a_number_of_ones_own_wish(store):
    known = clients.add(store, ClientDraft(name="A", number=857389))
    with pytest.raises(NumberTaken) as caught:
        clients.add(store, ClientDraft(name="B", number=857389))
    assert caught.value.facts == {"number": 857389, "client_id": known, "name": "A"}
    other = clients.add(store, ClientDraft(name="B"))
    assert clients.draft_of(store, other).number == 857390
    with pytest.raises(NumberTaken):
        clients.edit(store, other, ClientDraft(name="B", number=857389))
    clients.edit(store, other, ClientDraft(name="C"))
    assert clients.draft_of(store, other).number == 857390


def test_nobody_recommends_or_employs_themselves(store):
    client = clients.add(store, ClientDraft(name="A"))
    with pytest.raises(OwnReference) as caught:
        clients.edit(store, client, ClientDraft(name="A", referrer_id=client))
    assert caught.value.facts == {"field": "referrer_id"}
    with pytest.raises(OwnReference) as caught:
        clients.edit(store, client, ClientDraft(name="A", employments=(EmploymentDraft(client),)))
    assert caught.value.facts == {"field": "company_id"}


def test_a_company_is_found_by_name_or_made_once(store):
    gardens = clients.add(store, ClientDraft(ClientKind.COMPANY, name="UAB „Žalias sodas“"))
    one = clients.add(
        store, ClientDraft(name="A", employments=(EmploymentDraft(company_name='uab "zalias  SODAS"'),))
    )
    assert clients.draft_of(store, one).employments[0].company_id == gardens
    new = EmploymentDraft(company_name="IĮ Vazos")
    two = clients.add(store, ClientDraft(name="B", employments=(new, replace(new, job_title="also cook"))))
    jobs = clients.draft_of(store, two).employments
    assert jobs[0].company_id == jobs[1].company_id
    assert store.read("SELECT COUNT(*) FROM client WHERE kind = 'company'") == [(2,)]
    operations.undo(store)
    assert store.read("SELECT COUNT(*) FROM client WHERE kind = 'company'") == [(1,)]


def test_a_job_title_needs_no_company(store):
    client = clients.add(store, ClientDraft(name="A", employments=(EmploymentDraft(job_title="florist"),)))
    (job,) = clients.draft_of(store, client).employments
    assert job == EmploymentDraft(None, "", "florist", "")


def test_a_company_that_is_not_there(store):
    with pytest.raises(RecordNotFound):
        clients.add(store, ClientDraft(name="A", employments=(EmploymentDraft(b"x" * 16),)))


def test_both_sides_changes_are_kept_when_they_meet_in_different_fields(store, full):
    client = clients.add(store, full)
    seen = clients.draft_of(store, client)
    clients.edit(store, client, replace(seen, likes="tulips", tags=(*seen.tags, "nauja")))
    clients.edit(store, client, replace(seen, notes="new", tags=("VIP",)), seen=seen)
    now = clients.draft_of(store, client)
    assert (now.likes, now.notes, now.tags) == ("tulips", "new", ("nauja", "VIP"))


def test_a_field_changed_on_both_sides_is_shown_and_nothing_written(store, full):
    client = clients.add(store, full)
    seen = clients.draft_of(store, client)
    clients.edit(store, client, replace(seen, likes="tulips"))
    now = clients.draft_of(store, client)
    with pytest.raises(ChangedMeanwhile) as caught:
        clients.edit(store, client, replace(seen, likes="roses", notes="new"), seen=seen)
    assert caught.value.facts == {
        "client_id": client,
        "conflicts": (Conflict("likes", "roses", "tulips"),),
        "now": now,
    }
    assert clients.draft_of(store, client) == now
    clients.edit(store, client, replace(now, likes="roses", notes="new"), seen=now)
    assert clients.draft_of(store, client).likes == "roses"


def test_a_change_by_another_program_is_seen(store, full):
    client = clients.add(store, full)
    seen = clients.draft_of(store, client)
    other = open_base(store.path, who="Jonas").store
    clients.edit(other, client, replace(seen, likes="tulips"))
    other.close()
    with pytest.raises(ChangedMeanwhile):
        clients.edit(store, client, replace(seen, likes="roses"), seen=seen)
    assert clients.edit(store, client, replace(seen, notes="new"), seen=seen) is True
    assert clients.draft_of(store, client).likes == "tulips"


def test_a_stage_that_an_undo_took_away_while_the_form_was_open(store):
    client = clients.add(store, ClientDraft(name="A"))
    stage = dictionaries.add(store, Dictionary.STAGE, "Draugas")
    operations.undo(store)
    with pytest.raises(RecordNotFound) as caught:
        clients.edit(store, client, ClientDraft(name="A", stage_id=stage))
    assert caught.value.facts == {"table": "stage", "id": stage}


def test_a_client_that_is_not_there(store):
    with pytest.raises(RecordNotFound):
        clients.edit(store, b"x" * 16, ClientDraft(name="A"))
    with pytest.raises(RecordNotFound):
        clients.draft_of(store, b"x" * 16)


def test_the_bin_and_back(store, full):
    one, two = clients.add(store, full), clients.add(store, ClientDraft(name="B"))
    draft = clients.draft_of(store, one)
    clients.delete(store, [one, two, one])
    assert newest_op(store) == Op.DELETE_CLIENTS
    assert operation_rows(store) == [("client", "update")] * 2
    assert clients.draft_of(store, one) == draft
    clients.delete(store, [one])  # nothing to do leaves no operation
    clients.restore(store, [one])
    assert store.read("SELECT name, deleted FROM client WHERE id IN (?, ?) ORDER BY deleted", (one, two)) == [
        ("Ona Petraitė", 0),
        ("B", 1),
    ]
    operations.undo(store)
    operations.undo(store)
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted") == [(0,)]


def test_a_retyped_field_keeps_values_that_do_not_fit_until_they_are_touched(store):
    field = fields.add(store, "Dydis")
    client = clients.add(store, ClientDraft(name="A", fields={field: "large"}))
    fields.retype(store, field, FieldKind.NUMBER, force=True)
    draft = clients.draft_of(store, client)
    assert clients.edit(store, client, replace(draft, likes="x")) is True
    assert clients.draft_of(store, client).fields == {field: "large"}
