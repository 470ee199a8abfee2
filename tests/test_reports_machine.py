"""The reports for machines, each against a reader or a schema of others, and to the letter."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from junitparser import Failure, JUnitXml
from report_samples import FILES, late_anonymize, logout_path, sample, suggestion

from fslint.findings import CRASHED, Edit, NotChecked, Place
from fslint.reports import FORMATS, PATH_FORMATS, Report, render
from fslint.reports.diff import apply_edits
from fslint.reports.fingerprints import fingerprints

ORACLES = Path(__file__).parent / "oracles"
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return sample(tmp_path, late_anonymize(), suggestion())


def document(report: Report, form: str) -> Any:
    return json.loads(render(FORMATS[form], report))


# json


def test_json(report: Report) -> None:
    read = document(report, "json")
    assert (read["version"], read["tool"]["name"]) == (1, "fslint")
    first = read["findings"][0]
    assert {key: first[key] for key in first if key not in ("path", "fixes", "fingerprint")} == {
        "code": "FS203",
        "name": "navigate-before-anonymize",
        "severity": "error",
        "confidence": "high",
        "message": "this anonymize comes after location.href = '/' in line 5: it may never run",
        "help": "Move the anonymize before the navigation.",
        "url": None,
        "file": "src/session.js",
        "line": 6,
        "column": 2,
        "end_line": 6,
        "end_column": 40,
        "entry": {"file": "src/Header.jsx", "line": 3, "name": "logOut", "kind": "manual"},
        "ignored_by": None,
    }
    assert first["path"][1] == {
        "file": "src/session.js",
        "line": 4,
        "column": 8,
        "end_line": 4,
        "end_column": 21,
        "event": "sign_out",
        "text": "signOut(auth)",
        "note": "",
    }
    assert read["findings"][1]["entry"] is None
    assert read["checked"] == {
        "files_seen": 3,
        "files_read": 3,
        "files_parsed": 2,
        "seconds": 0.25,
        "apps": [
            {
                "root": "",
                "sdks": [{"name": "@fullstory/browser", "version": "2.0.3"}],
                "uses_fullstory": True,
                "identifies": False,
            }
        ],
        "not_checked": [],
        "skipped": {},
    }


def test_the_edits_of_json_mend_the_file(report: Report) -> None:
    edits = document(report, "json")["findings"][0]["fixes"][0]["edits"]
    text = FILES["src/session.js"]
    for edit in sorted(edits, key=lambda one: int(one["offset"]), reverse=True):
        text = text[: edit["offset"]] + edit["new_text"] + text[edit["end_offset"] :]
    assert text.splitlines()[3:6] == [
        "\tawait signOut(auth);",
        "\tFS('setIdentity', { anonymous: true });",
        "\tlocation.href = '/';",
    ]


def test_paths_json(report: Report) -> None:
    read = json.loads(render(PATH_FORMATS["json"], report))
    assert (read["version"], read["kinds_not_found"]) == (1, ["account-deletion"])
    violated, covered = read["paths"]
    assert violated["codes"] == ["FS203"]
    assert violated["entry"] == {"file": "src/Header.jsx", "line": 3, "name": "logOut"}
    assert [step["event"] for step in violated["steps"]] == [
        "call",
        "sign_out",
        "leave",
        "anonymize",
    ]
    assert covered["covered_by"] == {"file": "src/Header.jsx", "line": 1, "what": "observer"}


# Fingerprints


def test_a_fingerprint_does_not_depend_on_lines() -> None:
    moved = late_anonymize()
    moved.place = Place("src/session.js", 0, 1)
    assert fingerprints([moved]) == fingerprints([late_anonymize()])
    other = late_anonymize()
    other.identity = ("FS203", "src/session.js", "logOut", "signOut", "2")
    assert fingerprints([other]) != fingerprints([moved])


def test_two_findings_never_share_one() -> None:
    assert len(set(fingerprints([late_anonymize(), late_anonymize(), suggestion()]))) == 3


# SARIF


@pytest.mark.oracle
def test_sarif_is_valid(tmp_path: Path) -> None:
    command = ["node", str(ORACLES / "sarif_schema.mjs")]
    schema = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    ignored = late_anonymize()
    ignored.ignored_by = Place("src/session.js", 0, 6)
    report = sample(tmp_path, late_anonymize(), suggestion())
    report.chosen.shown.append(ignored)
    report.result.checked.not_checked = [NotChecked("a b.js", "binary")]
    assert list(Draft7Validator(schema).iter_errors(document(report, "sarif"))) == []


def test_sarif(report: Report) -> None:
    report.result.checked.not_checked = [NotChecked("a b.js", "binary")]
    (run,) = document(report, "sarif")["runs"]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "FS203"
    assert result["level"] == "error"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/session.js", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 6, "startColumn": 2, "endLine": 6, "endColumn": 40},
            }
        }
    ]
    flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in flow] == [
        "(1) goes into logOut",
        "(2) signs the user out",
        "(3) leaves the page or app",
        "(4) releases the identity",
    ]
    replacements = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacements[0] == {
        "deletedRegion": {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 1},
        "insertedContent": {"text": "\tFS('setIdentity', { anonymous: true });\n"},
    }
    assert run["results"][1]["level"] == "note"
    assert "codeFlows" not in run["results"][1]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "Not checked: binary"
    assert "uri': 'a%20b.js" in str(notification)
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_says_where_we_failed(report: Report) -> None:
    report.result.checked.not_checked = [NotChecked("a.js", f"{CRASHED}: boom")]
    (invocation,) = document(report, "sarif")["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


def test_sarif_says_what_is_ignored(tmp_path: Path) -> None:
    finding = late_anonymize()
    finding.ignored_by = Place("src/session.js", 0, 6)
    report = sample(tmp_path, finding)
    report.chosen.shown.append(finding)
    (result,) = document(report, "sarif")["runs"][0]["results"]
    assert [one["kind"] for one in result["suppressions"]] == ["inSource"]


# GitHub


def test_github(report: Report) -> None:
    lines = render(FORMATS["github"], report).splitlines()
    place = "file=src/session.js,line=6,endLine=6,col=2,endColumn=40"
    assert lines == [
        f"::error {place},title=FS203 navigate-before-anonymize::this anonymize comes after "
        "location.href = '/' in line 5: it may never run%0A"
        "(1) src/Header.jsx:3:46 goes into logOut%0A"
        "(2) src/session.js:4:8 signs the user out%0A"
        "(3) src/session.js:5:2 leaves the page or app%0A"
        "(4) src/session.js:6:2 releases the identity%0A"
        "Move the anonymize before the navigation.",
        f"::notice {place},title=FS208 missing-logout-event::no event is sent before this anonymize"
        "%0ASend an event first.",
        "Found 1 error and 1 suggestion. Can be fixed: 1 (--fix). Checked 3 files (2 parsed, 1 app "
        "with Fullstory) in 0.2 s.",
    ]


def test_github_escapes(tmp_path: Path) -> None:
    finding = suggestion()
    finding.message = "100%\r\n::error::no"
    finding.name = "a:b,c"
    finding.help = ""
    finding.place = Place("src/session.js", 0, len(FILES["src/session.js"]))
    (line,) = render(FORMATS["github"], sample(tmp_path, finding, quiet=True)).splitlines()
    assert line == (
        "::notice file=src/session.js,line=1,endLine=8,title=FS208 a%3Ab%2Cc::"
        "100%25\\r%0A::error::no"
    )


# GitLab


def test_gitlab(report: Report) -> None:
    assert document(report, "gitlab") == [
        {
            "type": "issue",
            "categories": ["Security"],
            "description": "FS203 navigate-before-anonymize: this anonymize comes after "
            "location.href = '/' in line 5: it may never run",
            "check_name": "FS203",
            "fingerprint": fingerprints([late_anonymize()])[0],
            "severity": "major",
            "location": {"path": "src/session.js", "lines": {"begin": 6, "end": 6}},
        },
        {
            "type": "issue",
            "categories": ["Security"],
            "description": "FS208 missing-logout-event: no event is sent before this anonymize",
            "check_name": "FS208",
            "fingerprint": fingerprints([suggestion()])[0],
            "severity": "info",
            "location": {"path": "src/session.js", "lines": {"begin": 6, "end": 6}},
        },
    ]


def test_gitlab_is_valid(tmp_path: Path) -> None:
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    twice = suggestion()
    twice.message, twice.place = "of two\nlines", Place("src/session.js", 0, 6)
    violations = document(sample(tmp_path, late_anonymize(), suggestion(), twice), "gitlab")
    assert list(Draft7Validator(schema).iter_errors(violations)) == []
    assert len({one["fingerprint"] for one in violations}) == len(violations) == 3
    assert document(sample(tmp_path), "gitlab") == []


# JUnit


def test_junit_is_read_by_others(report: Report) -> None:
    suites = JUnitXml.fromstring(render(FORMATS["junit"], report).encode())
    assert (suites.tests, suites.failures, suites.errors) == (2, 1, 0)
    (suite,) = suites
    assert (suite.name, suite.tests, suite.failures) == ("src/session.js", 2, 1)
    failed, passed = suite
    assert failed.name == "FS203 navigate-before-anonymize src/session.js:6:2"
    (failure,) = failed.result
    assert isinstance(failure, Failure)
    assert failure.type == "error"
    assert failure.text.splitlines()[1] == "(1) src/Header.jsx:3:46 goes into logOut: logOut"
    assert (passed.result, passed.system_out.splitlines()[0]) == (
        [],
        "no event is sent before this anonymize",
    )


def test_junit_of_a_clean_run_has_a_case_that_passes(tmp_path: Path) -> None:
    suites = JUnitXml.fromstring(render(FORMATS["junit"], sample(tmp_path)).encode())
    assert (suites.tests, suites.failures) == (1, 0)


def test_junit_stays_well_formed(tmp_path: Path) -> None:
    finding = late_anonymize()
    finding.message = "\x00 <&> \x1b \ud800"
    text = render(FORMATS["junit"], sample(tmp_path, finding))
    assert ElementTree.fromstring(text).get("failures") == "1"


# Reviewdog


def test_rdjson(report: Report) -> None:
    first = document(report, "rdjson")["diagnostics"][0]
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "FS203"}
    assert first["location"] == {
        "path": "src/session.js",
        "range": {"start": {"line": 6, "column": 2}, "end": {"line": 6, "column": 40}},
    }
    assert first["suggestions"] == [
        {
            "range": {"start": {"line": 5, "column": 1}, "end": {"line": 7, "column": 1}},
            "text": "\tFS('setIdentity', { anonymous: true });\n\tlocation.href = '/';\n",
        }
    ]
    assert len(first["related_locations"]) == 4


def test_rdjson_counts_bytes(tmp_path: Path) -> None:
    finding = suggestion()
    start = FILES["src/Header.jsx"].index("</button>")
    finding.place = Place("src/Header.jsx", start, start + 1)
    (one,) = document(sample(tmp_path, finding), "rdjson")["diagnostics"]
    line = FILES["src/Header.jsx"].splitlines()[2]
    before = line[: line.index("</button>")]
    assert one["location"]["range"]["start"] == {"line": 3, "column": len(before.encode()) + 1}
    assert len(before.encode()) > len(before)


def test_rdjson_offers_no_fix_that_reaches_into_another_file(tmp_path: Path) -> None:
    finding = late_anonymize()
    fix = finding.fixes[0]
    elsewhere = Edit(Place("src/Header.jsx", 0, 0), "")
    finding.fixes = (fix._replace(edits=(*fix.edits, elsewhere)),)
    (one,) = document(sample(tmp_path, finding), "rdjson")["diagnostics"]
    assert "suggestions" not in one


@pytest.mark.oracle
def test_rdjson_is_valid(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text(render(FORMATS["rdjson"], report), encoding="utf-8")
    command = [ORACLES / "node_modules" / ".bin" / "rdformat-validator", file]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


# Mermaid


def test_mermaid(tmp_path: Path) -> None:
    report = sample(tmp_path)
    path = logout_path()
    report.result.paths = [path]
    step = path.steps[1]._replace(text='say("<a>#1")')
    path.steps = (step,)
    assert render(PATH_FORMATS["mermaid"], report).splitlines() == [
        "flowchart TD",
        '  subgraph p1 [".: manual logout"]',
        '    p1e(["logOut<br>src/Header.jsx:3:46"])',
        '    p1s1["sign_out: say(&quot;&lt;a&gt;&#35;1&quot;)"]',
        "    p1e --> p1s1",
        '    p1v{{"violated"}}:::violated',
        "    p1s1 --> p1v",
        "  end",
        "  classDef violated fill:#ffd9d6,stroke:#b42318",
    ]


def test_edits_are_applied_in_any_order() -> None:
    edits = [Edit(Place("a", 4, 5), "E"), Edit(Place("a", 0, 0), "<"), Edit(Place("a", 1, 2), "")]
    assert apply_edits("abcde", edits) == "<acdE"
