"""Kotlin expressions and statements, as the steps that they are read to."""

from __future__ import annotations

import pytest

from fslint.flow import Call, Closure
from fslint.languages.dump import lines
from fslint.languages.kotlin import lower


def steps(body: str) -> list[str]:
    """The steps of a function with this body; what could not be read fails the test."""
    flow = lower("A.kt", f"fun f() {{\n{body}\n}}\n")
    assert flow.problems == []
    return list(lines(flow.functions[1].body, ""))


@pytest.mark.parametrize(
    "body",
    [
        "a.b",
        "val x = 1",
        "x is A",
        "val f = { g() }",
        "fun g() = h()",
        "class A { fun f() = g() }",
        "typealias T = () -> Unit",
        "/* /* f() */ */ // f()",
        "val a = listOf(1, 2)",
        'val m = mapOf("a" to b)',
        "a::b",
        "a shl b",
        "object : A { override fun b() { c() } }",
    ],
)
def test_no_step(body: str) -> None:
    assert steps(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("f()", ["f() dropped"]),
        ("val a = f()", ["f() value"]),
        ("a?.b()", ["a?.b() dropped"]),
        ("a!!.b()", ["a.b() dropped"]),
        ("a.b<C>(d)", ["a.b(d) dropped"]),
        ("f<A>()", ["f() dropped"]),
        ("f(*a, b = c)", ["f(...a, b: c) dropped"]),
        ("f(a) { g() }", ["f(a, <function 2>) dropped"]),
        ("a.map { it }", ["a.map(<function 2>) dropped"]),
        ("f(::g)", ["f(g) dropped"]),
        ("f(A::class.java)", ["f(A) dropped"]),
        ('f("a$b${c()}d")', ["c() value", "f(`a${b}${c()}d`) dropped"]),
        ('f("""x\n$y""")', ["f(`x\n${y}`) dropped"]),
        ("a and b.c()", ["b.c() dropped"]),
        ("a foo b()", ["b() value", "a.foo(b()) dropped"]),
        ("if (a in b()) c()", ["b() value", "if (a in b())", "then", "  c() dropped"]),
        (
            "if (a !is B && c()) d()",
            [
                "if !(a instanceof B)",
                "then",
                "  c() value",
                "if (!(a instanceof B) && c())",
                "then",
                "  d() dropped",
            ],
        ),
        ("a = b", ["a = b"]),
        ("a.b = c()", ["c() value", "a.b = c()"]),
        ("a[0] += f()", ["f() value", "a[0] = (a[0] + f())"]),
        ("a++", ["a = (a + 1)"]),
        ('a["b"] = c', ["a.b = c"]),
        ("if (a) b() else c()", ["if a", "then", "  b() dropped", "else", "  c() dropped"]),
        ("val x = if (a) b() else c()", ["if a", "then", "  b() value", "else", "  c() value"]),
        (
            "return if (a) b() else c()",
            ["if a", "then", "  b() returned", "else", "  c() returned", "return (b() / c())"],
        ),
        ("a() ?: return", ["a() dropped", "nullish a()", "then", "else", "  return"]),
        ("val x = a ?: throw B()", ["nullish a", "then", "else", "  B() value", "  throw B()"]),
        (
            "a ?: run { b(); return }",
            ["nullish a", "then", "else", "  run:", "    b() dropped", "    return"],
        ),
        (
            "a?.let { b(it); return }",
            ["nullish a", "then", "  let:", "    b(it) dropped", "    return"],
        ),
        (
            "for (x in a) { if (b) continue; c(x) }",
            ["each over a", "  if b", "  then", "    continue", "  c(x) dropped"],
        ),
        ("outer@ while (a) { break@outer }", ["outer: while a", "  break outer"]),
        ("do { a() } while (b())", ["do b()", "  a() dropped", "  b() value"]),
        ("xs.forEach { if (it.a) return@forEach; b() }", ["xs.forEach(<function 2>) dropped"]),
        (
            "xs.forEach { if (it.a) return; b() }",
            ["forEach: each over xs", "  if it.a", "  then", "    return", "  b() dropped"],
        ),
        (
            "when (a) { is B, C -> d(); in e -> f(); !is G -> {} \n else -> h() }",
            [
                "switch a",
                "case B, C",
                "  d() dropped",
                "case (a in e)",
                "  f() dropped",
                "case !G",
                "default",
                "  h() dropped",
            ],
        ),
        (
            "when { a -> b()\n c() -> d()\n else -> e() }",
            [
                "if a",
                "then",
                "  b() dropped",
                "else",
                "  c() value",
                "  if c()",
                "  then",
                "    d() dropped",
                "  else",
                "    e() dropped",
            ],
        ),
        (
            "val x = when (val y = f()) { 1 -> g(y)\n else -> h() }",
            ["f() value", "switch y", "case 1", "  g(y) value", "default", "  h() value"],
        ),
        (
            "try { a() } catch (e: B) { c() } finally { d() }",
            ["try", "  a() dropped", "catch B e", "  c() dropped", "finally", "  d() dropped"],
        ),
        ("val x = try { a() } catch (e: B) { null }", ["try", "  a() value", "catch B e"]),
        ("launch { a(); return@launch }", ["launch(<function 2>) dropped"]),
        ("launch(b) label@{ return@label }", ["launch(b, <function 2>) dropped"]),
        (
            "a\n  .b()\n  ?.c()\n  ?: d()",
            [
                "a.b() value",
                "a.b()?.c() dropped",
                "nullish a.b()?.c()",
                "then",
                "else",
                "  d() dropped",
            ],
        ),
        ("a()\n(b)", ["a() dropped"]),
        ("val (a, b) = c()", ["c() value"]),
        ("val x by lazy { f() }", ["lazy(<function 2>) value"]),
        ("@B val x = f()", ["f() value"]),
        ("if (a) return\nb()", ["if a", "then", "  return", "b() dropped"]),
        (
            "x = if (a) { b(); c() } else d()",
            [
                "if a",
                "then",
                "  b() dropped",
                "  c() value",
                "else",
                "  d() value",
                "x = (c() / d())",
            ],
        ),
        ("a.apply { b = c }", ["a.apply(<function 2>) dropped"]),
        ("throw A(b)", ["A(b) value", "throw A(b)"]),
        ("with(a) { return b() }", ["with:", "  b() returned", "  return b()"]),
        ("synchronized(a) { return }", ["synchronized:", "  return"]),
        ("f { a, (b, c) -> d() }", ["f(<function 2>) dropped"]),
        ("f { a: A<B> -> b() }", ["f(<function 2>) dropped"]),
        ("this@X.f()", ["this.f() dropped"]),
        ("super<A>.f()", ["super.f() dropped"]),
        (
            "Screen(onClick = { a() }) { Text(b) }",
            ["<Screen onClick=<function 2> content=<function 3>>"],
        ),
        ("LaunchedEffect(a) { b() }", ["LaunchedEffect(a, <function 2>) dropped"]),
    ],
)
def test_steps(body: str, expected: list[str]) -> None:
    assert steps(body) == expected


@pytest.mark.parametrize("opening", ["{ result ->", "{"])
def test_a_lambda_on_a_line_of_its_own(opening: str) -> None:
    flow = lower("a.kt", f"val a = register(Contract())\n{opening}\n  logout()\n}}\n")
    assert not flow.problems
    _, call = [step for step in flow.functions[0].body if isinstance(step, Call)]
    assert [type(argument.value) for argument in call.args] == [Call, Closure]


def test_what_goes_on_in_a_new_line_with_a_name() -> None:
    flow = lower("a.kt", "fun f() { when (x) {\n A\n or B -> g()\n else -> h() }\n}")
    assert not flow.problems
