"""A large log for the benchmarks: five years, 450,000 records, written past the store's verbs for speed."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from desktop.store import Log, changes, initials
from desktop.store.changes import Author, Change

LARGE = "bureau.db"
"""The name of the large log in the folder of the benchmarks."""
YEARS = (2021, 2022, 2023, 2024, 2025)
SIZES = {"enforcement_check": 100_000, "hazard": 300_000, "penalty_case": 10_000, "tip_off": 20_000,
         "publicity_event": 20_000}  # fmt: skip
ENTERPRISES = 4_000

Row = dict[str, object]


def id_of(ledger: str, number: int) -> str:
    """Ids as the program makes them, but always the same."""
    return f"{['enterprise', *SIZES].index(ledger) + 1:08x}-0000-7000-8000-{number:012x}"


def large_log(file: Path) -> Log:
    """Make the log, or open it where it was made before; without SQLite's statistics, which no bureau's file has."""
    if file.exists():
        return Log.open(file)
    log = Log.create(file, settings={"bureau": "性能测试"}, person="bench")
    _drop_indexes(log)
    draw = random.Random(20251231)
    with log.transaction():
        enterprises = [id_of("enterprise", n) for n in range(ENTERPRISES)]
        industries = ["化工", "加油站", "工贸", "建材", "纺织", "非煤矿山", "人员密集场所"]
        named = ((one, f"e{n:07}") for n, one in enumerate(enterprises))
        _insert(
            log, "enterprise", ({"id": id_, "name": name, "industry": draw.choice(industries)} for id_, name in named)
        )
        makers: dict[str, Callable[[random.Random, list[str]], Row]] = {
            "enforcement_check": _check, "hazard": _hazard, "penalty_case": _case, "tip_off": _tip_off,
            "publicity_event": _event,
        }  # fmt: skip
        for ledger, size in SIZES.items():
            rows = (makers[ledger](draw, enterprises) | {"id": id_of(ledger, n)} for n in range(size))
            _insert(log, ledger, rows)
        # Most hazards were found by a check; the others were imported without it.
        log.connection.execute(
            """UPDATE hazard SET "check" = (SELECT id FROM enforcement_check WHERE rowid = 1 + hazard.rowid / 2)"""
            " WHERE rowid < 200000"
        )
        for ledger in ("enterprise", *SIZES):
            initials.rebuild(log.connection, log.ledger(ledger))
    return _reopened(log)


def with_history(file: Path) -> None:
    """Give every record of a large log its entry in the change log, each an action of its own."""
    with Log.open(file) as log, log.transaction():
        desk = log.setting("desk") or "bench"
        for ledger, size in SIZES.items():
            for number, row in enumerate(log.select(f'SELECT * FROM "{ledger}"')):
                at = f"2025-11-{number * 20 // size + 1:02}T08:00:00.000Z"
                author = Author(f"{ledger[:2]}{number}", at, desk, "bench")
                changes.append(log.connection, author, [Change(ledger, str(row["id"]), "insert", {}, row)])


def million_hazards(file: Path, count: int = 1_000_000) -> Log:
    """A log with one very large ledger, made anew; nearly all of it is done with, as in a log of many years."""
    log = Log.create(file, settings={"bureau": "性能测试"}, person="bench")
    _drop_indexes(log)
    draw = random.Random(20251231)
    with log.transaction():
        enterprises = [id_of("enterprise", n) for n in range(ENTERPRISES)]
        _insert(log, "enterprise", ({"id": one, "name": f"青川第{n}化工厂"} for n, one in enumerate(enterprises)))
        drawn = [_hazard(draw, enterprises) for _ in range(20_000)]
        _insert(log, "hazard", (drawn[n % len(drawn)] | {"id": id_of("hazard", n)} for n in range(count)))
        log.connection.execute("UPDATE hazard SET rechecked_on = found_on WHERE found_on < '2025-10-01'")
        initials.rebuild(log.connection, log.ledger("enterprise"))
    return _reopened(log)


def _drop_indexes(log: Log) -> None:
    """Those of the ledgers are made faster when all rows are there: the next opening makes them."""
    names = log.query("SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB 'ix_[a-z]*'")
    for (name,) in list(names):
        log.connection.execute(f'DROP INDEX "{name}"')
    log.connection.execute("PRAGMA cache_size = -200000")


def _reopened(log: Log) -> Log:
    """With the indexes."""
    log.close()
    return Log.open(log.file)


def _insert(log: Log, ledger: str, rows: Iterator[Row]) -> None:
    first = next(rows)
    columns = [*first, "created_at", "created_by"]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    stamp = ("2025-12-31T00:00:00.000Z", "bench")

    def values() -> Iterator[tuple[object, ...]]:
        yield (*first.values(), *stamp)
        for row in rows:
            yield (*row.values(), *stamp)

    log.connection.executemany(f'INSERT INTO "{ledger}" ({names}) VALUES ({marks})', values())


def _day(draw: random.Random) -> date:
    return date(draw.choice(YEARS), 1, 1) + timedelta(days=draw.randrange(365))


def _level(draw: random.Random) -> str:
    return draw.choices(["本局", "镇街", "下级", "其他部门"], [6, 3, 1, 1])[0]


def _later(draw: random.Random, day: date, most: int, chance: float) -> str | None:
    return (day + timedelta(days=draw.randrange(most))).isoformat() if draw.random() < chance else None


def _check(draw: random.Random, enterprises: list[str]) -> Row:
    return {
        "checked_on": _day(draw).isoformat(), "enterprise": draw.choice(enterprises), "level": _level(draw),
        "kind": draw.choice(["计划检查", "双随机抽查", "专项检查", "举报核查", "复查"]),
        "checker_count": draw.randrange(2, 6), "complete_record": int(draw.random() < 0.9),
        "led_to_action": int(draw.random() < 0.1),
        "documents": draw.choice(['["现场检查记录"]', '["现场检查记录", "责令限期整改指令书"]']),
        "method": draw.choice(['["现场检查"]', '["现场检查", "联合检查"]', None]),
        "content": "安全生产责任制、教育培训、现场管理等情况",
    }  # fmt: skip


def _hazard(draw: random.Random, enterprises: list[str]) -> Row:
    found = _day(draw)
    return {
        "found_on": found.isoformat(), "enterprise": draw.choice(enterprises), "level": _level(draw),
        "kind": draw.choice(["隐患", "违法违规行为"]), "source": draw.choice(["执法检查", "企业自查"]),
        "grade": draw.choices(["一般隐患", "重大隐患"], [30, 1])[0],
        "status": draw.choices(["已整改", "已销号", "限期整改", "未整改", "逾期未整改"], [80, 5, 9, 4, 2])[0],
        "due_on": (found + timedelta(days=15)).isoformat(), "rectified_on": _later(draw, found, 20, 0.85),
        "quantity": 1,
        "description": "配电箱未设置漏电保护装置，电缆接头裸露，现场未张贴安全警示标志",
    }  # fmt: skip


def _case(draw: random.Random, enterprises: list[str]) -> Row:
    filed = _day(draw)
    decided = _later(draw, filed, 80, 0.95)
    return {
        "filed_on": filed.isoformat(), "decided_on": decided, "enterprise": draw.choice(enterprises),
        "level": _level(draw), "stage": draw.choice(["事前", "事前", "事前", "事故"]),
        "procedure": draw.choice(["普通程序", "简易程序"]),
        "case_source": draw.choice(["执法检查", "事故调查", "举报"]),
        "result": draw.choices(["给予处罚", "不予处罚"], [20, 1])[0], "fine": draw.randrange(20, 200_000) * 100,
        "legal_review_count": draw.randrange(1, 4), "legal_reviewed_on": decided, "recorded_on": decided,
        "disclosed_on": decided, "closed_on": _later(draw, filed, 200, 0.8),
    }  # fmt: skip


def _tip_off(draw: random.Random, enterprises: list[str]) -> Row:
    received = _day(draw)
    closed = _later(draw, received, 40, 0.9)
    return {
        "received_on": received.isoformat(), "accepted_on": received.isoformat(), "level": _level(draw),
        "kind": draw.choice(["举报", "举报", "舆情投诉"]), "field": "安全生产",
        "channel": draw.choice(["12350", "12345热线", "举报奖励平台", "来信"]),
        "conclusion": draw.choice(["属实", "部分属实", "不实", "待查"]), "due_on": _later(draw, received, 60, 1),
        "closed_on": closed, "feedback_on": closed, "reward_status": draw.choice(["已发放", "放弃", None]),
        "reward": draw.randrange(1, 20) * 10_000,
    }  # fmt: skip


def _event(draw: random.Random, enterprises: list[str]) -> Row:
    return {
        "held_on": _day(draw).isoformat(), "level": _level(draw), "sessions": 1,
        "kind": draw.choice(["宣讲", "直播", "咨询", "知识竞赛", "科普活动"]), "mode": draw.choice(["线下", "线上"]),
        "participants": draw.randrange(10, 500), "enterprises": draw.randrange(30),
    }  # fmt: skip
