from __future__ import annotations

import gettext

import pytest
from babel.messages.catalog import Catalog

from devtools import catalogues
from devtools.catalogues import (
    collect,
    compile_catalogue,
    read_catalogue,
    untranslated,
    updated,
    write_catalogue,
)

CODE = """
from crm_desktop.ui.text import ntr, tr, trc

def words(n, name):
    # Translators: the button of the first door
    a = tr("Bring my list")
    b = ntr("{n} client", "{n} clients", n)
    c = trc("verb", "Open"), trc("state", "Open")
    d = tr("Hello {name}", name=name)
    e = str("not shown"), _("not ours")
    return a, b, c, d, e
"""


@pytest.fixture
def found(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "words.py").write_text(CODE, encoding="utf-8")
    return collect(package)


def test_exactly_the_marked_texts_are_collected(found):
    texts = {(message.context, message.id) for message in found if message.id}
    assert texts == {
        (None, "Bring my list"),
        (None, ("{n} client", "{n} clients")),
        ("verb", "Open"),
        ("state", "Open"),
        (None, "Hello {name}"),
    }
    assert found.get("Bring my list").auto_comments == ["the button of the first door"]


def test_a_new_catalogue_lists_all_as_untranslated(found):
    new = updated(Catalog(locale="lt"), found, "lt")
    assert sorted(untranslated(new)) == [
        "Bring my list",
        "Hello {name}",
        "state: Open",
        "verb: Open",
        "{n} client",
    ]


def test_a_translation_survives_and_an_unused_one_goes(found):
    old = Catalog(locale="lt")
    old.add("Bring my list", "Atsinešu sąrašą", user_comments=["said so by a shop owner"])
    old.add("Gone", "Nebėra")
    new = updated(old, found, "lt")
    assert new.get("Bring my list").string == "Atsinešu sąrašą"
    assert new.get("Bring my list").user_comments == ["said so by a shop owner"]
    assert new.get("Gone") is None


def test_guessed_translations_and_changed_plurals_do_not_survive(found):
    old = Catalog(locale="lt")
    old.add("Bring my list", "Gal šitaip?", flags=["fuzzy"])
    old.add("{n} client", "{n} klientas")
    new = updated(old, found, "lt")
    assert not new.get("Bring my list").string
    assert untranslated(new).count("{n} client") == 1


def test_one_missing_plural_form_counts_as_untranslated():
    catalogue = Catalog(locale="ru")
    catalogue.add(("{n} day", "{n} days"), ("{n} день", "{n} дня", ""))
    assert untranslated(catalogue) == ["{n} day"]


def test_the_file_is_the_same_whenever_it_is_written(found, tmp_path):
    path = tmp_path / "i18n" / "ru.po"
    write_catalogue(path, updated(read_catalogue(path, "ru"), found, "ru"))
    first = path.read_bytes()
    write_catalogue(path, updated(read_catalogue(path, "ru"), found, "ru"))
    assert path.read_bytes() == first
    text = first.decode("utf-8")
    assert "words.py" not in text
    assert "Date" not in text
    assert [each.name for each in path.parent.iterdir()] == ["ru.po"]


@pytest.mark.parametrize(
    ("language", "forms", "expected"),
    [
        ("ru", ("{n} клиент", "{n} клиента", "{n} клиентов"), {1: 0, 3: 1, 11: 2, 21: 0, 112: 2}),
        ("lt", ("{n} klientas", "{n} klientai", "{n} klientų"), {1: 0, 2: 1, 10: 2, 11: 2, 21: 0, 22: 1}),
    ],
)
def test_the_standard_library_reads_what_is_compiled(found, tmp_path, language, forms, expected):
    path = tmp_path / f"{language}.po"
    catalogue = updated(Catalog(locale=language), found, language)
    catalogue.get(("{n} client", "{n} clients")).string = forms
    catalogue.get("Open", context="verb").string = "!"
    write_catalogue(path, catalogue)
    compile_catalogue(path, language)
    with path.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    for n, form in expected.items():
        assert words.ngettext("{n} client", "{n} clients", n) == forms[form]
    assert words.pgettext("verb", "Open") == "!"
    assert words.pgettext("state", "Open") == "Open", "untranslated falls back to English"


def test_update_and_compile_from_end_to_end(found, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "i18n")
    (tmp_path / "package").rename(tmp_path / "crm_desktop")
    assert catalogues.main(["update"]) == 1
    told = capsys.readouterr().out
    assert "lt: 5 texts, 5 untranslated" in told
    assert "'verb: Open'" in told
    for language in catalogues.LANGUAGES:
        path = tmp_path / "i18n" / f"{language}.po"
        catalogue = read_catalogue(path, language)
        for message in catalogue:
            if message.id:
                message.string = ["x"] * catalogue.num_plurals if message.pluralizable else "x"
        write_catalogue(path, catalogue)
    assert catalogues.main(["update"]) == 0
    (tmp_path / "i18n" / "lt.mo").unlink()
    assert catalogues.main(["compile"]) == 0
    assert (tmp_path / "i18n" / "lt.mo").exists()
