"""Where a Python file's reading stands: the function, the class and the block being filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import libcst as cst

from fslint.flow import (
    Assign,
    Binding,
    Block,
    Class,
    Closure,
    FileFlow,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Opaque,
    Span,
    Step,
    Value,
)
from fslint.languages.flags import flag_of
from fslint.languages.python_source import Source

TIME_LIMITS = frozenset(
    {"timeout", "timeout_at", "move_on_after", "move_on_at", "fail_after", "fail_at"}
)
"""Context managers that give up on what is done in them."""
_TELLING_NOTHING = frozenset({"None", "Any", "object", "ModuleType"})
TRANSPARENT_TYPES = ("Optional", "Annotated", "Union", "ClassVar", "Final", "Awaitable")


class Scope:
    """The state of one file's reading, and how names are declared in it.

    `selves` are the names that stand for the instance (or the class) in the methods around.
    `owner` is the class whose body is being read, None inside its methods. Of the strings that
    are being read: `plain` ones are only text, what calls they stand in `runs` them, and `filled`
    says how holes are written in them, as `templates` does by name (see `python_embedded`).
    """

    def __init__(
        self, source: Source, flow: FileFlow, reader: Callable[[Scope, cst.CSTNode], Value]
    ) -> None:
        """`reader` reads an expression: its value is returned, its steps go to the block."""
        self._reader = reader
        self.source = source
        self.flow = flow
        self.function = flow.functions[0]
        self.block: Block = self.function.body
        self.owner: Class | None = None
        self.selves: tuple[str, ...] = ()
        self.outer: dict[str, Function] = {}
        self.breaks: list[str] = []
        self.templates: dict[str, str] = {}
        self.plain = self.runs = False
        self.filled = ""

    def read(self, node: cst.CSTNode) -> Value:
        """The value of an expression; its steps are added to the block."""
        return self._reader(self, node)

    def span(self, node: cst.CSTNode) -> Span:
        return self.source.span(node)

    def emit(self, step: Step) -> None:
        self.block.append(step)

    @contextmanager
    def into(self) -> Iterator[Block]:
        """A new block that steps go to."""
        before = self.block
        self.block = []
        try:
            yield self.block
        finally:
            self.block = before

    @contextmanager
    def inside(self, function: Function, owner: Class | None, instance: str) -> Iterator[None]:
        """Read the body of a new function; `instance` is its name for `self`, if any."""
        before = (self.function, self.block, self.owner, self.selves, self.outer, self.breaks)
        kept = tuple(one for one in self.selves if one not in function.bindings)
        self.selves = (*kept, instance) if instance else kept
        self.function, self.block, self.owner = function, function.body, owner
        self.outer, self.breaks = {}, []
        try:
            yield
        finally:
            (self.function, self.block, self.owner, self.selves, self.outer, self.breaks) = before

    @contextmanager
    def strings(
        self, *, plain: bool = False, runs: bool = False, filled: str = ""
    ) -> Iterator[None]:
        """Read strings that are only text, that are run, or that have holes."""
        before = (self.plain, self.runs, self.filled)
        self.plain, self.runs, self.filled = plain, runs, filled
        try:
            yield
        finally:
            self.plain, self.runs, self.filled = before

    @contextmanager
    def class_body(self, declared: Class) -> Iterator[None]:
        before = self.owner
        self.owner = declared
        try:
            yield
        finally:
            self.owner = before

    def name(self, node: cst.Name) -> Value:
        span = self.span(node)
        return Name(span, "this" if node.value in self.selves else node.value)

    def declare(self, name: str, binding: Binding) -> None:
        """Bind a name where it belongs: the class being read, another scope, or this one."""
        if isinstance(binding.value, Closure):
            closure = self.flow.functions[binding.value.index]
            closure.name = closure.name or name
        if self.owner is not None:
            self.owner.fields.setdefault(name, []).append(binding._replace(kind="field"))
            return
        home = self.outer.get(name, self.function)
        home.bindings.setdefault(name, []).append(binding)
        if home is not self.function and binding.value is not None:
            self.emit(Assign(binding.span, Name(binding.span, name), binding.value))
        flag = flag_of(name, binding, home) if home is self.function else None
        if flag is not None:
            self.emit(flag)

    def share(self, names: list[str], everywhere: bool) -> None:
        """`global` (`everywhere`) and `nonlocal`: the names belong to a function further out."""
        for name in names:
            home = self.flow.functions[0]
            outer = self.function
            while not everywhere and outer.parent >= 0:
                outer = self.flow.functions[outer.parent]
                if name in outer.bindings:
                    home = outer
                    break
            self.outer[name] = home

    def assign(self, target: Value, value: Value | None, span: Span) -> None:
        """`target = value` for a member or an index; a member of `this` is a field as well."""
        known = Opaque(span) if value is None else value
        self.emit(Assign(span, target, known))
        if (
            isinstance(target, Member)
            and isinstance(target.of, Name)
            and target.of.id == "this"
            and (declared := self._class_around()) is not None
        ):
            declared.fields.setdefault(target.name, []).append(Binding(value, target.span, "field"))

    def _class_around(self) -> Class | None:
        function = self.function
        while function.owner < 0 and function.parent >= 0:
            function = self.flow.functions[function.parent]
        return self.flow.classes[function.owner] if function.owner >= 0 else None

    def new_function(self, name: str, span: Span, body: Span, kind: str) -> Function:
        function = Function(
            len(self.flow.functions),
            name,
            span,
            kind,
            body_span=body,
            parent=self.function.index,
        )
        self.flow.functions.append(function)
        return function


def type_name(node: cst.BaseExpression | None) -> str:
    """An annotation as a dotted name, without generics and `Optional`; '' if it tells nothing."""
    if isinstance(node, (cst.Name, cst.Attribute)):
        name = dotted(node)
        return "" if name.rpartition(".")[2] in _TELLING_NOTHING else name
    if isinstance(node, cst.Subscript):
        name = dotted(node.value)
        if name.rpartition(".")[2] not in TRANSPARENT_TYPES:
            return name
        inner = (
            type_name(one.slice.value) for one in node.slice if isinstance(one.slice, cst.Index)
        )
        return next((one for one in inner if one), "")
    if isinstance(node, cst.BinaryOperation):
        return type_name(node.left) or type_name(node.right)
    if isinstance(node, cst.SimpleString):
        text = node.raw_value.partition("[")[0].strip()
        return text if all(part.isidentifier() for part in text.split(".")) else ""
    return ""


def dotted(node: cst.CSTNode) -> str:
    """`a.b.c` as text; '' for anything but names and members."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(parts)]) if isinstance(node, cst.Name) else ""


def last_name(node: cst.CSTNode) -> str:
    """The last name of what is called or named: `suppress` of `contextlib.suppress(…)`."""
    while isinstance(node, cst.Call):
        node = node.func
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def unpack(value: Value | None, index: int, span: Span) -> Value | None:
    """The value of one name of `a, b = value`."""
    return None if value is None else Index(span, value, Literal(span, "number", index))
