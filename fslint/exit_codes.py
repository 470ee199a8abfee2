"""What the process says with its exit code: the one place where the numbers stand."""

CLEAN = 0
"""Nothing was found that fails a run."""

FINDINGS = 1
"""At least one error or warning (or, for `paths --strict`, a path that is not proven)."""

BROKEN = 2
"""The options, the configuration or fslint itself are at fault, or a file made it fail."""

NOTHING_CHECKED = 3
"""There was no file to check: no pass, but no finding either."""
