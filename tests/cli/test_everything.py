from __future__ import annotations

import pytest


@pytest.fixture
def filled(run, tmp_path):
    file = tmp_path / "few.csv"
    file.write_text("Vardas;Telefonas\nOna Petraitienė;861234567\nJonas Kairys;869912345\n", encoding="utf-8")
    run("import", file)


def test_everything_goes_out_and_comes_back(run, filled, base, tmp_path):
    folder = tmp_path / "all"
    out = run("export", "all", "--to", folder, "--json")
    assert out.json == {"folder": str(folder), "clients": 2, "activities": 0}
    base.rename(tmp_path / "old.crm")
    told = run("import", folder, "--dry-run")
    assert told.code == 0
    assert "nothing was written" in told.out
    assert "2 clients" in told.out
    assert not base.exists()
    came = run("import", folder, "--json").json
    assert (came["new"], came["same"], came["kept"]) == (2, 0, 0)
    assert came["import_id"]
    assert run("search", "petrait", "--json").json["total"] == 1
    assert run("import", folder, "--json").json["same"] == 2


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_it_is_told_in_words(run, filled, tmp_path, language):
    folder = tmp_path / "all"
    out = run("export", "all", "--to", folder, "--lang", language)
    assert out.code == 0
    assert str(folder) in out.out
    readme = (folder / "README.txt").read_text("utf-8-sig")
    assert "clients.vcf" in readme
    assert ("Here is everything" in readme) == (language == "en")
    assert run("import", folder, "--lang", language).code == 0
    again = run("export", "all", "--to", folder, "--lang", language)
    assert again.code == 1
    assert again.err
