"""What stands beside the form, put together from the presenter's answers."""

from collections.abc import Callable, Sequence

from desktop.catalogue import Refusal
from desktop.gui.forms.checks import Checks, EnterpriseYear
from desktop.gui.forms.presenter import Presenter, Trouble
from desktop.gui.forms.side_panel import Counted, Line, Overview, SidePanel
from desktop.gui.session import Session
from desktop.gui.theme import Theme


class SideView:
    """Fills the side panel, and knows what is said below fields about their values."""

    def __init__(
        self, theme: Theme, session: Session, presenter: Presenter, checks: Checks,
        go: Callable[[Trouble], None], open_record: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self.panel = SidePanel(theme)
        self._session, self._presenter, self._checks = session, presenter, checks
        self._go, self._open = go, open_record
        self._remarks: dict[str, str] = {}
        self._said: tuple[list[Trouble], list[Trouble]] = ([], [])
        self._counted: list[Counted] = []
        self._refused = ""
        """Why nothing could be counted."""

    def remark(self, name: str, text: str) -> None:
        """Say something below a field as long as its value was not typed."""
        self._remarks[name] = text

    def remarks(self) -> dict[str, str]:
        """What is said below each field in place of its help."""
        presenter = self._presenter
        told = {name: text for name, text in self._remarks.items() if name in presenter.prefilled}
        for name, link in presenter.ledger.links.items():
            text = self._checks.remark_on(link)
            if text:
                told[name] = text
        if day := self._remark_on_day():
            told[str(presenter.ledger.date)] = day
        return told

    def _remark_on_day(self) -> str:
        """A day that is more often a slip than meant: after today, or of a year that was chosen and forgotten."""
        presenter, today, year = self._presenter, self._session.today, self._session.year
        day = str(presenter.stored().get(presenter.ledger.date or "") or "")
        if day > today.isoformat():
            return f"晚于今天 {today.isoformat()}，请核对"
        if presenter.id is None and day[:4] == str(year) != str(today.year):
            return f"按窗口上方所选的 {year} 年"
        return ""

    def show(self, errors: Sequence[Trouble], gaps: Sequence[Trouble]) -> None:
        """What is wrong and missing, with the figures as they were last counted."""
        self._said = (list(errors), list(gaps))
        self._lay()

    def count(self) -> None:
        """What the record adds to which figure: the slow part, and so a step of its own."""
        self._counted, self._refused = [], ""
        try:
            found = self._checks.additions(self._session.period())
        except Refusal as refusal:
            self._refused = str(refusal)
        else:
            self._counted = [Counted(one.label, one.amount, one.unit) for one in found]
        self._lay()

    def _lay(self) -> None:
        errors, gaps = self._said
        self.panel.show_matters(
            [self._line(one) for one in errors], [self._line(one) for one in gaps], self._twins(),
            self._counted, self._note(), self._overview(),
        )  # fmt: skip

    def _line(self, one: Trouble) -> Line:
        presenter = self._presenter
        ledger = presenter.child(one.rows) if one.rows else presenter.ledger
        field = ledger.fields.get(one.field)
        title = field.label if field else "整条记录"
        if one.row is not None:
            title = f"{ledger.label}第 {one.row + 1} 行　{title}"
        text = one.message.removesuffix("。").partition("，可填：")[0]
        if field and text.startswith(field.label):
            text = text.removeprefix(field.label).removeprefix("：").strip()
        return Line(title, text, lambda: self._go(one))

    def _twins(self) -> list[Line]:
        ledger = self._presenter.ledger
        lines = []
        for record in self._checks.twins():
            title, words = self._checks.words_for(ledger, record)
            lines.append(Line(title, words, lambda id_=str(record["id"]): self._open(ledger.name, id_)))  # type: ignore[misc]
        return lines

    def _note(self) -> str:
        """Why no figure is listed; of what is wrong only what the panel shows is called so."""
        if self._counted:
            return ""
        if self._refused:
            return self._refused
        if self._said[0]:
            return "改好矛盾以后，这里列出计入哪些指标"
        if self._presenter.problems():
            return "填好必填的以后，这里列出计入哪些指标"
        return "改动不影响任何指标" if self._presenter.id else "还不会计入任何指标"

    def _overview(self) -> Overview | None:
        found = self._checks.enterprise_year(self._session.year)
        return overview_of(found, new=self._presenter.id is None) if found else None


def overview_of(found: EnterpriseYear, *, new: bool) -> Overview:
    """企业概况: which visit of the year this is, against the cap."""
    now = found.visits.counted + (1 if new else 0)
    words = f"第 {now} 次，上限 {found.visits.cap} 次"
    return Overview("企业概况", "本年入企检查", words, now, found.visits.cap, found.last)
