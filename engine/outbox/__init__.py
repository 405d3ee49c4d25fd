"""What leaves the building after the commit: mail, sent once, tried again where the server cannot take it now."""

from engine.model import DeliveryState
from engine.outbox.courier import Courier, Mail, Send, Stage, Undelivered
from engine.outbox.outbox import Outbox
from engine.outbox.retrying import retry
from engine.outbox.smtp import Security, SmtpCourier, SmtpServer

__all__ = [
    "Courier",
    "DeliveryState",
    "Mail",
    "Outbox",
    "Security",
    "Send",
    "SmtpCourier",
    "SmtpServer",
    "Stage",
    "Undelivered",
    "retry",
]
