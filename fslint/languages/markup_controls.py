"""What a template tag does: gives a value, opens or closes a branch, includes another template."""

from __future__ import annotations

import re
from typing import NamedTuple

from fslint.flow import Name, Op, Value
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_lines import EXPRESSION, LINE, MAKO_TAGS, rebased, tag_of
from fslint.languages.markup_pieces import Hole
from fslint.languages.markup_source import BOTTLE, Source


class Control(NamedTuple):
    """A template tag, understood.

    `kind`: value (`start` to `end` is an expression), if, elif, else, end, open (a block that is
    no branch), include (the expression names a template), comment, other. `word`: the tag's own
    word, as far as it matters; the kind of block that an `end` closes, '' for any. `negated`:
    `unless`. `opens`: a value that opens a block as well (`form_for … do |f|`).
    """

    kind: str
    start: int = 0
    end: int = 0
    word: str = ""
    negated: bool = False
    opens: bool = False


_WORD = re.compile(r"\s*([A-Za-z_]\w*)?\s*")
_BRANCHES = {"if": False, "unless": True, "auth": False, "guest": True, "isset": False}
_ELSE_IF = frozenset({"elif", "elsif", "elseif"})
_BLOCKS = frozenset(
    {
        "for",
        "case",
        "foreach",
        "forelse",
        "while",
        "switch",
        "tablerow",
        "empty",
        "range",
        "block",
        "macro",
        "call",
    }
)
_INCLUDES = frozenset(
    {"extends", "include", "includeIf", "layout", "embed", "component", "import", "from"}
)
_WHOLE_BLOCK = re.compile(r"[\w.-]+(?: +(?:scoped|required)){0,2}$")
_GO_OPEN = re.compile(r"(range|with|block|define)\s")
_GO_INCLUDE = re.compile(r"(template|partial)\s+(?=\")")
_CALL_INCLUDE = re.compile(
    r"(?:include|render|partial|Html\.Partial|Html\.PartialAsync|Html\.RenderPartial)"
    r"(?:\s*\(\s*|\s+)(?:partial:\s*|template:\s*)?(?=[\"'])"
)
_URL = re.compile(r"(?<=value=)(?:\"[^\"]*\"|'[^']*')")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
"""The address in a tag of JSP's, or of FreeMarker's macros: `<c:url value="/logout" />`."""
_SLOT = re.compile(r"\w+\.with_\w+\(")
"""A slot of a component that is filled."""
_DO = re.compile(r"(?:\bdo(?:\s*\|[^|\n]*\|)?|\bfn\s[^>\n]*->|\{|=>)\s*$")
_CODE_ELSE_IF = re.compile(r"\}?\s*(?:else\s*if|elseif|elsif)\b\s*")
_CODE_IF = re.compile(r"(if|unless)\b\s*")
_CODE_ELSE = re.compile(r"\}?\s*else\b\s*[{:]?\s*$")
_CODE_END = re.compile(r"(?:end(?:if|for|foreach|while|switch)?\b|\})[\s;)]*$")
_CODE_OPEN = re.compile(r"(?:while|until|for|foreach|case|begin|switch)\b")
_PHP_INCLUDE = re.compile(r"(?:include|require)(?:_once)?\b\s*\(?\s*(?=[\"'])")
_LONGEST_TAIL = 200


