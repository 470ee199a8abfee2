"""Android's tasks and callbacks that tell of a failure, listeners of Firebase, and DataStore."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import LogoutPath


def verdicts(files: dict[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    paths: list[LogoutPath] = check_texts(files).paths
    loud = {"FS208"}
    return [(p.kind, p.verdict, tuple(c for c in p.codes if c not in loud)) for p in paths]


TASK = """package a
import com.fullstory.FS
class SettingsActivity : AppCompatActivity() {
    private val auth: FirebaseAuth = FirebaseAuth.getInstance()
    private val googleSignInClient: GoogleSignInClient = GoogleSignIn.getClient(this, options)
    fun signOut() {
        auth.signOut()
        %s
    }
}
"""


@pytest.mark.parametrize(
    "rest",
    [
        "googleSignInClient.signOut(); FS.anonymize()",
        "googleSignInClient.signOut().addOnCompleteListener(this) { FS.anonymize() }",
    ],
)
def test_a_task_throws_nothing(rest: str) -> None:
    """Its listener is told of a failure, whoever made the task goes on."""
    assert verdicts({"Settings.kt": TASK % rest}) == [("manual", "proven", ())]


def test_who_waits_for_a_task_is_thrown_its_failure() -> None:
    waiting = "googleSignInClient.signOut().await(); FS.anonymize()"
    assert verdicts({"Settings.kt": TASK % waiting}) == [("manual", "violated", ("FS202",))]


def test_a_sign_out_that_is_waited_for_in_vain_has_not_happened() -> None:
    text = """package a
import com.fullstory.FS
class AuthViewModel(private val account: Auth0) : ViewModel() {
    fun logout(context: Context) = viewModelScope.launch {
        try {
            WebAuthProvider.logout(account).withScheme("demo").await(context)
            FS.anonymize()
        } catch (e: AuthenticationException) {
            error.value = e.message
        }
    }
}
"""
    assert verdicts({"Auth.kt": text}) == [("manual", "proven", ())]


ANSWERED = """package a
import com.fullstory.FS
class MainActivity : AppCompatActivity() {
    fun logout() {
        WebAuthProvider.logout(account)
            .start(this, object : Callback<Void?, AuthenticationException> {
                override fun onSuccess(result: Void?) { %s }
                override fun onFailure(error: AuthenticationException) { %s }
            })
    }
}
"""


@pytest.mark.parametrize(
    ("success", "failure", "verdict"),
    [
        ("FS.anonymize()", "show(error)", "proven"),
        ("show(null)", "FS.anonymize()", "violated"),
    ],
)
def test_only_one_of_two_callbacks_comes(success: str, failure: str, verdict: str) -> None:
    (path,) = check_texts({"Main.kt": ANSWERED % (success, failure)}).paths
    assert path.verdict == verdict


@pytest.mark.parametrize(
    "asked",
    [
        "firebaseAuth.getCurrentUser()",
        "auth.getCurrentUser()",
        "FirebaseAuth.getInstance().getCurrentUser()",
    ],
)
def test_a_listener_asks_in_java_for_the_user(asked: str) -> None:
    text = f"""package a;
import com.fullstory.FS;
public class MainActivity extends AppCompatActivity {{
    private FirebaseAuth auth = FirebaseAuth.getInstance();
    private FirebaseAuth.AuthStateListener listener;
    @Override protected void onCreate(Bundle state) {{
        listener = firebaseAuth -> {{
            if ({asked} == null) FS.anonymize();
        }};
    }}
    @Override protected void onStart() {{ auth.addAuthStateListener(listener); }}
    public void onLogoutClick(View view) {{ auth.signOut(); }}
}}
"""
    assert verdicts({"Main.java": text}) == [("manual", "proven", ())]


INTERFACE = {
    "Tracker.kt": "package a\ninterface Tracker {\n    fun reset()\n}\n",
    "Silent.kt": "package a\nclass Silent : Tracker {\n    override fun reset() = Unit\n}\n",
    "Logout.kt": """package a
