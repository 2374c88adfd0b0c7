"""How long the check of a draft of a hundred pages takes. Run: python -m tests.bench.draft"""

import time

from desktop.catalogue import load
from desktop.report.draft.checking import check_draft

PAGE = 22 * 28
PAGES = 100
PARAGRAPH = (
    "（{n}）规范执法。全区检查生产经营单位{a}家次，排查隐患{b}项，完成整改{c}项，整改率{d}%；立案{e}件，其中事前立案{f}件，罚款{g}.5万元。"
    "聘请2名法律顾问，组织集中学法{n}次，参加约{a}人次；修订《防汛应急预案》《地震应急预案》等2部预案，开展演练{e}场次，发放宣传资料{a}余份。\n"
)


def draft() -> str:
    """Some three thousand figures."""
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
    begun, cpu = time.perf_counter(), time.process_time()
    found = check_draft(text, catalogue)
    print(
        f"{PAGES} pages, {len(found.quantities)} figures: {time.perf_counter() - begun:.2f} s, "
        f"{time.process_time() - cpu:.2f} s of them computing"
    )


if __name__ == "__main__":
    main()
