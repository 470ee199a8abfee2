"""The neutral form that every language is lowered to.

A file becomes a `FileFlow`: its functions, classes, imports and exports. A function's body is a
`Block`: steps in the order they run. Values are light trees: enough to resolve a callee and to
read an argument, no more. Every node carries its exact place. All of it is plain, picklable data,
and depends on nothing but the text of the one file.

Offsets are code points of the decoded file, counted from 0; `end` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """A place in a file: offsets in code points from 0, `end` exclusive."""

    start: int
    end: int


NOWHERE = Span(0, 0)
COMPOSED = " & "
"""What stands between the names of a type that is composed of several."""
WEAK = "weak"
"""The kind of a field that holds an object without keeping it alive."""

ACTION = "{{action}}"
"""The name of the attribute that says that an element has an action of Ember's run instead."""
CONTROLLER = "data-controller/"
"""What the names of Stimulus' controllers begin with where markup names their methods."""
TIME_LIMIT = "with timeout"
"""The label of a block that is given up after a while."""


# ---------------------------------------------------------------------------------------------
# Values


@dataclass(eq=False, slots=True)
class Literal:
    """A constant. `kind`: string, number, bool, null, undefined, regex.

    `value` is the decoded string, the number, the bool; None for null and undefined.
    """

    span: Span
    kind: str
    value: str | int | float | bool | None = None


@dataclass(eq=False, slots=True)
class Template:
    """A string with holes: literal text and values, in order."""

    span: Span
    parts: tuple[str | Value, ...]


@dataclass(eq=False, slots=True)
class Name:
    """A bare name. `this` and `super` are spelt so in every language (`self` in Swift too)."""

    span: Span
    id: str


@dataclass(eq=False, slots=True)
class Parameter:
    """The value that the enclosing function was given at `index`."""

    span: Span
    index: int


@dataclass(eq=False, slots=True)
class Member:
    """`of.name`, `of?.name`, `of!!.name` and `of['name']`; `at` is the place of the name alone."""

    span: Span
    of: Value
    name: str
    at: Span
    optional: bool = False


@dataclass(eq=False, slots=True)
class Index:
    """`of[key]` where the key is no constant string."""

    span: Span
    of: Value
    key: Value


class Entry(NamedTuple):
    """One entry of an `Object`. `kind`: value, spread (key ''), getter, setter, computed."""

    key: str
    value: Value
    span: Span
    kind: str = "value"


@dataclass(eq=False, slots=True)
class Object:
    """An object, map or dictionary literal."""

    span: Span
    entries: tuple[Entry, ...]


@dataclass(eq=False, slots=True)
class Array:
    """An array, list or tuple literal."""

    span: Span
    items: tuple[Value, ...]


@dataclass(eq=False, slots=True)
class Closure:
    """A function as a value: `index` into `FileFlow.functions`."""

    span: Span
    index: int


@dataclass(eq=False, slots=True)
class ClassValue:
    """A class as a value: `index` into `FileFlow.classes`."""

    span: Span
    index: int


@dataclass(eq=False, slots=True)
class Op:
    """An operator and its operands, for conditions and concatenations.

    `op` is spelt as in JavaScript whatever the language: `!`, `&&`, `||`, `==` (also for `===`,
    `is`, `isEqual`), `!=`, `<`, `+`, `typeof`, `in`, `instanceof`, `call` for anything else.
    """

    span: Span
    op: str
    operands: tuple[Value, ...]


@dataclass(eq=False, slots=True)
class Either:
    """One of several values: a ternary, `a ?? b`, an `if` expression. `test` is what decides, where
    it is no step of its own: in templates, whose expressions have no steps. `falls_back`: each is
    taken only where those before it are missing, as in `a ?? b` and for a default."""

    span: Span
    values: tuple[Value, ...]
    test: Value | None = None
    falls_back: bool = False


@dataclass(eq=False, slots=True)
class Opaque:
    """A value that the front end does not model."""

    span: Span


# ---------------------------------------------------------------------------------------------
# Steps


class Argument(NamedTuple):
    """One argument of a call. `label` is the name of a named argument, else ''."""

    value: Value
    label: str = ""
    spread: bool = False


