"""What a form offers while a clerk types: records to link, earlier wordings, the last value, possible duplicates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.catalogue import Ledger, Stored
from desktop.catalogue.normalise import plain_text
from desktop.catalogue.pinyin import spellings
from desktop.store.conditions import Conditions, is_latin
from desktop.store.log import Log, Record
from desktop.store.schema import quoted

RECENT_USES = 200
"""How many of a ledger's newest records tell what was used last."""

RECENT_WORDINGS = 3000
"""How many of a ledger's newest records tell which wordings are frequent."""

ENTERPRISE = "enterprise"
UNNAMED = "未命名"


@dataclass(frozen=True)
class Suggestion:
    """One line of a completion list."""

    id: str
    """A record's id; the text itself where a wording is offered."""
    text: str
    detail: str
    """What tells it apart, or how often it was used."""


class Suggestions:
    """Looks things up in a log for the forms; what it remembers, it forgets at the log's next change."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._as_of: tuple[int, int] = (-1, -1)
        self._used: dict[str, list[str]] = {}
        self._counts: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def _refresh(self) -> None:
        """Forget what a change made old, whether this program's or another's."""
        (last,) = next(self._log.query("SELECT coalesce(max(seq), 0) FROM _change"))
        as_of = (last, id(self._log.catalogue))
        if as_of != self._as_of:
            self._as_of = as_of
            self._used.clear()
            self._counts.clear()

    # ---------------------------------------------------------------- records

    def records(self, ledger: Ledger, typed: str, limit: int = 8) -> list[Suggestion]:
        """Live records whose title or key contains the words, or their pinyin initials; last used first."""
        self._refresh()
        used = self._last_used(ledger)
        found = self._matching(ledger, typed, used, len(used)) if used else []
        place = {id_: number for number, id_ in enumerate(used)}
        found = sorted(found, key=lambda record: place[str(record["id"])])[:limit]
        if len(found) < limit:
            others = self._matching(ledger, typed, None, limit + len(found))
            known = {record["id"] for record in found}
            found += [record for record in others if record["id"] not in known]
        return [self._suggestion(ledger, record) for record in found[:limit]]

    def _last_used(self, ledger: Ledger) -> list[str]:
        """Ids of the records that others link to, the last linked first."""
        if ledger.name not in self._used:
            uses = [use for other, name in self._links_to(ledger) for use in self._uses(other, name)]
            self._used[ledger.name] = list(dict.fromkeys(id_ for _, id_ in sorted(uses, reverse=True)))
        return self._used[ledger.name]

    def _links_to(self, ledger: Ledger) -> Iterator[tuple[Ledger, str]]:
        for other in self._log.catalogue.ledgers.values():
            for name, link in other.links.items():
                if link.ledger == ledger.name:
                    yield other, name

    def _uses(self, ledger: Ledger, link: str) -> Iterator[tuple[str, str]]:
        """When the newest records were made, and what each links to."""
        return self._log.query(
            f"SELECT created_at, {quoted(link)} FROM (SELECT created_at, {quoted(link)} FROM {quoted(ledger.name)}"
            f" ORDER BY rowid DESC LIMIT {RECENT_USES}) WHERE {quoted(link)} IS NOT NULL"
        )

    def _matching(self, ledger: Ledger, typed: str, ids: Sequence[str] | None, limit: int) -> list[Record]:
        """Records that the typed words name, newest first; among `ids` where given."""
        conditions = Conditions(ledger, self._log.catalogue)
        conditions.live(True)
        if ids is not None:
            conditions.among(ids)
        for word in typed.split():
            conditions.named(word)
        rows = self._log.select(
            f"SELECT t.* FROM {quoted(ledger.name)} AS t WHERE {conditions.text}"
            f" ORDER BY t.rowid DESC LIMIT {conditions.bind(limit)}",
            conditions.parameters,
        )
        return list(rows)

    def _suggestion(self, ledger: Ledger, record: Record) -> Suggestion:
        title = ledger.fields[ledger.title].display(record[ledger.title])
        details = [text for text in self._details(ledger, record) if text != title]
        if not title:
            title = details.pop(0) if details else UNNAMED
        return Suggestion(str(record["id"]), title, " · ".join(details))

    def _details(self, ledger: Ledger, record: Record) -> Iterator[str]:
        """What tells a record from its namesakes: date, keys, the first record that it links to."""
        names = ([ledger.date] if ledger.date else []) + [key for key in ledger.keys if key != ledger.title]
        yield from (shown for name in names if (shown := ledger.fields[name].display(record[name])))
        for name, link in ledger.links.items():
            linked = self._log.ledger(str(link.ledger))
            found = self._log.record(linked, str(record[name])) if record[name] else None
            if found:
                yield linked.fields[linked.title].display(found[linked.title]) or UNNAMED
                return

    # ---------------------------------------------------------------- wordings

    def wordings(self, ledger: Ledger, field: str, typed: str, limit: int = 8) -> list[Suggestion]:
        """Earlier values of a text field by frequency (用过 12 次), then the code table of its `suggest`.

        None of a key, such as the number of a check: taken again it would be a second record of the same.
        """
        if ledger.fields[field].secret or field in ledger.keys:
            return []
        self._refresh()
        counts = self._frequent(ledger, field)
        found = {text: f"用过 {count} 次" for text, count in counts if names(text, typed)}
        table = ledger.fields[field].suggest
        terms = self._log.catalogue.codes[table].offered if table else ()
        found = found | {term: "代码表" for term in terms if term not in found and names(term, typed)}
        return [Suggestion(text, text, detail) for text, detail in list(found.items())[:limit]]

    def _frequent(self, ledger: Ledger, field: str) -> list[tuple[str, int]]:
        """Values of the newest records with how often each stands there, the most frequent first."""
        key = ledger.name, field
        if key not in self._counts:
            column = quoted(field)
            rows = self._log.query(
                f"SELECT {column}, count(*) FROM (SELECT {column}, rowid AS n FROM {quoted(ledger.name)}"
                f" WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT {RECENT_WORDINGS})"
                f" WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, max(n) DESC"
            )
            self._counts[key] = [(str(text), count) for text, count in rows]
        return self._counts[key]

    # ---------------------------------------------------------------- earlier records

    def last_value(self, ledger: Ledger, field: str) -> Stored:
        """The field's value in the newest live record that has one; None where there is none, or it is secret."""
        if ledger.fields[field].secret:
            return None
        column = quoted(field)
        rows = self._log.query(
            f"SELECT {column} FROM {quoted(ledger.name)}"
            f" WHERE deleted_at IS NULL AND {column} IS NOT NULL ORDER BY rowid DESC LIMIT 1"
        )
        found: Stored = next((row[0] for row in rows), None)
        return found

    def last_record(self, ledger: Ledger) -> Record | None:
        """The newest live record."""
        table = quoted(ledger.name)
        rows = self._log.select(f"SELECT * FROM {table} WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT 1")
        return next(rows, None)

    def duplicates(self, ledger: Ledger, values: Mapping[str, Stored]) -> list[Record]:
        """Live records that may be the same thing as `values` (stored values; with `id`, never that record itself).

        The same natural key (案号, 名称 …); or the same enterprise, day and kind, and title where it is no number.
        """
        alike = [[key] for key in ledger.keys] + circumstances(ledger, values)
        rules = [rule for rule in alike if all(values.get(name) is not None for name in rule)]
        if not rules:
            return []
        text = " OR ".join("(" + " AND ".join(f"{quoted(name)} = :{name}" for name in rule) + ")" for rule in rules)
        rows = self._log.select(
            f"SELECT * FROM {quoted(ledger.name)} WHERE deleted_at IS NULL AND id <> :id AND ({text})"
            " ORDER BY rowid DESC LIMIT 20",
            {"id": values.get("id") or "", **_used(rules, values)},
        )
        return list(rows)

    def same_matter(self, ledger: Ledger, values: Mapping[str, Stored]) -> list[Record]:
        """Live records about the same enterprise within `same_matter_days` before or after, the newest first.

        The same matter is often reported more than once, on different days and by different ways.
        """
        about = next((name for name, link in ledger.links.items() if link.ledger == ENTERPRISE), None)
        if not ledger.same_matter_days or not ledger.date or about is None:
            return []
        if values.get(about) is None or values.get(ledger.date) is None:
            return []
        rows = self._log.select(
            f"SELECT * FROM {quoted(ledger.name)} WHERE deleted_at IS NULL AND id <> :id AND {quoted(about)} = :about"
            f" AND abs(julianday({quoted(ledger.date)}) - julianday(:day)) <= :days"
            f" ORDER BY {quoted(ledger.date)} DESC LIMIT 20",
            {
                "id": values.get("id") or "", "about": values[about], "day": values[ledger.date],
                "days": ledger.same_matter_days,
            },
        )  # fmt: skip
        return list(rows)


def _used(rules: Iterable[Sequence[str]], values: Mapping[str, Stored]) -> dict[str, Stored]:
    return {name: values[name] for rule in rules for name in rule}


def circumstances(ledger: Ledger, values: Mapping[str, Stored]) -> list[list[str]]:
    """The fields that together tell one event from another; nothing where they would say too little."""
    about = [name for name, link in ledger.links.items() if link.ledger == ENTERPRISE][:1]
    day = [ledger.date] if ledger.date else []
    kind = ["kind"] if about and values.get("kind") is not None else []
    title = [ledger.title] if ledger.title not in (*ledger.keys, ledger.date) else []
    return [[*about, *day, *kind, *title]] if day and (about or title) else []


def names(text: str, typed: str) -> bool:
    """Whether every typed word stands in the text or in its pinyin initials."""
    return all(_names(text, word) for word in plain_text(typed).lower().split())


def _names(text: str, word: str) -> bool:
    return word in text.lower() or (is_latin(word) and any(word in one for one in spellings(text)))
