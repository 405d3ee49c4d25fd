"""What a completion may ask of the database. How long it takes is measured in `benchmarks/`."""

from benchmarks.processes import ANSWERS, mid25
from engine import tasks
from tests.office import Office
from tests.statements import counted


def test_completing_a_task_takes_at_most_ten_statements_and_one_commit(office: Office):
    office.deploy(mid25(), operations={"assess": lambda _: {"assessed": True}})
    for _ in range(2):  # the second case finds the definition in memory
        case = office.file("mid25", right="design")
        asked = []
        for node, values in ANSWERS.items():
            task, actor = office.task(case, node), office.actor("handler")
            with counted(office.engine.database) as statements, office.engine.unit_of_work(actor) as uow:
                tasks.complete(uow, task, values)
            asked.append((len(statements), statements.commits))
    assert office.case(case).state == "completed"
    assert [commits for _, commits in asked] == [1] * 5
    assert max(count for count, _ in asked[:-1]) <= 10
    assert sum(count for count, _ in asked) / len(asked) <= 8
    assert office.verify() == []
