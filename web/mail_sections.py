"""The sections of the settings that say how people are told: their hours of rest, the digest, and mail."""

import re
from email.utils import parseaddr
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from web.sections import Section, said

_HOUR = r"([01]\d|2[0-3]):[0-5]\d"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+", re.ASCII)


def _some_length(hours: str) -> str:
    if hours and hours[:5] == hours[6:]:
        raise ValueError(hours)
    return hours


def _sender(sender: str, info: ValidationInfo) -> str:
    """Nothing where no mail is sent; else an address."""
    if (sender or info.data.get("host")) and _ADDRESS.fullmatch(parseaddr(sender)[1]) is None:
        raise ValueError(sender)
    return sender


class NotificationSettings(Section):
    """When people are told."""

    quiet_hours: Annotated[
        str,
        AfterValidator(_some_length),
        said(
            "时段，如 22:00-07:00，或留空",
            "hours such as 22:00-07:00, or nothing",
            pattern=rf"^({_HOUR}-{_HOUR})?$",
        ),
    ] = "22:00-07:00"
    digest: Annotated[bool, said("true 或 false", "true or false")] = True


class MailSettings(Section):
    """The server that takes mails, and what they may say."""

    host: Annotated[
        str, said("邮件服务器的主机名，或留空", "the mail server's host, or nothing", pattern=r"^\S*$")
    ] = ""
    port: Annotated[
        int, said("1 到 65535 的整数（端口）", "a whole number from 1 to 65535 (a port)", ge=1, le=65535)
    ] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"], said("starttls、tls 或 none", "starttls, tls or none")
    ] = "starttls"
    sender: Annotated[
        str,
        Field(validate_default=True),
        AfterValidator(_sender),
        said(
            "发件地址，如 快保 <kuaibao@example.gov.cn>；设了 host 就须填写",
            "an address such as Kuaibao <kuaibao@example.gov.cn>; needed beside a host",
        ),
    ] = ""
    user: Annotated[
        str, said("登录邮件服务器的账号，或留空", "the account on the mail server, or nothing")
    ] = ""
    authority: Annotated[str, said("证书文件，或留空", "a file of certificates, or nothing")] = ""
    timeout_seconds: Annotated[
        int, said("1 到 120 的整数（秒）", "a whole number from 1 to 120 (seconds)", ge=1, le=120)
    ] = 20
    attempts: Annotated[
        int, said("1 到 200 的整数（次）", "a whole number from 1 to 200 (attempts)", ge=1, le=200)
    ] = 60
    site: Annotated[
        str,
        said(
            "本系统的网址，如 https://kuaibao.example.gov.cn，或留空",
            "the address of this site, such as https://kuaibao.example.gov.cn, or nothing",
            pattern=r"^(https?://[^\s{}]+)?$",
        ),
    ] = ""
    details: Annotated[bool, said("true 或 false", "true or false")] = False
