"""What the mobile languages' lexers differ in, as tables."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fslint.languages.tokens import NAME_PART, NAME_START, SPACE


class Form(NamedTuple):
    """One way to write a string or character literal.

    `close`: what ends it. `lines`: it may span lines. `escape`: what takes the meaning from the
    next character, "" in raw strings. `hole`: what opens an expression in it, "" if nothing does;
    `plain`: what stands before a bare name in it. `kind`: string or char. `splice`: an escaped
    line end goes on. `greedy`: of a longer run of quotes the last ones close.
    """

    close: str
    lines: bool = False
    escape: str = "\\"
    hole: str = ""
    plain: str = ""
    kind: str = "string"
    splice: bool = False
    greedy: bool = False


class Dialect(NamedTuple):
    """A language's table. `quotes`: a pattern for what opens a literal; `punct`: one for marks of
    more than one character; `forms`: the literal each opener begins, for the openers that are
    fixed; `number`, `name`: patterns. `nested`: block comments nest. `directives`: a `#` that
    begins a line takes the whole line. `slashes`: `/…/` may be a regular expression.
    """

    quotes: str
    forms: dict[str, Form]
    punct: str
    number: str
    name: str = rf"{NAME_START}{NAME_PART}*"
    nested: bool = True
    directives: bool = False
    slashes: bool = False


_DIGITS = r"[0-9][0-9_]*"
_EXPONENT = r"(?:[eE][+-]?[0-9_]+)?"
_RADIX = r"0[xX][0-9A-Fa-f_]*(?:\.[0-9A-Fa-f][0-9A-Fa-f_]*)?(?:[pP][+-]?[0-9_]+)?[uUlL]*"
_NUMBER = rf"{_RADIX}|0[bBo][0-7_]+[uUlL]*|{_DIGITS}(?:\.{_DIGITS})?{_EXPONENT}[fFdDuUlL]*"
_NUMBER_DOT = rf"{_NUMBER}|\.{_DIGITS}{_EXPONENT}[fFdD]?"
_NUMBER_C = (
    rf"{_RADIX}|(?:[0-9](?:'?[0-9])*(?:\.(?:[0-9](?:'?[0-9])*)?)?|\.[0-9]+){_EXPONENT}[A-Za-z_]*"
)
_TICKED = rf"{NAME_START}{NAME_PART}*|`[^`\n\r]+`"
_COMMON = r"->|\+\+|\+=|--|-=|\*=|%=|&&|\|\||={2,3}|!={1,2}|<=|>="

_KOTLIN_STRING = Form('"', hole="${", plain="$")
_KOTLIN_RAW = Form('"""', lines=True, escape="", hole="${", plain="$", greedy=True)
_CHAR = Form("'", kind="char")
_SWIFT_STRING = Form('"', hole="\\(")
_SWIFT_TEXT = Form('"""', lines=True, hole="\\(")
_DART_FORMS = {
    prefix + quote: Form(
        quote,
        lines=len(quote) == 3,
        escape="" if prefix else "\\",
        hole="" if prefix else "${",
        plain="" if prefix else "$",
    )
    for prefix in ("", "r")
    for quote in ('"', "'", '"""', "'''")
}
_C_STRING = Form('"', splice=True)
_C_CHAR = Form("'", kind="char", splice=True)

DIALECTS = {
    "swift": Dialect(
        quotes=r'#*"""|#*"',
        forms={'"': _SWIFT_STRING, '"""': _SWIFT_TEXT},
        punct=rf"\.\.\.|\.\.<|\?\?|\?\.|&[-+*]=?|&=|\|=|\^=|~=|<<=?|{_COMMON}",
        number=_NUMBER,
        name=_TICKED,
        slashes=True,
    ),
    "kotlin": Dialect(
        quotes=r"""\$*\"""|\$*"|'""",
        forms={'"': _KOTLIN_STRING, '"""': _KOTLIN_RAW, "'": _CHAR},
        punct=rf"\.\.<|\.\.|\?\.|\?:|::|!!|/=|{_COMMON}",
        number=_NUMBER_DOT,
        name=_TICKED,
    ),
    "java": Dialect(
        quotes=r"""\"""|"|'""",
        forms={'"': Form('"'), '"""': Form('"""', lines=True), "'": _CHAR},
        punct=rf"\.\.\.|::|&=|\|=|\^=|/=|<<=?|{_COMMON}",
        number=rf"{_RADIX}|0[bB][01_]+[lL]?|(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})"
        rf"{_EXPONENT}[fFdDlL]?",
        nested=False,
    ),
    "dart": Dialect(
        quotes=r"""r?(?:\"""|'''|"|')""",
        forms=_DART_FORMS,
        punct=rf"=>|\.\.\.\??|\?\.\.|\.\.|\?\?=?|\?\.|~/=?|&=|\|=|\^=|/=|<<=?|{_COMMON}",
        number=_NUMBER_DOT,
    ),
    "objc": Dialect(
        quotes=r"""@"|(?:u8|[uUL])?R"|(?:u8|[uUL])?"|[uUL]?'""",
        forms={'"': _C_STRING, '@"': _C_STRING, "'": _C_CHAR},
        punct=rf"\.\.\.|::|&=|\|=|\^=|/=|<<=?|##|{_COMMON}",
        number=_NUMBER_C,
        nested=False,
        directives=True,
    ),
}


@cache
def master(dialect: str) -> re.Pattern[str]:
    """The pattern of a dialect's tokens; it matches at every place that has a character."""
    table = DIALECTS[dialect]
    hashed = r"|(?P<fence>\#+/)|(?P<hashes>\#+)" if table.slashes else ""
    directive = r"|(?P<hash>\#)" if table.directives else ""
    return re.compile(
        rf"(?P<space>{SPACE})|(?P<comment>//[^\n\r]*)|(?P<block>/\*)|(?P<quote>{table.quotes})"
        rf"|(?P<name>{table.name})|(?P<number>{table.number})|(?P<punct>{table.punct}"
        rf"|[()\[\]{{}};,.:@<>=+*%&|^~!?$\\-]){hashed}{directive}|(?P<slash>/)|(?P<other>.)",
        re.DOTALL,
    )


def form_of(dialect: str, opener: str) -> Form:
    """The form of the literal that `opener`, a match of the dialect's `quotes`, begins.

    A prefix of `#` (Swift) or `$` (Kotlin) makes the escapes or holes as much longer.
    """
    forms = DIALECTS[dialect].forms
    if opener in forms:
        return forms[opener]
    bare = opener.lstrip("#$")
    if dialect == "swift":
        hashes = "#" * (len(opener) - len(bare))
        escape = "\\" + hashes
        return forms[bare]._replace(close=bare + hashes, escape=escape, hole=escape + "(")
    if dialect == "kotlin":
        dollars = "$" * (len(opener) - len(bare))
        return forms[bare]._replace(hole=dollars + "{", plain=dollars)
    return forms[opener[-1]]
