"""The folders and aliases that Babel's module resolver is told of, as many React Native apps do:

`['module-resolver', { root: ['./src'], alias: { '@api': './src/api' } }]`.
"""

from __future__ import annotations

import posixpath
import re

CONFIGS = ("babel.config.js", "babel.config.cjs", "babel.config.json", ".babelrc", ".babelrc.js")
LONGEST = 6000
_ROOTS = re.compile(r"""\broot['"]?\s*:\s*(\[[^\]]*\]|['"][^'"\n]*['"])""")
_ALIASES = re.compile(r"""\balias['"]?\s*:\s*\{([^}]*)\}""")
_STRING = re.compile(r"""['"]([^'"\n]+)['"]""")
_PAIR = re.compile(r"""(?:^|[\s,{'"])([@~\w][\w./@-]*)['"]?\s*:\s*['"](\.[^'"\n]*)['"]""")

Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def resolver_aliases(text: str, folder: str) -> Aliases:
    """The patterns of modules, each with the paths that it stands for, in the text of a settings
    file that stands in `folder`; an alias before a root."""
    start = text.find("module-resolver")
    told = text[start : start + LONGEST] if start >= 0 else ""
    found: list[tuple[str, tuple[str, ...]]] = []
    for name, path in _PAIR.findall(block[1]) if (block := _ALIASES.search(told)) else ():
        target = posixpath.normpath(posixpath.join(folder, path))
        found += [(name, (target,)), (f"{name}/*", (f"{target}/*",))]
    for path in _STRING.findall(roots[1]) if (roots := _ROOTS.search(told)) else ():
        found.append(("*", (posixpath.normpath(posixpath.join(folder, path, "*")),)))
    return tuple(found)
