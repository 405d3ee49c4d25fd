from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import people
from engine.errors import Conflict, NotAllowed, NotFound, PasswordRefused
from engine.model import Audit, Notification, Person
from engine.people import SignIn
from engine.queries import dashboard, worklist
from engine.text import Text
from tests.office import PASSWORD, Now, Office


@pytest.fixture
def known(office: Office) -> Office:
    with office.as_("handler") as uow:
        people.set_password(uow, office.ids["handler"], PASSWORD)
    return office


def sign_in(office: Office, login: str = "handler", password: str = PASSWORD) -> SignIn:
    with office.as_("") as uow:
        return people.authenticate(uow, login, password)


def audited(office: Office) -> list[str]:
    with office.reading() as uow:
        return [row.kind for row in uow.session.scalars(select(Audit).order_by(Audit.id))]


def test_a_person_signs_in_and_is_an_actor(known: Office):
    found = sign_in(known)
    assert found.actor is not None
    assert (found.actor.name, found.actor.roles, found.refusal) == ("孙办案", {"case-handler"}, None)
    assert found.actor.unit_id is not None
    assert found.actor.staff
    assert audited(known)[-1] == "signed-in"


def test_a_password_is_kept_as_a_hash_and_nothing_else(known: Office):
    with known.reading() as uow:
        hashed = uow.session.scalar(select(Person.password_hash).where(Person.login == "handler"))
    assert hashed is not None
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed


@pytest.mark.parametrize(
    ("login", "password", "why"),
    [("handler", "wrong", "password"), ("nobody", PASSWORD, "unknown"), ("second", PASSWORD, "unknown")],
)
def test_a_wrong_sign_in_is_refused_and_on_record(known: Office, login: str, password: str, why: str):
    assert sign_in(known, login, password) == SignIn(None, why, None)
    assert audited(known)[-1] == "sign-in-refused"


def test_an_account_rests_after_repeated_failures_also_with_the_right_password(known: Office, now: Now):
    refusals = [sign_in(known, password="wrong").refusal for _ in range(5)]
    assert refusals == ["password"] * 4 + ["resting"]
    resting = sign_in(known)
    assert (resting.actor, resting.refusal, resting.until) == (None, "resting", now() + timedelta(minutes=15))
    now.later(minutes=15)
    assert sign_in(known).actor is not None


def test_a_success_forgets_the_failures_before_it(known: Office):
    for _ in range(3):
        for _ in range(4):
            sign_in(known, password="wrong")
        assert sign_in(known).actor is not None


def test_an_inactive_person_does_not_sign_in_until_active_again(known: Office):
    with known.as_("admin") as uow:
        people.deactivate(uow, known.ids["handler"])
    assert sign_in(known).refusal == "inactive"
    with known.reading() as uow:
        assert people.actor(uow, known.ids["handler"]) is None
        assert people.actor(uow, 4711) is None
    with known.as_("admin") as uow:
        people.activate(uow, known.ids["handler"])
    assert sign_in(known).actor is not None


def test_a_short_password_is_refused(office: Office):
    with pytest.raises(PasswordRefused) as refused, office.as_("handler") as uow:
        people.set_password(uow, office.ids["handler"], "short")
    assert refused.value.shortest == 10


def test_people_are_added_by_an_administrator_once(office: Office):
    with office.as_("admin") as uow:
        number = people.add(uow, login="new", name="新人", roles=["reviewer"], unit="law", password=PASSWORD)
        assert people.find(uow, "new") == number
        with pytest.raises(Conflict):
            people.add(uow, login="new", name="又一人")
        with pytest.raises(NotFound):
            people.add(uow, login="x", name="人", roles=["wizard"])
        with pytest.raises(PasswordRefused):
            people.add(uow, login="y", name="人", password="short")
    assert sign_in(office, "new").actor is not None
    for login in ("handler", "supervisor"):
        with pytest.raises(NotAllowed), office.as_(login) as uow:
            people.add(uow, login="z", name="人")
    with pytest.raises(NotFound), office.reading() as uow:
        people.find(uow, "z")


def test_roles_are_granted_once_and_revoked(office: Office):
    with office.as_("admin") as uow:
        people.grant(uow, office.ids["handler"], "reviewer", unit="other")
        people.grant(uow, office.ids["handler"], "reviewer", unit="other")
        with pytest.raises(NotFound):
            people.grant(uow, 4711, "reviewer")
        with pytest.raises(NotFound):
            people.grant(uow, office.ids["handler"], "reviewer", unit="no-such")
    assert office.actor("handler").roles == {"case-handler", "reviewer"}
    with office.as_("admin") as uow:
        people.revoke(uow, office.ids["handler"], "reviewer")
    assert office.actor("handler").roles == {"case-handler"}


def test_everybody_is_listed_by_unit_and_name(office: Office):
    with office.reading() as uow:
        rows = people.listing(uow)
        units = people.all_units(uow)
    assert len(rows) == len(office.ids)
    assert [row.login for row in rows if row.unit is None] == ["admin", "modeler", "director"]
    assert [(unit.key, unit.name.zh) for unit in units] == [
        ("desk", "desk 科"),
        ("first", "first 科"),
        ("other", "other 科"),
    ]
    supervisor = next(row for row in rows if row.login == "supervisor")
    assert [role for role, _ in supervisor.roles] == ["supervisor", "case-handler"]


def test_units_have_units_above_them(office: Office):
    with office.as_("admin") as uow:
        people.add_unit(uow, "squad", "执法队", name_en="Squad", parent="first")
        with pytest.raises(NotFound):
            people.add_unit(uow, "lost", "无上级", parent="no-such")
    with office.reading() as uow:
        squad = next(unit for unit in people.all_units(uow) if unit.key == "squad")
        assert squad.parent_id is not None


def test_the_language_is_remembered_and_is_ones_own(office: Office):
    with office.as_("handler") as uow:
        people.set_language(uow, office.ids["handler"], "en")
        with pytest.raises(NotAllowed):
            people.set_language(uow, office.ids["second"], "en")
        with pytest.raises(NotAllowed):
            people.set_password(uow, office.ids["second"], PASSWORD)
    assert office.actor("handler").language == "en"


def test_what_was_read_is_no_longer_new(office: Office):
    with office.as_("") as uow:
        for person in ("handler", "handler", "second"):
            uow.session.add(
                Notification(
                    person_id=office.ids[person],
                    kind="note",
                    text=Text("一", "one"),
                    at=uow.now,
                    deliver_at=uow.now,
                )
            )
    with office.as_("handler") as uow:
        rows = dashboard.inbox(uow, unread=True)
        assert worklist.counts(uow).unread == len(rows) == 2
        people.mark_read(uow, rows[0].id)
        assert [row.id for row in dashboard.inbox(uow, unread=True)] == [rows[1].id]
        people.mark_read(uow)
        assert worklist.counts(uow).unread == 0
        assert len(dashboard.inbox(uow)) == 2
    with office.as_("second") as uow:
        assert worklist.counts(uow).unread == 1
