"""People, units and who does what where; and the audit of what belongs to no case."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import NUMBER, Base, Instant, Json, Numbered, Sentence, reference
from engine.text import Text


class MailChoice(StrEnum):
    """Which notices a person gets by mail as well."""

    ON = "on"
    URGENT = "urgent"
    OFF = "off"


class Unit(Numbered, Base):
    """A unit of the office (科室)."""

    __tablename__ = "unit"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text] = mapped_column(Sentence)
    parent_id: Mapped[int | None] = reference("unit.id", optional=True)


class Person(Numbered, Base):
    """Somebody who may sign in. A person is never deleted, only made inactive."""

    __tablename__ = "person"

    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200), default="")
    mail: Mapped[str] = mapped_column(String(8), default=MailChoice.ON, server_default="on")
    language: Mapped[str] = mapped_column(String(2), default="zh")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None] = mapped_column(Instant)
    added_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Numbered, Base):
    """A role that a person has, in a unit or in the whole office."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "role", "unit_id"), Index("ix_membership_role", "role"))

    person_id: Mapped[int] = reference("person.id")
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int | None] = reference("unit.id", optional=True)


class Audit(Numbered, Base):
    """Something done outside any case: a sign-in, a person changed, a definition deployed."""

    __tablename__ = "audit"

    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_id: Mapped[int | None] = mapped_column(NUMBER)
    actor: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
