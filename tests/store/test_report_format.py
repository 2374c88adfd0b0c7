"""The format of the annual report stays in the log, is that of GB/T 9704 by itself, and can always be laid out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log
from desktop.store.report_format import (
    SETTING,
    HeadingNumbers,
    PageNumbers,
    ReportFormat,
    faults,
    keep_report_format,
    report_format,
    typed,
)

STANDARD = ReportFormat()


def test_a_new_log_has_the_standard_s_format(log: Log) -> None:
    assert report_format(log) == STANDARD
    assert (STANDARD.text_width, STANDARD.text_height) == (156, 225)
    assert faults(STANDARD) == {}


def test_the_standard_s_pitch_is_the_widest_that_holds_22_lines() -> None:
    assert STANDARD.fitted() == STANDARD
    assert STANDARD.lines_that_fit == 22
    assert STANDARD.character_pitch == Decimal("15.79")


def test_a_changed_format_is_there_when_the_log_is_opened_again(log: Log) -> None:
    wanted = replace(
        STANDARD, addressee="青石区人民政府", document_number="青应急〔2025〕11号", digit_font="",
        margin_left=Decimal("27.5"), page_numbers=PageNumbers.CENTRED, heading_numbers=HeadingNumbers.CONTINUOUS,
        figures_attached=False,
    )  # fmt: skip
    keep_report_format(log, wanted)
    with Log.open(log.file) as again:
        assert report_format(again) == wanted


def test_a_format_back_to_the_standard_leaves_nothing_of_its_own(log: Log) -> None:
    keep_report_format(log, replace(STANDARD, body_font="仿宋"))
    keep_report_format(log, STANDARD)
    assert log.setting(SETTING) == "{}"


def test_fewer_lines_a_page_go_with_a_wider_pitch() -> None:
    fitted = replace(STANDARD, lines_per_page=20).fitted()
    assert fitted.line_pitch == Decimal("31.85")
    assert fitted.lines_that_fit == 20


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"lines_per_page": 24}, "line_pitch", "只能排 22 行"),
        ({"characters_per_line": 40}, "characters_per_line", "排不下"),
        ({"margin_top": Decimal(200)}, "margin_top", "10 至 80 毫米"),
        ({"body_size": Decimal(0)}, "body_size", "9 至 26 磅"),
        ({"line_pitch": Decimal(0)}, "line_pitch", "12 至 60 磅"),
        ({"body_font": ""}, "body_font", "请填字体名称"),
    ],
)
def test_what_cannot_be_laid_out_is_said_at_its_field_and_not_kept(
    log: Log, change: dict[str, object], field: str, sentence: str
) -> None:
    wrong = replace(STANDARD, **change)
    assert sentence in faults(wrong)[field]
    with pytest.raises(Refusal, match=sentence):
        keep_report_format(log, wrong)
    assert report_format(log) == STANDARD


def test_what_is_typed_becomes_a_value_or_a_sentence() -> None:
    assert typed("margin_top", " 35.5 ") == Decimal("35.5")
    assert typed("lines_per_page", "２０") == 20
    assert typed("addressee", "青石区人民政府：") == "青石区人民政府"
    for name, text in (
        ("lines_per_page", "20.5"),
        ("margin_top", "宽"),
        ("body_size", "NaN"),
        ("page_numbers", "左"),
    ):
        with pytest.raises(Refusal):
            typed(name, text)


@pytest.mark.parametrize("kept", ["不是", "[]", '{"lines_per_page": "九", "later": "1"}', '{"body_size": "400"}'])
def test_what_another_version_kept_and_cannot_be_used_stands_as_in_the_standard(log: Log, kept: str) -> None:
    log.set_setting(SETTING, kept)
    assert report_format(log) == STANDARD
