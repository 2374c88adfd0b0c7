"""The entry form as a clerk meets it: keys, input methods, drafts, problems, suggestions, attachments, history."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, SHIFT, Clerk, add_enterprise, all_of
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.catalogue import Catalogue
from desktop.gui.app import Desk
from desktop.gui.forms.body import FormBody
from desktop.gui.forms.cells import short
from desktop.gui.forms.checks import next_number
from desktop.gui.forms.choosing import matching
from desktop.gui.forms.draft_offers import DraftBar, DraftPanel
from desktop.gui.forms.history_panel import HistoryPanel
from desktop.gui.forms.layout import is_segmented, places, sections_of
from desktop.gui.forms.new_linked import NewLinked
from desktop.gui.forms.presenter import Presenter
from desktop.gui.window import Window
from desktop.store import Log, attachments, pending

TODAY_TEXT = "2025-11-21"


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Iterator[Clerk]:
    add_enterprise(log)
    yield Clerk(window, qtbot)
    # What a test leaves on the clipboard must not reach the next one.
    QApplication.clipboard().clear()


def save(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_S, CONTROL)


# ---------------------------------------------------------------------- every ledger


def test_every_ledger_has_a_form_with_an_editor_for_every_field(clerk: Clerk, catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        clerk.open(ledger.name)
        wanted = {one.name for one in ledger.fields.values() if one.type.name != "attachment"}
        assert wanted <= set(clerk.body.cells)
        assert (clerk.body.attachments is not None) == any(
            one.type.name == "attachment" for one in ledger.fields.values()
        )


def test_every_record_of_a_ledger_opens_with_what_it_holds(clerk: Clerk, log: Log) -> None:
    (enterprise,) = all_of(log, "enterprise")
    clerk.open("enterprise", str(enterprise["id"]))
    assert clerk.cell("name").editor.value() == "青川恒泰化工有限公司"
    assert clerk.cell("industry").editor.value() == "危险化学品"
    # Saved as it stands, nothing changes: what the editors show is what was stored.
    save(clerk)
    assert len(log.history(log.catalogue.ledgers["enterprise"], str(enterprise["id"]))) == 1


# ---------------------------------------------------------------------- keys


def test_tab_goes_through_every_field_in_reading_order(clerk: Clerk, catalogue: Catalogue) -> None:
    clerk.open("enforcement_check")
    seen = []
    for _ in range(60):
        seen.append(clerk.here)
        clerk.press(Qt.Key.Key_Tab)
        if clerk.here in ("保存并新增", seen[0]):
            break
    fields = [one for one in catalogue.ledgers["enforcement_check"].fields.values() if one.type.name != "attachment"]
    assert [one for one in seen if one in {field.label for field in fields}] == [one.label for one in fields]
    assert "新一行：描述" in seen
    assert clerk.here == "保存并新增"


def test_enter_moves_on_but_never_out_of_a_composition(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("所属行动")
    clerk.compose("an'quan")
    clerk.press(ENTER)
    assert clerk.here == "所属行动"
    clerk.commit("安全生产")
    clerk.press(ENTER)
    assert clerk.here == "检查内容"
    assert clerk.cell("programme").editor.value() == "安全生产"


def test_what_is_being_composed_is_saved_with_the_record(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("所属行动")
    clerk.compose("夏季行动")
    save(clerk)
    assert [one["programme"] for one in all_of(log, "enforcement_check")] == ["夏季行动"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("0305", "2025-03-05"), ("3-5", "2025-03-05"), ("20260305", "2026-03-05"), ("今", TODAY_TEXT),
     ("昨", "2025-11-20"), ("-1", "2025-11-20"), ("１１２１", TODAY_TEXT)],
)  # fmt: skip
def test_dates_are_typed_the_short_way(clerk: Clerk, typed: str, day: str) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查日期")
    clerk.type(typed)
    clerk.press(ENTER)
    assert clerk.cell("checked_on").editor.value() == day


def test_a_day_that_does_not_exist_is_said_at_its_field_and_stays_as_typed(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查日期")
    clerk.type("0231")
    clerk.press(ENTER)
    assert clerk.cell("checked_on").editor.value() == "0231"
    assert "不是日期" in clerk.note("checked_on")
    assert clerk.state("checked_on") == "error"


def test_the_calendar_opens_by_key_and_gives_its_day_to_the_field(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查日期")
    clerk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert clerk.here == "日历"
    clerk.press(Qt.Key.Key_Left)
    clerk.press(ENTER)
    assert clerk.here == "检查日期"
    assert clerk.cell("checked_on").editor.value() == "2025-11-20"


def test_money_and_numbers_are_read_as_they_are_written(clerk: Clerk, log: Log) -> None:
    clerk.open("penalty_case")
    clerk.type("案1")
    clerk.tab_to("罚款")
    clerk.type("３.25万")
    clerk.press(ENTER)
    assert clerk.cell("fine").editor.value() == "32,500.00"
    clerk.tab_to("停产停业天数")
    clerk.type("１５")
    save(clerk)
    (case,) = all_of(log, "penalty_case")
    assert (case["fine"], case["suspension_days"]) == (3_250_000, 15)


def test_money_may_be_shown_in_ten_thousands(clerk: Clerk) -> None:
    clerk.open("penalty_case")
    clerk.tab_to("罚款")
    clerk.type("32500")
    editor = clerk.cell("fine").editor
    unit = next(one for one in editor.findChildren(QPushButton) if one.accessibleName() == "金额单位")
    QTest.mouseClick(unit, Qt.MouseButton.LeftButton)
    assert (unit.text(), editor.value()) == ("万元", "3.25万")
    QTest.mouseClick(unit, Qt.MouseButton.LeftButton)
    assert (unit.text(), editor.value()) == ("元", "32,500.00")


def test_an_approximate_number_carries_its_mark(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("出动人次")
    clerk.type("约30")
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    assert (check["checker_count"], check["checker_count_approx"]) == (30, 1)


def test_small_choices_are_seen_at_once_and_chosen_by_arrow_digit_or_initial(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("复查结果")
    for key, chosen in ((Qt.Key.Key_2, "部分整改"), (Qt.Key.Key_Right, "未整改"), (Qt.Key.Key_Y, "已整改")):
        clerk.press(key)
        assert clerk.cell("recheck_result").editor.value() == chosen
    clerk.press(Qt.Key.Key_Delete)
    assert clerk.cell("recheck_result").editor.value() is None


def test_f4_takes_the_last_value_and_numbers_go_on(clerk: Clerk, log: Log) -> None:
    log.add(log.catalogue.ledgers["enforcement_check"], {"check_no": "执检〔2025〕411号", "checkers": "何远、苏宁"})
    clerk.open("enforcement_check")
    clerk.press(Qt.Key.Key_F4)
    assert clerk.cell("check_no").editor.value() == "执检〔2025〕412号"
    assert (clerk.state("check_no"), clerk.note("check_no")) == ("prefill", "已按上一条顺号")
    clerk.tab_to("检查人员")
    clerk.press(Qt.Key.Key_F4)
    assert clerk.cell("checkers").editor.value() == "何远、苏宁"
    clerk.type("张三")
    clerk.settle(CHECK_PAUSE)
    assert clerk.state("checkers") == ""


def test_the_last_record_is_copied_but_for_its_number(clerk: Clerk, log: Log) -> None:
    log.add(
        log.catalogue.ledgers["enforcement_check"], {"check_no": "1", "kind": "专项检查", "programme": "夏季行动"}
    )
    clerk.open("enforcement_check")
    clerk.type("2")
    clerk.press(Qt.Key.Key_D, CONTROL | SHIFT)
    values = {name: clerk.cell(name).editor.value() for name in ("check_no", "kind", "programme")}
    assert values == {"check_no": "2", "kind": "专项检查", "programme": "夏季行动"}


# ---------------------------------------------------------------------- suggestions


def test_an_enterprise_is_found_by_initials_and_its_town_is_said(clerk: Clerk, log: Log) -> None:
    add_enterprise(log, "海螺建材有限公司", town="云山镇")
    clerk.open("enforcement_check")
    clerk.tab_to("企业")
    clerk.type("hl")
    assert clerk.offered[0] == "海螺建材有限公司"
    clerk.press(ENTER)
    assert clerk.here == "企业"
    assert clerk.note("enterprise").startswith("云山镇")
    QAbstractItemModelTester(clerk.offers.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_new_enterprise_is_added_without_leaving_the_form(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("企业")
    clerk.type("云山石料厂")
    assert clerk.offered[-1] == "新增企业“云山石料厂”"
    while clerk.offers.current != len(clerk.offered) - 1:
        clerk.press(Qt.Key.Key_Down)
    clerk.press(ENTER)
    panel = next(one for one in clerk.window.findChildren(NewLinked) if one.isVisible())
    assert panel.cells["name"].editor.value() == "云山石料厂"
    assert clerk.here == "统一社会信用代码"
    save(clerk)
    names = {one["name"]: one["id"] for one in all_of(log, "enterprise")}
    assert clerk.cell("enterprise").editor.value() == names["云山石料厂"]


def test_esc_closes_the_list_first_and_then_the_form(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查类别")
    clerk.press(Qt.Key.Key_Down)
    assert "计划检查" in clerk.offered
    clerk.press(Qt.Key.Key_Escape)
    assert (clerk.offered, clerk.window.front) == ([], "form")
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "settings"


def test_an_unknown_enterprise_is_refused_at_its_field(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("企业")
    clerk.type("没有这家")
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_Tab)
    assert "在企业库里没有" in clerk.note("enterprise")
    assert clerk.cell("enterprise").editor.value() == "没有这家"


def test_several_terms_are_added_and_taken_away_by_key(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查方式")
    for initials in ("xc", "lh", "yc"):
        clerk.type(initials)
        clerk.press(ENTER)
    clerk.press(Qt.Key.Key_Backspace)
    assert clerk.cell("method").editor.value() == ["现场检查", "联合检查"]


# ---------------------------------------------------------------------- problems


def test_a_contradiction_is_said_at_its_field_and_save_goes_there(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查日期")
    clerk.fill("1121")
    clerk.tab_to("整改期限")
    clerk.type("1112")
    clerk.press(ENTER)
    assert clerk.note("rectify_due_on") == "早于检查日期 2025-11-21，请核对"
    assert "1 处矛盾，改后才能保存" in clerk.beside
    clerk.tab_to("公示日期")
    save(clerk)
    assert (all_of(log, "enforcement_check"), clerk.here) == ([], "整改期限")
    clerk.type("1212")
    save(clerk)
    assert len(all_of(log, "enforcement_check")) == 1


def test_an_error_does_not_move_the_fields_below(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查日期")
    before = clerk.cell("checkers").geometry()
    clerk.type("不是日期")
    clerk.press(ENTER)
    assert clerk.state("checked_on") == "" or clerk.note("checked_on")
    clerk.settle(CHECK_PAUSE)
    assert clerk.state("checked_on") == "error"
    assert clerk.cell("checkers").geometry() == before


def test_gaps_do_not_keep_from_saving_and_f8_walks_through_them(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    assert "3 处未填，可先保存" in clerk.beside
    walked = []
    for _ in range(3):
        clerk.press(Qt.Key.Key_F8)
        walked.append(clerk.here)
    assert walked == ["检查日期", "企业", "检查类别"]
    clerk.press(Qt.Key.Key_F8, SHIFT)
    assert clerk.here == "企业"
    save(clerk)
    assert len(all_of(log, "enforcement_check")) == 1
    clerk.settle(CHECK_PAUSE)
    assert clerk.state("kind") == "gap"


def test_a_needed_field_is_asked_for_only_after_it_was_left(clerk: Clerk, log: Log) -> None:
    clerk.open("enterprise")
    assert clerk.state("name") == ""
    clerk.tab_to("统一社会信用代码")
    assert clerk.note("name") == "必须填写"
    save(clerk)
    assert clerk.here == "企业名称"
    assert len(all_of(log, "enterprise")) == 1


def test_a_doubtful_code_is_saved_with_a_reason(clerk: Clerk, log: Log) -> None:
    clerk.open("enterprise")
    clerk.type("新厂")
    clerk.press(ENTER)
    clerk.type("91510000MA0000000X")
    save(clerk)
    assert len(all_of(log, "enterprise")) == 1
    reason = clerk.cell("kept_reason")
    assert reason.isVisible()
    reason.editor.take_focus()
    clerk.type("旧证号")
    save(clerk)
    assert [one["kept_reason"] for one in all_of(log, "enterprise")] == [None, "旧证号"]


def test_a_possible_duplicate_is_shown_before_saving(clerk: Clerk, log: Log) -> None:
    typed = {"check_no": "1", "checked_on": TODAY_TEXT, "enterprise": "青川恒泰化工有限公司", "kind": "计划检查"}
    log.add(log.catalogue.ledgers["enforcement_check"], typed)
    clerk.open("enforcement_check")
    clerk.type("2")
    clerk.press(ENTER)
    for text in ("今", "hthg", "jh"):
        clerk.fill(text)
    assert "可能重复登记" in clerk.beside
    save(clerk)
    assert len(all_of(log, "enforcement_check")) == 1
    save(clerk)
    assert len(all_of(log, "enforcement_check")) == 2


def test_a_locked_file_keeps_what_was_typed(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    clerk.open("enforcement_check")
    clerk.type("不会丢")
    log.read_only = True
    save(clerk)
    assert clerk.cell("check_no").editor.value() == "不会丢"
    assert any("本次没有保存" in text for text in clerk.texts())
    log.read_only = False
    save(clerk)
    assert [one["check_no"] for one in all_of(log, "enforcement_check")] == ["不会丢"]


# ---------------------------------------------------------------------- saving, history


def test_after_saving_the_form_goes_on_with_the_record_and_its_history(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.type("1号")
    save(clerk)
    assert "已保存" in clerk.texts()
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    assert check["programme"] == "夏季行动"
    clerk.press(Qt.Key.Key_H, CONTROL)
    assert clerk.window.findChildren(HistoryPanel)
    assert "所属行动：空 → 夏季行动" in clerk.texts()


def test_save_and_new_gives_an_empty_form(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.type("1号")
    clerk.press(Qt.Key.Key_S, CONTROL | SHIFT)
    assert clerk.here == "检查编号"
    assert clerk.cell("check_no").editor.value() is None
    assert len(all_of(log, "enforcement_check")) == 1
    assert not clerk.window.findChildren(DraftBar)


# ---------------------------------------------------------------------- drafts


def test_esc_keeps_the_draft_and_the_form_offers_it_again(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.type("草稿号")
    clerk.press(Qt.Key.Key_Escape)
    assert len(pending.all(log)) == 1
    clerk.open("enforcement_check")
    assert "新增执法检查：草稿号" in clerk.texts()
    clerk.press(ENTER)
    clerk.settle()
    assert clerk.cell("check_no").editor.value() == "草稿号"
    save(clerk)
    assert pending.all(log) == []
    assert [one["check_no"] for one in all_of(log, "enforcement_check")] == ["草稿号"]


def half_type(clerk: Clerk, ledger: str, text: str) -> None:
    clerk.open(ledger)
    if clerk.here.startswith("继续"):
        put_off = next(one for one in clerk.window.findChildren(QPushButton) if one.text() == "另填一条")
        QTest.mouseClick(put_off, Qt.MouseButton.LeftButton)
        clerk.settle()
    clerk.type(text)
    clerk.press(Qt.Key.Key_Escape)


def test_several_drafts_are_listed_each_with_its_own_fate(clerk: Clerk, log: Log) -> None:
    half_type(clerk, "enforcement_check", "甲号")
    half_type(clerk, "enforcement_check", "乙号")
    half_type(clerk, "enforcement_check", "丙号")
    clerk.open("enforcement_check")
    assert "有 3 条没保存的草稿" in clerk.texts()
    buttons = {one.accessibleName(): one for one in clerk.window.findChildren(QPushButton) if one.isVisible()}
    QTest.mouseClick(buttons["丢弃：新增执法检查：乙号"], Qt.MouseButton.LeftButton)
    clerk.settle()
    assert "新增执法检查：乙号" not in clerk.texts()
    assert len(pending.all(log)) == 2
    QTest.mouseClick(buttons["继续：新增执法检查：甲号"], Qt.MouseButton.LeftButton)
    clerk.settle()
    assert clerk.cell("check_no").editor.value() == "甲号"
    save(clerk)
    assert [one.typed for one in pending.all(log)] != []
    assert [one["check_no"] for one in all_of(log, "enforcement_check")] == ["甲号"]


def test_with_its_last_draft_given_up_the_form_is_begun(clerk: Clerk, log: Log) -> None:
    half_type(clerk, "enforcement_check", "甲号")
    clerk.open("enforcement_check")
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.here == "丢弃：新增执法检查：甲号"
    clerk.press(ENTER)
    assert (clerk.here, pending.all(log)) == ("检查编号", [])


def test_drafts_of_all_ledgers_are_listed_by_key_and_gone_on_with(clerk: Clerk, log: Log) -> None:
    half_type(clerk, "penalty_case", "案1")
    half_type(clerk, "enforcement_check", "检1")
    clerk.press(Qt.Key.Key_K, CONTROL | SHIFT)
    clerk.settle()
    assert clerk.here == "继续：新增执法检查：检1"
    clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.here == "继续：新增行政处罚案件：案1"
    clerk.press(ENTER)
    assert clerk.cell("case_no").editor.value() == "案1"
    save(clerk)
    assert [one["case_no"] for one in all_of(log, "penalty_case")] == ["案1"]
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "settings"


def test_after_a_crash_the_program_starts_with_the_drafts(desk: Desk, log: Log, qtbot: QtBot) -> None:
    typed = {"state": '{"typed": {"check_no": "JC-77"}}'}
    pending.keep(log, "form:1", log.catalogue.ledgers["enforcement_check"], None, typed, "2025-11-20 09:12")
    log.close()
    desk.start(log.file)
    panel = desk.shown.findChild(DraftPanel)
    texts = [one.text() for one in panel.findChildren(QLabel)]
    assert {"有 1 条没保存的草稿", "新增执法检查：JC-77", "11月20日 09:12"} <= set(texts)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_draft_is_kept_by_itself_within_seconds(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    clerk.open("enforcement_check")
    clerk.type("还没存")
    qtbot.waitUntil(lambda: len(pending.all(log)) == 1, timeout=4000)
    assert any("自动保存，断电不丢" in text for text in clerk.texts())


def test_nothing_typed_leaves_no_draft(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check", prefill={"kind": "复查"})
    clerk.press(Qt.Key.Key_Escape)
    assert pending.all(log) == []


KILLED = """
import os, sys
sys.path.insert(0, {tests!r})
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.store import Log
app = QApplication([])
log = Log.open(Path({file!r}), person="李四")
window = Window(Session(log, date(2025, 11, 21)), Theme.load())
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.open_form("enforcement_check")
QTest.qWait(50)
QTest.keyClicks(QApplication.focusWidget(), "JC-77")
page = window.page("form")
page.frame.body.details.tables[0].paste_lines("通道堆物\\t仓库")
QTest.qWait(3600)
os.kill(os.getpid(), 9)
"""


def test_a_draft_outlives_a_killed_process(window: Window, qtbot: QtBot, log: Log) -> None:
    script = KILLED.format(tests=str(Path(__file__).parents[2]), file=str(log.file))
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -9, done.stderr
    clerk = Clerk(window, qtbot)
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.settle()
    assert clerk.cell("check_no").editor.value() == "JC-77"
    assert clerk.table.model.index(0, 1).data() == "通道堆物"
    save(clerk)
    assert [one["description"] for one in all_of(log, "hazard")] == ["通道堆物"]


# ---------------------------------------------------------------------- attachments


def test_files_are_dropped_and_pasted_before_the_record_is_saved(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(b"jpeg")
    clerk.open("enforcement_check")
    strip = clerk.body.attachments
    assert strip is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    assert strip.take(data)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    clerk.press(Qt.Key.Key_V, CONTROL)
    save(clerk)

    (check,) = all_of(log, "enforcement_check")
    kept = attachments.refs(check["attachments"])
    assert [one.name for one in kept] == ["现场照片.jpg", "粘贴的图片2.png"]
    assert attachments.path_of(log.file, kept[0]).read_bytes() == b"jpeg"


def test_a_file_that_is_gone_is_said(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open("enforcement_check")
    strip = clerk.body.attachments
    assert strip is not None
    strip.add([tmp_path / "没有.jpg"])
    clerk.settle()
    assert any("没有.jpg" in text for text in clerk.texts())
    assert strip.value() == []


# ---------------------------------------------------------------------- without a window


def test_numbers_go_on_with_their_leading_zeros() -> None:
    assert next_number("青应急检记〔2025〕411号") == "青应急检记〔2025〕412号"
    assert next_number("JC-0099") == "JC-0100"
    assert next_number("无号") == "无号"


def test_terms_are_found_by_any_part_and_by_initials() -> None:
    terms = ["危险化学品", "化工", "加油站"]
    assert matching(terms, "") == terms
    assert matching(terms, "hg") == ["化工"]
    assert matching(terms, "化") == ["化工", "危险化学品"]
    assert matching(terms, "zzz") == []


def test_a_problem_is_short_below_its_field(catalogue: Catalogue) -> None:
    due = catalogue.ledgers["enforcement_check"].fields["rectify_due_on"]
    message = "整改期限 2025-11-12 早于检查日期 2025-11-21，请核对。"
    assert short(message, due, "2025-11-12") == "早于检查日期 2025-11-21，请核对"


@pytest.mark.parametrize("columns", [2, 4])
def test_fields_stand_in_reading_order_and_never_over_each_other(catalogue: Catalogue, columns: int) -> None:
    for ledger in catalogue.ledgers.values():
        for fields in sections_of(ledger).values():
            laid = list(places(fields, ledger, columns))
            assert [one.field for one in laid] == fields
            taken = [(one.row, column) for one in laid for column in range(one.column, one.column + one.span)]
            assert len(taken) == len(set(taken))
            assert taken == sorted(taken)
            assert all(column < columns for _, column in taken)


def test_only_small_choices_are_segments(catalogue: Catalogue) -> None:
    check = catalogue.ledgers["enforcement_check"].fields
    assert is_segmented(check["recheck_result"])
    assert not is_segmented(check["kind"])


def test_a_draft_of_a_deleted_record_does_not_fall_over(log: Log, session: object) -> None:
    ledger = log.catalogue.ledgers["enterprise"]
    id_ = add_enterprise(log)
    log.delete(ledger, id_)
    from datetime import date

    presenter = Presenter(log, ledger, date(2025, 11, 21), "00000000-0000-0000-0000-000000000000")
    assert presenter.id is None
    assert isinstance(FormBody, type)


def test_an_empty_form_does_not_speak_of_contradictions_that_nobody_sees(clerk: Clerk) -> None:
    clerk.open("counsel")
    assert "填好必填的以后，这里列出计入哪些指标" in clerk.beside
    assert "矛盾" not in clerk.beside
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert "1 处矛盾，改后才能保存" in clerk.beside
    assert "改好矛盾以后，这里列出计入哪些指标" in clerk.beside
    clerk.tab_to("姓名或团队")
    clerk.type("何律师")
    assert "矛盾" not in clerk.beside
