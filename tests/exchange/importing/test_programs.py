"""Exports of other programs, made up in their layouts: who and what comes in, and what a second export changes."""

# ruff: noqa: E501 - header lines stand as the programs write them

from __future__ import annotations

import csv

import pytest

from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.services import operations
from tests.exchange.columns import test_presets as lines
from tests.exchange.importing.bringing import bring, clients, rehearsed


def exported(path, header, separator, *rows, encoding="utf-8-sig"):
    """A file with this header line; the rows name their cells by header (``"Miestas@2"``: the second of that name)."""
    names = header.split(separator)
    seen: dict[str, int] = {}
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        places[name if seen[name] == 1 else f"{name}@{seen[name]}"] = place
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";" if separator == "|" else separator)
        writer.writerow(names)
        for row in rows:
            cells = [""] * len(names)
            for name, text in row.items():
                cells[places[name]] = text
            writer.writerow(cells)
    return path


def deals(store):
    rows = store.read(
        "SELECT d.title, d.amount, d.currency, d.state, COALESCE(s.name, ''), COALESCE(s.pipeline, ''), c.name"
        " FROM deal d JOIN client c ON c.id = d.client_id LEFT JOIN deal_stage s ON s.id = d.stage_id"
        " WHERE d.deleted = 0 ORDER BY d.title"
    )
    return [tuple(row) for row in rows]


# --------------------------------------------------------------------------------------------- a second export updates

PERSON = {
    "amocrm": (
        lines.AMOCRM,
        ";",
        {
            "ID": "77",
            "Тип": "контакт",
            "Полное имя контакта": "Кулагина Вера",
            "Имя": "Вера",
            "Фамилия": "Кулагина",
            "Мобильный телефон": "+7 916 200-30-40",
        },
        ("Должность", "Директор"),
        "amocrm",
    ),
    "bitrix24 ru": (
        lines.BITRIX,
        ";",
        {"ID": "12", "Имя": "Вера", "Фамилия": "Кулагина", "Частный e-mail": "vera@kulagina.example"},
        ("Должность", "Директор"),
        "bitrix24",
    ),
    "bitrix24 en": (
        lines.BITRIX_EN.replace("Responsible;", "Responsible;Position;"),
        ";",
        {"ID": "12", "First Name": "Vera", "Last Name": "Kulagina", "Mobile": "+370 612 20001"},
        ("Position", "CEO"),
        "bitrix24",
    ),
    "hubspot": (
        lines.HUBSPOT,
        ",",
        {
            "Record ID": "9002",
            "First Name": "Vera",
            "Last Name": "Kulagina",
            "Email": "vera@kulagina.example",
            "Company Name": "Kulagina Ltd",
        },
        ("Job Title", "CEO"),
        "hubspot",
    ),
    "pipedrive": (
        lines.PIPEDRIVE + ",Person - Job title",
        ",",
        {
            "Person - ID": "5",
            "Person - Name": "Vera Kulagina",
            "Person - Phone": "+370 612 20001",
            "Organization - Name": "Kulagina Ltd",
        },
        ("Person - Job title", "CEO"),
        "pipedrive",
    ),
    "zoho": (
        lines.ZOHO_NEW,
        ",",
        {
            "Record Id": "zcrm_1",
            "First Name": "Vera",
            "Last Name": "Kulagina",
            "Account Name": "Kulagina Ltd",
        },
        ("Title", "CEO"),
        "zoho",
    ),
    "salesforce": (
        lines.SALESFORCE + ",Contact ID",
        ",",
        {
            "Contact ID": "003A1",
            "First Name": "Vera",
            "Last Name": "Kulagina",
            "Account Name": "Kulagina Ltd",
        },
        ("Title", "CEO"),
        "salesforce",
    ),
    "odoo": (
        lines.ODOO,
        ",",
        {"ID": "base.p1", "Name": "Vera Kulagina", "Is a Company": "0", "Email": "vera@kulagina.example"},
        ("Mobile", "+370 612 20001"),
        "odoo",
    ),
}


