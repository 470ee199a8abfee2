"""Results of requests on phones: what runs after one outcome only, and what was never done."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts

HEAD = """package a
import com.fullstory.FS
class Sessions(private val api: AuthApi, private val prefs: SharedPreferences) {
    fun known(user: User) { FS.identify(user.id) }
"""
TAIL = """}
interface AuthApi { @POST("auth/logout") suspend fun logout() }
"""


def found(kotlin: str) -> list[tuple[str, int]]:
    """The codes of the findings about releases, with their lines within `kotlin`."""
    result = check_texts({"Sessions.kt": HEAD + kotlin + TAIL})
    text = HEAD + kotlin
    return sorted(
        (f.code, text.count("\n", len(HEAD), f.place.start) + 1)
        for f in result.findings
        if f.code != "FS208"
    )


@pytest.mark.parametrize(
    ("why", "kotlin"),
    [
        (
            "the failure ends with the call",
            """    suspend fun logout() {
        prefs.edit().clear().apply()
        runCatching { api.logout() }
        FS.anonymize()
    }
""",
        ),
        (
            "one of the two runs",
            """    suspend fun logout() {
        runCatching { api.logout() }
            .onSuccess { FS.anonymize() }
            .onFailure { FS.anonymize() }
        prefs.edit().clear().apply()
    }
""",
        ),
        (
            "one arm of the fold runs",
            """    suspend fun logout() {
        runCatching { api.logout() }.fold(onSuccess = { end() }, onFailure = { end() })
    }
    private fun end() { FS.anonymize(); prefs.edit().clear().apply() }
""",
        ),
        (
            "where the request was refused, the user stays",
            """    suspend fun logout() {
        runCatching { api.logout() }
            .onSuccess { FS.anonymize(); prefs.edit().clear().apply() }
            .onFailure { error.value = it.message }
    }
""",
        ),
        (
            "a result that a function of the project gives is asked for",
            """    suspend fun logout() {
        when (val answer = leave()) {
            is Answer.Success -> FS.anonymize()
            is Answer.Error -> error.value = answer.message
        }
    }
    private suspend fun leave(): Answer =
        try { api.logout(); Answer.Success() } catch (e: Exception) { Answer.Error(e.message) }
""",
        ),
        (
            "the task that was hung on the deletion tells of it",
            """    fun deleteAccount() {
        Firebase.auth.currentUser!!.delete().addOnCompleteListener { task ->
            if (task.isSuccessful) FS.anonymize()
        }
    }
""",
        ),
    ],
)
def test_quiet(why: str, kotlin: str) -> None:
    assert found(kotlin) == [], why


@pytest.mark.parametrize(
    ("kotlin", "findings"),
    [
        (
            """    suspend fun logout() {
        runCatching { api.logout() }.onSuccess { FS.anonymize() }
        prefs.edit().clear().apply()
    }
""",
            [("FS202", 3)],
        ),
        (
            """    suspend fun logout() {
        prefs.edit().clear().apply()
        runCatching {
            api.logout()
            FS.anonymize()
        }
    }
""",
            [("FS202", 2)],
        ),
    ],
)
def test_found(kotlin: str, findings: list[tuple[str, int]]) -> None:
    assert found(kotlin) == findings


def test_a_switch_over_a_status_tells_the_kind() -> None:
    files = {
        "Api.swift": """import FullStory
final class Api {
    private func check(_ response: HTTPURLResponse) {
        switch response.statusCode {
        case 401: NotificationCenter.default.post(name: .tokenGone, object: nil)
        case 503: NotificationCenter.default.post(name: .busy, object: nil)
        default: break
        }
    }
    func load(_ task: URLSessionTask) { check(task.response) }
    func save(_ task: URLSessionTask) { check(task.response) }
}
""",
        "Session.swift": """import FullStory
