"""Working off the findings of one draft: accept, correct, leave with a reason, take back; keep what was done."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.catalogue import Refusal
from desktop.catalogue.normalise import single_line
from desktop.report.draft.checking import Check, check_draft
from desktop.report.draft.correcting import Change, Corrected, Correction, Note
from desktop.report.draft.items import Group, Item
from desktop.report.draft.knowing import Known
from desktop.report.draft.opening import Draft
from desktop.report.draft.results import Results
from desktop.report.draft.sources import Source, Taken
from desktop.store import Log
from desktop.store.decisions import Decisions

KEPT = "draft_check"
"""The setting that remembers what was opened last."""
LONGEST_KEPT = 300_000
"""Characters of a text that is remembered. It lies in the log file, as the report's own text does, never in the
change log; the next draft takes its place, and putting the draft away wipes it."""


@dataclass(frozen=True)
class _Step:
    """One thing that was done, and how it is taken back and done again."""

    said: str
    undo: Callable[[], None]
    redo: Callable[[], None]


class Review:
    """A draft on the desk of one log."""

    def __init__(self, log: Log, taken: Taken, year: int, corrected: Corrected | None = None) -> None:
        self._log, self.taken, self.year = log, taken, year
        self.corrected = corrected or Corrected(taken.draft.text)
        self.check: Check | None = None
        self.known: Known | None = None
        self.results = Results()
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def draft(self) -> Draft:
        """As it was opened."""
        return self.taken.draft

    @property
    def text(self) -> str:
        """As it reads now."""
        return self.corrected.text

    def find(self, known: Known | None) -> Check:
        """Check the text as it reads now; may run in any thread."""
        catalogue = known.figures.catalogue if known else self._log.catalogue
        return check_draft(self.text, catalogue, known)

    def take(self, check: Check, known: Known | None) -> bool:
        """Take what a check found; False where the text reads differently by now."""
        if check.reading.original != self.text:
            return False
        self.check, self.known = check, known
        self.weigh()
        return True

    def weigh(self) -> None:
        """Put the results together anew, after a decision."""
        if self.check is not None:
            self.results = Results.of(
                self.check, self.corrected, Decisions(self._log).standing(), known=self.known, year=self.year
            )

    # ---------------------------------------------------------------- correcting

    def accept(self, item: Item) -> None:
        """Write the value that a finding knows."""
        if item.change is None:
            raise Refusal("这一处不知道应写多少。请用“改成…”写上，或写明不改的理由。")
        self._write(replace(item.change, note=_noted(item)), f"“{item.printed}”改为“{item.expected}”")

    def correct(self, item: Item, new: str) -> None:
        """Write what a person typed over a finding's place; empty takes the words away."""
        said = single_line(new)
        self._write(Change(item.start, item.end, said, _noted(item)), f"“{item.printed}”改为“{said}”")

    def _write(self, change: Change, said: str) -> None:
        before, after = self.corrected, self.corrected.with_change(change)
        self._refuse_parted(after)
        self._do(_Step(said, lambda: self._set(before), lambda: self._set(after)))

    def _refuse_parted(self, after: Corrected) -> None:
        """A correction lies within one paragraph, for it is written into that paragraph of the file."""
        starts = [one.start for one in self.draft.lines]
        if any(
            "\n" in one.old or "\t" in one.old or bisect_right(starts, one.start) < bisect_left(starts, one.end)
            for one in after.corrections
        ):
            raise Refusal("这几个字分在两段或两个单元格里，不能在这里改。请在 Word 里改好再校核。")

    def _set(self, corrected: Corrected) -> None:
        self.results = self.results.moved(self.corrected, corrected)
        self.corrected, self.check = corrected, None

    def restore(self, item: Item) -> None:
        """Put the draft's own words back where they were corrected."""
        if item.correction is None:
            return
        before, after = self.corrected, self.corrected.without(item.correction)
        self._do(_Step(f"恢复“{item.printed}”", lambda: self._set(before), lambda: self._set(after)))

    # ---------------------------------------------------------------- leaving

    def leave(self, item: Item, reason: str) -> None:
        """Leave a finding as it is, for a reason that the log remembers."""
        if not single_line(reason):
            raise Refusal("不改要写明理由，再校核时才知道为什么。")
        self._do(
            _Step(
                f"“{item.printed or item.title}”不改",
                lambda: self._raise(item.keys),
                lambda: self._leave(item, reason),
            )
        )

    def _leave(self, item: Item, reason: str) -> None:
        told = [(key, one.quote, one.expected) for key, one in zip(item.keys, item.findings, strict=True)]
        Decisions(self._log).leave(told, reason)

    def raise_again(self, item: Item) -> None:
        """Take the decision back: the finding is open again."""
        if item.decision is not None:
            reason = item.decision.reason
            self._do(_Step("重新提出", lambda: self._leave(item, reason), lambda: self._raise(item.keys)))

    def _raise(self, keys: Sequence[str]) -> None:
        Decisions(self._log).raise_again(keys)

    # ---------------------------------------------------------------- undo

    def _do(self, step: _Step) -> None:
        step.redo()
        self._done.append(step)
        self._undone.clear()
        self.weigh()

    def undo(self) -> str | None:
        """Take back what was done last; what it was."""
        return self._move(self._done, self._undone, lambda step: step.undo())

    def redo(self) -> str | None:
        """Do again what was taken back last."""
        return self._move(self._undone, self._done, lambda step: step.redo())

    def _move(self, source: list[_Step], target: list[_Step], do: Callable[[_Step], None]) -> str | None:
        if not source:
            return None
        do(source[-1])
        target.append(source.pop())
        self.weigh()
        return target[-1].said

    # ---------------------------------------------------------------- what is told

    @property
    def done(self) -> int:
        """How many places were worked off."""
        return self.results.count(Group.DONE)

    # ---------------------------------------------------------------- between two sessions

    def remember(self) -> None:
        """Keep in the log what lies on the desk: which file, or the pasted text, and the corrections."""
        source = self.taken.source
        kept = replace(source, text="") if len(source.text) > LONGEST_KEPT else source
        corrections = [asdict(one) for one in self.corrected.corrections]
        content = {"source": kept.to_json(), "was": self._around(), "corrections": corrections}
        if not self._log.read_only:
            self._log.set_setting(KEPT, json.dumps(content, ensure_ascii=False))

    def _around(self) -> str:
        """The source text, where there are corrections whose places must be found again in a newer version."""
        return self.draft.text if self.corrected.corrections and len(self.draft.text) <= LONGEST_KEPT else ""