@pytest.mark.parametrize("program", PERSON)
def test_a_second_export_finds_by_number_and_adds_what_is_new(store, tmp_path, program):
    header, separator, row, (added, text), system = PERSON[program]
    first = bring(store, exported(tmp_path / "a.csv", header, separator, row))
    assert first.summary.people == 1
    before = store.read("SELECT COUNT(*) FROM client")
    ((identifier, name),) = store.read("SELECT c.id, c.name FROM client c WHERE kind = 'person'")
    assert store.read("SELECT system, value FROM external_id WHERE client_id = ?", (identifier,)) == [
        (system, next(iter(row.values())))
    ]
    # The family name has changed as well: only the number tells that it is she.
    changed = {
        key: value.replace("Кулагина", "Лисицына").replace("Kulagina", "Fox") for key, value in row.items()
    }
    changed |= {
        key: row[key] for key in ("Company Name", "Organization - Name", "Account Name") if key in row
    }
    again = exported(tmp_path / "b.csv", header, separator, changed | {added: text})
    assert bring(store, again).json()["completed"] == 1
    assert store.read("SELECT COUNT(*) FROM client") == before
    ((renamed,),) = store.read("SELECT name FROM client WHERE id = ?", (identifier,))
    assert renamed != name
    assert {row.verdict for row in rehearsed(store, again)} == {"same"}


COMPANY = {
    "hubspot": (lines.HUBSPOT_COMPANIES, "Record ID", "Company name", "hubspot.company"),
    "pipedrive": (
        lines.PIPEDRIVE_ORGANIZATIONS,
        "Organization - ID",
        "Organization - Name",
        "pipedrive.organization",
    ),
    "zoho": (lines.ZOHO_ACCOUNTS, "Record Id", "Account Name", "zoho"),
    "salesforce": (lines.SALESFORCE_REPORT, "Account ID", "Account Name", "salesforce"),
}


@pytest.mark.parametrize("program", COMPANY)
def test_companies_have_numbers_of_their_own(store, tmp_path, program):
    header, number, name, system = COMPANY[program]
    bring(store, exported(tmp_path / "a.csv", header, ",", {number: "9002", name: "Northern Lights"}))
    assert store.read("SELECT c.kind, e.system FROM client c JOIN external_id e ON e.client_id = c.id") == [
        ("company", system)
    ]
    result = bring(
        store, exported(tmp_path / "b.csv", header, ",", {number: "9002", name: "Northern Lights Group"})
    )
    assert (result.json()["completed"], list(clients(store))) == (1, ["Northern Lights Group"])


def test_a_contact_and_a_company_of_hubspot_with_one_number_stay_two(store, tmp_path):
    bring(
        store,
        exported(
            tmp_path / "a.csv",
            lines.HUBSPOT,
            ",",
            {"Record ID": "7", "First Name": "Vera", "Last Name": "Fox"},
        ),
        exported(
            tmp_path / "b.csv", lines.HUBSPOT_COMPANIES, ",", {"Record ID": "7", "Company name": "Foxes"}
        ),
    )
    assert sorted(clients(store)) == ["Foxes", "Vera Fox"]


def test_a_contact_and_a_lead_of_bitrix24_with_one_number_stay_two(store, tmp_path):
    contact = {"ID": "7", "Имя": "Вера", "Фамилия": "Лисицына"}
    lead = {
        "ID": "7",
        "Название лида": "Заявка",
        "Имя": "Пётр",
        "Фамилия": "Котов",
        "Мобильный телефон": "+7 916 200-30-41",
    }
    bring(store, exported(tmp_path / "a.csv", lines.BITRIX, ";", contact), region="RU")
    bring(store, exported(tmp_path / "b.csv", lines.BITRIX_LEADS, ";", lead), region="RU")
    assert len(clients(store)) == 2


