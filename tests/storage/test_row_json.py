from __future__ import annotations

import math
import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.storage.row_json import decode, decode_value, encode, encode_value, whole

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.binary(),
)


@given(row=st.dictionaries(st.text("abc", min_size=1), VALUES))
@example(row={"a": math.inf, "b": -math.inf, "c": 0.1 + 0.2})
def test_what_python_writes_comes_back_exactly(row):
    back = decode(encode(row))
    assert {name: (type(value), value) for name, value in back.items()} == {
        name: (type(value), value) for name, value in row.items()
    }


@given(VALUES)
def test_a_single_value_comes_back_exactly(value):
    back = decode_value(encode_value(value))
    assert (type(back), back) == (type(value), value)


@pytest.mark.parametrize("value", [None, 5, "a 'b' \"c\" \n š", b"\x00\xff", ""])
def test_sql_and_python_write_the_same_text(value):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (one, two)")
        connection.execute("INSERT INTO t VALUES (?, 1)", (value,))
        ((text,),) = connection.execute(f"SELECT {whole('t', ('one', 'two'))} FROM t").fetchall()
    assert decode(text) == {"one": value, "two": 1}
    assert text == encode({"one": value, "two": 1})
