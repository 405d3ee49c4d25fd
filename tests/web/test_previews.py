"""A preview that takes long: how far it has come, what it found, and what becomes of it when it fails or nobody waits."""

from datetime import date

import pytest

from engine import calendar_years
from engine.calendars import Overlay, OverlayDay, Scope
from engine.text import Text
from tests.web.test_calendars_sources import NEARER, file_on
from web.previews import Computing, Failed


@pytest.fixture
def number(office) -> int:
    file_on(office, NEARER)
    days = (OverlayDay(date(2027, 2, 14), working=True),)
    with office.acting("admin") as uow:
        return calendar_years.draft(uow, Overlay(Scope.OFFICE, Text("本局", "office"), days))


def test_it_says_how_far_it_has_come_and_then_what_it_found(office, number):
    computing = Computing(office.engine, office.actor("admin"), number, ())
    assert list(computing.steps()) == [(1, 1)]
    assert computing.result.changed == 1


def test_what_the_engine_refuses_is_said(office, number):
    with pytest.raises(Failed) as failed:
        list(Computing(office.engine, office.actor("chief"), number, ()).steps())
    assert failed.value.sentence.zh.startswith("您不能")


def test_what_nobody_foresaw_is_logged_and_said(office, number):
    with pytest.raises(Failed) as failed:
        list(Computing(None, office.actor("admin"), number, ()).steps())
    assert failed.value.sentence.zh == "预览没有完成，请稍后再试。"


def test_there_is_no_result_before_it_is_computed(office, number):
    with pytest.raises(Failed):
        _ = Computing(office.engine, office.actor("admin"), number, ()).result


def test_nobody_hears_of_it_once_it_is_stopped(office, number):
    computing = Computing(office.engine, office.actor("admin"), number, ())
    computing.stop()
    computing.run()
    assert computing.silent
