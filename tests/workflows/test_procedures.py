"""The registry of the procedures."""

from procedure_case import BPMN

from workflows import procedures


def test_every_folder_of_diagrams_has_its_package_and_the_other_way_round() -> None:
    assert set(procedures()) == {folder.name for folder in BPMN.iterdir() if folder.is_dir()}


def test_every_procedure_numbers_its_cases_under_a_prefix_of_its_own() -> None:
    patterns = [procedure.number or "" for procedure in procedures().values()]
    assert len({pattern.partition("{")[0] for pattern in patterns}) == len(patterns)
    assert all("{year}" in pattern and "{sequence" in pattern for pattern in patterns)


def test_infringement_and_preexamination_have_the_prefixes_of_the_office() -> None:
    known = procedures()
    assert (known["patent-infringement"].number or "").startswith("ZQ")
    assert (known["fast-preexamination"].number or "").startswith("YS")
