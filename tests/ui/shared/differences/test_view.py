from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from crm_desktop.services import differences, operations
from crm_desktop.ui.shared.differences.view import DifferencesView
from tests.services.differing import meet


@pytest.fixture
def opened():
    return []


@pytest.fixture
def view(qtbot, session, told, opened):
    made = DifferencesView(session, told, lambda: operations.undo(session.store), opened.append)
    qtbot.addWidget(made)
    made.resize(860, 560)
    made.show()
    return made


def shown(view, name):
    return view.findChild(QLabel, name).text()


def answers(view):
    return [made.accessibleName() for made in view.detail.answers if made.isVisible()]


def fields(view):
    return [view.model.difference(n).field for n in range(view.model.rowCount()) if view.model.difference(n)]


def press(qtbot, view, key):
    qtbot.keyClick(view.list, key)


@pytest.fixture
def notes(laptop):
    client = laptop.client("Ona Petraitė")
    meet(laptop, ("client", client, {"notes": "likes tea a lot"}, {"notes": "likes coffee a lot"}))
    return client


def test_where_there_are_none_it_says_what_will_stand_here(view):
    assert view.findChild(QWidget, "differences_empty").isVisible()
    assert view.total.text() == ""
    view._filter.choose(True)
    view._filter.told.changed.emit()
    assert "decided" in view.findChild(QWidget, "differences_empty").accessibleName()


def test_both_sides_stand_beside_each_other(notes, view):
    assert shown(view, "difference_record") == "Ona Petraitė"
    assert shown(view, "difference_field") == "Notes"
    assert (
        shown(view, "difference_sentence") == "Bea and Ona both changed this before they heard of each other."
    )
    assert (view.detail.sides.stands.words(), view.detail.sides.other.words()) == (
        "likes coffee a lot",
        "likes tea a lot",
    )
    assert shown(view, "difference_stands_given").startswith("Bea · ")
    assert answers(view) == ["Keep what stands", "Use the other one", "Keep both texts", "Write another…"]
    assert view.total.text() == "1 difference to look at"


@pytest.mark.parametrize(
    ("digit", "text", "words"),
    [
        ("1", "likes coffee a lot", "What stood was kept"),
        ("2", "likes tea a lot", "The other value was taken"),
        ("3", "likes coffee a lot\n\nlikes tea a lot", "Both were kept"),
    ],
)
def test_a_digit_answers_and_is_taken_back(qtbot, laptop, notes, view, told, digit, text, words):
    press(qtbot, view, digit)
    assert (laptop.value("client", notes, "notes"), told.words) == (text, [words])
    assert view.model.rowCount() == 0
    assert view.findChild(QWidget, "differences_empty").isVisible()
    with qtbot.waitSignal(view.counted):
        told.last_undo()
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)
    assert laptop.value("client", notes, "notes") == "likes coffee a lot"


def test_a_third_value_is_written_with_the_field_that_suits_it(qtbot, laptop, view):
    client = laptop.client("Ona")
    meet(laptop, ("client", client, {"birthday": "1976-05-17"}, {"birthday": "1976-05-18"}))
    view.reload()
    press(qtbot, view, "4")
    field = view.detail.third.field
    field.line.setText("nonsense")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert laptop.value("client", client, "birthday") == "1976-05-18"
    field.line.setText("19.05.1976")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert laptop.value("client", client, "birthday") == "1976-05-19"
    assert not view.detail.third.isVisible()


def test_escape_leaves_everything_as_it_is(qtbot, laptop, notes, view):
    press(qtbot, view, "4")
    qtbot.keyClick(view.detail.third.field, Qt.Key.Key_Escape)
    assert not view.detail.third.isVisible()
    assert differences.count_open(laptop.store) == 1
    assert view.focusWidget() is view.list


def test_a_value_that_changed_meanwhile_is_shown_before_anything_is_written(qtbot, laptop, notes, view, told):
    with laptop.store.transaction() as connection:  # another program: no notice comes
        connection.execute("UPDATE client SET notes = 'newest of all'")
    press(qtbot, view, "2")
    assert laptop.value("client", notes, "notes") == "newest of all"
    assert len(told.problems) == 1
    assert view.detail.sides.stands.words() == "newest of all"
    assert view.findChild(QLabel, "difference_changed").isVisible()
    press(qtbot, view, "2")
    assert laptop.value("client", notes, "notes") == "likes tea a lot"


def test_arrows_pass_over_the_lines_of_records_and_return_opens_the_card(qtbot, laptop, view, opened):
    clients = [laptop.client(f"C{n}") for n in range(2)]
    meet(
        laptop,
        *(("client", each, {"notes": "a", "likes": "a"}, {"notes": "b", "likes": "b"}) for each in clients),
    )
    view.reload()
    assert view.model.rowCount() == 6
    assert view.list.currentIndex().row() == 1
    for place in (2, 4, 5, 5):
        press(qtbot, view, Qt.Key.Key_Down)
        assert view.list.currentIndex().row() == place
    press(qtbot, view, Qt.Key.Key_Up)
    assert view.list.currentIndex().row() == 4
    press(qtbot, view, Qt.Key.Key_Return)
    assert opened == [view.model.difference(4).record.client.id]
    press(qtbot, view, "1")
    assert view.list.currentIndex().row() == 4  # the next one of the same record
    assert view.model.rowCount() == 5


