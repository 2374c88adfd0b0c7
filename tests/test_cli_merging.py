"""`taizhang pack` and `taizhang merge`: two desks, one after the other."""

import json
from pathlib import Path

import pytest

from desktop import cli
from desktop.store import Log
from desktop.store.backups import Kind, default_folder, listed


class Desks:
    """Commands over the files of several desks."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def make(self, name: str, person: str) -> None:
        Log.create(self.file(name), settings={"bureau": "青石区应急管理局"}, person=person).close()

    def log(self, name: str, person: str) -> Log:
        return Log.open(self.file(name), person=person)

    def __call__(self, name: str, *arguments: object) -> tuple[int, str, str]:
        status = 0
        try:
            cli.main(["--data", str(self.file(name)), *map(str, arguments)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        captured = self._capsys.readouterr()
        return status, captured.out, captured.err


@pytest.fixture
def desks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desks:
    made = Desks(tmp_path, capsys)
    made.make("甲", "张三")
    made.make("乙", "李四")
    return made


def test_two_desks_by_the_command_line(desks: Desks, tmp_path: Path) -> None:
    with desks.log("甲", "张三") as log:
        id_ = log.add(log.ledger("training"), {"name": "讲座", "place": "一楼"})
    status, _, said = desks("甲", "pack", tmp_path / "甲")
    assert (status, "已打包 1 处修改到" in said) == (0, True)
    assert desks("乙", "merge", tmp_path / "甲.taizhang")[0] == 0
    for name, person, place in (("乙", "李四", "四楼"), ("甲", "张三", "三楼")):
        with desks.log(name, person) as log:
            log.update(log.ledger("training"), id_, {"place": place})
    desks("乙", "pack", tmp_path / "乙.taizhang")
    status, out, said = desks("甲", "merge", tmp_path / "乙.taizhang", "--json")
    assert status == 0
    told = json.loads(out)
    assert (told["entries"], told["added"], told["changed"]) == (1, {}, 0)
    (conflict,) = told["conflicts"]
    assert [(side["text"], side["person"]) for side in conflict["sides"]] == [("三楼", "张三"), ("四楼", "李四")]
    assert "1. 学法培训“讲座”的地点：（1）三楼，张三；（2）四楼，李四；现用（1）" in said
    assert [one.kind for one in listed(default_folder(desks.file("甲")))] == [Kind.BEFORE_MERGE]
    status, _, said = desks("甲", "merge", "--choose", 1, 3)
    assert (status, said) == (1, "没有第 1 处的第 3 个值。请用 --conflicts 看现有的。\n")
    assert "选定为“四楼”" in desks("甲", "merge", "--choose", 1, 2)[2]
    assert json.loads(desks("甲", "merge", "--conflicts", "--json")[1]) == {"conflicts": []}
    assert "没有新的" in desks("甲", "merge", tmp_path / "乙.taizhang")[2]
    assert desks("甲", "verify")[0] == 0


def test_a_merge_without_a_file_and_of_a_foreign_file_is_said(desks: Desks, tmp_path: Path) -> None:
    assert desks("甲", "merge")[0] != 0
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8")
    status, _, said = desks("甲", "merge", photo)
    assert (status, "不是工位包" in said) == (1, True)
