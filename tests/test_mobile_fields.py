"""Streams in the fields of classes: a screen that listens is on the path of who sends."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts

KOTLIN = """package a
import com.fullstory.FS
class ProfileViewModel(private val prefs: SharedPreferences) : ViewModel() {{
    {kept}
    {shown}
    fun onLogoutClicked() {{
        prefs.edit().remove("token").apply()
        {sends}
    }}
}}
class ProfileFragment : Fragment() {{
    private val model: ProfileViewModel by viewModels()
    override fun onViewCreated(view: View, state: Bundle?) {{
        binding.logout.setOnClickListener {{ model.onLogoutClicked() }}
        {hears}
    }}
}}
"""


@pytest.mark.parametrize(
    ("kept", "shown", "sends", "hears"),
    [
        (
            "private val _toLogin = SingleLiveEvent<Unit>()",
            "val toLogin: LiveData<Unit> get() = _toLogin",
            "_toLogin.call()",
            "model.toLogin.observe(viewLifecycleOwner) { FS.anonymize() }",
        ),
        (
            "private val _gone = MutableLiveData<Boolean>()",
            "val gone: LiveData<Boolean> = _gone",
            "_gone.value = true",
            "model.gone.observe(viewLifecycleOwner) { gone -> if (gone) FS.anonymize() }",
        ),
        (
            "private val _done = Channel<Unit>()",
            "val done = _done.receiveAsFlow()",
            "viewModelScope.launch { _done.send(Unit) }",
            "lifecycleScope.launch { model.done.collect { FS.anonymize() } }",
        ),
        (
            "private val _done = MutableSharedFlow<Unit>()",
            "val done = _done.asSharedFlow()",
            "_done.tryEmit(Unit)",
            "model.done.onEach { FS.anonymize() }.launchIn(lifecycleScope)",
        ),
    ],
)
def test_a_screen_that_listens_is_on_the_path(
    kept: str, shown: str, sends: str, hears: str
) -> None:
    text = KOTLIN.format(kept=kept, shown=shown, sends=sends, hears=hears)
    (path,) = check_texts({"app/src/main/java/a/Profile.kt": text}).paths
    assert path.verdict == "proven"


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("another class's stream of the same name", ("model.gone.obs", "other.gone.obs")),
        ("the value that it waits for is never sent", ("if (gone)", "if (!gone)")),
        ("nothing is sent", ("_gone.value = true", "check(_gone)")),
        ("a state that is not spelt out is not followed", ("= true", "= state(prefs)")),
    ],
)
def test_other_streams_prove_nothing(why: str, changed: tuple[str, str]) -> None:
    text = KOTLIN.format(
        kept="private val _gone = MutableLiveData<Boolean>()",
        shown="val gone: LiveData<Boolean> = _gone",
        sends="_gone.value = true",
        hears="model.gone.observe(viewLifecycleOwner) { gone -> if (gone) FS.anonymize() }",
    )
    text = text.replace(*changed)
    text += """class CartViewModel : ViewModel() { val gone = MutableLiveData<Boolean>() }
private val other = CartViewModel()
"""
    (path,) = check_texts({"app/src/main/java/a/Profile.kt": text}).paths
    assert path.verdict == "violated", why


def test_a_getter_of_java_shows_a_stream() -> None:
    text = """package a;
import com.fullstory.FS;
class OrganizerViewModel extends ViewModel {
    private final SingleEventLiveData<Void> logoutAction = new SingleEventLiveData<>();
    private final SharedPreferences prefs;
    OrganizerViewModel(SharedPreferences prefs) { this.prefs = prefs; }
    public void logout() {
        prefs.edit().remove("token").apply();
        logoutAction.call();
    }
    LiveData<Void> getLogoutAction() { return logoutAction; }
}
class MainActivity extends AppCompatActivity {
    private OrganizerViewModel model;
    @Override protected void onCreate(Bundle state) {
        model.getLogoutAction().observe(this, v -> onLogout());
        button.setOnClickListener(v -> model.logout());
    }
    void onLogout() { FS.anonymize(); finish(); }
}
"""
    (path,) = check_texts({"app/src/main/java/a/Main.java": text}).paths
    assert (path.verdict, path.entry.name) == ("proven", "button.setOnClickListener")


def test_subjects_and_controllers() -> None:
    swift = """import FullStory
import Combine
final class ProfileViewModel {
    let finished = PassthroughSubject<Void, Never>()
    func logoutTapped() {
        KeychainSwift().delete("token")
        finished.send()
    }
}
final class Coordinator {
    func start(model: ProfileViewModel) {
        model.finished.sink { FS.anonymize() }.store(in: &bag)
    }
}
"""
    dart = """import 'package:fullstory_flutter/fs.dart';
class Session {
  final _gone = StreamController<void>.broadcast();
  Stream<void> get gone => _gone.stream;
  final storage = const FlutterSecureStorage();
  Future<void> logout() async {
    await storage.delete(key: 'token');
    _gone.add(null);
  }
}
void main() {
  final session = Session();
  session.gone.listen((_) => FS.anonymize());
}
"""
    for files in ({"Profile.swift": swift}, {"lib/main.dart": dart}):
        (path,) = check_texts(files).paths
        assert path.verdict == "proven"
