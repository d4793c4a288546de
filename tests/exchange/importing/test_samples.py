"""Every real table file, brought in whole: the counts that a person would make of it, and nothing new the second time."""

# ruff: noqa: E501 - one line a file

from __future__ import annotations

import pytest

from crm_desktop.errors import (
    FileDamaged,
    FileEmpty,
    FileNeedsPassword,
    NothingToImport,
)
from crm_desktop.exchange.importing.plan import Choice, plan_file
from tests.exchange.importing.bringing import bring, clients, rehearsed

# file: new, duplicates, review, people, companies, and how many rows say something in these fields.
COUNTS = {
    "csv/phonebook_raw.csv": (7, 2, 1, 7, 2, {"phone": 7, "email": 5, "employer": 8, "job_title": 2}),
    "csv/client_import.csv": (100, 0, 0, 100, 0, {"family": 100, "given": 100, "middle": 100, "gender": 100, "birthday": 100, "created_at": 100, "email": 100, "phone": 100}),
    "csv/ru_cp1251_comma.csv": (17, 0, 0, 0, 17, {"own:inn": 17, "own:ogrn": 17, "external_id": 17}),
    "csv/ru_utf8_semicolon.csv": (18, 0, 0, 0, 18, {"own:Идентификационный номер налогоплательщика": 18, "created_at": 18}),
    "csv/lt_cp1257_semicolon.csv": (5, 0, 0, 5, 0, {"city": 5, "own:Anglų": 5, "own:rusų": 5}),
    "csv/lt_seniunijos.csv": (551, 0, 2, 0, 551, {"phone": 533, "email": 100, "address": 550}),
    "csv/lt_klientai_noheader.csv": (4, 0, 0, 4, 0, {"birthday": 4, "family": 4, "given": 4}),
    "csv/ru_northwind_klienty.csv": (91, 0, 0, 91, 91, {"phone": 91, "fax": 69, "city": 91, "postal_code": 90, "contact_person": 91}),
    "csv/hubspot_contacts.csv": (950, 0, 0, 950, 0, {"email": 950, "phone": 950, "own:Associated Company Domain": 679}),
    "csv/salesforce_accounts.csv": (423, 0, 0, 0, 423, {"country": 420, "fax": 6, "phone": 9}),
    "csv/google_contacts_old.csv": (1, 0, 0, 1, 1, {"birthday": 1, "group": 1, "site": 1}),
    "csv/all_fields_bom.csv": (1, 0, 0, 1, 1, {"email": 1, "fax": 1, "named_date": 1, "messenger": 1}),
    "csv/outlook_com_bom.csv": (2, 0, 0, 2, 0, {"phone": 2, "given": 2}),
    "csv/thunderbird_shiftjis.csv": (1, 0, 0, 1, 0, {"email": 1}),
    "csv/tab_comma_mixed.csv": (4, 0, 0, 4, 0, {"email": 4}),
    "csv/thunderbird_company_only.csv": (1, 0, 0, 0, 1, {"phone": 1}),
    "csv/web_form_leads_semicolon.csv": (3, 0, 0, 3, 0, {"email": 3, "phone": 3, "own:text-Work": 3}),
    "csv/odoo_customers_contacts.csv": (8, 0, 0, 5, 3, {"employer": 4}),
    "csv/emoji_no_plus.csv": (1, 0, 0, 1, 0, {"phone": 1}),
    "csv/civicrm_dates.csv": (7, 0, 4, 7, 0, {"birthday": 6, "notes": 1}),
    "csv/civicrm_duplicate_header.csv": (1, 0, 0, 1, 0, {"phone": 1, "email": 1, "birthday": 1}),
    "sheet/dirty_data.xlsx": (12, 0, 0, 12, 0, {"own:Hire Date": 12}),
    "sheet/deaths.xls": (20, 0, 0, 20, 0, {"birthday": 20}),
    "sheet/Partners_import.xlsx": (5, 0, 0, 5, 5, {"contact_person": 5, "email": 5, "phone": 5, "own:ИНН": 5}),
    "sheet/Сотрудники_import.xlsx": (10, 0, 0, 10, 0, {"family": 10, "given": 10, "middle": 10, "email": 10}),
    "sheet/client_import.xlsx": (100, 0, 0, 100, 0, {"birthday": 100, "email": 100, "phone": 100}),
    "sheet/Клиенты_18k.xlsx": (18484, 0, 0, 18484, 0, {"own:ДатаПервПокуп": 18484, "gender": 18484, "external_id": 18484}),
    "sheet/51626_contact.xlsx": (2, 0, 0, 1, 2, {"phone": 1, "email": 1, "postal_code": 1}),
    "sheet/odoo_customers.xls": (4, 0, 0, 1, 3, {"phone": 2, "email": 2, "site": 2}),
    "sheet/suppliers_xml2003.xml": (1, 0, 0, 1, 1, {"phone": 1, "email": 1, "contact_person": 1, "own:Survey Date": 1}),
    "sheet/ole_named.xlsx": (1, 0, 0, 1, 0, {"given": 1, "own:Education": 1}),
    "sheet/contacts_json_cells.xlsx": (1000, 0, 0, 1000, 0, {"email": 1000}),
    "sheet/no_mimetype.ods": (3, 0, 0, 3, 0, {"name": 3}),
    "sheet/pivot_total_pl.xls": (5, 5, 0, 5, 0, {"phone": 10}),
    "sheet/address_v1.xlsx": (100, 0, 0, 0, 100, {"postal_code": 100, "external_id": 100}),
    "sheet/northwind.xlsx": (132, 0, 0, 129, 123, {"deal": 830, "contact_person": 120, "phone": 132, "fax": 82, "birthday": 9}),
    "sheet/user_import.xls": (10, 0, 0, 10, 0, {"family": 10, "given": 10, "middle": 10, "email": 10}),
    "sheet/people_dates_formulas.xls": (8, 0, 0, 8, 0, {"name": 8, "own:Date": 7}),
}  # fmt: skip

