"""Swift's string literals."""

from __future__ import annotations

import textwrap

from fslint.flow import Literal, Template, Value
from fslint.languages.brace import BraceReader
from fslint.languages.cursor import UnreadableError
from fslint.languages.strings import unescape


class StringReader(BraceReader):
    """Reads strings with their holes."""

    def string(self) -> Value:
        start = self.i
        opener = self.texts[start]
        hashes = len(opener) - len(opener.lstrip("#"))
        long = opener[hashes : hashes + 3] == '"""'
        quotes = 3 if long else 1
        begin = hashes + quotes
        parts: list[str | Value] = []
        while True:
            kind, text = self.kinds[self.i], self.texts[self.i]
            self.i += 1
            last = kind not in ("string_head", "string_middle")
            said = text[begin : len(text) - (quotes + hashes if last else hashes + 2)]
            if said:
                parts.append(said if hashes else unescape(said))
            if last:
                break
            parts.append(self.hole())
            begin = 1
        place = self.span(start)
        if all(isinstance(part, str) for part in parts):
            text = "".join(part for part in parts if isinstance(part, str))
            return Literal(place, "string", textwrap.dedent(text).strip("\n") if long else text)
        return Template(place, tuple(parts))

    def hole(self) -> Value:
        """Read the expression of `\\(…)`; what else stands there is stepped over."""
        first = self.argument_value()
        while self.kinds[self.i] not in ("string_middle", "string_tail"):
            if self.kinds[self.i] == "end" or not self.accept(","):
                raise UnreadableError("expected ')'")
            self.argument_value()
        return first

    def argument_value(self) -> Value:
        """Read a value, with or without a label."""
        if self.kinds[self.i] == "name" and self.texts[self.i + 1] == ":":
            self.i += 2
        return self.value()
