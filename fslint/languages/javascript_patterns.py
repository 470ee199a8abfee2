"""The patterns of the JavaScript lexer: one for each mode, and what single tokens look ahead for.

No pattern repeats a repetition that must close, so none takes more than linear time.
"""

from __future__ import annotations

import re

from fslint.languages.tokens import NAME_PART, NAME_START, SPACE

_ESCAPE = r"\\u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]+\})"
_NAME = rf"(?:{NAME_START}|{_ESCAPE}){NAME_PART}*(?:{_ESCAPE}{NAME_PART}*)*"
_LINE = r"[^\n\r\u2028\u2029]*"

CODE = re.compile(
    rf"""(?P<space>{SPACE})
    |(?P<name>{_NAME})
    |(?P<comment>(?://|<!--){_LINE})
    |(?P<punct>[()\[\];,:~@{{}}]|=>|={{1,3}}|\?\.(?![0-9])|\?\?=?|\?|\.\.\.|\.(?![0-9])
        |!==?|!|&&=?|&=?|\|\|=?|\|=?|\+\+|\+=?|--|-=?|\*\*=?|\*=?|%=?|\^=?
        |<<=?|<=?|>>>=?|>>=?|>=?)
    |(?P<string>"[^"\\\n\r]*"|'[^'\\\n\r]*')
    |(?P<number>0[xX][0-9A-Fa-f_]+n?|0[bBoO][0-7_]+n?
        |(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?n?)
    |(?P<private>\#{_NAME})
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
TAG = re.compile(
    rf"""(?P<space>{SPACE})|(?P<comment>//{_LINE})"""
    rf"""|(?P<jsx_name>{NAME_START}{NAME_PART}*(?:-{NAME_PART}*)*)"""
    r"""|(?P<jsx_string>"[^"]*"|'[^']*')|(?P<jsx_punct>/>|[<>{{=.:/])|(?P<other>.)""",
    re.DOTALL,
)
JSX_TEXT = re.compile(r"[^<{]+")
LINE_END = re.compile(r"[\n\r\u2028\u2029]")
STRING_STOPS = {'"': re.compile(r'["\\\n\r]'), "'": re.compile(r"['\\\n\r]")}
TEMPLATE_STOP = re.compile(r"`|\\|\$\{")
REGEX_STOP = re.compile(r"[/\\\[\]\n\r\u2028\u2029]")
FLAGS = re.compile(rf"{NAME_PART}*")
TRIVIA = re.compile(rf"{SPACE}|//{_LINE}")

# What follows a word that heads a declaration or expression of its kind, rather than being a name.
HEADS = {
    "function": re.compile(r"(?!\s*[:,=?;.)}!])"),
    "class": re.compile(r"(?!\s*[:,=?;.)}!(])"),
    "interface": re.compile(rf"[^\S\n\r]+{NAME_START}"),
    "type": re.compile(rf"[^\S\n\r]+{NAME_START}{NAME_PART}*\s*[=<]"),
}

# What follows the `?` of an optional parameter or member.
OPTIONAL = re.compile(r"\s*[:),;=\]}]")
MEMBER_OPTIONAL = re.compile(r"\s*[:),;=\]}(<]")

# What follows the `<` of an arrow function's type parameters, for sure or with an arrow behind.
GENERIC = re.compile(
    rf"\s*(?:const\s+)?{NAME_START}{NAME_PART}*(?:\s*,|\s+extends\b(?!\s*[=>/])|\s*=|:\s)"
)
GENERIC_CALL = re.compile(rf"\s*{NAME_START}{NAME_PART}*\s*>\s*(?=\()")
TAG_START = re.compile(rf"{NAME_START}|>")
ROUND = re.compile(r"[()]")
ARROW_FOLLOWS = re.compile(r"\s*(?:=>|:)")
