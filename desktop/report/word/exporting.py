"""The job: a log's report of a year, or a report as it is laid out, into a Word file."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from desktop.catalogue import Catalogue, Refusal
from desktop.catalogue.outlines import Outline
from desktop.figures import Engine, Period
from desktop.report.text.document import ReportText
from desktop.report.text.laying import LaidReport, facts_of, lay, parts_of
from desktop.report.text.living import LivingReport, outlines
from desktop.report.text.saying import Sayings
from desktop.report.word.content import Content, content_of, content_of_edition
from desktop.report.word.figure_table import attachment, attachment_title
from desktop.report.word.package import empty_document, save, sign
from desktop.report.word.paragraphs import text_of
from desktop.store import Log
from desktop.store.editions import Editions
from desktop.store.replacing import replacing
from desktop.store.report_format import ReportFormat, report_format

_MOST_NAMED = 10
_QUOTED = 16
"""Characters of a paragraph by which a person finds it."""


def write_report(
    laid: LaidReport, catalogue: Catalogue, form: ReportFormat, out: Path, *, dated: date, made_at: datetime
) -> list[str]:
    """Write the report as it reads now. Returns what a person should know of it: parts that nobody has written yet.

    A report with a figure that is empty or not borne out is refused with its places.
    """
    _refuse_problems(laid)
    write_document(content_of(laid, catalogue), form, out, dated=dated, made_at=made_at)
    return list(_notes(laid))


def write_document(content: Content, form: ReportFormat, out: Path, *, dated: date, made_at: datetime) -> None:
    """Write a document to `out`, which is replaced only when all of it is written; `dated` is 成文日期."""
    document = empty_document(form)
    title = attachment_title(content, form)
    body = document.element.body
    parts = [*text_of(content, form, dated, title), *(attachment(content, form) if title else ())]
    for part in parts:
        body.sectPr.addprevious(part)
    sign(document, "".join(content.title), form.signature or content.bureau, made_at)
    with replacing(out) as beside:
        save(document, beside)


def _refuse_problems(laid: LaidReport) -> None:
    problems = laid.problems()
    if not problems:
        return
    by_key = {one.block.key: one.text for one in laid.shown}
    named = [f"“{_quoted(by_key[one.key])}”一段：{one.message}" for one in problems[:_MOST_NAMED]]
    rest = [f"还有 {len(problems) - _MOST_NAMED} 处。"] if len(problems) > _MOST_NAMED else []
    raise Refusal("\n".join([f"报告没有导出，有 {len(problems)} 处数字没有依据：", *named, *rest]))


def _quoted(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}……"


def _notes(laid: LaidReport) -> Iterator[str]:
    titles = {one.block.key: one.plain for one in laid.open}
    for one in laid.unwritten():
        led = parts_of(one.lead, one.block.depth)
        title = led[-1][0] if led else titles[one.block.heading]
        yield f"“{title}”里要自己写的内容还没有写。"


# -------------------------------------------------------------------- from a log


def export_report(
    log: Log, period: Period, out: Path, *, chosen: str = "", whole_year: bool = True, dated: date, made_at: datetime
) -> list[str]:
    """Write a log's report of a year as it reads now, and change nothing in the log.

    `chosen`: the name of an outline other than the one that the report follows. `whole_year`: nobody named a span, so
    that the one of the kept report stands.
    """
    report = LivingReport(log, period)
    if not whole_year:
        report.period = period
    notes = []
    laid = report.lay()
    if chosen and chosen != report.outline.name:
        if report.saved_at:
            notes.append("已写好的段落属于另一个提纲，没有放进这份报告。")
        laid = _after(log, report.period, _outline(log, chosen))
    written = write_report(laid, log.catalogue, report_format(log), out, dated=dated, made_at=made_at)
    return [*notes, *written]


def export_edition(log: Log, id_: str, out: Path, *, made_at: datetime) -> None:
    """Write a kept version as it was; it is dated on the day on which it was kept."""
    edition = Editions(log).read(id_)
    if edition.faults:
        raise Refusal("".join(edition.faults))
    content = content_of_edition(edition, log.setting("bureau") or "本单位")
    dated = datetime.fromisoformat(edition.head.at).astimezone().date()
    write_document(content, report_format(log), out, dated=dated, made_at=made_at)


def _after(log: Log, period: Period, outline: Outline) -> LaidReport:
    facts = facts_of(log.setting("bureau") or "本单位", period)
    sayings = Sayings(Engine(log), log.catalogue, period, outline.spans)
    return lay(ReportText.of(outline), outline, sayings, facts, report_format(log).heading_numbers)


def _outline(log: Log, name: str) -> Outline:
    known = outlines(log)
    found = next((one for one in known if name in (one.name, one.label)), None)
    if found is None:
        listed = "、".join(one.name for one in known) or "无"
        raise Refusal(f"没有提纲“{name}”。可用的提纲：{listed}。")
    return found
