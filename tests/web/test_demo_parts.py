"""What the demo office is made of: numbers, names, subjects, answers, waits, paces; and its own time."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random as Chance

import pytest

from engine.blueprint import Blueprint, Vocabulary
from engine.bundles import read_folder
from engine.forms import Field, Form
from engine.graph import Kind, Process
from engine.spiff import read
from tests.web.little_office import ROOT
from web.demo import names, numbers
from web.demo.answers import answer
from web.demo.arrivals import KINDS, arrivals
from web.demo.asking import Asked, moment_in, nothing, rows, say
from web.demo.habits import HABITS, habits
from web.demo.moved import MovedTime, later
from web.demo.pace import OUTSIDE, WORK, hurry, reply
from web.demo.phrases import PHRASES
from web.demo.roster import PEOPLE, UNITS
from web.demo.staff import LOOKS
from web.demo.subjects import examinable, in_field, subject
from web.demo.waits import Awaited
from web.house import office_of
from web.office_time import OfficeTime
from web.settings import Settings

RIGHTS = ("invention", "utility-model", "design")
SEEDS = range(40)


def chance(seed: int) -> Chance:
    return Chance(seed)  # noqa: S311 - no secret


@cache
def settings() -> Settings:
    return Settings.read(ROOT / "config.yaml")


@cache
def blueprints() -> dict[str, Blueprint]:
    found = {}
    for folder in sorted((ROOT / "bpmn").iterdir()):
        blueprint = read(read_folder(folder), Vocabulary()).blueprint
        assert blueprint is not None
        found[folder.name] = blueprint
    return found


def forms() -> list[tuple[str, Form]]:
    return [(key, form) for key, found in blueprints().items() for form in found.forms.values()]


def nodes(process: Process) -> list[str]:
    inner = [name for node in process.nodes.values() if node.body is not None for name in nodes(node.body)]
    return [node.id for node in process.nodes.values() if node.kind is Kind.USER] + inner


def every_task() -> set[str]:
    return {
        name for found in blueprints().values() for one in found.processes.values() for name in nodes(one)
    }


# --- numbers and names ---


def test_the_check_digit_of_an_application_number():
    assert numbers.patent_check("200310100002") == "X"
    assert numbers.patent_check("202010000000") == "7"


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_are_right_in_form(seed):
    rng = chance(seed)
    for right, kind in zip(RIGHTS, "123", strict=True):
        number = numbers.patent_number(rng, right, 2023)
        assert number.startswith(f"ZL2023{kind}")
        assert numbers.patent_check(number[2:14]) == number[-1]
    code = numbers.credit_code(rng)
    assert len(code) == 18
    assert numbers.credit_check(code[:17]) == code[17]
    card = numbers.identity_number(rng)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    assert card[17] == "10X98765432"[sum(int(d) * w for d, w in zip(card[:17], weights, strict=True)) % 11]
    assert card[:6] == code[2:8] == numbers.NOWHERE


def test_a_known_credit_code_checks():
    assert numbers.credit_check("91350100M000100Y4") == "3"  # the example of GB 32100


def test_persons_and_enterprises_have_names_and_addresses_that_vary():
    rng = chance(3)
    assert len({names.person(rng) for _ in range(60)}) > 45
    assert len({names.company(rng, "electronics").name for _ in range(60)}) > 50
    assert all(
        names.shop(rng, "food").name[:2] in "岳麓区雨花区天心区芙蓉区开福区望城区长沙县浏阳市宁乡市"
        for _ in range(30)
    )


@pytest.mark.parametrize("right", RIGHTS)
def test_nearly_all_of_what_is_examined_is_in_the_fields_of_the_centre(right):
    rng = chance(5)
    found = [examinable(rng, right) for _ in range(300)]
    assert all(one.right == right for one in found)
    assert 0.85 < sum(in_field(one) for one in found) / len(found) < 1.0
    assert subject(chance(1), right) == subject(chance(1), right)


def test_the_fields_of_the_centre_are_those_of_its_table():
    table = blueprints()["fast-preexamination"].decisions["centre-fields"]
    rng = chance(9)
    for right in RIGHTS:
        for _ in range(60):
            one = subject(rng, right)
            told = table.decide({"right": right, "main_classification": one.classification}, now=None)
            assert (told["field"] != "none") is in_field(one), one


def test_the_units_that_the_table_names_are_there():
    keys = {key for key, _, _ in UNITS}
    told = {
        blueprints()["fast-preexamination"]
        .decisions["centre-fields"]
        .decide(
            {"right": right, "main_classification": subject(chance(seed), right).classification}, now=None
        )["examining_unit"]
        for right in RIGHTS
        for seed in range(60)
    }
    assert told - {""} <= keys


def test_there_are_twelve_people_in_three_units_for_every_role_that_works():
    assert (len(PEOPLE), len(UNITS)) == (12, 3)
    assert len({one.login for one in PEOPLE}) == 12
    held = {role for one in PEOPLE for role in one.roles}
    assert held == set(settings().roles) - {"party"}
    assert set(LOOKS) == held - {"modeler", "administrator"}


# --- arrivals ---


def test_cases_come_in_on_working_days_within_hours_in_order_and_about_so_many():
    office = office_of(settings())
    since, until = datetime(2026, 7, 23, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)
    coming = arrivals(chance(1), office, since, until, 300)
    assert 225 <= len(coming) <= 250
    assert [one.at for one in coming] == sorted(one.at for one in coming)
    assert all(since < one.at < until for one in coming)
    assert all(office.opening(one.at) == one.at.astimezone(UTC) for one in coming)
    assert {one.key for one in coming} == {key for key, _, _ in KINDS}
    assert coming == arrivals(chance(1), office, since, until, 300)
    assert coming != arrivals(chance(2), office, since, until, 300)


def test_the_facts_of_what_comes_in_fill_the_start_forms():
    office = office_of(settings())
    since, until = datetime(2026, 7, 23, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)
    for one in arrivals(chance(4), office, since, until, 300):
        blueprint = blueprints()[one.key]
        form = blueprint.forms[blueprint.processes[blueprint.main].starts()[0].form or ""]
        values = answer(form, one.facts, habits(one.key, form.key), rng=chance(1), now=one.at)
        assert form.clean(values, {}, now=one.at)


# --- answers ---


def spoken(field: Field) -> bool:
    """Is it a text of one's own?"""
    return field.type == "string" and not field.choices and not field.format and field.required


