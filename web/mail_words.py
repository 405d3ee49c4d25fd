"""Words for mails: where they failed, what became of them, and which of them a person wants."""

from collections.abc import Mapping

from engine.outbox import DeliveryState, Stage
from engine.people.mail import MailChoice
from engine.text import Text

STAGES: Mapping[Stage, Text] = {
    Stage.CONNECT: Text("连接不上邮件服务器", "the mail server cannot be reached"),
    Stage.TLS: Text(
        "加密连接没有建立，请核对 mail.security 和证书",
        "the connection could not be encrypted; see mail.security and the certificate",
    ),
    Stage.SIGN_IN: Text(
        "账号或密码不被接受（密码取自 KUAIBAO_MAIL_PASSWORD）",
        "the account or its password was refused (it is read from KUAIBAO_MAIL_PASSWORD)",
    ),
    Stage.SENDER: Text("发件地址不被接受，请核对 mail.sender", "the sender was refused; see mail.sender"),
    Stage.RECIPIENT: Text("收件地址不被接受", "the recipient was refused"),
    Stage.CONTENT: Text("邮件内容不被接受", "the mail itself was refused"),
    Stage.CONNECTION: Text("连接中断", "the connection was lost"),
}
STATES: Mapping[str, Text] = {
    DeliveryState.WAITING: Text("待发送", "waiting"),
    DeliveryState.SENT: Text("已发送", "sent"),
    DeliveryState.GIVEN_UP: Text("未送达", "not delivered"),
}
CHOICES: Mapping[str, Text] = {
    MailChoice.ON: Text("全部提醒", "All notices"),
    MailChoice.URGENT: Text("仅特急提醒", "Only urgent ones"),
    MailChoice.OFF: Text("不发邮件", "No mails"),
}


def problem(said: str | None) -> Text:
    """What the outbox keeps of a failure, `stage: answer`, in words."""
    stage, _, answer = (said or "").partition(": ")
    if stage not in set(Stage):
        return Text(said or "", said or "")
    words = STAGES[Stage(stage)]
    return Text(f"{words.zh}：{answer}", f"{words.en}: {answer}")
