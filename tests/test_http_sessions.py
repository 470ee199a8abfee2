"""Settings that end a session after a while."""

from __future__ import annotations

from fslint.http import session_timeouts
from fslint.languages import lower


def found(text: str) -> list[tuple[str, str]]:
    flows = {"settings.py": lower("settings.py", text)}
    return [(t.name, text[t.span.start : t.span.end]) for t in session_timeouts(flows)]


def test_a_setting_that_is_off_ends_nothing() -> None:
    assert found("SESSION_LIFETIME = 0\nSESSION_COOKIE_AGE = None\n") == []


def test_other_settings_are_none() -> None:
    assert found("SESSION_ENGINE = 'redis'\nSESSION_SAVE_EVERY_REQUEST = True\n") == []


def test_django() -> None:
    assert found("SESSION_COOKIE_AGE = 60 * 20\n") == [("SESSION_COOKIE_AGE", "SESSION_COOKIE_AGE")]
    assert found("def v(request):\n    request.session.set_expiry(300)\n") == [
        ("set_expiry", "request.session.set_expiry(300)")
    ]


def test_flask_in_each_of_its_spellings() -> None:
    text = """
app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=5)
app.config.update(REMEMBER_COOKIE_DURATION=3600)
app.permanent_session_lifetime = 5
class Config:
    SESSION_LIFETIME = 9
"""
    assert found(text) == [
        (
            "PERMANENT_SESSION_LIFETIME",
            'app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=5)',
        ),
        ("REMEMBER_COOKIE_DURATION", "3600"),
        ("permanent_session_lifetime", "app.permanent_session_lifetime = 5"),
        ("SESSION_LIFETIME", "SESSION_LIFETIME"),
    ]


def test_the_session_of_another_than_who_asks_is_none_of_a_page() -> None:
    assert found("session = engine.SessionStore()\nsession.set_expiry(300)\n") == []


def test_starlette() -> None:
    assert found("app.add_middleware(SessionMiddleware, max_age=60)\n") == [
        ("SessionMiddleware", "app.add_middleware(SessionMiddleware, max_age=60)")
    ]
    assert found("app.add_middleware(CORSMiddleware, max_age=60)\n") == []
    assert found("m = SessionMiddleware(app, max_age=60)\n") == [
        ("SessionMiddleware", "SessionMiddleware(app, max_age=60)")
    ]


def test_a_constant_of_a_migration_is_no_setting() -> None:
    text = "SESSION_COOKIE_AGE = 900\n"
    for path, wanted in (("shop/settings.py", 1), ("shop/migrations/0002_events.py", 0)):
        assert len(session_timeouts({path: lower(path, text)})) == wanted
