"""Benchmarks. All ways answer the same questions over the same file, interleaved in one run; only ratios count."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.figures import Engine, Period
from tests.bench import blocks, draft, exporting, importing, window
from tests.bench.by_hand import NAMES, load_frames, single_pass, with_pandas
from tests.bench.records import LARGE, SIZES, large_log

ROUNDS = 5
Answers = dict[str, float]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "taizhang-bench"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / LARGE
    log = large_log(file)
    engine, period = Engine(log), Period.year(2025)
    first, last = period.first.isoformat(), period.last.isoformat()

    def one_query_each() -> Answers:
        return {name: float(engine.outcomes(period, [name])[name].exact or 0) for name in NAMES}

    ways: dict[str, Callable[[], Answers]] = {
        "single pass by hand": lambda: single_pass(log.connection, first, last),
        "figure engine": lambda: {n: float(o.exact or 0) for n, o in engine.outcomes(period, NAMES).items()},
        "one query an indicator": one_query_each,
    }
    frames, load_seconds = _timed(lambda: load_frames(file))
    ways["pandas, rows in memory"] = lambda: with_pandas(frames, first, last)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        answers = {}
        for name, way in ways.items():
            answers[name], seconds = _timed(way)
            times[name].append(seconds)
    _check_equal(answers)
    _, whole = _timed(lambda: engine.figures(period))
    limit = statistics.median(times["single pass by hand"])
    print(f"{sum(SIZES.values()):,} records, {len(NAMES)} indicators of one year, median of {ROUNDS} rounds")
    for name, seconds in times.items():
        print(f"  {name:<28}{statistics.median(seconds) / limit:8.2f} x the single pass by hand")
    with_loading = load_seconds + statistics.median(times["pandas, rows in memory"])
    print(f"  {'pandas with its loading':<28}{with_loading / limit:8.2f} x")
    count = len(log.catalogue.indicators)
    print(f"  {'all figures, last year, gaps':<28}{whole / limit:8.2f} x  ({count} indicators)")
    log.close()
    window.main(file)
    blocks.main(file)
    importing.main(folder)
    exporting.main(folder)
    draft.main()


def _timed(way: Callable[[], object]) -> tuple[object, float]:
    begun = time.perf_counter()
    found = way()
    return found, time.perf_counter() - begun


def _check_equal(answers: dict[str, object]) -> None:
    limit = answers["single pass by hand"]
    for way, found in answers.items():
        wrong = [name for name in NAMES if abs(float(found[name]) - float(limit[name] or 0)) > 1e-6]  # type: ignore[index]
        if wrong:
            raise SystemExit(f"{way} differs: {[(n, found[n], limit[n]) for n in wrong[:5]]}")  # type: ignore[index]


if __name__ == "__main__":
    main()
