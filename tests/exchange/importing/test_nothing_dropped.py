"""Whatever a list says of a client stands on the card afterwards: every cell, in some field, as it was written."""

from __future__ import annotations

import csv
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.errors import MappingRefused, NothingToImport
from crm_desktop.exchange.columns.values import is_placeholder
from crm_desktop.exchange.importing.plan import Choice, plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.folding import fold
from crm_desktop.models.dates import DateReader
from crm_desktop.services.base import open_base
from tests.exchange.importing.bringing import nothing

TARGETS = (
    "name.any", "name.full", "name.family", "name.given", "name.middle", "name.prefix", "name.suffix", "name.nickname",
    "company.name", "company.parent", "position", "department", "phone", "phone.work", "email", "messenger", "site",
    "address.full", "address.street", "address.city", "address.home.city", "birthday", "date", "gender", "language",
    "stage", "tags", "group", "source", "source.detail", "referrer", "responsible", "salutation", "number", "channel",
    "hours", "price_terms", "discount", "loyalty_card", "note", "likes", "external_id", "activity.date",
    "activity.text", "activity.result", "own:Batai", "own:Kita",
)  # fmt: skip
"""But flags and labels, which say something of another cell, and dates of birth in parts."""

cell = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "Petraitė",
            "Иванов Иван",
            "UAB Gėlės",
            "+370 612 34567",
            "ona@gele.lt",
            "2020-05-17",
            "žalias",
            "12",
        ]
    ),
    st.text("abcdežčаб 0123456789.-", min_size=1, max_size=20),
).map(lambda text: " ".join(text.split()))
tables = st.lists(st.sampled_from(TARGETS), min_size=2, max_size=8, unique=True).flatmap(
    lambda targets: st.tuples(
        st.just(targets),
        st.lists(st.tuples(*(cell for _ in targets)), min_size=1, max_size=4),
    )
)


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        open_base(path, region="LT").store.close()
        return path.read_bytes()


def everything(store) -> str:
    """All texts of the base that an import may have written, folded."""
    texts = []
    for table in (
        *("client", "contact_point", "employment", "named_date", "field_value", "external_id", "activity"),
        *("stage", "source", "colleague", "tag", "client_group"),
    ):
        texts += [fold(str(value)) for row in store.read(f"SELECT * FROM {table}") for value in row if value]
    # A day of a contact is its local one; the instant may fall on the day before.
    instants = store.read("SELECT COALESCE(held_at, planned_at) FROM activity")
    texts += [datetime.fromisoformat(at).astimezone().date().isoformat() for (at,) in instants if at]
    return "\n".join(texts)


DATES = {"birthday", "date", "activity.date"}


def is_day(text: str) -> bool:
    """Whether a cell of dates was read: a day may be written in many ways, a serial number shares no digit with it."""
    return bool(DateReader().read(text).day)


def words_of(text: str, kept: str) -> list[str]:
    """Words of a cell that stand nowhere in the base; numbers may stand in another form, their digits together."""
    digits = "".join(filter(str.isdigit, kept))
    missing = []
    for word in fold(text).replace(",", " ").split():
        bare = word.strip(".-0")  # noughts alone are an empty date
        if bare and bare not in kept and not (bare.isdigit() and bare in digits):
            missing.append(bare)
    return missing


@given(tables)
@settings(max_examples=25)
def test_every_cell_is_found_on_a_card(table):
    targets, rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        path.write_bytes(_template())
        store = open_base(path).store
        headers = [f"Stulpelis {number}" for number in range(len(targets))]
        file = Path(folder) / "list.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, delimiter=";").writerows([headers, *rows])
        mapping = dict(zip(headers, targets, strict=True))
        rejected: list[int] = []
        try:
            plans = plan_file(store, file, "LT", "en", Choice(mapping=mapping))
            with Session(store, plans, "LT") as session:
                session.rehearse(nothing)
                session.run(nothing)
                rejected = [row.row for row in session.staging.page(0, 99) if row.record is None]
        except (NothingToImport, MappingRefused):  # nobody in it; or not even a header was left of it
            return
        else:
            read = {number: cells for plan in plans for number, cells in plan.cells()}
            kept = everything(store)
            for number, cells in read.items():
                for text in cells:
                    if number not in rejected and text is not None and not is_placeholder(text):
                        assert words_of(str(text), kept) == [], (targets, cells)
        finally:
            store.close()
