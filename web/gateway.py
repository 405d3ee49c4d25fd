"""Pages and alarms in one process: gunicorn's threads, and the scheduler beside them."""

from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from engine.scheduler import start_beside
from web.bootstrap import create_app
from web.composition import open_engine
from web.settings import Settings


class Gateway(BaseApplication):
    """`kuaibao serve`. Every worker process rings alarms when `ring`: the database makes sure that each rings once."""

    def __init__(self, settings: Settings, *, address: str, workers: int, ring: bool) -> None:
        self._settings, self._ring = settings, ring
        self._options: dict[str, Any] = {
            "bind": address,
            "workers": workers,
            "threads": settings.server.threads,
            "worker_class": "gthread",
            "proc_name": "kuaibao",
            "loglevel": "warning",
            "post_worker_init": self._post_worker_init,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, once in each worker process."""
        return create_app(self._settings, open_engine(self._settings))

    def _post_worker_init(self, _worker: Worker) -> None:
        if self._ring:
            chosen = self._settings.scheduler
            start_beside(
                open_engine(self._settings), batch=chosen.batch, longest_sleep=chosen.longest_sleep_seconds
            )
