"""The form of a client on a real base."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from crm_desktop.kinds import Channel, ClientKind, FieldKind, PointKind
from crm_desktop.services import clients, fields, unsaved
from crm_desktop.services.dictionaries import Dictionary, add
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.ui.card.client_form import ClientForm
from crm_desktop.ui.card.tab_order import stops
from tests.ui.card.keys import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_form(qtbot, session, told):
    def made(client_id=None):
        form: Any = ClientForm(session, told, client_id)
        qtbot.addWidget(form)
        form.done = []
        form.saved.connect(lambda id_, op: form.done.append((id_, op)))
        form.left.connect(lambda: form.done.append("left"))
        form.resize(700, 800)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        form.focus_first()
        return form

    return made


def field(form, name):
    return form.findChild(QWidget, name)


def type_into(form, name, text):
    widget = field(form, name)
    widget.setFocus()
    type_text(widget, text)


def test_a_new_client_is_written_with_the_keyboard(open_form, store, base):
    form = open_form()
    type_text(form.window().focusWidget(), "Ona Petraitiene")
    type_into(form, "point_value", "861234567")
    type_into(form, "client_likes", "tulips")
    type_into(form, "client_birthday", "17 may")
    type_into(form, "client_tags", "VIP, new")
    QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Return, CTRL)
    ((client, op),) = form.done
    assert op == "add_client"
    draft = clients.draft_of(store, client)
    assert (draft.name, draft.given, draft.family) == ("Ona Petraitiene", "Ona", "Petraitiene")
    assert (draft.likes, draft.birthday, draft.responsible_id) == ("tulips", "--05-17", base.me)
    assert set(draft.tags) == {"VIP", "new"}
    assert [(point.kind, point.value) for point in draft.points] == [(PointKind.PHONE, "861234567")]


def test_opening_and_saving_changes_nothing(open_form, store, ivanov):
    before = clients.draft_of(store, ivanov)
    newest = store.read("SELECT MAX(seq) FROM journal")
    form = open_form(ivanov)
    assert form.draft(strict=True) == before
    form.save()
    assert form.done == [(ivanov, "edit_client")]
    assert clients.draft_of(store, ivanov) == before
    assert store.read("SELECT MAX(seq) FROM journal") == newest


def test_the_parts_follow_the_name_and_the_name_its_parts(open_form):
    form = open_form()
    type_into(form, "client_name", "Иванов Иван Петрович")
    parts = [field(form, f"client_{part}").text() for part in ("family", "given", "middle")]
    assert parts == ["Иванов", "Иван", "Петрович"]
    field(form, "client_given").clear()
    type_into(form, "client_given", "Пётр")
    assert field(form, "client_name").text() == "Иванов Пётр Петрович"


def test_the_users_own_wording_of_a_name_stays(open_form, store):
    client = clients.add(store, ClientDraft(name="Uncle Vanya", family="Ivanov", given="Ivan"))
    form = open_form(client)
    type_into(form, "client_family", "s")
    form.save()
    draft = clients.draft_of(store, client)
    assert (draft.name, draft.family) == ("Uncle Vanya", "Ivanovs")


def test_a_company_has_no_parts_and_no_employer(open_form, store):
    form = open_form()
    form._names._kind._click(1)
    assert not field(form, "name_parts").isVisible()
    assert not field(form, "section_work").isVisible()
    type_into(form, "client_name", "UAB Rasa")
    form.save()
    draft = clients.draft_of(store, form.done[0][0])
    assert (draft.kind, draft.name, draft.family) == (ClientKind.COMPANY, "UAB Rasa", "")


def test_a_wrong_birthday_is_told_at_its_field(open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona")
    type_into(form, "client_birthday", "31.02.1980")
    form.save()
    assert form.done == []
    assert "31.02.1980" in form.error()
    assert form.window().focusWidget() is field(form, "client_birthday")
    assert field(form, "client_birthday").property("wrong") == "true"


def test_an_empty_client_is_refused_in_words(open_form):
    form = open_form()
    form.save()
    assert form.done == []
    assert form.error()


def test_possible_duplicates_are_shown_while_typing(qtbot, open_form, ivanov):
    form = open_form()
    opened: list[bytes] = []
    form.open_client.connect(opened.append)
    type_into(form, "point_value", "8 612 34567")
    qtbot.waitUntil(lambda: form._similar.shown() == [ivanov])
    form._similar.findChild(QPushButton, "similar_open").click()
    assert opened == [ivanov]


def test_several_pasted_phones_become_rows(open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona")
    QGuiApplication.clipboard().setText("+370 612 34567, +370 5 212 3456")
    value = field(form, "point_value")
    value.setFocus()
    QTest.keyClick(value, Qt.Key.Key_V, CTRL)
    assert [row.value.text() for row in form._points.points.rows] == ["+370 612 34567", "+370 5 212 3456"]


def test_rows_are_added_moved_and_removed_by_keyboard(open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona")
    type_into(form, "point_value", "861234567")
    QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Return)
    type_text(form.window().focusWidget(), "852123456")
    QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    rows = form._points.points.rows
    assert [row.value.text() for row in rows] == ["852123456", "861234567"]
    QTest.keyClick(rows[1].value, Qt.Key.Key_Delete, CTRL)
    form.save()
    assert [point.value for point in clients.draft_of(store, form.done[0][0]).points] == ["852123456"]


def test_an_address_in_one_line_stays_until_it_is_changed(open_form, store):
    client = clients.add(
        store, ClientDraft(name="Ona", points=(PointDraft(PointKind.ADDRESS, "Vilnius, Gedimino 5"),))
    )
    form = open_form(client)
    assert form.draft().points == clients.draft_of(store, client).points
    field(form, "address_street").clear()
    type_into(form, "address_street", "Gedimino 7")
    type_into(form, "address_city", "Vilnius")
    form.save()
    (point,) = clients.draft_of(store, client).points
    assert (point.value, point.street, point.city) == ("", "Gedimino 7", "Vilnius")


def test_the_employer_is_found_while_typing(qtbot, open_form, store, ivanov):
    company = clients.draft_of(store, ivanov).employments[0].company_id
    form = open_form()
    type_into(form, "client_name", "Ona")
    form._work.add_row()
    row = form._work.rows.rows[0]
    type_text(row.company, "ras")
    qtbot.waitUntil(lambda: row.company._found.rowCount() == 1)
    row.company._pick(row.company._found.index(0, 0))
    row.company._popup.hide()
    form.save()
    assert clients.draft_of(store, form.done[0][0]).employments[0].company_id == company


def test_known_tags_are_offered(open_form, store):
    add(store, Dictionary.TAG, "wholesale")
    form = open_form()
    type_into(form, "client_tags", "VIP, who")
    tags = field(form, "client_tags")
    assert tags.offered() == ["wholesale"]
    tags._take("wholesale")
    assert tags.names() == ("VIP", "wholesale")
    tags._popup.hide()


def test_own_fields_of_every_type(open_form, store):
    ids = {
        kind: fields.add(
            store, f"own {kind.value}", kind, ("red", "blue") if kind is FieldKind.CHOICE else ()
        )
        for kind in FieldKind
    }
    form = open_form()
    type_into(form, "client_name", "Ona")
    names = {kind: f"own_{number}" for number, kind in enumerate(FieldKind, start=1)}
    type_into(form, names[FieldKind.TEXT], "free")
    type_into(form, names[FieldKind.NUMBER], "12,5")
    type_into(form, names[FieldKind.DATE], "24.11.2026")
    field(form, names[FieldKind.YES_NO]).choose("1")
    field(form, names[FieldKind.CHOICE]).choose("blue")
    form.save()
    draft = clients.draft_of(store, form.done[0][0])
    assert {kind: draft.fields[ids[kind]] for kind in FieldKind} == {
        FieldKind.TEXT: "free",
        FieldKind.NUMBER: "12.5",
        FieldKind.DATE: "2026-11-24",
        FieldKind.YES_NO: "1",
        FieldKind.CHOICE: "blue",
    }


def test_a_number_that_is_none_is_told_at_the_own_field(open_form, store):
    fields.add(store, "Size", FieldKind.NUMBER)
    form = open_form()
    type_into(form, "client_name", "Ona")
    type_into(form, "own_1", "large")
    form.save()
    assert form.done == []
    assert "Size" in form.error()
    assert form.window().focusWidget() is field(form, "own_1")


def test_how_often_to_be_in_touch_as_people_type_it(open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona")
    type_into(form, "client_ideal_silence_days", "30 days")
    type_into(form, "client_longest_silence_days", "often")
    form.save()
    assert form.done == []
    field(form, "client_longest_silence_days").clear()
    form.save()
    draft = clients.draft_of(store, form.done[0][0])
    assert (draft.ideal_silence_days, draft.longest_silence_days) == (30, None)


def test_discount_and_number_as_people_type_them(open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona")
    type_into(form, "client_discount_bp", "7,5 %")
    type_into(form, "client_number", "857389")
    form.save()
    draft = clients.draft_of(store, form.done[0][0])
    assert (draft.discount_bp, draft.number) == (750, 857389)
    again = open_form(form.done[0][0])
    assert field(again, "client_discount_bp").text() == "7.5"
    type_into(again, "client_discount_bp", "99")
    again.save()
    assert again.done == []
    assert "Discount" in again.error()


def test_what_is_typed_survives_a_crash(qtbot, open_form, store):
    form = open_form()
    type_into(form, "client_name", "Ona Petr")
    qtbot.waitUntil(lambda: unsaved.get(store, "client:new") is not None)
    again = open_form()
    assert field(again, "form_draft").isVisible()
    field(again, "draft_continue").click()
    assert field(again, "client_name").text() == "Ona Petr"
    again.save()
    assert unsaved.all_unsaved(store) == []


def test_escape_keeps_and_discard_forgets(open_form, store, ivanov):
    form = open_form(ivanov)
    type_into(form, "client_likes", " and tea")
    QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Escape)
    assert form.done == ["left"]
    again = open_form(ivanov)
    field(again, "draft_discard").click()
    assert unsaved.all_unsaved(store) == []
    assert clients.draft_of(store, ivanov).likes == "blue vases"


def test_changed_meanwhile_shows_both_and_keeps_what_is_no_conflict(open_form, store, ivanov):
    form = open_form(ivanov)
    likes = field(form, "client_likes")
    likes.set_text("mine")
    now = clients.draft_of(store, ivanov)
    clients.edit(
        store, ivanov, replace(now, likes="theirs", notes="Added elsewhere.", preferred_channel=Channel.SMS)
    )
    form.save()
    assert form.done == []
    assert form._conflicts.isVisible()
    assert field(form, "client_notes").toPlainText() == "Added elsewhere."
    assert likes.text() == "mine"
    form.save()
    draft = clients.draft_of(store, ivanov)
    assert (draft.likes, draft.notes, draft.preferred_channel) == ("mine", "Added elsewhere.", Channel.SMS)


def test_of_a_conflict_theirs_can_be_taken(open_form, store, ivanov):
    form = open_form(ivanov)
    phone = next(row for row in form._points.points.rows if row.kind.value() is PointKind.PHONE)
    phone.note.setText("mine")
    now = clients.draft_of(store, ivanov)
    points = (replace(now.points[0], note="theirs"), *now.points[1:])
    clients.edit(store, ivanov, replace(now, points=points))
    form.save()
    chips = [chip for chip in form._conflicts.findChildren(QPushButton) if "theirs" in chip.text()]
    chips[0].click()
    assert form._points.points.rows[0].note.text() == "theirs"
    form.save()
    assert form.done == [(ivanov, "edit_client")]
    assert clients.draft_of(store, ivanov).points[0].note == "theirs"


def test_tab_reaches_rows_added_later_in_reading_order(open_form):
    form = open_form()
    form._points.add_point(PointKind.EMAIL)
    first, second = (row.value for row in form._points.points.rows)
    QApplication.processEvents()  # the new row takes its place
    first.setFocus()
    names = []
    for _ in range(12):
        QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Tab)
        names.append(form.window().focusWidget())
        if form.window().focusWidget() is second:
            break
    assert second in names
    assert len(names) <= 6


def test_everything_that_takes_the_focus_has_a_name(open_form, ivanov):
    form = open_form(ivanov)
    for widget in form.findChildren(QWidget):
        if widget in stops(form):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()
