from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.finding.documents import Document
from crm_desktop.services.finding.spool import Spool


def _document(in_bin: bool, name_key: bytes, client_id: bytes) -> Document:
    row = ("person", 7, "Žukas", name_key, None)
    return Document(client_id, in_bin, name_key, row, ("žukas", ""), frozenset({b"tag", client_id}))


@given(
    st.lists(
        st.tuples(st.booleans(), st.binary(max_size=3), st.binary(min_size=1, max_size=2)),
        unique_by=lambda place: place[2],
    ),
    st.integers(1, 5),
)
def test_documents_come_back_whole_by_name_with_the_bin_at_the_end(
    places: list[tuple[bool, bytes, bytes]], size: int
) -> None:
    documents = [_document(*place) for place in places]
    with Spool("lt", since=0, by=0) as spool:
        spool.add(documents[:2])
        spool.add(documents[2:])
        assert list(spool.clients()) == [client_id for _, _, client_id in places]
        portions = list(spool.by_name(size))
    assert all(len(portion) == size for portion in portions[:-1])
    assert [document for portion in portions for document in portion] == [
        _document(*place) for place in sorted(places)
    ]


def test_a_document_overtaken_is_forgotten_and_may_come_again() -> None:
    with Spool("lt", since=0, by=0) as spool:
        spool.add([_document(False, b"b", b"one"), _document(False, b"c", b"two")])
        spool.forget({b"one", b"nobody"})
        assert len(spool) == 1
        spool.add([_document(False, b"a", b"one")])
        (found,) = spool.by_name(9)
    assert [(document.client_id, document.name_key) for document in found] == [(b"one", b"a"), (b"two", b"c")]
