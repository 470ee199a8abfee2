"""The dump of a flow: every kind of node has its line."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Array,
    Assign,
    Attribute,
    Binding,
    Block,
    Call,
    Choice,
    Class,
    ClassValue,
    Closure,
    Defer,
    Either,
    Element,
    Entry,
    Exit,
    Export,
    FileFlow,
    Function,
    Handler,
    Import,
    Index,
    Labeled,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Op,
    Opaque,
    Param,
    Parameter,
    Problem,
    Skipped,
    Span,
    Template,
    Try,
)
from fslint.languages.dump import dump, lines, show

HERE = Span(1, 2)
A = Name(HERE, "a")
B = Name(HERE, "b")
ONE = Literal(HERE, "number", 1)


def step(name: str) -> Block:
    return [Call(HERE, Name(HERE, name), (), "dropped")]


def test_values() -> None:
    values = {
        "-": None,
        "'x'": Literal(HERE, "string", "x"),
        "null": Literal(HERE, "null"),
        "true": Literal(HERE, "bool", True),
        "/x/": Literal(HERE, "regex", "/x/"),
        "`x${a}`": Template(HERE, ("x", A)),
        "$2": Parameter(HERE, 2),
        "a?.b": Member(HERE, A, "b", HERE, True),
        "a[1]": Index(HERE, A, ONE),
        "<function 3>": Closure(HERE, 3),
        "<class 4>": ClassValue(HERE, 4),
        "[a, b]": Array(HERE, (A, B)),
        "(a && b && 1)": Op(HERE, "&&", (A, B, ONE)),
        "!a": Op(HERE, "!", (A,)),
        "typeof a": Op(HERE, "typeof", (A,)),
        "(a / b)": Either(HERE, (A, B)),
        "?": Opaque(HERE),
        "try? new a?.(b: 1, ...b)": Call(
            HERE,
            A,
            (Argument(ONE, "b"), Argument(B, "", True)),
            new=True,
            optional=True,
            tried="try?",
        ),
        "{a: 1, ...b, get c: 1, set d: 1, [e]: 1}": Object(
            HERE,
            (
                Entry("a", ONE, HERE),
                Entry("", B, HERE, "spread"),
                Entry("c", ONE, HERE, "getter"),
                Entry("d", ONE, HERE, "setter"),
                Entry("e", ONE, HERE, "computed"),
            ),
        ),
        "<p a=1 ...=b>": Element(
            HERE,
            Literal(HERE, "string", "p"),
            (Attribute("a", ONE, HERE), Attribute("", B, HERE)),
        ),
    }
    assert [show(value) for value in values.values()] == list(values)


def test_steps() -> None:
    block: Block = [
        Assign(HERE, A, ONE),
        Element(HERE, A, ()),
        Choice(HERE, "if", A, (Arm(step("b")), Arm([]))),
        Choice(HERE, "nullish", A, (Arm([]), Arm(step("b")))),
        Choice(HERE, "switch", A, (Arm(step("b"), (ONE, B)), Arm([]))),
        Loop(HERE, "each", step("b"), None, A, "outer"),
        Try(HERE, step("b"), (Handler(step("c"), "E", "e"),), step("d"), step("f")),
        Exit(HERE, "return", A),
        Exit(HERE, "break", None, "outer"),
        Defer(HERE, step("b")),
        Labeled(HERE, "x", step("b")),
        Skipped(HERE, "why"),
    ]
    assert list(lines(block, "")) == [
        "a = 1",
        "<a>",
        "if a",
        "then",
        "  b() dropped",
        "nullish a",
        "then",
        "else",
        "  b() dropped",
        "switch a",
        "case 1, b",
        "  b() dropped",
        "default",
        "outer: each over a",
        "  b() dropped",
        "try",
        "  b() dropped",
        "catch E e",
        "  c() dropped",
        "else",
        "  d() dropped",
        "finally",
        "  f() dropped",
        "return a",
        "break outer",
        "defer",
        "  b() dropped",
        "x:",
        "  b() dropped",
        "skipped 1-2: why",
    ]


def test_file() -> None:
    method = Function(
        1,
        "m",
        HERE,
        "method",
        (Param("x", HERE, "T", ONE, "for"), Param("", HERE), Param("y", HERE, label="...")),
        owner=0,
        modifiers=frozenset({"static", "async"}),
        decorators=(A,),
        bindings={"x": [Binding(Parameter(HERE, 0), HERE, "parameter", "T")]},
        type="R",
    )
    owner = Class(0, "C", HERE, "class", ("D", "E"), {"m": [1], "n": []}, decorators=(B,))
    owner.fields["f"] = [Binding(ONE, HERE, "field", "T"), Binding(None, HERE, "field")]
    flow = FileFlow(
        "a.js",
        "javascript",
        [Function(0, "", HERE, "module", parent=-1), method],
        [owner],
        [Import("a", "m", "*", HERE), Import("", "n", "*", HERE, True)],
        [Export("a", A, HERE), Export("*", None, HERE, "m", "*")],
        [],
        [Problem(HERE, "what")],
    )
    assert dump(flow, bindings=True).splitlines() == [
        "0 module ()",
        "1 async static method m(for x: T = 1, _, ...y): R of class 0",
        "  @a",
        "  x (parameter T): $0",
        "class 0 C of D, E",
        "  @b",
        "  m(): 1",
        "  n(): -",
        "  f: T = 1",
        "  f = -",
        "import * as a from m",
        "import type * as - from n",
        "export a: a",
        "export *: * from m",
        "problem 1-2: what",
    ]
    assert "  x (parameter T): $0" not in dump(flow).splitlines()
