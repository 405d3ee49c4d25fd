from pathlib import Path

import pytest
from sqlalchemy import select

from engine import bundles, definitions
from engine.blueprint import Bundle
from engine.errors import BundleRefused, InfeasibleClock, NotAllowed, NotFound, NumberPatternInvalid
from engine.model import Audit, Definition
from engine.procedure import case_number
from tests.drawing import bundle, clock, form, message, message_event, node, process, simple, timer
from tests.office import Now, Office, office_value


def test_a_definition_is_deployed_in_versions_that_never_change(office: Office, now: Now):
    first = office.deploy(simple())
    assert (first.key, first.version, first.name.zh, first.name.en, first.created) == (
        "simple",
        1,
        "测试流程",
        "Test",
        True,
    )
    now.later(days=1)
    again = office.deploy(simple())
    assert (again.id, again.version, again.created) == (first.id, 1, False)
    nodes = [node("start", "begin"), node("user", "only"), node("end", "done")]
    second = office.deploy(bundle("simple", process("simple", nodes, "begin -> only -> done")))
    assert (second.version, second.hash != first.hash, second.deployed_by) == (2, True, "褚流程")
    with office.reading() as uow:
        assert [row.version for row in definitions.versions(uow, "simple")] == [2, 1]
        assert definitions.latest(uow, "simple").version == 2
        assert [row.key for row in definitions.all_latest(uow)] == ["simple"]
        assert uow.deployed(first.id).version == 1
        assert [row.kind for row in uow.session.scalars(select(Audit))].count("definition-deployed") == 2


def test_going_back_to_an_older_content_is_a_new_version(office: Office):
    old = simple()
    office.deploy(old)
    nodes = [node("start", "begin"), node("user", "only"), node("end", "done")]
    office.deploy(bundle("simple", process("simple", nodes, "begin -> only -> done")))
    assert office.deploy(old).version == 3


@pytest.mark.parametrize("content", [b"", b"<html/>", "<a>\u4e2d</a>".encode("gb18030"), b"\x00" * 100])
def test_what_is_no_diagram_is_refused_and_nothing_is_deployed(office: Office, content: bytes):
    with pytest.raises(BundleRefused) as refused:
        office.deploy(Bundle("broken", {"broken.bpmn": content}))
    assert refused.value.findings
    with office.reading() as uow:
        assert uow.session.scalars(select(Definition.id)).all() == []


def test_warnings_are_refused_where_they_are_not_accepted(office: Office):
    with pytest.raises(BundleRefused), office.as_("modeler") as uow:
        definitions.deploy(uow, simple(), accept_warnings=False)  # no drawing


def test_a_diagram_names_only_what_the_office_knows(office: Office):
    with pytest.raises(BundleRefused) as refused:
        office.deploy(simple(first='<kb:assignment role="wizard"/>'))
    assert any(finding.element == "first" for finding in refused.value.findings)
    nodes = [
        node("start", "begin"),
        node("service", "serve", kb='<kb:operation name="no-such"/>'),
        node("end", "done"),
    ]
    with pytest.raises(BundleRefused):
        office.deploy(bundle("p", process("p", nodes, "begin -> serve -> done")))


@pytest.mark.parametrize("login", ["handler", "supervisor", "admin"])
def test_only_a_modeler_deploys(office: Office, login: str):
    with pytest.raises(NotAllowed), office.as_(login) as uow:
        definitions.deploy(uow, simple())


def test_a_definition_that_is_not_there_is_not_found(office: Office):
    with office.reading() as uow:
        for attempt in (definitions.latest, definitions.start_form):
            with pytest.raises(NotFound):
                attempt(uow, "no-such")
        with pytest.raises(NotFound):
            definitions.diagram(uow, "no-such", 1, "p")
        with pytest.raises(NotFound):
            uow.deployed(4711)


def test_the_diagram_of_a_version_is_the_file_that_draws_the_process(office: Office):
    office.deploy(simple())
    with office.reading() as uow:
        assert b'id="simple"' in definitions.diagram(uow, "simple", 1, "simple")
        with pytest.raises(NotFound):
            definitions.diagram(uow, "simple", 1, "other")
        with pytest.raises(NotFound):
            definitions.diagram(uow, "simple", 2, "simple")


def test_people_start_what_their_role_may_and_messages_start_alone(office: Office):
    kb = '<kb:assignment role="intake-clerk"/><kb:form key="intake"/>'
    nodes = [node("start", "begin", kb=kb), node("user", "work"), node("end", "done")]
    files = {"intake": form("intake", (), right="string")}
    office.deploy(bundle("p", process("p", nodes, "begin -> work -> done"), forms=files))
    called = [node("start", "called", message_event("lead")), node("user", "verify"), node("end", "done")]
    office.deploy(bundle("q", message("lead"), process("q", called, "called -> verify -> done")))
    office.deploy(simple())
    for login, keys in (("clerk", ["p", "simple"]), ("handler", ["simple"]), ("admin", [])):
        with office.reading(login) as uow:
            assert [row.key for row in definitions.startable(uow)] == keys
    with office.reading() as uow:
        intake = definitions.start_form(uow, "p")
        assert intake is not None
        assert intake.key == "intake"
        assert definitions.start_form(uow, "simple") is None


