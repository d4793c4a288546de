"""The mapping of every real table file."""

# ruff: noqa: E501 - one line a table

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.guess import guess_columns, known_header
from crm_desktop.exchange.reading import find_table, open_book, table_rows

NORTHWIND = [
    "external_id",
    "company.name",
    "name.full.contact",
    "position",
    "address.full",
    "address.city",
    "address.region",
    "address.postal_code",
    "address.country",
    "phone",
    "phone.fax",
]
ADDRESS = [
    "external_id",
    "company.name",
    "address.street",
    "address.city",
    "address.region",
    "address.postal_code",
]
OWN = "own"

# file, sheet, what the rows are, of whom they speak, preset, and the targets of the filled columns.
TABLES = [
    ("csv/phonebook_raw.csv", 0, "clients", "person", None, ["name.family", "name.given", "name.middle", "company.name", "position", "phone", "email"]),
    ("csv/client_import.csv", 0, "clients", "person", None, ["name.family", "name.given", "name.middle", "gender", "phone", OWN, "birthday", "email", "created_at"]),
    ("csv/clientservice_s_import.csv", 0, "activities", "either", None, ["name.any", "activity.date", "activity.text"]),
    ("csv/ru_cp1251_comma.csv", 0, "clients", "company", None, ["external_id", OWN, "company.name", OWN, OWN, OWN, OWN, "stage"]),
    ("csv/ru_utf8_semicolon.csv", 0, "clients", "company", None, ["external_id", "created_at", "company.name", OWN, OWN, OWN, OWN, "stage"]),
    ("csv/lt_cp1257_semicolon.csv", 0, "clients", "person", None, ["name.given", "name.family", *[OWN] * 6, "address.city"]),
    ("csv/lt_seniunijos.csv", 0, "clients", "company", None, ["company.name", "email", "phone", "address.full"]),
    ("csv/lt_klientai_noheader.csv", 0, "clients", "person", None, ["sensitive", "name.given", "name.family", "birthday"]),
    ("csv/ru_northwind_klienty.csv", 0, "clients", "company", None, NORTHWIND),
    ("csv/hubspot_contacts.csv", 0, "clients", "person", "hubspot_contacts", ["external_id.hubspot", "name.given", "name.family", "email", "phone", "phone.mobile", "position", "stage", OWN, "created_at", OWN, "responsible", "source", "site", "address.street", "address.city", "address.region", "address.postal_code", "address.country", OWN]),
    ("csv/google_contacts_old.csv", 0, "clients", "person", "google_old", None),
    ("csv/all_fields_bom.csv", 0, "clients", "person", "outlook_en", None),
    ("csv/outlook_com_bom.csv", 0, "clients", "person", "outlook_en", ["name.given", "name.family", "phone.mobile"]),
    ("csv/thunderbird_shiftjis.csv", 0, "clients", "person", "thunderbird_en", ["name.given", "name.family", "name.full", "email"]),
    ("csv/thunderbird_company_only.csv", 0, "clients", "person", "thunderbird_en", ["name.full", "phone.work", "company.name"]),
    ("csv/tab_comma_mixed.csv", 0, "clients", "person", None, ["ignore", OWN, OWN, OWN, "email"]),
    ("csv/web_form_leads_semicolon.csv", 0, "clients", "person", None, ["created_at", "name.given", "name.family", "phone", "email", OWN, OWN, OWN, "source", OWN, OWN]),
    ("csv/sep_line.csv", 0, "nothing", "person", None, [OWN, OWN]),
    ("csv/odoo_customers_contacts.csv", 0, "clients", "either", "odoo_partners", ["name.any", "company.flag", "company.parent", OWN, OWN, OWN, "address.street", "address.postal_code", "address.city", "address.region", "address.country"]),
    ("csv/emoji_no_plus.csv", 0, "clients", "either", None, ["phone", "name.any"]),
    ("csv/civicrm_dates.csv", 0, "clients", "person", None, ["name.given", "name.family", "birthday", OWN, OWN, OWN, "address.street", OWN, OWN]),
    ("csv/civicrm_duplicate_header.csv", 0, "clients", "person", None, ["name.given", "name.family", "birthday", "address.street", "address.city", "address.postal_code", "address.country", "address.region", "email", OWN, "messenger.other", "site", "phone", "phone.ext", *[OWN] * 21]),
    ("csv/bitrix24_lead_header.csv", 0, "deals", "person", "bitrix24_ru_leads", []),
    ("csv/salesforce_accounts.csv", 0, "clients", "company", "salesforce_accounts", None),
    ("sheet/dirty_data.xlsx", 0, "clients", "person", None, ["name.given", "name.family", *[OWN] * 8]),
    ("sheet/deaths.xls", 0, "clients", "either", None, ["name.any", OWN, OWN, OWN, "birthday", OWN]),
    ("sheet/deaths.xls", 1, "clients", "either", None, ["name.any", OWN, OWN, OWN, "birthday", OWN]),
    ("sheet/Partners_import.xlsx", 0, "clients", "company", None, [OWN, "company.name", "name.full.contact", "email", "phone", "address.full", OWN, OWN]),
    ("sheet/Сотрудники_import.xlsx", 0, "clients", "person", None, ["external_id", "position", "name.family", "name.given", "name.middle", "email", "sensitive:Пароль", OWN, OWN]),
    ("sheet/client_import.xlsx", 0, "clients", "person", None, ["name.family", "name.given", "name.middle", "gender", "phone", OWN, "birthday", "email", "created_at"]),
    ("sheet/client_import.xlsx", 1, "nothing", "either", None, None),
    ("sheet/Клиенты_18k.xlsx", 0, "clients", "person", None, ["external_id", "name.given", "name.family", OWN, "gender", OWN, OWN]),
    ("sheet/51626_contact.xlsx", 0, "clients", "person", None, ["name.given", "name.family", "company.name", "address.street", "address.city", "address.region", "address.postal_code", "phone.work", "phone.mobile", "email"]),
    ("sheet/vendor_load.xlsx", 0, "clients", "company", None, ["external_id", OWN]),
    ("sheet/odoo_customers.xls", 0, "clients", "either", "odoo_partners", None),
    ("sheet/odoo_customers.xls", 1, "nothing", "person", None, None),
    ("sheet/csv_named.xls", 0, "nothing", "person", None, None),
    ("sheet/suppliers_xml2003.xml", 0, "clients", "company", None, None),
    ("sheet/contacts_json_cells.xlsx", 0, "nothing", "person", None, [OWN]),
    ("sheet/no_mimetype.ods", 0, "clients", "either", None, ["name.any", OWN, OWN]),
    ("sheet/pivot_total_pl.xls", 0, "clients", "person", None, ["external_id", "name.family", "name.given", "phone", OWN]),
    ("sheet/pivot_total_pl.xls", 1, "clients", "person", None, ["external_id", "name.family", "name.given", "phone", OWN]),
    ("sheet/address_v1.xlsx", 0, "clients", "company", None, ADDRESS),
    ("sheet/address_v2.xlsx", 0, "clients", "company", None, ADDRESS),
    ("sheet/date_1904.xlsx", 0, "nothing", "person", None, None),
    ("sheet/form_macro.xlsm", 0, "nothing", "person", None, None),
    ("sheet/user_import.xls", 0, "clients", "person", None, [OWN, "name.family", "name.given", "name.middle", "email", "sensitive:UserPassword"]),
    ("sheet/user_import.xls", 1, "nothing", "person", None, None),
    ("sheet/people_dates_formulas.xls", 0, "clients", "either", None, ["name.any", *[OWN] * 5]),
    ("sheet/rtl_cyrillic.xlsx", 0, "nothing", "person", None, None),
    ("sheet/ole_named.xlsx", 0, "clients", "either", None, ["name.any", "external_id", OWN]),
]  # fmt: skip
NORTHWIND_SHEETS = {
    "Categories": ("nothing", "person"),
    "Customers": ("clients", "company"),
    "Employees": ("clients", "person"),
    "Orders Details": ("deal_lines", "person"),
    "Orders": ("deals", "person"),
    "Product": ("nothing", "person"),
    "Shippers": ("clients", "company"),
    "Suppliers": ("clients", "company"),
}