@dataclass(frozen=True)
class Remembered:
    """What lay on the desk."""

    source: Source
    was: str
    corrections: tuple[Correction, ...]

    def on(self, text: str) -> tuple[Corrected, int]:
        """The corrections in the text as it reads today; how many of them found no place."""
        if not self.corrections:
            return Corrected(text), 0
        return Corrected(self.was or text, self.corrections).carried_to(text)


def _noted(item: Item) -> Note:
    return Note(item.sureness, item.title, item.indicator, "；".join(one.rstrip("。") for one in item.reasons))


def _correction(kept: Mapping[str, Any]) -> Correction:
    note = Note(**{name: str(text) for name, text in kept["note"].items()}) if kept["note"] else None
    return Correction(int(kept["start"]), int(kept["end"]), str(kept["old"]), str(kept["new"]), note)


def remembered(log: Log) -> Remembered | None:
    """What was opened last and not put away; None where nothing was, or it cannot be opened again."""
    try:
        content = json.loads(log.setting(KEPT) or "null")
        if not isinstance(content, Mapping):
            return None
        corrections = tuple(_correction(one) for one in content["corrections"])
        source = Source.from_json(content["source"])
        return Remembered(source, str(content["was"]), corrections) if source else None
    except (ValueError, KeyError, TypeError):
        return None


def forget(log: Log) -> None:
    """The desk is empty."""
    if not log.read_only and log.setting(KEPT):
        log.set_setting(KEPT, "")


def named_copy(source: Source) -> Path:
    """Where the corrected copy goes unless another place is chosen: beside the draft."""
    folder = source.file.parent if source.file else Path.home()
    return folder / f"{source.stem}（校核后）.docx"
