"""Swift's functions, types and properties in the flow."""

from __future__ import annotations

from textwrap import dedent

from fslint.flow import Class, FileFlow, Function
from fslint.languages.dump import dump, show
from fslint.languages.swift import lower


def read(source: str) -> FileFlow:
    flow = lower("a.swift", dedent(source))
    assert flow.problems == []
    return flow


def function(flow: FileFlow, name: str) -> Function:
    return next(f for f in flow.functions if f.name == name)


def cls(flow: FileFlow, kind: str) -> Class:
    return next(c for c in flow.classes if c.kind == kind)


def test_parameters_have_outer_and_inner_names() -> None:
    found = function(
        read("func f(_ a: Int, of b: User?, c: @escaping (Error?) -> Void = { _ in }) {}"), "f"
    )
    assert [(p.name, p.label, p.type) for p in found.params] == [
        ("a", "_", "Int"),
        ("b", "of", "User"),
        ("c", "", ""),
    ]
    assert found.params[2].default is not None


def test_what_a_function_gives() -> None:
    flow = read("func f() -> User { session.user }\nfunc g() { h() }")
    assert [show(v) for v in function(flow, "f").returns] == ["session.user"]
    assert function(flow, "f").type == "User"
    assert function(flow, "g").returns == []
    assert "h() dropped" in dump(flow)


def test_a_class() -> None:
    flow = read(
        """
        @MainActor
        final class Session: NSObject, SessionProtocol {
            static let shared = Session()
            @Published private(set) var user: User?
            private let api: Api
            init(api: Api) { self.api = api }
            deinit { stop() }
            static func make() -> Session { Session(api: Api()) }
        }
        """
    )
    found = cls(flow, "class")
    assert (found.name, found.bases) == ("Session", ("NSObject", "SessionProtocol"))
    assert [show(d) for d in found.decorators] == ["MainActor"]
    assert {n: [b.type for b in f] for n, f in found.fields.items()} == {
        "shared": [""],
        "user": ["User"],
        "api": ["Api"],
    }
    assert sorted(found.methods) == ["deinit", "init", "make"]
    assert function(flow, "init").kind == "constructor"
    assert "static" in function(flow, "make").modifiers


def test_an_extension_begins_with_what_it_extends() -> None:
    found = cls(read("extension AppDelegate: SessionDelegate { func didEnd() {} }"), "extension")
    assert (found.name, found.bases) == ("AppDelegate", ("AppDelegate", "SessionDelegate"))


def test_a_protocol_has_no_code() -> None:
    flow = read("protocol Api: AnyObject { func logout() async throws\n var user: User? { get } }")
    found = cls(flow, "interface")
    assert sorted(found.methods) == ["logout", "user"]
    assert "abstract" in function(flow, "logout").modifiers


def test_the_cases_of_an_enum_are_fields() -> None:
    flow = read('enum State: String { case open, closed(String)\n indirect case other = "x" }')
    assert list(cls(flow, "enum").fields) == ["open", "closed", "other"]


def test_computed_and_observed_properties() -> None:
    flow = read(
        """
        class A {
            var open: Bool { user != nil }
            var token: String? {
                get { keychain.get("token") }
                set { keychain.set(newValue) }
            }
            var user: User? = nil {
                willSet { f(newValue) }
                didSet { if user == nil { FS.anonymize() } }
            }
            lazy var view: UIView = { let v = UIView(); return v }()
        }
        """
    )
    found = cls(flow, "class")
    kinds = [
        (name, flow.functions[index].kind) for name, all_ in found.methods.items() for index in all_
    ]
    assert kinds == [
        ("open", "getter"),
        ("token", "getter"),
        ("token", "setter"),
        ("willSet:user", "method"),
        ("didSet:user", "method"),
    ]
    assert sorted(found.fields) == ["user", "view"]


def test_closure_parameters() -> None:
    flow = read("f { [weak self, a = b] (x: Int, y) -> Void in g() }\nf { $0 + $1 }\nf { _, z in }")
    names = [[p.name for p in f.params] for f in flow.functions[1:]]
    assert names == [["x", "y"], ["$0", "$1"], ["_", "z"]]


def test_a_preview_provider_is_left_out() -> None:
    flow = read("struct P: PreviewProvider { static var previews: some View { logOut() } }")
    assert "logOut" not in dump(flow)


def test_nested_types() -> None:
    flow = read("class A { enum B { case c }\n func f() {}\n struct D { func g() {} } }")
    assert [c.name for c in flow.classes] == ["A", "B", "D"]
    owners = {f.name: flow.classes[f.owner].name for f in flow.functions if f.owner >= 0}
    assert owners == {"f": "A", "g": "D"}


def test_another_name_for_a_type() -> None:
    flow = read(
        "typealias Auth = AuthService\ntypealias Env = A.B & C<D>\ntypealias Done = () -> A"
    )
    assert [(c.name, c.bases) for c in flow.classes] == [
        ("Auth", ("AuthService",)),
        ("Env", ("A.B", "C")),
    ]


def test_attributes_with_types_and_members() -> None:
    source = """
        struct A {
            @FocusState<B?>.Binding var b: B?
            func f() { g(as: (@Sendable (C) -> D).self) }
        }
    """
    flow = lower("a.swift", source)
    assert flow.problems == []
    assert list(flow.classes[0].fields) == ["b"]
