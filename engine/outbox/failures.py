"""Who hears of mails that do not arrive: the administrators, in the house, and not of every one."""

from sqlalchemy import exists, func, select

from engine.model import Delivery, DeliveryState, Notification, Person
from engine.steps.notices import Notice, notify
from engine.steps.persons import in_charge
from engine.text import Text
from engine.uow import UnitOfWork

KIND = "mail-failed"


def tell_of_failure(uow: UnitOfWork, delivery: Delivery) -> None:
    """Say that a mail was given up; once for an address that has failed already and was not put right."""
    query = exists().where(
        Delivery.address == delivery.address,
        Delivery.state == DeliveryState.GIVEN_UP,
        Delivery.id != delivery.id,
    )
    if uow.session.scalar(select(query)):
        return
    name = uow.session.scalar(select(Person.name).where(Person.id == delivery.person_id)) or ""
    _tell(
        uow,
        Text(
            f"发给{name}（{delivery.address}）的邮件未能送达，请核对邮箱地址；其提醒在系统内可见",
            f"The mail to {name} ({delivery.address}) could not be delivered; please check the address. "
            "The notice itself is in the system",
        ),
    )


def tell_of_trouble(uow: UnitOfWork, problem: str) -> None:
    """Say that mails are not taken at all; once until one is."""
    last = select(func.max(Delivery.sent_at)).scalar_subquery()
    told = exists().where(Notification.kind == KIND, func.coalesce(Notification.at > last, True))
    if uow.session.scalar(select(told)):
        return
    _tell(
        uow,
        Text(
            f"邮件连续多次未能发出，系统将继续重试。邮件服务器的答复：{problem[:200]}",
            f"Mails have failed several times; they will be tried again. The mail server: {problem[:200]}",
        ),
    )


def _tell(uow: UnitOfWork, text: Text) -> None:
    notify(uow, in_charge(uow.session), Notice(KIND, text, priority=1, own=True, mailed=False))
