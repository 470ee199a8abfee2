"""The configuration's keys: one table that validation, the JSON schema and the docs share."""

from __future__ import annotations

from typing import Any, NamedTuple

from fslint.findings import CONFIDENCES, SEVERITIES
from fslint.sources import DEFAULT_MAX_BYTES


class Key(NamedTuple):
    """One key. `kind` names its shape in `SHAPES`; `default` is as in a TOML file."""

    name: str
    kind: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The attribute of `Config` that holds it."""
        return self.name.replace("-", "_")


KEYS = (
    Key("select", "rules", ["ALL"], "Rules to run: codes, code prefixes, names, or ALL."),
    Key("ignore", "rules", [], "Rules not to run; the more specific of select and ignore wins."),
    Key("severity", "severities", {}, "Severity of a rule, in place of its own."),
    Key(
        "min-severity",
        "choice",
        "suggestion",
        "Show findings of this severity or above.",
        SEVERITIES,
    ),
    Key(
        "min-confidence",
        "choice",
        "medium",
        "Show findings of this confidence or above.",
        CONFIDENCES,
    ),
    Key(
        "include",
        "globs",
        [],
        "Files to check though they look like tests, builds or vendored "
        "code; patterns as in .gitignore.",
    ),
    Key("exclude", "globs", [], "Files never to check; patterns as in .gitignore."),
    Key(
        "per-file-ignores",
        "rules-by-glob",
        {},
        "Rules not to run on the files that match a pattern.",
    ),
    Key("rules", "folders", [], "Folders of your own rule pages."),
    Key("vocabulary", "folders", [], "Folders of your own vocabulary files."),
    Key("namespace", "string", "FS", "The global name that the Fullstory snippet is given."),
    Key(
        "assume-fullstory",
        "flag",
        False,
        "Check as if every app used Fullstory and identified its users.",
    ),
    Key(
        "releasers",
        "callees",
        [],
        "Your own functions that release the identity, by callee: 'session.forget', '*.clearUser'.",
    ),
    Key("sign-outs", "callees", [], "Your own functions that sign the user out, by callee."),
    Key("apps", "apps", {}, "Settings of one app in a repository of several, by its folder."),
    Key("max-file-size", "size", DEFAULT_MAX_BYTES, "Bytes above which a file is not read."),
    Key("cache", "flag", True, "Keep what was read of each file on disk for the next run."),
)

APP_KEYS = (
    Key("severity", "severities", {}, "Severity of a rule in this app."),
    Key("ignore", "rules", [], "Rules not to run in this app."),
    Key(
        "assume-fullstory",
        "flag",
        False,
        "Check as if this app used Fullstory and identified its users.",
    ),
)

_STRINGS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_SEVERITIES = {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}}

SHAPES: dict[str, dict[str, Any]] = {
    "rules": _STRINGS,
    "globs": _STRINGS,
    "callees": _STRINGS,
    "folders": _STRINGS,
    "severities": _SEVERITIES,
    "choice": {},
    "rules-by-glob": {"type": "object", "additionalProperties": _STRINGS},
    "string": {"type": "string", "minLength": 1},
    "flag": {"type": "boolean"},
    "size": {"type": "integer", "minimum": 1},
}


def _object(keys: tuple[Key, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: _property(key) for key in keys},
    }


def _property(key: Key) -> dict[str, Any]:
    if key.kind == "apps":
        shape: dict[str, Any] = {"type": "object", "additionalProperties": _object(APP_KEYS)}
    elif key.kind == "choice":
        shape = {"enum": list(key.choices)}
    else:
        shape = SHAPES[key.kind]
    return {"description": key.help, **shape, "default": key.default}


def schema() -> dict[str, Any]:
    """The JSON schema of `fslint.toml`, which is also that of `[tool.fslint]`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fslint configuration",
        **_object(KEYS),
    }
