"""Requests, documents, past ledgers, the office's calendar, absences, deliveries, instructions."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FOLDER = Path(__file__).parent
_END = ";\n"


def upgrade() -> None:
    script = _FOLDER / f"0003_{op.get_bind().dialect.name}.sql"
    for statement in script.read_text(encoding="utf-8").split(_END):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError
