"""Java expressions and statements, as the steps that they are read to."""

from __future__ import annotations

import pytest

from fslint.languages.dump import lines
from fslint.languages.java import lower


def steps(body: str) -> list[str]:
    """The steps of a function with this body; what could not be read fails the test."""
    flow = lower("A.java", f"class A {{ void f() {{\n{body}\n}} }}\n")
    assert flow.problems == []
    return list(lines(flow.functions[1].body, ""))


@pytest.mark.parametrize(
    "body",
    [
        "int x = 1;",
        "Runnable r = () -> g();",
        "class B { void f() { g(); } }",
        "int[] a = {1, 2};",
        "/* f(); */ // f();",
        "; ;",
        "boolean b = a instanceof B;",
        "x >>= 2;",
    ],
)
def test_no_step(body: str) -> None:
    assert steps(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("List<String> a;", ["a := undefined"]),
        ('String s = """\n a\\n""";', ["s := '\\n a\\n'"]),
        ("boolean b = true; b = c();", ["b := true", "c() value", "b := c()"]),
        ("a.b = c;", ["a.b = c"]),
        ("x = (B) y;", ["x = y"]),
        ("f();", ["f() dropped"]),
        ("A a = f();", ["f() value"]),
        ("a.b().c(d);", ["a.b() value", "a.b().c(d) dropped"]),
        ("a.<T>b(c);", ["a.b(c) dropped"]),
        ("new A(b).c();", ["new A(b) value", "new A(b).c() dropped"]),
        ("new A<>() { void b() { c(); } };", ["new A() value"]),
        ("f(a -> b());", ["f(<function 2>) dropped"]),
        ("f(this::b);", ["f(this.b) dropped"]),
        ("f(A::new);", ["f(A) dropped"]),
        ("f(B.class);", ["f(B) dropped"]),
        ("A.this.f();", ["this.f() dropped"]),
        ("super.f();", ["super.f() dropped"]),
        ("A.super.f();", ["super.f() dropped"]),
        ("((B) a).c();", ["(B).c() dropped"]),
        ("f((a, b) -> { c(); });", ["f(<function 2>) dropped"]),
        ("int[] x = new int[f()];", ["f() value"]),
        ("f(new B[] {c()});", ["c() value", "f([c()]) dropped"]),
        (
            "x = a() ? b() : c();",
            [
                "a() value",
                "if a()",
                "then",
                "  b() value",
                "else",
                "  c() value",
                "x = (b() / c())",
            ],
        ),
        (
            "if (a && b()) c(); else d();",
            [
                "if a",
                "then",
                "  b() value",
                "if (a && b())",
                "then",
                "  c() dropped",
                "else",
                "  d() dropped",
            ],
        ),
        (
            "if (a instanceof B b && b.c()) { d(); }",
            [
                "if (a instanceof B)",
                "then",
                "  b.c() value",
                "if ((a instanceof B) && b.c())",
                "then",
                "  d() dropped",
            ],
        ),
        ("a = b = c();", ["c() value", "b = c()", "a = c()"]),
        ("a[i] += f();", ["f() value", "a[i] = (a[i] + f())"]),
        ("i++;", ["i = (i + 1)"]),
        ("this.a = f();", ["f() value", "this.a = f()"]),
        ("y = a >> 2 > b;", ["y = ((a call 2) > b)"]),
        (
            "for (int i = 0, n = f(); i < n; i++) g(i);",
            ["f() value", "for (i < n)", "  g(i) dropped"],
        ),
        (
            "for (A a : b()) { if (c) continue; d(a); }",
            ["b() value", "each over b()", "  if c", "  then", "    continue", "  d(a) dropped"],
        ),
        ("a: while (b) { break a; }", ["a: while b", "  break a"]),
        ("do { a(); } while (b());", ["do b()", "  a() dropped", "  b() value"]),
        ("for (;;) f();", ["for", "  f() dropped"]),
        (
            "switch (a) { case 1: case B: b(); break; case C: c(); default: d(); }",
            [
                "switch a",
                "case 1, B",
                "  b() dropped",
                "case C",
                "  c() dropped",
                "  d() dropped",
                "default",
                "  d() dropped",
            ],
        ),
        (
            "switch (a) { case B, C -> b(); case D d -> { c(d); } default -> throw e(); }",
            [
                "switch a",
                "case B, C",
                "  b() dropped",
                "case D",
                "  c(d) dropped",
                "default",
                "  e() value",
                "  throw e()",
            ],
        ),
        (
            "int x = switch (a) { case 1 -> b(); default -> { yield c(); } };",
            ["switch a", "case 1", "  b() value", "default", "  c() value"],
        ),
        (
            "try (A a = b(); c) { d(); } catch (E | F e) { g(); } finally { h(); }",
            [
                "try",
                "  b() value",
                "  d() dropped",
                "catch E|F e",
                "  g() dropped",
                "finally",
                "  h() dropped",
            ],
        ),
        ("return f();", ["f() returned", "return f()"]),
        ("throw new A(b);", ["new A(b) value", "throw new A(b)"]),
        ("synchronized (a) { b(); }", ["b() dropped"]),
        ("assert a() : b();", ["a() value", "b() value"]),
        ("final var x = f();", ["f() value"]),
        ("a.b.C<D> x = f();", ["f() value"]),
        ("yield();", ["yield() dropped"]),
        ("x.forEach(y -> { return; });", ["x.forEach(<function 2>) dropped"]),
        ("@B final C d = e();", ["e() value"]),
    ],
)
def test_steps(body: str, expected: list[str]) -> None:
    assert steps(body) == expected
