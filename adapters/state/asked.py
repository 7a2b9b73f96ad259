"""What people were asked, and what they chose. Nothing is deleted: what is over is closed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, select, update

from adapters.state.tables import choices, posts
from sync.choices import Keep, Question
from sync.model import FieldName, RecordId


def open_choices(connection: Connection, pair: int) -> list[tuple[Question, Keep]]:
    rows = connection.execute(select(choices).where(_live(choices, pair)).order_by(choices.c.id))
    return [(_question(row), Keep(row.keep)) for row in rows]


def choose(connection: Connection, pair: int, made: Sequence[tuple[Question, Keep]], at: datetime) -> None:
    """Keep choices; each takes the place of an earlier one for the same conflict."""
    for asked, keep in made:
        about = and_(choices.c.record == asked.record, choices.c.field.is_not_distinct_from(asked.field))
        connection.execute(update(choices).where(_live(choices, pair), about).values(closed=at))
        connection.execute(insert(choices).values(pair=pair, keep=keep.value, at=at, **_row(asked)))


def close_choices(connection: Connection, pair: int, over: Iterable[Question], at: datetime) -> None:
    for asked in over:
        connection.execute(update(choices).where(_live(choices, pair), _is(choices, asked)).values(closed=at))


def open_posts(connection: Connection, pair: int, place: str) -> dict[Question, str]:
    rows = connection.execute(select(posts).where(_live(posts, pair), posts.c.place == place).order_by(posts.c.id))
    return {_question(row): row.ref for row in rows}


def post(connection: Connection, pair: int, place: str, made: Mapping[Question, str], at: datetime) -> None:
    known = open_posts(connection, pair, place)
    new = [{"pair": pair, "place": place, "ref": ref, "at": at, **_row(q)} for q, ref in made.items() if q not in known]
    if new:
        connection.execute(insert(posts), new)


def withdraw(connection: Connection, pair: int, place: str, over: Iterable[Question], at: datetime) -> None:
    for asked in over:
        here = and_(_live(posts, pair), posts.c.place == place, _is(posts, asked))
        connection.execute(update(posts).where(here).values(closed=at))


def _live(table: Table, pair: int) -> ColumnElement[bool]:
    return and_(table.c.pair == pair, table.c.closed.is_(None))


def _is(table: Table, asked: Question) -> ColumnElement[bool]:
    field = table.c.field.is_not_distinct_from(asked.field)
    return and_(table.c.record == asked.record, field, table.c.mark == asked.mark)


def _row(asked: Question) -> dict[str, Any]:
    return {"record": asked.record, "field": asked.field, "mark": asked.mark}


def _question(row: Any) -> Question:  # noqa: ANN401 - SQLAlchemy's rows have their columns' names
    return Question(RecordId(row.record), None if row.field is None else FieldName(row.field), row.mark)
