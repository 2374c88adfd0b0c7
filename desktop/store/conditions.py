"""A list's filter as SQL, over the records `t` of one ledger."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from desktop.catalogue import Catalogue, Ledger, Stored
from desktop.catalogue.normalise import plain_text
from desktop.store import initials
from desktop.store.derived import Derived
from desktop.store.schema import quoted

SEARCHED = ("text", "long_text", "tags")
"""Types of the fields in which words are looked for."""


class Conditions:
    """Conditions that all hold, with their values bound by name."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue, today: date | None = None) -> None:
        self._ledger, self._catalogue = ledger, catalogue
        self._derived = Derived(ledger, catalogue, today or date.today())
        self._parts: list[str] = []
        self.parameters: dict[str, Stored] = {}
        self.live_text = ""
        """Whether live records are wanted or deleted ones, by itself."""
        self.scanning = False
        """Whether something is asked that no index answers in the order of the date."""

    @property
    def text(self) -> str:
        """For WHERE."""
        return " AND ".join(f"({part})" for part in self._parts)

    def bind(self, value: Stored) -> str:
        """The placeholder of a value."""
        name = f"c{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    def live(self, live: bool) -> None:
        """Live records, or the recycle bin."""
        self.live_text = f"t.deleted_at IS {'' if live else 'NOT '}NULL"
        self._parts.append(self.live_text)

    def between(self, first: date | None, last: date | None) -> None:
        """Dated within the span; of a register without a date, in force on a day of it."""
        start, end = self._span()
        if first:
            self._parts.append(f"{end} >= {self.bind(first.isoformat())}")
        if last:
            self._parts.append(f"{start} <= {self.bind(last.isoformat())}")

    def _span(self) -> tuple[str, str]:
        if self._ledger.date:
            column = f"t.{quoted(self._ledger.date)}"
            return column, column
        start, end = self._ledger.active or ("", "")
        return f"coalesce(t.{quoted(start)}, '0000')", f"coalesce(t.{quoted(end)}, '9999')"

    def any_of(self, name: str, values: Sequence[Stored]) -> None:
        """The column holds one of the values; of tags, one of the terms; None stands for an empty one.

        A count is asked for 1 (some) or 0 (none); a linked record's field through the link's index.
        """
        path = self._derived.link_of(name)
        if self._derived.is_count(name):
            found = [f"{self._derived.expression(name)} {'> 0' if value else '= 0'}" for value in values]
        elif path and path.link:
            link, target = f"t.{quoted(path.link.name)}", quoted(str(path.link.ledger))
            tests = self._holding(f"x.{quoted(path.field.name)}", path.field.type.name, values)
            found = [f"{link} IN (SELECT x.id FROM {target} AS x WHERE {' OR '.join(tests) or '0'})"]
            found += [f"{link} IS NULL"] if None in values else []
        else:
            found = self._holding(self._derived.expression(name), self._derived.field(name).type.name, values)
        self._ask(found)

    def _holding(self, column: str, kind: str, values: Sequence[Stored]) -> list[str]:
        given = [value for value in values if value is not None]
        found = [f"{column} IS NULL"] if None in values else []
        if kind in ("tags", "attachment"):
            # A stored tag is a JSON string, quotes included, so no tag can be found inside another.
            marks = (self.bind(json.dumps(value, ensure_ascii=False)) for value in given)
            found += [f"instr({column}, {mark}) > 0" for mark in marks]
        elif given:
            found.append(f"{column} IN ({', '.join(map(self.bind, given))})")
        return found

    def incomplete(self) -> None:
        """Something needed to count is empty."""
        needed = [name for name, field in self._ledger.fields.items() if field.needed_to_count]
        self._ask([f"t.{quoted(name)} IS NULL" for name in needed])

    def among(self, ids: Sequence[str]) -> None:
        """Only these records."""
        self._ask([f"t.id IN (SELECT value FROM json_each({self.bind(json.dumps(list(ids)))}))"])

    def named(self, word: str) -> None:
        """The word stands in the title, in a natural key, or in the pinyin initials of either."""
        word = plain_text(word)
        columns = [f"t.{quoted(name)}" for name in dict.fromkeys((self._ledger.title, *self._ledger.keys))]
        if word:
            self._ask([*self.occurrences(columns, word), *self._initials(word)])

    def contains(self, word: str) -> None:
        """The word stands in a text, in a linked record's title, or in the pinyin initials of either."""
        word = plain_text(word)
        if word:
            self._ask([*self._own(word), *self._linked(word)])

    def _ask(self, alternatives: Sequence[str]) -> None:
        self._parts.append(" OR ".join(alternatives) or "0")
        self.scanning = True

    def _own(self, word: str) -> Iterator[str]:
        fields = self._ledger.fields.items()
        columns = [f"t.{quoted(name)}" for name, one in fields if one.type.name in SEARCHED and not one.secret]
        yield from self.occurrences(columns, word)
        yield from self._initials(word)

    def _initials(self, word: str) -> Iterator[str]:
        if is_latin(word):
            yield f"t.id IN ({self._by_initials(self._ledger, word)})"

    def _linked(self, word: str) -> Iterator[str]:
        for name, link in self._ledger.links.items():
            target = self._catalogue.ledgers[str(link.ledger)]
            titles = " OR ".join(self.occurrences([f"l.{quoted(target.title)}"], word))
            # By way of the row numbers, so that the index of the titles is read and not the whole table.
            rows = f"SELECT l.rowid FROM {quoted(target.name)} AS l WHERE {titles}"
            found = f"SELECT id FROM {quoted(target.name)} WHERE rowid IN ({rows})"
            if is_latin(word):
                found += f" UNION ALL {self._by_initials(target, word)}"
            yield f"t.{quoted(name)} IN ({found})"

    def _by_initials(self, ledger: Ledger, word: str) -> str:
        return initials.matching(self.bind(like(word.lower())), self.bind(ledger.name))

    def occurrences(self, columns: Sequence[str], word: str) -> Iterator[str]:
        """Tests of columns for a word: Chinese as it stands, Latin letters in either case."""
        if word.isascii():
            mark = self.bind(like(word))
            yield from (f"{column} LIKE {mark} ESCAPE '\\'" for column in columns)
        else:
            mark = self.bind(word)
            yield from (f"instr({column}, {mark}) > 0" for column in columns)


def is_latin(word: str) -> bool:
    """Whether a word can be pinyin initials."""
    return word.isascii() and word.isalnum()


def like(word: str) -> str:
    """A LIKE pattern for text that contains the word as it stands."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
