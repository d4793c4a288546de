"""Clients of the base as the importer sees them: found by their keys, read back as entities.

All look-ups go for a chunk of rows at once through the indexes; names, which have no index that folds, are read once
into memory, and only when a list needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.exchange.importing.record import Entity, Point, Price
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.duplicates.likeness import company_key, person_key

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_Key = TypeVar("_Key", str, bytes)

_VARIABLES = 900
"""Bound values per statement: below the limit of every SQLite in use."""

_VALUE_COLUMNS = (
    "salutation",
    "gender",
    "source_detail",
    "preferred_channel",
    "preferred_hours",
    "language",
    "likes",
    "notes",
    "price_terms",
    "loyalty_card",
    "created_at",
    "number",
    "do_not_contact",
    "discount_bp",
    "vip",
)


class Existing:
    """Look-ups in the base for one rehearsal or import."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.empty = not store.read("SELECT 1 FROM client WHERE deleted = 0 LIMIT 1")
        self._names: dict[str, list[bytes]] | None = None

    def remembered(self, fingerprints: Iterable[bytes]) -> dict[bytes, bytes]:
        """Clients made of the very rows with these fingerprints, which had no better key."""
        if self.empty:
            return {}
        found = self._pairs(
            # A client that was merged since is the one it went into.
            "SELECT r.fingerprint, c.id FROM import_row r JOIN client o ON o.id = r.client_id"
            " JOIN client c ON c.id = COALESCE(o.merged_into, o.id)"
            " WHERE c.deleted = 0 AND r.fingerprint IN ({marks})",
            set(fingerprints),
        )
        return {fingerprint: clients[0] for fingerprint, clients in found.items()}

    def candidates(self, entities: Sequence[Entity]) -> list[list[bytes]]:
        """For each entity the live clients that share a key, strongest kind of key first."""
        if self.empty:
            return [[] for _ in entities]
        by_external = self.by_external(pair for entity in entities for pair in entity.externals)
        by_number = self._pairs(
            "SELECT CAST(number AS TEXT), id FROM client WHERE deleted = 0 AND number IN ({marks})",
            {int(entity.values["number"]) for entity in entities if "number" in entity.values},
        )
        by_key = self._pairs(
            "SELECT key, client_id FROM contact_point WHERE deleted = 0 AND key <> '' AND key IN ({marks})",
            {key for entity in entities for kind in _KEYED for key in entity.keys(kind)},
        )
        found = []
        for entity in entities:
            ids = [client for pair in entity.externals for client in by_external.get(pair, ())]
            ids += by_number.get(entity.values.get("number", ""), ())
            ids += [client for kind in _KEYED for key in entity.keys(kind) for client in by_key.get(key, ())]
            ids += self._by_name(entity)
            found.append(list(dict.fromkeys(ids)))
        return found

    def by_external(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[bytes]]:
        """Live clients by their ids in outside programs (other pairs with these values may be among them)."""
        found: dict[tuple[str, str], list[bytes]] = {}
        if not self.empty:
            self._each(
                "SELECT e.system, e.value, e.client_id FROM external_id e JOIN client c ON c.id = e.client_id"
                " WHERE e.deleted = 0 AND c.deleted = 0 AND e.value IN ({marks})",
                {value for _, value in pairs},
                lambda row: found.setdefault((row[0], row[1]), []).append(row[2]),
            )
        return found

    def named(self, entity: Entity) -> bytes | None:
        """The one client of this name, or the one person of this family name, if there is just one."""
        key = person_key(entity) or company_key(entity.name)
        if self.empty or not key:
            return None
        for name in (f"{entity.kind} {key}", f"family {key}"):
            ids = self._by_names().get(name, [])
            if ids:
                return ids[0] if len(ids) == 1 else None
        return None

    def companies(self) -> dict[str, bytes]:
        """Live companies by ``company_key``; the first of equal names."""
        rows = self._store.read(
            "SELECT name, id FROM client WHERE kind = 'company' AND deleted = 0 ORDER BY rid DESC"
        )
        return {key: client for name, client in rows if (key := company_key(name))}

    def entities(self, ids: Iterable[bytes]) -> dict[bytes, Entity]:
        """Live clients of these ids with everything that an import may compare."""
        wanted = set(ids)
        columns = ", ".join(f"c.{name}" for name in _VALUE_COLUMNS)
        found: dict[bytes, Entity] = {}

        def client(row: tuple[str, ...]) -> None:
            identifier, kind, name, prefix, family, given, middle, suffix, nickname, birthday, *rest = row
            values = {name: str(value) for name, value in zip(_VALUE_COLUMNS, rest, strict=False) if value}
            lists = dict(
                zip(("stage", "source", "responsible", "referrer"), rest[len(_VALUE_COLUMNS) :], strict=True)
            )
            found[identifier] = Entity(  # type: ignore[index]
                kind, name, prefix, family, given, middle, suffix, nickname, birthday, values,
                {name: value for name, value in lists.items() if value},
            )  # fmt: skip

        self._each(
            f"SELECT c.id, c.kind, c.name, c.prefix, c.family, c.given, c.middle, c.suffix, c.nickname, c.birthday,"
            f" {columns}, COALESCE(NULLIF(s.name, ''), s.role), o.name, w.name,"
            " COALESCE(CAST(r.number AS TEXT), r.name)"
            " FROM client c LEFT JOIN client r ON r.id = c.referrer_id AND r.deleted = 0"
            " LEFT JOIN stage s ON s.id = c.stage_id LEFT JOIN source o ON o.id = c.source_id"
            " LEFT JOIN colleague w ON w.id = c.responsible_id WHERE c.deleted = 0 AND c.id IN ({marks})",
            wanted,
            client,
        )
        self._children(found)
        for entity in found.values():
            if not (entity.family or entity.given) and any(
                entity.name == point.value for point in entity.points
            ):
                entity.name = ""  # it has none and is shown by its phone or e-mail
        return found

    def _children(self, found: dict[bytes, Entity]) -> None:
        ids = set(found)
        self._each(
            "SELECT client_id, kind, label, value, key, ext, service, street, city, region, postal_code, country"
            " FROM contact_point WHERE deleted = 0 AND client_id IN ({marks}) ORDER BY rank, rid",
            ids,
            lambda row: found[row[0]].points.append(Point(*row[1:])),
        )
        self._each(
            "SELECT client_id, label, date FROM named_date WHERE deleted = 0 AND client_id IN ({marks})",
            ids,
            lambda row: found[row[0]].dates.append((row[1], row[2])),
        )
        self._each(
            "SELECT client_id, item, amount, currency, note FROM personal_price WHERE deleted = 0"
            " AND client_id IN ({marks}) ORDER BY rank, rid",
            ids,
            lambda row: found[row[0]].prices.append(Price(*row[1:])),
        )
        self._each(
            "SELECT l.client_id, t.name FROM client_tag l JOIN tag t ON t.id = l.tag_id"
            " WHERE l.deleted = 0 AND l.client_id IN ({marks})",
            ids,
            lambda row: found[row[0]].tags.append(row[1]),
        )
        self._each(
            "SELECT l.client_id, g.name FROM group_member l JOIN client_group g ON g.id = l.group_id"
            " WHERE l.deleted = 0 AND l.client_id IN ({marks})",
            ids,
            lambda row: found[row[0]].groups.append(row[1]),
        )
        self._each(
            "SELECT v.client_id, f.name, v.value FROM field_value v JOIN field f ON f.id = v.field_id"
            " WHERE v.deleted = 0 AND f.deleted = 0 AND v.client_id IN ({marks})",
            ids,
            lambda row: found[row[0]].fields.__setitem__(row[1], row[2]),
        )
        self._each(
            "SELECT client_id, system, value FROM external_id WHERE deleted = 0 AND client_id IN ({marks})",
            ids,
            lambda row: found[row[0]].externals.append((row[1], row[2])),
        )

        def employment(row: tuple[bytes, str, str, str]) -> None:
            entity = found[row[0]]
            if not entity.employer:
                entity.employer, entity.job_title, entity.department = row[1:]

        self._each(
            "SELECT e.person_id, c.name, e.job_title, e.department FROM employment e"
            " JOIN client c ON c.id = e.company_id WHERE e.deleted = 0 AND e.person_id IN ({marks}) ORDER BY e.rank",
            ids,
            employment,
        )

    def _by_name(self, entity: Entity) -> list[bytes]:
        if entity.kind == ClientKind.PERSON and not (entity.birthday or entity.employer):
            return []
        key = company_key(entity.name) if entity.kind == ClientKind.COMPANY else person_key(entity)
        return self._by_names().get(f"{entity.kind} {key}", []) if key else []

    def _by_names(self) -> dict[str, list[bytes]]:
        if self._names is None:
            self._names = {}
            for identifier, kind, name, family, given in self._store.read(
                "SELECT id, kind, name, family, given FROM client WHERE deleted = 0"
            ):
                entity = Entity(kind, name, family=family, given=given)
                key = company_key(name) if kind == ClientKind.COMPANY else person_key(entity)
                if key or (key := company_key(name)):
                    self._names.setdefault(f"{kind} {key}", []).append(identifier)
                if family and given:
                    self._names.setdefault(f"family {company_key(family)}", []).append(identifier)
        return self._names

    def _pairs(self, sql: str, keys: set[_Key] | set[int]) -> dict[_Key, list[bytes]]:
        """Clients by the first column of the rows."""
        found: dict[_Key, list[bytes]] = {}
        self._each(sql, keys, lambda row: found.setdefault(row[0], []).append(row[1]))
        return found

    def _each(self, sql: str, keys: Iterable[object], take: Callable[..., object]) -> None:
        """Run the statement for the keys in portions and hand each row over."""
        pending = list(keys)
        for start in range(0, len(pending), _VARIABLES):
            portion = pending[start : start + _VARIABLES]
            for row in self._store.read(sql.replace("{marks}", ",".join("?" * len(portion))), portion):
                take(row)


_KEYED = (PointKind.PHONE, PointKind.EMAIL)
