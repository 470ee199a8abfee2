"""Fixes of Python's own calls: edits in the syntax tree, and the command for libcst's tool."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import libcst as cst
import pytest
from libcst.codemod import CodemodContext, CodemodTest

from fslint.findings import Edit, Place
from fslint.fixes.python_commands import ReplaceWrongCalls, rewritten

WRONG = """\
from js import window  # Küche 😀
from pyodide.ffi import to_js


def log_out():
    window.FS(
        "setIdentity",
        to_js({"uid": None}),  # forget them
    )
    (window.FS("setIdentity", {"anonymous": "true"}))  # once more
"""
RIGHT = WRONG.replace('"uid": None', '"anonymous": True').replace('"true"', "True")


def edit(text: str, old: str, new: str) -> Edit:
    start = text.index(old)
    return Edit(Place("a.py", start, start + len(old)), new)


class TestReplaceWrongCalls(CodemodTest):
    """The command, as libcst tests commands."""

    TRANSFORM = ReplaceWrongCalls

    def test_right_calls_stay(self) -> None:
        self.assertCodemod(RIGHT, RIGHT)

    def test_what_is_not_python_is_for_nobody_else(self) -> None:
        self.assertCodemod(
            "def log_out():\n    fs.identify(None)\n", "def log_out():\n    fs.identify(None)\n"
        )

    def test_wrong_calls_are_replaced(self) -> None:
        self.assertCodemod(WRONG, RIGHT)

    def test_a_fix_that_needs_judging_needs_the_option(self) -> None:
        wrong = 'from js import window\nwindow.FS("setIdentity", {"uid": "guest"})\n'
        right = wrong.replace('"uid": "guest"', '"anonymous": True')
        self.assertCodemod(wrong, wrong)
        self.assertCodemod(wrong, right, unsafe=True)

    def test_code_in_strings(self) -> None:
        wrong = "PAGE = mark_safe(\"<script>FS('setIdentity', { uid: null });</script>\")\n"
        self.assertCodemod(wrong, wrong.replace("uid: null", "anonymous: true"))

    def test_a_dictionary_that_is_dumped_into_a_script_is_written_as_one(self) -> None:
        for wrong, right in (
            ("'uid': None", "'anonymous': True"),
            ('"uid": None', '"anonymous": True'),
        ):
            call = f"FS('setIdentity', \" + json.dumps({{{wrong}}}) + \")"
            page = f'P = mark_safe("<script>{call}</script>")\n'
            self.assertCodemod(page, page.replace(wrong, right))
        page = (
            "P = mark_safe(f\"<script>FS('setIdentity', {json.dumps({'uid': None})})</script>\")\n"
        )
        self.assertCodemod(page, page.replace("'uid': None", "'anonymous': True"))
        page = (
            "P = mark_safe(\"<script>FS('setIdentity', \" + dumps({'anonymous': False}) + \")\")\n"
        )
        self.assertCodemod(page, page.replace("False", "True"))

    def test_strings_of_which_one_doubles_its_braces(self) -> None:
        start = "P = mark_safe(f\"<script>var u = '{u}';\" \"FS('setIdentity', "
        wrong = start + "{ anonymous: 'true' })</script>\")\n"
        self.assertCodemod(wrong, wrong.replace("'true'", "true"))
        braces = start + "'u1')</script>\")\n"
        self.assertCodemod(braces, braces.replace("'u1'", "{ uid: 'u1' }"))
        doubled = braces.replace('" "', '" f"')
        self.assertCodemod(doubled, doubled)

    def test_each_of_the_strings_that_are_added_up_is_written_in_its_own_way(self) -> None:
        wrong = """\
a = mark_safe("<script>var u = '" + u + "'; FS('setIdentity', { uid: null });</script>")
b = mark_safe('<script>var u = "' + u + '"; FS("setIdentity", { uid: null });</script>')
c = mark_safe("<script>" + f"var u = '{u}'; FS('setIdentity', {{ uid: null }});</script>")
d = mark_safe("<script>" + u + '''
  FS('setIdentity', { uid: null });
</script>''')
"""
        self.assertCodemod(wrong, wrong.replace("uid: null", "anonymous: true"))

    def test_a_mistake_that_is_not_all_in_one_string_stays(self) -> None:
        wrong = "a = mark_safe(\"<script>FS('setIdentity', {\" + 'uid' + \": null });</script>\")\n"
        self.assertCodemod(wrong, wrong)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_around_stays(end: str) -> None:
    text = 'é = "😀"\n\tone(two(\n  a , # b\n three( 4 ) ) , )  # c\n'.replace("\t", "")
    text = text.replace("\n", end)
    edits = [edit(text, "4", "5"), edit(text, "a ,", "b ,")]
    assert rewritten(text, edits) == text.replace("4", "5").replace("a ,", "b ,")


@pytest.mark.parametrize("indent", ["", "    ", "\t", "        "])
def test_the_lines_of_a_call_stay_where_they_are(indent: str) -> None:
    block = "if a:\n" if indent else ""
    text = f"{block}{indent}f([\n{indent}  'a',  # one\n  # two\n{indent}    'b',\n])\n"
    assert rewritten(text, [edit(text, "'b'", "'c'")]) == text.replace("'b'", "'c'")


def test_an_edit_outside_of_calls_is_left_to_others() -> None:
    assert rewritten("one(1)\nx = 3\n", [Edit(Place("a.py", 11, 12), "4")]) is None


def test_what_cannot_be_parsed_is_left_to_others() -> None:
    assert rewritten("one(1\n", [Edit(Place("a.py", 4, 5), "2")]) is None
    assert rewritten("one(1)\n", [Edit(Place("a.py", 4, 5), "((")]) is None


def test_the_command_leaves_the_rest_of_the_tree(tmp_path: Path) -> None:
    tree = cst.parse_module(WRONG)
    done = ReplaceWrongCalls(CodemodContext(filename=str(tmp_path / "a.py"))).transform_module(tree)
    assert done.code == RIGHT
    assert done.body[0] is not None and done.body[0].deep_equals(tree.body[0])


def test_with_the_tool_of_libcst(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text(WRONG, encoding="utf-8")
    command = "fslint.fixes.python_commands.ReplaceWrongCalls"
    tool = [sys.executable, "-m", "libcst.tool", "codemod", "--no-format", "-x", command]
    done = subprocess.run([*tool, str(file)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert file.read_text(encoding="utf-8") == RIGHT
