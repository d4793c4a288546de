from __future__ import annotations

from crm_desktop.kinds import FieldKind, StageRole
from crm_desktop.services import clients, fields
from crm_desktop.services.dictionaries import Dictionary, add, entries
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.reports.option_names import Named, names
from crm_desktop.services.reports.options import Options


def test_what_is_chosen_is_called_as_it_stands_in_the_base(store):
    group, tag = add(store, Dictionary.GROUP, "VIP"), add(store, Dictionary.TAG, "blue")
    source, person = add(store, Dictionary.SOURCE, "Fair"), add(store, Dictionary.COLLEAGUE, "Rūta")
    visitor = next(each for each in entries(store, Dictionary.STAGE) if each.role == StageRole.VISITOR)
    client = clients.add(store, ClientDraft(name="Rasa"))
    options = Options(person=person, group=group, source=source, stage=visitor.id, tag=tag, client=client)
    assert names(store, options) == {
        "person": Named("Rūta"),
        "group": Named("VIP"),
        "source": Named("Fair"),
        "stage": Named(visitor.name, "visitor"),
        "tag": Named("blue"),
        "client": Named("Rasa"),
    }
    assert names(store, Options()) == {}
    assert names(store, Options(tag=b"x" * 16)) == {"tag": Named("")}


def test_an_own_field_is_called_by_its_name(store):
    field = fields.add(store, "Size", FieldKind.TEXT)
    assert names(store, Options(by=f"field:{field.hex()}")) == {"by": Named("Size")}
    assert names(store, Options(by="field:no hex")) == {"by": Named("")}
