"""Configuration that carries calls or payloads, with exact places."""

from __future__ import annotations

import time

import pytest

from fslint.flow import Call
from fslint.languages.data import LARGEST, lower
from fslint.languages.dump import lines


def said(path: str, text: str) -> list[list[str]]:
    flow = lower(path, text)
    assert flow.problems == []
    return [list(lines(function.body, "")) for function in flow.functions[1:]]


def places(path: str, text: str) -> list[str]:
    found = [step for function in lower(path, text).functions for step in function.body]
    return [text[s.span.start : s.span.end] for s in found if isinstance(s, Call)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"uid": null, "name": "FullStory"}'),  # a uid of something else
        ("a.json", '{"dependencies": {"@fullstory/browser": "^2.0.0"}}'),
        ("a.json", '{"help": "Use FS to record sessions", "FS": 1}'),
        ("a.yaml", "fullstory: {org: o-1}\nuid: null\n"),
        ("a.yaml", "- setIdentity\n- setIdentity\n"),
        ("a.toml", '# FS("setIdentity")\nfullstory = "on"\n'),
        ("a.xml", "<string name='fullstory'>FS</string>"),
        ("a.json", '{"setIdentity": "never"}'),
    ],
)
def test_what_says_nothing_to_fullstory(path: str, text: str) -> None:
    assert said(path, text) == []


def test_a_payload_beside_its_operation() -> None:
    text = '{"a": {"operation": "setIdentity", "payload": {"uid": null}}}'
    assert said("a.json", text) == [["FS('setIdentity', {uid: null}) dropped"]]
    assert places("a.json", text) == ['"setIdentity", "payload": {"uid": null}']


def test_other_ways_to_say_it() -> None:
    wanted = [["FS('setIdentity', {anonymous: false}) dropped"]]
    for text in (
        '{"setIdentity": {"anonymous": false}}',
        '["setIdentity", {"anonymous": false}]',
        '{"fn": "setIdentity", "anonymous": false}',
        "{'op': 'setIdentity', 'x': {'anonymous': false,},} // yes",
    ):
        assert said("a.json", text) == wanted


def test_a_placeholder_is_no_constant() -> None:
    for uid in ("{{ user.id }}", "${user.id}", "%user_id%", "$user", "<uid>"):
        text = f'{{"setIdentity": {{"uid": "{uid}"}}}}'
        assert said("a.json", text) == [["FS('setIdentity', {uid: `${?}`}) dropped"]]


def test_duplicate_keys_are_all_looked_at() -> None:
    text = '{"setIdentity": {"uid": null}, "setIdentity": {"anonymous": true}}'
    assert len(said("a.json", text)[0]) == 2


def test_a_rule_that_names_a_call() -> None:
    text = '{"rule": {"destination": "FS.setIdentity"}, "other": "FS.anonymize"}'
    assert said("a.json", text) == [["FS.setIdentity(?) dropped"], ["FS.anonymize() dropped"]]


def test_javascript_in_a_tag_of_a_container() -> None:
    script = r"FS(\"setIdentity\", { \"uid\": \"{{DLV - id}}\" })"
    text = r'{"tag": [{"html": "<script>\n ' + script + r';</script>"}]}'
    assert said("a.json", text) == [["FS('setIdentity', {uid: _}) dropped"]]
    assert places("a.json", text) == [r"FS(\"setIdentity\", { \"uid\": \"{{DLV - id}}\" })"]


def test_yaml_scalars_of_every_style() -> None:
    text = (
        "# é fullstory\n"
        "a: |\n  if (x) {\n    FS('setIdentity', {uid: ''});\n  }\n"
        "b: >-\n  FS('setIdentity',\n  {uid: null})\n"
        'c: "FS(\\"setIdentity\\", {uid: \'\\u00e9\', \\\n    x: 1})"\n'
        "d: 'FS(''setIdentity'', {anonymous: true})'\n"
        "e: FS('shutdown')\n"
    )
    assert said("a.yml", text) == [
        ["if x", "then", "  FS('setIdentity', {uid: ''}) dropped"],
        ["FS('setIdentity', {uid: null}) dropped"],
        ["FS('setIdentity', {uid: 'é', x: 1}) dropped"],
        ["FS('setIdentity', {anonymous: true}) dropped"],
        ["FS('shutdown') dropped"],
    ]
    assert places("a.yml", text) == [
        "FS('setIdentity',\n  {uid: null})",
        "FS(\\\"setIdentity\\\", {uid: '\\u00e9', \\\n    x: 1})",
        "FS(''setIdentity'', {anonymous: true})",
        "FS('shutdown')",
    ]


