"""The record that a link means: by id, or by a natural key such as a name or a 统一社会信用代码."""

from collections.abc import Mapping

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Field, Ledger, Stored
from desktop.catalogue.normalise import code_text
from desktop.store.adjustments import check_adjustment
from desktop.store.drafts import Draft, Problem
from desktop.store.schema import quoted


class LinkFinder:
    """Finds linked records; remembers what it found while one action lasts."""

    def __init__(self, connection: sqlite.Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._found: dict[tuple[str, str], str] = {}
        self._coming: dict[tuple[str, str, str], list[str]] = {}
        """By ledger, column and value the records that the same action writes before those that link to them."""

    def expect(self, ledger: Ledger, record: Mapping[str, Stored]) -> None:
        """A record that will be there by the time the links to it are written."""
        for column in ("id", *ledger.keys):
            if record.get(column) is not None:
                self._coming.setdefault((ledger.name, column, str(record[column])), []).append(str(record["id"]))

    def resolve(self, draft: Draft) -> None:
        """Put ids in place of what was typed into the link fields; what names none is a problem."""
        check_adjustment(draft, self._catalogue)
        for name, link in draft.ledger.links.items():
            typed = draft.values.get(name)
            if typed is None:
                continue
            try:
                draft.values[name] = self.find(link, str(typed))
            except ValueError as error:
                draft.problems.append(Problem(name, f"{error}。"))

    def find(self, field: Field, typed: str) -> str:
        """The id of the live record that `typed` names; `ValueError` where there is none or more than one."""
        target = self._catalogue.ledgers[str(field.ledger)]
        known = self._found.get((target.name, typed))
        if known:
            return known
        ids = self._candidates(target, typed)
        if not ids:
            raise ValueError(f"{field.label}“{typed}”在{target.label}里没有，请先登记或核对名称")
        if len(ids) > 1:
            raise ValueError(f"{field.label}“{typed}”在{target.label}里有 {len(ids)} 条，请改填编号或唯一的代码")
        self._found[target.name, typed] = ids[0]
        return ids[0]

    def _candidates(self, target: Ledger, typed: str) -> list[str]:
        for column in ("id", *target.keys):
            checked = column in target.fields and target.fields[column].check
            wanted = code_text(typed) if checked else typed
            rows = self._connection.execute(
                f"SELECT id FROM {quoted(target.name)} WHERE {quoted(column)} = ? AND deleted_at IS NULL LIMIT 3",
                (wanted,),
            ).fetchall()
            found = [*(str(row[0]) for row in rows), *self._coming.get((target.name, column, wanted), ())]
            if found:
                return found
        return []
