"""`taizhang check-draft`: findings as JSON on standard output, one sentence where a draft cannot be checked."""

import json
from pathlib import Path

import pytest

from desktop import cli
from desktop.demo import published_log, published_report
from desktop.report.editions.finalising import finalise
from desktop.report.text.living import LivingReport

KEYS = ["kind", "sureness", "start", "end", "quote", "printed", "expected", "explanation"]


def test_a_draft_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("全区排查隐患400项，完成整改380项，整改率96.2%。", encoding="gb18030")
    cli.main(["check-draft", str(file), "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert (found["kind"], found["sureness"], found["quote"], found["expected"]) == (
        "ratio", "确定", "96.2%", "95.00%",
    )  # fmt: skip


def test_a_draft_against_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    period = published_report("chaoyang-2024").period
    with published_log("chaoyang-2024", tmp_path / "log.db") as log:
        text = LivingReport(log, period).lay().text
    file = tmp_path / "稿.txt"
    file.write_text(text.replace("5707台套", "5770台套"), encoding="utf-8")
    command = ["--data", str(tmp_path / "log.db"), "check-draft", str(file), "--year", "2024"]
    cli.main([*command, "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["printed"], found["expected"]) == ("mismatch", "5770台套", "5707台套")
    cli.main(command)
    told = capsys.readouterr()
    assert told.out.startswith("确定\t5770台套")
    assert "发现 1 处" in told.err


def test_what_the_finalised_edition_states_and_the_draft_lacks_is_among_the_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the form of the others: no place, nothing printed, what the edition states."""
    period = published_report("chaoyang-2024").period
    with published_log("chaoyang-2024", tmp_path / "log.db") as log:
        finalise(log, period)
        text = LivingReport(log, period).lay().text
    file = tmp_path / "稿.txt"
    file.write_text(text.replace("5707台套", "若干"), encoding="utf-8")
    cli.main(["--data", str(tmp_path / "log.db"), "check-draft", str(file), "--year", "2024", "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert (found["kind"], found["sureness"], found["quote"], found["printed"], found["expected"]) == (
        "mismatch", "存疑", "", "", "5707台套",
    )  # fmt: skip
    assert found["start"] == found["end"] == len(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [(b"%PDF-1.4", [], "PDF"), (b"", [], "空的"), ("检查5家。".encode(), ["--year", "x"], "--year")],
)
def test_what_cannot_be_checked_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, arguments: list[str], said: str
) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes(content)
    with pytest.raises(SystemExit):
        cli.main(["check-draft", str(file), *arguments])
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_log_needs_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("检查企业5家次。", encoding="utf-8")
    with pytest.raises(SystemExit):
        cli.main(["--data", str(tmp_path / "log.db"), "check-draft", str(file)])
    assert "--year" in capsys.readouterr().err
