import pytest
from sqlalchemy import text

from engine.journal import verify
from tests.drawing import clock, rung, simple
from tests.office import Now, Office


@pytest.fixture
def case(office: Office, now: Now) -> int:
    """A case with some history, and another beside it."""
    office.deploy(simple(process=clock("promise", 10, "calendar-days", rung("end", "supervisor"))))
    number = office.file("simple", title="某某案")
    other = office.file("simple")
    office.complete(number, "first")
    now.to("2026-10-12 09:00")
    office.tick()
    office.complete(number, "second")
    assert other != number
    return number


def tamper(office: Office, statement: str, **values: object) -> None:
    with office.engine.database.engine.begin() as connection:
        connection.execute(text(statement), values)


def problems(office: Office) -> list[tuple[int, str]]:
    with office.reading() as uow:
        return [(broken.entry, broken.problem) for broken in verify(uow.session)]


def test_everything_that_was_done_is_in_the_journal_and_holds(office: Office, case: int):
    assert problems(office) == []
    entries = office.journal(case)
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.actor for entry in entries} == {"钱受理", "孙办案", "scheduler"}
    row = office.case(case)
    assert (row.journal_length, row.journal_head) == (len(entries), entries[-1].hash)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("facts = '{}'", "changed"),
        ("facts = 'no JSON'", "changed"),
        ("actor = '别人'", "changed"),
        ("actor_id = 4711", "changed"),
        ("kind = 'task-returned'", "changed"),
    ],
)
def test_a_changed_entry_is_found(office: Office, case: int, change: str, problem: str):
    tamper(office, f"UPDATE journal SET {change} WHERE case_id = :case AND sequence = 4", case=case)  # noqa: S608
    assert problems(office) == [(4, problem)]


def test_a_changed_instant_is_found(office: Office, case: int):
    sqlite = office.engine.database.sqlite
    late = "replace(at, '.000000', '.000001')" if sqlite else "at + interval '1 microsecond'"
    tamper(office, f"UPDATE journal SET at = {late} WHERE case_id = :case AND sequence = 1", case=case)  # noqa: S608
    assert problems(office) == [(1, "changed")]


def test_a_missing_entry_is_found_in_the_middle_and_at_either_end(office: Office, case: int):
    last = len(office.journal(case))
    tamper(office, "DELETE FROM journal WHERE case_id = :case AND sequence = 4", case=case)
    assert problems(office) == [(4, "missing")]
    tamper(office, "DELETE FROM journal WHERE case_id = :case AND sequence = :last", case=case, last=last)
    assert problems(office) == [(4, "missing"), (last, "missing")]


def test_a_journal_without_its_first_entry_or_without_any_is_found(office: Office, case: int):
    tamper(office, "DELETE FROM journal WHERE case_id = :case AND sequence = 1", case=case)
    assert (1, "missing") in problems(office)
    tamper(office, "DELETE FROM journal WHERE case_id = :case", case=case)
    assert problems(office) == [(1, "missing")]


def test_an_entry_with_a_new_hash_no_longer_fits_the_next(office: Office, case: int):
    tamper(office, "UPDATE journal SET hash = previous WHERE case_id = :case AND sequence = 4", case=case)
    assert problems(office) == [(4, "changed"), (5, "unchained")]


def test_a_replaced_end_is_found(office: Office, case: int):
    first = "SELECT previous FROM journal WHERE case_id = :case AND sequence = 1"
    tamper(office, f"UPDATE cases SET journal_head = ({first}) WHERE id = :case", case=case)  # noqa: S608
    assert [problem for _, problem in problems(office)] == ["replaced"]


def test_an_added_entry_is_found(office: Office, case: int):
    tamper(office, "UPDATE cases SET journal_length = journal_length - 1 WHERE id = :case", case=case)
    assert [problem for _, problem in problems(office)] == ["added"]


def test_one_case_may_be_checked_by_itself(office: Office, case: int):
    tamper(office, "UPDATE journal SET actor = '别人' WHERE case_id = :case AND sequence = 4", case=case)
    with office.reading() as uow:
        assert len(verify(uow.session, case_id=case)) == 1
        assert verify(uow.session, case_id=case + 1) == []
        assert str(verify(uow.session)[0]).startswith("The journal's hash chain does not hold.")


def test_a_journal_that_cannot_even_be_read_is_broken(office: Office, case: int):
    if not office.engine.database.sqlite:
        pytest.skip("PostgreSQL keeps to its types")
    tamper(office, "UPDATE cases SET journal_head = journal_head || 'x' WHERE id = :case", case=case)
    assert [entry for entry, _ in problems(office)] == [0]
