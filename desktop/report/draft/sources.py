"""Where a draft comes from: a file, pasted words, or the year's own report as it reads now or was kept."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.figures import Period
from desktop.report.draft.opening import Draft, open_draft, pasted
from desktop.report.text.living import LivingReport
from desktop.store import Log
from desktop.store.editions import Editions
from desktop.store.report_format import ReportFormat, report_format


class SourceKind(StrEnum):
    """What the draft is."""

    FILE = "file"
    PASTED = "pasted"
    REPORT = "report"
    """The report of the year as it reads now."""
    EDITION = "edition"


@dataclass(frozen=True)
class Source:
    """A draft that can be opened, and opened again."""

    kind: SourceKind
    path: str = ""
    text: str = ""
    """Pasted words."""
    edition: str = ""
    title: str = ""
    """Of a report or a kept version."""

    @classmethod
    def of_file(cls, file: Path) -> "Source":
        """A draft in a file."""
        return cls(SourceKind.FILE, str(file.absolute()))

    @property
    def file(self) -> Path | None:
        """The file, where it is one."""
        return Path(self.path) if self.kind is SourceKind.FILE else None

    @property
    def name(self) -> str:
        """As the page names it."""
        if self.kind is SourceKind.PASTED:
            return "粘贴的文字"
        return Path(self.path).name if self.kind is SourceKind.FILE else self.title

    @property
    def stem(self) -> str:
        """Without the ending of a file's name."""
        return Path(self.path).stem if self.kind is SourceKind.FILE else self.name

    def to_json(self) -> dict[str, str]:
        """As the log remembers it."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, str]) -> "Source | None":
        """What the log remembers; None of a text that was too long to be kept."""
        made = cls(
            SourceKind(content["kind"]), *(str(content[name]) for name in ("path", "text", "edition", "title"))
        )
        return None if made.kind is SourceKind.PASTED and not made.text else made

    def read(self, log: Log, period: Period, today: date) -> "Taken":
        """Open it; `Refusal` with what to do for what cannot be read."""
        if self.kind is SourceKind.PASTED:
            return Taken(self, pasted(self.text))
        if self.kind is SourceKind.FILE:
            file = Path(self.path)
            draft = open_draft(file)
            return Taken(self, draft, file.read_bytes() if draft.lines else b"")
        return self._own(log, period, today)

    def _own(self, log: Log, period: Period, today: date) -> "Taken":
        """The program's own text is read from the Word file that it would export, so that a copy looks like it."""
        form = replace(report_format(log), figures_attached=False)
        write = (
            self._edition_writer(log, form) if self.kind is SourceKind.EDITION else _writer(log, period, form, today)
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "report.docx"
            write(file)
            return Taken(self, replace(open_draft(file), source=None), file.read_bytes())

    def _edition_writer(self, log: Log, form: ReportFormat) -> Callable[[Path], None]:
        edition = Editions(log).read(self.edition)
        if edition.faults:
            raise Refusal("".join(edition.faults))
        from desktop.report.word.content import content_of_edition  # noqa: PLC0415 - as in `opening`
        from desktop.report.word.exporting import write_document  # noqa: PLC0415

        content = content_of_edition(edition, log.setting("bureau") or "本单位")
        dated = datetime.fromisoformat(edition.head.at).astimezone().date()
        return lambda out: write_document(content, form, out, dated=dated, made_at=datetime.now())


def _writer(log: Log, period: Period, form: ReportFormat, today: date) -> Callable[[Path], None]:
    from desktop.report.word.content import content_of  # noqa: PLC0415 - as in `opening`
    from desktop.report.word.exporting import write_document  # noqa: PLC0415

    content = content_of(LivingReport(log, period).lay(), log.catalogue)
    return lambda out: write_document(content, form, out, dated=today, made_at=datetime.now())


@dataclass(frozen=True)
class Taken:
    """A draft that was opened."""

    source: Source
    draft: Draft
    word: bytes = b""
    """The Word file as it was when it was opened, so that a copy can be made whatever becomes of it."""


def own_sources(log: Log, year: int) -> list[Source]:
    """What the log itself has of the year's report: as it reads now, and every kept version, the newest first."""
    kept = [Source(SourceKind.EDITION, edition=one.id, title=one.title) for one in Editions(log).heads(year)]
    return [Source(SourceKind.REPORT, title=f"{year} 年度报告（正在写的草稿）"), *kept]
