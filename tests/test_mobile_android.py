"""Two Android apps, right and wrong: every finding and every path, as a reader would name them."""

from __future__ import annotations

import pytest
from mobile_apps import Expected, look

from fslint.engine import check_texts
from fslint.findings import Result

KOTLIN_FINDINGS = [
    ("FS101", "LoginActivity.kt", 23, 21),
    ("FS102", "LoginActivity.kt", 19, 21),
    ("FS106", "AccountsActivity.kt", 40, 9),
    ("FS201", "AccountsActivity.kt", 33, 9),
    ("FS201", "AuthRepository.kt", 31, 9),
    ("FS202", "LogoutMessagingService.kt", 20, 9),
    ("FS203", "IdleActivity.kt", 29, 9),
    ("FS206", "PrivacyFragment.kt", 21, 17),
    ("FS207", "PrivacyFragment.kt", 34, 9),
    ("FS208", "PrivacyFragment.kt", 27, 13),
    ("FS210", "AccountsActivity.kt", 45, 9),
    ("FS301", "AccountsActivity.kt", 29, 9),
]
KOTLIN_PATHS = [
    Expected(
        "manual",
        "violated",
        ("FS201",),
        "AccountsActivity.kt",
        19,
        "binding.leave.setOnClickListener",
        [
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
            ("leave", "AccountsActivity.kt", 34),
        ],
    ),
    Expected(
        "manual",
        "violated",
        ("FS106",),
        "AccountsActivity.kt",
        20,
        "binding.kiosk.setOnClickListener",
        [
            ("track", "AccountsActivity.kt", 38),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
            ("stop", "AccountsActivity.kt", 40),
        ],
    ),
    Expected(
        "switch",
        "proven",
        ("FS210",),
        "AccountsActivity.kt",
        22,
        "binding.next.setOnClickListener",
        [("switch", "AccountsActivity.kt", 23), ("identify", "AccountsActivity.kt", 45)],
    ),
    Expected(
        "timeout",
        "proven",
        ("FS203",),
        "IdleActivity.kt",
        18,
        "logOutWhenIdle",
        [
            ("track", "IdleActivity.kt", 26),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
            ("move", "IdleActivity.kt", 28),
            ("anonymize", "IdleActivity.kt", 29),
            ("move", "IdleActivity.kt", 30),
        ],
    ),
    Expected(
        "forced",
        "violated",
        ("FS202",),
        "LogoutMessagingService.kt",
        14,
        "onMessageReceived",
        [("sign_out", "AuthRepository.kt", 36), ("sign_out", "AuthRepository.kt", 37)],
    ),
    Expected(
        "manual",
        "proven",
        ("FS206",),
        "PrivacyFragment.kt",
        19,
        "onClick",
        [
            ("track", "Identity.kt", 15),
            ("anonymize", "Identity.kt", 16),
            ("anonymize", "PrivacyFragment.kt", 21),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS208",),
        "PrivacyFragment.kt",
        26,
        "binding.logOutQuietly.setOnClickListener",
        [
            ("anonymize", "PrivacyFragment.kt", 27),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS207",),
        "PrivacyFragment.kt",
        32,
        "logOutEverywhere",
        [
            ("anonymize", "PrivacyFragment.kt", 33),
            ("track", "PrivacyFragment.kt", 34),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "SettingsScreen.kt",
        15,
        "onLogOut",
        [
            ("track", "Identity.kt", 15),
            ("anonymize", "Identity.kt", 16),
            ("sign_out", "AuthRepository.kt", 24),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
            ("move", "SettingsScreen.kt", 15),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS201",),
        "SettingsScreen.kt",
        16,
        "onDeleteAccount",
        [
            ("sign_out", "AuthRepository.kt", 31),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
            ("move", "SettingsScreen.kt", 16),
        ],
    ),
    Expected(
        "token-expiry",
        "proven",
        (),
        "TokenAuthenticator.kt",
        11,
        "authenticate",
        [
            ("track", "Identity.kt", 15),
            ("anonymize", "Identity.kt", 16),
            ("sign_out", "AuthRepository.kt", 36),
            ("sign_out", "AuthRepository.kt", 37),
        ],
    ),
]
JAVA_FINDINGS = [
    ("FS101", "LoginActivity.java", 12, 21),
    ("FS102", "LoginActivity.java", 16, 21),
    ("FS201", "BaseActivity.java", 23, 9),
    ("FS201", "KioskActivity.java", 23, 9),
    ("FS202", "SettingsActivity.java", 39, 9),
    ("FS203", "SettingsActivity.java", 54, 13),
    ("FS301", "AccountsActivity.java", 18, 13),
    ("FS303", "AccountsActivity.java", 18, 13),
]
JAVA_PATHS = [
    Expected(
        "switch",
        "proven",
        (),
        "AccountsActivity.java",
        11,
        "findViewById().setOnClickListener",
        [
            ("switch", "AccountsActivity.java", 11),
            ("track", "AccountsActivity.java", 23),
            ("anonymize", "AccountsActivity.java", 24),
            ("identify", "AccountsActivity.java", 26),
        ],
    ),
    Expected(
        "timeout",
        "violated",
        ("FS201",),
        "KioskActivity.java",
        14,
        "run",
        [
            ("track", "KioskActivity.java", 22),
            ("sign_out", "StoredSession.java", 29),
            ("sign_out", "StoredSession.java", 30),
            ("leave", "KioskActivity.java", 24),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "SettingsActivity.java",
        15,
        "onClick",
        [
            ("track", "StoredSession.java", 21),
            ("anonymize", "StoredSession.java", 22),
            ("sign_out", "StoredSession.java", 29),
            ("sign_out", "StoredSession.java", 30),
            ("move", "SettingsActivity.java", 26),
            ("move", "SettingsActivity.java", 27),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS203",),
        "SettingsActivity.java",
        22,
        "findViewById().setOnClickListener",
        [
            ("track", "SettingsActivity.java", 51),
            ("sign_out", "StoredSession.java", 29),
            ("sign_out", "StoredSession.java", 30),
            ("move", "SettingsActivity.java", 26),
            ("move", "SettingsActivity.java", 27),
            ("anonymize", "SettingsActivity.java", 54),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS202",),
        "SettingsActivity.java",
        30,
        "deleteAccount",
        [
            ("track", "SettingsActivity.java", 37),
            ("sign_out", "StoredSession.java", 29),
            ("sign_out", "StoredSession.java", 30),
            ("move", "SettingsActivity.java", 26),
            ("move", "SettingsActivity.java", 27),
        ],
    ),
    Expected(
        "token-expiry",
        "violated",
        ("FS201",),
        "UnauthorizedInterceptor.java",
        9,
        "intercept",
        [
            ("sign_out", "StoredSession.java", 29),
            ("sign_out", "StoredSession.java", 30),
            ("move", "BaseActivity.java", 24),
        ],
    ),
]


@pytest.mark.parametrize(
    ("name", "findings", "paths"),
    [
        ("android_kotlin", KOTLIN_FINDINGS, KOTLIN_PATHS),
        ("android_java", JAVA_FINDINGS, JAVA_PATHS),
    ],
)
def test_fixture(
    name: str, findings: list[tuple[str, str, int, int]], paths: list[Expected]
) -> None:
    looked = look(name)
    assert looked.findings == findings
    assert looked.paths == paths


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings if finding.confidence != "low"]


OBSERVED = """
import com.fullstory.FS
import com.google.firebase.auth.FirebaseAuth

class App : Application() {
    override fun onCreate() {
        FirebaseAuth.getInstance().addAuthStateListener { auth ->
            if (auth.currentUser == null) {
                FS.event("User Logged Out", mapOf("from" to "anywhere"))
                FS.anonymize()
            }
        }
    }
}

class SettingsActivity : AppCompatActivity() {
    fun logOut() {
        FirebaseAuth.getInstance().signOut()
        finish()
    }
}
"""


def test_an_auth_state_listener_covers_the_app() -> None:
    result = check_texts({"App.kt": OBSERVED})
    assert codes(result) == []
    assert [(path.verdict, path.covered_by is not None) for path in result.paths] == [
        ("proven", True)
    ]


def test_without_its_anonymize_it_covers_nothing() -> None:
    result = check_texts({"App.kt": OBSERVED.replace("FS.anonymize()", "")})
    assert codes(result) == ["FS201"]


CALLED_BACK = """
import com.fullstory.FS
import com.google.firebase.auth.FirebaseAuth

fun logOut(done: () -> Unit) {
    %s
    FirebaseAuth.getInstance().signOut()
}
"""


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('FS.event("out", mapOf()); FS.anonymize()', "both stand before"),
        ('session.run { FS.event("out", mapOf()); FS.anonymize() }', "`run` runs at once"),
        ('if (BuildConfig.FULLSTORY_ENABLED) { FS.event("out", mapOf()); FS.anonymize() }',
         "a guard on the SDK is no branch"),
        ('FS.event("out", mapOf()).also { FS.anonymize() }', "so does `also`"),
        ('a.forEach { if (it.b) return@forEach }; FS.event("out", mapOf()); FS.anonymize()',
         "a labelled return leaves the lambda alone"),
    ],
)  # fmt: skip
def test_right(code: str, why: str) -> None:
    assert codes(check_texts({"A.kt": CALLED_BACK % code})) == [], why


@pytest.mark.parametrize(
    ("code", "expected", "why"),
    [
        ("", ["FS201"], "nothing releases the identity"),
        ('FS.event("out", mapOf()); if (!keep) FS.anonymize()',
         ["FS202"], "one arm alone does"),
        ("FS.identify(null)", ["FS101"], "no uid is no release"),
        ('FS.event("out", mapOf()); FS.anonymize(); FS.anonymize()', ["FS206"], "once is enough"),
    ],
)  # fmt: skip
def test_wrong(code: str, expected: list[str], why: str) -> None:
    assert codes(check_texts({"A.kt": CALLED_BACK % code})) == expected, why
