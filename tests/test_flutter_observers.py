"""What hears in a Flutter app that the user is gone, and so covers every logout of that app."""

from __future__ import annotations

import pytest
from mobile_apps import codes

from fslint.engine import check_texts

APP = """
import 'package:flutter/material.dart';
import 'package:fullstory_flutter/fs.dart';
import 'session.dart';

void main() {
  %s
  runApp(const App());
}

class App extends StatelessWidget {
  const App({super.key});
  @override
  Widget build(BuildContext context) {
    return %s;
  }
}
"""
SESSION = """
import 'package:firebase_auth/firebase_auth.dart';

enum AuthStatus { unknown, authenticated, unauthenticated }
sealed class AuthState {}
class AuthInitial extends AuthState {}
class Authenticated extends AuthState { final User user; Authenticated(this.user); }
class Unauthenticated extends AuthState {}

class AuthCubit extends Cubit<AuthState> {
  Future<void> logOut() async {
    await FirebaseAuth.instance.signOut();
    emit(Unauthenticated());
  }
}
"""
PAGE = """
import 'session.dart';
class Settings extends StatelessWidget {
  Widget build(BuildContext context) =>
      TextButton(onPressed: () => context.read<AuthCubit>().logOut(), child: Text('Log out'));
}
"""
LISTENER = "BlocListener<%s>(listener: (context, state) { %s }, child: const Settings())"
RELEASE = "FS.event('Logged Out'); FS.anonymize();"
KNOWN = "FS.identify(state.user.uid);"


def verdicts(before: str, widget: str) -> tuple[list[str], list[bool]]:
    """The codes, and for each path whether an observer covers it."""
    texts = {
        "pubspec.yaml": "name: shop\ndependencies:\n  fullstory_flutter: ^0.6.0\n",
        "lib/main.dart": APP % (before, widget),
        "lib/session.dart": SESSION,
        "lib/settings.dart": PAGE,
    }
    result = check_texts(texts)
    return codes(result), [p.covered_by is not None for p in result.paths]


@pytest.mark.parametrize(
    ("before", "widget"),
    [
        pytest.param(
            "",
            LISTENER
            % (
                "AuthCubit, AuthState",
                f"if (state is Authenticated) {{ {KNOWN} }} else {{ {RELEASE} }}",
            ),
            id="a listener's else",
        ),
        pytest.param(
            "",
            LISTENER % ("AuthCubit, AuthState", f"if (state is Unauthenticated) {{ {RELEASE} }}"),
            id="a class of state",
        ),
        pytest.param(
            "",
            LISTENER
            % (
                "AuthCubit, AuthState",
                f"switch (state.status) {{ case AuthStatus.unauthenticated: {RELEASE} default: }}",
            ),
            id="an entry of an enum",
        ),
        pytest.param(
            f"session.addListener(() {{ if (session.user == null) {{ {RELEASE} }} }});",
            "const Settings()",
            id="a notifier that is asked",
        ),
        pytest.param(
            "supabase.auth.onAuthStateChange.listen((data) { final event = data.event; "
            f"if (event == AuthChangeEvent.signedOut) {{ {RELEASE} }} }});",
            "const Settings()",
            id="an event of the auth library",
        ),
        pytest.param(
            "",
            "StreamBuilder<User?>(stream: FirebaseAuth.instance.authStateChanges(), "
            "builder: (context, snapshot) { final user = snapshot.data; if (user == null) { "
            f"{RELEASE} return Login(); }} return Settings(); }})",
            id="a builder",
        ),
        pytest.param(
            "repo.userStream.listen((user) { "
            f"if (user.isEmpty) {{ {RELEASE} }} else {{ FS.identify(user.id); }} }});",
            "const Settings()",
            id="an empty user",
        ),
        pytest.param(
            f"repo.userStream.listen((user) {{ if (user == User.empty) {{ {RELEASE} }} }});",
            "const Settings()",
            id="a user that stands for none",
        ),
        pytest.param(
            "container.listen(userProvider, (_, next) { next.whenData((user) { "
            f"if (user == null) {{ {RELEASE} }} }}); }});",
            "Consumer(builder: (context, ref, _) { ref.listen(userProvider, (_, next) { "
            f"next.whenData((user) {{ if (user == null) {{ {RELEASE} }} }}); }}); "
            "return Settings(); })",
            id="inside a closure",
        ),
        pytest.param(
            "",
            "MaterialApp.router(routerConfig: GoRouter(refreshListenable: session, "
            f"redirect: (context, state) {{ if (session.user == null) {{ {RELEASE} "
            "return '/login'; } return null; }))",
            id="a redirect",
        ),
    ],
)
def test_an_observer_covers_the_app(before: str, widget: str) -> None:
    assert verdicts(before, widget) == ([], [True])


@pytest.mark.parametrize(
    ("before", "widget"),
    [
        pytest.param(
            "",
            LISTENER
            % ("CartBloc, CartState", f"if (state is CartLoaded) {{}} else {{ {RELEASE} }}"),
            id="a cart is no user",
        ),
        pytest.param(
            "",
            LISTENER
            % (
                "AuthCubit, AuthState",
                f"if (state is Unauthenticated && widget.kiosk) {{ {RELEASE} }}",
            ),
            id="not on every run",
        ),
        pytest.param(
            "",
            LISTENER % ("AuthCubit, AuthState", f"if (state is Authenticated) {{ {RELEASE} }}"),
            id="the other way round",
        ),
        pytest.param(
            f"session.addListener(() {{ if (session.user != null) {{ {RELEASE} }} }});",
            "const Settings()",
            id="asked the other way round",
        ),
    ],
)
def test_another_listener_covers_nothing(before: str, widget: str) -> None:
    found, covered = verdicts(before, widget)
    assert "FS201" in found
    assert covered == [False]
