"""A real mail server on this machine, which says what it is told to say and keeps what it was sent."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from engine.outbox import Security, SmtpServer

USER, PASSWORD = "kuaibao", "correct horse battery"
HANG_UP = "hang up"
SENDER = "快保 <kuaibao@ip.example>"


@dataclass
class MailServer:
    """What it was sent, and what it answers: to a recipient, and to a text; 250 where nothing is said.

    `hook` is called with each text's mail before it is answered.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)
    to_texts: list[str] = field(default_factory=list)
    to_senders: list[str] = field(default_factory=list)
    hook: Callable[[EmailMessage], None] = lambda _mail: None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list) -> str:  # noqa: N802
        answer = _next(self.to_senders)
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list) -> str:  # noqa: N802
        answer = _next(self.to_recipients)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = _next(self.to_texts)
        mail: EmailMessage = message_from_bytes(envelope.content, policy=POLICY)  # type: ignore[assignment]
        self.hook(mail)
        if answer == HANG_UP:
            server.transport.close()
        if answer.startswith("250"):
            self.mails.append(mail)
            self.peers.append(session.peer)
        return answer

    def at(self, **more: Any) -> SmtpServer:
        """This server, as a courier is told of it."""
        return SmtpServer(
            "127.0.0.1", self.port, SENDER, **{"security": Security.NONE, "timeout": 10, **more}
        )

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    def bodies(self) -> list[str]:
        return [mail.get_content().replace("\r\n", "\n") for mail in self.mails]

    def readers(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails]


def _next(answers: list[str]) -> str:
    return answers.pop(0) if answers else "250 OK"


class _Controller(Controller):
    """Listens on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """A server that runs as long as the block."""
    server = MailServer()
    controller = _Controller(server, hostname="127.0.0.1", port=0, **options)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def only_who_signs_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """The one account that the server knows."""
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


@contextmanager
def nobody_listens() -> Iterator[int]:
    """A port on which connections are refused."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def silence() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that vouches for itself: its file, and a server's context with it."""
    key, found = folder / "key.pem", folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    names = ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*command, *names, "-keyout", key, "-out", found], check=True, capture_output=True, timeout=60
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(found, key)
    return found, context