# ------------------------------------------------------------------------------------------------------------- deals


def amocrm_deals(path, *rows, budget="Бюджет "):
    base = {
        "Полное имя контакта": "Лисицына Вера",
        "Компания контакта": "ООО «Лиса»",
        "Мобильный телефон": "8 916 200-30-40",
    }
    return exported(path, lines.AMOCRM_DEALS.replace("Бюджет ", budget), ";", *[base | row for row in rows])


def test_deals_of_amocrm_repeat_their_contact_and_give_one_client(store, tmp_path):
    path = amocrm_deals(
        tmp_path / "a.csv",
        {
            "ID": "1",
            "Название сделки": "Вентиляция склада",
            "Бюджет ₸": "450 000",
            "Этап сделки": "Переговоры",
            "Воронка": "Опт",
            "Дата закрытия": "не закрыта",
        },
        {
            "ID": "2",
            "Название сделки": "Вытяжка",
            "Бюджет ₸": "12 500,50",
            "Этап сделки": "Успешно реализовано",
            "Воронка": "Опт",
            "Дата закрытия": "05.03.2024 10:00:00",
        },
        {
            "ID": "3",
            "Название сделки": "Монтаж",
            "Бюджет ₸": "0",
            "Этап сделки": "Закрыто и не реализовано",
            "Воронка": "Опт",
            "utm_source": "first",
            "utm_source@2": "last",
        },
        budget="Бюджет ₸",
    )
    result = bring(store, path, region="RU")
    assert (result.json()["people"], result.json()["companies"], result.json()["deals"]) == (1, 1, 3)
    assert result.json()["review"] == 0
    assert deals(store) == [
        ("Вентиляция склада", 45_000_000, "KZT", "open", "Переговоры", "Опт", "Лисицына Вера"),
        ("Вытяжка", 1_250_050, "KZT", "won", "Успешно реализовано", "Опт", "Лисицына Вера"),
        ("Монтаж", 0, "KZT", "lost", "Закрыто и не реализовано", "Опт", "Лисицына Вера"),
    ]
    assert store.read("SELECT closed_on FROM deal WHERE state = 'won'") == [("2024-03-05",)]
    assert store.read("SELECT notes FROM deal WHERE state = 'lost'") == [("utm_source: last",)]
    assert store.read("SELECT name, role FROM deal_stage WHERE name <> '' ORDER BY rank") == [
        ("Переговоры", "open"), ("Успешно реализовано", "won"), ("Закрыто и не реализовано", "lost"),
    ]  # fmt: skip
    assert {row.verdict for row in rehearsed(store, path, "RU")} == {"same"}


def test_a_second_export_of_deals_updates_them_and_undo_takes_it_back(store, tmp_path):
    first = {
        "ID": "1",
        "Название сделки": "Вентиляция",
        "Бюджет ": "1000",
        "Этап сделки": "Переговоры",
        "Воронка": "Опт",
    }
    bring(store, amocrm_deals(tmp_path / "a.csv", first), region="RU")
    assert deals(store)[0][1:5] == (100_000, "EUR", "open", "Переговоры")
    later = first | {"Бюджет ": "1500", "Этап сделки": "Успешно реализовано", "Дата закрытия": "01.04.2024"}
    result = bring(store, amocrm_deals(tmp_path / "b.csv", later), region="RU")
    assert result.json()["completed"] == 1
    assert deals(store) == [
        ("Вентиляция", 150_000, "EUR", "won", "Успешно реализовано", "Опт", "Лисицына Вера")
    ]
    operations.undo(store)
    assert deals(store)[0][1:5] == (100_000, "EUR", "open", "Переговоры")
    operations.undo(store)
    assert (deals(store), clients(store)) == ([], {})
    assert store.read("SELECT 1 FROM deal_stage WHERE name <> '' AND deleted = 0") == []


