"""JavaScript expressions and statements, as the steps that they are read to."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fslint.languages.dump import dump
from fslint.languages.javascript import lower


def steps(source: str, path: str = "a.tsx") -> str:
    """The dump of the module's body alone, without its first line."""
    flow = lower(path, dedent(source))
    del flow.functions[1:]
    flow.classes.clear()
    flow.imports.clear()
    flow.exports.clear()
    body = dump(flow).split("\n", 1)[1]
    return dedent(body).strip("\n")


def expect(source: str, *lines: str, path: str = "a.tsx") -> None:
    assert steps(source, path) == "\n".join(lines)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("'use strict'", "a directive is no step"),
        ("a.b", "reading a member is no step"),
        ("a && b.c", "a branch without steps is no choice"),
        ("a ? b : c", "a conditional without steps is no choice"),
        ("let x = 1; x = 2; x++; x += 3", "assigning a local name is a binding"),
        ("(a, b)", "names do nothing"),
        ("void 0", "nothing is called"),
        ("function f() { g() }", "a body runs when it is called"),
        ("const f = () => g()", "so does an arrow's"),
        ("type A = () => void; interface B { f(): void }", "types never run"),
        ("declare function f(): void; declare const g: G;", "ambient names have no code"),
        ("function f(a: string): void;", "an overload has no code"),
        ("/* f() */ // f()\n", "comments are no code"),
        ("a < b > c", "comparisons are no calls"),
        (";;;", "nothing at all"),
        ("", "nothing at all"),
    ],
)
def test_no_step(source: str, why: str) -> None:
    assert steps(source) == "", why


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("f()", "f() dropped"),
        ("void f()", "f() dropped"),
        ("await f()", "f() awaited"),
        ("await (f())", "f() awaited"),
        ("!f()", "f() value"),
        ("const a = f()", "f() value"),
        ("this.a = f()", "f() value\nthis.a = f()"),
        ("a?.b?.(c)?.[d]", "a?.b?.(c) value"),
        ("f?.()", "f?.() dropped"),
        ("a['b'](1)", "a.b(1) dropped"),
        ("a[b](1)", "a[b](1) dropped"),
        ("new A.B(1)", "new A.B(1) dropped"),
        ("new A", "new A() dropped"),
        ("new (f())()", "f() value\nnew f()() dropped"),
        ("f(...a, b)", "f(...a, b) dropped"),
        ("f<A, B<C>>(x as D, y!, <E>z)", "f(x, y, z) dropped"),
        ("(f as any)()", "f() dropped"),
        ("tag`a${b}c`", "tag(`a${b}c`, b) dropped"),
        ("tag`abc`", "tag('abc') dropped"),
        ("import('./a')", "import('./a') dropped"),
        ("super.f()", "super.f() dropped"),
        ("this.#f()", "this.#f() dropped"),
        ("(a, b)()", "b() dropped"),
        ("f(), g()", "f() dropped\ng() dropped"),
        ("delete a.b", "a.b = undefined"),
        ("a.b++", "a.b = (a.b + 1)"),
        ("--a", "a = (a - 1)"),
        ("a.b += f()", "f() value\na.b = (a.b + f())"),
        ("f(-1, +a, ~b, typeof c)", "f(-1, +a, ~b, typeof c) dropped"),
        ("f(a === b, c !== d, e in g)", "f((a == b), (c != d), (e in g)) dropped"),
        ("f(a + b + c, 1 - 2 * 3)", "f((a + b + c), (1 - (2 * 3))) dropped"),
        ("f(`a`, `a${b}`, /x/g, null)", "f('a', `a${b}`, /x/g, null) dropped"),
        ("f({a, 'b': 1, [c.d]: 2, ...e})", "f({a: a, b: 1, [c.d]: 2, ...e}) dropped"),
        ("f([a, ...b])", "f([a, ...b]) dropped"),
        ("f(0x1F, 1_000, 1.5, 10n)", "f(31, 1000, 1.5, 10) dropped"),
        (r"f('\x41\u0042\u{43}\n\'')", 'f("ABC\\n\'") dropped'),
        ("f(a ?? b, c || d)", "f((a / b), (c || d)) dropped"),
        ("f(g())", "g() value\nf(g()) dropped"),
        ("a().b().c()", "a() value\na().b() value\na().b().c() dropped"),
        ("f(import.meta.env, new.target)", "f(import.meta.env, ?) dropped"),
    ],
)
def test_expression(source: str, line: str) -> None:
    assert steps(source, "a.ts") == line


def test_short_circuit_runs_the_right_side_where_the_left_holds() -> None:
    expect("a && f()", "if a", "then", "  f() dropped")
    expect("a || f()", "if a", "then", "else", "  f() dropped")
    expect("a ?? f()", "nullish a", "then", "else", "  f() dropped")


def test_short_circuit_chains_nest_to_the_right() -> None:
    expect("a && b && f()", "if (a && b)", "then", "  f() dropped")
    expect(
        "a && f() && g()",
        "if a",
        "then",
        "  f() value",
        "  if f()",
        "  then",
        "    g() dropped",
    )
    expect(
        "a && f() || g()",
        "if a",
        "then",
        "  f() dropped",
        "if (a && f())",
        "then",
        "else",
        "  g() dropped",
    )