@dataclass(eq=False, slots=True)
class Call:
    """A call: a step, and a value where its result is used (the same object in both places).

    `use`: what becomes of the result: `awaited`, `returned` (also the body of an expression
    arrow), `value` (an argument, a receiver, an assigned value), `dropped` (a statement).
    `new`: `new X()`. `optional`: `f?.()`. `tried`: Swift's `try`, `try?`, `try!` as '', 'try',
    'try?', 'try!'. `types`: type arguments (in Kotlin the first), without generics of their own.
    `cast`: what a cast takes for an object of the class that is called. A call's receiver and
    arguments are evaluated in steps that stand before it. A trailing closure is the last argument.
    """

    span: Span
    callee: Value
    args: tuple[Argument, ...]
    use: str = "value"
    new: bool = False
    optional: bool = False
    tried: str = ""
    types: tuple[str, ...] = ()
    cast: Value | None = None


@dataclass(eq=False, slots=True)
class Assign:
    """`target = value`, where the target is a member, an index or a name declared elsewhere."""

    span: Span
    target: Value
    value: Value


@dataclass(eq=False, slots=True)
class Flag:
    """A local name is given something; its function also holds that binding. `value` is a literal,
    the name of an error that was caught, or else nothing that is known."""

    span: Span
    name: str
    value: Value


class Attribute(NamedTuple):
    """An attribute of an `Element`: `onClick={f}`, `@click="f()"`, `href="/logout"`."""

    name: str
    value: Value
    span: Span


@dataclass(eq=False, slots=True)
class Element:
    """A JSX, template or markup element: a step where it is made, and a value.

    `tag` is `Literal` for a lower-case HTML tag, else the component's `Name` or `Member`. Event
    attributes are spelt as in the source (`onClick`, `@click`, `v-on:click.prevent`, `(click)`,
    `on:click`, `onclick`); their value is a `Closure` or whatever names the handler.
    """

    span: Span
    tag: Value
    attributes: tuple[Attribute, ...]


class Arm(NamedTuple):
    """One arm of a `Choice`. `cases`: what a `switch`, `when` or `match` arm compares its subject
    with; empty for `else`, `default` and for the two arms of an `if`."""

    block: Block
    cases: tuple[Value, ...] = ()


@dataclass(eq=False, slots=True)
class Choice:
    """A branch.

    `kind`: `if` (exactly two arms: the test holds, it does not; the second may be empty; `&&`,
    `||` and `?:` are `if` too), `nullish` (`??`, `?:` of Kotlin: first arm when the test is not
    null, second when it is), `switch` (any number of arms in source order, fall-through already
    unrolled; `exhaustive` when one arm must match; a `break` inside leaves it).
    """

    span: Span
    kind: str
    test: Value | None
    arms: tuple[Arm, ...]
    exhaustive: bool = True


@dataclass(eq=False, slots=True)
class Loop:
    """A loop. `kind`: while, do, for, each. `over`: what a `for … of/in` walks. `label`: its label.

    `test` is None for an endless loop and for `each`.
    """

    span: Span
    kind: str
    body: Block
    test: Value | None = None
    over: Value | None = None
    label: str = ""


class Handler(NamedTuple):
    """A `catch` or `except`: the type it catches ('' for any) and the name of the error."""

    block: Block
    type: str = ""
    name: str = ""


@dataclass(eq=False, slots=True)
class Try:
    """try / catch / else / finally. `other` is Python's `else` block. Swift's `do`/`catch` too."""

    span: Span
    body: Block
    handlers: tuple[Handler, ...]
    other: Block | None = None
    final: Block | None = None


@dataclass(eq=False, slots=True)
class Exit:
    """`return`, `throw` (also `raise`), `break`, `continue`; `label` of the loop, if given."""

    span: Span
    kind: str
    value: Value | None = None
    label: str = ""


@dataclass(eq=False, slots=True)
class Defer:
    """Steps that run when the enclosing block is left, however it is left (Swift's `defer`)."""

    span: Span
    body: Block


@dataclass(eq=False, slots=True)
class Labeled:
    """A labelled block or statement that is no loop: `break label` leaves it."""

    span: Span
    label: str
    body: Block


@dataclass(eq=False, slots=True)
class Skipped:
    """Source that the front end could not read; `reason` says why."""

    span: Span
    reason: str


Step: TypeAlias = (
    "Call | Assign | Flag | Element | Choice | Loop | Try | Exit | Defer | Labeled | Skipped"
)
Block: TypeAlias = "list[Step]"
Value: TypeAlias = (
    "Literal | Template | Name | Parameter | Member | Index | Object | Array | Closure "
    "| ClassValue | Op | Either | Opaque | Call | Element"
)


# ---------------------------------------------------------------------------------------------
# Declarations