def test_an_anchor_is_looked_at_once() -> None:
    text = "a: &x\n  operation: setIdentity\n  payload:\n    anonymous: false # no\nb: *x\n"
    assert said("a.yaml", text) == [["FS('setIdentity', {anonymous: false}) dropped"]]
    assert places("a.yaml", text) == ["setIdentity\n  payload:\n    anonymous: false"]


def test_aliases_that_hold_each_other_end() -> None:
    bomb = "fullstory: 1\na: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
    )
    assert said("a.yaml", bomb) == []
    assert said("a.yaml", "fullstory: &a\n  - *a\n") == []


def test_what_a_comment_of_xml_holds_is_no_call() -> None:
    assert places("a.xml", "<a>\n  <!-- <b>FS('setIdentity', {})</b> -->\n</a>") == []


def test_toml_and_xml() -> None:
    toml = 'x = "FS(\\"setIdentity\\", {uid: null})"\ny = """\n<script>FS.anonymize()</script>"""\n'
    assert places("a.toml", toml) == ['FS(\\"setIdentity\\", {uid: null})', "FS.anonymize()"]
    xml = "<a><![CDATA[<script>FS.anonymize()</script>]]><b>&lt;script&gt;FS(&quot;x&quot;)</b></a>"
    assert places("a.xml", xml) == ["FS.anonymize()", "FS(&quot;x&quot;)"]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a.json", '{"fullstory": [1, 2', "JSON that ends too early"),
        ("a.json", '{"fullstory": 1}}', "a `}` closes nothing"),
        ("a.yaml", "fullstory: [1\nb: 2\n", "not YAML: line 2 cannot be read"),
        ("a.yaml", "fullstory: *gone\n", "not YAML: line 1 cannot be read"),
        ("a.toml", 'fullstory = "x\nb = 1\n', "not TOML: Illegal character '\\n'"),
        ("a.toml", "[fullstory]\na = 1\na = 2\n", "not TOML: Cannot overwrite a value"),
        ("a.toml", "fullstory = " + "[" * 5_000, "not TOML: nested too deeply"),
        ("a.xml", "<a><fullstory></a>", "not XML: `<fullstory>` is never closed"),
        ("a.xml", "<fullstory/></a>", "not XML: `</a>` closes nothing"),
        ("a.plist", "<dict><key>fullstory</key>", "not XML: `<dict>` is never closed"),
        ("a.json", '"fullstory"' + " " * LARGEST, "larger than 5 million characters: not read"),
    ],
)
def test_what_cannot_be_read_is_named(path: str, text: str, message: str) -> None:
    assert [p.message for p in lower(path, text).problems] == [message]


def test_a_template_of_data_has_nothing_wrong_with_it() -> None:
    assert lower("a.yaml", "fullstory:\n{{- if .x }}\n a: 1\n{{- end }}\n").problems == []
    assert lower("a.toml", "[fullstory]\n{% if x %}\na = 1\n{% endif %}\n").problems == []


@pytest.mark.parametrize(
    ("path", "text", "twice"),
    [
        ("a.json", '{"FS": {"uid": 1, "x": 2, "x": 3}}', '"x"'),
        ("a.yaml", "FS:\n  uid: 1\n  uid: 2\n", "uid"),
        ("a.xml", "<FS><uid>1</uid><uid>2</uid></FS>", "<uid"),
        (
            "a.plist",
            "<dict><key>FS</key><key>uid</key><true/><key>uid</key><true/></dict>",
            "<key>uid",
        ),
        ("a.gradle", "def FS = [operation: 'setIdentity', uid: 1, uid: 2]", "uid"),
    ],
)
def test_keys_that_stand_twice_are_named(path: str, text: str, twice: str) -> None:
    (problem,) = lower(path, text).problems
    assert problem.message.endswith("stands twice here, and readers differ in which one counts")
    assert problem.span.start == text.rindex(twice)


def test_elements_of_one_name_are_a_list() -> None:
    assert lower("a.xml", "<FS uid='1'><p>1</p><p>2</p></FS>").problems == []


@pytest.mark.parametrize(
    "text",
    [
        '{"FS":' * 50_000,
        '{"FS": "' + "\\" * 200_001,
        '{"FS": /*' + "*" * 200_000,
        "[" * 100_000 + "FS",
    ],
)
def test_hostile_json_takes_linear_time(text: str) -> None:
    begun = time.process_time()
    lower("a.json", text)
    assert time.process_time() - begun < 3


def test_yaml_that_stands_inside_itself_has_an_end() -> None:
    text = "a: &a\n  fullstory: *a\n  operation: setIdentity\n  payload: *a\n  uid: null\n"
    assert [place[:4] for place in places("a.yaml", text)] == ["&a\n "]
