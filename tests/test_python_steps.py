"""Python's statements and expressions, as the steps that they run."""

from __future__ import annotations

from fslint.flow import Call, ClassValue, Closure, Exit, FileFlow, Import, Literal, Name, Span
from fslint.languages.dump import dump, lines
from fslint.languages.python import lower
from fslint.link.traverse import steps_in


def read(text: str) -> FileFlow:
    flow = lower("m.py", text)
    assert flow.problems == []
    return flow


def body(text: str, index: int = 0) -> list[str]:
    """The steps of one function, one per line."""
    return list(lines(read(text).functions[index].body, ""))


def test_what_is_no_step() -> None:
    # a docstring, a name, a bare annotation, `pass`, a type alias, a `del` of a name
    assert body('"""Text."""\nx\ny: int\npass\ntype T = int\ndel x\n') == []


def test_a_decorator_is_no_step_but_what_it_is_given_is() -> None:
    flow = read("@app.route(path())\ndef f(): pass\n")
    assert list(lines(flow.functions[0].body, "")) == ["path() value"]
    assert len(flow.functions[1].decorators) == 1


def test_a_condition_runs_its_test_first() -> None:
    assert body("if f(): g()\nelif h(): i()\nelse: j()\n") == [
        "f() value",
        "if f()",
        "then",
        "  g() dropped",
        "else",
        "  h() value",
        "  if h()",
        "  then",
        "    i() dropped",
        "  else",
        "    j() dropped",
    ]


def test_boolean_operators_and_conditional_expressions_branch_only_where_they_run_something() -> (
    None
):
    assert body("a and b or c\nx = 1 if a else 2\n") == []
    assert body("a and f()\nb or g()\nx = h() if c else 1\n") == [
        "if a", "then", "  f() value",
        "if b", "then", "else", "  g() value",
        "if c", "then", "  h() value",
    ]  # fmt: skip


def test_awaited_returned_used_and_dropped_calls() -> None:
    flow = read("async def f():\n    await a()\n    b(c())\n    return d()\n")
    calls = [step for step in steps_in(flow.functions[1].body) if isinstance(step, Call)]
    assert [(call.callee.id, call.use) for call in calls if isinstance(call.callee, Name)] == [
        ("a", "awaited"),
        ("c", "value"),
        ("b", "dropped"),
        ("d", "returned"),
    ]


def test_async_with_and_async_for_wait() -> None:
    assert body("async def f():\n    async with a(): b()\n    async for x in c(): d()\n", 1) == [
        "a() awaited",
        "b() dropped",
        "c() awaited",
        "each over c()",
        "  d() dropped",
    ]


def test_suppress_is_a_try_that_catches() -> None:
    assert body("with suppress(KeyError, a.E):\n    f()\n") == [
        "suppress(KeyError, a.E) value",
        "try",
        "  f() dropped",
        "catch KeyError|a.E",
    ]


def test_try_in_all_its_parts() -> None:
    text = "try: a()\nexcept (E, x.F) as e: b()\nexcept: raise\nelse: c()\nfinally: d()\n"
    assert body(text) == [
        "try", "  a() dropped", "catch E|x.F e", "  b() dropped", "catch", "  throw",
        "else", "  c() dropped", "finally", "  d() dropped",
    ]  # fmt: skip


def test_match_cases_and_whether_one_must_match() -> None:
    text = "match c:\n    case 'a' | 'b': f()\n    case {'k': v}: g()\n    case _: h()\n"
    assert body(text) == [
        "switch c",
        "case 'a', 'b'",
        "  f() dropped",
        "case ?",
        "  g() dropped",
        "default",
        "  h() dropped",
    ]


def test_a_loop_with_an_else_is_left_by_its_break() -> None:
    text = "for x in y:\n    for z in x:\n        break\n    break\nelse:\n    f()\n"
    assert body(text) == [
        "else 0:",
        "  each over y",
        "    each over x",
        "      break",
        "    break else 0",
        "  f() dropped",
    ]


def test_an_endless_loop_has_no_test() -> None:
    assert body("while True:\n    f()\nwhile g():\n    pass\n") == [
        "while",
        "  f() dropped",
        "g() value",
        "while g()",
    ]


def test_comprehensions_run_what_they_hold() -> None:
    assert body("[f(x) for x in y if x]\n") == ["each over y", "  f(x) value"]
    assert body("[x for x in y]\n") == []


def test_assignments_are_bindings_or_steps() -> None:
    text = "a = f()\nb.c = 1\nb['d'] = 2\ndel b['e']\n"
    assert body(text) == ["f() value", "b.c = 1", "b.d = 2", "b.e = undefined"]
    flow = read(text)
    assign = flow.functions[0].body[1]
    assert assign.span == Span(8, 15)
    assert "a" in flow.functions[0].bindings


