from __future__ import annotations

import subprocess
import sys

import pytest

from crm_desktop.errors import NotABase, TextTooLong
from crm_desktop.kinds import Op, StageRole
from crm_desktop.services import clients, dictionaries, facts
from crm_desktop.services.base import open_base, stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.finding.index import state


def test_a_new_base_has_the_four_stages_and_nothing_else(tmp_path):
    base = open_base(tmp_path / "a.crm", region="ru", language="lt")
    stages = dictionaries.entries(base.store, Dictionary.STAGE)
    assert [stage.role for stage in stages] == [
        StageRole.VISITOR,
        StageRole.CLIENT,
        StageRole.REGULAR,
        StageRole.PARTNER,
    ]
    assert [stage.id for stage in stages] == [stage_id(stage.role) for stage in stages]
    assert all(
        not dictionaries.entries(base.store, which) for which in Dictionary if which is not Dictionary.STAGE
    )
    assert base.me is None
    assert base.recovered == ()
    assert facts.region(base.store) == "RU"
    language, _, complete = state(base.store.connection)
    assert (language, complete) == ("lt", True)
    base.store.close()


def test_furnishing_is_nothing_to_undo(base):
    from crm_desktop.services import operations

    assert operations.can_undo(base.store) is None


def test_opening_again_adds_nothing(base):
    before = base.store.read("SELECT * FROM stage"), base.store.read("SELECT * FROM operation")
    again = open_base(base.store.path, who=" ona ", region="RU")
    assert again.me == base.me
    assert (again.store.read("SELECT * FROM stage"), again.store.read("SELECT * FROM operation")) == before
    assert facts.region(again.store) == "LT"
    again.store.close()


def test_another_user_becomes_a_colleague(base):
    other = open_base(base.store.path, who="Jonas  Jonaitis")
    names = [entry.name for entry in dictionaries.entries(other.store, Dictionary.COLLEAGUE)]
    assert names == ["Jonas Jonaitis", "Ona"]
    assert other.me not in (None, base.me)
    other.store.close()


def test_a_stage_taken_off_is_not_put_back(base):
    dictionaries.delete(base.store, Dictionary.STAGE, stage_id(StageRole.PARTNER))
    again = open_base(base.store.path)
    assert len(dictionaries.entries(again.store, Dictionary.STAGE)) == 3
    again.store.close()


def test_an_operation_cut_off_is_taken_back(base):
    work = base.store.long_change(Op.IMPORT)
    work.__enter__()
    with work.chunk() as change:
        change.execute("INSERT INTO source(id, name) VALUES (?, 'half')", (b"s" * 16,))
    base.store.running.release()  # as the system does for a process that died
    again = open_base(base.store.path)
    assert [row.op for row in again.recovered] == [Op.IMPORT]
    assert dictionaries.entries(again.store, Dictionary.SOURCE) == []
    again.store.close()


def test_what_is_no_base_is_refused(tmp_path):
    path = tmp_path / "a.crm"
    path.write_text("Vardas;Telefonas\n" * 20)
    with pytest.raises(NotABase):
        open_base(path)


def test_a_name_too_long_opens_nothing(tmp_path):
    with pytest.raises(TextTooLong):
        open_base(tmp_path / "a.crm", who="x" * 501)
    assert not (tmp_path / "a.crm").exists()


def test_a_failure_on_the_way_closes_the_file(base, monkeypatch):
    def fail(store, *, patient):
        raise RuntimeError("broken")

    monkeypatch.setattr("crm_desktop.services.base.recover", fail)
    with pytest.raises(RuntimeError, match="broken"):
        open_base(base.store.path)


def test_opening_and_reading_need_no_peewee(base):
    client = clients.add(base.store, ClientDraft(name="Ona"))
    base.store.close()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from crm_desktop.services import base, card, check, clients, operations, timeline, unsaved, views\n"
        f"store = base.open_base(Path({str(base.store.path)!r}), who='Ona').store\n"
        f"client = bytes.fromhex({client.hex()!r})\n"
        "card.card(store, client), clients.draft_of(store, client), timeline.page(store, client)\n"
        "operations.recent(store), unsaved.all_unsaved(store), views.views(store)\n"
        "slow = {'peewee', 'sqlite_utils', 'phonenumbers', 'rapidfuzz', 'babel', 'openpyxl'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