def test_every_text_that_must_be_filled_in_has_something_believable_to_say():
    silent = {
        f"{key}/{form.key}/{field.name}"
        for key, form in forms()
        for field in form.fields
        if spoken(field)
        and field.default is None
        and not field.readonly
        and field.name not in PHRASES
        and field.name not in habits(key, form.key)
    }
    assert {name for name in silent if name.split("/")[1] not in REGISTERED} == set()


def test_every_habit_names_a_field_that_is_there():
    known = {(key, form.key): {field.name for field in form.fields} for key, form in forms()}
    lost = [
        f"{key}/{form}/{field}"
        for key, of_form in HABITS.items()
        for form, fields in of_form.items()
        for field in fields
        if field not in known.get((key, form), set())
    ]
    assert lost == []


def test_every_pace_names_a_task_that_is_there():
    assert set(WORK) | set(OUTSIDE) <= every_task() | {"decide_route"}


REGISTERED = {"register-complaint", "register-lead", "register-request", "check-papers", "verify-lead"}
"""Forms that are filled with what comes in."""

KNOWN = {
    "case_number": "ZQ2026-0007",
    "right": "design",
    "handlers": [4, 5],
    "filed_on": "2026-03-01",
    "patent_title": "保温杯",
}


@pytest.mark.parametrize("seed", range(12))
def test_every_form_can_be_answered_though_hardly_anything_is_known_of_the_case(seed):
    now = datetime(2026, 3, 2, 9, tzinfo=office_of(settings()).timezone)
    for key, form in forms():
        if form.key not in REGISTERED:
            who = {field.name: [4, 5, 6] for field in form.fields if field.role}
            values = answer(form, KNOWN, habits(key, form.key), rng=chance(seed), now=now, who=who)
            form.clean(values, KNOWN, now=now)


def asked(**known: object) -> Asked:
    field = Field("x", None, "string", "text")  # type: ignore[arg-type]
    return Asked(field, known, chance(1), datetime(2026, 3, 2, 9, tzinfo=UTC))


