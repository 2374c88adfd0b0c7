"""How long the check of a draft of a hundred pages takes. Run: python -m tests.bench.draft"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.catalogue import load
from desktop.demo import published_log, published_report
from desktop.report.draft.checking import check_draft
from desktop.report.draft.knowing import known

PAGE = 22 * 28
PAGES = 100
ROUNDS = 3
PARAGRAPH = (
    "（{n}）规范执法。全区检查生产经营单位{a}家次，排查隐患{b}项，完成整改{c}项，整改率{d}%；立案{e}件，其中事前立案{f}件，罚款{g}.5万元。"
    "聘请2名法律顾问，组织集中学法{n}次，参加约{a}人次；修订《防汛应急预案》《地震应急预案》等2部预案，开展演练{e}场次，发放宣传资料{a}余份。\n"
)
LOG = "chengzhong-2025"


def draft() -> str:
    """Some five thousand figures, in words that no outline has."""
    made, n = "", 0
    while len(made) < PAGES * PAGE:
        n += 1
        b = 100 + n
        made += PARAGRAPH.format(
            n=n % 40 + 1, a=400 + n, b=b, c=b - 5, d=f"{100 * (b - 5) / b:.2f}", e=n, f=n // 2, g=n % 90
        )
    return made


def main() -> None:
    catalogue, text = load(), draft()
    figures = len(check_draft(text, catalogue).quantities)
    alone = _computing(lambda: check_draft(text, catalogue))
    with tempfile.TemporaryDirectory() as folder, published_log(LOG, Path(folder) / "log.db") as log:
        held = known(log, published_report(LOG).period)
        beside = _computing(lambda: check_draft(text, log.catalogue, held))
    print(f"{PAGES} pages, {figures} figures: {alone:.2f} s computing by itself")
    print(f"  against a log in other words {beside / alone:8.2f} x that")


def _computing(way: Callable[[], object]) -> float:
    """The shortest of some rounds, without waiting for others on the machine."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        way()
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    main()
