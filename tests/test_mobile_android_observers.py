"""Android's auth-state observers: which cover an app's logout paths, and which do not."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts

APP = """
import com.fullstory.FS
import com.google.firebase.auth.FirebaseAuth

sealed interface AuthState {
    object SignedOut : AuthState
    data class SignedIn(val id: String) : AuthState
}

class SettingsFragment : Fragment() {
    fun logOut() {
        FirebaseAuth.getInstance().signOut()
    }
}
"""
RELEASE = 'FS.event("User Logged Out", mapOf("from" to "anywhere")); FS.anonymize()'
OBSERVERS = {
    "a flow collected while the screen is shown": """
class MainActivity : ComponentActivity() {
    override fun onCreate(state: Bundle?) {
        lifecycleScope.launch {
            repeatOnLifecycle(Lifecycle.State.STARTED) {
                viewModel.currentUser.collect { user -> if (user == null) { RELEASE } }
            }
        }
    }
}
""",
    "an effect of a mounted composable": """
@Composable
fun App(viewModel: AppViewModel) {
    val user by viewModel.user.collectAsState()
    LaunchedEffect(user) { if (user == null) { RELEASE } }
}

class MainActivity : ComponentActivity() {
    override fun onCreate(state: Bundle?) { setContent { App(viewModel) } }
}
""",
    "live data": """
class MainActivity : AppCompatActivity() {
    override fun onCreate(state: Bundle?) {
        viewModel.user.observe(this) { user -> if (user == null) { RELEASE } }
    }
}
""",
    "a sealed state": """
class MainActivity : AppCompatActivity() {
    override fun onCreate(state: Bundle?) {
        lifecycleScope.launch {
            auth.authState.collect { state ->
                when (state) {
                    is AuthState.SignedOut -> { RELEASE }
                    is AuthState.SignedIn -> show(state.id)
                }
            }
        }
    }
}
""",
    "a class that listens itself": """
class App : Application(), FirebaseAuth.AuthStateListener {
    override fun onCreate() { FirebaseAuth.getInstance().addAuthStateListener(this) }
    override fun onAuthStateChanged(auth: FirebaseAuth) {
        if (auth.currentUser == null) { RELEASE }
    }
}
""",
    "an anonymous listener": """
class App : Application() {
    private val listener = object : FirebaseAuth.AuthStateListener {
        override fun onAuthStateChanged(auth: FirebaseAuth) {
            if (auth.currentUser == null) { RELEASE }
        }
    }
    override fun onCreate() { FirebaseAuth.getInstance().addAuthStateListener(listener) }
}
""",
    "a flow of truth values": """
class AppViewModel(repository: Repository) : ViewModel() {
    init {
        viewModelScope.launch {
            repository.isLoggedIn.distinctUntilChanged().collectLatest { if (!it) { RELEASE } }
        }
    }
}
""",
    "a flow launched in a scope": """
class AppViewModel(repository: Repository) : ViewModel() {
    init {
        repository.currentUser.onEach { user -> if (user == null) { RELEASE } }
            .launchIn(viewModelScope)
    }
}
""",
}


def judged(source: str) -> tuple[list[str], list[tuple[str, bool]]]:
    result = check_texts({"App.kt": source})
    paths = [(path.verdict, path.covered_by is not None) for path in result.paths]
    return [finding.code for finding in result.findings], paths


@pytest.mark.parametrize("why", OBSERVERS)
def test_an_observer_that_does_something_else_covers_nothing(why: str) -> None:
    source = APP + OBSERVERS[why].replace("RELEASE", "showLogin()")
    assert judged(source) == (["FS201"], [("violated", False)])


def test_an_observer_of_signed_in_users_covers_nothing() -> None:
    observer = OBSERVERS["live data"].replace("user == null", "user != null")
    assert judged(APP + observer.replace("RELEASE", "FS.anonymize()"))[1] == [("violated", False)]


@pytest.mark.parametrize("why", OBSERVERS)
def test_an_observer_covers_the_app(why: str) -> None:
    assert judged(APP + OBSERVERS[why].replace("RELEASE", RELEASE)) == ([], [("proven", True)])
