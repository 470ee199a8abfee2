"""How calls of a Flutter app are followed: by types, events, handlers and loops."""

from __future__ import annotations

import pytest
from mobile_apps import codes

from fslint.engine import check_texts

LOG_OUT = """
import 'package:firebase_auth/firebase_auth.dart';
import 'package:fullstory_flutter/fs.dart';

Future<void> logOut(BuildContext context, [bool quiet = false]) async {
  %s
}
"""
END = "await FirebaseAuth.instance.signOut();"
RELEASE = "FS.event('out', {}); FS.anonymize();"


REPOSITORY = """
import 'package:firebase_auth/firebase_auth.dart';
class AuthRepository {
  Future<void> leave() async { await FirebaseAuth.instance.signOut(); }
}
"""


@pytest.mark.parametrize(
    "use",
    [
        "final auth = locator<AuthRepository>(); void f() { auth.leave(); }",
        "void f() { GetIt.I<AuthRepository>().leave(); }",
        "void f() { GetIt.instance.get<AuthRepository>().leave(); }",
        "void f(BuildContext context) { context.read<AuthRepository>().leave(); }",
        "void f(BuildContext context) { Provider.of<AuthRepository>(context).leave(); }",
        "final authProvider = Provider((ref) => AuthRepository()); "
        "void f(Ref ref) { ref.read(authProvider).leave(); }",
        "final authProvider = NotifierProvider<AuthRepository, int>(AuthRepository.new); "
        "void f(Ref ref) { ref.read(authProvider.notifier).leave(); }",
        "class A { A({required this.auth}); final AuthRepository auth; void f() => auth.leave(); }",
        "class A { A(AuthRepository it) : _it = it; final _it; void f() => _it.leave(); }",
        "class P extends StatefulWidget { final AuthRepository auth; P(this.auth); } "
        "class PState extends State<P> { void f() { widget.auth.leave(); } }",
        "class A { static final A instance = A._(); A._(); final auth = AuthRepository(); } "
        "void f() { A.instance.auth.leave(); }",
        "mixin M { AuthRepository get auth => AuthRepository(); } "
        "class A with M { void f() => auth.leave(); }",
        "extension E on AuthRepository { void f() => leave(); }",
    ],
)
def test_the_object_is_known_by_its_type(use: str) -> None:
    """Another class has a `leave` too, so that its name alone says nothing."""
    other = "class Room { void leave() {} }"
    texts = {"lib/auth.dart": REPOSITORY, "lib/use.dart": f"import 'auth.dart';\n{use}\n{other}"}
    result = check_texts(texts)
    assert [path.entry.name for path in result.paths] == ["f"]


UNION = """
class AuthBloc extends Bloc<AuthEvent, AuthState> {
  AuthBloc() : super(const AuthState.unknown()) {
    on<LeaveAsked>(_leave);
    on<RefreshAsked>(_refresh);
  }
  Future<void> _leave(LeaveAsked event, Emitter emit) async {
    %s
    await FirebaseAuth.instance.signOut();
  }
  Future<void> _refresh(RefreshAsked event, Emitter emit) async {}
}
@freezed
class AuthEvent with _$AuthEvent {
  const factory AuthEvent.leave() = LeaveAsked;
  const factory AuthEvent.refresh() = RefreshAsked;
}
"""
SENDERS = """
import 'auth_bloc.dart';
class Menu extends StatelessWidget {
  Widget build(BuildContext context) => Column(children: [
    TextButton(onPressed: () => context.read<AuthBloc>().add(const AuthEvent.leave())),
    TextButton(onPressed: () => context.read<AuthBloc>().add(const AuthEvent.refresh())),
  ]);
}
"""


@pytest.mark.parametrize(("release", "expected"), [(RELEASE, []), ("", ["FS201"])])
def test_an_event_is_of_the_class_that_its_factory_makes(release: str, expected: list[str]) -> None:
    """The class itself is written by a generator."""
    result = check_texts({"lib/auth_bloc.dart": UNION % release, "lib/menu.dart": SENDERS})
    assert codes(result) == expected
    assert [(p.entry.name, p.entry.place.file) for p in result.paths] == [
        ("onPressed", "lib/menu.dart")
    ]


@pytest.mark.parametrize(
    "read",
    [
        "for (final t in trackers) { t.reset(); }",
        "for (final Tracker t in trackers) t.reset();",
        "for (var t in trackers) { await t.reset(); }",
    ],
)
def test_each_of_several_trackers_is_told(read: str) -> None:
    trackers = (
        "abstract class Tracker { Future<void> reset(); }\n"
        "class Replay implements Tracker { Future<void> reset() => FS.anonymize(); }\n"
        "class Charts implements Tracker { Future<void> reset() async => charts.reset(); }\n"
        "final trackers = [Replay(), Charts()];\n"
    )
    body = f"FS.event('out', {{}}); {read} {END}"
    assert codes(check_texts({"lib/a.dart": LOG_OUT % body + trackers})) == []