LUKINAS = ["Лукина Оксана Владимировна", "Лукина Ольга Владимировна"]

NOTHING = {
    "csv/empty.csv": FileEmpty,
    "csv/sep_line.csv": NothingToImport,
    "csv/bitrix24_lead_header.csv": NothingToImport,
    "sheet/csv_named.xls": NothingToImport,
    "sheet/date_1904.xlsx": NothingToImport,
    "sheet/form_macro.xlsm": NothingToImport,
    "sheet/odoo_customers_damaged.xls": FileDamaged,
    "sheet/password_agile_aes256.xlsx": FileNeedsPassword,
    "sheet/rtl_cyrillic.xlsx": NothingToImport,
    "sheet/vendor_load.xlsx": NothingToImport,
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_a_real_file(store, samples, name):
    new, duplicates, review, people, companies, filled = COUNTS[name]
    region = "RU" if any("а" <= sign <= "я" for sign in name.casefold()) or "ru_" in name else "LT"
    counts = bring(store, samples / name, region=region).json()
    assert (counts["new"], counts["duplicates"], counts["review"]) == (new, duplicates, review)
    assert (counts["people"], counts["companies"], counts["rejected"]) == (people, companies, 0)
    assert {field: counts["filled"].get(field) for field in filled} == filled
    kinds = dict(store.read("SELECT kind, COUNT(*) FROM client GROUP BY 1"))
    assert (kinds.get("person", 0), kinds.get("company", 0)) == (people, companies)
    again = {row.verdict for row in rehearsed(store, samples / name, region)}
    assert again <= {"same", "duplicate"}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_comes_of_a_file_without_clients(store, samples, name):
    with pytest.raises(NOTHING[name]):
        bring(store, samples / name)
    assert store.read("SELECT 1 FROM client") == []


def test_the_password_opens_a_protected_workbook(store, samples):
    (plan,) = plan_file(
        store, samples / "sheet/password_agile_aes256.xlsx", "LT", "en", Choice(password="password")
    )
    assert len(plan.table.headers) == 1


def test_a_later_export_changes_only_what_changed(store, samples):
    """Account numbers tell: 96 the same, three with a new address, one new; the one that is gone stays."""
    bring(store, samples / "sheet/address_v1.xlsx")
    result = bring(store, samples / "sheet/address_v2.xlsx")
    counts = result.json()
    assert (counts["same"], counts["completed"], counts["new"]) == (96, 3, 1)
    assert result.written.changed == 3
    changed = store.read(
        "SELECT DISTINCT e.value FROM journal j JOIN contact_point p ON p.id = j.id"
        " JOIN external_id e ON e.client_id = p.client_id"
        " WHERE j.operation = ? AND j.tbl = 'contact_point' AND e.value <> '34777' ORDER BY 1",
        (result.written.operation,),
    )
    assert [value for (value,) in changed] == ["558879", "595932", "880043"]
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted = 0") == [(101,)]
    assert store.read("SELECT 1 FROM external_id WHERE value = '296620' AND deleted = 0") == [(1,)]


def test_one_list_in_two_files_is_one_hundred_people(store, samples):
    counts = bring(store, samples / "csv/client_import.csv", region="RU").json()
    assert counts["new"] == 100
    rows = rehearsed(store, samples / "sheet/client_import.xlsx", "RU")
    assert {row.verdict for row in rows} <= {"same", "completes"}
    assert store.read("SELECT COUNT(*) FROM client") == [(100,)]


def test_appointments_find_the_clients_they_are_with(store, samples):
    bring(store, samples / "csv/client_import.csv", region="RU")
    counts = bring(store, samples / "csv/clientservice_s_import.csv", region="RU").json()
    assert (counts["new"], counts["activities"]) == (0, 100)
    assert store.read("SELECT COUNT(*) FROM client") == [(100,)]
    assert store.read("SELECT COUNT(*), COUNT(DISTINCT client_id) FROM activity") == [(100, 47)]
    ((first, last),) = store.read("SELECT MIN(held_at), MAX(held_at) FROM activity")
    assert (first, last) == ("2019-01-01T12:50:00.000Z", "2019-12-31T17:10:00.000Z")


def test_the_phonebook_keeps_every_part(store, samples):
    bring(store, samples / "csv/phonebook_raw.csv", region="RU")
    found = clients(store)
    assert found["Усольцев Олег Валентинович"].employer == "ФНС"
    merged = found["Мартиняхин Виталий Геннадьевич"]
    assert (merged.keys("phone"), merged.employer) == (["+74959130037"], "ФНС")
    assert sorted(name for name in found if name.startswith("Лукин")) == LUKINAS
