"""An ignore comment is heard in every language's own comment syntax, by the whole engine."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts

IGNORE = "fslint: ignore[{}] -- as it should be"
WEB = "FS('setIdentity', { uid: null });"
HEAD = "import { FullStory } from '@fullstory/browser';\n"
IN_JSX = "<b onClick={() => FullStory('setIdentity', { uid: null })} />"

CASES = [
    ("a.js", f"// IGNORE\n{WEB}\n"),
    ("a.js", f"/* IGNORE */\n{WEB}\n"),
    ("a.js", f"/**\n * IGNORE\n */\n{WEB}\n"),
    ("a.js", f"{WEB} // IGNORE\n"),
    ("a.ts", f"//IGNORE\n{WEB}\n"),
    ("a.jsx", f"{HEAD}const A = () => <p>\n  {{/* IGNORE */}}\n  {IN_JSX}\n</p>;\n"),
    ("a.jsx", f"{HEAD}const A = () => <p>\n  {{/*\n    IGNORE\n  */}}\n  {IN_JSX}\n</p>;\n"),
    ("a.tsx", f"{HEAD}const A = () => <p>\n  {IN_JSX} {{/* IGNORE */}}\n</p>;\n"),
    ("a.html", f"<!-- IGNORE -->\n<a onclick=\"{WEB}\">x</a>\n"),
    ("a.html", f"<!--\n  IGNORE\n-->\n<a onclick=\"{WEB}\">x</a>\n"),
    ("a.html", f"<script>\n// IGNORE\n{WEB}\n</script>\n"),
    ("a.vue", f"<template>\n  <!-- IGNORE -->\n  <a @click=\"{WEB}\">x</a>\n</template>\n"),
    ("a.vue", f"<script setup>\n// IGNORE\n{WEB}\n</script>\n"),
    ("a.svelte", f"<!-- IGNORE -->\n<a on:click={{() => {{ {WEB} }}}}>x</a>\n"),
    ("a.astro", f"---\n---\n<script>\n// IGNORE\n{WEB}\n</script>\n"),
    ("a.jinja", f"{{# IGNORE #}}\n<script>{WEB}</script>\n"),
    ("a.twig", f"{{#- IGNORE -#}}\n<script>{WEB}</script>\n"),
    ("a.hbs", f"{{{{!-- IGNORE --}}}}\n<script>{WEB}</script>\n"),
    ("a.mustache", f"{{{{! IGNORE }}}}\n<script>{WEB}</script>\n"),
    ("a.ejs", f"<%# IGNORE %>\n<script>{WEB}</script>\n"),
    ("a.html.erb", f"<%# IGNORE -%>\n<script>{WEB}</script>\n"),
    ("a.py", f"# IGNORE\nPAGE = \"<script>{WEB}</script>\"\n"),
    ("a.py", f"PAGE = \"<script>{WEB}</script>\"  # IGNORE\n"),
    ("a.swift", "import FullStory\nfunc a() {\n  // IGNORE\n  FS.identify(\"\")\n}\n"),
    ("a.swift", "import FullStory\nfunc a() {\n  FS.identify(\"\") // IGNORE\n}\n"),
    ("a.m", "void a(void) {\n  // IGNORE\n  [FS identify:@\"\"];\n}\n"),
    ("a.kt", "import com.fullstory.FS\nfun a() {\n  // IGNORE\n  FS.identify(\"\")\n}\n"),
    ("A.java", "import com.fullstory.FS;\nclass A {\n void a() {\n  /* IGNORE */\n"
               "  FS.identify(\"\");\n }\n}\n"),
    ("a.dart", "import 'package:fullstory_flutter/fs.dart';\nvoid a() {\n  // IGNORE\n"
               "  FS.identify('');\n}\n"),
    ("a.yaml", f"# IGNORE\nlogout: \"{WEB}\"\n"),
    ("a.yml", f"a:\n  - \"# no comment\"\n  # IGNORE\n  - \"{WEB}\"\n"),
    ("a.yaml", f"a: |\n  # no comment\n  text\n# IGNORE\nb: \"{WEB}\"\n"),
    ("a.yaml", f"logout: \"{WEB}\"  # IGNORE\n"),
    ("a.toml", f"# IGNORE\nlogout = \"{WEB}\"\n"),
    ("a.toml", f"logout = \"{WEB}\" # IGNORE\n"),
    ("a.json", f'{{\n  "url": "http://a/*",\n  // IGNORE\n  "logout": "{WEB}"\n}}\n'),
    ("a.xml", f"<a>\n  <!-- IGNORE -->\n  <b>{WEB}</b>\n</a>\n"),
]  # fmt: skip


def found(name: str, text: str) -> list[tuple[str, bool]]:
    """The codes of the findings, and which of them a comment hides."""
    findings = check_texts({name: text}).findings
    return [(finding.code, finding.ignored_by is not None) for finding in findings]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_it_is_heard(name: str, text: str) -> None:
    code = "FS401" if name.endswith((".yaml", ".yml", ".toml", ".json", ".xml")) else "FS101"
    assert found(name, text.replace("IGNORE", "a comment")) == [(code, False)]
    assert found(name, text.replace("IGNORE", IGNORE.format(code))) == [(code, True)]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_one_for_another_rule_is_unused(name: str, text: str) -> None:
    codes = [code for code, _ in found(name, text.replace("IGNORE", IGNORE.format("FS303")))]
    assert sorted(codes)[1:] == ["FS901"]


@pytest.mark.parametrize(
    "text",
    [
        'a: "# IGNORE"\n',
        "a: |\n  # IGNORE\n  text\n",
    ],
)
def test_what_is_no_comment_of_yaml_says_nothing(text: str) -> None:
    said = text.replace("IGNORE", IGNORE.format("FS401")) + f'b: "{WEB}"\n'
    assert found("a.yaml", said) == [("FS401", False)]
