"""Names in SQL."""


def quoted(name: str) -> str:
    """A table or column name in SQL; names come from definitions, where `check` and `case` are fields."""
    return '"' + name.replace('"', '""') + '"'
