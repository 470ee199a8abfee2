"""Templates of Python whose statements are lines of their own: Mako, and Bottle's own ones.

`% if user:` is a statement, `${user.name}` a value of Mako's, and its tags are such as
`<%inherit file="…"/>`. A page that inherits from another is shown where that one calls for its
body. Chameleon has the same values, and shows its pages within others by an attribute.
"""

from __future__ import annotations

import re

LINE = "%"
"""The opener of a line that is a statement, wherever on its line that begins."""
LINE_OPENER = r"(?:^|(?<=\n))[ \t]*%(?![%>])"
BODY = "body"
"""The block that a page is to the template that it inherits from."""
EXPRESSION = "${"
INHERITING = ("<%inherit", LINE)
"""The openers of what says which template a whole page is shown in."""
_OPENING = ("def", "block", "call")
_NAMING = ("inherit", "include", "namespace")
MAKO_TAGS = {
    "<%doc": "</%doc>",
    **{f"<%{word}": ">" for word in (*_OPENING, *_NAMING, "page")},
    **{f"</%{word}": ">" for word in _OPENING},
}
MAKO_HOLES = {**MAKO_TAGS, EXPRESSION: "}", "<%": "%>", LINE: "\n"}
BOTTLE_HOLES = {"{{": "}}", "<%": "%>", LINE: "\n"}
_MAKO = re.compile(
    r"<%(?:inherit|namespace|page|def|include|block)\s|(?:^|(?<=\n))[ \t]*% ?(?:if|for)\b"
)
_FILE = re.compile(r"""\bfile\s*=\s*(?:"[^"]*"|'[^']*')""")
_NAME = re.compile(r"""\bname\s*=\s*["'](\w+)""")
_SHOWN = re.compile(r"\s*!?\s*(?:(?:self|next|caller)\.body\b|base\s*\Z)")
_REBASE = re.compile(r"rebase\s*\(\s*(?=[\"'])")
_LOADED = re.compile(r"load:\s*([\w./-]+)")
_BLOCKS = {"def": "macro", "block": "block", "call": "call"}


def is_mako(text: str) -> bool:
    """Whether a template is written in Mako, as its tags tell."""
    return _MAKO.search(text) is not None


def tag_of(text: str, opener: str, start: int, end: int) -> tuple[str, int, int, str]:
    """What a tag of Mako's does: its kind, the place of the template or of the name that it speaks
    of, and its word, as controls have them."""
    word = opener.strip("</%")
    if opener.startswith("</"):
        return "end", 0, 0, _BLOCKS[word]
    if word in _NAMING:
        named = _FILE.search(text, start, end)
        if named is None:
            return "other", 0, 0, ""
        value = text.index("=", named.start()) + 1
        return "include", value, named.end(), "extends" if word == "inherit" else word
    if word in _OPENING and not text.endswith("/", start, end):
        named = _NAME.search(text, start, end)
        place = (end, end) if named is None else named.span(1)
        return "open", *place, _BLOCKS[word]
    return "other", 0, 0, ""


def loaded(name: str, value: str) -> str:
    """The template that an attribute of Chameleon's shows: `metal:use-macro="load: page.pt"`."""
    found = _LOADED.match(value) if name.endswith("use-macro") else None
    return "" if found is None else found[1]


def rebased(text: str, start: int, end: int) -> int:
    """Where a line of Bottle's names the template that it puts around its page; -1 for others."""
    found = _REBASE.match(text, start, end)
    return -1 if found is None else found.end()


def shows_body(text: str, start: int, end: int) -> bool:
    """Whether a value is the page that inherits from this template."""
    return _SHOWN.match(text, start, end) is not None