def understand(source: Source, hole: Hole) -> Control:
    """What the template tag `hole` does."""
    text = source.text
    start, end = hole.inner, hole.inner_end
    while start < end and (text[start].isspace() or text[start] in "-~+"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-~+;"):
        end -= 1
    opener = hole.opener
    if opener in ("{#", "{{!--", "{{--", "<%--", "@*"):
        return Control("comment")
    if opener in MAKO_TAGS:
        return (
            Control("comment") if opener == "<%doc" else Control(*tag_of(text, opener, start, end))
        )
    if opener == LINE:
        around = rebased(text, start, end)
        return (
            _code(text, start, end) if around == -1 else Control("include", around, end, "extends")
        )
    if opener in ("{{{", "{!!", EXPRESSION):
        return Control("value", start, end)
    if opener.endswith("url"):
        named = _URL.search(text, start, end) or _QUOTED.search(text, start, end)
        return Control("value", *named.span()) if named else Control("other")
    if opener == "{%":
        return _tag(text, start, end)
    if opener == "@":
        return _at(text, start, end, source.dialect.directives)
    if opener == "{{":
        raw = source.dialect is BOTTLE and text.startswith("!", start)
        return Control("value", start + 1, end) if raw else _moustache(text, start, end)
    if opener == "<?":
        return _php(text, start, end)
    return _percent(text, hole, start, end)


def read_test(source: Source, control: Control) -> Value:
    """What an `if` or `elif` tests; Blade's `@auth` and `@guest` test the user."""
    if control.word in ("auth", "guest"):
        value: Value = Name(source.span(control.start, control.end), "user")
    else:
        value = read_expression(source, control.start, control.end)
    return Op(value.span, "!", (value,)) if control.negated else value


def _word(text: str, start: int, end: int) -> tuple[str, int]:
    match = _WORD.match(text, start, end)
    return (match[1] or "", match.end()) if match else ("", start)


def _tag(text: str, start: int, end: int) -> Control:
    word, rest = _word(text, start, end)
    if word == "comment":
        return Control("comment")
    if word in _INCLUDES or word == "render":
        return Control("include", rest, end, word)
    if word == "block" and not _WHOLE_BLOCK.match(text[rest:end]):
        return Control("other")  # Twig's `{% block title 'Home' %}`, which nothing closes
    return _branch(word, rest, end) or Control("value", start, end)


def _branch(word: str, rest: int, end: int) -> Control | None:
    if word in _BRANCHES:
        return Control("if", rest, end, word, _BRANCHES[word])
    if word in _ELSE_IF:
        return Control("elif", rest, end)
    if word == "else":
        return Control("else")
    if word in _BLOCKS:
        return Control("open", rest, end, word)
    if word.startswith("end") and (word[3:] in _BLOCKS or word[3:] in _BRANCHES):
        return Control("end", word=word[3:])
    return None


def _at(text: str, start: int, end: int, blade: frozenset[str]) -> Control:
    include = _CALL_INCLUDE.match(text, start, end)
    if include:
        return Control("include", include.end(), end - 1)
    if not blade:
        return Control("value", start, end)
    word, rest = _word(text, start, end)
    if text.startswith("(", rest):
        rest, end = rest + 1, end - 1
    if word in _INCLUDES:
        return Control("include", rest, end)
    if word in ("json", "js"):
        return Control("value", rest, end)
    if word in ("auth", "guest"):
        return Control("if", start, start + len(word), word, word == "guest")
    return _branch(word, rest, end) or Control("value", start, end)


def _moustache(text: str, start: int, end: int) -> Control:
    mark = text[start : start + 1]
    if mark == "!":
        return Control("comment")
    if mark == ">":
        return Control("include", start + 1, end)
    if mark in ("#", "^"):
        word, rest = _word(text, start + 1, end)
        if word in ("if", "unless"):
            return Control("if", rest, end, word, word == "unless")
        if mark == "^" and not word:
            return Control("else")
        return Control("open", word=word)
    if mark == "/":
        return Control("end", word=_word(text, start + 1, end)[0])
    word, rest = _word(text, start, end)
    if word == "else":
        inner, after = _word(text, rest, end)
        return Control("elif", after, end) if inner == "if" else Control("else")
    if word == "if":
        return Control("if", rest, end)
    if word == "end" and rest == end:
        return Control("end")
    if _GO_OPEN.match(text, start, end):
        return Control("open")
    include = _GO_INCLUDE.match(text, start, end) or _CALL_INCLUDE.match(text, start, end)
    if include:
        return Control("include", include.end(), end)
    return Control("value", start, end)


def _php(text: str, start: int, end: int) -> Control:
    if text.startswith("=", start):
        return Control("value", start + 1, end)
    if not text.startswith("php", start):
        return Control("other")
    start = _word(text, start, end)[1]
    word, rest = _word(text, start, end)
    if word == "echo":
        return Control("value", rest, end)
    return _code(text, start, end)


def _percent(text: str, hole: Hole, start: int, end: int) -> Control:
    mark = text[hole.inner : hole.inner + 1]
    if mark == "#":
        return Control("comment")
    if mark in ("@", "%", "!"):
        return Control("other")
    include = _CALL_INCLUDE.match(text, start + (mark == "="), end)
    if mark in ("=", ":"):
        start += 1
        while start < end and (text[start].isspace() or text[start] == "="):
            start += 1
        include = _CALL_INCLUDE.match(text, start, end)
        if include:
            return Control("include", include.end(), end)
        block = _DO.search(text, max(start, end - _LONGEST_TAIL), end)
        return Control("value", start, end, opens=block is not None)
    if include:
        return Control("include", include.end(), end)
    control = _code(text, start, end)
    slot = _SLOT.match(text, start, end)
    if slot or (control.kind == "other" and mark == "-"):
        return Control("value", start, end)
    return control


def _code(text: str, start: int, end: int) -> Control:
    """A statement of Ruby, JavaScript, PHP, Java or C# that may open or close a block."""
    code = text[start:end]
    if "\n" in code.strip() and len(code) > 400:
        return Control("other")
    match = _CODE_ELSE_IF.match(code)
    if match:
        return Control("elif", start + match.end(), start + _test_end(code))
    if _CODE_ELSE.match(code):
        return Control("else")
    if _CODE_END.match(code):
        return Control("end")
    match = _CODE_IF.match(code)
    if match and not code.endswith("}"):
        tail = start + _test_end(code)
        return Control("if", start + match.end(), tail, negated=match[1] == "unless")
    match = _PHP_INCLUDE.match(code)
    if match:
        return Control("include", start + match.end(), end)
    if _CODE_OPEN.match(code) or _DO.search(code[-_LONGEST_TAIL:]):
        return Control("open")
    return Control("other")


def _test_end(code: str) -> int:
    """The length of `code` without the `then`, `do`, `{` or `:` that ends a test."""
    tail = code.rstrip(" \t\r\n{:")
    for word in (" then", " do"):
        tail = tail.removesuffix(word)
    return len(tail)
