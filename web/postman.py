"""How the office's mails go out, as the settings describe it."""

import os

from engine.calendars.quiet import QuietHours
from engine.office import Mailing, Telling
from engine.outbox import Security, SmtpCourier, SmtpServer
from web.mail_sections import MailSettings
from web.settings import Settings

PASSWORD = "KUAIBAO_MAIL_PASSWORD"  # noqa: S105 - the variable's name, not its value


def telling_of(settings: Settings) -> Telling:
    """When people are told, and what mails may say."""
    chosen, zone = settings.notifications, settings.timezone
    mailing = mailing_of(settings.mail) if settings.mail.host else None
    return Telling(QuietHours.of(chosen.quiet_hours, zone), chosen.digest, mailing)


def mailing_of(mail: MailSettings) -> Mailing:
    """Links into the site, where it has an address."""
    site = mail.site.rstrip("/")
    if not site:
        return Mailing(details=mail.details)
    return Mailing(f"{site}/cases/{{}}", f"{site}/notices", f"{site}/digest", mail.details)


def courier_of(settings: Settings) -> SmtpCourier:
    """Who carries the mails out; the password comes from the environment."""
    mail = settings.mail
    server = SmtpServer(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        security=Security(mail.security),
        user=mail.user,
        password=os.environ.get(PASSWORD, ""),
        timeout=mail.timeout_seconds,
        authority=str(settings.root / mail.authority) if mail.authority else "",
    )
    return SmtpCourier(server)
