"""A mail as the internet has it (RFC 5322)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from engine.outbox.courier import Mail, Stage, Undelivered


def compose(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    """Make the message; Undelivered for an address that is none.

    It says that no person wrote it (RFC 3834), so that nobody's holiday answers it.
    """
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(display_name=name, addr_spec=address)
        message["To"] = Address(addr_spec=mail.address)
        message["Subject"] = mail.subject
    except (ValueError, LookupError) as error:
        raise Undelivered(Stage.CONTENT, f"{mail.address}: {error}", permanent=True) from error
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(mail, address)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.body)
    return message


def message_id(mail: Mail, sender: str) -> str:
    """The same for the same mail, however often it is sent."""
    made = sha256(f"{mail.key} {mail.created_at.isoformat()}".encode()).hexdigest()[:32]
    return f"<{made}@{domain(sender)}>"


def domain(sender: str) -> str:
    """The part behind the @, as the internet's name system has it."""
    return parseaddr(sender)[1].rpartition("@")[2].encode("idna").decode() or "localhost"
