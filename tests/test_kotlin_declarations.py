"""Kotlin's classes, functions and properties, as they are declared in the flow."""

from __future__ import annotations

from textwrap import dedent

from fslint.flow import FileFlow
from fslint.languages.dump import dump, show
from fslint.languages.kotlin import lower


def read(source: str) -> FileFlow:
    flow = lower("A.kt", dedent(source))
    assert flow.problems == []
    return flow


def told(source: str) -> list[str]:
    return dump(read(source)).splitlines()


def test_previews_have_no_code() -> None:
    flow = read("@Preview @Composable fun Shown() { Button(onClick = { f() }) }")
    assert [function.name for function in flow.functions] == ["", "Shown"]
    assert flow.functions[1].body == []


def test_a_declared_member_is_no_field() -> None:
    flow = read("class A(b: B) { fun f(c: C) { val d = e } }")
    assert flow.classes[0].fields == {}


def test_imports_and_package() -> None:
    flow = read("package a.b\n\nimport c.D\nimport e.F as G\nimport h.*\n")
    assert flow.package == "a.b"
    assert [item[:3] for item in flow.imports] == [
        ("D", "c", "D"), ("G", "e", "F"), ("", "h", "*"),
    ]  # fmt: skip


def test_constructor_properties_are_typed_fields() -> None:
    assert told(
        """
        @HiltViewModel
        class A @Inject constructor(private val b: B<C>, d: D? = null) : E(d), F by b {
            val g = h()
            init { i() }
        }
        """
    ) == [
        "0 module ()",
        "1 constructor constructor(b: B, d: D = null) of class 0",
        "  @Inject",
        "  h() value",
        "  i() dropped",
        "class 0 A of E, F",
        "  @HiltViewModel",
        "  constructor(): 1",
        "  b: B = -",
        "  g = h()",
    ]


def test_objects_companions_and_enums() -> None:
    assert told(
        """
        object A { val b = c() }
        class D { companion object { fun e() = D() } }
        enum class F(val g: Int) { H(1), I(2) { override fun j() = 1 }; open fun j() = 0 }
        """
    ) == [
        "0 module ()",
        "1 initializer () of class 0",
        "  c() value",
        "2 method e() of class 2",
        "  D() returned",
        "3 constructor constructor(g: Int) of class 3",
        "4 override method j() of class 4",
        "5 open method j() of class 3",
        "object 0 A",
        "  b = c()",
        "class 1 D",
        "object 2 Companion",
        "  e(): 2",
        "enum 3 F",
        "  constructor(): 3",
        "  j(): 5",
        "  g: Int = -",
        "  H = -",
        "  I = -",
        "class 4 I of F",
        "  j(): 4",
    ]


def test_interfaces_leave_their_functions_abstract() -> None:
    flow = read("interface A { suspend fun b(): C<D>\n fun e() { f() } }")
    assert flow.functions[1].modifiers == {"suspend", "abstract"}
    assert flow.functions[1].type == "C"
    assert flow.functions[2].modifiers == frozenset()


def test_extensions_know_their_receiver() -> None:
    flow = read("fun A.B?.c(d: Int = 1) = e()")
    function = flow.functions[1]
    assert (function.name, function.receiver, function.kind) == ("c", "A.B", "function")
    assert [show(value) for value in function.returns] == ["e()"]


def test_properties() -> None:
    flow = read(
        """
        class A {
            val b by lazy { C() }
            var d: D by Delegates.observable(e) { _, _, new -> f(new) }
            val g: G get() = h
            var i = 0
                private set(value) { field = value; j() }
            private val k: K by viewModels { j }
            private val l by inject<L>()
        }
        """
    )
    fields = flow.classes[0].fields
    shown = {name: (show(fields[name][0].value), fields[name][0].type) for name in fields}
    assert shown == {
        "b": ("<function 2>()", ""),
        "d": ("e", "D"),
        "g": ("-", "G"),
        "i": ("0", ""),
        "k": ("viewModels(<function 6>)", "K"),
        "l": ("inject()", "L"),
    }
    kinds = [(f.kind, f.name) for f in flow.functions if f.kind in ("getter", "setter")]
    assert kinds == [("setter", "d"), ("getter", "g"), ("setter", "i")]


def test_anonymous_objects_are_objects_and_classes() -> None:
    flow = read("val a = object : B { override fun c() { this.d() } }")
    assert show(flow.functions[0].bindings["a"][0].value) == "{c: <function 1>}"
    assert (flow.classes[0].name, flow.classes[0].bases) == ("", ("B",))
    assert flow.functions[1].owner == 0


def test_the_outer_this_is_bound_where_it_is_meant() -> None:
    flow = read("class A { fun b() { c(object : D { override fun e() { this@A.f() } }) } }")
    assert [show(binding.value) for binding in flow.functions[1].bindings["this@A"]] == ["this"]


def test_scope_functions_bind_their_receiver() -> None:
    flow = read("fun f() { a.edit { clear() }; b.let { it.c() }; with(d) { e() } }")
    edit, let, given = flow.functions[2:]
    assert show(edit.bindings["this"][0].value) == "a.edit()"
    assert show(let.bindings["it"][0].value) == "b"
    assert show(given.bindings["this"][0].value) == "d"


def test_composables_are_elements_with_their_handlers() -> None:
    assert told("@Composable fun A() { B(c, onClick = { d() }) { E() } }") == [
        "0 module ()",
        "1 function A()",
        "  @Composable",
        "  <B 0=c onClick=<function 2> content=<function 3>>",
        "2 arrow (it)",
        "  d() returned",
        "3 arrow (it)",
        "  <E>",
    ]
