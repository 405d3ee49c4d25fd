"""Alembic's environment: it is given a connection by `Database.upgrade`, and knows the schema from the entities.

Column types of our own are written into revisions as what they are in the database, so that a revision never changes
with the code.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import types

from engine import model  # noqa: F401 - fills the metadata
from engine.orm import Base, Instant

_INSTANT = 'sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")'


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    if kind != "type" or not isinstance(item, types.TypeDecorator):
        return False
    return _INSTANT if isinstance(item, Instant) else "sa.Text()"


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
