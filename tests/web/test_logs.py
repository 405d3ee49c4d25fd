"""Logs are for people or for machines, and hold nothing out of a stack frame."""

import json

import pytest
import structlog

from web.logs import set_up
from web.sections import LoggingSettings


@pytest.fixture(autouse=True)
def _as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def failing(password):
    secret = password * 20
    try:
        int(password)
    except ValueError:
        structlog.get_logger().exception("sign-in failed", length=len(secret))


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_does_not_print_the_values_of_variables(capsys, form):
    set_up(LoggingSettings(format=form))
    failing("x")
    said = capsys.readouterr().out
    assert "ValueError" in said
    assert "x" * 20 not in said


def test_machines_get_a_line_of_json(capsys):
    set_up(LoggingSettings(format="json"))
    structlog.get_logger().info("rung", alarm=7)
    assert json.loads(capsys.readouterr().out)["alarm"] == 7


def test_what_is_below_the_level_is_left_out(capsys):
    set_up(LoggingSettings(level="error"))
    structlog.get_logger().warning("late")
    assert capsys.readouterr().out == ""