def test_a_bundle_is_read_from_a_folder_and_named_by_its_content(tmp_path: Path):
    folder = tmp_path / "simple"
    (folder / "forms").mkdir(parents=True)
    (folder / "simple.bpmn").write_bytes(b"<a/>")
    (folder / "forms" / "a.form.json").write_bytes(b"{}")
    (folder / "notes.txt").write_bytes(b"not part of it")
    found = bundles.read_folder(folder)
    assert (found.key, sorted(found.files)) == ("simple", ["forms/a.form.json", "simple.bpmn"])
    assert bundles.unpacked(bundles.packed(found)) == found.files
    other = Bundle("simple", {**found.files, "simple.bpmn": b"<b/>"})
    assert bundles.digest(found) != bundles.digest(other)
    assert bundles.diagram_of({"x.dmn": b"<a/>"}, "p") is None


# --- clocks that cannot be kept ---


def unkept(wait: str = "15 calendar-days") -> Bundle:
    nodes = [
        node("start", "begin"),
        node("catch", "answer", timer("Duration", wait)),
        node("user", "decide"),
        node("end", "done"),
    ]
    kb = clock("promise", 10, "calendar-days", basis="x")
    return bundle("p", process("p", nodes, "begin -> answer -> decide -> done", kb=kb))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_clock_shorter_than_the_waits_on_its_path_takes_a_reason(office: Office, reason: str):
    with pytest.raises(InfeasibleClock) as refused, office.as_("modeler") as uow:
        definitions.deploy(uow, unkept(), reason=reason)
    assert [(found.rule, found.element) for found in refused.value.findings] == [("clock-infeasible", "p")]
    with office.reading() as uow:
        assert definitions.all_latest(uow) == ()


def test_the_reason_is_kept_with_the_version_and_in_the_audit(office: Office):
    with office.as_("modeler") as uow:
        row = definitions.deploy(uow, unkept(), note="试点", reason=" 试点期间只作统计 ")
    assert (row.note, row.reason) == ("试点", "试点期间只作统计")
    with office.reading() as uow:
        assert definitions.latest(uow, "p").reason == "试点期间只作统计"
        (entry,) = uow.session.scalars(select(Audit).where(Audit.kind == "definition-deployed"))
        assert entry.facts["reason"] == "试点期间只作统计"


def test_what_was_deployed_with_a_reason_needs_none_to_be_deployed_unchanged(office: Office):
    with office.as_("modeler") as uow:
        definitions.deploy(uow, unkept(), reason="试点")
    again = office.deploy(unkept())
    assert (again.created, again.reason) == (False, "试点")
    with pytest.raises(InfeasibleClock):
        office.deploy(unkept("16 calendar-days"))


def test_a_reason_that_is_not_needed_is_not_kept(office: Office):
    with office.as_("modeler") as uow:
        assert definitions.deploy(uow, unkept("9 calendar-days"), reason="试点").reason == ""
    with office.reading() as uow:
        (entry,) = uow.session.scalars(select(Audit).where(Audit.kind == "definition-deployed"))
        assert "reason" not in entry.facts


def test_where_warnings_are_refused_a_reason_is_no_help(office: Office):
    with pytest.raises(BundleRefused), office.as_("modeler") as uow:
        definitions.deploy(uow, unkept(), accept_warnings=False, reason="试点")


# --- how cases are numbered ---


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{key}-{year}-{sequence:04d}", "simple-2026-0007"),
        ("长知裁〔{year}〕{sequence}号", "长知裁〔2026〕7号"),
        ("{{{year}}}/{sequence:6}", "{2026}/     7"),
    ],
)
def test_a_pattern_gives_the_numbers_of_cases(pattern: str, number: str):
    assert case_number(pattern, key="simple", year=2026, sequence=7) == number


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        ("YS{year", "number-unreadable"),
        ("YS{year}-{sequence}}", "number-unreadable"),
        ("YS{year}-{number}", "number-field"),
        ("YS{}-{}", "number-field"),
        ("{year.real}-{sequence}", "number-field"),
        ("{year!r}-{sequence}", "number-field"),
        ("YS{year}", "number-not-unique"),
        ("YS-{sequence:04d}", "number-not-unique"),
        ("{year}-{sequence:%Y}", "number-width"),
        ("{year}-{sequence:0999999999d}", "number-width"),
        ("{year}-{sequence:{year}}", "number-width"),
        ("{key:d}-{year}-{sequence}", "number-width"),
        ("号" * 75 + "{year}{sequence}", "number-too-long"),
    ],
)
def test_a_definition_whose_cases_could_not_be_numbered_is_refused(
    database, now: Now, pattern: str, rule: str
):
    office = Office(database, now, value=office_value(numbers={"simple": pattern}))
    with pytest.raises(NumberPatternInvalid) as refused:
        office.deploy(simple())
    assert (refused.value.pattern, refused.value.rule) == (pattern, rule)
    with office.reading() as uow:
        assert definitions.all_latest(uow) == ()


def test_what_is_deployed_is_read_once_for_all_who_have_the_same_content():
    one, other = (bundles.packed(simple()) for _ in range(2))
    assert bundles.blueprint_of(one, "simple") is bundles.blueprint_of(other, "simple")
    assert bundles.blueprint_of(one, "simple") is not bundles.blueprint_of(one, "other")
