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
                ("shop/templates/shop/home.html:5", "manual", "violated"),
                ("shop/templates/shop/home.html:7", "manual", "proven"),
                ("shop/templates/shop/home.html:9", "manual", "proven"),
            ],
        ),
        (
            "flask_shop",
            [
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
