"""Writes resources/licences/ from the installed packages that uv.lock names for the program.

    ./dev setup && .venv/bin/python tests/tools/gather_licences.py

Run it after each change of uv.lock; tests/help/test_licences.py tells when it is due. The texts of the LGPL and
the GPL are kept as they are: PySide6 does not bring them along.
"""

import re
import sysconfig
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "licences"
NOT_BUNDLED = {"pip": "sqlite-utils names it for a command of its own that the program does not have"}
LICENCE_FILE = re.compile("licen|copying|notice", re.IGNORECASE)
GNU = ("LGPL-3.0.txt", "GPL-3.0.txt")
TERMS = {
    # What a package's metadata leave out or say loosely, from the text that it brings along.
    "pysqlite3": "Zlib", "click-default-group": "BSD-3-Clause", "sqlite-fts4": "Apache-2.0",
    "python-stdnum": "LGPL-2.1-or-later", "pyside6-essentials": "LGPL-3.0-only", "shiboken6": "LGPL-3.0-only",
}  # fmt: skip
NAMES = {"pyside6-essentials": "PySide6 和 Qt", "shiboken6": "Shiboken"}
HEAD = """\
# 安装包里带的各个组件：名称、版本、许可、来源和许可全文所在的文件。
# 由 tests/tools/gather_licences.py 从已安装的组件生成，请勿手改。
"""


def locked(lock: Path = ROOT / "uv.lock") -> dict[str, str]:
    """Every package that the program needs when it runs, with its version."""
    packages = {one["name"]: one for one in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]}
    found: dict[str, str] = {}
    waiting = [one["name"] for one in packages["taizhang"]["dependencies"]]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in NOT_BUNDLED:
            found[name] = packages[name]["version"]
            waiting += [one["name"] for one in packages[name].get("dependencies", [])]
    return dict(sorted(found.items()))


def terms(package: Distribution) -> str:
    """The short name of a package's licence."""
    key = package.name.lower().replace("_", "-")
    return TERMS.get(key) or package.metadata.get("License-Expression") or package.metadata["License"]


def source(package: Distribution) -> str:
    """Where its source is."""
    links = dict(one.split(", ", 1) for one in package.metadata.get_all("Project-URL") or [])
    wanted = ("Source", "Repository", "Source Code", "GitHub", "Homepage", "homepage", "repository")
    return next((links[one] for one in wanted if one in links), "") or package.metadata.get("Home-page") or ""


def text(package: Distribution) -> str:
    """All that a package says of its licence; empty where it brings nothing along."""
    files = [one for one in package.files or [] if LICENCE_FILE.search(one.name) and ".dist-info" in str(one)]
    return "\n\n".join(str(one.read_text()).strip() for one in sorted(files)) + "\n" if files else ""


def entry(name: str, version: str, licence: str, where: str, files: list[str], key: str) -> str:
    """A table of the list."""
    listed = ", ".join(f'"{one}"' for one in files)
    return (
        f'\n[{key}]\nname = "{name}"\nversion = "{version}"\nlicence = "{licence}"\nsource = "{where}"\n'
        f"files = [{listed}]\n"
    )


def write(name: str, content: str) -> str:
    """A licence text in a file; its name."""
    (FOLDER / name).write_text(content.replace("\r\n", "\n").lstrip("\ufeff"), encoding="utf-8")
    return name


def packages() -> str:
    """The tables of all packages; their texts are written."""
    listed = ""
    for key, version in locked().items():
        package = distribution(key)
        own = text(package)
        files = [write(f"{key}.txt", own)] if own else list(GNU)
        listed += entry(NAMES.get(key, package.name), version, terms(package), source(package), files, key)
    return listed


def others() -> str:
    """What is bundled and is no package: the interpreter, and what makes the program's file."""
    stdlib = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    bootloader = distribution("pyinstaller")
    python = entry("Python", "", "PSF-2.0", "https://www.python.org/downloads/source/",
                   [write("python.txt", stdlib.read_text(encoding="utf-8"))], "python")  # fmt: skip
    starter = entry("PyInstaller 的启动部分", "", "GPL-2.0-or-later，附启动部分例外",
                    "https://github.com/pyinstaller/pyinstaller",
                    [write("pyinstaller.txt", text(bootloader))], "pyinstaller")  # fmt: skip
    own = entry("应急台账", "", "MIT", "", [write("taizhang.txt", (ROOT / "LICENSE").read_text(encoding="utf-8"))],
                "taizhang")  # fmt: skip
    return own + python + starter


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*"):
        if file.name not in GNU:
            file.unlink()
    write("contents.toml", HEAD + others() + packages())


if __name__ == "__main__":
    main()
