"""The whole form of a deal: stage, sums, items, why it was lost, and what stands around it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from crm_desktop.kinds import ActivityKind, DealState
from crm_desktop.services import activities, clients, deal_stages, deals, dictionaries, payments
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DealDraft, ItemDraft, PaymentDraft
from crm_desktop.ui.card.deal_form import DealForm


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def shown(qtbot):
    def made(form):
        qtbot.addWidget(form)
        form.resize(480, 720)
        form.show()
        return form

    return made


def whole(client, store):
    advert = dictionaries.add(store, Dictionary.SOURCE, "Advert")
    items = (ItemDraft("Roses", 25_000, 200, 90), ItemDraft("Vase", price=1_250, cost=700))
    return DealDraft(
        client, "Wedding", 6_250, "EUR", DealState.LOST, "2026-12-01", "2026-11-20", "white", first_id("lost"), 2_950,
        "dear", None, advert, items,
    )  # fmt: skip


def test_a_whole_deal_passes_through_unchanged(shown, session, store, client):
    deal = deals.add(store, whole(client, store))
    before = deals.draft_of(store, deal)
    form = shown(DealForm(session, client, deal))
    assert form._profit.text() == "Profit €33"
    assert form._reason.isVisible()
    assert not form._expected.isVisible()
    form.save()
    assert deals.draft_of(store, deal) == before


def test_sums_follow_from_the_items_while_they_are_typed(shown, session, store, client):
    form = shown(DealForm(session, client))
    form._items._add.click()
    name, quantity, price, cost = form._items._lines[0].fields
    for field, text in ((name, "Roses"), (quantity, "2,5"), (price, "10"), (cost, "4")):
        field.setText(text)
        field.textEdited.emit(text)
    assert (form._amount.text(), form._cost.text(), form._profit.text()) == ("25", "10", "Profit €15")
    assert form._amount.line.isReadOnly()
    form._items._add.click()
    form._items._lines[1].fields[0].setText("Ribbon")
    form._items._lines[1].fields[0].textEdited.emit("Ribbon")
    assert not form._cost.isReadOnly()
    form.save()
    ((_, draft),) = deals.of(store, client)
    assert [(item.name, item.quantity, item.price, item.cost) for item in draft.items] == [
        ("Roses", 2_500, 1_000, 400), ("Ribbon", 1_000, 0, None)
    ]  # fmt: skip
    assert (draft.amount, draft.cost, draft.responsible_id) == (2_500, 1_000, session.base.me)


def test_a_line_is_struck_out(shown, session, store, client):
    deal = deals.add(store, whole(client, store))
    form = shown(DealForm(session, client, deal))
    form._items._lines[0].remove.click()
    assert form._amount.text() == "12.50"
    form._items._lines[0].remove.click()
    assert not form._amount.line.isReadOnly()
    form.save()
    assert deals.draft_of(store, deal).items == ()


@pytest.mark.parametrize(("place", "text"), [(1, "many"), (1, "1e99"), (2, "dear"), (3, "9" * 30)])
def test_what_is_no_number_is_said_at_the_items(shown, session, store, client, place, text):
    form = shown(DealForm(session, client))
    form._items.show_state([["Roses", "1", "2", "", ""]])
    form._items._lines[0].fields[place].setText(text)
    assert form._items.sums() is None
    form.save()
    assert text in form.error()
    assert deals.of(store, client) == []


def test_a_cost_that_is_none_is_said(shown, session, store, client):
    form = shown(DealForm(session, client))
    form._deal_title.setText("x")
    form._cost.setText("little")
    form.save()
    assert "little" in form.error()
    form._cost.setText("12,50")
    form._cost.textEdited.emit("12,50")
    assert form._profit.text() == "Profit -€12.50"
    form.save()
    ((_, draft),) = deals.of(store, client)
    assert (draft.amount, draft.cost, draft.currency) == (0, 1_250, "EUR")


def test_the_stage_follows_the_state_within_its_pipeline(shown, session, store, client):
    deal_stages.add_pipeline(store, "Export")
    opened, won, lost = deal_stages.stages(store, "Export")
    deal = deals.add(store, DealDraft(client, "x", stage_id=opened.id))
    form = shown(DealForm(session, client, deal))
    words = [form._stage.itemText(number) for number in range(form._stage.count())]
    assert words == ["Sales: New", "Sales: Offer made", "Sales: Agreeing terms", "Export: In progress"]
    form._state._click(1)
    assert form._stage.value() == won.id
    form._state._click(2)
    assert form._stage.value() == lost.id
    form._reason.setEditText("customs")
    form.save()
    draft = deals.draft_of(store, deal)
    assert (draft.state, draft.stage_id, draft.lost_reason) == (DealState.LOST, lost.id, "customs")


def test_a_state_without_a_stage_offers_none(shown, session, store, client):
    deal_stages.delete(store, first_id("lost"))
    form = shown(DealForm(session, client))
    form._deal_title.setText("x")
    form._state._click(2)
    assert form._stage.value() is None
    assert not form._stage.isVisible()
    form.save()
    ((_, draft),) = deals.of(store, client)
    assert (draft.state, draft.stage_id) == (DealState.LOST, None)


def test_over_the_window_it_asks_whose_deal_it_is(shown, session, store, client):
    form = shown(DealForm(session, None, alone=True))
    form._deal_title.setText("Vases")
    form._client.setText("Somebody")
    form.save()
    assert "Somebody" in form.error()
    form._client.show_client(client, "Ona")
    form.save()
    assert [draft.title for _, draft in deals.of(store, client)] == ["Vases"]


def test_what_stands_around_a_deal(shown, session, store, client):
    deal = deals.add(store, DealDraft(client, "x", 50_000, "EUR"))
    payments.add(store, PaymentDraft(client, 30_000, "EUR", paid_on="2026-11-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, 5_000, "EUR", due_on="2026-12-01", deal_id=deal))
    for number in range(7):
        draft = ActivityDraft(
            client, ActivityKind.CALL, held_at=f"2026-11-0{number + 1}", all_day=True, deal_id=deal
        )
        activities.add(store, draft)
    form = shown(DealForm(session, client, deal, alone=True))
    told = []
    form.plan_wanted.connect(lambda id_: told.append(("plan", id_)))
    form.client_wanted.connect(lambda id_: told.append(("client", id_)))
    form.activity_wanted.connect(lambda id_: told.append(("activity", id_)))
    for name in ("deal_plan", "deal_show_client", "deal_contact_0"):
        form.findChild(QPushButton, name).click()
    assert [word for word, _ in told] == ["plan", "client", "activity"]
    assert told[1][1] == client
    from PySide6.QtWidgets import QLabel

    words = [label.text() for label in form.findChildren(QLabel)]
    assert "paid €300 of €500 · planned €50" in words
    assert "2 more" in words


def test_what_was_typed_is_kept(shown, session, store, client):
    form = shown(DealForm(session, client))
    form._deal_title.setText("Vases")
    form._items.show_state([["Roses", "3", "2", "", ""]])
    form._stage.choose(first_id("offer"))
    form.leave()
    again = shown(DealForm(session, client))
    again.continue_kept()
    assert again._deal_title.text() == "Vases"
    assert again._items.state() == [["Roses", "3", "2", "", ""]]
    assert again._stage.value() == first_id("offer")


def test_a_contact_is_about_one_of_the_open_deals_of_its_clients(shown, session, store, client):
    from crm_desktop.ui.card.activity_form import ActivityForm

    deal = deals.add(store, DealDraft(client, "Wedding", 5, "EUR"))
    deals.add(store, DealDraft(client, "Old", state=DealState.WON))
    plain = shown(ActivityForm(session, client))
    assert [plain.rows.deal.itemText(n) for n in range(plain.rows.deal.count())] == ["no deal", "Wedding"]
    draft = ActivityDraft(client, ActivityKind.CALL, planned_at="2026-12-01", all_day=True, deal_id=deal)
    form = shown(ActivityForm(session, None, planned=True, draft=draft))
    assert form.rows.deal.isVisible()
    form.save()
    ((contact, linked),) = store.read("SELECT id, deal_id FROM activity")
    assert linked == deal
    again = shown(ActivityForm(session, None, activity_id=contact, tell=False))
    again.rows.deal.choose(None)
    again.save()
    assert activities.draft_of(store, contact).deal_id is None
    again.rows.clients.show_clients([])
    again._clients_edited()
    assert not again.rows.deal.isVisible()


def test_on_the_card_what_stands_around_a_deal_opens_there(card, store, client):
    from crm_desktop.ui.card.activity_form import ActivityForm

    deal = deals.add(store, DealDraft(client, "x", 50_000, "EUR"))
    draft = ActivityDraft(client, ActivityKind.CALL, held_at="2026-11-01", all_day=True, deal_id=deal)
    activities.add(store, draft)
    card.show_client(client)
    for name, opened in (
        ("deal_plan", "activity_form"), ("deal_contact_0", "activity_form"), ("deal_payments", "payment_plan_form")
    ):  # fmt: skip
        card._open_form(lambda id_: card._deal_form(id_, deal))
        card.page.form().findChild(QPushButton, name).click()
        form = card.page.form()
        assert form.objectName() == opened
        if isinstance(form, ActivityForm):
            assert form.rows.deal.value() == deal
