"""The mapped entities and their lifecycles, one noun a module."""

from engine.model.alarm import Alarm, AlarmKind
from engine.model.case import OPEN, Case, CaseLink, CaseState, Recusal
from engine.model.clock import Breach, Clock, ClockState, Count, Extension, FiredRung, Suspension
from engine.model.definition import CaseCounter, Definition, KnownMessage
from engine.model.mark import Mark
from engine.model.message import Message, MessageState, MessageWait
from engine.model.notice import Incident, Notification
from engine.model.person import Audit, Membership, Person, Unit
from engine.model.task import Task, TaskKind, TaskState

__all__ = [
    "OPEN",
    "Alarm",
    "AlarmKind",
    "Audit",
    "Breach",
    "Case",
    "CaseCounter",
    "CaseLink",
    "CaseState",
    "Clock",
    "ClockState",
    "Count",
    "Definition",
    "Extension",
    "FiredRung",
    "Incident",
    "KnownMessage",
    "Mark",
    "Membership",
    "Message",
    "MessageState",
    "MessageWait",
    "Notification",
    "Person",
    "Recusal",
    "Suspension",
    "Task",
    "TaskKind",
    "TaskState",
    "Unit",
]
