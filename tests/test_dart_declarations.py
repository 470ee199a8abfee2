"""Dart files, classes and functions, as the declarations that they are read to."""

from __future__ import annotations

import pytest

from fslint.flow import Binding, FileFlow, Name
from fslint.languages.dart import lower
from fslint.languages.dump import show


def read(text: str) -> FileFlow:
    flow = lower("a.dart", text)
    assert flow.problems == []
    return flow


def heads(text: str) -> list[tuple[str, str]]:
    """The kind and name of each function but the module and what makes field values."""
    functions = read(text).functions[1:]
    return [(f.kind, f.name) for f in functions if f.kind != "initializer"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import 'a.dart';", [("", "a.dart", "*")]),
        ("import 'a.dart' as b;", [("b", "a.dart", "*")]),
        ("import 'a.dart' deferred as b;", [("b", "a.dart", "*")]),
        ("import 'a.dart' show B, C;", [("B", "a.dart", "B"), ("C", "a.dart", "C"),
                                        ("", "a.dart", "*")]),
        ("import 'a.dart' hide B;", [("", "a.dart", "*")]),
        ("import 'a.dart' if (dart.library.io) 'b.dart';", [("", "a.dart", "*")]),
        ("import 'dart:async';", []),
        ("part 'a.g.dart';", [("", "a.g.dart", "*")]),
        ("part of 'a.dart';", [("", "a.dart", "*")]),
        ("part of a.b;", []),
        ("@a library b; import 'c.dart';", [("", "c.dart", "*")]),
    ],
)  # fmt: skip
def test_imports(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(i.local, i.module, i.name) for i in read(text).imports] == expected


def test_exports() -> None:
    found = read("export 'a.dart'; export 'b.dart' show C hide D;").exports
    assert [(e.name, e.module, e.origin) for e in found] == [
        ("*", "a.dart", "*"),
        ("C", "b.dart", "C"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("void f() {}", [("function", "f")]),
        ("f() => 1;", [("function", "f")]),
        ("external int f();", [("function", "f")]),
        ("int get a => 1; set a(int b) {}", [("function", "a"), ("function", "a")]),
        ("final f = () {};", [("arrow", "f")]),
        ("List<T> f<T extends A>(T a) async* {}", [("function", "f")]),
        ("void Function(int) f(int g(int a)) => g;", [("function", "f")]),
        ("({int a, B b}) f((int, B) c) => (a: 1, b: c.$2);", [("function", "f")]),
        ("typedef A = void Function(); @b @c typedef D<T> = T;", []),
        ("class A { A(); A.b(); factory A.c() => A(); const A.d() : this.b(); }",
         [("constructor", "constructor"), ("constructor", "b"), ("constructor", "c"),
          ("constructor", "d")]),
        ("class A { int get b => 1; set b(int c) {} void get() {} int set = 1; }",
         [("getter", "b"), ("setter", "b"), ("method", "get")]),
        ("class A { bool operator ==(Object b) => true; int operator [](int c) => c; }",
         [("method", "=="), ("method", "[]")]),
        ("abstract class A { void b(); static late final C? d, e; external void f(); }",
         [("method", "b"), ("method", "f")]),
    ],
)  # fmt: skip
def test_functions(text: str, expected: list[tuple[str, str]]) -> None:
    assert heads(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A {}", ("class", "A", ())),
        ("class A<T> extends B<T> with C, d.D implements E {}", ("class", "A",
                                                               ("B", "C", "d.D", "E"))),
        ("class A = B with C;", ("class", "A", ("B", "C"))),
        ("abstract interface class A {}", ("interface", "A", ())),
        ("sealed class A {}", ("class", "A", ())),
        ("base mixin A on B implements C {}", ("class", "A", ("B", "C"))),
        ("mixin class A {}", ("class", "A", ())),
        ("enum A with B { c, d(1); const A([this.e = 0]); final int e; }", ("enum", "A", ("B",))),
        ("extension A<T> on List<T> {}", ("extension", "A", ("T[]",))),
        ("extension on A? { int b() => 1; }", ("extension", "", ("A",))),
        ("extension<T> on A<T> {}", ("extension", "", ("A",))),
        ("extension type A(int b) implements int {}", ("extension", "A", ("int",))),
    ],
)  # fmt: skip
def test_classes(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    (declared,) = read(text).classes
    assert (declared.kind, declared.name, declared.bases) == expected


def test_modifiers() -> None:
    flow = read(
        "void a() async {} void b() sync* {} class C { void d(); static void e() async* {} }"
        "final f = () async => 1;"
    )
    assert {f.name: sorted(f.modifiers) for f in flow.functions if f.kind != "module"} == {
        "a": ["async"],
        "b": ["generator"],
        "d": ["abstract"],
        "e": ["async", "generator", "static"],
        "f": ["async"],
    }


def test_parameters() -> None:
    flow = read("class A extends B { A(this.a, {required C? b, super.c, int d = 2}); final D a; }")
    params = flow.functions[1].params
    assert [(p.name, p.type, p.label, show(p.default)) for p in params] == [
        ("a", "", "", "-"),
        ("b", "C", "b", "-"),
        ("c", "", "c", "-"),
        ("d", "int", "d", "2"),
    ]


def bound(flow: FileFlow, name: str) -> list[tuple[str, str]]:
    bindings: list[Binding] = flow.functions[0].bindings[name]
    return [(show(b.value), b.type) for b in bindings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Future<A?> a = b();", [("b()", "A")]),
        ("final void Function(int) a = b;", [("b", "")]),
        ("final a = Provider<B>((ref) => C());", [("new Provider(<function 1>)", "B"),
                                                  ("<function 1>()", "")]),
        ("final a = NotifierProvider.autoDispose<B, C>(B.new);",
         [("NotifierProvider.autoDispose(B.new)", "B"), ("new B()", "")]),
        ("B get a => c;", [("<function 1>()", "B")]),
        ("@riverpod B _c(Ref ref) => d; @Riverpod(keepAlive: true) class A extends _$A {} "
         "final a = 1;", [("1", "")]),
    ],
)  # fmt: skip
def test_top_level_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert bound(read(text), "a") == expected


