"""Closures that others give to an object, and what subscribes behind schedulers."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import LogoutPath

SWIFT_SET = """import FullStory
final class ProfileViewModel {
    var onFinish: (() -> Void)?
    func logoutTapped() {
        KeychainSwift().delete("token")
        onFinish?()
    }
}
final class Coordinator {
    func start() {
        let model = ProfileViewModel()
        model.onFinish = { [weak self] in FS.anonymize(); self?.showLogin() }
    }
}
"""
SWIFT_MADE = """import FullStory
final class Session {
    private let onEnd: () -> Void
    init(onEnd: @escaping () -> Void) { self.onEnd = onEnd }
    func logout() {
        KeychainSwift().delete("token")
        onEnd()
    }
}
final class Assembly { func make() -> Session { Session(onEnd: { FS.anonymize() }) } }
"""
KOTLIN_SET = """package a
import com.fullstory.FS
class Session(private val prefs: SharedPreferences) {
    var onLoggedOut: (() -> Unit)? = null
    fun logout() {
        prefs.edit().clear().apply()
        onLoggedOut?.invoke()
    }
}
class Shop : Application() {
    override fun onCreate() {
        val session = Session(prefs)
        session.onLoggedOut = { FS.anonymize() }
    }
}
"""
DART_MADE = """import 'package:fullstory_flutter/fs.dart';
class Session {
  Session({this.onLoggedOut});
  final VoidCallback? onLoggedOut;
  Future<void> logout() async {
    await const FlutterSecureStorage().delete(key: 'token');
    onLoggedOut?.call();
  }
}
void main() {
  final session = Session(onLoggedOut: () => FS.anonymize());
}
"""


def only_path(files: dict[str, str]) -> LogoutPath:
    """The one path of a project."""
    (path,) = check_texts(files).paths
    return path


@pytest.mark.parametrize(
    "files",
    [
        {"Profile.swift": SWIFT_SET},
        {"Session.swift": SWIFT_MADE},
        {"Session.kt": KOTLIN_SET},
        {"lib/session.dart": DART_MADE},
    ],
)
def test_what_an_object_is_given_is_what_it_runs(files: dict[str, str]) -> None:
    assert only_path(files).verdict == "proven"


def test_what_another_object_is_given_is_not() -> None:
    other = SWIFT_SET.replace("let model = ProfileViewModel()", "let model = CartViewModel()")
    other += "final class CartViewModel { var onFinish: (() -> Void)? }\n"
    assert only_path({"Profile.swift": other}).verdict == "violated"


def test_a_view_that_is_given_its_action_is_one_path() -> None:
    text = """import FullStory
struct SettingsView: View {
    let onLogout: () -> Void
    var body: some View { Button("Log out") { onLogout() } }
}
struct RootView: View {
    let session: Session
    var body: some View { SettingsView(onLogout: { session.logout() }) }
}
final class Session {
    func logout() { KeychainSwift().delete("token") }
}
"""
    path = only_path({"Root.swift": text})
    assert (path.kind, path.verdict, path.entry.name) == ("manual", "violated", "Button")


def test_schedulers_schedule_nothing_themselves() -> None:
    """The password is checked, and then the account goes: signing in again is part of that."""
    text = """package a
import com.fullstory.FS
class LoginViewModel(private val auth: AuthService) : ViewModel() {
    private val _valid = MutableLiveData<Boolean>()
    val valid: LiveData<Boolean> = _valid
    fun checkPassword(email: String, password: String) {
        disposables += auth.login(email, password).withDefaultSchedulers()
            .subscribe({ _valid.value = true }, { _valid.value = false })
    }
}
class ProfileFragment : Fragment() {
    private val login by viewModel<LoginViewModel>()
    private val profile by viewModel<ProfileViewModel>()
    override fun onViewCreated(view: View, state: Bundle?) {
        login.valid.observe(viewLifecycleOwner, Observer { if (it) profile.deleteProfile() })
        confirm.setOnClickListener { login.checkPassword(email, password) }
    }
}
class ProfileViewModel(private val api: AuthApi) : ViewModel() {
    fun deleteProfile() { api.deleteAccount(1) }
}
interface AuthApi { @DELETE("users/{id}") fun deleteAccount(@Path("id") id: Long): Completable }
"""
    path = only_path({"app/src/main/java/a/Profile.kt": text})
    assert (path.kind, path.entry.name) == ("account-deletion", "confirm.setOnClickListener")


LISTENER = """package a;
import com.fullstory.FS;
interface OnLogout { void onLogout(); }
class Session {
    private OnLogout listener;
    private SharedPreferences prefs;
    void setListener(OnLogout given) { listener = given; }
    void logout() {
        prefs.edit().clear().apply();
        if (%s) listener.onLogout();
    }
}
class Shop extends Application implements OnLogout {
    @Override public void onCreate() { new Session().setListener(this); }
    @Override public void onLogout() { FS.anonymize(); }
}
"""


@pytest.mark.parametrize(
    ("asked", "verdict"), [("listener != null", "proven"), ("prefs.contains(KEY)", "violated")]
)
def test_a_test_for_a_listener_is_no_branch(asked: str, verdict: str) -> None:
    assert only_path({"Session.java": LISTENER % asked}).verdict == verdict


def test_an_extension_is_known_by_its_name() -> None:
    text = """package a
import com.fullstory.FS
fun Context.leaveAccount() {
    FS.anonymize()
    FirebaseAuth.getInstance().signOut()
}
class Settings : Fragment() {
    override fun onViewCreated(view: View, state: Bundle?) {
        logout.setOnClickListener { requireContext().leaveAccount() }
    }
}
"""
    path = only_path({"Settings.kt": text})
    assert (path.verdict, path.entry.name) == ("proven", "logout.setOnClickListener")
