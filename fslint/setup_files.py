"""The files that `fslint init` writes: a commented configuration, a hook, a CI job."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from fslint import __version__
from fslint.config_keys import KEYS, Key
from fslint.findings import App

_WIDTH = 88
_EXAMPLES = {
    "severity": '{ FS203 = "error" }',
    "per-file-ignores": '{ "src/kiosk/**" = ["FS201"] }',
}

HOOK = f"""\
  - repo: local
    hooks:
      - id: fslint
        name: fslint
        entry: fslint check --force-exclude
        language: python
        additional_dependencies: ["fslint=={__version__}"]
        require_serial: true
"""

GITHUB = f"""\
name: fslint
on:
  push:
    branches: [main]
  pull_request:
    branches: ["**"]
permissions:
  contents: read
  security-events: write
jobs:
  fslint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install fslint=={__version__}
      - run: fslint check --format github --format sarif --output-file fslint.sarif
      - if: always()
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: fslint.sarif
"""

GITLAB = f"""\
fslint:
  image: python:3.12
  script:
    - pip install fslint=={__version__}
    - fslint check --format full --format gitlab --output-file fslint.json
  artifacts:
    when: always
    reports:
      codequality: fslint.json
"""


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


def with_hook(text: str) -> str | None:
    """A .pre-commit-config.yaml with the hook added; None where it cannot be added safely.

    The text as it is, where it has the hook already.
    """
    import yaml

    if "id: fslint" in text:
        return text
    if not text.strip():
        return "repos:\n" + HOOK
    changed = text.rstrip("\n") + "\n" + HOOK
    try:
        before: Any = yaml.safe_load(text)
        after: Any = yaml.safe_load(changed)
        repos = [*before["repos"], *yaml.safe_load(HOOK)]
    except (yaml.YAMLError, TypeError, KeyError):
        return None
    return changed if after == {**before, "repos": repos} else None
