"""What a bureau decides for itself, kept in its log: name, who works, ledgers in use, quick entry."""

from collections.abc import Iterable, Mapping

from desktop.catalogue import Definitions, Ledger, Refusal, load
from desktop.catalogue.normalise import single_line
from desktop.store.log import Log

LEVELS = ("县（区、县级市）", "设区的市", "省（自治区、直辖市）", "开发区、乡镇（街道）")
DEFAULT_QUICK_ENTRY = ("enforcement_check", "penalty_case", "tip_off", "publicity_event", "training")


def pasted_terms(text: str) -> list[str]:
    """The terms of a pasted column, one a line, without empty and repeated ones; of several columns the first."""
    lines = (single_line(line.split("\t")[0]) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


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
