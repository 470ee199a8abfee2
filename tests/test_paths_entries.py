"""Where paths begin: entries that tell cases apart, and code that several entries share."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import LogoutPath

MODEL = """package app

class AccountViewModel(private val auth: FirebaseAuth, private val api: Api) : ViewModel() {
    fun handleAction(action: Action) {
        when (action) {
            Action.LogoutClick -> auth.signOut()
            is Action.DeleteClick -> auth.currentUser?.delete()
            is Action.Internal -> handleInternal(action)
            Action.Refresh -> api.load()
        }
    }

    private fun handleInternal(action: Action.Internal) {
        when (action) {
            is Action.Internal.SessionExpired -> auth.signOut()
            is Action.Internal.Loaded -> api.show(action.items)
        }
    }
}
"""

MENU = """package app;

class Menu extends Activity {
    public boolean onOptionsItemSelected(MenuItem item) {
        int id = item.getItemId();
        if (id == R.id.log_out) {
            FirebaseAuth.getInstance().signOut();
            return true;
        }
        if (id == R.id.delete_account) {
            FirebaseAuth.getInstance().getCurrentUser().delete();
            return true;
        }
        return super.onOptionsItemSelected(item);
    }
}
"""

SYNC = """package app

class Sync(private val api: Api, private val auth: FirebaseAuth) {
    suspend fun refreshItems() {
        val answer = api.items()
        if (answer.code == 401) auth.signOut()
    }
}
"""

SCREENS = """package app

class Items(private val sync: Sync) : Fragment() {
    fun onViewCreated(view: View) {
        refresh.setOnRefreshListener { sync.refreshItems() }
        retry.setOnClickListener { sync.refreshItems() }
    }
}
"""


def begun(path: LogoutPath, files: dict[str, str]) -> tuple[str, int, str]:
    """A path's kind, the line of its entry, and how that is called."""
    place = path.entry.place
    return path.kind, files[place.file].count("\n", 0, place.start) + 1, path.entry.name


def test_each_case_of_an_entry_is_a_path() -> None:
    files = {"AccountViewModel.kt": MODEL}
    assert [begun(path, files) for path in check_texts(files).paths] == [
        ("manual", 6, "handleAction LogoutClick"),
        ("account-deletion", 7, "handleAction DeleteClick"),
        ("timeout", 15, "handleAction SessionExpired"),
    ]


def test_a_chain_of_ifs_tells_cases_apart_too() -> None:
    files = {"Menu.java": MENU}
    assert [begun(path, files) for path in check_texts(files).paths] == [
        ("manual", 6, "onOptionsItemSelected log_out"),
        ("account-deletion", 10, "onOptionsItemSelected delete_account"),
    ]


def test_an_answer_is_no_case() -> None:
    """A status code says how a request went: nobody chose it."""
    text = MENU.replace("item.getItemId()", "item.code()")
    files = {"Menu.java": text.replace("R.id.log_out", "401").replace("R.id.delete_account", "403")}
    assert len(check_texts(files).paths) == 1


def test_what_shared_code_decides_is_one_path() -> None:
    files = {"Items.kt": SCREENS, "Sync.kt": SYNC}
    (path,) = check_texts(files).paths
    assert begun(path, files) == ("token-expiry", 5, "refresh.setOnRefreshListener")
    assert [entry.name for entry in path.also_from] == ["retry.setOnClickListener"]


def test_entries_that_share_a_plain_helper_are_paths_of_their_own() -> None:
    """The helper asks nothing: whoever calls it has decided."""
    plain = SYNC.replace("if (answer.code == 401) ", "")
    files = {"Items.kt": SCREENS, "Sync.kt": plain}
    assert [begun(path, files)[1] for path in check_texts(files).paths] == [5, 6]


def test_an_app_class_has_its_companions_members() -> None:
    """A base from outside has no say in what the companion object declares."""
    files = {
        "App.kt": """package app
import com.fullstory.FS
class App : Application() {
    companion object {
        fun logout(context: Context) {
            FS.anonymize()
            FirebaseAuth.getInstance().signOut()
        }
    }
}
""",
        "Settings.kt": """package app
class Settings : Fragment() {
    private fun logout() {
        button.setOnClickListener { App.logout(requireContext()) }
    }
}
""",
    }
    result = check_texts(files)
    assert [finding.code for finding in result.findings] == ["FS208"]
    assert [path.verdict for path in result.paths] == ["proven"]


