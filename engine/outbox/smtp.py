"""Mail by SMTP: one connection a batch, encrypted unless the settings say otherwise."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from enum import StrEnum
from functools import partial
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from engine.outbox.courier import Mail, Send, Stage, Undelivered
from engine.outbox.message import compose, domain

_PERMANENT = 500


class Security(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mails are handed over. `timeout` in seconds, for each answer; `authority` is a file of certificates."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20
    authority: str = ""


class SmtpCourier:
    """Hands mails to one server."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    @contextmanager
    def open(self, now: datetime) -> Iterator[Send]:
        """Connect and sign in; Undelivered."""
        connection = self._connect()
        try:
            yield partial(self._send, connection, now)
        finally:
            with suppress(SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> SMTP:
        server = self.server
        with _failing(Stage.TLS if server.security is Security.TLS else Stage.CONNECT):
            connection = self._reach()
        try:
            if server.security is Security.STARTTLS:
                with _failing(Stage.TLS):
                    connection.starttls(context=self._context())
            if server.user:
                with _failing(Stage.SIGN_IN):
                    connection.login(server.user, server.password)
        except Undelivered:
            connection.close()
            raise
        return connection

    def _reach(self) -> SMTP:
        server, name = self.server, domain(self.server.sender)
        if server.security is Security.TLS:
            return SMTP_SSL(server.host, server.port, name, timeout=server.timeout, context=self._context())
        return SMTP(server.host, server.port, name, timeout=server.timeout)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.authority or None)

    def _send(self, connection: SMTP, now: datetime, mail: Mail) -> None:
        message = compose(mail, self.server.sender, now)
        try:
            _hand_over(connection, message, parseaddr(self.server.sender)[1], mail.address)
        except Undelivered as refused:
            refused.broken = connection.sock is None
            raise


@contextmanager
def _failing(stage: Stage) -> Iterator[None]:
    """Whatever goes wrong before a mail is named is no fault of the mail's: it is tried again.

    A ValueError is a password in other letters than smtplib can send.
    """
    try:
        yield
    except (SMTPException, OSError, ValueError) as error:
        raise Undelivered(stage, _words(error), broken=True) from error


def _hand_over(connection: SMTP, message: EmailMessage, sender: str, address: str) -> None:
    """Send one message; a 5xx answer to the address or the content is for ever, one to the sender is our own fault."""
    try:
        connection.send_message(message, sender, [address])
    except SMTPRecipientsRefused as error:
        code, said = error.recipients[address]
        raise Undelivered(Stage.RECIPIENT, _answer(code, said), permanent=code >= _PERMANENT) from error
    except SMTPSenderRefused as error:
        raise Undelivered(Stage.SENDER, _words(error)) from error
    except SMTPDataError as error:
        raise Undelivered(Stage.CONTENT, _words(error), permanent=error.smtp_code >= _PERMANENT) from error
    except (SMTPException, OSError) as error:
        connection.close()
        raise Undelivered(Stage.CONNECTION, _words(error), broken=True) from error


def _words(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"
