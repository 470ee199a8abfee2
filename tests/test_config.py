"""Configuration: what is read, and how every mistake in it is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fslint import config
from fslint.config import AppConfig, Config, ConfigError
from fslint.config_keys import KEYS, schema
from fslint.config_show import show
from fslint.rule_names import is_selected, rule_names, specificity


def load(tmp_path: Path, text: str, name: str = "fslint.toml") -> Config:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return config.load(path)


def problems(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "web").mkdir(exist_ok=True)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    return [problem.replace(str(tmp_path) + "/", "") for problem in caught.value.problems]


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Config(path=tmp_path / "fslint.toml")


def test_the_defaults_of_the_table_and_of_the_class_agree(tmp_path: Path) -> None:
    lines = [
        f"{key.name} = {json.dumps(key.default)}"
        for key in KEYS
        if not isinstance(key.default, dict)
    ]
    assert load(tmp_path, "\n".join(lines)) == Config(path=tmp_path / "fslint.toml")


def test_every_key(tmp_path: Path) -> None:
    (tmp_path / "lint" / "rules").mkdir(parents=True)
    (tmp_path / "packages" / "admin").mkdir(parents=True)
    read = load(
        tmp_path,
        """
select = ["FS2", "uid-null"]
ignore = ["FS203"]
min-severity = "warning"
min-confidence = "low"
include = ["e2e-app/"]
exclude = ["legacy/**"]
rules = ["lint/rules"]
vocabulary = ["lint"]
namespace = "Recorder"
assume-fullstory = true
releasers = ["session.forget"]
sign-outs = ["api.bye"]
max-file-size = 1000
cache = false

[severity]
FS203 = "error"
uid-null = "warning"

[per-file-ignores]
"src/kiosk/**" = ["FS201"]

