"""Streams of a request's answers, and listeners that may be gone: who is on a logout's path."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import LogoutPath

COMBINE = """import FullStory
import Combine
final class SessionViewModel: ObservableObject {{
    let api: AuthAPI
    func logout() {{
        {body}
    }}
}}
final class AuthAPI {{
    func logout() -> AnyPublisher<Void, Error> {{ client.send(path: "/logout") }}
}}
"""


def only_path(files: dict[str, str]) -> LogoutPath:
    """The one path of a project."""
    (path,) = check_texts(files).paths
    return path


@pytest.mark.parametrize(
    "body",
    [
        "api.logout().sink(receiveValue: { _ in FS.anonymize() }).store(in: &bag)",
        "api.logout().receive(on: main).sink { _ in } receiveValue: { _ in FS.anonymize() }",
        "api.logout().subscribe(onNext: { _ in FS.anonymize() }).disposed(by: bag)",
        "api.logout().observe(on: main).subscribe(onSuccess: { _ in FS.anonymize() },"
        " onFailure: { print($0) })",
    ],
)
def test_what_waits_for_the_answer_goes_on_with_the_logout(body: str) -> None:
    path = only_path({"Session.swift": COMBINE.format(body=body)})
    assert (path.verdict, path.entry.name) == ("proven", "logout")


def test_a_flow_that_is_collected_goes_on_with_the_logout() -> None:
    text = """package a
import com.fullstory.FS
class ProfileViewModel(private val repo: Repo) : ViewModel() {
    fun logout() = viewModelScope.launch {
        repo.logout().collect { r -> if (r is Resource.Success) FS.anonymize() }
    }
}
class Repo(private val api: AuthApi) {
    fun logout() = flow { api.logout(); emit(Resource.Success(Unit)) }
}
interface AuthApi { @POST("auth/logout") suspend fun logout() }
"""
    path = only_path({"Profile.kt": text})
    assert (path.verdict, path.entry.name) == ("proven", "logout")


def test_an_operator_that_signs_out_comes_before_what_subscribes() -> None:
    text = """import FullStory
import RxSwift
final class SettingsViewModel {
    let logoutTap = PublishRelay<Void>()
    init(auth: AuthService) {
        logoutTap.flatMapLatest { auth.logout() }
            .subscribe(onNext: { FS.anonymize() })
            .disposed(by: bag)
    }
}
final class AuthService {
    func logout() -> Observable<Void> { KeychainSwift().delete("token"); return .just(()) }
}
"""
    assert only_path({"Settings.swift": text}).verdict == "proven"


def test_a_stream_of_users_is_still_observed() -> None:
    """Nobody asks for its events, so that they begin a run."""
    text = """import FullStory
import Combine
final class IdentityObserver {
    init(session: SessionManager) {
        session.$currentUser.sink { user in
            if let user { FS.identify(user.id) } else { FS.anonymize() }
        }.store(in: &bag)
    }
}
final class SessionManager: ObservableObject {
    @Published var currentUser: User?
    func logout() { KeychainSwift().delete("token"); currentUser = nil }
}
"""
    path = only_path({"Session.swift": text})
    assert path.verdict == "proven"
    assert path.covered_by is not None


WEAK = """import FullStory
protocol SessionDelegate: AnyObject {{ func sessionDidEnd() }}
final class Session {{
    {weak}var delegate: SessionDelegate?
    func logout() {{
        try? Auth.auth().signOut()
        {told}
    }}
}}
final class Tracker: SessionDelegate {{ func sessionDidEnd() {{ FS.anonymize() }} }}
"""


@pytest.mark.parametrize(
    "told",
    [
        "delegate?.sessionDidEnd()",
        "guard let delegate = delegate else { return }; delegate.sessionDidEnd()",
        "if let listener = self.delegate { listener.sessionDidEnd() }",
        "let listener = delegate; listener?.sessionDidEnd()",
    ],
)
def test_a_weakly_held_listener_may_be_gone(told: str) -> None:
    path = only_path({"Session.swift": WEAK.format(weak="weak ", told=told)})
    assert path.verdict == "unknown"
    assert "if the listener is still there" in path.reason


def test_where_the_listener_is_gone_something_else_may_release_the_identity() -> None:
    told = "guard let delegate else { FS.anonymize(); return }; delegate.sessionDidEnd()"
    assert only_path({"Session.swift": WEAK.format(weak="weak ", told=told)}).verdict == "proven"


LISTEN = """import 'package:fullstory_flutter/fs.dart';
class App extends ConsumerWidget {
  @override
  Widget build(BuildContext context, WidgetRef ref) {
    ref.listen(%s, (previous, next) {
      if (next == null) FS.anonymize();
    });
    return const MaterialApp();
  }
}
void main() => runApp(const ProviderScope(child: App()));
class AuthService { Future<void> logout() => FirebaseAuth.instance.signOut(); }
"""
CHANGE = """import FullStory
import SwiftUI
@main struct Shop: App {
    @StateObject var model = Model()
    var body: some Scene {
        WindowGroup {
            RootView().onChange(of: model.%s) { _, value in
                if value == nil { FS.anonymize() }
            }
        }
    }
}
final class Model: ObservableObject {
    @Published var user: User?
    @Published var cart: Cart?
    func logout() { KeychainSwift().delete("token"); user = nil }
}
"""


@pytest.mark.parametrize(
    ("file", "text", "watched", "verdict"),
    [
        ("lib/main.dart", LISTEN, "currentUserProvider", "proven"),
        ("lib/main.dart", LISTEN, "authControllerProvider", "proven"),
        ("lib/main.dart", LISTEN, "cartProvider", "violated"),
        ("Shop.swift", CHANGE, "user", "proven"),
        ("Shop.swift", CHANGE, "cart", "violated"),
    ],
)
def test_only_what_watches_the_user_covers_an_app(
    file: str, text: str, watched: str, verdict: str
) -> None:
    assert only_path({file: text % watched}).verdict == verdict
