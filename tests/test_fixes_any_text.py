"""Safe fixes of generated code: what others parse before, they parse after, comments and all."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fslint.config import Config
from fslint.findings import Finding, Fix
from fslint.fixes.apply import Outcome, plan
from fslint.policy import choose
from fslint.project import Project

ORACLE = Path(__file__).parent / "oracles" / "babel_spans.mjs"
CONFIG = Config(assume_fullstory=True)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))

JS_RECEIVERS = ("FS", "window . FS", "window . FS ?.", "( FS )", "globalThis . FS", "FullStory")
JS_ARGUMENTS = (
    "'setIdentity' , { uid : null }",
    '"setIdentity" , { "uid" : undefined , }',
    "'setIdentity' , { uid : '' , anonymous : true }",
    "'setIdentity' , { anonymous : 'true' }",
    "'setIdentity' , { anonymous : false }",
    "'setIdentityAsync' , { uid : null }",
    "'setIdentity' , null",
    "'setIdentity'",
    "'anonymize'",
    "'setIdentity' , ( { uid : null } )",
)
JS_TRIVIA = ("", "", "", " ", "\t", "\n", "/* {} */", " // é {}\n", "/* 😀\n {} */")
PY_ARGUMENTS = (
    '"setIdentity" , to_js ( { "uid" : None } )',
    '"setIdentity" , { "uid" : None , }',
    '"setIdentity" , { "anonymous" : "true" }',
    '"setIdentity" , ( { "anonymous" : False } ) ,',
    '"setIdentity" , { "uid" : "" }',
)
PY_TRIVIA = ("", "", "", " ", "\t", "\n", " # é {}\n", " # 😀 {}\n")
JAVA_CALLS = ("FS . identify ( null )", 'FS . identify ( "" )', "FS . identify ( null , null )")


@st.composite
def spread(draw: st.DrawFn, tokens: str, trivia: Sequence[str], numbers: Iterable[int]) -> str:
    """The tokens with white space or comments between them, each comment with a number."""
    count = iter(numbers)
    parts = []
    for token in tokens.split():
        parts += [token, draw(st.sampled_from(trivia)).format(next(count))]
    return "".join(parts)


@st.composite
def javascript(draw: st.DrawFn) -> str:
    """A module that releases an identity in wrong ways."""
    lines = ["import { FullStory } from '@fullstory/browser'; // ü"]
    for nth in range(draw(st.integers(1, 3))):
        receiver = draw(st.sampled_from(JS_RECEIVERS))
        tokens = f"{receiver} ( {draw(st.sampled_from(JS_ARGUMENTS))} ) ;"
        call = draw(spread(tokens, JS_TRIVIA, range(100 * nth, 100 * nth + 100)))
        lines.append(f"export function release{nth}() {{\n\tlet k = 'Küche 😀'; {call}\n}}")
    return _ended(draw, "\n".join(lines) + "\n")


@st.composite
def python(draw: st.DrawFn) -> str:
    """A module for Pyodide that releases an identity in wrong ways."""
    lines = ["from js import window  # ü", "from pyodide.ffi import to_js"]
    for nth in range(draw(st.integers(1, 3))):
        inside = draw(
            spread(
                draw(st.sampled_from(PY_ARGUMENTS)), PY_TRIVIA, range(100 * nth, 100 * nth + 100)
            )
        )
        lines.append(f"def release{nth}():\n    k = 'Küche 😀'; window.FS({inside}\n)")
    return _ended(draw, "\n".join(lines) + "\n")


@st.composite
def java(draw: st.DrawFn) -> str:
    """A class that releases an identity in wrong ways."""
    trivia = [one.replace("\n {}", " {}") for one in JS_TRIVIA]
    body = []
    for nth in range(draw(st.integers(1, 3))):
        tokens = f"{draw(st.sampled_from(JAVA_CALLS))} ;"
        call = draw(spread(tokens, trivia, range(100 * nth, 100 * nth + 100)))
        body.append(f'  void release{nth}() {{\n\tString k = "Küche"; {call}\n  }}')
    lines = ["import com.fullstory.FS;", "class Session {", *body, "}"]
    return _ended(draw, "\n".join(lines) + "\n")


def _ended(draw: st.DrawFn, text: str) -> str:
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


def fixed(files: Mapping[str, str]) -> Outcome:
    """The plan for the files as a project, which is checked to be a fixed point."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        once = _plan(root, files)
        again = _plan(root, {**files, **once.texts})
        assert again.texts == {}
        return once


