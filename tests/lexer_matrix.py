"""Generated JavaScript: what stands before a slash, what between, and what around.

`cases()` yields short programs that end their interesting part with `/x/g`, and whether that is a
regular expression or two divisions there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

REGEX = "regex"
DIVISION = "division"


class Case(NamedTuple):
    """A program, its file suffix, where its slash is, and what the slash begins."""

    text: str
    suffix: str
    slash: int
    expected: str


# Ends of expressions: a slash behind them divides, in any wrapper.
VALUES = [
    "a", "this", "null", "super.x", "a.b", "a?.b", "a.#p", "a.return", "a.if", "a?.typeof", "1",
    ".5", "1.", "0x1f", "1e3", "1n", "'s'", '"s"', "'it\\'s'", "`t`", "`a${b}c`", "`${{}}`",
    "`${`${a}`}`", "(a)", "[a]", "a[0]", "a()", "a?.()", "a?.[0]", "(() => {})",
    "(function () {})", "({})", "({ a: { b } })", "new A()", "new A", "a++", "a--", "async", "of",
    "get", "type", "as", "await_", "(a, b)", "{}.a".replace("{}", "({})"),
    "function () {}.name".join(("(", ")")), "/y/.source", "/[/]/", "typeof a", "-a", "!a",
    "a ? b : c", "a || b", "a ?? b", "a => b", "import.meta", "[...a]", "a.b.c", "a`t`",
    "a`${b}`", "new.target", "$", "_", "\u00e9", "\\u0061", "a.class", "a.function",
    "{ a }.b".join(("(", ")")), "(class {})", "(class A extends B {})", "void 0",
    "(async () => {})", "(async function () {})", "(function* () {})", "a.of", "a.in", "a\u200cb",
]  # fmt: skip

# Values as only TypeScript writes them.
TYPED_VALUES = [
    "a!", "a!.b!", "a()!", "a[0]!", "(a as B)", "(<B>a)", "f<B>(a)", "new A<B>()",
    "(a satisfies B)", "f<A, B<C>>(a)", "(a as { b: C })", "((a: B): C => a)", "(<T>(a: T) => a)",
    "a!!",
]  # fmt: skip

# Beginnings that want a value: a slash behind them opens a regular expression, in any wrapper.
OPENINGS = [
    "a = ", "a += ", "a **= ", "a ??= ", "a + ", "a - ", "a * ", "a % ", "a ** ", "a < ", "a > ",
    "a <= ", "a >= ", "a == ", "a === ", "a != ", "a !== ", "a & ", "a | ", "a ^ ", "a && ",
    "a || ", "a ?? ", "a ? ", "a ? b : ", "a << ", "a >> ", "a >>> ", "!", "~", "+ ", "- ", "(",
    "[", "[a, ", "[...", "f(", "f(a, ", "f(...", "typeof ", "void ", "delete ", "new ", "a in ",
    "a instanceof ", "a => ", "({ a: ", "({ [", "({ ...", "`${", "`a${b}c${", "a, ", "a = b => ",
    "(a = ", "{}[".replace("{}", "({})"), "(() => {}, ", "a ? {} : ", "a ? b ? c : d : ",
]  # fmt: skip

# Whole statements: the next one begins, so a slash behind them opens a regular expression.
STATEMENTS = [
    "", ";", "a;", "{}", "{ a }", "{ a: b }", "if (a) {}", "if (a) b; else {}",
    "if (a) {} else {}", "for (;;) {}", "for (a of b) {}", "for (a in b) {}",
    "for (const [a] of b) {}", "while (a) {}", "do {} while (a);", "try {} catch {}",
    "try {} catch (a) {}", "try {} finally {}", "switch (a) {}",
    "switch (a) { case {}: b; default: {} }", "function f() {}", "function* f() {}",
    "async function f() {}", "function f({ a }, [b]) {}", "function f(a = {}) {}", "class A {}",
    "class A extends B {}", "class A extends f({}) {}", "class A { a() {} }",
    "class A { a = {} }", "class A { static {} }", "class A { get a() { return {} } }",
    "class A { 'b'() {} [c]() {} }", "l: {}", "l: for (;;) {}", "a = {};", "a = function () {};",
    "a = () => {};", "if (a) ", "if (a) {} else ", "while (a) ", "for (;;) ", "for (a of b) ",
    "do ", "l: ", "if ((a)) ", "if (a) b(); else ", "for (const a of b) ", "if (a.b(c)) ",
    "with_: ", "{ {} }", "{ ({}) }", "function f() { return {} }", "function f() { return\n{} }",
    "a\n;", "if (a) if (b) ",
]  # fmt: skip

TYPED_STATEMENTS = [
    "interface A {}", "interface A { a?: B; b(): C }", "type A = { b: C };",
    "enum A { B = 1, C }", "namespace A {}", "declare module 'a' {}", "declare global {}",
    "abstract class A {}", "function f(): void {}", "function f(a?: B): { c: D } {}",
    "function f<T extends {}>(a: T) {}", "class A<T> extends B<T> implements C {}",
    "class A { a(): B<C> {} }", "class A { a?: B; }", "class A { constructor(private a: B) {} }",
    "function f(a): asserts a is B {}", "class A { @d() a: B; }", "@d({}) class A {}",
    "let a: B;", "let a: { b: C };", "function f(a: () => void): Promise<B> {}",
    "type A = B extends C ? D : E;", "const enum A {}", "class A { a: B = {}; }",
    "class A { a!: B; }", "class A extends B<{ c: D }> {}",
    "export interface A<T = {}> extends B<T> {}", "type A<T> = { [K in keyof T]?: T[K] };",
    "function f(this: A): this is B {}", "class A { private async a(): Promise<void> {} }",
]  # fmt: skip

# Between a value and its operator; the ones with a line end too, since a slash goes on.
BETWEEN = [
    "",
    " ",
    "\n",
    "\t",
    "\r\n",
    "\u2028",
    "\u00a0",
    "/**/",
    " /* / */ ",
    " // /\n",
    "\ufeff",
]

# Around an expression, and around a statement: before, after.
AROUND_VALUES = [
    ("", ""),
    (";", ";"), ("(", ")"), ("[", "]"), ("a = ", ";"), ("f(", ")"), ("`${", "}`"),
    ("({ a: ", " })"), ("(() => ", ")"), ("if (a) { b = ", " }"), ("a ? ", " : b"),
    ("a ? b : ", ""), ("function f() { return ", " }"), ("class A { a = ", " }"),
    ("switch (a) { case ", ": }"), ("for (a of b) { c(", ") }"), ("async () => { await ", " }"),
    ("(a, ", ")"),
]  # fmt: skip
AROUND_STATEMENTS = [
    ("", ""), ("{", "}"), ("function f() {", "}"), ("a = () => {", "}"), ("(function () {", "})"),
    ("class A { a() {", "} }"), ("switch (a) { case b: ", "}"), ("switch (a) { default: ", "}"),
    ("if (a) {", "}"), ("try {", "} finally {}"), ("`${() => {", "}}`"), ("({ a() {", "} })"),
    ("class A { static {", "} }"), ("a ? () => {", "} : b"), ("async function* f() {", "}"),
]  # fmt: skip
AROUND_JSX = [
    ("a = <b>{", "}</b>"), ("a = <b c={", "} />"), ("a = <b c={d}>it's {", "} / {e}</b>"),
    ("a = <><b.c d='/' />{", "}</>"), ("a = b ? <c /> : <d>{", "}</d>"),
]  # fmt: skip

_CLOSERS = {"(": ")", "[": "]", "{": "}", "`": "`"}


def _closing(opening: str) -> str:
    """What closes the brackets that an opening leaves open."""
    stack: list[str] = []
    for mark in opening:
        if mark == "`" and stack[-1:] == ["`"]:
            stack.pop()
        elif mark in _CLOSERS:
            stack.append(_CLOSERS[mark])
        elif stack and mark == stack[-1]:
            stack.pop()
    tail = "".join(reversed(stack))
    if opening.startswith("({ ["):
        return tail.replace("]", "]: 1", 1)
    return tail + (" : 1" if opening == "a ? " else "")


def _case(before: str, tail: str, around: tuple[str, str], suffix: str, expected: str) -> Case:
    text = f"{around[0]}{before}/x/g{tail}{around[1]}\n"
    return Case(text, suffix, len(around[0] + before), expected)


def _values(values: list[str], arounds: list[tuple[str, str]], suffix: str) -> Iterator[Case]:
    for place, value in enumerate(values):
        for number, around in enumerate(arounds):
            between = BETWEEN[(place + number) % len(BETWEEN)]
            if value == "1" or not between:
                between = " "
            yield _case(value + between, "", around, suffix, DIVISION)


def _openings(arounds: list[tuple[str, str]], suffix: str) -> Iterator[Case]:
    for place, opening in enumerate(OPENINGS):
        for number, around in enumerate(arounds):
            between = BETWEEN[(place + number) % len(BETWEEN)]
            yield _case(opening + between, _closing(opening), around, suffix, REGEX)


def _statements(statements: list[str], suffix: str) -> Iterator[Case]:
    for statement in statements:
        for around in AROUND_STATEMENTS:
            for between in ("", "\n", " /**/ "):
                yield _case(statement + between, "", around, suffix, REGEX)


def cases() -> Iterator[Case]:
    """Every case, for `.js`, `.tsx` and `.ts`."""
    for suffix in (".js", ".tsx", ".ts"):
        arounds = AROUND_VALUES + (AROUND_JSX if suffix != ".ts" else [])
        yield from _values(VALUES, arounds, suffix)
        yield from _openings(arounds, suffix)
        yield from _statements(STATEMENTS, suffix)
        if suffix != ".js":
            typed = [v for v in TYPED_VALUES if suffix == ".ts" or "(<" not in v]
            yield from _values(typed, arounds, suffix)
            yield from _statements(TYPED_STATEMENTS, suffix)


def elements() -> Iterator[Case]:
    """The same places with `<x>it's</x>` or `< x`: an element where a value is due.

    Not behind `new`, where only a constructor's type can begin so.
    """
    openings = [opening for opening in OPENINGS if opening != "new "]
    for place, opening in enumerate(openings + STATEMENTS):
        for around in AROUND_STATEMENTS[:6]:
            between = BETWEEN[place % len(BETWEEN)]
            text = f"{around[0]}{opening}{between}<x>it's</x>{_closing(opening)}{around[1]}\n"
            yield Case(text, ".tsx", len(around[0] + opening + between), "element")
    for place, value in enumerate(VALUES):
        for around in AROUND_VALUES:
            between = BETWEEN[place % len(BETWEEN)] or " "
            text = f"{around[0]}{value}{between}< x{around[1]}\n"
            yield Case(text, ".tsx", len(around[0] + value + between), "less")
