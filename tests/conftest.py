"""What all tests share: an environment of their own, and the oracles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# What a test asserts of time it measures itself; a busy machine is no failure.
settings.register_profile("fslint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fslint")

ORACLES = Path(__file__).parent / "oracles" / "node_modules"
_SCRUBBED = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "GITHUB_ACTIONS")


@pytest.fixture(scope="session")
def _cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, _cache_folder: Path) -> None:
    """No test depends on the terminal, the CI or the home folder that it happens to run in."""
    for name in _SCRUBBED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FSLINT_CACHE_DIR", str(_cache_folder))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs an oracle that is not installed; in CI such a test runs, and fails."""
    if ORACLES.is_dir() or os.environ.get("CI"):
        return
    kept = [item for item in items if not item.get_closest_marker("oracle")]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