def test_a_deal_of_bitrix24_takes_the_columns_of_its_contact(store, tmp_path):
    row = {
        "ID": "31",
        "Направление": "Розница",
        "Стадия сделки": "Сделка успешна",
        "Название сделки": "Букеты",
        "Сумма": "12000.00",
        "Контакт": "Вера Лисицына",
        "Дата создания": "12.03.2024 09:14:00",
        "Контакт: Мобильный телефон": "79162003040",
        "Контакт: Частный e-mail": "vera@fox.example",
    }
    path = exported(tmp_path / "a.csv", lines.BITRIX_DEALS, ";", row, encoding="cp1251")
    bring(store, path, region="RU")
    (client,) = clients(store).values()
    assert (client.keys("phone"), client.keys("email")) == (["+79162003040"], ["vera@fox.example"])
    assert deals(store) == [("Букеты", 1_200_000, "EUR", "won", "Сделка успешна", "Розница", "Вера Лисицына")]


def test_a_lead_of_bitrix24_is_a_client_with_a_deal(store, tmp_path):
    row = {
        "ID": "8",
        "Название лида": "Заявка с сайта",
        "Имя": "Вера",
        "Фамилия": "Лисицына",
        "Рабочий e-mail": "vera@fox.example",
        "Стадия": "Некачественный лид",
        "Товар": "Вытяжка",
        "Цена": "2500",
        "Количество": "3",
        "Валюта": "RUB",
        "Источник": "Сайт",
    }
    bring(store, exported(tmp_path / "a.csv", lines.BITRIX_LEADS, ";", row), region="RU")
    assert deals(store) == [
        ("Заявка с сайта", 750_000, "RUB", "lost", "Некачественный лид", "", "Лисицына Вера")
    ]
    assert store.read("SELECT o.name FROM deal d JOIN source o ON o.id = d.source_id") == [("Сайт",)]


def test_english_leads_and_deals_of_bitrix24(store, tmp_path):
    lead = {
        "ID": "8",
        "Lead Name": "Web form",
        "Lead Companies": "Foxes Ltd",
        "Work Phone": "+370 612 20001",
        "Stage": "In progress",
        "Opportunity": "900",
        "Currency": "USD",
    }
    deal = {
        "ID": "8",
        "Deal Name": "Flowers",
        "Pipeline": "Retail",
        "Stage": "Deal won",
        "Amount": "120",
        "Currency": "EUR",
        "Contact": "Vera Fox",
        "Contact: Work E-mail": "vera@fox.example",
    }
    bring(store, exported(tmp_path / "a.csv", lines.BITRIX_EN_LEADS, ";", lead))
    bring(store, exported(tmp_path / "b.csv", lines.BITRIX_EN_DEALS, ";", deal))
    assert deals(store) == [
        ("Flowers", 12_000, "EUR", "won", "Deal won", "Retail", "Vera Fox"),
        ("Web form", 90_000, "USD", "open", "In progress", "", "Foxes Ltd"),
    ]


def hubspot_deal(path, **cells):
    row = {
        "Record ID": "500",
        "Deal Name": "Flowers",
        "Deal Stage": "Closed Won",
        "Amount": "1,200.50",
        "Close Date": "2024-03-12 09:14",
    }
    return exported(
        path, lines.HUBSPOT_DEALS, ",", row | {name.replace("_", " "): text for name, text in cells.items()}
    )


def test_a_deal_of_hubspot_finds_its_client_by_number(store, tmp_path):
    contacts = exported(
        tmp_path / "a.csv",
        lines.HUBSPOT,
        ",",
        {"Record ID": "9999", "First Name": "Vera", "Last Name": "Fox"},
    )
    deal = hubspot_deal(tmp_path / "b.csv", Associated_Contact_IDs="9002;9999")
    bring(store, deal, contacts)  # in one go and in the wrong order
    assert deals(store) == [("Flowers", 120_050, "EUR", "won", "Closed Won", "", "Vera Fox")]
    assert store.read("SELECT closed_on, notes FROM deal") == [
        ("2024-03-12", "Associated Contact IDs: 9002;9999")
    ]
    assert {row.verdict for row in rehearsed(store, deal)} == {"same"}