def test_conditional() -> None:
    expect(
        "const x = a ? f() : b ? g() : h",
        "if a",
        "then",
        "  f() value",
        "else",
        "  if b",
        "  then",
        "    g() value",
    )


def test_logical_assignment() -> None:
    expect("a.b ??= f()", "nullish a.b", "then", "else", "  f() value", "  a.b = f()")
    expect("a.b &&= f()", "if a.b", "then", "  f() value", "  a.b = f()")


def test_default_of_a_pattern_runs_where_the_part_is_missing() -> None:
    expect("const {a = f()} = b", "nullish b.a", "then", "else", "  f() value")


def test_assignment_by_pattern() -> None:
    expect(
        "[a.b, c] = f(); ({d: e.g, ...h} = i)",
        "f() value",
        "a.b = f()[0]",
        "c = f()[1]",
        "e.g = i.d",
        "h = i",
    )


def test_if_chain() -> None:
    expect(
        "if (a()) b(); else if (c) { d() } else e()",
        "a() value",
        "if a()",
        "then",
        "  b() dropped",
        "else",
        "  if c",
        "  then",
        "    d() dropped",
        "  else",
        "    e() dropped",
    )


def test_switch_falls_through() -> None:
    expect(
        """
        switch (a) {
          case 1:
          case f():
            b();
          case 2: {
            c();
            break;
          }
          default:
            d();
          case 3:
            if (x) break;
            e();
        }
        """,
        "f() value",
        "switch a",
        "case 1, f()",
        "  b() dropped",
        "  c() dropped",
        "case 2",
        "  c() dropped",
        "default",
        "  d() dropped",
        "  if x",
        "  then",
        "    break",
        "  e() dropped",
        "case 3",
        "  if x",
        "  then",
        "    break",
        "  e() dropped",
    )


def test_switch_without_default_need_not_match() -> None:
    (choice,) = lower("a.js", "switch (a) { case 1: b() }").functions[0].body
    assert getattr(choice, "exhaustive", None) is False


def test_loops() -> None:
    expect(
        """
        outer: for (let i = f(); i < g(); h()) { if (a) continue outer; else break }
        for (const k of m()) n(k);
        for (o.p in q) r();
        for await (const [s] of t) { u(s) }
        while (v) w();
        do { x() } while (y());
        for (;;) {}
        """,
        "f() value",
        "g() value",
        "outer: for (i < g())",
        "  if a",
        "  then",
        "    continue outer",
        "  else",
        "    break",
        "  h() dropped",
        "m() value",
        "each over m()",
        "  n(k) dropped",
        "each over q",
        "  o.p = ?",
        "  r() dropped",
        "each over t",
        "  u(s) dropped",
        "while v",
        "  w() dropped",
        "do y()",
        "  x() dropped",
        "  y() value",
        "for",
    )


def test_exceptions() -> None:
    expect(
        "try { a() } catch (e) { b(e); throw e } finally { c() } try { d() } catch {}",
        "try",
        "  a() dropped",
        "catch e",
        "  b(e) dropped",
        "  throw e",
        "finally",
        "  c() dropped",
        "try",
        "  d() dropped",
        "catch",
    )


def test_labelled_block() -> None:
    expect("a: { if (b) break a; c() }", "a:", "  if b", "  then", "    break a", "  c() dropped")


def test_block_and_with() -> None:
    expect(
        "{ a(); { b() } } with (c) d()", "a() dropped", "b() dropped", "d() dropped", path="a.js"
    )


def test_elements() -> None:
    expect(
        """
        const page = <A.B on={() => f()} {...g} t="x&amp;y" off>
          text {/* none */}{a && <C/>}
          <>{list.map(i => <li/>)}</>
          <b:c d={h()} />
        </A.B>
        """,
        "if a",
        "then",
        "  <C>",
        "list.map(<function 2>) value",
        "h() value",
        "<b:c d=h()>",
        "<A.B on=<function 1> ...=g t='x&y' off=true>",
    )


def test_line_breaks_end_statements() -> None:
    expect("f()\ng()\n++a.b\n;[c].d()", "f() dropped", "g() dropped", "a.b = (a.b + 1)",
           "[c].d() dropped")  # fmt: skip


def test_arrow_in_a_conditional_is_told_from_a_return_type() -> None:
    flow = lower("a.ts", "x = a ? (b) : c => d; y = a ? (b): c => d : e")
    assert [(f.name, f.type, [p.name for p in f.params]) for f in flow.functions[1:]] == [
        ("", "", ["c"]),
        ("", "c", ["b"]),
    ]


def test_spans_are_those_of_the_source() -> None:
    source = "\ufeff/* \U0001f600 */ if (a) { (b).c?.(d) }"
    (choice,) = lower("a.js", source).functions[0].body
    call = getattr(choice, "arms")[0].block[0]  # noqa: B009
    assert source[slice(*choice.span)] == "if (a) { (b).c?.(d) }"
    assert source[slice(*call.span)] == "(b).c?.(d)"
    assert source[slice(*call.callee.at)] == "c"
