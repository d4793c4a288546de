"""An empty list says why it is empty."""

from __future__ import annotations

import pytest

from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.ui.lists.empty_words import empty_words


@pytest.mark.parametrize(
    ("query", "title"),
    [
        (ClientQuery(), "No clients yet"),
        (ClientQuery(text="Ona"), "Nobody found for “Ona”"),
        (ClientQuery(filters=(Filter("owes", FilterOp.YES),)), "Nobody fits these filters"),
    ],
)
def test_it_says_why_nobody_is_in_it(session, query, title):
    words, _, in_making = empty_words(session, query)
    assert (words, in_making) == (title, False)


def test_while_names_are_put_in_order_it_says_so_whatever_is_asked(session):
    with session.store.transaction() as connection:
        connection.execute("UPDATE derived_state SET complete = 0")
    for query in (ClientQuery(), ClientQuery(text="Ona")):
        title, _, in_making = empty_words(session, query)
        assert (title, in_making) == ("The list is being prepared", True)