CAUGHT = "caught"


class Binding(NamedTuple):
    """What a name in a scope stands for.

    `value` is None where nothing is known (a bare declaration). Destructuring is spelt out:
    `const {a: [b]} = v` binds `b` to `Index(Member(v, 'a'), 0)`; a parameter binds to
    `Parameter(i)` and a destructured one to members of it. `type` is the declared type without
    generics, '' if none. `kind`: const, let, parameter, function, class, field, weak (a field too),
    caught (an error, by a handler).
    """

    value: Value | None
    span: Span
    kind: str = "const"
    type: str = ""


class Param(NamedTuple):
    """A declared parameter. `label` is Swift's or Dart's outer name where it differs."""

    name: str
    span: Span
    type: str = ""
    default: Value | None = None
    label: str = ""
    decorators: tuple[Value, ...] = ()


@dataclass(eq=False, slots=True)
class Function:
    """A function of any form, or the body of the module (index 0, kind `module`).

    `name` is the declared name, or the name of the variable, field or property it is the initial
    value of; '' if it has none. `kind`: module, function, method, constructor, getter, setter,
    arrow (any function literal), initializer (a class's field values and static blocks, a Vue or
    Svelte component's script is a module). `parent` is the enclosing function's index, -1 for the
    module; `owner` the index of the class it is a member of, else -1. `modifiers`: words such as
    async, generator, static, private, override, suspend, export, abstract (has no body).
    `receiver` is the extended type of an extension function. `bindings` hold every name declared
    in this scope (parameters and nested blocks too), each with all its values.
    """

    index: int
    name: str
    span: Span
    kind: str = "function"
    params: tuple[Param, ...] = ()
    body: Block = field(default_factory=list)
    body_span: Span = NOWHERE
    parent: int = 0
    owner: int = -1
    modifiers: frozenset[str] = frozenset()
    decorators: tuple[Value, ...] = ()
    receiver: str = ""
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    returns: list[Value] = field(default_factory=list)
    type: str = ""


@dataclass(eq=False, slots=True)
class Class:
    """A class, interface, protocol, struct, object, enum or extension.

    `bases` are the names it extends, implements or (for an extension) extends. `methods` maps a
    name to function indices (overloads, getter and setter), `fields` a name to its values;
    `parent` is the function it is declared in. `kind`: class, interface, object, enum, extension.
    """

    index: int
    name: str
    span: Span
    kind: str = "class"
    bases: tuple[str, ...] = ()
    methods: dict[str, list[int]] = field(default_factory=dict)
    fields: dict[str, list[Binding]] = field(default_factory=dict)
    decorators: tuple[Value, ...] = ()
    modifiers: frozenset[str] = frozenset()
    parent: int = 0


class Import(NamedTuple):
    """One imported name.

    `local` is the name in this file ('' for a side-effect import), `name` the exported one:
    `default`, `*` for the whole module, else the name itself. `require`, `import x = require()`
    and Python's forms are spelt the same way. `module` is as written, without quotes; relative
    Python modules keep their leading dots. `type_only` imports are never run.
    """

    local: str
    module: str
    name: str
    span: Span
    type_only: bool = False


class Export(NamedTuple):
    """One exported name: `name` outside, `value` inside (None for a re-export).

    A re-export has `module` and `origin`, the name there (`*` for a namespace). `export * from m`
    is name `*`, origin `*`. CommonJS `module.exports = x` is name `default` (and `*` members
    resolve through the object); `exports.a = x` is name `a`.
    """

    name: str
    value: Value | None
    span: Span
    module: str = ""
    origin: str = ""


class Region(NamedTuple):
    """A part of a server's template that is not simply shown where it stands.

    `kind`: block (a template that extends this one may replace it), macro (shown where it is
    called), extends (`name` is the template that this one fills), super (what a block replaces is
    shown here), use (a macro, a function or a tag of that name is called), value (that of a name is
    shown), hole (a value stands for statements of a script).
    """

    kind: str
    name: str
    span: Span


class Comment(NamedTuple):
    """A comment, with its delimiters, as it stands in the source."""

    span: Span
    text: str


class Problem(NamedTuple):
    """Something in the file that could not be read, in words for its author."""

    span: Span
    message: str


@dataclass(eq=False, slots=True)
class FileFlow:
    """One file, lowered. `functions[0]` is the module's body; `package` is what Kotlin and Java
    files say they belong to."""

    path: str
    language: str
    functions: list[Function]
    classes: list[Class] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    package: str = ""