def test_several_chosen_are_answered_as_one(qtbot, laptop, view, told):
    clients = [laptop.client(f"C{n}") for n in range(3)]
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients))
    view.reload()
    qtbot.keyClick(view.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.list.chosen()) == 2
    assert answers(view) == ["Keep what stands in all", "Use the other one in all"]
    press(qtbot, view, "2")
    assert sorted(laptop.value("client", each, "notes") for each in clients) == ["a", "a", "b"]
    assert told.words == ["2 differences decided"]
    told.last_undo()
    assert differences.count_open(laptop.store) == 3


def test_all_like_one_and_all_of_a_record(qtbot, laptop, view, told):
    clients = [laptop.client(f"C{n}") for n in range(30)]
    meet(
        laptop,
        *(("client", each, {"notes": "a", "likes": "a"}, {"notes": "b", "likes": "b"}) for each in clients),
    )
    view.reload()
    first = view.model.difference(1)
    qtbot.keyClick(view.list, Qt.Key.Key_Menu)
    (menu,) = view.findChildren(QMenu, "difference_menu")
    of_record, like = (each for each in menu.actions() if each.objectName() == "several_kept")
    of_record.trigger()
    assert told.words == ["2 differences decided"]
    assert first.row_id not in {view.model.difference(n).row_id for n in range(1, view.model.rowCount(), 3)}
    like.trigger()  # the others of that field, on a thread: they are many
    qtbot.waitUntil(lambda: len(told.words) == 2)
    assert told.words[1] == "29 differences decided"
    qtbot.waitUntil(lambda: set(fields(view)) == {"likes" if first.field == "notes" else "notes"})
    menu.close()


def test_what_was_decided_is_kept_with_both_values(qtbot, laptop, notes, view):
    press(qtbot, view, "3")
    view.show_decided()
    assert (view.detail.sides.stands.words(), view.detail.sides.other.words()) == (
        "likes coffee a lot",
        "likes tea a lot",
    )
    assert shown(view, "difference_decided").startswith("Both were kept · Ona · ")
    assert shown(view, "difference_now") == "Stands now: likes coffee a lot\n\nlikes tea a lot"
    assert answers(view) == []
    press(qtbot, view, "1")
    assert laptop.value("client", notes, "notes") == "likes coffee a lot\n\nlikes tea a lot"


def test_an_answer_of_a_colleague_takes_it_off_the_list(qtbot, laptop, notes, view):
    with laptop.store.change("sync") as change:
        change.execute("UPDATE conflict SET resolved_at = 'x', resolved_by = 'Bea', answer = 'kept'")
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)


def test_one_can_be_led_to_a_client(laptop, view):
    clients = [laptop.client(f"C{n}") for n in range(3)]
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients))
    view.show_client(clients[1])
    assert [each.row_id for each in view.list.chosen()] == [clients[1]]


def test_hundreds_come_as_one_scrolls(qtbot, laptop, view):
    clients = [laptop.client(f"C{n:03}") for n in range(150)]
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients))
    view.reload()
    assert view.model.canFetchMore()
    chosen = view.list.chosen()
    while view.model.canFetchMore():
        view.model.fetchMore()
    assert view.model.rowCount() == 300
    assert view.list.chosen() == chosen
    assert view.total.text() == "150 differences to look at"


def test_pictures_and_notices_are_painted(qtbot, laptop, view):
    tag, client = laptop.insert("tag", name="VIP"), laptop.client("Ona")
    other = laptop.client("Other")
    meet(
        laptop,
        ("tag", tag, {"name": "Very"}, {"deleted": 1}),
        ("client", client, {"deleted": 1}, {"notes": "x"}),
        ("client", other, {"deleted": 1, "merged_into": client}, {"notes": "x"}),
    )
    view.reload()
    view.grab()
    sentences = set()
    for place in range(view.model.rowCount()):
        if view.model.difference(place) is not None:
            view.list.choose(place)
            sentences.add(shown(view, "difference_sentence"))
            view.grab()
    assert len(sentences) == 3
    assert any("merged this card into" in each for each in sentences)


def test_what_is_being_written_outlives_what_comes_meanwhile(qtbot, laptop, notes, view):
    press(qtbot, view, "4")
    view.detail.third.field.setPlainText("half a sent")
    laptop.client("Somebody new")
    qtbot.waitUntil(lambda: not view._soon.isActive())
    assert view.detail.third.isVisible()
    assert view.detail.third.field.toPlainText() == "half a sent"


def test_out_of_sight_it_only_counts(qtbot, laptop, notes, view):
    view.hide()
    with qtbot.waitSignal(view.counted) as counted, laptop.store.change("sync") as change:
        change.execute("UPDATE conflict SET resolved_at = 'x', answer = 'kept'")
    assert counted.args == [0]
    assert view.model.rowCount() == 2
    view.show()
    assert view.model.rowCount() == 0


def test_a_picture_is_shown_as_one(qtbot, laptop, view):
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QImage

    pictures = []
    for colour in ("red", "blue"):
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(colour)
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs ask for bytes, Qt for text
        pictures.append(bytes(buffer.data().data()))
    client = laptop.client("Ona")
    photo = laptop.insert("photo", client_id=client, mime="image/png", data=b"first")
    meet(laptop, ("photo", photo, {"data": pictures[0]}, {"data": pictures[1]}))
    view.reload()
    assert view.detail.sides.stands._picture.isVisible()
    assert view.detail.sides.stands.words() == "another picture"
    assert answers(view) == ["Keep what stands", "Use the other one"]
    press(qtbot, view, "2")
    assert laptop.value("photo", photo, "data") == pictures[0]
