"""Pages and alarms in one process: gunicorn's threads, and the scheduler beside them."""

from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from engine.scheduler import start_beside
from web.bootstrap import create_app
from web.composition import OpenOffice, outbox_of, serving
from web.demo.office_mark import sign_in_password
from web.settings import Settings
from web.site import Demo


class Gateway(BaseApplication):
    """`kuaibao serve`. Every worker process rings alarms when `ring`: the database makes sure that each rings once."""

    def __init__(self, settings: Settings, *, address: str, workers: int, ring: bool) -> None:
        self._settings, self._ring = settings, ring
        self._office: OpenOffice | None = None
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
        self._office = office = serving(self._settings)
        demo = Demo(sign_in_password(office.mark), office.time) if office.mark is not None else None
        return create_app(self._settings, office.engine, demo=demo)

    def _post_worker_init(self, _worker: Worker) -> None:
        """Ring on the engine of the pages, so that it hears of the alarms that they set."""
        if self._ring and self._office is not None:
            chosen, office = self._settings.scheduler, self._office
            start_beside(
                office.engine,
                batch=chosen.batch,
                longest_sleep=chosen.longest_sleep_seconds,
                ahead=office.time.ahead,
                outbox=outbox_of(self._settings, office),
            )
