"""What happens to JavaScript that cannot be read: it is skipped and named, the rest is kept."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fslint.flow import Block, FileFlow, Skipped, Span
from fslint.languages.dump import dump, lines
from fslint.languages.javascript import lower, read_function, read_tokens, read_value
from fslint.languages.javascript_lexer import lex


def module(source: str, path: str = "a.tsx") -> list[str]:
    return list(lines(lower(path, source).functions[0].body, ""))


def complaints(source: str, path: str = "a.tsx") -> list[tuple[str, str]]:
    """The unread source and what is said of it."""
    return [(source[slice(*place)], said) for place, said in lower(path, source).problems]


@pytest.mark.parametrize(
    ("source", "kept", "said"),
    [
        ("a(); b c; d()", ["a() dropped", "skipped 7-9: unexpected 'c'", "d() dropped"],
         [("c;", "could not read this: unexpected 'c'")]),
        ("f(a b, c())\ng()", ["skipped 4-5: expected ','", "c() value", "f(a, c()) dropped",
                              "g() dropped"],
         [("b", "could not read this: expected ','")]),
        ("x = {a b, c: d()}", ["skipped 7-8: expected ','", "d() value", "x = {a: a, c: d()}"],
         [("b", "could not read this: expected ','")]),
        ("x = [a b, c()]", ["skipped 7-8: expected ','", "c() value", "x = [a, c()]"],
         [("b", "could not read this: expected ','")]),
        ("const a = ( b c;\nd()", ["skipped 14-16: expected ')'", "d() dropped"],
         [("c;", "could not read this: expected ')'")]),
        ("f(a,\nconst b = c()", ["skipped 0-4: unexpected 'const'", "c() value"],
         []),
        ("a()\n)\nb()", ["a() dropped", "skipped 4-5: unexpected ')'", "b() dropped"],
         [(")", "could not read this: unexpected ')'")]),
        ("if (a) { b()", ["if a", "then", "  b() dropped"],
         [("{", "this '{' is never closed")]),
        ("try { a() } finally", ["skipped 12-19: expected '{'"], []),
        ("switch (a) { b(); case 1: c() }",
         ["skipped 13-17: unexpected 'b'", "switch a", "case 1", "  c() dropped"],
         [("b();", "could not read this: unexpected 'b'")]),
        ("x = `a${b c}d`; e()", ["skipped 10-15: expected '}'", "e() dropped"],
         [("c}d`;", "could not read this: expected '}'")]),
        ("x = <a>{b c}{d()}</a>", ["skipped 10-12: expected '}'", "d() value", "<a>", "x = <a>"],
         [("c}", "could not read this: expected '}'")]),
        ("f(function (a b) { c() })", ["f(<function 1>) dropped"],
         [("b", "could not read this: expected ','")]),
        ("a = 'b\nc()", ["skipped 4-6: unexpected \"'b\"", "c() dropped"], []),
        ("export a, b c;\nd()", ["skipped 10-14: expected '{'", "d() dropped"],
         [("b c;", "could not read this: expected '{'")]),
        ("let a = 1 # b\nlet c = d()", ["skipped 10-13: unexpected '#'", "d() value"], []),
    ],
)  # fmt: skip
def test_what_is_skipped(source: str, kept: list[str], said: list[tuple[str, str]]) -> None:
    assert module(source) == kept
    if said:
        assert complaints(source) == said


def test_few_problems_are_named() -> None:
    flow = lower("a.js", "a b;\n" * 50)
    assert len(flow.problems) == 5
    assert sum(isinstance(step, Skipped) for step in flow.functions[0].body) == 50


def test_a_broken_method_leaves_the_others() -> None:
    flow = lower("a.js", "class A { a() { b c } 1 2\n d() { e() } }")
    assert [(f.name, list(lines(f.body, ""))) for f in flow.functions[1:]] == [
        ("a", ["skipped 18-19: unexpected 'c'"]),
        ("d", ["e() dropped"]),
    ]


def test_brackets_that_are_never_closed_end_with_the_block_around_them() -> None:
    assert module("function f() { g(a, [b }\nh()") == [
        "h() dropped",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000,
        "[" * 5000 + "]" * 5000,
        "{" * 5000 + "}" * 5000,
        "a" + "[b" * 5000 + "]" * 5000,
        "a" + "(" * 5000 + ")" * 5000,
        "x = " + "() => " * 5000 + "1",
        "x = " + "() => {" * 5000 + "}" * 5000,
        "x = " + "function () {" * 5000 + "}" * 5000,
        "x = " + "class extends " * 5000,
        "x = " + "class { a = " * 5000,
        "new " * 5000 + "a",
        "`${" * 5000 + "}`" * 5000,
        "x = " + "<a>" * 5000 + "</a>" * 5000,
        "x = " + "<a b=" * 5000,
        "if (a) " * 5000 + "b()",
        "a: " * 5000 + "b()",
        "a ? " * 5000 + "b" + " : c" * 5000,
        "let " + "{a: " * 5000 + "b" + "}" * 5000 + " = c",
        "@(" * 5000,
        "x = (a): " + "() => " * 5000 + "b",
        "switch (a) { case " * 5000,
        "try {" * 5000,
        "a = " * 5000 + "b",
        "yield* " * 5000,
    ],
    ids=lambda source: source[:16],
)  # fmt: skip
def test_deep_nesting_is_skipped(source: str) -> None:
    flow = lower("a.tsx", source)
    assert any("deeply" in said or "could not" in said for _, said in flow.problems)
    pickle.loads(pickle.dumps(flow))


@pytest.mark.parametrize(
    "source",
    [
        "x = a" + " + b - c" * 3000,
        "x = a" + " + b" * 3000,
        "x = a" + " && b" * 3000 + " && c()",
        "x = a()" + " || b()" * 3000,
        "x = a" + " ?? b" * 3000,
        "x = a" + ".b" * 3000,
        "x = a" + ".then(b)" * 3000,
        "x = " + "!" * 3000 + "a",
        "x = " + "await " * 3000 + "a()",
        "if (a) b();" + " else if (c) d();" * 3000,
        "x = a < " + "b < " * 3000 + "c",
        "x = a" + "!" * 3000,
        "f(" + "a, " * 3000 + "b)",
        "a(), " * 3000 + "b()",
        "switch (a) {" + "case 1: b();" * 3000 + "}",
        "x = (a)" + " => (b)" * 45,
        "type A = " + "B extends C ? D : " * 3000 + "E",
    ],
    ids=lambda source: source[:16],
)
def test_long_chains_are_read_whole(source: str) -> None:
    flow = lower("a.ts", source)
    assert not flow.problems
    dump(flow)
    pickle.loads(pickle.dumps(flow))


@pytest.mark.parametrize(
    "piece",
    ["(", "[", "{", "a(", "<a>", "a<", "a<b>(", "`${", "a?", "a?(b):", "/*", "'", "/a", "x=(a):",
     "class A{", "if(a)", "=>", "@", "case", "a.b(c d", "}", ")", "f({a b,", "async<", "const {a:"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        lower("a.tsx", piece * count)
        return time.process_time() - begun

    assert seconds(8000) < 25 * max(min(seconds(1000), seconds(1000)), 0.02)


# -- any text


SNIPPETS = (
    "import a, {b as c} from 'm'; export default class A<T> extends B<T> implements C {\n",
    "  @Input() x: string = `a${y(`b`)}`; constructor(private auth: Auth<T>, {a: [b]} = {}) {}\n",
    "  async m(a?: T, ...b): Promise<void> { try { await f() } catch (e) { throw e } finally {} }",
    "\n}\nconst f = async <T,>(x: T): Promise<T> => { if (x) return g(); else h?.(x!)!.i['j'] };\n",
    "switch (k) { case 1: case '2': { l(); break } default: m() }\n",
    "for (const [k, v] of Object.entries(o)) { if (!k) continue; n(v) ?? p(v) || q(v) && r(v) }\n",
    "const el = <A.B x={f} {...p} on={() => g()} t='a'>text {a && <B/>}",
    "<>{c ? <D/> : null}</></A.B>;\n",
    "signOut().then(() => FS('setIdentity', {anonymous: true}))",
    ".finally(() => { location.href = '/' });\n",
    "[p.q, r = 2] = s(); ({u, v: w.x} = y()); a ||= b; a.b ??= c(); delete d.e; void f();\n",
    "loop: do { x = y ? (z): w => a : b / c /d/ e; break loop } while (i++ < 10)\n",
    "module.exports = { get a() { return 1 }, async *[b]() { yield c }, 'd-e': 1, ...f, g };\n",
    "declare module 'x' { export const y: { [k: string]: A | B[] } } enum E { A = 1, B }\n",
)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Code with pieces cut out, doubled, put elsewhere, or with marks thrown in."""
    text = "".join(draw(st.lists(st.sampled_from(SNIPPETS), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 20)))
        piece = draw(
            st.sampled_from(["", text[start:end] * 2, *"()[]{}<>`'\"/;:,.?=@#!\n", "=>", "${"])
        )
        text = text[:start] + piece + text[end:]
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