GIVEN = """
import 'package:firebase_auth/firebase_auth.dart';
class Menu extends StatelessWidget {
  const Menu({required this.onLeave});
  final VoidCallback onLeave;
  Widget build(BuildContext context) => TextButton(onPressed: %s, child: Text('x'));
}
"""


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("FirebaseAuth.instance.signOut", ["FS201"]),
        ("onLeave", []),
        ("signOutTapped", []),
    ],
)
def test_a_sign_out_that_is_handed_over_begins_a_path(handler: str, expected: list[str]) -> None:
    """What a parameter or a field stands for is said by who gives it."""
    assert codes(check_texts({"lib/menu.dart": GIVEN % handler})) == expected


STORE = """
import 'package:flutter_secure_storage/flutter_secure_storage.dart';
class TokenStore {
  Future<void> clear() => const FlutterSecureStorage().deleteAll();
}
"""
INTERCEPTOR = """
import 'package:dio/dio.dart';
import 'token_store.dart';
class Renewal extends QueuedInterceptor {
  Renewal(this._store);
  final TokenStore _store;
  @override
  Future<void> onError(DioException err, ErrorInterceptorHandler handler) async {
    if (err.response?.statusCode == 401) await _store.clear();
    handler.next(err);
  }
}
"""


def test_a_method_with_a_plain_name_is_found_by_its_class() -> None:
    result = check_texts({"lib/token_store.dart": STORE, "lib/renewal.dart": INTERCEPTOR})
    assert codes(result) == ["FS201"]
    assert [(p.kind, p.entry.name, p.entry.place.file) for p in result.paths] == [
        ("token-expiry", "onError", "lib/renewal.dart")
    ]


VIEW = """
import 'package:get/get.dart';
import 'auth_controller.dart';
class HomeView extends GetView<AuthController> {
  Widget build(BuildContext context) =>
      IconButton(onPressed: () => controller.leave(), icon: Icon(Icons.logout));
}
"""
CONTROLLER = """
import 'package:get/get.dart';
import 'package:firebase_auth/firebase_auth.dart';
class AuthController extends GetxController {
  void leave() { if (user.status is Unauthorized) { toast(); } FirebaseAuth.instance.signOut(); }
}
class RoomController extends GetxController { void leave() {} }
"""


def test_the_controller_of_a_view_is_known() -> None:
    result = check_texts({"lib/auth_controller.dart": CONTROLLER, "lib/view.dart": VIEW})
    assert [(p.entry.name, p.verdict) for p in result.paths] == [("onPressed", "violated")]


@pytest.mark.parametrize(
    "call", ["BankStore.of(context).deleteAccount()", "ibanRepository.removeAccount(id)"]
)
def test_an_account_at_a_bank_is_not_the_user_s(call: str) -> None:
    text = f"class P extends StatelessWidget {{ void remove() {{ {call}; }} }}"
    assert check_texts({"lib/p.dart": text}).paths == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"Navigator.pop(context); {RELEASE} {END}", "it closes the dialog that asked"),
        (f"if (!kIsWeb) {{ {RELEASE} }} {END}", "the app is one for phones"),
        (f"if (Platform.isAndroid || Platform.isIOS) {{ {RELEASE} }} {END}", "these are all"),
    ],
)
def test_what_is_no_branch_and_no_navigation(body: str, why: str) -> None:
    assert codes(check_texts({"lib/a.dart": LOG_OUT % body})) == [], why


def test_one_of_the_platforms_is_a_branch() -> None:
    body = f"if (Platform.isIOS) {{ {RELEASE} }} {END}"
    assert codes(check_texts({"lib/a.dart": LOG_OUT % body})) == ["FS202"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("await prefs.setBool('isLoggedIn', false);", ["FS201"]),
        ("await prefs.setBool('isLoggedIn', true);", []),
        ("await prefs.setBool('isDarkMode', false);", []),
        ("final p = await SharedPreferences.getInstance(); await p.clear();", ["FS201"]),
    ],
)
def test_a_stored_flag_says_that_nobody_is_signed_in(call: str, expected: list[str]) -> None:
    text = f"Future<void> logout(prefs) async {{ {call} Get.offAllNamed('/login'); }}"
    assert codes(check_texts({"lib/a.dart": text})) == expected


REQUESTS = """
class Client {
  Future<Object> send(String path) async {
    final answer = await dio.get(path);
    if (answer.statusCode == 401) await renew();
    return answer;
  }
  Future<void> renew() async {
    final answer = await dio.post('/token');
    if (answer.statusCode != 200) await forget();
  }
  Future<void> forget() async {
    await const FlutterSecureStorage().delete(key: 'access_token');
  }
}
"""
SCREENS = """
import 'client.dart';
class Orders extends StatelessWidget {
  final Client client;
  Orders(this.client);
  Widget build(BuildContext context) => Column(children: [
    TextButton(onPressed: () => client.send('/orders')),
    TextButton(onPressed: () => client.send('/bills')),
    TextButton(onPressed: () => client.forget()),
  ]);
}
"""


def test_a_caller_of_the_helper_that_asks_decides() -> None:
    """What signs out asks nothing; the renewal that calls it does, for all that send."""
    texts = {
        "pubspec.yaml": "name: shop\ndependencies:\n  fullstory_flutter: ^0.6.0\n",
        "lib/client.dart": REQUESTS,
        "lib/orders.dart": SCREENS,
    }
    paths = check_texts(texts).paths
    assert [(p.kind, len(p.also_from)) for p in paths if p.also_from] == [("token-expiry", 1)]
