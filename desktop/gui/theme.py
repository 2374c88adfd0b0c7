"""The look: colours, sizes and icons from resources/theme, for one colour mode and one text size.

Nothing else in the window holds a colour or a length.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QDir, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.program import program_root

TEXT_SIZES = {"标准": 1.0, "大": 1.15, "特大": 1.3}
MODES = {"浅色": "light", "深色": "dark"}
_UNSCALED = frozenset(("stroke", "focus", "r_chip", "r_field", "r_panel", "p_menu"))


@dataclass(frozen=True)
class Theme:
    """Tokens of one colour mode, lengths multiplied by the text size."""

    colours: Mapping[str, str]
    sizes: Mapping[str, float]
    icons: Mapping[str, str]
    fonts: Mapping[str, list[str]]
    dark: bool
    _cache: dict[tuple[str, int, int, str], QIcon] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, mode: str = "light", text_size: float = 1.0, root: Path | None = None) -> "Theme":
        """Read the tokens; `mode` is light or dark."""
        file = (root or program_root()) / "resources" / "theme" / "tokens.toml"
        tokens = tomllib.loads(file.read_text(encoding="utf-8"))
        sizes = {
            name: value if name in _UNSCALED else round(value * text_size) for name, value in tokens["size"].items()
        }
        fonts = {name: value for name, value in tokens["font"].items() if isinstance(value, list)}
        return cls(tokens["colour"][mode], sizes, tokens["icon"], fonts, mode == "dark")

    def colour(self, name: str) -> QColor:
        """A token's colour (`ink`, `accent`, `danger_soft` …)."""
        return QColor(self.colours[name])

    def px(self, name: str) -> int:
        """A token's length in logical pixels (`h_row`, `s3`, `t_body` …)."""
        return int(self.sizes[name])

    def font(self, size: str = "t_body", *, bold: bool = False) -> QFont:
        """A font of the interface; only Regular and Bold exist on Windows."""
        font = QFont(self.fonts["ui"])
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, colour: str = "ink2", size: int | None = None, after: int = 0) -> QIcon:
        """A line icon in a token's colour, sharp at every scale; `after` is what stays free at its right."""
        size = size or self.px("icon")
        key = (name, size, after, colour)
        if key not in self._cache:
            icon = QIcon()
            for ratio in (1.0, 1.25, 1.5, 2.0):
                icon.addPixmap(self.pixmap(name, colour, size, ratio, after))
            self._cache[key] = icon
        return self._cache[key]

    def pixmap(self, name: str, colour: str = "ink2", size: int = 20, ratio: float = 1.0, after: int = 0) -> QPixmap:
        """An icon drawn for a device pixel ratio."""
        pixmap = QPixmap(round((size + after) * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(self.svg(name, colour, size).encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    def svg(self, name: str, colour: str, size: int = 20) -> str:
        """An icon's SVG."""
        shade = self.colour(colour).name()
        width = 1.7 if size <= 16 else 1.5
        body = self.icons[name].replace("$dot", f'fill="{shade}" stroke="none"')
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="{shade}"'
            f' stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
        )

    def apply(self, app: QApplication, icon_folder: Path, root: Path | None = None) -> None:
        """Dress the application: Fusion, the whole palette, the font and the style sheet.

        The windows11 style follows the system's dark mode by itself and leaves text unreadable; Fusion with a
        palette of our own does not. `icon_folder` takes the icons that the style sheet names.
        """
        app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font())
        self._write_icons(icon_folder)
        QDir.setSearchPaths("theme", [str(icon_folder)])
        app.setStyleSheet(self._style_sheet(root))

    def _style_sheet(self, root: Path | None) -> str:
        file = (root or program_root()) / "resources" / "theme" / "taizhang.qss"
        return Template(file.read_text(encoding="utf-8")).substitute({**self.colours, **self._lengths()})

    def _lengths(self) -> dict[str, str]:
        """Lengths for the style sheet, which gives sizes and paddings without the border.

        `h_field_in` is what a border of 1 px leaves of a field's height, `h_field_focus` what the border of the
        focus leaves, `s3_in` and `s3_focus` are paddings that make up for a border: nothing moves with the focus.
        """
        focus = self.px("focus")
        found = {name: str(int(value)) for name, value in self.sizes.items()}
        for name, value in self.sizes.items():
            sides = 2 if name.startswith("h_") else 1
            found[f"{name}_in"] = str(int(value) - sides)
            found[f"{name}_focus"] = str(int(value) - sides * focus)
            found[f"{name}_focus_in"] = str(int(value) - 2 * sides * focus)
        return found

    def _write_icons(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("down", "up", "right", "calendar", "tick", "close"):
            (folder / f"{name}.svg").write_text(self.svg(name, "ink2"), encoding="utf-8")
        (folder / "tick_on.svg").write_text(self.svg("tick", "on_accent"), encoding="utf-8")

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "canvas", QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Base: "surface", QPalette.ColorRole.AlternateBase: "raised",
            QPalette.ColorRole.Text: "ink", QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "ink", QPalette.ColorRole.ToolTipBase: "ink",
            QPalette.ColorRole.ToolTipText: "surface", QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent", QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.PlaceholderText: "ink3", QPalette.ColorRole.BrightText: "danger",
            QPalette.ColorRole.Light: "raised", QPalette.ColorRole.Midlight: "line",
            QPalette.ColorRole.Mid: "line_mid", QPalette.ColorRole.Dark: "field_line",
            QPalette.ColorRole.Shadow: "ink3", QPalette.ColorRole.Accent: "accent",
        }  # fmt: skip
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled"))
        return palette
