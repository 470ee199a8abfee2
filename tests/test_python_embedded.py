"""HTML and JavaScript in Python's strings: which are read, and that every place is exact."""

from __future__ import annotations

import pytest

from fslint.flow import Call, Element, FileFlow
from fslint.languages.dump import lines
from fslint.languages.python import lower
from fslint.link.traverse import steps_in


def embedded(text: str) -> list[tuple[list[str], frozenset[str]]]:
    """The steps and the host of each embedded function."""
    flow = lower("m.py", text)
    assert flow.problems == []
    found = [function for function in flow.functions if function.kind == "embedded"]
    return [(list(lines(function.body, "")), function.modifiers) for function in found]


def steps(text: str) -> list[list[str]]:
    return [body for body, _ in embedded(text)]


def places(text: str) -> list[str]:
    """The source of each call and element inside strings."""
    flow: FileFlow = lower("m.py", text)
    inside = {f.index for f in flow.functions if f.kind == "embedded"}
    for function in flow.functions:
        if function.parent in inside:
            inside.add(function.index)
    nodes = [s for i in sorted(inside) for s in steps_in(flow.functions[i].body)]
    return [text[n.span.start : n.span.end] for n in nodes if isinstance(n, (Call, Element))]


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring: <a href="/logout" onclick="FS.anonymize()">."""',
        "x = 'a plain text about FS and FullStory'",
        "x = b'<script>FS.anonymize()</script>'[0]",
        "log.info('<a href=\"/x\">')",
        "if '<a href=\"/logout\">' in page: f()",
        're.compile(\'<a href="([^"]*)">\')',
        "x = '1 < 2 and 3 > 2'",
        "page.evaluate('title')",
    ],
)
def test_strings_that_are_only_text(text: str) -> None:
    assert steps(text) == [] or text.startswith("x = b")


def test_a_script_that_is_run() -> None:
    text = "ui.run_javascript('FS(\\'setIdentity\\', {anonymous: true})')"
    assert embedded(text) == [
        (["FS('setIdentity', {anonymous: true}) dropped"], frozenset({"quote:'", "line"}))
    ]
    assert places(text) == ["FS(\\'setIdentity\\', {anonymous: true})"]


def test_the_value_of_such_a_string_is_its_function() -> None:
    flow = lower("m.py", "x = '<script>FS.anonymize()</script>'")
    assert flow.functions[1].name == "x"
    assert flow.functions[1].kind == "embedded"


def test_holes_of_f_strings_are_values_and_doubled_braces_are_one() -> None:
    text = "run_js(f\"FS('setIdentity', {{uid: '{user.id}'}})\")"
    assert embedded(text) == [
        (["FS('setIdentity', {uid: user.id}) dropped"], frozenset({"braces", 'quote:"', "line"}))
    ]
    assert places(text) == ["FS('setIdentity', {{uid: '{user.id}'}})"]


def test_strings_that_are_joined_are_one_page() -> None:
    text = 'x = "<script>" "FS.anonymize()" "</script>"'
    assert steps(text) == [["FS.anonymize() dropped"]]
    assert places(text) == ["FS.anonymize()"]
    summed = "x = '<script>var u = \"' + user.name + '\"; FS.identify(u)</script>'"
    assert embedded(summed) == [(["FS.identify(u) dropped"], frozenset({"pieces"}))]


def test_templates_that_are_filled_later() -> None:
    assert steps("x = '<a href=\"/logout?n=%s\">' % y") == [["<a href=`/logout?n=${_}`>"]]
    assert steps("x = \"<script>f({{a: '{b}'}})</script>\".format(b=1)") == [["f({a: b}) dropped"]]
    later = "T = \"<script>f({{a: '{b}'}})</script>\"\ny = T.format(b=1)"
    assert embedded(later) == [(["f({a: b}) dropped"], frozenset({"braces", 'quote:"', "line"}))]
    assert steps("x = format_html('<a href=\"{}\">', y)") == [["<a href=_>"]]
    dollar = "x = Template(\"<script>f({a: '${b}', c: $$d})</script>\")"
    assert steps(dollar) == [["f({a: b, c: $d}) dropped"]]


def test_jinja_in_a_string() -> None:
    text = 'P = """\n{% if user %}<script>FS.identify(\'{{ user.id }}\')</script>{% endif %}\n"""'
    assert embedded(text) == [
        (["if user", "then", "  FS.identify(user.id) dropped"], frozenset({'quote:"'}))
    ]


def test_functions_are_run_where_the_string_is() -> None:
    text = "app.clientside_callback('function(n) { FS.anonymize(); return n }', a)"
    assert places(text) == ["function(n) { FS.anonymize(); return n }", "FS.anonymize()"]
    assert places("b.click(js='() => { f() }')") == ["() => { f() }", "f()"]


def test_escapes_continuations_and_wide_characters() -> None:
    text = "x = '\U0001f600é\\n<script>\\\n  f(\"\\u00e9\", \\'b\\')</script>'"
    assert places(text) == ["f(\"\\u00e9\", \\'b\\')"]
    assert steps(text) == [["f('é', 'b') dropped"]]


def test_handlers_and_links_in_a_page() -> None:
    text = 'r = HTMLResponse("""<a href="/logout" onclick="bye()">x</a>""")'
    assert places(text) == ['<a href="/logout" onclick="bye()">', "bye()"]


def test_what_cannot_be_read_in_a_string_is_no_problem_of_the_file() -> None:
    assert lower("m.py", "x = '<script>f(((</script>'").problems == []
