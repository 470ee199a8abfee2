"""Objective-C's classes, methods, properties and functions in the flow."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fslint.flow import FileFlow
from fslint.languages.dump import show
from fslint.languages.objc import lower
from fslint.languages.objc_names import swift_name

HEADER = """
    #import <Foundation/Foundation.h>
    NS_ASSUME_NONNULL_BEGIN
    extern NSString *const EndedNotification;
    @class Member;
    @protocol SessionDelegate <NSObject>
    @optional
    - (void)sessionDidEnd:(Session *)session;
    @end
    @interface Session : NSObject <Coding>
    @property (nonatomic, weak, nullable) id<SessionDelegate> delegate;
    @property (nonatomic, copy) void (^done)(NSError *_Nullable error);
    + (instancetype)shared;
    - (void)end:(BOOL)now because:(nullable NSString *)why NS_SWIFT_NAME(end(now:why:));
    @end
    NS_ASSUME_NONNULL_END
"""
SOURCE = """
    #import "Session.h"
    NSString *const EndedNotification = @"Ended";
    @interface Session ()
    @property (nonatomic, strong) Keychain *keychain;
    @end
    @implementation Session { NSTimer *_timer; }
    @synthesize delegate = _delegate;
    + (instancetype)shared { return sharedSession; }
    - (instancetype)initWithStore:(Store *)store { return [super init]; }
    - (void)end:(BOOL)now because:(NSString *)why { helper(1); }
    @end
    static void helper(int code) { stop(code); }
"""


def read(source: str, path: str = "a.m") -> FileFlow:
    flow = lower(path, dedent(source))
    assert flow.problems == []
    return flow


def test_a_header() -> None:
    flow = read(HEADER, "Session.h")
    protocol, declared = flow.classes
    assert (protocol.name, protocol.kind, protocol.bases) == (
        "SessionDelegate",
        "interface",
        ("NSObject",),
    )
    assert (declared.name, declared.kind, declared.bases) == (
        "Session",
        "class",
        ("NSObject", "Coding"),
    )
    assert list(declared.methods) == ["shared", "end"]
    assert all("abstract" in f.modifiers for f in flow.functions[1:])
    assert [b.type for b in declared.fields["delegate"]] == ["SessionDelegate"]
    assert "_done" in declared.fields
    assert [i.module for i in flow.imports] == ["Foundation/Foundation.h"]


def test_an_extern_name_is_bound_where_it_has_its_value() -> None:
    assert "EndedNotification" not in read(HEADER, "Session.h").functions[0].bindings
    bound = read(SOURCE).functions[0].bindings["EndedNotification"]
    assert [show(b.value) for b in bound] == ["'Ended'"]


def test_an_implementation_extends_its_class() -> None:
    flow = read(SOURCE)
    assert [(c.name, c.kind, c.bases) for c in flow.classes] == [
        ("Session", "extension", ("Session",)),
        ("Session", "extension", ("Session",)),
    ]
    assert list(flow.classes[1].methods) == ["shared", "init", "end"]
    assert list(flow.classes[1].fields) == ["_timer"]
    assert [b.type for b in flow.classes[0].fields["_keychain"]] == ["Keychain"]


def test_methods() -> None:
    functions = {f.name: f for f in read(SOURCE).functions}
    assert functions["shared"].type == "Session"
    assert "static" in functions["shared"].modifiers
    assert functions["init"].kind == "constructor"
    assert [(p.name, p.label, p.type) for p in functions["end"].params] == [
        ("now", "", ""),
        ("why", "because", "NSString"),
    ]
    assert functions["helper"].kind == "function"


def test_a_category_is_an_extension() -> None:
    flow = read("@implementation UIView (Out)\n- (void)out {}\n@end")
    assert [(c.kind, c.bases) for c in flow.classes] == [("extension", ("UIView",))]


def test_blocks_and_their_parameters() -> None:
    flow = read("void f(void) { g(^(NSError *e, BOOL ok) {}); h(^id (A *a) { return a; }); }")
    assert [[p.name for p in f.params] for f in flow.functions[2:]] == [["e", "ok"], ["a"]]


def test_a_file_of_c_alone() -> None:
    flow = read("#define A 1\nstruct s { int a; };\nint add(int a, int b) { return a + b; }\n")
    assert [f.name for f in flow.functions[1:]] == ["add"]


@pytest.mark.parametrize(
    ("name", "declared_in", "first_type", "known"),
    [
        ("closeAndClearSession", "OEXSession", None, "closeAndClear"),
        ("logout", "Session", None, "logout"),
        ("reset", "Reset", None, "reset"),
        ("logoutWithCompletion", "Auth", "", "logout"),
        ("signOutFromViewController", "Auth", "UIViewController", "signOut"),
        ("removeUser", "Store", "APPUser", "remove"),
        ("removeUser", "APPUser", "Store", "removeUser"),
        ("setToken", "Store", "NSString", "setToken"),
    ],
)
def test_the_name_in_swift(name: str, declared_in: str, first_type: str | None, known: str) -> None:
    assert swift_name(name, declared_in, first_type or "", first_type is not None) == known
