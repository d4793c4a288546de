"""Names of colleagues become logins that every tool takes."""

from __future__ import annotations

import pytest

from crm_desktop.ui import text
from crm_desktop.ui.shared.joining.logins import LONGEST, logins, script

READ = {
    "Anna, Jonas Petraitis": ("anna", "jonas_petraitis"),
    "Šarūnė; Юлия\nÖmer-Ali": ("sarune", "iuliia", "omer_ali"),
    " anna , ANNA,, ": ("anna",),
    "": (),
    "•, …": (),
    "postgres, pg_admin, crm_sync": ("postgres_crm", "pg_admin_crm", "crm_sync_crm"),
    "a\"b, Robert'); DROP": ("a_b", "robert", "drop"),
}


@pytest.mark.parametrize("names", READ)
def test_names_become_logins(names):
    assert logins(names) == READ[names]


def test_a_login_is_no_longer_than_the_server_keeps():
    (found,) = logins("n" * 200)
    assert len(found) == LONGEST


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_the_script_marks_the_places_for_passwords(language):
    text.set_language(language)
    told = script("crm", ("anna", "jonas"))
    assert told.count("PASSWORD '<") == 2
    assert 'GRANT crm_owner TO "anna"' in told
    assert 'GRANT crm_owner TO "jonas"' not in told
    head = told.split("\n\n")[0].splitlines()
    assert all(line.startswith("-- ") for line in head)
    assert len(head) == 3
