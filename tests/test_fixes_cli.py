"""`check --fix`, `--diff`, `--fix-only` and `fslint fix`, through the program itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WRONG = "export function release() {\n  FS('setIdentity', { uid: null });\n}\n"
RIGHT = "export function release() {\n  FS('setIdentity', { anonymous: true });\n}\n"
GUEST = "export function forget() {\n  FS('setIdentity', { uid: 'guest' });\n}\n"
DIFF = """\
--- a/src/a.js
+++ b/src/a.js
@@ -1,3 +1,3 @@
 export function release() {
-  FS('setIdentity', { uid: null });
+  FS('setIdentity', { anonymous: true });
 }
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.js").write_text(WRONG, encoding="utf-8")
    packages = '{"dependencies": {"@fullstory/browser": "2.0.8"}}'
    (tmp_path / "package.json").write_text(packages, encoding="utf-8")
    return tmp_path


def fslint(app: Path, *arguments: str, answers: str = "") -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "fslint", *arguments],
        cwd=app,
        input=answers,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    return done.returncode, done.stdout, done.stderr


def text(app: Path, name: str = "src/a.js") -> str:
    return (app / name).read_text(encoding="utf-8")


# Nothing to do


def test_nothing_to_fix(app: Path) -> None:
    (app / "src" / "a.js").write_text(RIGHT, encoding="utf-8")
    assert fslint(app, "fix") == (0, "", "Fixed 0 findings.\n")
    assert fslint(app, "check", "--diff") == (0, "", "Would fix 0 findings.\n")
    assert text(app) == RIGHT


def test_an_unsafe_fix_alone_is_no_option(app: Path) -> None:
    code, out, err = fslint(app, "check", "--unsafe-fixes")
    assert (code, out) == (2, "")
    assert "--unsafe-fixes goes with --fix, --fix-only or --diff" in err


def test_standard_input_is_not_fixed(app: Path) -> None:
    arguments = ("check", "--fix", "--stdin-filename", "src/a.js", "-")
    code, out, err = fslint(app, *arguments, answers=WRONG)
    assert (code, out) == (2, "")
    assert "what is read from standard input cannot be fixed" in err


def test_no_file_to_fix(app: Path) -> None:
    (app / "src" / "a.js").unlink()
    (app / "package.json").unlink()
    assert fslint(app, "fix")[0] == 3


# Fixing


def test_fix_writes_and_checks_again(app: Path) -> None:
    (app / "src" / "b.js").write_text(GUEST, encoding="utf-8")
    code, out, err = fslint(app, "check", "--fix", "--format", "concise", "-q")
    assert (code, err) == (1, "")
    assert out.startswith("src/b.js:2:23: error FS102 uid-placeholder: ")
    assert out.count("\n") == 1
    assert (text(app), text(app, "src/b.js")) == (RIGHT, GUEST)


def test_fix_where_nothing_remains(app: Path) -> None:
    code, out, err = fslint(app, "check", "--fix", "--format", "concise", "-q")
    assert (code, out, err) == (0, "", "")


def test_unsafe_fixes(app: Path) -> None:
    (app / "src" / "b.js").write_text(GUEST, encoding="utf-8")
    assert fslint(app, "check", "--fix-only", "--unsafe-fixes") == (
        0,
        "",
        "Fixed 2 findings in 2 files.\n",
    )
    assert text(app, "src/b.js") == GUEST.replace("uid: 'guest'", "anonymous: true")


def test_fix_only_shows_no_findings(app: Path) -> None:
    (app / "src" / "b.js").write_text(GUEST, encoding="utf-8")
    assert fslint(app, "check", "--fix-only") == (0, "", "Fixed 1 finding in 1 file.\n")


def test_fix_is_fix_only(app: Path) -> None:
    assert fslint(app, "fix", "-q") == (0, "", "")
    assert text(app) == RIGHT


def test_fixing_again_changes_nothing(app: Path) -> None:
    fslint(app, "fix")
    assert fslint(app, "fix") == (0, "", "Fixed 0 findings.\n")
    assert text(app) == RIGHT


def test_diff_writes_nothing(app: Path) -> None:
    assert fslint(app, "check", "--diff") == (1, DIFF, "Would fix 1 finding in 1 file.\n")
    assert text(app) == WRONG


def test_a_diff_can_be_applied(app: Path) -> None:
    wrong = "\ufeff// é\r\n" + WRONG.replace("\n", "\r\n").rstrip()
    (app / "src" / "a.js").write_text(wrong, encoding="utf-8", newline="")
    command = [sys.executable, "-m", "fslint", "check", "--diff", "-q"]
    patch = subprocess.run(command, cwd=app, capture_output=True).stdout
    subprocess.run(["git", "apply", "-"], cwd=app, input=patch, check=True)
    by_patch = (app / "src" / "a.js").read_bytes()
    assert by_patch == wrong.replace("uid: null", "anonymous: true").encode()


def test_a_read_only_file_is_named(app: Path) -> None:
    (app / "src" / "a.js").chmod(0o444)
    (app / "src" / "b.js").write_text(WRONG, encoding="utf-8")
    assert fslint(app, "fix") == (
        1,
        "",
        "Fixed 1 finding in 1 file.\n"
        "Not fixed: src/a.js:2:23 FS101 uid-null: src/a.js is read-only.\n",
    )
    assert (text(app), text(app, "src/b.js")) == (WRONG, RIGHT)


def test_only_what_was_named(app: Path) -> None:
    (app / "src" / "b.js").write_text(WRONG, encoding="utf-8")
    assert fslint(app, "fix", "src/b.js")[0] == 0
    assert (text(app), text(app, "src/b.js")) == (WRONG, RIGHT)


# Asking


def test_yes_and_no(app: Path) -> None:
    (app / "src" / "b.js").write_text(WRONG, encoding="utf-8")
    code, out, err = fslint(app, "fix", "--interactive", answers="n\ny\n")
    assert (code, err) == (0, "Fixed 1 finding in 1 file.\n")
    assert (text(app), text(app, "src/b.js")) == (WRONG, RIGHT)
    assert out.count("Apply this fix? [y]es, [n]o, [a]ll that follow, [q]uit [n]: ") == 2
    assert "+  FS('setIdentity', { anonymous: true });" in out


def test_all_and_quit(app: Path) -> None:
    for name in ("b.js", "c.js"):
        (app / "src" / name).write_text(GUEST, encoding="utf-8")
    assert fslint(app, "fix", "--interactive", answers="?\nq\n")[2] == "Fixed 0 findings.\n"
    code, out, err = fslint(app, "fix", "--interactive", answers="n\na\n")
    assert (code, err) == (0, "Fixed 2 findings in 2 files.\n")
    assert text(app) == WRONG
    assert out.count("Apply this fix?") == 2


def test_no_more_answers_is_quit(app: Path) -> None:
    assert fslint(app, "fix", "--interactive")[::2] == (0, "Fixed 0 findings.\n")
    assert text(app) == WRONG
