"""The mapped base class and the column types that are the same on every database."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import orjson
import zstandard
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    types,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Session, mapped_column

from engine.text import Text as Words

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
INSTANT = "%Y-%m-%dT%H:%M:%S.%f"
"""An instant as text, in UTC."""

_codec = threading.local()


class Base(DeclarativeBase):
    """Every mapped entity."""

    metadata = MetaData(naming_convention=_NAMES)


NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def reference(column: str, *, index: bool = False, optional: bool = False) -> MappedColumn[Any]:
    """A foreign key; rows that others stand on are never deleted."""
    return mapped_column(NUMBER, ForeignKey(column), index=index, nullable=optional)


class Numbered:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)


def table_of(model: type[Base]) -> Table:
    """An entity's table: for statements of many rows, where no entity is wanted in memory."""
    return cast("Table", model.__table__)


def dump(value: Any) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no spaces; the same value gives the same bytes."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):  # a named one
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


class Instant(types.TypeDecorator[datetime]):
    """An aware instant in UTC, to the microsecond; on SQLite a text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        """SQLite has no instants: a text of fixed width."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive datetimes: an instant without its zone is not one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        instant = value.astimezone(UTC)
        return instant.strftime(INSTANT) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - its signature
        """Give UTC back."""
        if value is None:
            return None
        return (
            datetime.fromisoformat(value).replace(tzinfo=UTC)
            if isinstance(value, str)
            else value.astimezone(UTC)
        )


class Json(types.TypeDecorator[Any]):
    """A JSON value as canonical text; assign a new value to change it, a change in place is not seen."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - its signature
        """None is NULL."""
        return None if value is None else dump(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - its signature
        """NULL is None."""
        return None if value is None else orjson.loads(value)


class Sentence(types.TypeDecorator[Words]):
    """A sentence in both languages, as a JSON list of two."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - its signature
        """None is NULL."""
        return None if value is None else dump(list(value)).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words | None:  # noqa: ARG002 - its signature
        """NULL is None."""
        return None if value is None else Words(*orjson.loads(value))


class Packed(types.TypeDecorator[Any]):
    """A JSON value, compressed: what the engine alone reads."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - its signature
        """None is NULL."""
        return None if value is None else pack(dump(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002 - its signature
        """NULL is None."""
        return None if value is None else orjson.loads(unpack(value))


def pack(content: bytes) -> bytes:
    """Compress; a compressor belongs to one thread."""
    if not hasattr(_codec, "compressor"):
        _codec.compressor = zstandard.ZstdCompressor(level=3)
    packed: bytes = _codec.compressor.compress(content)
    return packed


def unpack(content: bytes) -> bytes:
    """Undo `pack`."""
    if not hasattr(_codec, "decompressor"):
        _codec.decompressor = zstandard.ZstdDecompressor()
    plain: bytes = _codec.decompressor.decompress(content)
    return plain


def upsert(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> None:
    """Insert rows, or take their values where the keys are known already; one statement."""
    statement = _upsert(session.get_bind().dialect.name, model, tuple(rows[0]), tuple(keys))
    session.execute(statement, rows)


@lru_cache(maxsize=64)
def _upsert(dialect: str, model: type[Base], names: tuple[str, ...], keys: tuple[str, ...]) -> Any:
    statement: Any = _insert(dialect, model)
    taken = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=taken)


def _insert(dialect: str, model: type[Base]) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table_of(model))


def count_up(session: Session, model: type[Base], keys: Mapping[str, Any], counter: str) -> int:
    """Add one to a counter, which begins with 1, and give it; whoever counts at the same time waits."""
    statement = _insert(session.get_bind().dialect.name, model).values({**keys, counter: 1})
    column = table_of(model).c[counter]
    counted = statement.on_conflict_do_update(index_elements=list(keys), set_={counter: column + 1})
    value: int = session.execute(counted.returning(column)).scalar_one()
    return value