def nodes(value: object) -> Iterator[object]:
    """A value or step with all that it is made of, once."""
    stack, seen = [value], set()
    while stack:
        value = stack.pop()
        if isinstance(value, (list, tuple)) and not isinstance(value, Span):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(value.values())
        elif is_dataclass(value) and id(value) not in seen:
            seen.add(id(value))
            stack.extend(getattr(value, item.name) for item in fields(value))
            yield value


def blocks_of(step: object) -> Iterator[Block]:
    for name in ("body", "other", "final"):
        block = getattr(step, name, None)
        if block is not None:
            yield block
    for pair in (*getattr(step, "arms", ()), *getattr(step, "handlers", ())):
        yield pair.block


def check_places(flow: FileFlow, length: int) -> None:
    """Every place lies in the file, and in the place of the function and step around it."""
    for node in nodes([flow.functions, flow.classes]):
        start, end = getattr(node, "span")  # noqa: B009
        assert 0 <= start <= end <= length
    for function in flow.functions:
        around = flow.functions[max(function.parent, 0)].span
        assert around.start <= function.span.start and function.span.end <= around.end
        open_blocks = [(function.span, function.body)]
        while open_blocks:
            around, block = open_blocks.pop()
            for step in block:
                assert around.start <= step.span.start and step.span.end <= around.end
                open_blocks.extend((step.span, inner) for inner in blocks_of(step))


