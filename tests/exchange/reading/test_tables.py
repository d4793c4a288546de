"""Tables in sheets: where they begin and end, and what is left out with a reason."""

from __future__ import annotations

from crm_desktop.exchange.reading.book import Row, Sheet
from crm_desktop.exchange.reading.tables import Heading, column_letter, find_table, find_tables, table_rows

HEADER: Row = ("Vardas", "Tel.", "Miestas")
RECORDS: list[Row] = [
    ("Jonas", "8 612 11111", "Vilnius"),
    ("Ona", "8 612 22222", "Kaunas"),
    ("Petras", "8 612 33333", "Vilnius"),
]


def found(*rows: Row, known: set[str] | None = None) -> list[tuple[int | None, int, int, dict[int, str]]]:
    tables = find_tables(Sheet("s", rows), known.__contains__ if known else None)
    return [(table.header_row, table.first_row, table.last_row, dict(table.skipped)) for table in tables]


def test_blank_sheet() -> None:
    assert find_table(Sheet("s", ())) is None
    assert find_table(Sheet("s", ((), (None, " ")))) is None


def test_title_blanks_and_total() -> None:
    rows = found(
        ("Klientai 2009",), (), HEADER, (), *RECORDS[:2], (None, " "), RECORDS[2], (), ("Iš viso", 3)
    )
    assert rows == [(3, 5, 8, {1: "above", 10: "total"})]


def test_header_only() -> None:
    assert found(HEADER) == [(1, 2, 1, {})]


def test_no_header() -> None:
    table = find_table(Sheet("s", RECORDS))
    assert table is not None
    assert (table.header_row, table.headers, table.first_row, table.last_row) == (None, ("", "", ""), 1, 3)


def test_repeated_header_and_column_numbers() -> None:
    rows = found(HEADER, (1, 2, 3), RECORDS[0], HEADER, *RECORDS[1:])
    assert rows == [(1, 2, 6, {2: "column_numbers", 4: "header_again"})]


def test_numbers_further_down_are_records() -> None:
    assert found(HEADER, *RECORDS, (1, 2, 3))[0][3] == {}


def test_two_tables() -> None:
    second: list[Row] = [("Prekė", "Kaina", "Kiekis"), ("Vazos", 12, 5), ("Rožės", 3, 50)]
    assert found(HEADER, *RECORDS, (), *second) == [(1, 2, 4, {}), (6, 7, 8, {})]


def test_known_headings_begin_a_table_of_words() -> None:
    rows: list[Row] = [("Vardas", "Miestas"), ("Jonas", "Vilnius"), (), ("Name", "City"), ("John", "London")]
    assert len(found(*rows)) == 1
    assert len(found(*rows, known={"Vardas", "Miestas", "Name", "City"})) == 2


def test_a_record_after_a_blank_line_begins_no_table() -> None:
    rows: list[Row] = [HEADER]
    for record in RECORDS:
        rows += [(), record]
    assert found(*rows) == [(1, 3, 7, {})]
    assert found(HEADER, *RECORDS, (), ("Ona",), (), ("a", "b", None), (), ("a", "b", "c"))[0][1:3] == (2, 10)


def test_a_poorly_covered_row_begins_no_table() -> None:
    rows: list[Row] = [
        HEADER,
        *RECORDS,
        (),
        ("Prekė", "Kaina", None, None, None),
        ("V", 12, 5, 6, 7),
        ("R", 3, 50, 6, 7),
    ]
    assert len(found(*rows)) == 1


def test_records_far_below_the_head_are_walked() -> None:
    rows: list[Row] = [HEADER, *RECORDS * 40, (), *RECORDS, ("Viso", 5)]
    assert found(*rows) == [(1, 2, 125, {126: "total"})]


def test_note_below_does_not_widen() -> None:
    table = find_table(Sheet("s", [HEADER, *RECORDS * 5, (None,) * 9 + ("page 1",)]))
    assert table is not None
    assert (len(table.headers), table.last_row, table.skipped) == (3, 16, ((17, "note"),))


def test_wider_records_widen() -> None:
    table = find_table(Sheet("s", [HEADER, (*RECORDS[0], "x", None), *RECORDS * 8]))
    assert table is not None
    assert table.headers == (*HEADER, "")


def test_rows_are_as_wide_as_the_headers() -> None:
    sheet = Sheet(
        "s",
        [
            ("title",),
            HEADER,
            ("Jonas", "8 612 11111"),
            (),
            ("Ona", "8 612 22222", "K", None, None),
            ("Viso", 2),
        ],
    )
    table = find_table(sheet)
    assert table is not None
    assert list(table_rows(sheet, table)) == [
        (3, ("Jonas", "8 612 11111", None)),
        (5, ("Ona", "8 612 22222", "K")),
    ]


def test_equal_headings_are_told_apart() -> None:
    table = find_table(Sheet("s", [("Tel", "Tel", None, 2020), (1, 2, 3, 4.5), (3, 4, 5, 6.5)]))
    assert table is not None
    assert table.columns == (
        Heading(0, "A", "Tel", 1),
        Heading(1, "B", "Tel", 2),
        Heading(2, "C", "", 1),
        Heading(3, "D", "2020", 1),
    )


def test_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
