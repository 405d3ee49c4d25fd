"""`kuaibao period`: the deadline calculator."""

import pytest

from tests.web.command import Command


@pytest.fixture(scope="module")
def kuaibao(tmp_path_factory) -> Command:
    return Command(tmp_path_factory.mktemp("period") / "office")


def test_the_example_of_the_documentation(kuaibao):
    said = kuaibao("period", "2026-01-31", "1", "months", "--suspend", "2026-02-03..2026-02-08", "--extend", "1", "--json").json  # fmt: skip
    assert set(said) >= {"last_day", "ends_at", "provisional", "steps"}
    assert (
        said["last_day"] == "2026-04-07"
    )  # 2 months: 03-31; 5 days: 04-05, in the Qingming rest until the 6th
    assert said["ends_at"].startswith("2026-04-07T17:00")
    assert said["provisional"] is False
    assert said["steps"]


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last_day"),
    [
        ("1999-12-31", "2", "months", "2000-02-29"),
        ("2026-01-14", "1", "months", "2026-02-14"),
        ("2026-01-20", "1", "months", "2026-02-24"),
        ("2026-01-31", "1", "months", "2026-02-28"),
        ("2026-09-24", "10", "calendar-days", "2026-10-08"),
        ("2007-10-30", "3", "months", "2008-01-30"),
        ("2007-12-06", "2", "months", "2008-02-13"),
    ],
)
def test_the_checked_examples(kuaibao, start, amount, unit, last_day):
    assert kuaibao("period", start, amount, unit, "--json").json["last_day"] == last_day


def test_a_month_extended_by_a_month_is_two_months_from_the_start(kuaibao):
    said = kuaibao("period", "2026-01-31", "1", "months", "--extend", "1", "--json").json
    assert said["last_day"] == "2026-03-31"


def test_suspensions_may_be_several_and_overlap(kuaibao):
    once = kuaibao("period", "2026-03-02", "10", "calendar-days", "--suspend", "2026-03-04..2026-03-08", "--json").json  # fmt: skip
    twice = kuaibao("period", "2026-03-02", "10", "calendar-days", "--suspend", "2026-03-04..2026-03-08", "--suspend", "2026-03-06..2026-03-08", "--json").json  # fmt: skip
    assert once["last_day"] == twice["last_day"] == "2026-03-16"


def test_hours_run_from_the_moment_within_working_hours(kuaibao):
    said = kuaibao("period", "2026-03-02T10:30", "4", "hours", "--json").json
    assert said["ends_at"].startswith("2026-03-02T16:30")


def test_a_date_beyond_the_published_years_is_provisional_and_says_so(kuaibao):
    assert kuaibao("period", "2031-03-02", "10", "working-days", "--json").json["provisional"] is True
    assert "(provisional)" in kuaibao("period", "2031-03-02", "10", "working-days").lines[0]
    assert "（暂定）" in kuaibao("period", "2031-03-02", "10", "working-days", lang="zh").lines[0]


def test_the_ledger_explains_itself_in_both_languages_with_its_articles(kuaibao):
    english = kuaibao("period", "2026-09-24", "10", "calendar-days").out
    chinese = kuaibao("period", "2026-09-24", "10", "calendar-days", lang="zh").out
    assert english.startswith("Last day 2026-10-08, ends 2026-10-08 17:00")
    assert chinese.startswith("届满日 2026-10-08，截止 2026-10-08 17:00")
    assert "民法典" in chinese
    assert "国庆" in chinese


@pytest.mark.parametrize(
    "words",
    [
        ("2026-02-30", "1", "months"),
        ("gestern", "1", "months"),
        ("2026-01-31", "1", "fortnights"),
        ("2026-01-31", "1", "months", "--suspend", "2026-02-08..2026-02-03"),
        ("2026-01-31", "1", "months", "--suspend", "soon"),
        ("2026-01-31", "1", "months", "--suspend", "2026-02-03.."),
        ("2026-01-31", "1", "months", "--extend", "one"),
        ("2026-01-31", "0", "months"),
        ("2026-01-31", "999999999", "months"),
        ("9999-12-31", "1", "months"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(kuaibao, words):
    for lang in ("zh", "en"):
        refused = kuaibao("period", *words, code=1, lang=lang)
        assert refused.out == ""
        assert refused.err.strip()
        assert "Traceback" not in refused.err


def test_a_negative_amount_is_no_option(kuaibao):
    refused = kuaibao("period", "2026-01-31", "-1", "months", code=2)
    assert "Traceback" not in refused.err
