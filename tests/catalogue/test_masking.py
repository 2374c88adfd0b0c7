"""What is left to see of a reporting person's identity."""

import pytest

from desktop.catalogue import DefinitionError, Definitions, load
from desktop.catalogue.masking import ERASED, is_masked, mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王建国", "王**"), ("欧阳建国", "欧阳**"), ("欧阳", "欧**"), ("王", "**"),
        ("13812345678", "138****5678"), ("138 1234 5678", "138****5678"), ("0571-88081234", "0****"),
        ("330102197001011234", "3****************4"), ("33010219700101123x", "3****************X"),
        ("青石区幸福路12号", "青****"), ("王建国 13812345678", "王****"), ("Tom", "T****"),
    ],
)  # fmt: skip
def test_a_mask_shows_little_and_never_all(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert is_masked(shown)
    assert not is_masked(text)


def test_an_erased_identity_is_no_text() -> None:
    assert is_masked(ERASED)


SECRET = """
[ledgers.diary]
label = "日记"
group = "综合"
unit = "则"
title = "{title}"
date = "day"
{more}
[ledgers.diary.fields.day]
label = "日期"
type = "date"
[ledgers.diary.fields.who]
label = "何人"
type = "{type}"
secret = true
"""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "long_text"}, "保密的字段只能是单行文字"),
        ({"title": "who"}, "是保密的，不能用来称呼记录"),
        ({"more": 'keys = ["who"]'}, "是保密的，不能用来称呼记录"),
        ({"more": 'filters = ["who"]'}, "是保密的，不能作条件"),
    ],
)
def test_a_secret_field_is_refused_where_it_would_show(changes: dict[str, str], said: str) -> None:
    text = SECRET.format(**({"title": "day", "type": "text", "more": ""} | changes))
    with pytest.raises(DefinitionError, match=said):
        load([Definitions("own.toml", text)])


def test_a_secret_field_is_read() -> None:
    found = load([Definitions("own.toml", SECRET.format(title="day", type="text", more=""))])
    assert list(found.ledgers["diary"].secrets) == ["who"]
    assert list(found.ledgers["tip_off"].secrets) == ["reporter", "contact", "reporter_number", "reporter_address"]
