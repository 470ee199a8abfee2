"""What string literals say: escapes decoded."""

from __future__ import annotations

import re

ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|[\s\S]))"
)
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
LINE_ENDS = frozenset({"\n", "\r", "\r\n", "\u2028", "\u2029"})
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
LONE = re.compile("[\ud800-\udfff]")


def decode(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF else "\ufffd"
    other = match[4]
    return "" if other in LINE_ENDS else LETTERS.get(other, other)


def join(match: re.Match[str]) -> str:
    high, low = ord(match[0][0]), ord(match[0][1])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def unescape(text: str) -> str:
    """Decode the escapes that JavaScript, Java, Kotlin, Swift and Dart strings share.

    Surrogate pairs become one character; a lone surrogate becomes U+FFFD.
    """
    if "\\" not in text:
        return text
    text = ESCAPE.sub(decode, text)
    return LONE.sub("\ufffd", PAIR.sub(join, text))


def javascript_string(text: str) -> str:
    """What a quoted literal says; a missing closing quote is tolerated."""
    inner = text[1:-1] if len(text) > 1 and text[-1] == text[0] else text[1:]
    return unescape(inner)


def number(text: str) -> int | float | None:
    """The value of a number literal; None where it is malformed."""
    digits = text.replace("_", "").rstrip("nLlu") if text[:2] not in ("0x", "0X") else text
    try:
        if digits[:2].lower() in ("0x", "0b", "0o"):
            return int(digits.replace("_", "").rstrip("nLlu"), 0)
        return int(digits) if digits.isdigit() else float(digits)
    except ValueError:
        return None
