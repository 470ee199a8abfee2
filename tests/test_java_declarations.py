"""Java's classes, methods and fields, as they are declared in the flow."""

from __future__ import annotations

from textwrap import dedent

from fslint.flow import FileFlow
from fslint.languages.dump import dump, show
from fslint.languages.java import lower


def read(source: str) -> FileFlow:
    flow = lower("A.java", dedent(source))
    assert flow.problems == []
    return flow


def test_locals_and_parameters_are_no_fields() -> None:
    flow = read("class A { void f(B b) { C c = d; } }")
    assert flow.classes[0].fields == {}


def test_imports_and_package() -> None:
    flow = read("package a.b;\nimport c.D;\nimport static e.F.g;\nimport h.*;\n")
    assert flow.package == "a.b"
    assert [item[:3] for item in flow.imports] == [
        ("D", "c", "D"), ("g", "e.F", "g"), ("", "h", "*"),
    ]  # fmt: skip


def test_members() -> None:
    assert dump(
        read(
            """
            @Singleton
            public class A<T> extends B<T> implements C, D.E {
                private final F<G> f = new F<>();
                static int h, i = j();
                static { k(); }
                @Inject A(F f, @Named("l") L... l) { this.f = f; }
                @Override public <U> M<U> m() throws N { return o(); }
                abstract void p();
                record Q(int r) {}
            }
            """
        )
    ).splitlines() == [
        "0 module ()",
        "1 initializer () of class 0",
        "  new F() value",
        "2 static initializer () of class 0",
        "  j() value",
        "  k() dropped",
        "3 constructor constructor(f: F, ...l: L) of class 0",
        "  @Inject",
        "  this.f = f",
        "4 public method m(): M of class 0",
        "  @Override",
        "  o() returned",
        "  return o()",
        "5 abstract method p() of class 0",
        "6 constructor constructor(r: int) of class 1",
        "class 0 A of B, C, D.E",
        "  @Singleton",
        "  constructor(): 3",
        "  m(): 4",
        "  p(): 5",
        "  f: F = new F()",
        "  h: int = -",
        "  i: int = j()",
        "class 1 Q",
        "  constructor(): 6",
        "  r: int = -",
    ]


def test_anonymous_classes_spread_what_they_extend() -> None:
    flow = read("class A { B b = new B(1) { @Override void c() { A.this.d(); } }; }")
    assert show(flow.classes[0].fields["b"][0].value) == "{...new B(1), c: <function 2>}"
    assert flow.functions[2].owner == 1
    assert flow.classes[1].bases == ("B",)


def test_annotations_keep_their_arguments() -> None:
    flow = read('interface A { @POST("v1/logout") @H({"a", "b"}) B c(@Body(x = 1) D d); }')
    function = flow.functions[1]
    assert [show(value) for value in function.decorators] == ["POST('v1/logout')", "H(['a', 'b'])"]
    assert [show(value) for value in function.params[0].decorators] == ["Body(x: 1)"]


def test_enums() -> None:
    flow = read("enum A implements B { C(1) { void d() {} }, E; A(int f) {} A() { this(0); } }")
    assert sorted(flow.classes[0].fields) == ["C", "E"]
    assert flow.classes[0].methods == {"constructor": [3, 4]}
    assert flow.classes[1].bases == ("A",)
