"""Two iOS apps, right and wrong: every finding and every path, as a reader would name them."""

from __future__ import annotations

import pytest
from mobile_apps import Expected, codes, look

from fslint.engine import check_texts

SWIFT_FINDINGS = [
    ("FS101", "LoginViewController.swift", 16, 30),
    ("FS102", "LoginViewController.swift", 11, 21),
    ("FS106", "AccountsViewController.swift", 40, 9),
    ("FS201", "AppDelegate.swift", 21, 14),
    ("FS201", "Session.swift", 25, 19),
    ("FS202", "AppDelegate.swift", 33, 14),
    ("FS203", "IdleGuard.swift", 24, 9),
    ("FS206", "PrivacyView.swift", 17, 9),
    ("FS207", "PrivacyView.swift", 28, 9),
    ("FS208", "PrivacyView.swift", 22, 9),
    ("FS210", "Identity.swift", 10, 9),
    ("FS301", "LoginViewController.swift", 7, 9),
]
SWIFT_PATHS = [
    Expected(
        "switch",
        "proven",
        ("FS210",),
        "AccountsViewController.swift",
        16,
        "tableView",
        [("switch", "AccountsViewController.swift", 17), ("identify", "Identity.swift", 10)],
    ),
    Expected(
        "switch",
        "proven",
        (),
        "AccountsViewController.swift",
        20,
        "tableView",
        [
            ("switch", "AccountsViewController.swift", 24),
            ("track", "Identity.swift", 14),
            ("anonymize", "Identity.swift", 15),
            ("identify", "Identity.swift", 10),
        ],
    ),
    Expected(
        "manual",
        "violated",
        ("FS106",),
        "AccountsViewController.swift",
        38,
        "leaveKiosk",
        [
            ("track", "AccountsViewController.swift", 39),
            ("stop", "AccountsViewController.swift", 40),
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
            ("move", "AccountsViewController.swift", 42),
        ],
    ),
    Expected(
        "token-expiry",
        "violated",
        ("FS201",),
        "ApiClient.swift",
        6,
        "send",
        [
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
            ("move", "AppDelegate.swift", 22),
        ],
    ),
    Expected(
        "forced",
        "violated",
        ("FS202",),
        "AppDelegate.swift",
        25,
        "application",
        [
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
        ],
    ),
    Expected(
        "timeout",
        "proven",
        ("FS203",),
        "IdleGuard.swift",
        14,
        "Timer.scheduledTimer",
        [
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
            ("move", "IdleGuard.swift", 22),
            ("track", "IdleGuard.swift", 23),
            ("anonymize", "IdleGuard.swift", 24),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS206",),
        "PrivacyView.swift",
        9,
        "Button",
        [
            ("track", "Identity.swift", 14),
            ("anonymize", "Identity.swift", 15),
            ("anonymize", "PrivacyView.swift", 17),
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS207",),
        "PrivacyView.swift",
        11,
        "Button",
        [
            ("anonymize", "PrivacyView.swift", 27),
            ("track", "PrivacyView.swift", 28),
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS208",),
        "PrivacyView.swift",
        21,
        "logOutQuietly",
        [
            ("anonymize", "PrivacyView.swift", 22),
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "SettingsView.swift",
        9,
        "Button",
        [
            ("sign_out", "Session.swift", 20),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
            ("track", "Identity.swift", 14),
            ("anonymize", "Identity.swift", 15),
            ("move", "SettingsViewModel.swift", 19),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS201",),
        "SettingsView.swift",
        13,
        "Button",
        [
            ("sign_out", "Session.swift", 25),
            ("sign_out", "Session.swift", 34),
            ("sign_out", "Session.swift", 35),
            ("move", "SettingsViewModel.swift", 28),
        ],
    ),
]

OBJC_FINDINGS = [
    ("FS101", "QRYKioskViewController.m", 14, 18),
    ("FS102", "QRYKioskViewController.m", 29, 18),
    ("FS201", "QRYSession.m", 35, 5),
    ("FS202", "QRYIdleGuard.m", 17, 5),
    ("FS207", "QRYKioskViewController.m", 25, 5),
    ("FS301", "QRYKioskViewController.m", 9, 5),
]
OBJC_PATHS = [
    Expected(
        "token-expiry",
        "proven",
        (),
        "QRYApiClient.m",
        6,
        "handleUnauthorized",
        [
            ("sign_out", "QRYSession.m", 23),
            ("sign_out", "QRYSession.m", 24),
            ("track", "QRYIdentity.m", 11),
            ("anonymize", "QRYIdentity.m", 12),
            ("move", "QRYAppDelegate.m", 18),
        ],
    ),
    Expected(
        "timeout",
        "violated",
        ("FS202",),
        "QRYIdleGuard.m",
        16,
        "timedOut",
        [("sign_out", "QRYSession.m", 23), ("sign_out", "QRYSession.m", 24)],
    ),
    Expected(
        "manual",
        "violated",
        ("FS101",),
        "QRYKioskViewController.m",
        12,
        "endVisit",
        [
            ("sign_out", "QRYSession.m", 23),
            ("sign_out", "QRYSession.m", 24),
            ("stop", "QRYKioskViewController.m", 15),
            ("move", "QRYKioskViewController.m", 16),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS207",),
        "QRYKioskViewController.m",
        19,
        "leaveLate",
        [
            ("sign_out", "QRYSession.m", 23),
            ("sign_out", "QRYSession.m", 24),
            ("anonymize", "QRYKioskViewController.m", 23),
            ("track", "QRYKioskViewController.m", 25),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "QRYSettingsViewController.m",
        14,
        "logOut",
        [
            ("track", "QRYIdentity.m", 11),
            ("anonymize", "QRYIdentity.m", 12),
            ("sign_out", "QRYSession.m", 23),
            ("sign_out", "QRYSession.m", 24),
            ("move", "QRYSettingsViewController.m", 17),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS201",),
        "QRYSettingsViewController.m",
        24,
        "handler",
        [("sign_out", "QRYSession.m", 35)],
    ),
]


def test_the_swift_app() -> None:
    looked = look("ios_swift")
    assert looked.findings == SWIFT_FINDINGS
    assert looked.paths == SWIFT_PATHS


def test_the_objective_c_app() -> None:
    looked = look("ios_objc")
    assert looked.findings == OBJC_FINDINGS
    assert looked.paths == OBJC_PATHS


LOG_OUT = """
import FirebaseAuth
import FullStory

final class SettingsModel {
    func logOut(quiet: Bool) {
        %s
    }
}
"""
END = "try? Auth.auth().signOut()"
RELEASE = 'FS.event("User Logged Out", properties: [:]); FS.anonymize()'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"{RELEASE}; {END}", "both stand before"),
        (f"{END}; {RELEASE}; router.showLogin()", "the sign-out comes back"),
        (
            f"defer {{ {RELEASE} }}; guard quiet else {{ {END}; return }}; {END}",
            "`defer` always runs",
        ),
        (f"if quiet {{ {RELEASE} }} else {{ {RELEASE} }}; {END}", "one on each arm"),
        (f"switch quiet {{ case true: {RELEASE}; default: {RELEASE} }}; {END}", "one in each case"),
        (f"func release() {{ {RELEASE} }}; release(); {END}", "a function in a function"),
        (f"{END}; DispatchQueue.main.async {{ {RELEASE} }}", "nothing stops what comes later"),
        (f"#if DEBUG\nreturn\n#else\n{RELEASE}\n#endif\n{END}", "debug builds never ship"),
        (
            f"api.end {{ [weak self] in guard let self else {{ return }}; {RELEASE} }}; {END}",
            "self",
        ),
    ],
)
def test_right(body: str, why: str) -> None:
    assert codes(check_texts({"Settings.swift": LOG_OUT % body})) == [], why


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (END, "FS201"),
        (f"if quiet {{ {RELEASE} }}; {END}", "FS202"),
        (f"guard quiet else {{ {END}; return }}; {RELEASE}; {END}", "FS202"),
        (f"{END}; exit(0); {RELEASE}", "FS201"),
        (f"{END}; router.showLogin(); {RELEASE}", "FS203"),
        (f"{RELEASE}; FS.anonymize(); {END}", "FS206"),
        (f'FS.anonymize(); FS.event("User Logged Out", properties: [:]); {END}', "FS207"),
        (f"FS.anonymize(); {END}", "FS208"),
        (f"FS.shutdown(); {END}", "FS106"),
        (f"FS.identify(uid: nil); {END}", "FS101"),
        (f'{RELEASE}; {END}; FS.identify("u-\\(id)")', "FS209"),
    ],
)
def test_wrong(body: str, code: str) -> None:
    assert codes(check_texts({"Settings.swift": LOG_OUT % body})) == [code]


OBSERVED = """
import FirebaseAuth
import FullStory

final class Session: ObservableObject {
    static let shared = Session()

    @Published var user: User? {
        didSet {
            if user == nil {
                FS.event("User Logged Out", properties: [:])
                FS.anonymize()
            }
        }
    }

    func logOut() {
        try? Auth.auth().signOut()
        user = nil
    }
}
"""


def test_an_observed_property_runs_its_observer() -> None:
    result = check_texts({"Session.swift": OBSERVED})
    assert codes(result) == []
    assert [path.verdict for path in result.paths] == ["proven"]


def test_an_observer_that_releases_nothing() -> None:
    result = check_texts({"Session.swift": OBSERVED.replace("FS.anonymize()", "")})
    assert codes(result) == ["FS201"]


CHANGED = """
import FullStory
import SwiftUI

struct RootView: View {
    @StateObject var session = Session.shared

    var body: some View {
        Content()
            .onChange(of: session.user) { old, user in
                if user == nil {
                    FS.event("User Logged Out", properties: [:])
                    FS.anonymize()
                }
            }
    }
}

struct SettingsView: View {
    var body: some View {
        Button("Log out") { try? Auth.auth().signOut() }
    }
}
"""


def test_on_change_of_the_user_covers_the_app() -> None:
    result = check_texts({"RootView.swift": CHANGED})
    assert codes(result) == []
    assert [(path.verdict, path.covered_by is not None) for path in result.paths] == [
        ("proven", True)
    ]


def test_without_its_anonymize_it_covers_nothing() -> None:
    result = check_texts({"RootView.swift": CHANGED.replace("FS.anonymize()", "")})
    assert codes(result) == ["FS201"]


SWIFT_HALF = """
import FullStory

final class SettingsModel: NSObject {
    func logOut() {
        QRYSession.shared().end(self)
    }
}
"""
OBJC_HALF = """
#import <FullStory/FullStory.h>
@interface QRYSession : NSObject
+ (instancetype)shared;
- (void)end:(id)sender;
@end
@implementation QRYSession
+ (instancetype)shared { return [[self alloc] init]; }
- (void)end:(id)sender { %s [[FIRAuth auth] signOut:nil]; }
@end
"""


@pytest.mark.parametrize(
    ("release", "found"),
    [("", ["FS201"]), ('[FS event:@"User Logged Out" properties:@{}]; [FS anonymize];', [])],
)
def test_swift_calls_objective_c(release: str, found: list[str]) -> None:
    result = check_texts({"A.swift": SWIFT_HALF, "QRYSession.m": OBJC_HALF % release})
    assert codes(result) == found
    assert [path.entry.name for path in result.paths] == ["logOut"]


def test_methods_are_told_apart_by_their_arguments() -> None:
    text = """
    import FullStory
    final class Store: StoreDelegate {
        var session: Session?
        func session(_ session: Session, didFail error: Error) { try? Auth.auth().signOut() }
    }
    final class Screen {
        let store = Store()
        func show() { print(store.session) }
        func count() -> Int { store.session().count }
    }
    """
    paths = check_texts({"Store.swift": text}).paths
    assert [path.entry.name for path in paths] == ["session"]


EXTENDED = """
import FullStory
import UIKit

extension UIViewController {
    func leave() {
        FS.event("User Logged Out", properties: [:])
        %s
        try? Auth.auth().signOut()
    }
}

final class HomeViewController: UIViewController {
    @objc func tapped() { leave() }
}

final class Kiosk {
    func close(_ screen: UIViewController) { screen.leave() }
}
"""


@pytest.mark.parametrize(("release", "verdict"), [("FS.anonymize()", "proven"), ("", "violated")])
def test_an_extension_of_a_type_from_outside(release: str, verdict: str) -> None:
    paths = check_texts({"Home.swift": EXTENDED % release}).paths
    assert [(p.entry.name, p.verdict) for p in paths] == [("tapped", verdict), ("close", verdict)]
