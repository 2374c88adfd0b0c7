"""Where a data file may lie."""

from pathlib import Path

import pytest

from desktop.store.places import (
    LIST_OF_FILES,
    LOG_ENDING,
    Volume,
    backup_warnings,
    data_file_name,
    mounted_volume,
    note_data_file,
    place_warnings,
    volume_of,
    with_ending,
)


def test_a_file_is_named_after_the_bureau() -> None:
    assert data_file_name("青川区应急管理局") == "青川区应急台账.db"
    assert data_file_name("") == "应急台账.db"
    assert data_file_name('a/b:"c') == "abc应急台账.db"


def test_a_name_with_dots_gets_its_ending() -> None:
    """Else 青石.2025 and 青石.2026 would share one folder of backups, 青石.备份, and be shown in no file dialog."""
    assert with_ending(Path("/d/青石.2025"), LOG_ENDING) == Path("/d/青石.2025.db")
    assert with_ending(Path("/d/青石"), LOG_ENDING) == Path("/d/青石.db")
    assert with_ending(Path("/d/青石.DB"), LOG_ENDING) == Path("/d/青石.DB")
    assert with_ending(Path("青石 王.11.20"), ".taizhang") == Path("青石 王.11.20.taizhang")


def test_a_local_disk_is_not_warned_about(tmp_path: Path) -> None:
    assert place_warnings(tmp_path, lambda _: Volume.FIXED) == []


@pytest.mark.parametrize(("kind", "says"), [(Volume.NETWORK, "网络盘"), (Volume.REMOVABLE, "U 盘")])
def test_a_shared_or_removable_disk_is(tmp_path: Path, kind: Volume, says: str) -> None:
    assert says in place_warnings(tmp_path, lambda _: kind)[0]


@pytest.mark.parametrize("name", ["OneDrive - 应急局", "坚果云", "WPSDrive", "BaiduSyncdisk"])
def test_a_synchronised_folder_is(tmp_path: Path, name: str) -> None:
    assert "云盘" in place_warnings(tmp_path / name / "台账", lambda _: Volume.FIXED)[0]


def test_the_program_s_own_folder_is(tmp_path: Path) -> None:
    inside = place_warnings(tmp_path / "程序" / "台账", lambda _: Volume.FIXED, tmp_path / "程序")
    assert "程序自己的" in inside[0]
    assert place_warnings(tmp_path / "台账", lambda _: Volume.FIXED, tmp_path / "程序") == []


def test_where_the_data_files_lie_is_written_down_the_last_one_first(tmp_path: Path) -> None:
    files = [tmp_path / "甲.db", tmp_path / "乙.db", tmp_path / "移走的.db"]
    for file in files:
        file.touch()
        note_data_file(tmp_path, file)
    files[2].unlink()
    note_data_file(tmp_path, files[0])
    text = (tmp_path / LIST_OF_FILES).read_bytes().decode("utf-16")
    assert text == f"{files[0]}\r\n{files[1]}\r\n"


def test_a_folder_that_is_not_there_yet_is_judged_by_its_parent(tmp_path: Path) -> None:
    assert volume_of(tmp_path / "a" / "b") in Volume


def test_the_table_of_mounts_is_read(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//srv/share /mnt/共享 cifs rw 0 0\n/dev/sdb1 /media/U\\040盘 vfat rw 0 0\nbroken\n"
    )
    blocks = tmp_path / "block"
    (blocks / "sdb").mkdir(parents=True)
    (blocks / "sdb" / "removable").write_text("1\n")
    judge = mounted_volume
    assert judge(Path("/home/li"), mounts, blocks) is Volume.FIXED
    assert judge(Path("/mnt/共享/台账"), mounts, blocks) is Volume.NETWORK
    assert judge(Path("/media/U 盘/台账"), mounts, blocks) is Volume.REMOVABLE


def test_a_place_for_backups_is_warned_about_for_its_own_reasons(tmp_path: Path) -> None:
    fixed, network = (lambda _folder: Volume.FIXED), (lambda _folder: Volume.NETWORK)
    assert backup_warnings(tmp_path / "备份", volume=fixed) == []
    assert backup_warnings(tmp_path / "备份", volume=lambda _folder: Volume.REMOVABLE) == [], (
        "a USB drive is just right"
    )
    assert "断网时备份做不成" in backup_warnings(tmp_path / "备份", volume=network)[0]
    assert "传到网上" in backup_warnings(tmp_path / "OneDrive" / "备份", volume=fixed)[0]
    assert "同一块硬盘" in backup_warnings(tmp_path / "备份", tmp_path / "log.db", volume=fixed)[0]
