"""What every structural reader shares: steps, branches, values, names, functions.

A reader walks a file's significant tokens once and emits flow steps as it goes: reading an
expression appends the steps it makes to `self.block`, in the order they run, and returns its
value. There is no syntax tree in between. What cannot be read is skipped up to the next place
where reading can go on, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fslint.flow import (
    Arm,
    Assign,
    Binding,
    Block,
    Call,
    Choice,
    ClassValue,
    Closure,
    Either,
    Exit,
    FileFlow,
    Function,
    Member,
    Name,
    Op,
    Opaque,
    Span,
    Value,
)
from fslint.languages.cursor import CHAIN_LIMIT, DEPTH_LIMIT, Cursor, State
from fslint.languages.flags import flag_of
from fslint.languages.lexer import Token

HOLDERS = frozenset({"WeakReference", "SoftReference", "Lazy", "Provider", "AtomicReference"})
"""The JVM's types that are read as what they hold, and give it by `get()`."""
COLLECTIONS = frozenset(
    {"List", "MutableList", "ArrayList", "Set", "MutableSet", "Collection", "Iterable", "Array"}
    | {
        "LinkedList",
        "HashSet",
        "LinkedHashSet",
        "CopyOnWriteArrayList",
        "Sequence",
        "ImmutableList",
    }
)
"""The JVM's types of collections, whose one argument is the type of their items."""


