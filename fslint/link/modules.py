"""Which file an import names.

JavaScript: relative paths, `tsconfig`/`jsconfig` paths and base URLs, what Babel's resolver is
told, workspace packages, the usual aliases of bundlers. Python: dotted and relative modules. Dart:
relative and `package:` imports. The other languages name types, not files, and need none of this.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection
from functools import cached_property, lru_cache
from typing import Any

from fslint.link.babel import CONFIGS, resolver_aliases

SCRIPT_SUFFIXES = (
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".mts",
    ".cts",
    ".gjs",
    ".gts",
    ".vue",
    ".svelte",
    ".astro",
)
EMBER = "ember-cli-build.js"
VARIANTS = ("", ".web", ".native", ".ios", ".android")
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*[\s\S]*?\*/|,(?=\s*[}\]])')


def loose_json(text: str) -> Any:
    """JSON with comments and trailing commas, as in tsconfig.json; None if it is not even that."""
    strict = _STRING_OR_COMMENT.sub(lambda m: m[0] if m[0][0] == '"' else "", text)
    try:
        return json.loads(strict)
    except ValueError:
        return None


class Modules:
    """Resolves import specifiers among the files of a project.

    `files` are all files of the project, relative with `/`; `read` gives a file's text or None.
    """

    def __init__(self, files: Collection[str], read: Callable[[str], str | None]) -> None:
        self._files = frozenset(files)
        self.read = read
        self.resolve = lru_cache(maxsize=None)(self._resolve_from)
        self._resolve = lru_cache(maxsize=None)(self._resolve_uncached)
        self._aliases = lru_cache(maxsize=None)(self._aliases_uncached)
        self._configured: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def _resolve_from(self, importer: str, module: str) -> tuple[str, ...]:
        """The files that `module`, imported by the file `importer`, may be; () if none is ours."""
        return self._resolve(posixpath.dirname(importer), _family(importer), module)

    def _resolve_uncached(self, folder: str, family: str, module: str) -> tuple[str, ...]:
        if family == "python":
            return self._python(folder, module)
        if family == "dart":
            return self._dart(folder, module)
        if family == "markup":
            found = self._template(folder, module) or self._script(folder, module)
            return found or self._static(folder, module)
        return self._script(folder, module)

    # JavaScript

    def _script(self, folder: str, module: str) -> tuple[str, ...]:
        module = module.split("?", 1)[0]
        if module.startswith("."):
            return self._probe(posixpath.normpath(posixpath.join(folder, module)))
        for candidate in self._aliased(folder, module):
            if found := self._probe(candidate):
                return found
        if found := self._workspace(module):
            return found
        bare = module.lstrip("@~#/") if module[:2] in ("@/", "~/", "#/", "~~", "@@") else ""
        if module.startswith(("$lib/", "$src/")):
            bare = module[1:].removeprefix("src/")
        if module.startswith("/"):
            bare = module.lstrip("/")
        if bare:
            for base in _ancestors(folder):
                for prefix in ("src", "app", "", "public", "static"):
                    if found := self._probe(posixpath.normpath(posixpath.join(base, prefix, bare))):
                        return found
        elif "/" in module and not module.startswith("@"):
            for base in _ancestors(folder):
                if found := self._ember(base, module):
                    return found
                for prefix in ("src", ""):
                    if found := self._probe(
                        posixpath.normpath(posixpath.join(base, prefix, module))
                    ):
                        return found
        return ()

    def _ember(self, base: str, module: str) -> tuple[str, ...]:
        """A module of an Ember app, which calls its folder `app` by the app's own name."""
        if posixpath.join(base, EMBER) not in self._files:
            return ()
        return self._probe(posixpath.join(base, "app", module.partition("/")[2]))

    def _probe(self, path: str) -> tuple[str, ...]:
        if path.startswith(".."):
            return ()
        path = "" if path == "." else path
        if path in self._files and _family(path) in ("script", "markup"):
            return (path,)
        stem, dot, suffix = path.rpartition(".")
        stems = [path]
        if dot and suffix in ("js", "jsx", "mjs", "cjs"):
            stems.append(stem)
        stems.append(posixpath.join(path, "index"))
        for base in stems:
            found = tuple(
                base + variant + end
                for variant in VARIANTS
                for end in SCRIPT_SUFFIXES
                if base + variant + end in self._files
            )
            if found:
                return found
        return ()

    def _aliased(self, folder: str, module: str) -> list[str]:
        candidates = []
        for pattern, targets in self._aliases(folder):
            head, star, tail = pattern.partition("*")
            if not star:
                if module == pattern:
                    candidates += list(targets)
            elif module.startswith(head) and module.endswith(tail):
                rest = module[len(head) : len(module) - len(tail)]
                candidates += [target.replace("*", rest, 1) for target in targets]
        return candidates

    def _aliases_uncached(self, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        for base in _ancestors(folder):
            for name in (
                "tsconfig.json",
                "jsconfig.json",
                "tsconfig.base.json",
                "tsconfig.app.json",
            ):
                path = posixpath.join(base, name)
                aliases = self._config_aliases(path, 0)
                if aliases:
                    return aliases
            for name in CONFIGS:
                path = posixpath.join(base, name)
                text = self.read(path) if path in self._files else None
                if aliases := resolver_aliases(text or "", base):
                    return aliases
        return ()

    def _config_aliases(self, path: str, depth: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        known = self._configured.get(path)
        if known is None:
            self._configured[path] = ()
            known = self._configured[path] = self._read_aliases(path, depth)
        return known

    def _read_aliases(self, path: str, depth: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        text = self.read(path) if path in self._files and depth < 8 else None
        config = loose_json(text) if text else None
        if not isinstance(config, dict):
            return ()
        here = posixpath.dirname(path)
        options = config.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        base = options.get("baseUrl")
        root = posixpath.normpath(posixpath.join(here, base)) if isinstance(base, str) else here
        paths = options.get("paths")
        found: list[tuple[str, tuple[str, ...]]] = []
        if isinstance(paths, dict):
            for pattern, targets in paths.items():
                if isinstance(targets, list):
                    joined = [posixpath.normpath(posixpath.join(root, str(t))) for t in targets]
                    found.append((pattern, tuple(joined)))
        if isinstance(base, str):
            found.append(("*", (posixpath.normpath(posixpath.join(root, "*")),)))
        nested = config.get("extends")
        parents = nested if isinstance(nested, list) else [nested]
        references = config.get("references")
        if isinstance(references, list) and not found:
            parents += [r.get("path") for r in references if isinstance(r, dict)]
        for parent in parents:
            if isinstance(parent, str) and parent.startswith("."):
                joined_path = posixpath.normpath(posixpath.join(here, parent))
                for candidate in (
                    joined_path,
                    joined_path + ".json",
                    joined_path + "/tsconfig.json",
                ):
                    if candidate.endswith(".json") and candidate != path:
                        found += self._config_aliases(candidate, depth + 1)
        return tuple(found)

    def _workspace(self, module: str) -> tuple[str, ...]:
        parts = module.split("/")
        for size in (2, 1):
            name = "/".join(parts[:size])
            folder = self.packages.get(name)
            if folder is None or len(parts) < size:
                continue
            rest = "/".join(parts[size:])
            inner = posixpath.join(folder, rest)
            mains = [posixpath.join(rest, main) for main in self._mains(inner)]
            for place in [rest, f"src/{rest}", f"lib/{rest}", *mains] if rest else mains:
                if found := self._probe(posixpath.normpath(posixpath.join(folder, place))):
                    return found
        return ()

    @cached_property
    def packages(self) -> dict[str, str]:
        """The folders of the packages that a package.json gives a name, by name."""
        packages: dict[str, str] = {}
        for path in sorted(self._files):
            if posixpath.basename(path) == "package.json":
                manifest = loose_json(self.read(path) or "")
                if isinstance(manifest, dict) and isinstance(manifest.get("name"), str):
                    packages.setdefault(manifest["name"], posixpath.dirname(path))
        return packages

    def _mains(self, folder: str) -> list[str]:
        manifest = self._manifest(folder, "package.json")
        packaged = manifest.get("ngPackage") or self._manifest(folder, "ng-package.json")
        library = packaged.get("lib") if isinstance(packaged, dict) else None
        mains = [library.get("entryFile") if isinstance(library, dict) else None]  # Angular's
        mains += [manifest.get(k) for k in ("source", "module", "main", "types")]
        exports = manifest.get("exports")
        if isinstance(exports, dict):
            main = exports.get(".")
            mains += list(main.values()) if isinstance(main, dict) else [main]
        return [m for m in mains if isinstance(m, str)] + ["src/index", "src/main", "index", "lib"]

    def _manifest(self, folder: str, name: str) -> dict[str, Any]:
        path = posixpath.join(folder, name)
        found = loose_json(self.read(path) or "") if path in self._files else None
        return found if isinstance(found, dict) else {}

    # The others

    def _python(self, folder: str, module: str) -> tuple[str, ...]:
        dots = len(module) - len(module.lstrip("."))
        tail = module[dots:].replace(".", "/")
        if dots:
            base = folder
            for _ in range(dots - 1):
                base = posixpath.dirname(base)
            bases = [base]
        else:
            bases = [*_ancestors(folder), *(posixpath.join(b, "src") for b in _ancestors(folder))]
        for base in bases:
            path = posixpath.normpath(posixpath.join(base, tail)) if tail else base
            path = "" if path == "." else path
            for candidate in (path + ".py", posixpath.join(path, "__init__.py")):
                if candidate in self._files:
                    return (candidate,)
        return ()

    def _dart(self, folder: str, module: str) -> tuple[str, ...]:
        if module.startswith("package:"):
            _package, _, rest = module[8:].partition("/")
            for base in _ancestors(folder):
                path = posixpath.join(base, "lib", rest)
                if path in self._files:
                    return (path,)
            return tuple(f for f in self._files if f.endswith(f"{_package}/lib/{rest}"))
        path = posixpath.normpath(posixpath.join(folder, module))
        return (path,) if path in self._files else ()

    def _template(self, folder: str, module: str) -> tuple[str, ...]:
        for base in _ancestors(folder):
            for place in ("", "templates", "views", "app/views", "resources/views"):
                path = posixpath.normpath(posixpath.join(base, place, module))
                if path in self._files:
                    return (path,)
        tail = "/templates/" + module
        return tuple(sorted(f for f in self._files if f.endswith(tail)))

    def _static(self, folder: str, module: str) -> tuple[str, ...]:
        """A script that a page names by its place among the files that a server hands out."""
        name = module.split("?", 1)[0].lstrip("/").removeprefix("static/")
        if not name.endswith((".js", ".mjs")):
            return ()
        for base in _ancestors(folder):
            for place in ("static", "assets", "public"):
                path = posixpath.join(base, place, name)
                if path in self._files:
                    return (path,)
        return tuple(sorted(f for f in self._files if f.endswith("/static/" + name)))


def _ancestors(folder: str) -> list[str]:
    """The folder and all above it, nearest first; '' is the root."""
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found


def _family(path: str) -> str:
    suffix = posixpath.splitext(path)[1]
    if suffix in (".py", ".pyi"):
        return "python"
    if suffix == ".dart":
        return "dart"
    if suffix in (".vue", ".svelte", ".astro"):
        return "script"
    if suffix in SCRIPT_SUFFIXES:
        return "script"
    return "markup"