class Logout(private val tracker: Tracker, private val auth: FirebaseAuth) {
    operator fun invoke() {
        tracker.reset()
        auth.signOut()
    }
}
""",
}
RECORDING = """package a
import com.fullstory.FS
class Recording : Tracker {
    override fun reset() { %s }
}
"""


@pytest.mark.parametrize(
    ("body", "verdict"), [("FS.anonymize()", "proven"), ('FS.event("Reset", map)', "violated")]
)
def test_an_interface_of_a_file_of_its_own(body: str, verdict: str) -> None:
    """Nothing in it speaks of a logout, and a build without Fullstory has an empty one."""
    files = {**INTERFACE, "Recording.kt": RECORDING % body}
    assert [path.verdict for path in check_texts(files).paths] == [verdict]


COMPOSED = {
    "Tracker.kt": "package a\ninterface Tracker {\n    fun reset()\n}\n",
    "Analytics.kt": "package a\ninterface Analytics : Tracker, Identifier\n",
    "Recording.kt": RECORDING.replace("Recording : Tracker", "Recording : Analytics"),
    "Logout.kt": INTERFACE["Logout.kt"].replace(": Tracker", ": Analytics"),
}


@pytest.mark.parametrize(
    ("body", "verdict"), [("FS.anonymize()", "proven"), ('FS.event("Reset", map)', "violated")]
)
def test_an_interface_that_only_joins_others(body: str, verdict: str) -> None:
    """Who implements it has what it inherits."""
    files = {**COMPOSED, "Recording.kt": COMPOSED["Recording.kt"] % body}
    assert [path.verdict for path in check_texts(files).paths] == [verdict]


STORE = """package a
class Store(private val dataStore: DataStore<Preferences>) {
    suspend fun logout() {
        dataStore.edit { prefs -> %s }
    }
    companion object {
        val TOKEN = stringPreferencesKey("token")
        val PUSH_TOKEN = stringPreferencesKey("push_token")
        val LOGGED_IN = booleanPreferencesKey("logged_in")
        val THEME = stringPreferencesKey("theme")
    }
}
"""


@pytest.mark.parametrize(
    "edit",
    ['prefs[THEME] = ""', 'prefs[PUSH_TOKEN] = ""', "prefs -= THEME", "prefs[LOGGED_IN] = true"],
)
def test_what_says_nothing_of_the_user_may_be_edited(edit: str) -> None:
    assert check_texts({"Store.kt": STORE % edit}).findings == []


@pytest.mark.parametrize(
    "edit", ['prefs[TOKEN] = ""', "prefs -= TOKEN", "prefs[LOGGED_IN] = false"]
)
def test_what_a_data_store_forgets(edit: str) -> None:
    text = STORE % edit
    (finding,) = check_texts({"Store.kt": text}).findings
    assert (finding.code, finding.place.start) == ("FS201", text.index(edit))


def test_a_cast_hides_no_name() -> None:
    """The fragment that a dialog comes back to is known by the interface that it is cast to."""
    files = {
        "LogoutDialog.kt": """package a
class LogoutDialog : DialogFragment() {
    interface Listener { fun onLogout() }
    override fun onCreateDialog(state: Bundle?): Dialog =
        MaterialAlertDialogBuilder(requireContext())
            .setPositiveButton(R.string.yes) { _, _ -> (targetFragment as? Listener)?.onLogout() }
            .create()
}
""",
        "SettingsFragment.kt": """package a
import com.fullstory.FS
class SettingsFragment : Fragment(), LogoutDialog.Listener {
    override fun onLogout() {
        FS.anonymize()
        FirebaseAuth.getInstance().signOut()
    }
}
""",
    }
    assert ("manual", "unknown", ("FS201",)) not in verdicts(files)
