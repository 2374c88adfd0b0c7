"""The bureau's own counting rules in its log: written with the reason, told by the change log."""

from collections.abc import Mapping
from datetime import date

from desktop.catalogue import Catalogue, Definitions, Indicator, Refusal, load
from desktop.catalogue.normalise import single_line
from desktop.catalogue.parsed import parse_toml
from desktop.catalogue.redefinitions import keys_over
from desktop.catalogue.written import canonical, toml_table
from desktop.store import changes
from desktop.store.bureau import own_definitions
from desktop.store.changes import Change
from desktop.store.log import Log

FILE = "本单位口径.toml"
DEFINITION = "_definition"
"""Under this name the change log tells that a counting rule was changed."""


class Redefinitions:
    """Reads and writes the counting rules that a bureau changed."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def tables(self) -> dict[str, Mapping[str, object]]:
        """The changes by indicator, as `[redefined.NAME]` has them."""
        text = next((one.text for one in own_definitions(self._log) if one.name == FILE), "")
        found = parse_toml(text, FILE).get("redefined", {})
        return dict(found) if isinstance(found, dict) else {}

    def built_in(self, name: str) -> Indicator:
        """The indicator without the bureau's change."""
        return self._load({key: table for key, table in self.tables().items() if key != name}).indicators[name]

    def put(self, wanted: Indicator, reason: str, on: date) -> None:
        """Let an indicator be as given from now on, in its next version; a mistake changes nothing."""
        self._write(wanted.name, keys_over(self.built_in(wanted.name), wanted), reason, on)

    def reset(self, name: str, reason: str, on: date) -> None:
        """Take the bureau's change back. The version goes on, so that no number stands for two rules."""
        kept = self._log.catalogue.indicators[name].redefined
        if kept is None or not kept.own:
            raise Refusal("这个指标用的就是程序自带的口径，没有可恢复的。")
        self._write(name, {}, reason, on)

    def _write(self, name: str, keys: Mapping[str, object], reason: str, on: date) -> None:
        said = single_line(reason)
        if not said:
            raise Refusal("改口径要写明原因。")
        log, before = self._log, self._log.catalogue.indicators[name]
        version = before.version + 1
        stamp = {"version": version, "on": on, "by": log.person, "reason": said}
        tables = {**self.tables(), name: {**stamp, **keys}}
        catalogue = self._load(tables)
        after = catalogue.indicators[name]
        author = log.author(said)
        told = Change(
            DEFINITION, name, "redefine", {"definition": canonical(before), "version": before.version},
            {"definition": canonical(after), "version": version},
        )  # fmt: skip
        with log.transaction():
            log.connection.execute("INSERT OR REPLACE INTO _definition VALUES (?, ?)", (FILE, _text(tables)))
            changes.append(log.connection, author, [told])
            log.rename_in_adjustments(before.label, after.label, author)
            from desktop.store import making  # noqa: PLC0415 - slow to import, and the page of figures reads this

            making.bring_up(log.connection, catalogue)
        log.catalogue = catalogue

    def _load(self, tables: Mapping[str, Mapping[str, object]]) -> Catalogue:
        others = [one for one in own_definitions(self._log) if one.name != FILE]
        return load([*others, Definitions(FILE, _text(tables))])


def _text(tables: Mapping[str, Mapping[str, object]]) -> str:
    return "\n".join(toml_table(f"redefined.{name}", table) for name, table in tables.items())