def kotlin(body: str) -> list[str]:
    """The codes found in a Kotlin file that uses Fullstory."""
    found = check_texts({"A.kt": f"package app\nimport com.fullstory.FS\n{body}"}).findings
    return [finding.code for finding in found if finding.confidence != "low"]


TRACKERS = """
interface Tracker { fun reset() }
class Replay : Tracker { override fun reset() { FS.anonymize() } }
class Session(private val trackers: Set<@JvmSuppressWildcards Tracker>) {
    fun logout() {
        FS.event("logout", mapOf())
        %s
        FirebaseAuth.getInstance().signOut()
    }
}
"""


def test_the_items_of_a_collection_are_what_its_type_says() -> None:
    """Each tracker of a registry is told, Fullstory among them."""
    assert kotlin(TRACKERS % "trackers.forEach { it.reset() }") == []
    assert kotlin(TRACKERS % "for (one in trackers) one.reset()") == []
    assert kotlin(TRACKERS % "") == ["FS201"]


def test_what_a_variable_begins_with_is_no_constant() -> None:
    """It is given its value once somebody is known; a constant stays what it is."""
    body = "class A { %s val uid = %s; fun enter() { FS.identify(uid) } }"
    assert kotlin(body.replace("val", "var") % ("private", '""')) == []
    assert kotlin(body % ("private", '""')) == ["FS101"]


def test_an_authenticator_that_forgets_the_token_signs_out() -> None:
    """OkHttp's `authenticate` answers a 401: nobody logs in there."""
    body = """
class Retry(private val prefs: SharedPreferences) : Authenticator {
    override fun authenticate(route: Route?, response: Response): Request? {
        if (response.code == 401) prefs.edit().clear().apply()
        return null
    }
}
"""
    assert kotlin(body.replace("Retry", "TokenAuthenticator")) == ["FS201"]


def test_a_runnable_that_posts_itself_again_is_a_timer() -> None:
    body = """
class Poll(private val handler: Handler) {
    private val again = object : Runnable {
        override fun run() {
            FS.anonymize()
            handler.postDelayed(this, 1000)
        }
    }
}
"""
    assert kotlin(body) == ["FS303"]
    assert kotlin(body.replace("handler.postDelayed(this, 1000)", "")) == []


ANSWERS = """
class Account(private val api: Api, private val prefs: SharedPreferences) {
    fun logout() {
        FS.event("logout", mapOf())
        api.logout().enqueue(object : Callback<Unit> {
            override fun onResponse(call: Call<Unit>, response: Response<Unit>) = forget()
            override fun onFailure(call: Call<Unit>, error: Throwable) = forget()
        })
    }
    private fun forget() {
        prefs.edit().clear().apply()
        FS.anonymize()
    }
}
"""


def test_of_two_outcomes_of_a_request_one_comes() -> None:
    """A release after each of them is one release."""
    assert kotlin(ANSWERS) == []
    start, end = ANSWERS.index("        api"), ANSWERS.index("    }\n    private")
    listeners = (
        "        task().addOnSuccessListener { forget() }.addOnFailureListener { forget() }\n"
    )
    assert kotlin(ANSWERS[:start] + listeners + ANSWERS[end:]) == []
    twice = listeners.replace("addOnFailureListener", "addOnCompleteListener")
    assert kotlin(ANSWERS[:start] + twice + ANSWERS[end:]) == ["FS206"]


def requests(entries: int, answer: str, more: str = "") -> dict[str, str]:
    """An app whose screens all ask a server by one function, which answers an expired session."""
    files = {
        f"Screen{number}.kt": f"""package app

class Screen{number} : Fragment() {{
    fun onRefresh() {{ Api.askServer("/items/{number}") }}
}}
"""
        for number in range(entries)
    }
    files["Api.kt"] = f"""package app

object Api {{
    fun askServer(path: String) {{
        val answer = client.get(path)
        if (answer.code == 401) {{ {answer} }}
    }}
}}
"""
    files["Menu.kt"] = f"""package app

class Menu : Fragment() {{
    {more}
}}
"""
    return files


