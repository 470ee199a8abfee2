"""The settings in force, as a TOML file that would give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fslint.config import AppConfig, Config
from fslint.config_keys import APP_KEYS, KEYS, Key


def show(config: Config) -> str:
    """Every key with its value; the first line says where they come from."""
    lines = [f"# from {config.path}" if config.path else "# the defaults"]
    tables: list[str] = []
    for key in KEYS:
        value = getattr(config, key.field)
        if key.kind == "apps":
            for folder, app in value.items():
                tables += ["", f"[apps.{json.dumps(folder)}]", *_app(app)]
        elif isinstance(value, Mapping):
            if value:
                tables += ["", f"[{key.name}]", *_entries(value)]
        else:
            lines.append(f"{key.name} = {_value(value)}")
    return "".join(line + "\n" for line in [*lines, *tables])


def _app(app: AppConfig) -> list[str]:
    return [f"{key.name} = {_value(_of(app, key))}" for key in APP_KEYS]


def _of(app: AppConfig, key: Key) -> Any:
    return getattr(app, key.field)


def _entries(table: Mapping[str, Any]) -> list[str]:
    return [f"{json.dumps(name)} = {_value(value)}" for name, value in table.items()]


def _value(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
