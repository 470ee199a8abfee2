"""Whole applications whose page is made by Python: every logout path judged as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint.engine import check_texts
from fslint.findings import Finding, Result

FIXTURES = Path(__file__).parent / "fixtures"
Paths = list[tuple[str, str, str]]


def judged(app: str) -> tuple[dict[str, str], Result]:
    root = FIXTURES / app
    files = {
        str(path.relative_to(root).as_posix()): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    return files, check_texts(files)


def line(files: dict[str, str], file: str, start: int) -> str:
    return f"{file}:{files[file].count(chr(10), 0, start) + 1}"


def paths(files: dict[str, str], result: Result) -> Paths:
    return sorted(
        (line(files, p.entry.place.file, p.entry.place.start), p.kind, p.verdict)
        for p in result.paths
    )


def told(files: dict[str, str], findings: list[Finding]) -> list[tuple[str, str, str]]:
    """What is found, but for the advice to send a logout event."""
    return sorted(
        (f.code, line(files, f.place.file, f.place.start), text(files, f))
        for f in findings
        if f.code != "FS208"
    )


def text(files: dict[str, str], finding: Finding) -> str:
    return files[finding.place.file][finding.place.start : finding.place.end]


@pytest.mark.parametrize(
    ("app", "wanted"),
    [
        (
            "django_shop",
            [
                ("accounts/templates/accounts/close.html:3", "account-deletion", "violated"),
                ("shop/settings.py:2", "timeout", "unknown"),
                ("shop/templates/shop/home.html:5", "manual", "violated"),
                ("shop/templates/shop/home.html:7", "manual", "proven"),
                ("shop/templates/shop/home.html:9", "manual", "proven"),
            ],
        ),
        (
            "flask_shop",
            [
                ("app.py:5", "timeout", "unknown"),
                ("templates/index.html:2", "manual", "proven"),
                ("templates/index.html:3", "manual", "proven"),
                ("templates/index.html:4", "manual", "violated"),
                ("templates/index.html:5", "timeout", "violated"),
            ],
        ),
        (
            "fastapi_shop",
            [
                ("main.py:23", "manual", "proven"),
                ("main.py:28", "manual", "violated"),
                ("main.py:35", "manual", "proven"),
            ],
        ),
        (
            "streamlit_app",
            [("app.py:14", "manual", "violated"), ("app.py:8", "manual", "proven")],
        ),
        (
            "nicegui_app",
            [
                ("main.py:14", "manual", "violated"),
                ("main.py:19", "manual", "violated"),
                ("main.py:9", "manual", "proven"),
            ],
        ),
        ("gtm", []),
    ],
)
def test_paths(app: str, wanted: Paths) -> None:
    files, result = judged(app)
    assert result.checked.not_checked == []
    assert paths(files, result) == wanted


@pytest.mark.parametrize(
    ("app", "wanted"),
    [
        (
            "django_shop",
            [
                (
                    "FS201",
                    "accounts/templates/accounts/close.html:3",
                    "action=\"{% url 'accounts:close' %}\"",
                ),
                (
                    "FS201",
                    "shop/templates/shop/home.html:5",
                    "href=\"{% url 'accounts:quick-logout' %}\"",
                ),
            ],
        ),
        (
            "fastapi_shop",
            [("FS201", "main.py:29", "fetch('/session/api-logout', { method: 'POST' })")],
        ),
        ("streamlit_app", [("FS201", "app.py:16", "st.logout()")]),
        (
            "nicegui_app",
            [
                ("FS103", "main.py:16", "anonymous: false"),
                ("FS201", "main.py:20", "app.storage.user.clear()"),
            ],
        ),
        ("gtm", [("FS401", "container.json:23", '\\"uid\\": null')]),
    ],
)
def test_findings(app: str, wanted: list[tuple[str, str, str]]) -> None:
    files, result = judged(app)
    assert told(files, result.findings) == wanted


def test_where_the_identity_is_released_is_told() -> None:
    files, result = judged("django_shop")
    covers = [
        (line(files, c.place.file, c.place.start), c.what)
        for p in result.paths
        if (c := p.covered_by) is not None
    ]
    assert covers == [
        ("shop/templates/shop/goodbye.html:4", "landing-page"),
        ("shop/templates/shop/home.html:9", "callee"),
    ]


@pytest.mark.parametrize(("name", "verdict"), [("bye", "proven"), ("login", "violated")])
def test_a_middleware_is_judged_by_where_the_browser_ends_up(name: str, verdict: str) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/urls.py": "from django.urls import path\nfrom . import views\nurlpatterns = [\n"
        '    path("bye/", views.bye, name="bye"),\n    path("in/", views.login, name="login")]\n',
        "shop/views.py": "from django.shortcuts import render\n"
        'def bye(request): return render(request, "bye.html")\n'
        'def login(request): return render(request, "login.html")\n',
        "shop/templates/bye.html": "<script>FS('setIdentity', { anonymous: true })</script>",
        "shop/templates/login.html": "<p>Log in</p>",
        "shop/middleware.py": "from django.contrib.auth import logout\n"
        "from django.shortcuts import redirect\n"
        "class Idle:\n"
        "    def __call__(self, request):\n"
        '        if request.session["last"] < now() - LIMIT:\n'
        "            logout(request)\n"
        f'            return redirect("{name}")\n'
        "        return self.get_response(request)\n",
    }
    result = check_texts(files)
    assert paths(files, result) == [("shop/middleware.py:4", "timeout", verdict)]


def test_a_middleware_that_may_land_on_any_page_is_unknown_where_only_some_code_releases() -> None:
    files = {
        "shop/middleware.py": "from django.contrib import auth\n"
        "class HeaderMiddleware:\n"
        "    def __init__(self, get_response):\n"
        "        self.get_response = get_response\n"
        "    def __call__(self, request):\n"
        '        if not request.META.get("HTTP_USER"):\n'
        "            auth.logout(request)\n"
        "        return self.get_response(request)\n",
        "shop/templates/base.html": "<form action='/out/' method='post' onsubmit="
        """"FS('setIdentity', { anonymous: true })">{% block main %}{% endblock %}</form>""",
        "shop/templates/home.html": '{% extends "base.html" %}',
    }
    result = check_texts(files)
    listed = [(p.entry.place.file, p.verdict, p.reason) for p in result.paths]
    why = "it may land on any page, and only some of the code releases the identity"
    assert listed == [("shop/middleware.py", "unknown", why)]
    assert [f.confidence for f in result.findings] == ["low"]


@pytest.mark.parametrize(
    "view",
    [
        "    if request.method == 'POST':\n        request.user.delete()\n"
        "    return render(request, 'close.html')\n",  # a link asks for the form
        "    user = current(request)\n    return render(request, 'close.html')\n",
    ],
)
def test_a_link_to_a_view_that_does_not_sign_out_by_itself_is_no_logout(view: str) -> None:
    files = {
        "urls.py": "from django.urls import path\nimport views\n"
        'urlpatterns = [path("close/", views.close, name="close-account")]\n',
        "views.py": "from django.contrib.auth import logout\n"
        "from django.shortcuts import render\n"
        "def current(request):\n    if request.stale: logout(request)\n    return request.user\n"
        f"def close(request):\n{view}",
        "templates/base.html": "<a href=\"{% url 'close-account' %}\">Close</a>",
        "templates/close.html": "<p>Sure?</p>",
    }
    entries = [path.entry.place.file for path in check_texts(files).paths]
    assert "templates/base.html" not in entries


FLASK = """from flask import Flask, redirect, render_template, session
app = Flask(__name__)
@app.route("/logout")
def logout():
    session.clear()
    return redirect("/bye")
