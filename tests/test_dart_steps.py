"""Dart expressions and statements, as the steps that they are read to."""

from __future__ import annotations

import pytest

from fslint.languages.dart import lower
from fslint.languages.dump import lines


def steps(body: str) -> list[str]:
    """The steps of a function with this body; what could not be read fails the test."""
    flow = lower("a.dart", f"void f() async {{\n{body}\n}}\n")
    assert flow.problems == []
    return list(lines(flow.functions[1].body, ""))


@pytest.mark.parametrize(
    "body",
    [
        "int x = 1;",
        "late final Map<String, List<int>> m;",
        "final f = () => g();",
        "void g(int a) { h(); }",
        "int Function(int)? g;",
        "(int, {String a}) r = (1, a: 'b');",
        "var a = b<c, d>;",
        "final x = <String>['a'];",
        "const y = {'a': 1};",
        "/* f(); /* g(); */ */ // f();",
        "; ;",
        "final t = a is B? ;",
        "final t = a is B ? 1 : 2;",
        "final s = r'\\$f()';",
        "final s = '''\n f() ''' \"g()\";",
        "a >>>= 2;",
        "final z = #f;",
        "assert(true);",
    ],
)
def test_no_call(body: str) -> None:
    assert [line for line in steps(body) if "(" in line and "=" not in line] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("f();", ["f() dropped"]),
        ("await f();", ["f() awaited"]),
        ("final x = await f();", ["f() awaited"]),
        ("unawaited(f());", ["f() value", "unawaited(f()) dropped"]),
        ("f<T>(a);", ["f(a) dropped"]),
        ("f.call();", ["f() dropped"]),
        ("f?.call();", ["f?.() dropped"]),
        ("a.b?.c(d);", ["a.b?.c(d) dropped"]),
        ("a!.b();", ["a.b() dropped"]),
        ("a?[0]?.b();", ["a[0]?.b() dropped"]),
        ("f(a: 1, b);", ["f(a: 1, b) dropped"]),
        ("const A();", ["new A() dropped"]),
        ("A.named(b);", ["A.named(b) dropped"]),
        ("new p.A();", ["new p.A() dropped"]),
        ("f(() => g());", ["f(<function 2>) dropped"]),
        ("a.when(b: () => c(), d: (e) => g());",
         ["switch a", "case b", "  <function 2>() dropped", "case d", "  <function 3>() dropped"]),
        ("a.fold((b) => c(), (d) => e());",
         ["if a", "then", "  <function 3>() dropped", "else", "  <function 2>() dropped"]),
        ("a.fold(0, (b, c) => b + c);", ["a.fold(0, <function 2>) dropped"]),
        ("f(A.new);", ["f(A.new) dropped"]),
        ("f((a, {b = 1}) async { await g(); });", ["f(<function 2>) dropped"]),
        ("(a as B).c();", ["a.c() dropped"]),
        ("a.b = c();", ["c() value", "a.b = c()"]),
        ("a[0] = 1;", ["a[0] = 1"]),
        ("x += f();", ["f() value", "x = (x + f())"]),
        ("x ??= f();", ["nullish x", "then", "else", "  f() value", "  x = f()"]),
        ("f('a${g()}b$c');", ["g() value", "f(`a${g()}b${c}`) dropped"]),
        ("f('a' 'b');", ["f('ab') dropped"]),
        ("a..b()..c = d..e();", ["a.b() dropped", "a.c = d", "a.e() dropped"]),
        ("a?..b();", ["a?.b() dropped"]),
        ("f()..g();", ["f() value", "f().g() dropped"]),
        ("a && b();", ["if a", "then", "  b() dropped"]),
        ("final x = a ?? b();", ["nullish a", "then", "else", "  b() value"]),
        ("a < b ? c() : d();", ["if (a < b)", "then", "  c() dropped", "else", "  d() dropped"]),
        ("final x = a ?? (throw B());", ["nullish a", "then", "else", "  new B() value",
                                         "  throw new B()"]),
        ("return f();", ["f() returned", "return f()"]),
        ("f([if (a) b() else c(), ...d()]);",
         ["if a", "then", "  b() value", "else", "  c() value", "d() value",
          "f([(b() / c()), ...d()]) dropped"]),
        ("f([for (final x in xs) x.g()]);",
         ["each over xs", "  x.g() value", "f([x.g()]) dropped"]),
        ("f({'a': b(), if (c) 'd': e()});",
         ["b() value", "if c", "then", "  e() value", "f({a: b(), ...({d: e()})}) dropped"]),
    ],
)  # fmt: skip
def test_expressions(body: str, expected: list[str]) -> None:
    assert steps(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if (a) b(); else if (c) d();",
         ["if a", "then", "  b() dropped", "else", "  if c", "  then", "    d() dropped"]),
        ("if (a case B(:final c?) when c.ok) d();",
         ["if (((a instanceof B) && (a.c != null)) && c.ok)", "then", "  d() dropped"]),
        ("if (a case null) b();", ["if (a == null)", "then", "  b() dropped"]),
        ("while (a()) { break; }", ["a() value", "while a()", "  break"]),
        ("do { f(); } while (a);", ["do a", "  f() dropped"]),
        ("for (var i = 0; i < 2; i++) f(i);", ["for (i < 2)", "  f(i) dropped"]),
        ("for (final (a, b) in c) f(a);", ["each over c", "  f(a) dropped"]),
        ("await for (final a in b()) c();", ["b() value", "each over b()", "  c() dropped"]),
        ("try { a(); } on B catch (e, s) { c(); } on D { rethrow; } catch (_) {} finally { g(); }",
         ["try", "  a() dropped", "catch B e", "  c() dropped", "catch D", "  throw",
          "catch _", "finally", "  g() dropped"]),
        ("switch (a) { case 1: case 2: f(); case B(): g(); default: h(); }",
         ["switch a", "case 1, 2", "  f() dropped", "case B", "  g() dropped", "default",
          "  h() dropped"]),
        ("switch (a) { case int b when b > 1: f(); case _: g(); }",
         ["switch a", "case int", "  if (b > 1)", "  then", "    f() dropped", "default",
          "  g() dropped"]),
        ("switch (a) { case Done(value: null): f(); case Done(:final value?): g(value); }",
         ["switch a", "case Done", "  if (a.value == null)", "  then", "    f() dropped",
          "case Done", "  if (a.value != null)", "  then", "    g(value) dropped"]),
        ("switch (a) { case 1: f(); continue x; x: case 2: g(); }",
         ["switch a", "case 1", "  f() dropped", "  continue x", "case 2", "  g() dropped"]),
        ("final x = switch (a) { 1 || 2 => f(), null => throw B(), (_, _) => g() };",
         ["switch a", "case 1, 2", "  f() value", "case null", "  new B() value",
          "  throw new B()", "default", "  g() value"]),
        ("x: for (final a in b) { continue x; }", ["x: each over b", "  continue x"]),
        ("final (a, b: c) = f();", ["f() value"]),
        ("yield f();", ["f() dropped"]),
    ],
)  # fmt: skip
def test_statements(body: str, expected: list[str]) -> None:
    assert steps(body) == expected