def mapping_of(sheet):
    table = find_table(sheet, known_header)
    assert table is not None
    rows = [row for _, row in table_rows(sheet, table)]
    return guess_columns(table.headers, rows, region="LT", language="ru")


def brief(target):
    return OWN if target.field == "own" else str(target)


@pytest.mark.parametrize(
    ("name", "place", "kind", "subject", "preset", "targets"),
    TABLES,
    ids=[f"{name}-{place}" for name, place, *_ in TABLES],
)
def test_tables(samples, name, place, kind, subject, preset, targets):
    mapping = mapping_of(open_book(samples / name).sheets[place])
    assert (mapping.record_kind, mapping.subject, mapping.preset) == (kind, subject, preset)
    if targets is not None:
        assert [brief(column.target) for column in mapping.columns if column.filled] == targets


def test_northwind(samples):
    sheets = open_book(samples / "sheet/northwind.xlsx").sheets
    found = {sheet.name: mapping_of(sheet) for sheet in sheets}
    assert {
        name: (mapping.record_kind, mapping.subject) for name, mapping in found.items()
    } == NORTHWIND_SHEETS
    assert [str(column.target) for column in found["Customers"].columns] == NORTHWIND
    employees = {column.header: str(column.target) for column in found["Employees"].columns}
    assert (employees["Title"], employees["TitleOfCourtesy"], employees["BirthDate"]) == (
        "position",
        "name.prefix",
        "birthday",
    )


def test_every_filled_column_of_the_two_widest_files(samples):
    google = mapping_of(open_book(samples / "csv/google_contacts_old.csv").sheets[0])
    assert [str(column.target) for column in google.of("email")] == [
        "email#1",
        "email#2",
        "email#3",
        "email#4",
    ]
    assert [str(column.target) for column in google.of("phone") if column.filled] == [
        f"phone#{number}" for number in range(1, 8)
    ]
    everything = mapping_of(open_book(samples / "csv/all_fields_bom.csv").sheets[0])
    assert [str(column.target) for column in everything.of("email")] == [
        "email.home",
        "email.work",
        "email.other",
    ]
    assert {column.header for column in everything.of("own")} == {
        "Assistant's Phone",
        "Maiden Name",
        "Manager's Name",
        "Assistant's Name",
        "Spouse",
    }


def test_the_mother_does_not_become_the_daughter(samples):
    mapping = mapping_of(open_book(samples / "csv/civicrm_duplicate_header.csv").sheets[0])
    assert {column.header for column in mapping.columns if column.why == "other_person"} >= {
        "Mum’s first name",
        "Mum-phone",
        "Mum-email",
        "Team Website",
    }
    assert [column.index for column in mapping.of("name.family")] == [1]


def test_damaged_registration_numbers_are_text(samples):
    mapping = mapping_of(open_book(samples / "csv/ru_utf8_semicolon.csv").sheets[0])
    (damaged,) = [column for column in mapping.columns if column.why == "damaged_numbers"]
    assert (damaged.index, damaged.target.field, damaged.field_kind) == (3, "own", "text")
