"""What a user, colleagues and the machine do to a base in the simulation, each at random."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import UserError
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind, Op, Outcome, RequestKind
from crm_desktop.services import (
    activities,
    clients,
    dictionaries,
    listing,
    planning,
    reminders,
    requests,
)
from crm_desktop.services.base import open_base
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft, RequestDraft
from crm_desktop.services.reminders import Rules, set_rules
from crm_desktop.services.reminders.answers import STAYS
from crm_desktop.storage.undo import redo, undo
from tests.background.simulation import ZONES, Laptop, _key

KINDS = (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.TASK)


class User:
    def __init__(self, laptop: Laptop, people: int = 12) -> None:
        self.laptop, self.random = laptop, laptop.random
        store = laptop.store
        for name in ("Friends", "Partners"):
            dictionaries.add(store, Dictionary.GROUP, name, longest_silence_days=self.random.randint(5, 60))
        self.colleague = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
        self.clients = [self._client(number) for number in range(people)]

    def _client(self, number: int) -> bytes:
        day = f"{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        return clients.add(
            self.laptop.store,
            ClientDraft(
                name=f"Client {number}",
                birthday=f"1980-{day}" if number % 3 else "2000-02-29",
                groups=self.random.choice([(), ("Friends",), ("Partners",), ("Friends", "Partners")]),
                dates=(DateDraft("Wedding", f"--{day}"),) if number % 4 == 0 else (),
            ),
        )

    def acts(self) -> None:
        """One thing at random, then a look: a change of the base wakes the watch at once."""
        action = self.random.choice(
            [self.plans] * 6 + [self.answers] * 8 + [self.holds] * 5 + [self.moves] * 3 + [
                self.plans_all_day, self.repeats, self.cancels, self.deletes, self.undoes, self.asks, self.resolves,
                self.bins, self.restores, self.gives_away, self.rules, self.group, self.imports, self.elsewhere,
                self.birthday, self.wishes, self.ends_series,
            ]
        )  # fmt: skip
        with contextlib.suppress(
            UserError
        ):  # it chose what cannot be: held already, in the bin, nothing to undo
            action()
        self.laptop.disturbed()

    def _someone(self) -> bytes | None:
        return self.random.choice([*self.clients, None])

    def _soon(self) -> str:
        return utc_text(self.laptop.now + timedelta(minutes=self.random.randint(-90, 4000)))

    def _leads(self) -> str:
        return self.random.choice(["", "", "", "0", "15 1440", "60 5", "-", "4320"])

    def plans(self) -> None:
        activities.add(
            self.laptop.store,
            ActivityDraft(
                self._someone(), kind=self.random.choice(KINDS), planned_at=self._soon(), reminders=self._leads(),
                responsible_id=self.random.choice([None, None, self.laptop.base.me, self.colleague]),
            ),
        )  # fmt: skip

    def plans_all_day(self) -> None:
        day = self.laptop.now.astimezone().date() + timedelta(days=self.random.randint(-1, 9))
        draft = ActivityDraft(
            self._someone(), planned_at=day.isoformat(), all_day=True, reminders=self._leads()
        )
        activities.add(self.laptop.store, draft)

    def repeats(self) -> None:
        if (
            self.laptop.store.read(
                "SELECT COUNT(*) FROM activity WHERE rule <> '' AND held_at IS NULL AND deleted = 0"
            )[0][0]
            > 3
        ):
            return self.ends_series()
        all_day = self.random.random() < 0.3
        start = self.laptop.now.astimezone().date().isoformat() if all_day else self._soon()
        rule = self.random.choice(
            [
                "RRULE:FREQ=WEEKLY",
                "RRULE:FREQ=DAILY;INTERVAL=3",
                "RRULE:FREQ=MONTHLY",
                "RRULE:FREQ=DAILY;COUNT=6",
            ]
        )
        activities.add(
            self.laptop.store,
            ActivityDraft(
                self._someone(), planned_at=start, all_day=all_day, rule=rule, zone=self.random.choice(ZONES),
                reminders=self._leads(),
            ),
        )  # fmt: skip
        return None

    def ends_series(self) -> None:
        found = self.laptop.store.read(
            "SELECT id FROM activity WHERE rule <> '' AND held_at IS NULL AND deleted = 0"
        )
        if found:
            activities.delete(self.laptop.store, self.random.choice(found)[0])

    def _due(self):
        return reminders.due(self.laptop.store, self.laptop.now, 200)

    def answers(self) -> None:
        """Snoozes, greets; and does what has piled up."""
        due = self._due()
        store, now = self.laptop.store, self.laptop.now
        for line in due:
            choice = self.random.random()
            if choice < 0.25:
                until = now + self.random.choice([5, 15, 60, 1440, 10_080, 60_000]) * timedelta(minutes=1)
                reminders.snooze(store, [line.ref], until, now)
            elif choice < 0.7:
                if line.ref.kind not in STAYS:
                    assert reminders.handle(store, [line.ref], now) == 1
                    self.laptop.handled.add(_key(line.ref))
                elif line.activity_kind is not None:
                    self._hold(line.ref.subject_id, line.ref.moment, occurrence=line.occurrence)
                elif choice < 0.5:
                    requests.resolve(store, line.ref.subject_id)

    def _hold(self, activity_id: bytes, moment: str, *, occurrence: bool) -> None:
        outcome = self.random.choice([Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER])
        with self.laptop.store.change(Op.EDIT_ACTIVITY):
            if occurrence:
                activity_id = planning.own_row(self.laptop.store, activity_id, moment)
            activities.hold(self.laptop.store, activity_id, outcome)

    def holds(self) -> None:
        for line in self._due()[:3]:
            if line.activity_kind is not None:
                self._hold(line.ref.subject_id, line.ref.moment, occurrence=line.occurrence)

    def _planned(self):
        found = self.laptop.store.read(
            "SELECT id, planned_at, rule FROM activity WHERE held_at IS NULL AND planned_at IS NOT NULL AND deleted = 0"
            " AND all_day = 0"
        )
        return self.random.choice(found) if found else (b"", "", "")

    def moves(self) -> None:
        activity_id, at, rule = self._planned()
        if not activity_id:
            return
        scope = self.random.choice(list(planning.Scope)) if rule else planning.Scope.THIS
        if rule:
            planning.move(self.laptop.store, activity_id, self._soon(), scope=scope)
        elif self.random.random() < 0.2:
            to = self.laptop.now.astimezone().date() + timedelta(days=self.random.randint(0, 3))
            planning.move(self.laptop.store, activity_id, to.isoformat(), all_day=True)
        else:
            shift = timedelta(minutes=self.random.choice([-600, -30, 5, 60, 1440, 10_000]))
            planning.move(self.laptop.store, activity_id, utc_text(parse_utc_text(at) + shift))

    def cancels(self) -> None:
        activity_id, _, _ = self._planned()
        if activity_id:
            planning.cancel(self.laptop.store, activity_id, scope=self.random.choice(list(planning.Scope)))

    def deletes(self) -> None:
        activity_id, _, _ = self._planned()
        if activity_id:
            planning.delete(self.laptop.store, activity_id)

    def undoes(self) -> None:
        taken = self.random.choice([undo, undo, redo])(self.laptop.store)
        # An answer that was taken back is no answer.
        if "answer_reminder" in str(taken.undone_op) or taken.undone_op in ("undo", "redo"):
            self.laptop.handled.clear()

    def asks(self) -> None:
        kind = self.random.choice(list(RequestKind))
        requests.add(self.laptop.store, RequestDraft(self.random.choice(self.clients), kind, "Where is it?"))

    def resolves(self) -> None:
        found = self.laptop.store.read("SELECT id FROM request WHERE resolved_at IS NULL AND deleted = 0")
        for (request_id,) in found[:4]:
            self.random.choice([requests.resolve, requests.answer, requests.delete])(
                self.laptop.store, request_id
            )

    def bins(self) -> None:
        clients.delete(self.laptop.store, [self.random.choice(self.clients)])

    def restores(self) -> None:
        clients.restore(self.laptop.store, self.clients)

    def gives_away(self) -> None:
        one, to = (
            self.random.choice(self.clients),
            self.random.choice([None, self.colleague, self.laptop.base.me]),
        )
        with self.laptop.store.change(Op.CHANGE_CLIENTS) as change:
            change.execute("UPDATE client SET responsible_id = ? WHERE id = ?", (to, one))
        dictionaries.set_active(self.laptop.store, self.colleague, active=self.random.random() < 0.7)

    def rules(self) -> None:
        leads = dict(Rules().leads) | {"call": (self.random.choice([5, 30, 120]),)}
        set_rules(
            self.laptop.store, Rules(leads=leads, days_ahead=self.random.choice([(1, 0), (0,), (7, 1, 0)]))
        )

    def group(self) -> None:
        groups = dictionaries.entries(self.laptop.store, Dictionary.GROUP)
        days = self.random.choice([None, 5, 20, 60])
        dictionaries.set_silence(self.laptop.store, self.random.choice(groups).id, ideal=None, longest=days)
        client = self.random.choice(self.clients)
        draft = clients.draft_of(self.laptop.store, client)
        own = self.random.choice([None, 0, 10])
        clients.edit(self.laptop.store, client, replace(draft, longest_silence_days=own))

    def birthday(self) -> None:
        day = self.laptop.now.astimezone().date() + timedelta(days=self.random.randint(-3, 3))
        with self.laptop.store.change(Op.EDIT_CLIENT) as change:
            change.execute(
                "UPDATE client SET birthday = ? WHERE id = ?",
                (f"--{day:%m-%d}", self.random.choice(self.clients)),
            )

    def wishes(self) -> None:
        with self.laptop.store.change(Op.EDIT_CLIENT) as change:
            change.execute(
                "UPDATE client SET do_not_contact = 1 - do_not_contact WHERE id = ?",
                (self.random.choice(self.clients),),
            )

    def imports(self) -> None:
        """Many rows at once, in a long change that leaves the derived tables for its end."""
        store = self.laptop.store
        ids = [uuid7() for _ in range(self.random.randint(1, 6))]
        # An undo may have taken the client away again.
        ((client,),) = store.read("SELECT id FROM client ORDER BY id LIMIT 1")
        with store.long_change(Op.IMPORT, derive=False) as work:
            for id_ in ids:
                with work.chunk() as change:
                    change.execute(
                        "INSERT INTO activity(id, client_id, kind, planned_at, created_at)"
                        " VALUES (?, ?, 'meeting', ?, ?)",
                        (id_, client, self._soon(), utc_text(self.laptop.now)),
                    )
            listing.index_new(store, [client])

    def elsewhere(self) -> None:
        """Another program on the same base: nobody tells this one, whose next look finds it."""
        other = open_base(self.laptop.path, who="Ona", clock=self.laptop.store.clock)
        activities.add(other.store, ActivityDraft(self._someone(), planned_at=self._soon()))
        other.store.close()
