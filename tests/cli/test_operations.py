from __future__ import annotations

from crm_desktop.kinds import Op


def test_undo_redo_and_history(add, run):
    add("client", {"name": "Ona"})
    add("client", {"name": "Jonas"})
    undone = run("undo", "--json").json
    assert set(undone) == {"operation", "undone", "op", "kept"}
    assert (undone["op"], undone["kept"]) == (Op.ADD_CLIENT, [])
    rows = run("history", "--json").json
    assert set(rows[0]) == {
        "seq",
        "op",
        "at",
        "who",
        "rows",
        "state",
        "info",
        "undoes",
        "can_undo",
        "elsewhere",
        "clients",
    }
    assert [row["op"] for row in rows[:3]] == [Op.UNDO, Op.ADD_CLIENT, Op.ADD_CLIENT]
    assert rows[0]["undoes"] == undone["undone"]
    assert run("search", "jonas", "--json").json["total"] == 0
    answer = run("redo")
    assert answer.code == 0
    assert answer.out.startswith("Done again: ")
    assert "back" not in answer.out
    assert run("search", "jonas", "--json").json["total"] == 1
    assert len(run("history").out.splitlines()) == len(run("history", "--json").json)
    assert len(run("history", "--limit", "1").out.splitlines()) == 1


def test_undo_of_an_older_operation_keeps_what_changed_since(add, run, base):
    from dataclasses import replace

    from crm_desktop import ids
    from crm_desktop.services import clients
    from crm_desktop.services.base import open_base

    id_ = ids.from_text(add("client", {"name": "Ona"})["id"])
    opened = open_base(base)
    for notes in ("one", "two"):
        clients.edit(
            opened.store, id_, replace(clients.draft_of(opened.store, id_), notes=notes, likes=f"{notes} too")
        )
    opened.store.close()
    first_edit = run("history", "--json").json[1]["seq"]
    answer = run("undo", first_edit)
    assert answer.code == 0
    assert "2 things were changed since and stay as they are:" in answer.out
    assert "  Ona: Notes: two (was one)" in answer.out
    assert "  Ona: Likes and habits: two too (was one too)" in answer.out


def test_nothing_to_undo_is_told(add, run):
    add("client", {"name": "Ona"})
    assert run("undo").code == 0
    for argv in (["undo"], ["undo", "999"]):
        answer = run(*argv)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err
    assert run("redo").code == 0
    assert run("redo").code == 1


def test_history_of_one_client(add, run, base):
    add("client", {"name": "Ona", "phones": ["8 612 34567"]})
    changes = run("history", "--client", "1", "--json").json
    assert set(changes[0]) == {
        "at", "who", "op", "operation", "table", "row_id", "what", "field", "subject", "old", "new",
        "why", "currency",
    }  # fmt: skip
    assert any(change["table"] == "contact_point" for change in changes)
    assert "→" in run("history", "--client", "№ 1").out
    assert run("history", "--client", "2").code == 1


def test_history_of_an_empty_base(run, base):
    from crm_desktop.services.base import open_base

    open_base(base).store.close()
    rows = run("history", "--json").json
    assert all(row["op"] == Op.EDIT_LISTS for row in rows)
    assert run("history").out
