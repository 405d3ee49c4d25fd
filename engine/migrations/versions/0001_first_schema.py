"""The first schema, as each database is told it."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FOLDER = Path(__file__).parent
_END = ";\n"


def upgrade() -> None:
    script = _FOLDER / f"0001_{op.get_bind().dialect.name}.sql"
    for statement in script.read_text(encoding="utf-8").split(_END):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError
