"""JavaScript's functions, classes, names, imports and exports, as they are read."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fslint.flow import Binding
from fslint.languages.dump import dump, show
from fslint.languages.javascript import lower


def heads(source: str, path: str = "a.ts") -> list[str]:
    """The first lines of all functions but the module."""
    text = dump(lower(path, dedent(source)))
    return [line for line in text.splitlines() if line[0].isdigit()][1:]


def names(source: str, function: int = 0, path: str = "a.ts") -> dict[str, list[str]]:
    """What each name of a function stands for, with its kind and type."""
    bindings = lower(path, dedent(source)).functions[function].bindings
    return {name: [told(value) for value in values] for name, values in bindings.items()}


def told(binding: Binding) -> str:
    declared = f" {binding.type}" if binding.type else ""
    return f"{binding.kind}{declared}: {show(binding.value)}"


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("function f(a, b = 1, ...c) {}", "1 function f(a, b = 1, ...c)"),
        ("async function* f() {}", "1 async generator function f()"),
        ("const f = async x => x", "1 async arrow f(x)"),
        ("const f = function () {}", "1 arrow f()"),
        ("const f = function g() {}", "1 arrow g()"),
        ("let f; f = () => 1", "1 arrow f()"),
        ("a.f = () => 1", "1 arrow f()"),
        ("const f = memo(() => 1)", "1 arrow ()"),
        ("(async () => {})()", "1 async arrow ()"),
        ("const {f = () => 1} = a", "1 arrow f()"),
        ("o = {f() {}}", "1 method f()"),
        ("o = {async f() {}}", "1 async method f()"),
        ("o = {get f() { return 1 }}", "1 getter f()"),
        ("o = {set f(a) {}}", "1 setter f(a)"),
        ("o = {*f() {}}", "1 generator method f()"),
        ("o = {f: () => 1}", "1 arrow f()"),
        ("o = {['f']() {}}", "1 method f()"),
        ("o = {[K.f]() {}}", "1 method K.f()"),
        ("export default () => 1", "1 arrow default()"),
        ("export default function () {}", "1 function default()"),
        ("const f = <T,>(x: T): T => x", "1 arrow f(x: T): T"),
        ("const f = <const T extends A<B>>(x: T) => x", "1 arrow f(x: T)"),
        ("function f(this: A, b?: C<D>, {e}: F = {}): G | null {}",
         "1 function f(b: C, _: F = {}): G"),
        ("function f(a: () => void, b: [A, B], c: {d: E}) {}", "1 function f(a, b, c)"),
        ("function f(x: unknown): x is A.B {}", "1 function f(x: unknown)"),
        ("const f = (a): (b: C) => D => a", "1 arrow f(a)"),
        ("function f(a): string; function f(a) {}", "1 function f(a)"),
        ("const f = function* () { yield a() }", "1 generator arrow f()"),
        ("function f() { 'use server' }", "1 use server function f()"),
    ],
)  # fmt: skip
def test_function(source: str, head: str) -> None:
    assert heads(source) == [head]


def test_flow_types_are_stepped_over() -> None:
    source = """
    // @flow
    import type {A} from 'a'; import typeof B from 'b'; import {type C, d} from 'c';
    opaque type E: string = string; declare var g: G; export type H = {| +a: ?string, b: * |};
    function f(x: ?string, y?: Array<{[k: string]: number}>): Promise<void> { return (x: any) }
    type M = interface {n(): void}; declare class N<+T: O = P> extends Q<T> { r: T }
    const h = <T: Object>(x: T): %checks => i<T>(x);
    class J<+T> extends K<T> { +l: T; static m: () => void; n = (): void => {} }
    """
    flow = lower("a.js", dedent(source))
    assert not flow.problems
    assert heads(source, "a.js") == [
        "1 function f(x: string, y: Array): Promise",
        "2 arrow h(x: T)",
        "3 initializer () of class 0",
        "4 arrow n() of class 0",
    ]
    assert [(item.local, item.type_only) for item in flow.imports] == [
        ("A", True),
        ("B", True),
        ("C", True),
        ("d", False),
    ]


def test_names_of_parameters() -> None:
    assert names("function f(a, {b, c: [d, , e], ...g} = {}, ...h) {}", 1) == {
        "a": ["parameter: $0"],
        "b": ["parameter: $1.b"],
        "d": ["parameter: $1.c[0]"],
        "e": ["parameter: $1.c[2]"],
        "g": ["parameter: $1"],
        "h": ["parameter: $2"],
    }


def test_names_of_variables() -> None:
    source = """
    const a = f(), {b: {c = 1}, 'd-e': g, [h]: i} = j;
    let k: L.M<N> | undefined, o = 1;
    if (a) { var p = 2; o = 3 }
    for (const q of r) {}
    for (const s in t) {}
    try {} catch (u) {}
    using v = w();
    """
    assert names(source) == {
        "a": ["const: f()"],
        "c": ["const: (j.b.c / 1)"],
        "g": ["const: j.d-e"],
        "i": ["const: j[h]"],
        "k": ["let L.M: -"],
        "o": ["let: 1", "let: 3"],
        "p": ["let: 2"],
        "q": ["const: r[?]"],
        "s": ["const: ?"],
        "u": ["caught: -"],
        "v": ["const: w()"],
    }


def test_names_belong_to_the_function_that_declares_them() -> None:
    source = "let a; function f() { a = 1; let b; b = 2; () => { b = 3 } }"
    assert names(source) == {"a": ["let: -"], "f": ["function: <function 1>"]}
    assert names(source, 1) == {"b": ["let: -", "let: 2"]}
    assert dump(lower("a.js", source)).splitlines() == [
        "0 module ()",
        "1 function f()",
        "  a = 1",
        "  b := undefined",
        "  b := ?",
        "2 arrow ()",
        "  b = 3",
    ]


def test_a_function_expression_knows_its_own_name() -> None:
    assert names("x = function f(a) {}", 1) == {
        "f": ["function: <function 1>"],
        "a": ["parameter: $0"],
    }


def test_returned_values() -> None:
    flow = lower(
        "a.js", "const f = () => g(); function h() { if (a) return i(); return await j() }"
    )
    assert [[show(value) for value in f.returns] for f in flow.functions] == [
        [],
        ["g()"],
        ["i()", "j()"],
    ]
    assert dump(flow).splitlines() == [
        "0 module ()",
        "1 arrow f()",
        "  g() returned",
        "2 function h()",
        "  if a",
        "  then",
        "    i() returned",
        "    return i()",
        "  j() awaited",
        "  return j()",
    ]


def test_class() -> None:
    source = """
    @Component({a: 1})
    export abstract class A<T> extends B<T> implements C, D.E<F> {
      static g = h();
      private readonly i: J = k();
      l = async () => { await m() };
      #n?: string;
      @O() p;
      declare q: R;
      [s: string]: T;
      static { t() }
      constructor(private u: V.W, x, protected y = 1) { super(x) }
      @HostListener('window:beforeunload', ['$event']) async z(@Inject(A) a: B) { this.#n = a }
      get b() { return 1 }
      set b(c) {}
      abstract d(): void;
      e(): void;
      e(f?: any) {}
      static async *g2() {}
      'h i'() {}
      async() {}
      get = 1
      static
      j() {}
    }
    """
    assert dump(lower("a.ts", dedent(source))).splitlines() == [
        "0 module ()",
        "1 static initializer () of class 0",
        "  h() value",
        "  t() dropped",
        "2 initializer () of class 0",
        "  k() value",
        "3 async arrow l() of class 0",
        "  m() awaited",
        "4 constructor constructor(u: V.W, x, y = 1) of class 0",
        "  super(x) dropped",
        "5 async method z(a: B) of class 0",
        "  @HostListener('window:beforeunload', ['$event'])",
        "  this.#n = a",
        "6 getter b() of class 0",
        "  return 1",
        "7 setter b(c) of class 0",
        "8 abstract method d() of class 0",
        "9 method e(f: any) of class 0",
        "10 async generator static method g2() of class 0",
        "11 method h i() of class 0",
        "12 method async() of class 0",
        "13 static method j() of class 0",
        "class 0 A of B, C, D.E",
        "  @Component({a: 1})",
        "  constructor(): 4",
        "  z(): 5",
        "  b(): 6, 7",
        "  d(): 8",
        "  e(): 9",
        "  g2(): 10",
        "  h i(): 11",
        "  async(): 12",
        "  j(): 13",
        "  g = h()",
        "  i: J = k()",
        "  l = <function 3>",
        "  #n: string = -",
        "  p = -",
        "  q: R = -",
        "  u: V.W = -",
        "  y = -",
        "  get = 1",
        "export A: A",
    ]


def test_class_expressions_and_mixins() -> None:
    flow = lower("a.js", "const A = class extends mixin(B, C.D) {}; export default class {}")
    assert [(c.name, c.bases) for c in flow.classes] == [
        ("A", ("B", "C.D", "mixin")),
        ("default", ()),
    ]


def test_methods_of_an_object_in_a_class_are_not_the_class_s() -> None:
    flow = lower("a.js", "class A { b() { return {c() {}} } }")
    assert [(f.name, f.owner) for f in flow.functions] == [("", -1), ("b", 0), ("c", -1)]


def test_interface_and_enum() -> None:
    source = "interface A<T> extends B, C.D { e(f: g): void; h?: I; readonly j: () => K; (l): m }"
    source += " export const enum N { O, P = 'p', 'Q' = O }"
    assert dump(lower("a.ts", source)).splitlines() == [
        "0 module ()",
        "interface 0 A of B, C.D",
        "  e(): -",
        "  h: I = -",
        "  j = -",
        "enum 1 N",
        "  O = -",
        "  P = 'p'",
        "  Q = O",
        "export N: N",
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import 'm'", "import * as - from m"),
        ("import a from 'm'", "import default as a from m"),
        ("import * as a from 'm'", "import * as a from m"),
        ("import {a} from 'm'", "import a as a from m"),
        ("import {a as b} from 'm' with {type: 'json'}", "import a as b from m"),
        ("import {'a-b' as c} from 'm'", "import a-b as c from m"),
        ("import {default as a} from 'm'", "import default as a from m"),
        ("import type a from 'm'", "import type default as a from m"),
        ("import type {a} from 'm'", "import type a as a from m"),
        ("import {type a} from 'm'", "import type a as a from m"),
        ("import {type as a} from 'm'", "import type as a from m"),
        ("import type from 'm'", "import default as type from m"),
        ("import a = require('m')", "import * as a from m"),
        ("require('m')", "import * as - from m"),
        ("const a = require('m')", "import * as a from m"),
        ("const a = require('m').b", "import b as a from m"),
        ("const {a} = require('m')", "import a as a from m"),
        ("const {a: b} = require(`m`)", "import a as b from m"),
        ("const a = import('m')", "import * as - from m"),
        ("const a = await import('m')", "import * as a from m"),
        ("const {a: b} = await import('m')", "import a as b from m"),
        ("lazy(() => import('m'))", "import * as - from m"),
    ],
)
def test_import(source: str, line: str) -> None:
    lines = dump(lower("a.ts", source)).splitlines()
    assert [item for item in lines if item.startswith("import ")] == [line]


def test_what_is_no_import() -> None:
    source = "require(a); import(b); a.require('c'); import.meta.d; require('e', 1)"
    assert lower("a.js", source).imports == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("export const a = 1, {b: [c]} = d", ["a: a", "c: c"]),
        ("export function a() { const b = 1 }", ["a: a"]),
        ("export class A {}", ["A: A"]),
        ("export {a, b as c, d as default}", ["a: a", "c: b", "default: d"]),
        ("export {a as b} from 'm'", ["b: a from m"]),
        ("export * from 'm'", ["*: * from m"]),
        ("export * as a from 'm'", ["a: * from m"]),
        ("export a from 'm'", ["a: default from m"]),
        ("export a, {b, c as d} from 'm'", ["b: b from m", "d: c from m", "a: default from m"]),
        ("export default a", ["default: a"]),
        ("export default function a() {}", ["default: <function 1>"]),
        ("export default {a}", ["default: {a: a}"]),
        ("export = a", ["default: a"]),
        ("export import a = b.c", ["a: a"]),
        ("export type {a}; export type * from 'm'; export {type b}", []),
        ("export as namespace A", []),
        ("namespace A { export const b = 1 }", []),
        ("module.exports = {a}", ["default: {a: a}"]),
        ("module.exports = a = b", ["default: b"]),
        ("exports.a = 1; module.exports.b = c", ["a: 1", "b: c"]),
        ("exports.a = void 0", []),
    ],
)
def test_export(source: str, lines: list[str]) -> None:
    text = dump(lower("a.ts", source)).splitlines()
    assert [item[7:] for item in text if item.startswith("export ")] == lines
