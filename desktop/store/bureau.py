"""What a bureau decides for itself, kept in its log: name, who works, ledgers in use, quick entry, code tables."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from desktop.catalogue import Definitions, Ledger, Refusal, load, program_root
from desktop.catalogue.normalise import single_line
from desktop.catalogue.parsed import read_toml
from desktop.store.listing import Filter, Listing
from desktop.store.log import Log

LEVELS = ("县（区、县级市）", "设区的市", "省（自治区、直辖市）", "开发区、乡镇（街道）")
DEFAULT_QUICK_ENTRY = ("enforcement_check", "penalty_case", "tip_off", "publicity_event", "training")
CODES_FILE = "本单位代码表.toml"
_PARTING = "、；;，"
"""What parts several terms that are typed into one field."""


def pasted_terms(text: str) -> list[str]:
    """The terms of a pasted column, one a line, without empty and repeated ones; of several columns the first."""
    lines = (single_line(line.split("\t")[0]) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def own_code(term: str) -> str:
    """The code of a bureau's own term: the same on every desk, so that logs can be merged."""
    return f"own_{hashlib.sha256(term.encode()).hexdigest()[:10]}"


class Bureau:
    """Reads and writes the decisions of the bureau whose log is open."""

    def __init__(self, log: Log) -> None:
        self._log = log

    @property
    def name(self) -> str:
        """The bureau's name."""
        return self._log.setting("bureau") or ""

    @property
    def level(self) -> str:
        """One of `LEVELS`, or empty."""
        return self._log.setting("level") or ""

    def rename(self, name: str, level: str) -> None:
        """Keep name and level; a bureau without a name is refused."""
        name = single_line(name)
        if not name:
            raise Refusal("单位名称必须填写。")
        self._log.set_setting("bureau", name)
        self._log.set_setting("level", level)

    # ---------------------------------------------------------------- people

    @property
    def people(self) -> list[str]:
        """Names of those who log."""
        return self._lines("people")

    def set_people(self, names: Iterable[str]) -> None:
        """Keep the names, without empty and repeated ones."""
        self._keep("people", pasted_terms("\n".join(names)))

    # ---------------------------------------------------------------- ledgers

    def ledgers_in_use(self) -> list[Ledger]:
        """The ledgers that the bureau did not switch off, in the catalogue's order."""
        off = set(self._lines("ledgers_off"))
        return [one for one in self._log.catalogue.ledgers.values() if one.name not in off]

    def use_ledger(self, name: str, used: bool) -> None:
        """Switch a ledger on or off; its records stay and still count."""
        off = dict.fromkeys(self._lines("ledgers_off"))
        off.pop(name, None) if used else off.setdefault(name)
        self._keep("ledgers_off", off)

    @property
    def quick_entry(self) -> list[Ledger]:
        """The ledgers of Ctrl+1 to Ctrl+5, without those that are switched off."""
        names = self._lines("quick_entry") or DEFAULT_QUICK_ENTRY
        used = {one.name: one for one in self.ledgers_in_use()}
        return [used[name] for name in names if name in used][:5]

    def set_quick_entry(self, names: Iterable[str]) -> None:
        """Keep the order of quick entry."""
        self._keep("quick_entry", names)

    # ---------------------------------------------------------------- code tables

    def code_tables(self) -> dict[str, str]:
        """Labels of the code tables by name."""
        folder = program_root() / "seeds" / "codes"
        built_in = {file.stem: str(read_toml(file)["label"]) for file in sorted(folder.glob("*.toml"))}
        return {name: built_in.get(name, name) for name in self._log.catalogue.codes}

    def own_codes(self) -> dict[str, dict[str, str]]:
        """What the bureau added: by table, terms by code."""
        kept: dict[str, dict[str, str]] = json.loads(self._log.setting("own_codes") or "{}")
        return kept

    def add_terms(self, table: str, terms: Sequence[str]) -> int:
        """Add new terms to a code table; the number of those that were not there yet."""
        for term in terms:
            if set(term) & set(_PARTING):
                raise Refusal(f"“{term}”里有顿号、逗号或分号，填写时会被拆成几项。请改成不带这些符号的说法。")
        known = set(self._log.catalogue.codes[table].values())
        new = {own_code(term): term for term in terms if term not in known}
        if new:
            self._change_codes(table, new)
        return len(new)

    def remove_term(self, table: str, term: str) -> None:
        """Take a term that the bureau added out again; a built-in one, or one that records hold, is refused."""
        own = self.own_codes()
        code = own_code(term)
        if code not in own.get(table, {}):
            raise Refusal(f"“{term}”是程序自带的，统计口径要用，不能删除。")
        used = sum(self._used(ledger, table, term) for ledger in self._log.catalogue.ledgers.values())
        if used:
            raise Refusal(f"有 {used} 条记录用着“{term}”，没有删除。请先改这些记录。")
        del own[table][code]
        self._replace_codes(own)

    def _used(self, ledger: Ledger, table: str, term: str) -> int:
        listing, terms = Listing(self._log, ledger), self._log.catalogue.codes[table]
        holding = [name for name, field in ledger.fields.items() if field.choices is terms]
        return sum(listing.count(Filter(equals={name: (term,)})) for name in holding)

    def _change_codes(self, table: str, terms: Mapping[str, str]) -> None:
        own = self.own_codes()
        own[table] = {**own.get(table, {}), **terms}
        self._replace_codes(own)

    def _replace_codes(self, own: Mapping[str, Mapping[str, str]]) -> None:
        settings = {"own_codes": json.dumps(own, ensure_ascii=False)}
        put_definitions(self._log, Definitions(CODES_FILE, _codes_text(own)), settings)

    # ---------------------------------------------------------------- lines

    def _lines(self, key: str) -> list[str]:
        return [line for line in (self._log.setting(key) or "").split("\n") if line]

    def _keep(self, key: str, lines: Iterable[str]) -> None:
        self._log.set_setting(key, "\n".join(lines))


def put_definitions(log: Log, one: Definitions, settings: Mapping[str, str]) -> None:
    """Replace one of the bureau's own definition files, with its settings; a mistake changes nothing."""
    others = [found for found in own_definitions(log) if found.name != one.name]
    catalogue = load([*others, one])
    with log.transaction():
        log.connection.execute("INSERT OR REPLACE INTO _definition VALUES (?, ?)", (one.name, one.text))
        for key, value in settings.items():
            log.connection.execute("INSERT OR REPLACE INTO _setting VALUES (?, ?)", (key, value))
    log.catalogue = catalogue


def own_definitions(log: Log) -> list[Definitions]:
    """The bureau's own definition files."""
    return [Definitions(*row) for row in log.query("SELECT name, text FROM _definition")]


def _codes_text(own: Mapping[str, Mapping[str, str]]) -> str:
    """The tables as a definition file; a JSON string is a TOML string."""
    lines: list[str] = []
    for table, terms in own.items():
        lines.append(f"[codes.{table}]")
        lines += [f"{code} = {json.dumps(term, ensure_ascii=False)}" for code, term in terms.items()]
    return "\n".join(lines) + "\n"
