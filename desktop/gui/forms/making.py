"""Which editor a field has."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton

from desktop.catalogue import Field
from desktop.gui.forms.choosing import BooleanEditor, ChoiceEditor, LinkEditor, SegmentEditor, TagsEditor
from desktop.gui.forms.editors import DateEditor, LongTextEditor, MoneyEditor, NumberEditor, TextEditor
from desktop.gui.forms.layout import is_segmented
from desktop.gui.forms.lines import Editor, Tools
from desktop.gui.forms.secret_editor import SecretEditor
from desktop.gui.theme import Theme

_EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor, "long_text": LongTextEditor, "integer": NumberEditor, "decimal": NumberEditor,
    "money": MoneyEditor, "date": DateEditor, "boolean": BooleanEditor, "choice": ChoiceEditor, "tags": TagsEditor,
    "link": LinkEditor, "attachment": TagsEditor,
}  # fmt: skip


def put_icon(made: QAbstractButton, theme: Theme, name: str, colour: str = "ink2") -> None:
    """An icon beside a button's word; Qt's own size for it would stay small with large text."""
    size, after = theme.px("icon_small"), theme.px("s1") if made.text() else 0
    made.setIcon(theme.icon(name, colour, size, after))
    made.setIconSize(QSize(size + after, size))


def editor_for(field: Field, tools: Tools) -> Editor:
    """An editor for a field; in a table's cell choices are always a list."""
    if field.secret:
        return SecretEditor(field, tools)
    if field.type.name == "choice" and is_segmented(field) and not tools.compact:
        return SegmentEditor(field, tools, field.offered)
    return _EDITORS[field.type.name](field, tools)
