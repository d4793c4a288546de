from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import FieldKind, Op, PointKind, StageRole
from crm_desktop.services import activities, clients, dictionaries, fields
from crm_desktop.services.base import stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft, EmploymentDraft, PointDraft
from crm_desktop.services.field_history import What, of, of_row


def told(changes):
    return [(change.what, change.field, change.subject, change.old, change.new) for change in changes]


@pytest.fixture
def client(store):
    size = fields.add(store, "Dydis", FieldKind.NUMBER)
    return clients.add(
        store,
        ClientDraft(
            name="Ona",
            points=(PointDraft(PointKind.PHONE, "861234567"), PointDraft(PointKind.ADDRESS, city="Vilnius")),
            employments=(EmploymentDraft(company_name="UAB Gėlės", job_title="boss"),),
            dates=(DateDraft("wedding", "2010-06-05"),),
            tags=("VIP",),
            groups=("Draugai",),
            fields={size: "42"},
        ),
    )


def test_the_whole_card_from_its_beginning(store, client):
    changes = of(store, client)
    assert {change.operation for change in changes} == {changes[0].operation}
    assert (changes[0].at, changes[0].who, changes[0].op) == (
        "2026-11-20T10:00:00.000Z",
        "Ona",
        Op.ADD_CLIENT,
    )
    assert sorted(told(changes), key=repr) == sorted(
        [
            (What.ADDED, None, "", None, "Ona"),
            (What.ADDED, None, "phone", None, "861234567"),
            (What.ADDED, None, "address", None, "Vilnius"),
            (What.ADDED, None, "", None, "UAB Gėlės, boss"),
            (What.ADDED, None, "wedding", None, "2010-06-05"),
            (What.ADDED, None, "", None, "VIP"),
            (What.ADDED, None, "", None, "Draugai"),
            (What.ADDED, None, "Dydis", None, "42"),
        ],
        key=repr,
    )


def test_ids_are_told_by_names(store, client):
    draft = clients.draft_of(store, client)
    source = dictionaries.add(store, Dictionary.SOURCE, "Skelbimas")
    clients.edit(store, client, replace(draft, stage_id=stage_id(StageRole.REGULAR), source_id=source))
    dictionaries.rename(store, Dictionary.STAGE, stage_id(StageRole.REGULAR), "Nuolatinis")
    clients.edit(store, client, replace(draft, stage_id=stage_id(StageRole.CLIENT), source_id=source))
    assert told(of(store, client, "stage_id")) == [
        (What.CHANGED, "stage_id", "", "Nuolatinis", "client"),
        (What.CHANGED, "stage_id", "", None, "Nuolatinis"),
        (What.ADDED, "stage_id", "", None, None),
    ]
    dictionaries.delete(store, Dictionary.SOURCE, source, clear=True)
    assert told(of(store, client, "source_id"))[0] == (What.CHANGED, "source_id", "", "Skelbimas", None)


def test_a_phone_from_its_coming_to_its_going(store, client):
    draft = clients.draft_of(store, client)
    phone = replace(draft.points[0], value="861234568", note="evenings")
    clients.edit(store, client, replace(draft, points=(phone,)))
    clients.edit(store, client, replace(draft, points=()))
    clients.edit(store, client, replace(draft, points=(phone,)))
    assert told(of(store, client, "phone")) == [
        (What.RESTORED, None, "phone", None, "861234568"),
        (What.REMOVED, None, "phone", "861234568", None),
        (What.CHANGED, "value", "phone", "861234567", "861234568"),
        (What.CHANGED, "note", "phone", "", "evenings"),
        (What.ADDED, None, "phone", None, "861234567"),
    ]
    assert told(of(store, client, "address"))[0] == (What.REMOVED, None, "address", "Vilnius", None)


def test_own_fields_tags_and_the_like(store, client):
    draft = clients.draft_of(store, client)
    ((field, _),) = draft.fields.items()
    clients.edit(
        store, client, replace(draft, fields={field: "43"}, tags=(), groups=(), dates=(), employments=())
    )
    assert told(of(store, client, field))[0] == (What.CHANGED, "value", "Dydis", "42", "43")
    assert told(of(store, client, "tags"))[0] == (What.REMOVED, None, "", "VIP", None)
    assert told(of(store, client, "groups"))[0] == (What.REMOVED, None, "", "Draugai", None)
    assert told(of(store, client, "dates"))[0] == (What.REMOVED, None, "wedding", "2010-06-05", None)
    assert told(of(store, client, "employments"))[0] == (What.REMOVED, None, "", "UAB Gėlės, boss", None)
    assert of(store, client, "external_ids") == []


def test_moving_a_phone_is_no_news(store, client):
    draft = clients.draft_of(store, client)
    count = len(of(store, client))
    clients.edit(store, client, replace(draft, points=draft.points[::-1]))
    assert len(of(store, client)) == count


def test_the_bin_and_a_tool_outside(store, client):
    clients.delete(store, [client])
    assert told(of(store, client))[0] == (What.REMOVED, None, "", "Ona", None)
    with store.transaction() as connection:
        connection.execute("UPDATE client SET likes = 'by hand' WHERE id = ?", (client,))
    change = of(store, client, "likes")[0]
    assert (change.new, change.operation, change.who, change.op) == ("by hand", None, "", "")


def test_an_activity_has_a_history_of_its_own(store, client):
    activity = activities.add(store, ActivityDraft(client))
    activities.edit(store, activity, replace(activities.draft_of(store, activity), result="sold"))
    assert told(of_row(store, "activity", activity)) == [
        (What.CHANGED, "result", "", "", "sold"),
        (What.ADDED, None, "", None, ""),
    ]
    with store.change(Op.DELETE_ACTIVITY) as change:
        change.execute("DELETE FROM activity WHERE id = ?", (activity,))
        change.execute("INSERT INTO activity(id, client_id, kind) VALUES (?, ?, 'call')", (activity, client))
    assert [change.what for change in of_row(store, "activity", activity)][:2] == [What.ADDED, What.REMOVED]


def test_nobodys_history(store):
    with pytest.raises(RecordNotFound):
        of(store, b"x" * 16)
