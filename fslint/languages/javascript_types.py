"""TypeScript's and Flow's types: stepped over; only the name of a declaration's type is kept."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import FileFlow
from fslint.languages.cursor import UnreadableError
from fslint.languages.lexer import Token
from fslint.languages.reader import Reader

PREFIXES = frozenset(
    {"keyof", "unique", "readonly", "infer", "typeof", "asserts", "abstract", "new", "interface"}
    | {"|", "&", "?", "-", "*", "$"}
)
NOTHING = frozenset({"null", "undefined", "void", "never"})
COLLECTIONS = frozenset({"Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable"})
ATOMS = frozenset({"name", "string", "number", "template", "private"})
ANGLES = {"<": 1, "<<": 2, ">": -1, ">>": -2, ">>>": -3}
IN_ANGLES = frozenset(
    {
        ".",
        ",",
        "|",
        "&",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "=>",
        "?",
        ":",
        "-",
        "+",
        "...",
        "*",
        "=",
        "@",
    }
)
ANGLE_REACH = 300
FOLLOWS_TYPE_ARGUMENTS = frozenset(
    {"", "(", ")", "]", "}", ",", ";", ":", ".", "?.", "=", "==", "===", "!=", "!==", "&&", "||"}
    | {"??", "|", "&", "^", "?"}
)


class TypeReader(Reader):
    """Steps over types, on indices: nothing is emitted."""

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.typed = flow.language != "javascript" or any(
            "@flow" in comment.text for comment in flow.comments
        )
        """Whether expressions may have type arguments: in plain JavaScript `<` is less-than."""

    def angles_end(self, index: int, reach: int = ANGLE_REACH) -> int:
        """The token after the type parameters or arguments that begin at `index`; -1 if none."""
        depth = 0
        texts, kinds = self.texts, self.kinds
        for _ in range(reach):
            text = texts[index]
            step = ANGLES.get(text)
            if step is not None:
                depth += step
                index += 1
                if depth <= 0:
                    return index
                continue
            if kinds[index] not in ATOMS and text not in IN_ANGLES:
                if kinds[index] != "template_head":
                    return -1
                index = self.template_end(index)
                continue
            index = self.after(index)
        return -1

    def template_end(self, index: int) -> int:
        """The token after the template that begins at `index`."""
        while self.kinds[index] in ("template_head", "template_middle"):
            index = self.partner[index]
        return min(index + 1, self.last)

    def skip_angles(self) -> None:
        """Step over type parameters or arguments, if there are any."""
        if self.texts[self.i] == "<":
            end = self.angles_end(self.i, reach=10 * ANGLE_REACH)
            if end < 0:
                raise UnreadableError("expected type parameters")
            self.i = end

    def type_arguments_end(self, index: int) -> int:
        """The token after type arguments in an expression, -1 where `<` is less-than."""
        end = self.angles_end(index)
        if end < 0 or (self.texts[end - 1] != ">" and self.texts[end - 1] not in ANGLES):
            return -1
        if (
            self.texts[end] in FOLLOWS_TYPE_ARGUMENTS
            or self.newline[end]
            or self.kinds[end] in ("template", "template_head")
        ):
            return end
        return -1

    def annotation(self) -> str:
        """Read `: type` if there is one; returns the type's name."""
        return self.type() if self.accept(":") else ""

    def type(self, arrow: bool = True) -> str:
        """Step over a type; returns its name without arguments, '' if it is no plain name. A
        collection is called after its items, `Item[]`.

        A union with null or undefined counts as the rest. `arrow` is false where `=>` ends the
        type: in the return type of an arrow function.
        """
        start = self.i
        end = self.type_end(start) if arrow else self.arrow_type_end(start)
        if end == start:
            raise UnreadableError("expected a type")
        self.i = end
        return self.type_name(start, end)

    def type_name(self, start: int, end: int) -> str:
        names: list[str] = []
        index = start
        while index < end:
            if self.texts[index] in ("|", "?"):
                index += 1
                continue
            if self.kinds[index] != "name" or self.texts[index] in PREFIXES:
                return ""
            parts = [self.texts[index]]
            while index + 2 < end and self.texts[index + 1] == ".":
                index += 2
                parts.append(self.texts[index])
            index += 1
            if index < end and self.texts[index] == "<":
                opener = index
                index = max(self.angles_end(index, reach=10 * ANGLE_REACH), index + 1)
                if parts[0] in COLLECTIONS and opener + 2 < index:
                    parts = [self.collection(self.type_name(opener + 1, index - 1)) or parts[0]]
            elif self.texts[index : index + 2] == ["[", "]"] and index + 1 < end:
                index += 2
                parts = [self.collection(".".join(parts))]
                if not parts[0]:
                    return ""
            if index < end and self.texts[index] != "|":
                return ""
            if parts[0] not in NOTHING:
                names.append(".".join(parts))
        return names[0] if len(names) == 1 else ""

    @staticmethod
    def collection(item: str) -> str:
        """What a collection of things of a type is called, '' where that is no type's name."""
        return f"{item}[]" if item[:1].isupper() else ""

    def arrow_type_end(self, index: int) -> int:
        """The token after the return type of an arrow function, which should be `=>`."""
        end = self.type_end(index, arrow=False)
        if self.texts[end] == "=>":
            return end
        return self.type_end(index, arrow=False, functions=False)

    def type_end(self, index: int, arrow: bool = True, functions: bool = True) -> int:
        """The token after the type at `index`; `index` itself if there is no type.

        Where `arrow` is false, `=>` ends the type, unless it is part of a function type that is
        told by its parameters; where `functions` is false too, it always does.
        """
        texts, kinds, newline = self.texts, self.kinds, self.newline
        tested = chosen = 0
        while True:
            begun = index
            while texts[index] in PREFIXES and self.is_prefix(index):
                index += 1
            if texts[index] == "<" and kinds[index] == "punct":
                index = max(self.angles_end(index, reach=10 * ANGLE_REACH), index)
            text, kind = texts[index], kinds[index]
            if text in ("(", "[", "{") and self.partner[index] > 0:
                opener = index
                index = self.after(index)
                if (
                    text == "("
                    and texts[index] == "=>"
                    and (arrow or (functions and self.is_function_type(opener)))
                ):
                    index += 1
                    continue
            elif kind == "template_head":
                index = self.template_end(index)
            elif text == "import" and texts[index + 1] == "(":
                index = self.after(index + 1)
            elif kind in ATOMS:
                index += 1
            elif text == "%":
                return self.after(index + 2) if texts[index + 2] == "(" else index + 2
            else:
                return index if index > begun and texts[index - 1] == "*" else begun
            index = self.type_suffix_end(index)
            text = texts[index]
            if text in ("|", "&") or (text == "=>" and arrow):
                index += 1
            elif text == "extends" and not newline[index]:
                tested += 1
                index += 1
            elif text == "?" and tested:
                tested -= 1
                chosen += 1
                index += 1
            elif text == ":" and chosen:
                chosen -= 1
                index += 1
            elif text == "is" and not newline[index]:
                index += 1
            elif text == "%":
                return self.after(index + 2) if texts[index + 2] == "(" else index + 2
            else:
                return index

    def type_suffix_end(self, index: int) -> int:
        """Steps over `.name`, `<…>`, `[…]` behind a type."""
        texts = self.texts
        while True:
            text = texts[index]
            if text == "." and self.kinds[index + 1] == "name":
                index += 2
            elif text == "<":
                end = self.angles_end(index, reach=10 * ANGLE_REACH)
                if end < 0:
                    return index
                index = end
            elif text == "[" and not self.newline[index]:
                index = self.after(index)
            else:
                return index

    def is_prefix(self, index: int) -> bool:
        """Whether a word that can stand in front of a type does, and is no type itself."""
        if self.kinds[index] != "name":
            return self.texts[index] != "*" or self.kinds[index + 1] in ATOMS
        following = self.texts[index + 1]
        if self.newline[index + 1] and self.texts[index] not in ("keyof", "typeof"):
            return False
        return (
            (self.kinds[index + 1] in ATOMS and following not in ("extends", "is"))
            or (
                following in ("(", "[", "{", "<")
                and self.texts[index] in ("keyof", "new", "abstract")
            )
            or (following in ("(", "[", "{") and self.texts[index] in ("readonly", "interface"))
        )

    def is_function_type(self, opener: int) -> bool:
        """Whether `(…) =>` in a return type is a type, not the end of the arrow's head."""
        first = opener + 1
        if self.texts[first] in (")", "...", "{", "["):
            return True
        return self.kinds[first] == "name" and self.texts[first + 1] in (":", ",", "?")
