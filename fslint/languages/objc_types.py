"""Objective-C's types and declarators, as far as they tell a name and its type."""

from __future__ import annotations

from typing import NamedTuple

from fslint.flow import COMPOSED, Span
from fslint.languages.brace import BraceReader
from fslint.languages.cursor import UnreadableError

QUALIFIERS = frozenset(
    {"const", "static", "extern", "inline", "volatile", "register", "struct", "enum", "union"}
    | {"__block", "__weak", "__strong", "__unused", "__autoreleasing", "__unsafe_unretained"}
    | {"__kindof", "nonnull", "nullable", "null_unspecified", "_Nullable", "_Nonnull", "typename"}
    | {"_Null_unspecified", "__nullable", "__nonnull", "oneway", "in", "out", "inout", "byref"}
    | {"bycopy", "IBOutlet", "constexpr", "mutable", "virtual", "explicit", "friend", "restrict"}
    | {"__bridge", "__bridge_transfer", "__bridge_retained", "FOUNDATION_EXPORT", "UIKIT_EXTERN"}
    | {
        "FOUNDATION_EXTERN",
        "OBJC_EXPORT",
        "__inline",
        "thread_local",
        "_Noreturn",
        "UNUSED",
        "IBInspectable",
        "__deprecated",
    }
)
NUMERIC = frozenset({"unsigned", "signed", "long", "short", "int", "char", "double", "float"})
PRIMITIVES = NUMERIC | {"void", "BOOL", "bool", "id", "NSInteger", "NSUInteger", "CGFloat", "auto"}
KEYWORDS = frozenset({"return", "goto", "throw", "else", "case", "delete", "new", "in"})
AFTER_NAME = frozenset({"=", ";", ",", "[", ")", ":", "{", "__attribute__"})
STARS = frozenset({"*", "&", "&&"})


class Declared(NamedTuple):
    """A declared name: its type (''), the place of the name, whether it is a pointer."""

    name: str
    type: str
    span: Span
    pointer: bool


