"""JSX: elements, their attributes and what stands between their tags."""

from __future__ import annotations

import html

from fslint.flow import Attribute, Closure, Element, Literal, Member, Name, Opaque, Value
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_classes import ClassReader

SPREAD = ""
CHILDREN = "children"


class JsxReader(ClassReader):
    """Reads elements: attributes first, then children, then the element itself as a step."""

    def jsx(self) -> Value:
        """Read the element or fragment at the cursor."""
        start = self.i
        self.deeper()
        self.i += 1
        if self.texts[self.i] == ">" and self.kinds[self.i] == "jsx_punct":
            self.i += 1
            self.jsx_children()
            self.depth -= 1
            return Opaque(self.span(start))
        tag = self.jsx_tag()
        if self.texts[self.i] == "<":
            self.skip_angles()
        attributes: list[Attribute] = []
        while self.texts[self.i] not in (">", "/>", "/"):
            attributes.append(self.attribute())
        if self.texts[self.i] == ">":
            self.i += 1
            given = self.jsx_children()
            attributes += [Attribute(CHILDREN, value, value.span) for value in given]
        else:
            self.i += 1
            if self.texts[self.i - 1] == "/":
                self.expect(">")
        self.depth -= 1
        element = Element(self.span(start), tag, tuple(attributes))
        self.block.append(element)
        return element

    def jsx_tag(self) -> Value:
        """Read `a`, `a:b`, `A` or `A.B.C`."""
        start = self.i
        name = self.jsx_name()
        if self.texts[self.i] == ".":
            value: Value = Name(self.at(start), name)
            while self.accept("."):
                index = self.i
                part = self.jsx_name()
                value = Member(self.span(start), value, part, self.at(index))
            return value
        if name[:1].islower():
            return Literal(self.span(start), "string", name)
        return Name(self.span(start), name)

    def jsx_name(self) -> str:
        if self.kinds[self.i] != "jsx_name":
            raise UnreadableError("expected a name in a tag")
        name = self.texts[self.i]
        self.i += 1
        if self.texts[self.i] == ":" and self.kinds[self.i] == "jsx_punct":
            name += ":" + self.texts[self.i + 1]
            self.i += 2
        return name

    def attribute(self) -> Attribute:
        start = self.i
        if self.texts[start] == "{":
            self.i += 1
            self.accept("...")
            value = (
                self.value()
                if self.i != self.partner[start]
                else Literal(self.at(start), "undefined")
            )
            self.close_container(start)
            return Attribute(SPREAD, value, self.span(start))
        name = self.jsx_name()
        if not self.accept("="):
            place = self.span(start)
            return Attribute(name, Literal(place, "bool", True), place)
        index = self.i
        if self.kinds[index] == "jsx_string":
            self.i += 1
            text = html.unescape(self.texts[index][1:-1])
            value = Literal(self.at(index), "string", text)
        elif self.texts[index] == "{":
            value = self.container()
        else:
            value = self.jsx()
        return Attribute(name, value, self.span(start))

    def container(self) -> Value:
        """Read `{value}`; an empty one is undefined."""
        opener = self.i
        self.i += 1
        if self.partner[opener] == self.i:
            self.close(opener)
            return Literal(self.span(opener), "undefined")
        self.accept("...")
        value = self.expression()
        self.close_container(opener)
        return value

    def close_container(self, opener: int) -> None:
        if self.i != self.partner[opener]:
            raise UnreadableError("expected '}'")
        self.close(opener)

    def jsx_children(self) -> list[Value]:
        """Read up to and with the closing tag; gives the functions that stand there."""
        given: list[Value] = []
        while True:
            kind, text = self.kinds[self.i], self.texts[self.i]
            if kind == "jsx_text":
                self.i += 1
            elif text == "{":
                given += [value for value in self.jsx_child() if isinstance(value, Closure)]
            elif text == "<" and self.texts[self.i + 1] == "/":
                self.i += 2
                self.closing_tag()
                return given
            elif text == "</":
                self.i += 1
                self.closing_tag()
                return given
            elif text == "<":
                self.jsx()
            else:
                raise UnreadableError("expected a closing tag")

    def jsx_child(self) -> list[Value]:
        """Read `{…}` between tags; one that cannot be read is skipped alone."""
        opener = self.i
        state = self.state()
        try:
            return [self.container()]
        except UnreadableError as reason:
            end = self.partner[opener]
            self.recover(state, opener, end + 1, str(reason), lambda at: at > end)
            return []

    def closing_tag(self) -> None:
        while self.kinds[self.i] == "jsx_name" or self.texts[self.i] in (".", ":"):
            self.i += 1
        if self.texts[self.i] != ">":
            raise UnreadableError("expected '>'")
        self.i += 1
