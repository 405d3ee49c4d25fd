"""`kuaibao case ledger`: the document and its record, from the command line."""

import hashlib
import json
import shutil

import pytest

from engine.periods import Ledger
from tests.web import ledger_office as desk
from tests.web.command import Command
from tests.web.pdf_text import pages

NUMBER = "design-check-2026-0001"


@pytest.fixture
def kuaibao(office, tmp_path):
    desk.suspended_and_extended(office)
    office.close()
    command = Command(tmp_path / "desk")
    command.database.parent.mkdir()
    shutil.copyfile(office.file, command.database)
    return command


def test_a_ledger_is_written_as_pdf_and_its_check_value_is_that_of_the_record(kuaibao, tmp_path):
    file = tmp_path / "ledger.pdf"
    said = kuaibao("case", "ledger", NUMBER, "promise", "-o", file).out
    record = kuaibao("case", "ledger", NUMBER, "promise", "--record").out
    check = hashlib.sha256(record.encode()).hexdigest()
    assert check in said
    text = "".join(pages(file.read_bytes()))
    assert check in text
    assert "14 Oct 2026 17:00" in text
    assert "Printed by System" in text
    assert Ledger.from_json(json.loads(record)).last_day.isoformat() == "2026-10-14"


def test_a_clock_is_named_by_its_id_as_well_and_in_chinese_the_paper_is_chinese(kuaibao, tmp_path):
    file = tmp_path / "台账.pdf"
    assert "已写入" in kuaibao("case", "ledger", NUMBER, "1", "-o", file, lang="zh").out
    assert "时限台账" in pages(file.read_bytes())[0]


@pytest.mark.parametrize(
    ("number", "clock", "says"),
    [(NUMBER, "nothing", "there are: promise"), ("X-1", "promise", "there is no case X-1")],
)
def test_what_is_not_there_is_said(kuaibao, number, clock, says):
    assert says in kuaibao("case", "ledger", number, clock, code=1).err