class Reader(Cursor):
    """Emits the steps and names of one file. A language says how its statements are read."""

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.kept: dict[int, Call] = {}

    # -- what a language supplies

    def value(self) -> Value:
        """Read one value (no comma) at the cursor."""
        raise NotImplementedError

    def expression(self) -> Value:
        """Read one value, or several with commas between where the language has that."""
        return self.value()

    # -- blocks and branches

    def collect(self, read: Callable[[], Value]) -> tuple[Block, Value]:
        """Read into a block of its own; returns the block and what was read."""
        outer, self.block = self.block, []
        value = read()
        block, self.block = self.block, outer
        return block, value

    def collect_block(self, read: Callable[[], None]) -> Block:
        """Read statements into a block of their own."""
        outer, self.block = self.block, []
        read()
        block, self.block = self.block, outer
        return block

    def branch(self, op: str, operands: list[Value], blocks: list[Block], span: Span) -> None:
        """Emit the choices of a short-circuit chain; `blocks[k]` are the steps of operand k+1.

        `op` is `&&`, `||` or `??`. The choices nest to the right, and operands without steps of
        their own join the test, so `a && b && c()` is one choice.
        """
        rest = blocks[-1]
        until = len(operands) - 1
        nested = 0
        for index in range(len(blocks) - 2, -2, -1):
            block = blocks[index] if index >= 0 else self.block
            if not rest:
                rest, until = block, index + 1
            elif block or index < 0:
                tests = operands[index + 1 : until]
                nested += 1
                if nested > DEPTH_LIMIT // 2:
                    block.extend(rest)
                else:
                    block.append(self.choice(op, tests, rest, span))
                rest, until = block, index + 1

    def choice(self, op: str, tests: list[Value], rest: Block, span: Span) -> Choice:
        place = Span(tests[0].span.start, span.end)
        kind = "nullish" if op == "??" else "if"
        test = tests[0]
        if len(tests) > 1:
            both = Span(test.span.start, tests[-1].span.end)
            test = Either(both, tuple(tests)) if op == "??" else Op(both, op, tuple(tests))
        arms = (Arm(rest), Arm([])) if op == "&&" else (Arm([]), Arm(rest))
        return Choice(place, kind, test, arms)

    # -- values

    def mark(self, value: Value, use: str) -> None:
        """Say what becomes of the calls whose result `value` is."""
        stack = [value]
        while stack:
            value = stack.pop()
            if isinstance(value, Call):
                if value.use == "value" and not (use == "dropped" and id(value) in self.kept):
                    value.use = use
            elif isinstance(value, Either):
                stack.extend(value.values)
            elif isinstance(value, Op):
                if value.op == "&&":
                    stack.append(value.operands[-1])
                elif value.op == "||":
                    stack.extend(value.operands)

    def keep(self, value: Value) -> None:
        """Say that a call's result is stored, so that it is not dropped later."""
        stack = [value]
        while stack:
            value = stack.pop()
            if isinstance(value, Call):
                self.kept[id(value)] = value
            elif isinstance(value, Either):
                stack.extend(value.values)
            elif isinstance(value, Op) and value.op in ("&&", "||"):
                stack.extend(value.operands)

    def leave_with(self, kind: str, start: int, value: Value | None) -> None:
        """Emit a `return` or `throw`."""
        if value is not None and kind == "return":
            self.mark(value, "returned")
            self.function.returns.append(value)
        self.block.append(Exit(self.span(start), kind, value))

    # -- declarations

    def bind(self, name: str, binding: Binding) -> None:
        """Declare a name in the function being read; a function or class literal takes it."""
        self.function.bindings.setdefault(name, []).append(binding)
        if binding.value is not None:
            self.christen(binding.value, name)
        flag = flag_of(name, binding, self.function, unset=True)
        if flag is not None:
            self.block.append(flag)

    def christen(self, value: Value, name: str) -> None:
        """Name a function or class literal after what it is the initial value of."""
        if isinstance(value, Closure):
            function = self.flow.functions[value.index]
            function.name = function.name or name
        elif isinstance(value, ClassValue):
            declared = self.flow.classes[value.index]
            declared.name = declared.name or name

    def assign(self, target: Value, value: Value, span: Span) -> None:
        """Emit `target = value`: another binding of a local name, else a step."""
        self.keep(value)
        if isinstance(target, Name):
            known = self.function.bindings.get(target.id)
            if known:
                self.bind(target.id, Binding(value, target.span, known[0].kind))
                return
            self.christen(value, target.id)
        elif isinstance(target, Member):
            self.christen(value, target.name)
        self.block.append(Assign(span, target, value))

    def new_function(
        self,
        name: str,
        kind: str,
        start: int,
        modifiers: Iterable[str] = (),
        decorators: tuple[Value, ...] = (),
    ) -> Function:
        """Add a function that begins at the token `start`; its body is still to be read."""
        place = self.at(start)
        function = Function(
            index=len(self.flow.functions),
            name=name,
            span=place,
            kind=kind,
            body_span=Span(place.end, place.end),
            parent=self.function.index,
            owner=self.owner if kind in MEMBER_KINDS else -1,
            modifiers=frozenset(modifiers),
            decorators=decorators,
        )
        self.flow.functions.append(function)
        return function

    def enter(self, function: Function) -> State:
        """Read into `function` from now on; returns what `restore` wants at its end."""
        state = self.state()
        self.function, self.block, self.owner = function, function.body, -1
        return state


MEMBER_KINDS = frozenset({"method", "constructor", "getter", "setter", "initializer"})


def dotted(value: Value) -> str:
    """`a.b.c` of a chain of plain names, else ''."""
    parts: list[str] = []
    while isinstance(value, Member):
        parts.append(value.name)
        value = value.of
    if not isinstance(value, Name):
        return ""
    parts.append(value.id)
    return ".".join(reversed(parts))


def heritage(base: Value) -> list[str]:
    """The classes that `extends base` names: of `mixin(A, B)` the arguments, and what makes one."""
    if isinstance(base, Call):
        given = [name for argument in base.args for name in heritage(argument.value)]
        return [*given, *heritage(base.callee)]
    name = dotted(base)
    return [name] if name else []


def capped(value: Value, links: int) -> Value:
    """The value itself, or nothing known once a chain has more links than anyone should walk."""
    return value if links % CHAIN_LIMIT else Opaque(value.span)
