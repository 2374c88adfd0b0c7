"""The entry form: one record with its detail rows, by keyboard through and through."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.catalogue import Field, Refusal
from desktop.catalogue.details import FollowUp, carried
from desktop.gui.forms.backtrack import Backtrack
from desktop.gui.forms.calendar import Calendar
from desktop.gui.forms.checks import Checks
from desktop.gui.forms.draft_watch import DraftWatch
from desktop.gui.forms.filling import bring_in, copy_last, take_last_value
from desktop.gui.forms.following import Followed
from desktop.gui.forms.frame import FormFrame, Verbs
from desktop.gui.forms.identities import Identities
from desktop.gui.forms.keeping import Keeper, drafts_for, state_of, waiting
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.new_linked import NewLinked
from desktop.gui.forms.offers import OfferList
from desktop.gui.forms.presenter import Presenter, Trouble
from desktop.gui.forms.save_wait import SaveWait
from desktop.gui.forms.verbs import verbs_of
from desktop.gui.forms.walk import Walk
from desktop.gui.guards import commit_composition
from desktop.gui.pages.page import Page
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.store import Busy, ReasonNeeded, Rejected
from desktop.store.pending import Pending
from desktop.store.suggestions import Suggestions

if TYPE_CHECKING:
    from desktop.gui.forms.identity_bar import IdentityBar
    from desktop.gui.window import Window

CHECK_MILLISECONDS = 250
COUNT_MILLISECONDS = 60


class FormPage(Page):
    """One form at a time; `open` makes it for a record. Nothing but `open` is called before it."""

    name = "form"
    title = "登记"
    icon = "ledger"

    presenter: Presenter
    frame: FormFrame

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._opened = False
        self._panel: NewLinked | None = None
        self._came_from = "ledgers"
        self.offers, self.calendar = OfferList(self.theme), Calendar(self.theme)
        self.reason_bar = ReasonBar(self, self.theme, self.foot_height)
        self._identities = Identities(
            self, self.theme, self.session, window.jobs, lambda: self.frame.show_masks()  # noqa: PLW0108
        )  # fmt: skip
        self._wait = SaveWait(self.session.log, self)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._check_timer = self._timer(CHECK_MILLISECONDS, self._check)
        self._count_timer = self._timer(COUNT_MILLISECONDS, lambda: self.frame.side.count())  # noqa: PLW0108
        self._drafts = DraftWatch(self)
        self._drafts.kept.connect(self._say_kept)
        self._drafts.failed.connect(lambda why: self.frame.head.say("草稿没有存上", "warn", why))
        self._actions = [make_action(self, *one) for one in verbs_of(self)]

    def _timer(self, every: int, slot: Callable[[], object]) -> QTimer:
        made = QTimer(self, singleShot=True, interval=every)
        made.timeout.connect(slot)
        return made

    def foot_height(self) -> int:
        """The row of the save buttons."""
        return self.frame.foot.height()

    @property
    def help_name(self) -> str:
        """With the ledger: form/tip_off."""
        return f"{self.name}/{self.presenter.ledger.name}"

    @property
    def ledger_name(self) -> str:
        """Of the record that stands in the form."""
        return self.presenter.ledger.name if self._opened else ""

    def standing(self) -> object:
        """What was typed, and the field in which the cursor stands."""
        if not self._opened or self.window_.front != self.name:
            return None
        return self.presenter, self._drafts.keeper, self.frame.body.current_name(), self._came_from

    def stand_again(self, standing: tuple[Presenter, Keeper, str | None, str] | None) -> None:
        """Go on with it in new widgets."""
        if standing is not None:
            presenter, keeper, name, self._came_from = standing
            self._build(presenter, keeper)
            self.setFocusProxy(self.frame.body.target_of(name))

    def actions_of_page(self) -> list[QAction]:
        """The form's keys, in the menu 记录."""
        return self._actions

    # ------------------------------------------------------------------ opening

    def open(self, ledger_name: str, record_id: str | None = None, prefill: dict[str, object] | None = None) -> None:
        """Show a new record, or an existing one; an unsaved one of the same kind is offered."""
        self.can_leave()
        ledger = self.session.log.ledger(ledger_name)
        presenter = Presenter(self.session.log, ledger, self.session.today, record_id)
        presenter.prefill(prefill or {})
        self._remember_origin()
        self._build(presenter, Keeper(presenter))
        drafts = drafts_for(self.session.log, ledger, record_id)
        if drafts:
            self._offer_drafts(drafts)
        else:
            self._begin()

    def _remember_origin(self) -> None:
        if self.window_.front not in ("form", ""):
            self._came_from = self.window_.front

    def _begin(self) -> None:
        """The cursor goes where entry begins."""
        self.setFocusProxy(self.frame.body.first_target())
        self.setFocus()

    def _build(self, presenter: Presenter, keeper: Keeper) -> None:
        """Make the form anew for a presenter."""
        self.offers.close_for()
        old = self.frame if self._opened else None
        self.presenter = presenter
        self._wait.stop()
        self._twins_seen, self._walk, self._told_unsaved = frozenset[str](), Walk(), False
        self.frame = frame = FormFrame(self, self.session, presenter, self._tools_for(presenter), self._verbs())
        self._opened = True
        self._backtrack = Backtrack(presenter, frame)
        frame.body.typed.connect(lambda _name: self._typed())
        frame.body.left.connect(lambda _name: self._typed())
        frame.body.rows_changed.connect(self._typed)
        frame.body.refused.connect(self.window_.toast)
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._outer.addWidget(frame)
        frame.show()
        self._check()
        self._drafts.watch(keeper)

    def _tools_for(self, presenter: Presenter) -> Tools:
        session = self.session
        self._tools = Tools(
            self.theme, session.log, presenter.ledger, Suggestions(session.log), self.offers, self.calendar,
            session.today, self._open_new_linked, lambda: self.frame.rows.paste_files(),  # noqa: PLW0108
            title_of=presenter.title_of, year=lambda: session.year, jobs=self.window_.jobs,
            reveal=lambda: self._identities.reveal(presenter),
        )  # fmt: skip
        return self._tools

    def _verbs(self) -> Verbs:
        return Verbs(
            self.save, self.save_and_new, self.copy_last, self.bring_in, self.follow_up, self.window_.open_form,
            self.go_to,
            lambda: self.window_.show_page("ledgers"),
            lambda: self.window_.open_ledger(self.presenter.ledger.name),
        )  # fmt: skip

    @property
    def checks(self) -> Checks:
        """The answers of the side panel."""
        return self.frame.checks

    # ------------------------------------------------------------------ drafts

    def _offer_drafts(self, drafts: list[Pending]) -> None:
        found = waiting(self.session.log, self.session.today, drafts)
        first = self.frame.offer_drafts(found, self.take_draft, self._begin)
        self.setFocusProxy(first)
        first.setFocus()

    def take_draft(self, draft: Pending) -> None:
        """Go on with a draft, under its own key."""
        self.can_leave()
        ledger = self.session.log.ledger(draft.ledger)
        presenter = Presenter(self.session.log, ledger, self.session.today, draft.record_id)
        presenter.restore(state_of(draft))
        presenter.asked = True
        self._remember_origin()
        self._build(presenter, Keeper(presenter, draft.key))
        self.frame.head.say("草稿", "neutral", f"{draft.kept_at[-5:]} 自动保存，断电不丢")
        self._begin()

    def _say_kept(self, time: str) -> None:
        self.frame.head.say("草稿", "neutral", f"{time} 自动保存，断电不丢")
        self.window_.show_draft_kept(time)

    def can_leave(self) -> bool:
        """The draft is kept, and the form may be left; where it cannot be kept, not before that was read."""
        if self._wait.waits:
            self.window_.toast("正在写入别的内容，写完就保存这一条；不想等，按 Esc 接着改")
            return False
        if not self._opened:
            return True
        self._settle()
        if self._panel is not None and self._panel.typed:
            self.window_.toast(f"新增的{self._panel.word}还没有保存，先按 Ctrl+S 保存，或按 Esc 不要了")
            return False
        if self._panel is not None:
            self._panel.dismiss()
        if self._still_copying("离开"):
            return False
        if not self._drafts.keep_to_leave():
            self.window_.toast("草稿没有存上，先别离开：原因见上方；不要这份草稿的，再按一次")
            return False
        if self.presenter.dirty and not self.session.log.read_only:
            self.window_.toast(f"{self.presenter.ledger.label}没有保存，草稿已留；按 Ctrl+Shift+K 接着填")
        self._rest()
        return True

    def _still_copying(self, what: str) -> bool:
        name = self.frame.body.copying
        if name:
            self.window_.toast(f"附件 {name} 还在复制，复制完再{what}；不要了的，在右下角取消")
        return bool(name)

    def _rest(self) -> None:
        self._check_timer.stop()
        self._count_timer.stop()
        self._drafts.rest()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """A field left because the page is hidden must not be checked: the log may be closed by then."""
        super().hideEvent(event)
        self._rest()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Keep drafts again, and check again."""
        super().showEvent(event)
        if self._opened:
            self._drafts.start()
            self._check_timer.start()

    # ------------------------------------------------------------------ checking

    def refresh(self, changed: set[str] | None = None) -> None:
        """Other records changed: a link may lead somewhere now, figures may differ."""
        if self._opened:
            if changed is not None:
                self._follow_log()
            self.presenter.forget()
            self.checks.forget()
            self._check_timer.start()

    def _follow_log(self) -> None:
        """A save was undone or done again: the form shows what is true now."""
        found = self._backtrack.follow()
        if found is Followed.GONE:
            self.leave()
        elif found is not Followed.SAME:
            self._drafts.watch(Keeper(self.presenter))

    def _typed(self) -> None:
        self._backtrack.note()
        if self.presenter.dirty and not self._told_unsaved:
            self._told_unsaved = True  # from the first draft on the status bar says when it was kept
            self.window_.show_unsaved()
        if self.isVisible():
            self._check_timer.start()

    def _check(self) -> None:
        self._backtrack.note()
        self.frame.check()
        self._count_timer.start()

    def _settle(self) -> None:
        commit_composition()
        self.frame.body.take_pending()

    def walk(self, by: int) -> None:
        """F8: the next problem; errors first, then gaps."""
        self._settle()
        trouble = self._walk.step([*self.presenter.shown_problems(), *self.checks.gaps()], by)
        if trouble is None:
            self.window_.toast("没有要改或要补的地方")
        else:
            self.go_to(trouble)

    def go_to(self, trouble: Trouble) -> None:
        """To the place of a problem."""
        self.frame.body.go_to(trouble)

    # ------------------------------------------------------------------ saving

    def save(self, following: Callable[[], object] | None = None) -> bool:
        """Save the record with its rows, then do what follows; with a contradiction, go to its field instead.

        False where it was not saved, or not yet: a reason may have to be written first. With the small panel for a
        linked record open, it is that record that is saved.
        """
        if self._panel is not None:
            self._panel.save()
            return False
        if self._wait.waits:
            return False
        self._settle()
        if self._still_copying("保存"):
            return False
        self.presenter.asked = True
        self.presenter.drop_blank_rows()
        problems = self.presenter.problems()
        if problems:
            self._check()
            self.go_to(problems[0])
            return False
        return not self._stopped_by_twins() and self._write(following)

    def _stopped_by_twins(self) -> bool:
        """Possible duplicates are shown once before a new record is saved; a second save goes on."""
        if self.presenter.id:
            return False
        twins = frozenset(str(one["id"]) for one in self.checks.twins())
        if twins <= self._twins_seen:
            return False
        self._twins_seen = twins
        self._check()
        self.window_.toast(f"可能重复登记 {len(twins)} 条，见右侧；确认不重复的，再按一次 Ctrl+S")
        return True

    def _write(self, following: Callable[[], object] | None, reason: str | None = None) -> bool:
        presenter = self.presenter
        if presenter.has_secrets and self.identity.can_unlock:
            self.identity.ask_to_unlock(self.save)
            return False
        said = presenter.saved_words()
        try:
            id_ = presenter.save(reason)
        except Rejected as rejected:
            self._check()
            self.go_to(Trouble(rejected.problems[0].field, rejected.problems[0].message))
            self.window_.toast(str(rejected))
            return False
        except ReasonNeeded as needed:
            self.reason_bar.ask(needed, lambda written: self._write(following, written))
            return False
        except Busy:
            self._wait.begin(self.frame, lambda: self._write(following, reason))
            return False
        except Refusal as refusal:
            self.window_.toast(f"{refusal}本次没有保存，填的内容还在。")
            return False
        written = presenter.ledgers_written()
        presenter.settle(id_)
        self._after_save()
        self.session.announce(written)
        self.window_.toast(said, undoable=True)
        if following:
            following()
        return True

    def _after_save(self) -> None:
        """The form goes on as that of the saved record; the cursor stays where it was."""
        self._drafts.drop()
        self._drafts.watch(Keeper(self.presenter))
        self._told_unsaved = False
        self._backtrack.saved()
        self.frame.settle()
        self.frame.head.say("已保存", "ok", f"{datetime.now():%H:%M} 保存，Esc 返回")
        self._check_timer.start()

    def save_and_new(self) -> None:
        """Save, then an empty form of the same ledger."""
        self.save(lambda: self.window_.open_form(self.presenter.ledger.name))

    def follow_up(self, one: FollowUp) -> None:
        """立案 and the like: save first, then open what the record leads to, already filled."""

        def open_it() -> None:
            values: dict[str, object] = {**carried(one, self.presenter.typed), one.link: self.presenter.id}
            self.window_.open_form(one.ledger, None, values)

        if self.presenter.dirty or self.presenter.id is None:
            self.save(open_it)
        else:
            open_it()

    @property
    def identity(self) -> "IdentityBar":
        """Where password and reason are asked for."""
        return self._identities.bar

    # ------------------------------------------------------------------ filling

    def take_last_value(self) -> None:
        """F4: the last value of the field in which the cursor stands."""
        if take_last_value(self.frame, self.presenter):
            self._check()
        else:
            self.window_.toast("这一格以前还没有填过")

    def copy_last(self) -> None:
        """Ctrl+Shift+D: the last record's values in a new one."""
        if not self.presenter.id:
            self._settle()
            copy_last(self.frame, self.presenter)
            self._check()

    def bring_in(self) -> None:
        """Ctrl+Shift+B: open hazards of the enterprise's earlier checks, to be rechecked in this one."""
        self._settle()
        self.window_.toast(bring_in(self.frame, self.presenter))
        self._check()

    def _open_new_linked(self, anchor: QWidget, link: Field, typed: str, made: Callable[[str], None]) -> None:
        target = self.session.catalogue.ledgers[str(link.ledger)]
        self._panel = NewLinked(self.session, self._tools, target, typed, made)
        self._panel.closed.connect(self._forget_panel)
        self._panel.open_under(anchor)

    def _forget_panel(self) -> None:
        self._panel = None

    def new_row(self) -> None:
        """Ctrl+回车: to the entry line of the detail table."""
        self._settle()
        self.frame.rows.new()

    def open_row(self) -> None:
        """Ctrl+Shift+回车: the record of the current row in a form of its own."""
        if not self.frame.rows.open_record(self.window_.open_form):
            self.window_.toast("先保存，再选一行打开")

    def leave(self) -> None:
        """Back to where the form was opened; the draft is kept."""
        self.window_.show_page(self._came_from)

    def take_back(self) -> bool:
        """Ctrl+Z: the last step in this form; an action of the log only where all that stands here is saved."""
        if not self._opened:
            return False
        self._settle()
        if self._backtrack.back():
            self._check()
            return True
        if self.presenter.dirty:
            self.window_.toast("这张表单里没有更早的一步可撤销；保存或离开后，才能撤销以前的操作")
        return self.presenter.dirty

    def do_again(self) -> bool:
        """Ctrl+Y: the step that was taken back."""
        done = self._opened and self._backtrack.forth()
        if done:
            self._check()
        return done

    def event(self, event: QEvent) -> bool:
        """Where the cursor stands in no text, the menu's 粘贴 would take Ctrl+V away from the attachments."""
        pastes = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pastes and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes what lies over the form, the open row, then the form; Ctrl+V outside of a field pastes files.

        Ctrl+Z and Ctrl+Y come here where the field has nothing of its own to take back.
        """
        if event.matches(QKeySequence.StandardKey.Undo):
            self.window_.undo()
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.window_.redo()
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self.frame.rows.paste_files():
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif (
            not self._wait.stop()
            and not self.offers.close_for()
            and not self.calendar.dismiss()
            and not (self.frame.close_side() or self.frame.rows.leave())
        ):
            self.leave()
