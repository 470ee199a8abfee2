"""Both JSON documents of real runs against the contract, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from fslint import cli

HERE = Path(__file__).parent
APPS = (
    "demo", "django_shop", "flask_shop", "gtm", "mobile/ios_swift", "mobile/android_kotlin",
    "mobile/flutter", "mobile/react_native",
)  # fmt: skip


def documents(capsys: pytest.CaptureFixture[str], command: str, app: str) -> dict[str, Any]:
    folder = HERE / "fixtures" / app
    arguments = [command, "--no-cache", "--assume-fullstory", "--format", "json", str(folder)]
    if command == "check":
        arguments += ["--min-confidence", "low"]
    assert cli.run(arguments) in (0, 1)
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("command", ["check", "paths"])
def test_the_documents_are_as_promised(
    capsys: pytest.CaptureFixture[str], command: str, app: str
) -> None:
    schema = json.loads((HERE / "schemas" / f"{command}.json").read_text(encoding="utf-8"))
    document = documents(capsys, command, app)
    assert [str(one) for one in Draft7Validator(schema).iter_errors(document)] == []


def test_places_and_offsets_are_those_of_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    root = HERE.parent
    edits = [
        edit
        for finding in documents(capsys, "check", "demo")["findings"]
        for fix in finding["fixes"]
        for edit in fix["edits"]
    ]
    assert len(edits) > 10
    for edit in edits:
        text = (root / edit["file"]).read_text(encoding="utf-8")
        for end in ("", "end_"):
            before = text[: edit[f"{end}offset"]]
            here = before.count("\n") + 1, len(before) - before.rfind("\n")
            assert here == (edit[f"{end}line"], edit[f"{end}column"])