def test_a_deal_whose_client_nobody_knows_is_told_and_not_lost(store, tmp_path):
    rows = rehearsed(store, hubspot_deal(tmp_path / "a.csv", Associated_Contact_IDs="9002"))
    assert [(row.verdict, row.reason) for row in rows] == [("rejected", "client_unknown")]
    nobody = hubspot_deal(tmp_path / "b.csv")
    assert [(row.verdict, row.reason) for row in rehearsed(store, nobody)] == [
        ("rejected", "deal_without_client")
    ]


def test_a_deal_of_hubspot_may_name_its_contact(store, tmp_path):
    bring(
        store,
        hubspot_deal(
            tmp_path / "a.csv", Associated_Contact="Vera Fox (vera@fox.example)", Associated_Contact_IDs="3"
        ),
    )
    assert clients(store)["Vera Fox"].keys("email") == ["vera@fox.example"]
    assert deals(store)[0][6] == "Vera Fox"


def test_deals_of_pipedrive_zoho_and_salesforce(store, tmp_path):
    pipedrive = {
        "Deal - ID": "1",
        "Deal - Title": "A pipe",
        "Deal - Value": "99",
        "Deal - Currency of Value": "PLN",
        "Deal - Status": "Lost",
        "Deal - Stage": "Offer",
        "Deal - Pipeline": "Main",
        "Deal - Lost reason": "Price",
        "Person - Name": "Vera Fox",
        "Person - Email": "vera@fox.example",
    }
    zoho = {
        "Record Id": "zcrm_2",
        "Deal Name": "B deal",
        "Amount": "100.00",
        "Closing Date": "2024-05-06",
        "Account Name": "Foxes",
        "Stage": "Closed Won",
        "Contact Name": "Peter Cat",
        "Pipeline": "Standard",
    }
    salesforce = {
        "Opportunity ID": "006A",
        "Opportunity Name": "C opportunity",
        "Account Name": "Foxes",
        "Stage": "Prospecting",
        "Amount Currency": "USD",
        "Amount": "10,000.00",
        "Close Date": "06/30/2024",
        "Opportunity Owner": "Rasa",
    }
    bring(store, exported(tmp_path / "p.csv", lines.PIPEDRIVE_DEALS, ",", pipedrive))
    bring(store, exported(tmp_path / "z.csv", lines.ZOHO_DEALS, ",", zoho))
    bring(store, exported(tmp_path / "s.csv", lines.SALESFORCE_DEALS, ",", salesforce))
    assert deals(store) == [
        ("A pipe", 9900, "PLN", "lost", "Offer", "Main", "Vera Fox"),
        ("B deal", 10_000, "PLN", "won", "Closed Won", "Standard", "Foxes"),
        ("C opportunity", 1_000_000, "USD", "open", "Prospecting", "", "Foxes"),
    ]
    assert store.read("SELECT lost_reason FROM deal WHERE state = 'lost'") == [("Price",)]
    assert store.read("SELECT expected_on, closed_on FROM deal WHERE state = 'open'") == [
        ("2024-06-30", None)
    ]
    assert store.read("SELECT w.name FROM deal d JOIN colleague w ON w.id = d.responsible_id") == [("Rasa",)]
    assert clients(store)["Peter Cat"].employer == "Foxes"


# ---------------------------------------------------------------------------------------------------------- address books


