"""A row beside the client it means: what is added, changed, kept, the same; and a row by itself."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.exchange.importing.comparison import Effect, compare
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action

OLD = "Name,Phone,City,Birthday,Tags,Likes\nPetrauskas Jonas,+37061234567,Kaunas,1968-03-12,vip,roses\n"
NEW = (
    "Name,Phone,Phone 2,City,Birthday,Tags,E-mail,Group\n"
    "Petrauskas Jonas,+37061234567,+37069999999,Kaunas,1968-03-13,vip;new,jonas@x.lt,Friends\n"
)


def rehearsed(store, tmp_path, text, action=Action.AUTO):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    plans = [replace(plan, on_match=action) for plan in plan_file(store, path, "LT", "en")]
    session = Session(store, plans, "LT")
    session.rehearse(lambda _done, _total: None)
    return session


def brought(store, tmp_path, text):
    with rehearsed(store, tmp_path, text) as session:
        session.run(lambda _done, _total: None)


def lines(store, tmp_path, action):
    brought(store, tmp_path, OLD)
    with rehearsed(store, tmp_path, NEW, action) as session:
        known = compare(store, session.staging, session.staging.row(0), action)
    assert known.client_name == "Petrauskas Jonas"
    return {(line.field, line.listed or line.based): line.effect for line in known.lines}


def test_completing_adds_and_keeps(store, tmp_path):
    found = lines(store, tmp_path, Action.COMPLETE)
    assert found["phone", "+37061234567"] is Effect.SAME
    assert found["phone", "+37069999999"] is Effect.ADDED
    assert found["email", "jonas@x.lt"] is Effect.ADDED
    assert found["birthday", "1968-03-13"] is Effect.KEPT
    assert found["tag", "vip"] is Effect.SAME
    assert found["tag", "new"] is Effect.ADDED
    assert found["group", "Friends"] is Effect.ADDED
    assert found["likes", "roses"] is Effect.ONLY_BASE
    assert ("number", "1") not in found


def test_updating_changes(store, tmp_path):
    found = lines(store, tmp_path, Action.UPDATE)
    assert found["birthday", "1968-03-13"] is Effect.CHANGED


def test_skipping_changes_nothing(store, tmp_path):
    effects = set(lines(store, tmp_path, Action.SKIP).values())
    assert effects <= {Effect.SAME, Effect.ONLY_BASE}


def test_one_new_number_replaces_the_old_one_on_update(store, tmp_path):
    brought(store, tmp_path, "Id,Name,Phone\n1,Ona,+37061234567\n")
    newer = "Id,Name,Phone\n1,Ona,+37069999999\n"
    with rehearsed(store, tmp_path, newer, Action.UPDATE) as session:
        known = compare(store, session.staging, session.staging.row(0), Action.UPDATE)
    phone = next(line for line in known.lines if line.field == "phone")
    assert (phone.listed, phone.based, phone.effect) == ("+37069999999", "+37061234567", Effect.CHANGED)


def test_a_new_row_and_a_repeated_one_stand_alone(store, tmp_path):
    text = "Name,Phone,Telegram,Anniversary\nOna,+37061234567,@ona,2001-02-03\nOna,+37061234567,,\n,,,2001-02-03\n"
    with rehearsed(store, tmp_path, text) as session:
        staging = session.staging
        new, twin, nobody = (compare(store, staging, staging.row(n), Action.AUTO) for n in range(3))
    assert {line.effect for line in new.lines} == {Effect.ADDED}
    assert any(line.field == "messenger" and line.label == "telegram" for line in new.lines)
    assert any(line.field == "named_date" for line in new.lines)
    assert twin.twin.row == 2
    assert nobody.lines == ()


def test_a_client_deleted_meanwhile_is_no_longer_beside(store, tmp_path):
    from crm_desktop.services import clients

    brought(store, tmp_path, OLD)
    with rehearsed(store, tmp_path, NEW) as session:
        row = session.staging.row(0)
        clients.delete(store, [row.match])
        known = compare(store, session.staging, row, Action.AUTO)
    assert known.client is None
    assert known.lines
