"""Hooks of mkdocs: the rule pages become part of the site, and fences what Markdown reads."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"

_DEFINITION = re.compile(r"\A(# [^\n]*\n)\s*```toml\n.*?\n```\n", re.DOTALL)
_FENCE = re.compile(r"(`{3,})([\w+-]*)(.*)")
_TITLE = re.compile(r'title="([^"]*)"')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every rule page into the navigation."""
    pages = sorted(page.name for page in RULES.glob("FS*.md"))
    assert config.nav is not None
    config.nav.insert(2, {"Rules": [f"rules/{name}" for name in pages]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the rule pages to the site's files."""
    for page in sorted(RULES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        files.append(File.generated(config, f"rules/{page.name}", content=shown(text)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Write links as the site has them, and fences without the words that only our tests read."""
    return plain_fences(site_links(markdown))


def shown(text: str) -> str:
    """A rule page without its definition, and with what that says to readers in its place."""
    from tomli import loads

    found = _DEFINITION.match(text)
    if not found:
        return text
    rule = loads(found[0].partition("```toml\n")[2].rpartition("```")[0])
    head = [
        found[1],
        f"*{rule['severity']}* on {', '.join(rule['platforms'])}; since {rule['since']}",
        rule["summary"],
        f"**Why.** {rule['why']}",
        f"**What to do.** {rule['help']}",
    ]
    return "\n\n".join(head) + "\n" + text[found.end() :]


def site_links(markdown: str) -> str:
    """Links out of the folder docs, made to lead to the same page on the site, or to no page."""
    markdown = re.sub(r"\]\(\.\./(rules/[\w-]+\.md)", r"](\1", markdown)
    return re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", r"\1", markdown)


def plain_fences(markdown: str) -> str:
    """Fences with the language alone; a file's name stands above its block."""
    lines, fence = [], ""
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif mark:
            fence = mark[1]
            title = _TITLE.search(mark[3])
            if title:
                lines += [f"`{title[1]}`", ""]
            line = mark[1] + mark[2]
        lines.append(line)
    return "\n".join(lines) + "\n"
