"""The mapped entities and their lifecycles, one noun a module."""

from engine.model.absence import Absence
from engine.model.alarm import Alarm, AlarmKind
from engine.model.breach import Breach, FiredRung, LiftedBreach
from engine.model.calendar import CalendarOverlay, CalendarRevision, OverlayState, RevisionAction
from engine.model.case import OPEN, Case, CaseLink, CaseState, Recusal
from engine.model.clock import Clock, ClockState, Count, Extension, PastLedger, Suspension
from engine.model.definition import CaseCounter, Definition, KnownMessage
from engine.model.delivery import Delivery, DeliveryState
from engine.model.document import Document, DocumentContent
from engine.model.instruction import Instruction, InstructionState
from engine.model.mark import Mark
from engine.model.message import Message, MessageState, MessageWait
from engine.model.notice import Incident, Notification
from engine.model.person import Audit, MailChoice, Membership, Person, Unit
from engine.model.request import ClockRequest, RequestKind, RequestState
from engine.model.task import Task, TaskKind, TaskState

__all__ = [
    "OPEN",
    "Absence",
    "Alarm",
    "AlarmKind",
    "Audit",
    "Breach",
    "CalendarOverlay",
    "CalendarRevision",
    "Case",
    "CaseCounter",
    "CaseLink",
    "CaseState",
    "Clock",
    "ClockRequest",
    "ClockState",
    "Count",
    "Definition",
    "Delivery",
    "DeliveryState",
    "Document",
    "DocumentContent",
    "Extension",
    "FiredRung",
    "Incident",
    "Instruction",
    "InstructionState",
    "KnownMessage",
    "LiftedBreach",
    "MailChoice",
    "Mark",
    "Membership",
    "Message",
    "MessageState",
    "MessageWait",
    "Notification",
    "OverlayState",
    "PastLedger",
    "Person",
    "Recusal",
    "RequestKind",
    "RequestState",
    "RevisionAction",
    "Suspension",
    "Task",
    "TaskKind",
    "TaskState",
    "Unit",
]
