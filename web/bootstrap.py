"""The composition root of the pages: settings and an engine in, a Flask application out."""

from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.uow import Engine
from web import assets, errors, identity, languages, problems, security
from web.absences import absences
from web.asking import asking
from web.assets import Assets
from web.board import board
from web.calendars import calendars
from web.cases import cases
from web.catalogue import catalogue
from web.clocks import clocks
from web.digests import digests
from web.documents import documents
from web.guide import guide
from web.instructions import instructions
from web.intake import intake
from web.letters import letters
from web.notices import notices
from web.outlook import outlook
from web.overlays import overlays
from web.preferences import preferences
from web.publishing import AT_ONCE, publishing
from web.requests import approvals
from web.running import running
from web.settings import Settings
from web.signin import LIMIT, limiter, signin
from web.site import EXTENSION, Demo, Site, site
from web.tasks import tasks
from web.travel import travel
from web.watching import watching
from web.worklist import worklist

_BLUEPRINTS = (
    absences,
    asking,
    board,
    calendars,
    cases,
    catalogue,
    clocks,
    digests,
    documents,
    guide,
    intake,
    letters,
    notices,
    outlook,
    overlays,
    preferences,
    publishing,
    instructions,
    watching,
    approvals,
    running,
    signin,
    tasks,
    worklist,
)
_MEGABYTE = 1024 * 1024


def create_app(settings: Settings, engine: Engine, *, demo: Demo | None = None) -> Flask:
    """Make the application; AssetsNotBuilt where `make assets` has not run."""
    app = Flask("web", static_folder=None)
    app.config.update(_config(settings))
    app.extensions[EXTENSION] = Site(engine, settings, Assets.read(), demo)
    _add_templates(app)
    _add_guards(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    if demo is not None and demo.time is not None:  # a real office has no such page
        app.register_blueprint(travel)
    app.add_url_rule("/assets/<name>", "asset", assets.serve)
    if settings.server.trusted_proxies:
        hops = settings.server.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _config(settings: Settings) -> dict[str, object]:
    secure = settings.server.secure_cookies
    return {
        "SECRET_KEY": settings.secret_key(),
        "SESSION_COOKIE_NAME": "__Host-kuaibao" if secure else "kuaibao",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.security.session_hours),
        "MAX_CONTENT_LENGTH": settings.server.max_request_mb * _MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": settings.server.max_request_mb * _MEGABYTE,
        LIMIT: "30 per minute",  # from one address; the engine lets an account rest by itself
        AT_ONCE: 2_000,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session
        "WTF_CSRF_SSL_STRICT": secure,
        "BABEL_DEFAULT_LOCALE": "zh_CN",
    }


def _add_templates(app: Flask) -> None:
    Babel(app, locale_selector=languages.locale)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(languages.FILTERS)
    app.jinja_env.globals.update(
        languages.GLOBALS,
        site=site,
        refusal_sentence=errors.at_the_form,
        assets=app.extensions[EXTENSION].assets.manifest,
    )


def _add_guards(app: Flask) -> None:
    app.before_request(identity.load)
    CSRFProtect(app)
    limiter.init_app(app)
    app.after_request(security.protect)
    problems.install(app)
