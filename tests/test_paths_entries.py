"""Where paths begin: entries that tell cases apart, and code that several entries share."""

from __future__ import annotations

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