def test_what_is_said_speaks_of_the_case():
    assert (
        say("{patent_title}，长知〔{year}〕{n}号，{today}")(
            asked(patent_title="保温杯", case_number="ZQ2026-0012")
        )
        == "保温杯，长知〔2026〕12号，2026年3月2日"
    )
    assert say("{nothing}")(asked()) == "（略）"
    assert asked(case_number="odd").number == 0


def test_rows_are_chosen_of_those_given_and_speak_of_the_case_too():
    found = rows(1, 1, {"name": "{product}", "count": lambda _: 3, "sure": True})(asked(product="杯"))
    assert found == [{"name": "杯", "count": 3, "sure": True}]
    assert nothing(asked()) is None
    assert moment_in(3, "09:30")(asked()) == "2026-03-05T09:30"


# --- outside, and time ---


def test_a_message_says_what_the_form_would_have_said_under_the_names_that_the_diagram_reads():
    awaited = Awaited("answered", {"number": "case_number"}, {"note": "said", "day": "default(on, today)"})
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert awaited.keys_of({"case_number": "ZQ-1"}, now) == {"number": "ZQ-1"}
    assert awaited.letter({"note": "好", "day": "2026-03-01"}) == {"on": "2026-03-01", "said": "好"}
    assert awaited.letter({"note": "好"}) == {"said": "好"}
    assert awaited.letter({"day": "2026-03-01"}) is None


def test_those_outside_answer_most_of_the_time_and_the_national_office_always():
    silent = sum(reply(chance(seed), "await_answer", None) is None for seed in range(400)) / 400
    assert 0.08 < silent < 0.25
    assert all(reply(chance(seed), "track_examination", "design") for seed in range(50))
    slow, fast = (sum(reply(chance(seed), "track_examination", right).after for seed in range(50)) for right in ("invention", "design"))  # type: ignore[union-attr]  # fmt: skip
    assert slow > 5 * fast


def test_what_is_nearly_over_is_done_first():
    left = [hurry(timedelta(days=days)) for days in (1, 4, 9, 30)]
    assert left == sorted(left)
    assert hurry(None) == hurry(timedelta(days=30)) == 1.0


def test_working_time_goes_on_over_nights_and_rest_days():
    office = office_of(settings())
    friday = datetime(2026, 3, 6, 16, tzinfo=office.timezone)
    assert office.local(later(office, friday, 0.5)).strftime("%a %H:%M") == "Mon 11:00"
    assert office.today(later(office, datetime(2026, 9, 30, 16, tzinfo=office.timezone), 1)) == date(
        2026, 10, 8
    )


def test_a_moved_time_only_goes_forward():
    now = MovedTime(datetime(2026, 3, 2, tzinfo=UTC))
    now.to(datetime(2026, 3, 4, tzinfo=UTC))
    now.to(datetime(2026, 3, 3, tzinfo=UTC))
    assert now() == datetime(2026, 3, 4, tzinfo=UTC)


def test_the_office_s_time_is_the_wall_s_and_goes_on_from_where_it_was_moved_to():
    wall = MovedTime(datetime(2026, 3, 2, 9, tzinfo=UTC))
    time = OfficeTime(wall)
    assert time() == wall()
    time.to(datetime(2026, 3, 12, 9, tzinfo=UTC))
    wall.to(datetime(2026, 3, 2, 10, tzinfo=UTC))
    assert time() == datetime(2026, 3, 12, 10, tzinfo=UTC)
    assert time.ahead() == timedelta(days=10)


def test_a_process_that_follows_hears_of_a_time_that_another_one_moved(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("web.office_time.monotonic", lambda: clock[0])
    asked_for: list[float] = []
    time = OfficeTime(MovedTime(datetime(2026, 3, 2, 9, tzinfo=UTC)))

    def ask() -> timedelta:
        asked_for.append(clock[0])
        time()  # asking reads the time itself
        return timedelta(days=2)

    time.follow(ask)
    assert time.ahead() == timedelta()
    clock[0] += 3
    assert time.ahead() == timedelta(days=2)
    assert time.ahead() == timedelta(days=2)
    assert asked_for == [103.0]
