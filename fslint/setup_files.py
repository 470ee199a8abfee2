"""The files that `fslint init` writes: a commented configuration, a hook, a CI job."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from fslint import __version__
from fslint.config_keys import KEYS, Key
from fslint.findings import App
from fslint.origin import Origin

_WIDTH = 88
_EXAMPLES = {
    "severity": '{ FS203 = "error" }',
    "per-file-ignores": '{ "src/kiosk/**" = ["FS201"] }',
}

_REPOSITORY = """\
  - repo: {origin.repository}{remark}
    rev: {origin.revision}
    hooks:
      - id: fslint
"""
_HERE = "  # a folder of this machine; write an address that others reach, too"
_PACKAGE = """\
  - repo: local
    hooks:
      - id: fslint
        name: fslint
        entry: fslint check --force-exclude
        language: python
        additional_dependencies: ["{origin.requirement}"]
        types: [text]
        require_serial: true
"""

_GITHUB = """\
name: fslint
on:
  push:
    branches: [main, master]
  pull_request:
permissions: {{}}
jobs:
  fslint:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write  # for the upload to code scanning
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
{remark}      - run: pip install "{requirement}"
      - run: fslint check --format github --format sarif --output-file fslint.sarif
      # Code scanning is there for public repositories, and for others with GitHub Code Security.
      # Without it, take this step out: the annotations are written all the same.
      - if: always()
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: fslint.sarif
"""

_GITLAB = """\
fslint:
  image: python:3.12
  script:
{remark}    - pip install "{requirement}"
    - fslint check --format full --format gitlab --output-file fslint.json
  artifacts:
    when: always
    reports:
      codequality: fslint.json
"""
_JOBS = {"github": (_GITHUB, " " * 6), "gitlab": (_GITLAB, " " * 4)}
_FILL_IN = (
    "# To fill in: this fslint came from a folder of one machine. Write where the job can have it",
    "# from: an address of its git repository, or its name and version in a package index.",
)


def hook(origin: Origin) -> str:
    """The entry for pre-commit's `repos`."""
    if not origin.repository:
        return _PACKAGE.format(origin=origin)
    return _REPOSITORY.format(origin=origin, remark="" if origin.shared else _HERE)


def job(kind: str, origin: Origin) -> str:
    """The CI job of a kind (`github`, `gitlab`), with a place to fill in where another machine
    cannot reach what fslint was installed from."""
    text, indent = _JOBS[kind]
    remark, requirement = "", origin.requirement
    if not origin.shared:
        remark = "".join(f"{indent}{line}\n" for line in _FILL_IN)
        revision = origin.revision or f"v{__version__}"
        requirement = f"fslint @ git+https://YOUR-HOST/fslint@{revision}"
    return text.format(remark=remark, requirement=requirement)


def configuration(apps: Sequence[App]) -> str:
    """A fslint.toml with every key, its meaning and its default, all commented out; and a table
    for each app where there are several."""
    lines = ["# Every setting of fslint, with its default. `fslint config check` checks this file."]
    for key in KEYS:
        if key.kind != "apps":
            lines += ["", *(f"# {line}" for line in wrap(key.help, _WIDTH)), f"# {_default(key)}"]
    if len(apps) > 1:
        lines += ["", "# Settings of one app; they go over those above."]
        for app in apps:
            lines += [f"# [apps.{json.dumps(app.root or '.')}]", "# ignore = []"]
    return "\n".join(lines) + "\n"


def _default(key: Key) -> str:
    value = _EXAMPLES.get(key.name) or json.dumps(key.default)
    return f"{key.name} = {value}"


def with_hook(text: str, entry: str) -> str | None:
    """A .pre-commit-config.yaml with the hook's entry added; None where it cannot be added safely.

    The text as it is, where it has the hook already.
    """
    import yaml

    if "id: fslint" in text:
        return text
    if not text.strip():
        return "repos:\n" + entry
    changed = text.rstrip("\n") + "\n" + entry
    try:
        before: Any = yaml.safe_load(text)
        after: Any = yaml.safe_load(changed)
        repos = [*before["repos"], *yaml.safe_load(entry)]
    except (yaml.YAMLError, TypeError, KeyError):
        return None
    return changed if after == {**before, "repos": repos} else None
