"""Where the rule pages and the vocabulary live.

They are the same files in a checkout (`rules/` beside the package) and in an installed copy
(`fslint/_rules`, put there when the wheel is built).
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    """The folder of the built-in rule pages, `FS203-navigate-before-anonymize.md` and so on."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def vocabulary_dir() -> Path:
    """The folder of the built-in vocabulary, one `.toml` file per SDK or framework."""
    return rules_dir() / "vocabulary"