def test_global_and_nonlocal_names_are_declared_elsewhere() -> None:
    text = (
        "x = 1\ndef f():\n    global x\n    x = 2\n    y = 1\n"
        "    def g():\n        nonlocal y\n        y = 3\n"
    )
    flow = read(text)
    values = [binding.value for binding in flow.functions[0].bindings["x"]]
    assert [one.value for one in values if isinstance(one, Literal)] == [1, 2]
    assert list(lines(flow.functions[1].body, "")) == ["x = 2"]
    assert list(lines(flow.functions[2].body, "")) == ["y = 3"]
    assert len(flow.functions[1].bindings["y"]) == 2


def test_strings_are_joined_and_keep_their_holes() -> None:
    assert body("f('a' \"b\" r'\\n' '\\x41\\N{BULLET}')\n") == ["f('ab\\\\nA•') dropped"]
    assert body("f(f'a{x.y!r:>{w}}b' 'c' + d)\n") == ["f(`a${x.y}bc${d}`) dropped"]
    assert body("f('%s/%s' % (a, 'b'))\n") == ["f(`${a}/${'b'}`) dropped"]


def test_methods_know_their_instance_and_static_ones_do_not() -> None:
    text = (
        "class A(B, c.D):\n"
        "    x = f()\n"
        "    def __init__(self, a): self.b = a\n"
        "    @classmethod\n"
        "    def m(cls, a): cls.n(a)\n"
        "    @staticmethod\n"
        "    def s(a): a()\n"
        "    @property\n"
        "    def p(self): return super().p()\n"
    )
    flow = read(text)
    kinds = [(f.name, f.kind, [p.name for p in f.params]) for f in flow.functions[1:]]
    assert kinds == [
        ("__init__", "constructor", ["a"]),
        ("m", "method", ["a"]),
        ("s", "method", ["a"]),
        ("p", "getter", []),
    ]
    assert [list(lines(f.body, "")) for f in flow.functions] == [
        ["f() value"],
        ["this.b = a"],
        ["this.n(a) dropped"],
        ["a() dropped"],
        ["super.p() returned", "return super.p()"],
    ]
    declared = flow.classes[0]
    assert (declared.bases, sorted(declared.fields)) == (("B", "c.D"), ["b", "x"])
    assert isinstance(flow.functions[0].bindings["A"][0].value, ClassValue)


def test_a_nested_function_sees_the_instance_unless_it_has_a_parameter_of_that_name() -> None:
    text = "class A:\n    def m(self):\n        def f(): self.x()\n        def g(self): self.x()\n"
    flow = read(text)
    assert list(lines(flow.functions[2].body, "")) == ["this.x() dropped"]
    assert list(lines(flow.functions[3].body, "")) == ["self.x() dropped"]


def test_types_without_generics() -> None:
    text = "def f(a: Optional[U], b: 'x.Y', c: Z | None, d: dict[s, i], e: Annotated[A, 1]): 0\n"
    assert [p.type for p in read(text).functions[1].params] == ["U", "x.Y", "Z", "dict", "A"]


def test_imports() -> None:
    text = (
        "import a.b\nimport a.b as c\nfrom . import d\nfrom ..e import f as g\nfrom h import *\n"
        "if TYPE_CHECKING:\n    from i import j\n"
    )
    imports = [(i.local, i.module, i.name, i.type_only) for i in read(text).imports]
    assert imports == [
        ("a", "a", "*", False),
        ("c", "a.b", "*", False),
        ("d", ".", "d", False),
        ("g", "..e", "f", False),
        ("*", "h", "*", False),
        ("j", "i", "j", True),
    ]
    assert read("import a\n").imports == [Import("a", "a", "*", Span(7, 8))]


def test_a_lambda_is_a_closure_that_returns() -> None:
    flow = read("f(lambda x: x.y())\n")
    call = flow.functions[0].body[0]
    assert isinstance(call, Call) and isinstance(call.args[0].value, Closure)
    assert list(lines(flow.functions[1].body, "")) == ["x.y() returned"]


def test_named_arguments_of_fullstorys_global_are_its_payload() -> None:
    assert body("FS('setIdentity', uid=None, x=1)\n") == [
        "FS('setIdentity', {uid: null, x: 1}) dropped"
    ]
    assert body("other('setIdentity', uid=None)\n") == ["other('setIdentity', uid: null) dropped"]


def test_early_returns_and_generators() -> None:
    flow = read("def f():\n    if a: return\n    yield g()\n")
    assert "generator" in flow.functions[1].modifiers
    exits = [s for s in steps_in(flow.functions[1].body) if isinstance(s, Exit)]
    assert [(e.kind, e.value) for e in exits] == [("return", None)]


def test_the_dump_of_a_whole_module() -> None:
    assert dump(read("x = lambda: 1\n")).splitlines()[0] == "0 module ()"
