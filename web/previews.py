"""A preview that takes long: computed beside the answer, which says meanwhile how far it has come."""

from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from threading import Event, Thread

import structlog

from engine import calendar_years
from engine.calendar_years import Preview
from engine.errors import EngineError
from engine.text import Text
from engine.uow import Actor, Engine
from web import errors

log = structlog.get_logger()
_UNKNOWN = Text("预览没有完成，请稍后再试。", "The preview was not finished; try again later.")


class Failed(Exception):
    """It could not be computed; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class _Stopped(Exception):
    """Nobody waits for it any more."""


class Computing:
    """One preview on its way. `steps` gives how many clocks of how many were looked at; `result` is there when they end."""

    def __init__(self, engine: Engine, actor: Actor, overlay_id: int, replacing: Sequence[int]) -> None:
        self._engine, self._actor = engine, actor
        self._overlay_id, self._replacing = overlay_id, replacing
        self._said: SimpleQueue[tuple[int, int] | Preview | Text] = SimpleQueue()
        self._gone = Event()
        self._found: Preview | None = None

    def steps(self) -> Iterator[tuple[int, int]]:
        """Compute it; Failed."""
        Thread(target=self.run, daemon=True).start()
        while not isinstance(said := self._said.get(), Preview):
            if isinstance(said, Text):
                raise Failed(said)
            yield said
        self._found = said

    @property
    def result(self) -> Preview:
        """The preview."""
        if self._found is None:
            raise Failed(_UNKNOWN)
        return self._found

    @property
    def silent(self) -> bool:
        """Has it nothing to say?"""
        return self._said.empty()

    def stop(self) -> None:
        """Leave it where it is."""
        self._gone.set()

    def run(self) -> None:
        """Compute it here and now."""
        try:
            with self._engine.reading(self._actor) as uow:
                found = calendar_years.preview(uow, self._overlay_id, self._heard, replacing=self._replacing)
            self._said.put(found)
        except _Stopped:
            return
        except EngineError as error:
            self._said.put(errors.answer(error)[1])
        except Exception:
            log.exception("preview failed", overlay=self._overlay_id)
            self._said.put(_UNKNOWN)

    def _heard(self, done: int, total: int) -> None:
        if self._gone.is_set():
            raise _Stopped
        self._said.put((done, total))
