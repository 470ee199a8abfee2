"""Ignore comments that are written: where they go, and that they are read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_samples import FILES, write

from fslint import cli
from fslint.findings import Finding, Place
from fslint.ignore_writer import write_ignores

KNOWN = {"FS201": "missing-anonymize", "FS203": "navigate-before-anonymize"}


def ignored(file: str, text: str, mark: str, *codes: str) -> tuple[str, int]:
    start = text.index(mark)
    place = Place(file, start, start + len(mark))
    findings = [Finding(code, "n", "error", "high", "m", "h", place) for code in codes or ["FS203"]]
    written = write_ignores(file, text, findings, "why", KNOWN)
    return written.text, len(written.refused)


@pytest.mark.parametrize(
    ("file", "text", "after"),
    [
        ("a.js", "f();\n\tleave();\n", "f();\n\t// fslint: ignore[FS203] -- why\n\tleave();\n"),
        ("a.ts", "leave();", "// fslint: ignore[FS203] -- why\nleave();"),
        ("a.js", "f();\r\nleave();\r\n",
         "f();\r\n// fslint: ignore[FS203] -- why\r\nleave();\r\n"),
        ("a.py", "def f():\n    leave()\n",
         "def f():\n    # fslint: ignore[FS203] -- why\n    leave()\n"),
        # Above the line would be inside the string, behind it is not.
        ("a.js", "x = `\n${leave()}`;\n",
         "x = `\n${leave()}`; // fslint: ignore[FS203] -- why\n"),
        # Among JSX children, `//` is text.
        ("a.jsx", "const A = () => (\n  <p>\n    <b onClick={() => leave()} />\n  </p>\n);\n",
         "const A = () => (\n  <p>\n    {/* fslint: ignore[FS203] -- why */}\n"
         "    <b onClick={() => leave()} />\n  </p>\n);\n"),
        ("a.html", '<p>\n  <a onclick="leave()">x</a>\n</p>\n',
         '<p>\n  <!-- fslint: ignore[FS203] -- why -->\n  <a onclick="leave()">x</a>\n</p>\n'),
        ("a.vue", "<script>\nleave();\n</script>\n",
         "<script>\n// fslint: ignore[FS203] -- why\nleave();\n</script>\n"),
    ],
)  # fmt: skip
def test_where_the_comment_goes(file: str, text: str, after: str) -> None:
    assert ignored(file, text, "leave()") == (after, 0)


def test_several_findings_of_a_line_share_a_comment() -> None:
    assert ignored("a.js", "leave();\n", "leave()", "FS203", "FS201") == (
        "// fslint: ignore[FS201, FS203] -- why\nleave();\n",
        0,
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.json", '{"a": "leave()"}\n'),
        ("a.js", "x = `\n${leave()}\n`;\n"),  # above and behind are both inside the string
    ],
)
def test_no_place_for_a_comment(file: str, text: str) -> None:
    assert ignored(file, text, "leave()") == (text, 1)


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    (tmp_path / ".git").mkdir()
    session = tmp_path / "src" / "session.js"
    session.write_bytes(b"\xef\xbb\xbf" + FILES["src/session.js"].encode())
    monkeypatch.chdir(tmp_path)
    assert cli.run(["check", "--min-severity", "warning", "-q"]) == 1
    capsys.readouterr()
    arguments = ["ignore", "--min-severity", "warning", "--reason", "the  kiosk\nrestarts"]
    assert cli.run(arguments) == 0
    assert capsys.readouterr().out == "Ignored 1 finding.\n"
    data = session.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfimport")
    assert "\t// fslint: ignore[FS203] -- the kiosk restarts\n\tFS(" in data.decode()
    assert cli.run(["check", "--min-severity", "warning", "-q"]) == 0


def test_the_reason_is_demanded(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ignore"]) == 2
    assert cli.run(["ignore", "--reason", "*/"]) == 2
