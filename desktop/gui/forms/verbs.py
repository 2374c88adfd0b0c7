"""What can be done in a form, and by which keys: the menu 记录 shows it while the form is in front."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.gui.forms.detail_panel import BRING_KEY
from desktop.gui.forms.head import SIDE_KEY

if TYPE_CHECKING:
    from desktop.gui.pages.form import FormPage


def verbs_of(page: "FormPage") -> list[tuple[str, str, Callable[[], object]]]:
    """Word, key and act of each; the frame is made anew with every record, so it is asked for when they act."""
    return [
        ("保存", "Ctrl+S", page.save),
        ("保存并新增", "Ctrl+Shift+S", page.save_and_new),
        ("新增一行", "Ctrl+Return", page.new_row),
        ("复制一行", "Ctrl+D", lambda: page.frame.rows.copy()),  # noqa: PLW0108
        ("打开整行记录", "Ctrl+Shift+Return", page.open_row),
        ("下一张明细表", "Ctrl+PgDown", lambda: page.frame.rows.step(1)),
        ("上一张明细表", "Ctrl+PgUp", lambda: page.frame.rows.step(-1)),
        ("复制上一条", "Ctrl+Shift+D", page.copy_last),
        ("从上次检查带入", BRING_KEY, page.bring_in),
        ("取上次值", "F4", page.take_last_value),
        ("下一处问题", "F8", partial(page.walk, 1)),
        ("上一处问题", "Shift+F8", partial(page.walk, -1)),
        ("添加附件", "Ctrl+Shift+P", lambda: page.frame.rows.attach()),  # noqa: PLW0108
        ("修改记录", "Ctrl+H", lambda: page.frame.toggle_history()),  # noqa: PLW0108
        ("核对栏", SIDE_KEY, lambda: page.frame.toggle_side()),  # noqa: PLW0108
    ]
