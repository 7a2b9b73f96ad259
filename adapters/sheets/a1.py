"""A1 notation. Rows and columns count from 0 here and in the API's ranges, from 1 and A for people."""


def letters(column: int) -> str:
    """Return the name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def a1(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


def quoted(tab: str) -> str:
    """Return a tab's title for use in a range; without quotes a tab called P1 is taken for a cell."""
    return "'" + tab.replace("'", "''") + "'"
