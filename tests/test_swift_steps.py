"""Swift's statements and expressions, as the steps that they are read to."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fslint.languages.dump import dump
from fslint.languages.swift import lower


def steps(source: str) -> str:
    """The dump of the file's own body, without the head."""
    flow = lower("a.swift", dedent(source))
    del flow.functions[1:]
    flow.classes.clear()
    flow.imports.clear()
    body = dump(flow).split("\n", 1)[1]
    return dedent(body).strip("\n")


def expect(source: str, *lines: str) -> None:
    assert steps(source) == "\n".join(lines)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "nothing at all"),
        ("a.b", "reading a member is no step"),
        ("let x = 1\nx = 2", "assigning a local name is a binding"),
        ("func f() { g() }", "a body runs when it is called"),
        ("let f = { g() }", "so does a closure's"),
        ("struct A { let b: B }", "a type alone runs nothing"),
        ("protocol P { func f() }", "a requirement has no code"),
        ("// f()\n/* g() /* h() */ */", "comments are no code"),
        ('let s = "f()"', "a string is no code"),
        ("#Preview { SettingsView().onAppear { logOut() } }", "previews never ship"),
        ("import FullStory", "an import is no step"),
        ("typealias Done = (Error?) -> Void", "nor is another name for a type"),
        ("let f = a.update(user:)", "naming a function does not call it"),
        ("#selector(Session.logOut(_:))", "nor does a selector"),
        ("guard let self else { return }", "self is taken to be there"),
        ("guard let strongSelf = self else { return }", "under another name too"),
        ("#if DEBUG\nf()\n#else\n#endif", "the other arm is what ships"),
    ],
)
def test_no_step(source: str, why: str) -> None:
    assert steps(source) == "", why


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("f()", "f() dropped"),
        ("await f()", "f() awaited"),
        ("try await f()", "try f() awaited"),
        ("try? f()", "try? f() dropped"),
        ("try! f()", "try! f() dropped"),
        ("let x = f()", "f() value"),
        ("_ = f()", "f() dropped"),
        ("FS.identify(uid: nil)", "FS.identify(uid: null) dropped"),
        ('FS.event("out", properties: ["a": 1])', "FS.event('out', properties: {a: 1}) dropped"),
        ("a?.b?.c()", "a?.b?.c() dropped"),
        ("a!.c()", "a.c() dropped"),
        ("done?()", "done?.() dropped"),
        ("self.f()", "this.f() dropped"),
        ("super.viewDidLoad()", "super.viewDidLoad() dropped"),
        ("f(.loggedOut)", "f(.loggedOut) dropped"),
        ("f(\\.user)", "f(.user) dropped"),
        ("f(X.self)", "f(X) dropped"),
        ("X.init(a: 1)", "X(a: 1) dropped"),
        ("X<Y>(a)", "X(a) dropped"),
        ('f("a \\(b.c) d")', "f(`a ${b.c} d`) dropped"),
        ('f(#"a \\(b)"#)', "f('a \\\\(b)') dropped"),
        ('f("""\n  a\n  b\n  """)', "f('a\\nb') dropped"),
        ("(a as? B)?.c()", "B()?.c() dropped"),
        ("f(a as String)", "f(a) dropped"),
        ("f(-1)", "f(-1) dropped"),
        ("f(a ? b : c)", "f((b / c)) dropped"),
        ("f(&x)", "f(x) dropped"),
        ("f { $0 }", "f(<function 1>) dropped"),
        ("f(a) { b }", "f(a, <function 1>) dropped"),
        ("f { a } onError: { b }", "f(<function 1>, onError: <function 2>) dropped"),
        ("f(selector: #selector(self.out(_:)))", "f(selector: this.out) dropped"),
    ],
)
def test_a_call(source: str, line: str) -> None:
    expect(source, line)


def test_an_assignment() -> None:
    expect("window?.rootViewController = vc", "window?.rootViewController = vc")
    expect("a.b += 1", "a.b = (a.b + 1)")