def _plan(root: Path, files: Mapping[str, str]) -> Outcome:
    (root / "package.json").write_text("{}", encoding="utf-8")
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8", newline="")

    def select(findings: Sequence[Finding], at: Project) -> Sequence[Finding]:
        return choose(findings, at).shown

    def safe(at: Project, finding: Finding, fix: Fix) -> bool:
        return fix.safety == "safe"

    return plan(Project.open([root], CONFIG, cwd=root), select, safe)


def _babel(files: Mapping[str, str]) -> dict[str, Counter[str]]:
    """The comments of files as Babel reads them; it must find no error in them."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        names = "".join(f"{Path(folder) / name}\n" for name in files)
        command = ["node", str(ORACLE)]
        run = subprocess.run(command, input=names, capture_output=True, text=True, check=True)
    found = {}
    for line in map(json.loads, run.stdout.splitlines()):
        name = Path(line["file"]).name
        assert line.get("errors") == 0, (line, files[name])
        spans = [span[1:] for span in line["spans"] if span[0] == "comment"]
        found[name] = Counter(files[name][start:end] for start, end in spans)
    return found


JAVA_SDK = """\
package com.fullstory;

public class FS {
  public static void identify(String uid) {}
  public static void identify(String uid, java.util.Map<String, ?> properties) {}
  public static void anonymize() {}
}
"""


def _compiled(files: Mapping[str, str]) -> None:
    """Compile Java beside the methods that Fullstory's SDK has."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**files, "com/fullstory/FS.java": JAVA_SDK}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        flags = ["-encoding", "UTF-8", "-proc:none", "-d", str(Path(folder) / "out")]
        names = [str(Path(folder) / name) for name in (*files, "com/fullstory/FS.java")]
        run = subprocess.run(["javac", *flags, *names], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def _java_comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"//[^\r\n]*|/\*[^*]*\*/", text))


def _python_comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


@pytest.mark.oracle
@FEW
@given(st.lists(javascript(), min_size=4, max_size=8), st.sampled_from((".js", ".tsx", ".ts")))
def test_javascript(texts: list[str], suffix: str) -> None:
    files = {f"a{nth}{suffix}": text for nth, text in enumerate(texts)}
    outcome = fixed(files)
    after = {**files, **outcome.texts}
    assert _babel(after) == _babel(files)


@FEW
@given(st.lists(python(), min_size=2, max_size=4))
def test_python(texts: list[str]) -> None:
    files = {f"a{nth}.py": text for nth, text in enumerate(texts)}
    for name, text in fixed(files).texts.items():
        ast.parse(text)
        assert _python_comments(text) == _python_comments(files[name])


@pytest.mark.oracle
@settings(FEW, max_examples=5)
@given(st.lists(java(), min_size=4, max_size=8))
def test_java(texts: list[str]) -> None:
    files = {f"A{nth}.java": text.replace("Session", f"A{nth}") for nth, text in enumerate(texts)}
    outcome = fixed(files)
    _compiled({**files, **outcome.texts})
    for name, text in outcome.texts.items():
        assert _java_comments(text) == _java_comments(files[name])


def test_the_generated_java_has_something_to_fix() -> None:
    text = "import com.fullstory.FS;\nclass A {{ void a() {{ {} ; }} }}\n"
    files = {f"A{nth}.java": text.format(call) for nth, call in enumerate(JAVA_CALLS)}
    assert sorted(fixed(files).texts) == sorted(files)


def test_the_generated_python_has_something_to_fix() -> None:
    text = "from js import window\nwindow.FS({})\n"
    files = {f"a{nth}.py": text.format(inside) for nth, inside in enumerate(PY_ARGUMENTS)}
    assert sorted(fixed(files).texts) == sorted(files)


def test_the_generated_javascript_has_something_to_fix() -> None:
    texts = [f"{one} ( {args} ) ;\n" for one in JS_RECEIVERS[:5] for args in JS_ARGUMENTS]
    files = {f"a{nth}.js": text for nth, text in enumerate(texts)}
    assert sorted(fixed(files).texts) == sorted(files)