@app.route("/bye")
def bye():
    return render_template("bye.html")
@app.route("/api/logout", methods=["POST"])
def api():
    session.clear()
    return {"ok": 1}
"""
ASKS = "async function f() { await fetch('/api/logout', { method: 'POST' }); "
RELEASE = "<script>FS('setIdentity', { anonymous: true })</script>"


@pytest.mark.parametrize(
    ("script", "page", "verdict"),
    [
        ("x.onclick = () => { location.href = '/logout'; };", RELEASE, "proven"),
        ("x.onclick = () => { location.href = '/logout'; };", "<p>Bye</p>", "violated"),
        (ASKS + "location.href = '/bye'; }", RELEASE, "proven"),
        (ASKS + "location.href = '/'; }", RELEASE, "violated"),
    ],
)
def test_a_script_is_judged_by_the_page_that_it_leaves_for(
    script: str, page: str, verdict: str
) -> None:
    files = {"app.py": FLASK, "templates/bye.html": page, "static/page.js": script}
    found = [p for p in check_texts(files).paths if p.entry.place.file == "static/page.js"]
    assert [p.verdict for p in found] == [verdict]


def test_a_wrong_call_on_the_page_where_it_lands_is_told_once() -> None:
    page = RELEASE.replace("anonymous: true", "uid: null")
    files = {"app.py": FLASK, "templates/bye.html": page, "t.html": "<a href='/logout'>x</a>"}
    result = check_texts(files)
    link = [p for p in result.paths if p.entry.place.file == "t.html"]
    assert [(p.verdict, p.codes) for p in link] == [("violated", ("FS101",))]
    assert told(files, [f for f in result.findings if f.place.file != "app.py"]) == [
        ("FS101", "templates/bye.html:1", "uid: null")
    ]


@pytest.mark.parametrize(("page", "verdict"), [(RELEASE, "proven"), ("<p>Log in</p>", "unknown")])
def test_a_session_that_a_setting_ends_is_judged_by_the_login_page(page: str, verdict: str) -> None:
    files = {
        "settings.py": 'SESSION_COOKIE_AGE = 600\nLOGIN_URL = "login"\n',
        "urls.py": "from django.contrib.auth.views import LoginView\n"
        "from django.urls import path\n"
        'urlpatterns = [path("in/", LoginView.as_view(template_name="in.html"), name="login")]\n',
        "templates/in.html": page,
    }
    result = check_texts(files)
    assert paths(files, result) == [("settings.py:1", "timeout", verdict)]
    assert [f.code for f in result.findings] == []


def test_settings_of_one_kind_are_one_path() -> None:
    files = {
        f"{name}.py": "from flask import current_app, Blueprint\nfrom datetime import timedelta\n"
        "def before():\n    current_app.permanent_session_lifetime = timedelta(minutes=" + minutes
        for name, minutes in (("a", "10)\n"), ("b", "\n        10)\n"), ("c", "5)\n"))
    }
    result = check_texts(files)
    assert [
        (p.kind, p.verdict, p.entry.place.file, [e.place.file for e in p.also_from])
        for p in result.paths
    ] == [("timeout", "unknown", "a.py", ["b.py", "c.py"])]


def test_a_fix_in_a_string_is_a_script() -> None:
    _, result = judged("fastapi_shop")
    edits = [edit.new_text for f in result.findings for fix in f.fixes for edit in fix.edits]
    assert edits == [
        "        FS('trackEvent', { name: 'User Logged Out', properties: {} });\n",
        "        FS('setIdentity', { anonymous: true });\n",
    ]


def test_a_library_that_a_page_loads_is_not_followed() -> None:
    page = "<script src=\"{{ url_for('static', filename='d3.js') }}\"></script>"
    library = "/*! d3 */\n" + "export function scale(x) { return x; }\n" * 600
    files = {"app.py": FLASK, "templates/bye.html": page}
    with_it = check_texts({**files, "static/d3.js": library})
    assert with_it.checked.files_parsed == check_texts(files).checked.files_parsed
