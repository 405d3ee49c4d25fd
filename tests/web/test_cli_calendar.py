"""`kuaibao calendar`: a year, its sources, and their publication, typed."""

import json

import pytest

from tests.web.command import Command
from tests.web.notices import CONTRADICTORY, NOTICE_2027
from tests.web.test_cli_case import COMPLAINT

NOW = "2027-02-03T09:00"
CSV = "日期,类型,名称,时段\n2027-12-31,半天,年终,08:30-11:30\n2027-03-04,休,局庆,\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Command:
    """A demo office without cases, whose present is in February 2027."""
    office = Command(tmp_path_factory.mktemp("calendar") / "office")
    office("demo", "--cases", "0", "--at", NOW)
    (office.folder / "notice.txt").write_text(NOTICE_2027)
    (office.folder / "days.csv").write_text(CSV, encoding="gb18030")
    return office


@pytest.fixture
def kuaibao(built, tmp_path) -> Command:
    office = Command(tmp_path / "office", like=built)
    for name in ("notice.txt", "days.csv"):
        (office.folder / name).write_bytes((built.folder / name).read_bytes())
    return office


def imported(kuaibao: Command, name: str = "notice.txt", **options: str):
    words = [word for key, text in options.items() for word in (f"--{key.replace('_', '-')}", text)]
    return kuaibao("calendar", "import", kuaibao.folder / name, *words, lang="zh")


# --- looking ---


def test_a_year_is_printed_with_the_word_on_which_each_day_stands(kuaibao):
    shown = kuaibao("calendar", "show", "2026", lang="zh")
    assert shown.lines[0] == "2026年（已公布），全年 248 个工作日"
    assert (
        "2026-02-15..02-23\t休息\t春节\t-\t《国务院办公厅关于2026年部分节假日安排的通知》，国办发明电〔2025〕7号"
        in shown.lines
    )
    english = kuaibao("calendar", "show", "2027")
    assert english.lines[0] == "2027 (provisional), 248 working days"
    assert "Festival (provisional)\tSpring Festival" in english.out


def test_there_is_nothing_of_other_years(kuaibao):
    assert "1998" in kuaibao("calendar", "show", "1998", code=2).err


def test_the_list_says_how_far_the_calendar_reaches(kuaibao):
    assert kuaibao("calendar", "list").lines == ["Published until 2026-12-31; 0 open clocks, 0 provisional"]
    imported(kuaibao)
    assert kuaibao("calendar", "list", lang="zh").rows[0][:4] == ["1", "草稿", "国家", "33"]


# --- importing ---


def test_a_notice_becomes_a_draft(kuaibao):
    said = imported(kuaibao)
    assert said.err == ""
    assert said.lines == [
        "草稿 1：《国务院办公厅关于2027年部分节假日安排的通知》，国办发明电〔2026〕8号；休息 28 天，上班 5 天，半天 0 天",
        "下一步：kuaibao calendar preview 1",
    ]


def test_a_contradiction_is_named_by_its_line_and_nothing_is_saved(kuaibao):
    (kuaibao.folder / "notice.txt").write_text(CONTRADICTORY)
    said = kuaibao("calendar", "import", kuaibao.folder / "notice.txt", code=1, lang="zh")
    assert (
        "[错误] 第9行“三、清明节：4月3日（周五）至5日（周一）放假，共3天。”：2027-04-03是星期六" in said.err
    )
    assert said.err.splitlines()[-1] == "有 1 处需要更正，没有保存任何内容"
    english = kuaibao("calendar", "import", kuaibao.folder / "notice.txt", code=1)
    assert "[error] Line 9" in english.err
    assert kuaibao("calendar", "list").lines[0].startswith("Published until")


def test_it_is_read_from_standard_input_too(kuaibao):
    said = kuaibao("calendar", "import", "-", given=NOTICE_2027, lang="zh")
    assert said.lines[0].startswith("草稿 1：")
    warned = kuaibao(
        "calendar", "import", "-", given=NOTICE_2027.replace("国办发明电〔2026〕8号\n", ""), lang="zh"
    )
    assert "[警告] 没有读到文号" in warned.err
    assert warned.lines[0].startswith("草稿 2：")