[apps."packages/admin/"]
severity = { FS201 = "warning" }
ignore = ["FS1"]
assume-fullstory = true
""",
    )
    assert read == Config(
        path=tmp_path / "fslint.toml",
        select=("FS2", "uid-null"),
        ignore=("FS203",),
        severity={"FS203": "error", "FS101": "warning"},
        min_severity="warning",
        min_confidence="low",
        include=("e2e-app/",),
        exclude=("legacy/**",),
        per_file_ignores={"src/kiosk/**": ("FS201",)},
        rules=(tmp_path / "lint" / "rules",),
        vocabulary=(tmp_path / "lint",),
        namespace="Recorder",
        assume_fullstory=True,
        releasers=("session.forget",),
        sign_outs=("api.bye",),
        apps={"packages/admin": AppConfig({"FS201": "warning"}, ("FS1",), True)},
        max_file_size=1000,
        cache=False,
    )


def test_the_table_of_a_pyproject(tmp_path: Path) -> None:
    read = load(tmp_path, '[tool.fslint]\nselect = ["FS1"]\n', "pyproject.toml")
    assert read.select == ("FS1",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('selct = ["FS1"]', "fslint.toml:1: selct: unknown key (did you mean 'select'?)"),
        ("zzz = 1", "fslint.toml:1: zzz: unknown key"),
        ("\ncache = 1", "fslint.toml:2: cache: must be true or false"),
        ('select = "FS1"', 'fslint.toml:1: select: must be a list of strings, such as ["FS203"]'),
        ("exclude = [1]", 'fslint.toml:1: exclude: must be a list of strings, such as ["src/**"]'),
        ('select = ["FS9999"]', "fslint.toml:1: select: no rule is called 'FS9999'"),
        (
            'ignore = ["uid-nul"]',
            "fslint.toml:1: ignore: no rule is called 'uid-nul' (did you mean 'uid-null'?)",
        ),
        (
            'min-severity = "warn"',
            "fslint.toml:1: min-severity: must be one of suggestion, warning, error"
            " (did you mean 'warning'?)",
        ),
        (
            '[severity]\nFS203 = "fatal"',
            "fslint.toml:2: severity.FS203: must be one of suggestion, warning, error",
        ),
        (
            '[severity]\nFS2031 = "error"',
            "fslint.toml:2: severity.FS2031: no such rule (did you mean 'FS203'?)",
        ),
        (
            '[severity]\nuid-null = "off"',
            "fslint.toml:2: severity.uid-null: a rule is turned off by ignore = ['FS101']",
        ),
        ("severity = 3", "fslint.toml:1: severity: must be a table"),
        (
            '[per-file-ignores]\n"a/*" = ["FSX"]',
            "fslint.toml:2: per-file-ignores.a/*: no rule is called 'FSX'",
        ),
        ('rules = ["nowhere"]', "fslint.toml:1: rules: no such folder: nowhere"),
        ('namespace = ""', "fslint.toml:1: namespace: must be a string"),
        ("max-file-size = 0", "fslint.toml:1: max-file-size: must be a number of bytes above 0"),
        ("max-file-size = true", "fslint.toml:1: max-file-size: must be a number of bytes above 0"),
        (
            "[apps.web]\nsevrity = {}",
            "fslint.toml:2: apps.web.sevrity: unknown key (did you mean 'severity'?)",
        ),
        ("[apps.wbe]", "fslint.toml:1: apps.wbe: no such folder"),
        ("select = [", "fslint.toml: Invalid value (at end of document)"),
        ("cache = true\nselect = ,", "fslint.toml:2:10: Invalid value"),
        (
            "[tool.fslint]\ncache = true",
            "fslint.toml: tool: unknown key: in this file the settings stand without [tool.fslint]",
        ),
        (
            'exclude = ["[z-a]"]',
            "fslint.toml:1: exclude: '[z-a]' matches nothing, as a pattern of .gitignore",
        ),
        (
            'include = ["a", "!"]',
            "fslint.toml:1: include: '!' matches nothing, as a pattern of .gitignore",
        ),
        (
            '[per-file-ignores]\n"src/[" = ["FS2"]',
            "fslint.toml:2: per-file-ignores.src/[: 'src/[' matches nothing, as a pattern of "
            ".gitignore",
        ),
        (
            "releasers = 'forget'",
            'fslint.toml:1: releasers: must be a list of strings, such as ["session.forget"]',
        ),
        (
            'releasers = ["forget me"]',
            "fslint.toml:1: releasers: 'forget me' is no callee, such as 'session.forget'",
        ),
        (
            'sign-outs = ["*"]',
            "fslint.toml:1: sign-outs: the last name of '*' must be spelt out, without '*'",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [expected]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    named = problems(tmp_path, "cach = true\nnamespace = 1\n")
    assert named == [
        "fslint.toml:1: cach: unknown key (did you mean 'cache'?)",
        "fslint.toml:2: namespace: must be a string",
    ]


def test_own_rules_are_known_to_the_other_keys(tmp_path: Path) -> None:
    (tmp_path / "lint").mkdir()
    (tmp_path / "lint" / "ACME001-own-rule.md").write_text("", encoding="utf-8")
    read = load(tmp_path, 'select = ["ACME001"]\nrules = ["lint"]\n')
    assert read.selected_codes() == {"ACME001"}


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "fslint.toml").write_text("", encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert config.find(tmp_path / "a" / "b") == tmp_path / "fslint.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.fslint]\n", encoding="utf-8")
    assert config.find(tmp_path / "a" / "b") == tmp_path / "a" / "pyproject.toml"
    (tmp_path / "a" / "fslint.toml").write_text("", encoding="utf-8")
    assert config.find(tmp_path / "a" / "b") == tmp_path / "a" / "fslint.toml"


def test_one_for_the_current_folder_goes_before_a_nearer_one(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    near, here = tmp_path / "a" / "fslint.toml", tmp_path / "fslint.toml"
    near.write_text("", encoding="utf-8")
    assert config.find(tmp_path / "a" / "b", tmp_path) == near
    here.write_text("", encoding="utf-8")
    assert config.find(tmp_path / "a" / "b", tmp_path) == here
    assert config.find(tmp_path / "a" / "b", tmp_path / "a") == near
    assert config.find(tmp_path / "a" / "b", tmp_path / "elsewhere") == near


def test_a_file_above_the_repository_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "fslint.toml").write_text("", encoding="utf-8")
    assert config.find(tmp_path / "repo") is None


def test_what_is_shown_reads_back_the_same(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "web").mkdir()
    first = load(
        tmp_path,
        'rules = ["own"]\n[severity]\nFS203 = "warning"\n[per-file-ignores]\n"a b/*" = ["FS1"]\n'
        '[apps.web]\nignore = ["FS2"]\n',
    )
    assert load(tmp_path, show(first)) == first


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = Path(config.__file__).parent / "config.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == schema()


def test_the_schema_takes_and_refuses_what_the_reader_does() -> None:
    validator = Draft202012Validator(schema())
    right = {"select": ["FS1"], "severity": {"FS203": "error"}, "apps": {"web": {"ignore": []}}}
    assert list(validator.iter_errors(right)) == []
    mistakes: list[dict[str, object]] = [
        {"selct": []},
        {"cache": 1},
        {"min-severity": "x"},
        {"apps": {"web": {"x": 1}}},
    ]
    for wrong in mistakes:
        assert len(list(validator.iter_errors(wrong))) == 1


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (["ALL"], [], True),
        (["ALL"], ["FS203"], False),
        (["ALL"], ["FS2"], False),
        (["FS203"], ["FS2"], True),  # the closer one wins
        (["navigate-before-anonymize"], ["FS203"], False),  # a draw: ignore wins
        (["FS1"], [], False),
        (["FS20"], ["FS2"], True),
        ([], [], False),
    ],
)
def test_selection(select: list[str], ignore: list[str], expected: bool) -> None:
    assert is_selected("FS203", "navigate-before-anonymize", select, ignore) is expected


def test_a_prefix_is_no_part_of_a_name() -> None:
    assert specificity("navigate", "FS203", "navigate-before-anonymize") == 0
    assert specificity("", "FS203", "navigate-before-anonymize") == 0


def test_the_pages_name_the_rules() -> None:
    assert rule_names()["FS203"] == "navigate-before-anonymize"


def test_options_lie_over_the_file() -> None:
    base = Config(select=("FS1",), ignore=("FS101",))
    over = config.with_options(base, select=("FS2",), ignore=("FS203",), min_severity=None)
    assert (over.select, over.ignore, over.min_severity) == (
        ("FS2",),
        ("FS101", "FS203"),
        "suggestion",
    )
    with pytest.raises(ConfigError, match=r"--select: no rule is called 'FS999'"):
        config.with_options(base, select=("FS999",))