def test_conditions_join_and_bind() -> None:
    expect(
        """
        if let user = session.user, user.isActive, case .open = state {
            f()
        } else if a {
            g()
        } else {
            h()
        }
        """,
        "if (session.user && user.isActive && (state == .open))",
        "then",
        "  f() dropped",
        "else",
        "  if a",
        "  then",
        "    g() dropped",
        "  else",
        "    h() dropped",
    )


def test_a_later_condition_runs_only_if_the_first_holds() -> None:
    expect(
        "if a, f() { g() }",
        "if a",
        "then",
        "  f() value",
        "if (a && f())",
        "then",
        "  g() dropped",
    )


def test_a_trailing_closure_in_a_condition() -> None:
    expect(
        "guard let a = b.first { $0.c } else { return }",
        "b.first(<function 1>) value",
        "if b.first(<function 1>)",
        "then",
        "else",
        "  return",
    )


def test_a_switch() -> None:
    expect(
        """
        switch result {
        case .success(let user) where user.isNew: f(user)
        case .failure, .cancelled:
            g()
            fallthrough
        default: h()
        }
        """,
        "switch result",
        "case .success",
        "  if user.isNew",
        "  then",
        "    f(user) dropped",
        "case .failure, .cancelled",
        "  g() dropped",
        "  h() dropped",
        "default",
        "  h() dropped",
    )


def test_do_and_catch() -> None:
    expect(
        """
        do {
            try f()
        } catch let e as ApiError {
            g(e)
        } catch {
            h(error)
        }
        """,
        "try",
        "  try f() dropped",
        "catch e",
        "  g(e) dropped",
        "catch error",
        "  h(error) dropped",
    )


def test_loops_and_defer() -> None:
    expect(
        """
        for tracker in trackers where tracker.isOn { tracker.reset() }
        while let x = next() { f(x) }
        repeat { g() } while a
        defer { h() }
        """,
        "each over trackers",
        "  if tracker.isOn",
        "  then",
        "    tracker.reset() dropped",
        "next() value",
        "while next()",
        "  f(x) dropped",
        "do a",
        "  g() dropped",
        "defer",
        "  h() dropped",
    )


def test_nil_coalescing_may_not_run_its_right_side() -> None:
    expect("let a = b ?? f()", "nullish b", "then", "else", "  f() value")


def test_a_chain_over_several_lines() -> None:
    expect(
        """
        api
            .logout()
            .sink { f() }
        """,
        "api.logout() value",
        "api.logout().sink(<function 1>) dropped",
    )


def test_what_if_compiles_for_a_phone() -> None:
    expect("#if os(macOS)\nf()\n#else\ng()\n#endif", "g() dropped")
    expect("#if !DEBUG\nf()\n#else\ng()\n#endif", "f() dropped")
    expect("#if targetEnvironment(simulator)\nf()\n#else\ng()\n#endif", "g() dropped")
    expect("#if DEBUG\nf()\n#endif", "f() dropped")


def test_going_on_behind_what_cannot_be_read() -> None:
    flow = lower("a.swift", "f()\nlet = = 3\ng()\n")
    messages = [problem.message for problem in flow.problems]
    assert messages == ["could not read this: unexpected 'let'"]
    assert "g() dropped" in dump(flow)


@pytest.mark.parametrize(
    "text",
    [
        "f(" * 3000,
        "{" * 3000,
        "if a {" * 3000,
        "a ? " * 3000,
        '"\\(' * 3000,
        "a<" * 3000,
        "!" * 3000,
    ],
)
def test_hostile_nesting_is_named(text: str) -> None:
    assert lower("a.swift", text).problems


@pytest.mark.parametrize("text", ["a" + " && f()" * 3000, "a" + ".b()" * 3000, "a" + "()" * 3000])
def test_long_chains_are_read(text: str) -> None:
    assert not lower("a.swift", text).problems


def test_operators_behind_their_operand() -> None:
    flow = lower("a.swift", "func f() { v.pin.start(10%).end(a~~, 20%)\n let b = x[1...] }")
    assert not flow.problems
