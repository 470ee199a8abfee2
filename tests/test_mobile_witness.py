"""What a path shows of the way to its sign-out, and what that says of its kind."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import LogoutPath

DEFERRED = """package a
class Screen(private val session: Session, private val api: Api) {
    fun removeNotification(id: Long) {
        api.remove(id).subscribeOn(Schedulers.io()).subscribe({ show(it) }, { error ->
            if (error is InvalidLoginTokenException) {
                session.end()
            }
        })
    }
}
class Session(private val accounts: Accounts) {
    fun end() {
        accounts.clear().andThen(Completable.fromAction { Log.d("a", "b") }).subscribe({}, {})
    }
}
class Accounts(private val accountManager: AccountManager) {
    fun clear() = Completable.fromAction { accountManager.removeAccountExplicitly(account) }
}
"""
CAUGHT = """package a
class Sync(private val session: Session, private val api: Api) {
    suspend fun refreshAll() {
        try {
            api.everything()
        } catch (e: %s) {
            session.end()
        }
    }
}
class Session(private val prefs: SharedPreferences) {
    fun end() { prefs.edit().remove("token").apply() }
}
"""


def only_path(text: str) -> LogoutPath:
    """The one path of a file."""
    (path,) = check_texts({"Screen.kt": text}).paths
    return path


def test_the_calls_that_lead_to_deferred_work_are_shown() -> None:
    """A call that only asks for something to be done later is on the way to it all the same."""
    path = only_path(DEFERRED)
    steps = [(step.event, DEFERRED.count("\n", 0, step.place.start) + 1) for step in path.steps]
    assert path.kind == "token-expiry"
    assert [step for step in steps if step[0] in ("branch", "call", "sign_out")] == [
        ("call", 4),
        ("branch", 5),
        ("call", 6),
        ("call", 13),
        ("call", 17),
        ("sign_out", 17),
    ]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("IOException", "manual"),
        ("InvalidLoginTokenException", "token-expiry"),
        ("UnauthorizedException", "token-expiry"),
        ("UserBannedException", "forced"),
    ],
)
def test_the_error_that_is_caught_tells_the_kind(error: str, kind: str) -> None:
    assert only_path(CAUGHT % error).kind == kind
