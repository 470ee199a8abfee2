"""Objective-C's messages and statements, as the steps that they are read to."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fslint.languages.dump import dump
from fslint.languages.objc import lower


def steps(source: str) -> str:
    """The dump of a C function whose body is `source`, without the head."""
    flow = lower("a.m", "void f(void) {\n" + dedent(source) + "\n}")
    del flow.functions[2:]
    flow.classes.clear()
    flow.imports.clear()
    body = dump(flow).split("\n", 2)[2]
    return dedent(body).strip("\n")


def expect(source: str, *lines: str) -> None:
    assert steps(source) == "\n".join(lines)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "nothing at all"),
        ("int a = 1; a++;", "a local name is a binding"),
        ("NSArray<NSString *> *a = b;", "generics are no comparison"),
        ("void (^done)(void) = ^{ [self out]; };", "a block runs when it is called"),
        ("id a = @selector(logOut:);", "a selector names a method"),
        ("// [self out];", "a comment is no code"),
        ('id a = @"[self out]";', "a string is no code"),
        ("typedef void (^Done)(NSError *);", "a type is no code"),
        ("[self class];", "asking for the class runs nothing"),
        ("if ([a respondsToSelector:@selector(b)]) {}", "an optional method is taken to be there"),
        ("@weakify(self);", "a reference to self"),
        ("#if 0\n[self out];\n#else\n#endif", "nothing of it is compiled"),
    ],
)
def test_no_step(source: str, why: str) -> None:
    assert "()" not in steps(source), why


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("[a b];", "a.b() dropped"),
        ("[a b:c d:e];", "a.b(c, d: e) dropped"),
        ("[FS anonymize];", "FS.anonymize() dropped"),
        ("[FS identify:nil];", "FS.identify(null) dropped"),
        ('[FS identify:u userVars:@{@"a": @1}];', "FS.identify(u, userVars: {a: 1}) dropped"),
        ("[self b];", "this.b() dropped"),
        ("[super b];", "super.b() dropped"),
        ("[a.b->c d];", "a.b.c.d() dropped"),
        ("f(a, ^{ b(); });", "f(a, <function 2>) dropped"),
        ("id x = [[A alloc] initWithB:c d:e];", "A(c, d: e) value"),
        ("id x = [A new];", "A() value"),
        ("[(A *)b c];", "A().c() dropped"),
        ("[NSArray<A *> arrayWithObject:b];", "NSArray.arrayWithObject(b) dropped"),
        ('[a b:@"x" @"y"];', "a.b('xy') dropped"),
        ("[a b:@[c, @YES, @(2)]];", "a.b([c, true, 2]) dropped"),
        ("[a performSelector:@selector(out)];", "a.out() dropped"),
        ("[a b:c ? d : e];", "a.b((d / e)) dropped"),
        ("done && done(nil);", "if done\nthen\n  done(null) dropped"),
        ("self.b = c;", "this.b = c"),
        ("a.window.rootViewController = b;", "a.window.rootViewController = b"),
        ("done ? done(nil) : nil;", "if done\nthen\n  done(null) dropped"),
    ],
)
def test_a_step(source: str, line: str) -> None:
    expect(source, *line.split("\n"))


def test_messages_in_messages() -> None:
    expect("[[a b] c:[d e]];", "a.b() value", "d.e() value", "a.b().c(d.e()) dropped")


def test_weak_and_strong_references_are_self() -> None:
    expect(
        """
        __weak typeof(self) weakSelf = self;
        __strong typeof(weakSelf) strongSelf = weakSelf;
        if (!strongSelf) { return; }
        [strongSelf out];
        """,
        "if !this",
        "then",
        "  return",
        "this.out() dropped",
    )


def test_branches_and_loops() -> None:
    expect(
        """
        if (a) [b c]; else { [d e]; }
        for (A *x in xs) { [x f]; }
        for (int i = 0; i < 3; i++) g(i);
        do { h(); } while (a);
        """,
        "if a",
        "then",
        "  b.c() dropped",
        "else",
        "  d.e() dropped",
        "each over xs",
        "  x.f() dropped",
        "for (i < 3)",
        "  g(i) dropped",
        "do a",
        "  h() dropped",
    )


def test_a_switch_falls_through() -> None:
    expect(
        """
        switch (a) {
            case B: f();
            case C: g(); break;
            default: h();
        }
        """,
        "switch a",
        "case B",
        "  f() dropped",
        "  g() dropped",
        "case C",
        "  g() dropped",
        "default",
        "  h() dropped",
    )


def test_exceptions() -> None:
    expect(
        "@try { f(); } @catch (NSException *e) { g(e); } @finally { h(); }",
        "try",
        "  f() dropped",
        "catch NSException e",
        "  g(e) dropped",
        "finally",
        "  h() dropped",
    )


def test_going_on_behind_what_cannot_be_read() -> None:
    flow = lower("a.m", "void f(void) { g(; [a b]; }")
    assert flow.problems
    assert "a.b() dropped" in dump(flow)


@pytest.mark.parametrize("text", ["[a " * 3000, "^{" * 3000, "@{" * 3000, "f(" * 3000, "!" * 3000])
def test_hostile_nesting_is_named(text: str) -> None:
    assert lower("a.m", "void f(void) {" + text).problems


def test_a_long_chain_is_read() -> None:
    assert not lower("a.m", "void f(void) { a" + " && b()" * 3000 + "; }").problems


def test_what_macros_are_given() -> None:
    flow = lower(
        "a.m", 'void f(void) { SAME(a, ==, b()); g(TEXT(@"s", comment: @"t"), c ? d : e); }'
    )
    assert not flow.problems
    assert "b() value" in dump(flow)


def test_attributes_behind_a_name_and_variables_called_like_qualifiers() -> None:
    text = "NSString *s __attribute__((unused)) = [a b]; NSArray<X *> *out = [a c];"
    flow = lower("a.m", f"void f(void) {{ {text} }}")
    assert not flow.problems
    assert {"s", "out"} <= flow.functions[1].bindings.keys()


def test_templates_and_lambdas_of_cpp() -> None:
    flow = lower(
        "a.mm",
        "void f(void) {"
        " static const auto props = std::make_shared<const Props>();"
        " const auto &old = *std::static_pointer_cast<Props const>(_props);"
        " auto made = std::make_unique<a::b>([weakSelf, bridge](a::Runtime &r) { [bridge stop]; });"
        " run([weakSelf](int n) { [weakSelf end]; }); }",
    )
    assert not flow.problems
    assert {"props", "made"} <= flow.functions[1].bindings.keys()
    assert [function.kind for function in flow.functions].count("arrow") == 2


def test_a_comparison_of_a_member_is_no_template() -> None:
    flow = lower("a.m", "void f(void) { if (a.count <b.count && c> (d)) { [self end]; } }")
    assert not flow.problems
