"""Make the sample lists in ``resources/samples``: ``python -m devtools.sample_lists``.

They are what the importer shows itself with: as messy as lists really are, every person invented. The mess on purpose
is named in ``resources/samples/README.md``. The same run gives the same files, byte for byte.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from crm_desktop.kinds import PointLabel
from crm_desktop.services.demo import people, reach
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.packs import Pack, load

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"

_NOTED = datetime(2026, 1, 5)  # noqa: DTZ001 - openpyxl wants the naive time that the file shows

LT_HEADER = {
    "name": "Vardas, pavardė",
    "company": "Įmonė",
    "phones": "Telefonai",
    "email": "El. paštas",
    "born": "Gimimo diena",
    "address": "Adresas",
    "likes": "Mėgstamos gėlės",
    "notes": "Pastabos",
}
LT_FLOWERS = ("bijūnai", "tulpės", "frezijos", "baltos rožės", "hortenzijos", "saulėgrąžos")

Value = str | date | None
Row = dict[str, Value]

# Each of these holds a difficulty of its own (only the filled cells, by column); the rest of the list is ordinary.
LT_SPECIAL: tuple[dict[str, Value], ...] = (
    {
        "name": "Petraitienė Rasa",
        "phones": "8 612 30517, 8 5 212 4408 (namai)",
        "email": "rasa.petraitiene@pastas.example",
        "born": date(1968, 3, 14),
        "address": "Žirmūnų g. 12-40, Vilnius",
        "likes": "bijūnai, baltos rožės",
        "notes": "Lelijų nesiūlyti, alergija.",
    },
    {
        "name": "Jonas Petraitis",
        "company": 'UAB "Baltas gluosnis"',
        "phones": "+370 699 41 552; faks. 8 5 212 4409",
        "email": "jonas@baltasgluosnis.example",
        "born": "1959.11.02",
        "address": "Gedimino pr. 31, Vilnius",
        "notes": "Sąskaitas siųsti buhalterei.",
    },
    {
        "name": "Petraitytė Ugnė",
        "phones": "861230518",
        "email": "UGNE.PETRAITYTE@PASTAS.EXAMPLE",
        "born": "06-21",
        "likes": "saulėgrąžos",
        "notes": "Rasos dukra",
    },
    {
        "name": "Žydrė Šimkuvienė",
        "phones": "0 684 77120\n8 46 310 220 (darbas)",
        "email": "zydre@elpastas.example",
        "born": "1975 m. gruodžio 12 d.",
        "address": "Taikos pr. 88-15, Klaipėda",
        "likes": "frezijos",
        "notes": "Skambinti po 18 val.",
    },
    {
        "name": "  Ąžuolas   Kairys ",
        "phones": "370 615 22 908",
        "email": "kairys(at)pastas.example",
        "address": "Laisvės al. 5, Kaunas",
        "notes": "El. paštą patikslinti.",
    },
    {
        "name": "Restoranas „Vyšnių sodas“",
        "company": "Restoranas „Vyšnių sodas“",
        "phones": "8-37-205511, 8-37-205512, 8 687 00319",
        "email": "uzsakymai@vysniusodas.example",
        "address": "Vilniaus g. 3, Kaunas",
        "likes": "į stalus: eustomos",
        "notes": "Kas penktadienį 12 puokštelių.",
    },
    {
        "name": "Rasa Petraitienė",
        "phones": "+37061230517",
        "notes": "Antrą kartą įrašyta, reikia sutvarkyti.",
    },
    {
        "name": "Inga",
        "email": "inga.is.parodos@pastas.example",
        "notes": "Pavardės nežinau, susipažinome parodoje.",
    },
    {
        "name": "Vidas Norkus",
        "company": "MB „Oro meistrai“",
        "phones": "8 611 00 92a",
        "email": "vidas@oromeistrai.example",
        "born": "1981-02-29",
        "address": "Savanorių pr. 101, Kaunas",
        "notes": "Telefonas neaiškus.",
    },
    {
        "notes": "Paklausti Linos dėl vazų.",
    },
)

RU_HEADER = (
    "ФИО", "Компания", "Должность", "Мобильный телефон", "Рабочий телефон", "E-mail", "Дата рождения", "Город",
    "Объект, кв. м", "Примечание",
)  # fmt: skip


def flower_shop() -> Workbook:
    """The list of a Lithuanian flower shop: a title over merged cells, the header in row 3, a price list behind."""
    book = Workbook()
    book.properties.created = book.properties.modified = _NOTED
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Klientai")
    sheet["A1"] = "Gėlių salonas „Rugiagėlė“. Klientų sąrašas"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A1:I1")
    for column, title in enumerate(("Nr.", *LT_HEADER.values()), start=1):
        cell = sheet.cell(3, column, title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F3D9E2")
    row = 4
    for number, values in enumerate(lithuanians(), start=1):
        row += 2 if number == 31 else 1  # somebody left a gap
        for column, value in enumerate([number, *map(values.get, LT_HEADER)], start=1):
            cell = sheet.cell(row - 1, column, value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.cell(row + 1, 2, "Iš viso:").font = Font(bold=True)
    sheet.cell(row + 1, 3, number)
    for letter, width in zip("ABCDEFGHI", (5, 26, 28, 36, 34, 22, 30, 24, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    prices = book.create_sheet("Kainos")
    for line in (("Gėlė", "Kaina, €"), ("Rožė", 2.5), ("Bijūnas", 3.2), ("Tulpė", 1.1), ("Eustoma", 2.9)):
        prices.append(line)
    return book


def lithuanians() -> list[Row]:
    """The special rows scattered among 54 ordinary ones, whose birthdays are spread evenly over the year."""
    rng, pack = Random(2009), load("lt")  # noqa: S311 - invented people
    rows = [_lithuanian(rng, pack, index) for index in range(54)]
    for place, special in enumerate(LT_SPECIAL):
        rows.insert(2 + place * 6, special)
    return rows


def _lithuanian(rng: Random, pack: Pack, index: int) -> Row:
    name = people.make_name(rng, pack)
    city = pick(rng, pack.cities)
    phones = reach.mobile(rng, pack).value
    if index % 5 == 4:
        phones += ", " + reach.landline(rng, pack, city).value
    born: date = date(1950 + index % 50, 1, 1) + timedelta(days=3 + index * 365 // 54)
    email = reach.person_email(rng, pack, name.given, name.family, index).value if index % 3 else None
    address = reach.address(rng, pack, city, PointLabel.HOME).value if index % 4 == 0 else None
    return {
        "name": name.written,
        "company": people.make_company(rng, pack) if index % 6 == 5 else None,
        "phones": phones,
        "email": email,
        "born": _as_typed(born, index),
        "address": address,
        "likes": pick(rng, LT_FLOWERS) if index % 4 == 1 else None,
        "notes": pick(rng, pack["flowers"]["notes"]) if index % 5 == 2 else None,
    }


def _as_typed(day: date, index: int) -> Value:
    """A date in one of the ways it stands in one and the same column."""
    ways: tuple[Callable[[], Value], ...] = (
        lambda: day,
        lambda: day,
        lambda: f"{day:%Y.%m.%d}",
        lambda: f"{day:%m-%d}",
        lambda: day,
        lambda: f"{day:%Y-%m-%d}",
    )
    return ways[index % len(ways)]()


def old_diary(rows: list[Row]) -> bytes:
    """Thirty rows of the same list as an old program saved it: code page 1257, semicolons, CRLF."""
    lines = [[_plain(row.get(column)) for column in LT_HEADER] for row in rows[:30]]
    return _csv([list(LT_HEADER.values()), *lines]).encode("cp1257", errors="replace")


def ventilation() -> bytes:
    """The list of a Russian salesperson: code page 1251, semicolons, an own column, damaged numbers."""
    rng, pack = Random(1251), load("ru")  # noqa: S311 - invented people
    lines = [list(RU_HEADER)]
    for index in range(60):
        name, city = people.make_name(rng, pack), pick(rng, pack.cities)
        born = date(1955 + index % 45, 1, 1) + timedelta(days=5 + index * 6)
        lines.append([
            name.written,
            people.make_company(rng, pack) if index % 2 else "",
            pick(rng, pack["job_titles"]) if index % 2 else "",
            "7,9E+10" if index == 17 else reach.mobile(rng, pack).value,
            f"{reach.landline(rng, pack, city).value} доб. {100 + index}" if index % 4 == 1 else "",
            reach.person_email(rng, pack, name.given, name.family, index).value if index % 3 else "",
            f"{born:%d.%m.%Y}" if index % 5 else f"{born:%d.%m}",
            city.name,
            str(80 + index * 15) if index % 3 == 0 else "",
            pick(rng, pack["ventilation"]["notes"]) if index % 4 == 0 else "",
        ])  # fmt: skip
    return _csv(lines).encode("cp1251", errors="replace")


def _csv(lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _plain(value: Value) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _settled(book: Workbook) -> bytes:
    """The workbook with the time of each part set, so that two runs give the same bytes."""
    raw, settled = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving
                content = _without_saving_time(content)
            target.writestr(zipfile.ZipInfo(name, _NOTED.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def _without_saving_time(core: bytes) -> bytes:
    start = core.index(b"<dcterms:modified")
    end = core.index(b"</dcterms:modified>") + len(b"</dcterms:modified>")
    return core[:start] + core[end:]


def main() -> None:
    """Write the three files."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    (SAMPLES / "clients.xlsx").write_bytes(_settled(flower_shop()))
    (SAMPLES / "klientai.csv").write_bytes(old_diary(lithuanians()))
    (SAMPLES / "klienty.csv").write_bytes(ventilation())


if __name__ == "__main__":
    main()
