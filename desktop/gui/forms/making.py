"""Which editor a field has."""

from desktop.catalogue import Field
from desktop.gui.forms.choosing import BooleanEditor, ChoiceEditor, LinkEditor, SegmentEditor, TagsEditor
from desktop.gui.forms.editors import DateEditor, LongTextEditor, MoneyEditor, NumberEditor, TextEditor
from desktop.gui.forms.layout import is_segmented
from desktop.gui.forms.lines import Editor, Tools

_EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor, "long_text": LongTextEditor, "integer": NumberEditor, "decimal": NumberEditor,
    "money": MoneyEditor, "date": DateEditor, "boolean": BooleanEditor, "choice": ChoiceEditor, "tags": TagsEditor,
    "link": LinkEditor, "attachment": TagsEditor,
}  # fmt: skip


def editor_for(field: Field, tools: Tools) -> Editor:
    """An editor for a field; in a table's cell choices are always a list."""
    if field.type.name == "choice" and is_segmented(field) and not tools.compact:
        return SegmentEditor(field, tools, list(field.choices.values()))
    return _EDITORS[field.type.name](field, tools)