def test_whose_days_they_are_and_on_whose_word_may_be_said(kuaibao):
    said = imported(
        kuaibao,
        "days.csv",
        scope="province",
        source="省政府通知",
        valid_from="2027-03-01",
        valid_until="2027-12-31",
    )
    assert said.lines[0] == "草稿 1：省政府通知；休息 1 天，上班 0 天，半天 1 天"
    assert kuaibao("calendar", "list", lang="zh").rows[0][2:] == ["省", "2", "省政府通知"]
    english = kuaibao(
        "calendar", "import", kuaibao.folder / "days.csv", "--source", "本局", "--source-en", "Notice 1"
    )
    assert english.lines[0].startswith("Draft 2: Notice 1;")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing.txt",), "cannot be read"),
        (("days.csv", "--form", "ics"), "nothing was saved"),
        (("days.csv", "--valid-from", "2028-01-01"), "No day lies within its validity"),
        (("days.csv", "--valid-from", "2027-05-01", "--valid-until", "2027-04-01"), "before it begins"),
        (("days.csv", "--as", "liumin"), "You may not"),
    ],
)
def test_what_makes_no_sense_is_refused(kuaibao, words, said):
    file, *options = words
    refused = kuaibao("calendar", "import", kuaibao.folder / file, *options, code=1)
    assert said in refused.err


def test_a_file_without_letters_is_refused(kuaibao):
    (kuaibao.folder / "days.csv").write_bytes(b"\xff\xfe\x00\x81\xff")
    assert "UTF-8" in kuaibao("calendar", "import", kuaibao.folder / "days.csv", code=1).err


# --- publishing ---


def test_what_would_move_is_printed_and_then_moves(kuaibao):
    facts = {**COMPLAINT, "received_on": "2027-02-03"}
    kuaibao("case", "start", "complaint-intake", "--facts", json.dumps(facts), "--as", "liumin")
    imported(kuaibao)
    shown = kuaibao("calendar", "preview", "1", lang="zh")
    assert shown.lines[0].startswith("在办时限 1 个，受影响 1 个：提前 0，推迟 1，即超期 0，不再暂定 1")
    assert shown.rows[1][2:] == ["2027-02-18 17:00", "2027-02-19 17:00", "推迟 1 天"]
    assert len(kuaibao("calendar", "preview", "1", "--rows", "0").lines) == 1
    done = kuaibao("calendar", "publish", "1", lang="zh")
    assert done.lines == ["第 1 次修订：已核对 1 个时限，1 个有变动"]
    assert "2027-02-19" in kuaibao("case", "list").out


def test_a_draft_is_previewed_published_and_withdrawn(kuaibao):
    imported(kuaibao)
    shown = kuaibao("calendar", "preview", "1", lang="zh")
    assert shown.lines[0].startswith("在办时限 0 个，受影响 0 个")
    done = kuaibao("calendar", "publish", "1", "--note", "按通知执行", "--as", "hejingyi", lang="zh")
    assert done.lines == ["第 1 次修订：已核对 0 个时限，0 个有变动"]
    assert kuaibao("calendar", "show", "2027").lines[0].startswith("2027 (published)")
    assert kuaibao("calendar", "list", lang="zh").rows[0][1] == "已发布"
    assert kuaibao("calendar", "withdraw", "1", "--note", "文号有误").lines == [
        "Revision 2: 0 clocks looked at, 0 changed"
    ]
    assert kuaibao("calendar", "show", "2027").lines[0].startswith("2027 (provisional)")
    assert (
        "Withdrawn" in kuaibao("calendar", "publish", "1", code=1).err
        or kuaibao("calendar", "publish", "1", code=1).err
    )


def test_a_year_is_published_once_unless_the_first_source_is_replaced(kuaibao):
    imported(kuaibao)
    kuaibao("calendar", "publish", "1")
    imported(kuaibao)
    refused = kuaibao("calendar", "publish", "2", code=1)
    assert "[error] The notice of 2027 is on record already" in refused.err
    assert "The notice of 2027" in kuaibao("calendar", "preview", "2", code=1).err
    assert kuaibao("calendar", "preview", "2", "--replace", "1").code == 0
    assert kuaibao("calendar", "publish", "2", "--replace", "1").code == 0
    assert [row[1] for row in kuaibao("calendar", "list").rows[:2]] == ["Published", "Withdrawn"]


def test_a_draft_is_dropped(kuaibao):
    imported(kuaibao)
    assert kuaibao("calendar", "drop", "1").lines == ["Draft 1 was dropped"]
    assert kuaibao("calendar", "list").rows[0][1] == "Dropped"
    assert kuaibao("calendar", "drop", "1", code=1, lang="zh").err == "当前状态为“已删除”，不能删除。\n"
    assert kuaibao("calendar", "drop", "9", code=1).err == "There is no such calendar source (9).\n"
