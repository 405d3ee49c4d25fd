from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from engine.database import Database
from engine.orm import Base


def emptied(database: Database) -> Database:
    Base.metadata.drop_all(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    return database


def shape(database: Database) -> dict[str, object]:
    found = inspect(database.engine)
    return {
        name: (
            sorted(
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(name)
            ),
            sorted(
                (index["name"], index["column_names"], index["unique"]) for index in found.get_indexes(name)
            ),
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(str(key) for key in found.get_foreign_keys(name)),
            sorted(str(key) for key in found.get_unique_constraints(name)),
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def test_the_migrations_lead_to_the_schema_of_the_entities(database: Database):
    made = shape(database)
    try:
        emptied(database).upgrade()
        assert shape(database) == made
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            assert compare_metadata(context, Base.metadata) == []
    finally:
        emptied(database).create()


def test_upgrading_again_changes_nothing(database: Database):
    try:
        emptied(database).upgrade()
        made = shape(database)
        database.upgrade()
        assert shape(database) == made
    finally:
        emptied(database).create()