class TypeReader(BraceReader):
    """Reads types and the names they declare."""

    def qualifiers(self) -> None:
        while True:
            text = self.texts[self.i]
            if text in QUALIFIERS and self.kinds[self.i + 1] in ("name", "punct"):
                if text == "in" and self.kinds[self.i + 1] != "name":
                    return
                self.i += 1
            elif text in ("__attribute__", "__attribute", "alignas", "API_AVAILABLE"):
                self.i = self.after(self.i + 1)
            elif self.is_macro_word(self.i):
                self.i += 1
            else:
                return

    def is_macro_word(self, index: int) -> bool:
        """Whether a macro stands in front of a type at `index`: `UNOWNED Foo *foo`."""
        if self.kinds[index] != "name" or self.kinds[index + 1] != "name":
            return False
        if self.texts[index] in KEYWORDS | PRIMITIVES or self.texts[index + 1] in QUALIFIERS:
            return False
        pointer = self.texts[index + 2] == "*" and self.kinds[index + 3] == "name"
        named = self.kinds[index + 2] == "name" and self.texts[index + 2] != "in"
        return pointer or named or self.texts[index + 2] == "<"

    def specifiers(self) -> str:
        """Read the type in front of a declarator: `static NSArray<X *>`, `unsigned long`,
        `typeof(x)`; returns its name."""
        self.qualifiers()
        text = self.texts[self.i]
        if text in ("typeof", "__typeof__", "__typeof", "decltype"):
            self.i = self.after(self.i + 1)
            return ""
        if text == "{":
            self.i = self.after(self.i)
            return ""
        name = self.name()
        if name in NUMERIC:
            while self.texts[self.i] in NUMERIC or self.texts[self.i] in QUALIFIERS:
                self.i += 1
            return ""
        while self.texts[self.i] == "::" and self.kinds[self.i + 1] == "name":
            self.i += 1
            name = self.name()
        if self.texts[self.i] == "<":
            end = self.angles_end(self.i)
            if end < 0:
                raise UnreadableError("expected '>'")
            if name in ("id", "Class"):
                named = range(self.i + 1, end)
                name = COMPOSED.join(self.texts[i] for i in named if self.kinds[i] == "name")
            self.i = end
        if self.texts[self.i] == "{" and self.texts[self.i - 1] == name:
            self.i = self.after(self.i)
        self.qualifiers()
        return "" if name in PRIMITIVES else name

    def stars(self) -> bool:
        """Step over `*` and the qualifiers among them; whether there was one."""
        found = False
        while self.texts[self.i] in STARS or self.qualifies(self.i):
            found |= self.texts[self.i] == "*"
            self.i += 1
        return found

    def qualifies(self, index: int) -> bool:
        """Whether a qualifier stands behind a type at `index`, and no variable called so."""
        if self.texts[index] == "in" or self.texts[index] not in QUALIFIERS:
            return False
        return self.texts[index + 1] not in AFTER_NAME

    def declarator(self, declared: str) -> Declared:
        """Read `*name`, `name[3]`, `(^name)(…)`, `(*name)(…)` behind its type."""
        pointer = self.stars()
        if self.texts[self.i] == "(":
            opener = self.i
            self.i += 1
            self.qualifiers()
            self.i += self.texts[self.i] in ("^", "*", "&")
            self.stars()
            place = self.at(self.i)
            name = self.name() if self.kinds[self.i] == "name" else ""
            self.i = self.after(opener)
            if self.texts[self.i] == "(":
                self.i = self.after(self.i)
            return Declared(name, "", place, True)
        place = self.at(self.i)
        name = self.name()
        while self.texts[self.i] == "[":
            self.i = self.after(self.i)
        if self.texts[self.i] == "__attribute__":
            self.i = self.after(self.i + 1)
        return Declared(name, declared, place, pointer)

    def type_in_brackets(self) -> str:
        """Read `(nullable Foo *)`; returns the type's name."""
        opener = self.i
        self.expect_opener("(")
        self.i += 1
        found = ""
        if self.i < self.partner[opener]:
            try:
                found = self.specifiers()
            except UnreadableError:
                found = ""
            if self.texts[self.i] == "(":
                found = ""
        self.i = opener
        self.close(opener)
        return found

    def type_end(self, index: int) -> int:
        """The token behind the type that may begin at `index`, or -1."""
        named = False
        while True:
            text = self.texts[index]
            if self.kinds[index] != "name":
                break
            if not named and self.is_macro_word(index):
                index += 1
                continue
            if text in ("typeof", "__typeof__", "__typeof", "decltype", "__attribute__"):
                if self.texts[index + 1] != "(":
                    return -1
                index = self.after(index + 1)
                named |= text != "__attribute__"
            elif text in QUALIFIERS or text in NUMERIC:
                index += 1
                named |= text in NUMERIC
            elif named:
                break
            else:
                named = True
                index += 1
                while self.texts[index] == "::" and self.kinds[index + 1] == "name":
                    index += 2
                if self.texts[index] == "<":
                    index = self.angles_end(index)
                    if index < 0:
                        return -1
                    if self.texts[index] == "::":
                        index += 2
        if not named:
            return -1
        while self.texts[index] in STARS or self.qualifies(index):
            index += 1
        return index

    def declares_variable(self, index: int) -> bool:
        """Whether a declaration of variables begins at `index`."""
        end = self.type_end(index)
        if end < 0:
            return False
        if self.texts[end] == "(" and self.texts[end + 1] in ("^", "*"):
            return self.kinds[end + 2] == "name" and self.texts[self.after(end)] == "("
        return (
            self.kinds[end] == "name"
            and end > index
            and (
                self.texts[end + 1] in AFTER_NAME
                or self.texts[end + 1] == "in"
                or (self.texts[end + 1] == "(" and self.texts[end - 1] not in STARS)
            )
            and self.texts[index] not in KEYWORDS
        )

    def is_cast(self, opener: int) -> bool:
        """Whether the brackets at `opener` hold a type that what follows is cast to."""
        end = self.partner[opener]
        if end == opener + 1 or not self.is_closed(opener):
            return False
        last = self.type_end(opener + 1)
        if last >= 0 and self.texts[last] == "[" and self.texts[last + 1] == "]":
            last += 2
        pointer = self.texts[end - 1] in ("*", ">")
        if last >= 0 and self.texts[last] == "(" and self.texts[last + 1] in ("^", "*"):
            last = end
            pointer = True
        if last != end:
            return False
        after = end + 1
        sure = pointer or self.texts[end - 1] in PRIMITIVES or self.texts[end - 1].endswith("_t")
        kind, text = self.kinds[after], self.texts[after]
        if kind in ("name", "string", "number", "char"):
            return text != "in" or sure
        if text in ("@", "^", "!", "~", "{"):
            return True
        return text in ("(", "[", "-", "&", "*") and (sure or self.texts[end - 1][:1].isupper())