def test_generated_providers() -> None:
    flow = read("@riverpod class Cart extends _$Cart {} @riverpod A shop(Ref ref) => A();")
    assert bound(flow, "cartProvider") == [("-", "Cart")]
    assert bound(flow, "shopProvider") == [("<function 1>()", "A")]


def test_a_state_knows_its_widget() -> None:
    flow = read("class A extends ConsumerState<B> {} class C extends State {}")
    assert [b.type for b in flow.classes[0].fields["widget"]] == ["B"]
    assert "widget" not in flow.classes[1].fields


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("context.read<A>()", "A"),
        ("Provider.of<A>(context, listen: false)", "A"),
        ("GetIt.I<A>()", "A"),
        ("locator<A>()", "A"),
        ("dio.get<A>('/a')", ""),
        ("showDialog<A>(context: b)", ""),
        ("List<A>.empty()", ""),
        ("Completer<A>()", ""),
    ],
)
def test_what_is_asked_for_by_type(call: str, expected: str) -> None:
    flow = read(f"f() {{ {call}.b(); }}")
    types = [b.type for bs in flow.functions[1].bindings.values() for b in bs if b.type]
    assert types == ([expected] if expected else [])


def test_decorators() -> None:
    flow = read("class A { @override @Deprecated('b') void c() {} }")
    assert [show(d) for d in flow.functions[1].decorators] == ["override", "Deprecated('b')"]


def test_an_event_s_handler_knows_its_class() -> None:
    flow = read("f() { on<A>((event, emit) {}); on<B>((C event, emit) {}); }")
    assert [f.params[0].type for f in flow.functions[2:]] == ["A", "C"]


def test_this_is_a_name() -> None:
    flow = read("class A { A(this.b); final B b; }")
    (step,) = flow.functions[1].body
    assert show(getattr(step, "target")) == "this.b"  # noqa: B009
    assert isinstance(getattr(step, "target").of, Name)  # noqa: B009
