"""Reading what people paste and upload: a year's notice in its own wording, CSV, and iCalendar."""

from engine.calendars.reading.events import read_ics
from engine.calendars.reading.notice import read_notice
from engine.calendars.reading.result import NoticeRead
from engine.calendars.reading.tables import read_csv

__all__ = ["NoticeRead", "read_csv", "read_ics", "read_notice"]