@settings(max_examples=300, deadline=None)
@given(broken(), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
def test_any_code_is_read_without_fail(text: str, path: str) -> None:
    flow = lower(path, text)
    check_places(flow, len(text))
    dump(flow, bindings=True)
    pickle.loads(pickle.dumps(flow))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("abc if=>(){}[]<>/`'\"$;:,.?@#!&|+-\n 1\\"), max_size=60))
def test_any_text_is_read_without_fail(text: str) -> None:
    check_places(lower("a.tsx", text), len(text))


# -- embedded code


def test_embedded_code_keeps_its_places() -> None:
    text = "<a onclick='logout(); return go()'>"
    flow = lower("a.html.js", "")
    tokens = lex(text, 12, 33)
    closure = read_function(tokens, flow, 0, "onclick")
    function = flow.functions[closure.index]
    assert text[slice(*function.span)] == "logout(); return go()"
    assert [text[slice(*step.span)] for step in function.body] == [
        "logout()",
        "go()",
        "return go()",
    ]
    assert (function.name, function.kind, function.parent) == ("onclick", "arrow", 0)


def test_embedded_statements_and_values() -> None:
    flow = lower("a.js", "")
    block = read_tokens(lex("let a = b(); c(a)"), flow, 0)
    assert list(lines(block, "")) == ["b() value", "c(a) dropped"]
    assert list(flow.functions[0].bindings) == ["a"]
    assert flow.functions[0].body == []
    block, value = read_value(lex("a() | date: 'x'"), flow, 0)
    assert list(lines(block, "")) == ["a() value"]
    assert (type(value).__name__, flow.problems) == ("Op", [])
    block, value = read_value([], flow, 0)
    assert (block, type(value).__name__) == ([], "Opaque")
    assert read_tokens([], flow, 0) == []
