"""Small web apps, one idiom each, and all that is said of them.

The apps stand in tests/web, several in a file:

    === what it is
    expect: quiet, or findings such as `FS201 src/a.ts:9:3`, and `kind: timeout`; why
    --- src/a.ts
    the file's text

Low findings and FS208, which speaks of the logout's event alone, are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from fslint.engine import check_texts
from fslint.findings import Place

FOLDER = Path(__file__).parent / "web"


class App(NamedTuple):
    """An app of one idiom: its files, the findings, and the kinds of its paths if given."""

    findings: list[str]
    kinds: list[str]
    files: dict[str, str]


def read(text: str) -> dict[str, App]:
    """The apps of a file, by what they are."""
    apps = {}
    for block in ("\n" + text).split("\n=== ")[1:]:
        head, *files = block.split("\n--- ")
        name, expected = head.split("\n", 1)
        told = expected.removeprefix("expect:").partition(";")[0].split(",")
        words = [word.strip() for word in told]
        apps[name] = App(
            sorted(word for word in words if word.startswith("FS")),
            sorted(word[6:] for word in words if word.startswith("kind: ")),
            dict(file.split("\n", 1) for file in files),
        )
    return apps


APPS = {
    f"{path.stem}: {name}": app
    for path in sorted(FOLDER.glob("*.txt"))
    for name, app in read(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("name", APPS)
def test_app(name: str) -> None:
    app = APPS[name]
    result = check_texts(app.files)

    def at(place: Place) -> str:
        before = app.files[place.file][: place.start]
        return f"{place.file}:{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"

    found = [
        f"{one.code} {at(one.place)}"
        for one in result.findings
        if one.confidence != "low" and one.code != "FS208"
    ]
    assert sorted(found) == app.findings
    if app.kinds:
        assert sorted({path.kind for path in result.paths}) == app.kinds