final class Session {
    init() {
        NotificationCenter.default.addObserver(
            self, selector: #selector(logOut), name: .tokenGone, object: nil)
    }
    @objc func logOut() {
        KeychainWrapper.standard.removeObject(forKey: "accessToken")
    }
}
""",
    }
    (path,) = check_texts(files).paths
    assert path.kind == "token-expiry"
    assert [entry.name for entry in path.also_from] == ["save"]


OBSERVER = """package a
import com.fullstory.FS
class IdentitySync(private val session: SessionRepository, private val scope: CoroutineScope) {
    fun start() {
        session.currentUser.onEach { user ->
            user?.let { FS.identify(it.id) } ?: FS.anonymize()
        }.launchIn(scope)
    }
}
class SessionRepository(private val prefs: SharedPreferences) {
    val currentUser = MutableStateFlow<User?>(null)
    fun logout() { prefs.edit().clear().apply(); currentUser.value = null }
}
"""


def test_an_observer_says_what_it_does_for_nobody_after_the_elvis() -> None:
    (path,) = check_texts({"app/src/main/java/a/App.kt": OBSERVER}).paths
    assert path.verdict == "proven"


def test_an_observer_that_nothing_starts_covers_nothing() -> None:
    private = OBSERVER.replace("fun start", "private fun start")
    (path,) = check_texts({"app/src/main/java/a/App.kt": private}).paths
    assert path.verdict == "violated"


def test_a_listener_asks_the_response_by_methods() -> None:
    text = """package a;
import com.fullstory.FS;
interface Api { @POST("auth/logout") Call<Void> logout(); }
class Presenter {
    private final Api api;
    Presenter(Api api) { this.api = api; }
    void onLogoutClicked() {
        api.logout().enqueue(new Callback<Void>() {
            @Override public void onResponse(Call<Void> call, Response<Void> response) {
                if (!response.isSuccessful()) { view.showError(); return; }
                FS.anonymize();
            }
            @Override public void onFailure(Call<Void> call, Throwable t) { view.showError(t); }
        });
    }
}
"""
    result = check_texts({"Presenter.java": text})
    assert [path.verdict for path in result.paths] == ["proven"]


EITHER = """import 'package:fullstory_flutter/fs.dart';
class AuthCubit extends Cubit<AuthState> {
  AuthCubit(this.repo) : super(AuthInitial());
  final AuthRepository repo;
  Future<void> logout() async {
    final result = await repo.logout();
    result.fold(
      (failure) => emit(AuthError(failure.message)),
      (_) { FS.anonymize(); emit(Unauthenticated()); },
    );
  }
}
class AuthRepository {
  AuthRepository(this.remote);
  final Dio remote;
  Future<Either<Failure, void>> logout() async {
    try {
      await remote.post('/auth/logout');
      return const Right(null);
    } on DioException catch (e) {
      return Left(Failure(e.message));
    }
  }
}
"""


def test_the_second_arm_of_a_fold_is_for_what_went_well() -> None:
    (path,) = check_texts({"lib/auth.dart": EITHER}).paths
    assert path.verdict == "proven"


def test_the_first_arm_of_a_fold_is_for_what_failed() -> None:
    swapped = EITHER.replace("emit(AuthError(failure.message))", "FS.anonymize()")
    swapped = swapped.replace("{ FS.anonymize(); emit(Unauthenticated()); }", "{ emit(Gone()); }")
    (path,) = check_texts({"lib/auth.dart": swapped}).paths
    assert path.verdict == "violated"


PROVIDERS = {
    "lib/auth.dart": """import 'package:fullstory_flutter/fs.dart';
class Auth {
  final _google = GoogleSignIn();
  Future<void> logout() async {
    await _google.signOut();
    await FirebaseAuth.instance.signOut();
    await FS.anonymize();
  }
}
""",
    "Auth.kt": """package a
import com.fullstory.FS
class Auth(private val googleSignInClient: GoogleSignInClient, private val auth: FirebaseAuth) {
    suspend fun logout() {
        googleSignInClient.signOut().await()
        auth.signOut()
        FS.anonymize()
    }
}
""",
    "Auth.swift": """import FullStory
final class Auth {
    func logout() {
        GIDSignIn.sharedInstance.signOut()
        do {
            try FirebaseAuth.Auth.auth().signOut()
            FS.anonymize()
        } catch {
            print(error)
        }
    }
}
""",
    "auth.ts": """import { GoogleSignin } from '@react-native-google-signin/google-signin';
import auth from '@react-native-firebase/auth';
import FullStory from '@fullstory/react-native';
export async function logout() {
  await GoogleSignin.revokeAccess();
  await GoogleSignin.signOut();
  await auth().signOut();
  FullStory.anonymize();
}
""",
}


@pytest.mark.parametrize("file", PROVIDERS)
def test_who_only_vouches_for_the_user_lets_go_of_nobody(file: str) -> None:
    """Where the app's own sign-out fails after Google's, the user is still signed in."""
    (path,) = check_texts({file: PROVIDERS[file]}).paths
    assert path.verdict == "proven"


@pytest.mark.parametrize("file", PROVIDERS)
def test_an_apps_only_sign_out_may_be_of_who_vouches_for_the_user(file: str) -> None:
    lines = PROVIDERS[file].splitlines(keepends=True)
    text = "".join(line for line in lines if "anonymize" not in line)
    (path,) = check_texts({file: text}).paths
    assert path.verdict == "violated"