def test_google_joins_values_in_one_cell_and_marks_groups(store, tmp_path):
    row = {
        "First Name": "Вера Лисицына",
        "Labels": "* myContacts ::: Suppliers",
        "Phone 1 - Label": "* Work",
        "Phone 1 - Value": "+7\u00a0916 111-11-11 ::: 8 (916) 222-22-22",
        "Birthday": "--04-20",
    }
    bring(store, exported(tmp_path / "a.csv", lines.GOOGLE_NEW, ",", row), region="RU")
    (client,) = clients(store).values()
    assert client.keys("phone") == ["+79161111111", "+79162222222"]
    assert [point.label for point in client.points] == ["work", "work"]
    assert (client.groups, client.birthday) == (["Suppliers"], "--04-20")


def test_outlook_in_russian_fills_with_constants_that_say_nothing(store, tmp_path):
    row = {
        "Имя": "Вера",
        "Фамилия": "Лисицына",
        "День рождения": "0.0.00",
        "Годовщина": "0.0.00",
        "Пометка": "Обычная",
        "Важность": "Обычная",
        "Пол": "Не определен",
        "Частное": "Ложь",
        "Телефон переносной": "8 916 200-30-40",
        "Город  (другой адрес)": "Казань",
        "Тип эл. почты": "SMTP",
    }
    path = exported(tmp_path / "a.csv", lines.OUTLOOK_RU, ",", row, encoding="cp1251")
    bring(store, path, region="RU")
    (client,) = clients(store).values()
    assert (client.birthday, client.dates, client.fields, client.values.get("gender")) == ("", [], {}, None)
    assert [(point.kind, point.label, point.city) for point in client.points] == [
        ("phone", "mobile", ""), ("address", "other", "Казань"),
    ]  # fmt: skip


def test_thunderbird_has_three_pairs_of_equal_headers_and_a_birthday_in_parts(store, tmp_path):
    row = {
        "Vardas": "Vera",
        "Pavardė": "Lapė",
        "Miestas": "Vilnius",
        "Miestas@2": "Kaunas",
        "Valstybė": "Lietuva",
        "Valstybė@2": "Latvija",
        "Gimimo metai": "1980",
        "Gimimo mėnuo": "5",
        "Gimimo diena": "7",
        "1": "draugė",
    }
    bring(store, exported(tmp_path / "a.csv", lines.THUNDERBIRD_LT, "|", row))
    (client,) = clients(store).values()
    assert client.birthday == "1980-05-07"
    assert [(point.label, point.city, point.country) for point in client.points] == [
        ("home", "Vilnius", "Lietuva"), ("work", "Kaunas", "Latvija"),
    ]  # fmt: skip
    assert client.fields == {"1": "draugė"}


def test_linkedin_begins_with_notes(store, tmp_path):
    path = tmp_path / "Connections.csv"
    path.write_text(
        'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
        + lines.LINKEDIN
        + "\nVera,Fox,https://www.linkedin.example/in/vera,vera@fox.example,Foxes,CEO,05 Mar 2024\n"
        + "Peter,Cat,https://www.linkedin.example/in/peter,,Cats,CTO,06 Mar 2024\n",
        encoding="utf-8",
    )
    (plan,) = plan_file(store, path, "LT", "en")
    assert (plan.preset, plan.table.header_row) == ("linkedin", 4)
    bring(store, path)
    assert clients(store)["Vera Fox"].employer == "Foxes"


def test_amocrm_tells_companies_from_people(store, tmp_path):
    rows = [
        {"ID": "1", "Тип": "контакт", "Полное имя контакта": "Вера Лисицына", "Название компании": "Лиса"},
        {"ID": "2", "Тип": "компания", "Полное имя контакта": "Лиса", "Рабочий телефон": "+7 495 200-30-40"},
    ]
    result = bring(store, exported(tmp_path / "a.csv", lines.AMOCRM, ";", *rows), region="RU")
    assert (result.json()["people"], result.json()["companies"]) == (1, 1)
    assert clients(store)["Вера Лисицына"].employer == "Лиса"
    assert clients(store)["Лиса"].keys("phone") == ["+74952003040"]
