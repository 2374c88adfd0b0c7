"""What is still to be filled in: records left out of figures, gathered by ledger and by what they lack."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.catalogue import Catalogue, Indicator, Ledger
from desktop.figures.engine import Engine, Figure
from desktop.figures.period import Period


@dataclass
class Missing:
    """Records of a ledger that lack the same things, and the figures that leave them out."""

    ledger: Ledger
    what: str
    """Such as 行业类别未填."""
    ids: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def effect(self) -> str:
        """Which figures miss them: 不计入检查家次等 3 个指标."""
        first, others = self.indicators[0].label, len(self.indicators)
        return f"不计入{first}" if others == 1 else f"不计入{first}等 {others} 个指标"


def to_fill_in(engine: Engine, catalogue: Catalogue, period: Period) -> list[Missing]:
    """What the figures of a period miss; one entry a record, most records first."""
    over_records = [one.name for one in catalogue.indicators.values() if one.ledger]
    return _missing(engine, engine.figures(period, over_records))


def _missing(engine: Engine, figures: Iterable[Figure]) -> list[Missing]:
    lacking: dict[tuple[str, str], tuple[Ledger, list[str], list[Indicator]]] = {}
    for figure in figures:
        if not figure.uncounted or figure.indicator.ledger is None:
            continue
        for name, left in engine.uncounted(figure.indicator.name, figure.period).items():
            for one in left:
                key = (name, str(one.record["id"]))
                entry = lacking.setdefault(key, (figure.indicator.ledger, [], []))
                entry[1].extend(part for part in one.reason.removesuffix("未填").split("、") if part not in entry[1])
                entry[2].append(figure.indicator)
    return sorted(_gathered(lacking), key=lambda one: -len(one.ids))


def _gathered(
    lacking: dict[tuple[str, str], tuple[Ledger, list[str], list[Indicator]]],
) -> list[Missing]:
    groups: dict[tuple[str, str], Missing] = {}
    for (name, id_), (ledger, parts, indicators) in lacking.items():
        what = f"未填{'、'.join(parts)}"
        group = groups.setdefault((name, what), Missing(ledger, what))
        group.ids.append(id_)
        group.indicators += [one for one in indicators if one not in group.indicators]
    return list(groups.values())