@pytest.mark.parametrize("entries", [3, 40])
def test_many_entries_of_one_decision_are_one_path(entries: int) -> None:
    """Of many only some are walked, which changes nothing of what is said."""
    result = check_texts(requests(entries, "FirebaseAuth.getInstance().signOut()"))
    assert [finding.code for finding in result.findings] == ["FS201"]
    (path,) = result.paths
    assert (path.kind, path.verdict) == ("token-expiry", "violated")
    begun = [path.entry, *path.also_from]
    assert {entry.name for entry in begun} == {"onRefresh"}
    assert len({entry.place.file for entry in begun}) == len(begun) == entries


def test_an_entry_among_many_that_signs_out_itself_is_a_path_of_its_own() -> None:
    more = 'fun onLogout() { Api.askServer("/logout") }'
    files = requests(20, "FirebaseAuth.getInstance().signOut()", more)
    paths = check_texts(files).paths
    assert sorted((path.kind, path.entry.name) for path in paths) == [
        ("manual", "onLogout"),
        ("token-expiry", "onRefresh"),
    ]


def test_entries_of_a_release_are_each_walked() -> None:
    """What releases the identity may be told otherwise by each entry."""
    files = requests(20, "FS.anonymize(); FirebaseAuth.getInstance().signOut()")
    result = check_texts(files)
    assert [(path.kind, path.verdict) for path in result.paths] == [("token-expiry", "proven")]
    assert len(result.paths[0].also_from) == 19
    assert {finding.code for finding in result.findings} <= {"FS208"}


def test_a_decision_for_files_that_are_not_read_is_a_path_of_its_own() -> None:
    """Names as short as this are not followed, so that its one known caller is not all there is."""
    more = 'fun onLogout() { Api.ask("/logout") }'
    files = requests(3, "FirebaseAuth.getInstance().signOut()", more)
    files = {name: text.replace("askServer", "ask") for name, text in files.items()}
    paths = check_texts(files).paths
    assert sorted((path.kind, path.entry.name) for path in paths) == [
        ("manual", "onLogout"),
        ("token-expiry", "ask"),
    ]


def test_a_call_that_leaves_the_decision_open_is_not_the_entrys() -> None:
    """`logoutIfNecessary(error)` asks what the error is, by a constant's name."""
    files = {
        "src/session.ts": """import { signOut, getAuth } from 'firebase/auth';
const HTTP_UNAUTHORIZED = 401;
export const logoutIfNecessary = async (error: ApiError) => {
  if (error.status === HTTP_UNAUTHORIZED) { await signOut(getAuth()); }
};
""",
        "src/posts.ts": """import { logoutIfNecessary } from './session';
export const loadPosts = async () => {
  try { await api.posts(); } catch (error) { await logoutIfNecessary(error); }
};
export const loadUsers = async () => {
  try { await api.users(); } catch (error) { await logoutIfNecessary(error); }
};
""",
    }
    (path,) = check_texts(files).paths
    assert path.decided_at is not None
    assert path.decided_at.file == "src/session.ts"
    begun = {path.entry.name, *(entry.name for entry in path.also_from)}
    assert begun >= {"loadPosts", "loadUsers"}


def test_a_run_goes_on_where_the_rest_of_a_function_is_not_walked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What waits behind it is done all the same."""
    monkeypatch.setattr("fslint.paths.budget.MOST_ENTRIES", 1)
    files = {
        "src/logout.ts": """import { signOut, getAuth } from 'firebase/auth';
async function tell() {
  await api.post('/seen');
  FS('trackEvent', { name: 'Seen' });
}
export function onLogout() {
  tell();
  Promise.resolve().then(() => signOut(getAuth()));
}
"""
    }
    paths = check_texts(files).paths
    assert [(path.kind, path.verdict) for path in paths if path.entry.name == "onLogout"] == [
        ("manual", "violated")
    ]
