"""Which calls let go of the user, and which only look as if they did."""

from __future__ import annotations

from typing import Any

import pytest
from vocabulary_cases import FUNCTION, UNDEFINED, VOCABULARY, Hole, Ref, assigns, call, means

# Each with the reason why nobody is signed out.
QUIET: list[tuple[str, tuple[Any, ...], str]] = [
    ("analytics.track", ("logout",), "an event that is named so"),
    ("console.log", ("/logout",), "a log line"),
    ("logoutButtonRef", (), "a thing, no act"),
    ("isLoggingOut", (), "a question"),
    ("logoutUrl", (), "an address"),
    ("getLogoutUrl", (), "an address"),
    ("showLogoutModal", (), "only asks"),
    ("openLogoutDialog", (), "only asks"),
    ("logoutEvent", (), "an event's name"),
    ("trackLogout", (), "an analytics event"),
    ("logoutSuccess", (), "tells that it is done"),
    ("catalogOut", (), "a part of another word"),
    ("blogout", (), "a part of another word"),
    ("signoffDocument", (), "a document's approval"),
    ("setUser", (Ref("user"),), "signs in"),
    ("setToken", (Ref("token"),), "signs in"),
    ("setIsAuthenticated", (True,), "signs in"),
    ("fetch", ("/api/users",), "another address"),
    ("fetch", ("/blog/outline",), "another address"),
    ("fetch", ("/api/logout-reasons",), "reads the reasons"),
    ("fetch", ("/api/session",), "reads the session"),
    ("http.get", ("/api/users", {}), "another address"),
    ("app.get", ("/logout", Ref("logout")), "declares a route"),
    ("router.post", ("/auth/logout", FUNCTION), "declares a route"),
    ("server.delete", ("/session", FUNCTION), "declares a route"),
    ("api.delete", ("session",), "a key, no address"),
    ("map.delete", ("/users/1",), "another address"),
    ("page.goto", ("/logout",), "drives a test"),
    ("localStorage.removeItem", ("theme",), "a setting"),
    ("localStorage.removeItem", ("redirectAfterAuth",), "where to go on"),
    ("localStorage.removeItem", ("csrfToken",), "no login"),
    ("localStorage.setItem", ("token", Ref("token")), "signs in"),
    ("Cookies.remove", ("theme",), "a setting"),
    ("sdk.del", ("push.token",), "a device"),
    ("AsyncStorage.removeItem", ("theme",), "a setting"),
    ("googleCalendarService.signOut", (), "a second service"),
    ("spotify.logout", (), "a second service"),
    ("this.wallet.disconnect", (), "a second service"),
    ("Purchases.logOut", (), "a second service"),
    ("react-native-purchases#default.logOut", (), "a second service"),
    ("api.delete", ("/devices/push/token",), "a device"),
    ("supabase.auth.signOut", ({"scope": "others"},), "keeps this session"),
    ("Meteor.logoutOtherClients", (), "keeps this session"),
    ("items.push", ("logout",), "a list"),
    ("deleteUserFromTeam", (Ref("user"),), "another user's membership"),
    ("clearInterval", (Ref("sessionTimer"),), "a timer"),
    ("switchTab", (1,), "no identity"),
    ("setTeam", (Ref("team"),), "no identity"),
]


@pytest.mark.parametrize(("form", "args", "why"), QUIET)
def test_signs_nobody_out(form: str, args: tuple[Any, ...], why: str) -> None:
    assert means(form, *args) == "", why


OUT, OUT_LEAVE = "sign_out: high", "sign_out leave: high"
WEB: list[tuple[str, tuple[Any, ...], str]] = [
    ("firebase/auth#signOut", (Ref("auth"),), OUT),
    ("firebase/compat/app#default.auth().signOut", (), OUT),
    ("firebase.auth().signOut", (), OUT),
    ("AngularFireAuth.signOut", (), OUT),
    ("this.afAuth.auth.signOut", (), OUT),
    ("@react-native-firebase/auth#default().signOut", (), OUT),
    ("@supabase/supabase-js#createClient().auth.signOut", (), OUT),
    ("supabase.auth.signOut", ({"scope": "local"},), OUT),
    ("@auth0/auth0-react#useAuth0().logout", ({"logoutParams": {}},), OUT_LEAVE),
    ("@auth0/auth0-react#useAuth0().logout", ({"openUrl": False},), OUT),
    ("@auth0/auth0-react#useAuth0().logout", ({"localOnly": True},), OUT),
    ("auth0Client.logout", (), OUT_LEAVE),
    ("react-native-auth0#useAuth0().clearSession", (), OUT),
    ("next-auth/react#signOut", (), OUT_LEAVE),
    ("next-auth/react#signOut", ({"callbackUrl": "/"},), OUT_LEAVE),
    ("next-auth/react#signOut", (Ref("options"),), OUT_LEAVE),
    ("next-auth/react#signOut", ({"redirect": False},), OUT),
    ("@clerk/nextjs#useClerk().signOut", (), OUT),
    ("window.Clerk.signOut", (), OUT),
    ("aws-amplify/auth#signOut", (), OUT),
    ("aws-amplify#Auth.signOut", (), OUT),
    ("CognitoUser.globalSignOut", (), OUT),
    ("@azure/msal-react#useMsal().instance.logoutRedirect", (), OUT_LEAVE),
    ("msalInstance.logoutPopup", (), OUT),
    ("@okta/okta-react#useOktaAuth().oktaAuth.signOut", (), OUT_LEAVE),
    ("oktaAuth.closeSession", (), OUT),
    ("keycloak-js#default().logout", (), OUT_LEAVE),
    ("keycloak.logout", (), OUT_LEAVE),
    ("oidc-client-ts#UserManager().signoutRedirect", (), OUT_LEAVE),
    ("userManager.removeUser", (), OUT),
    ("@workos-inc/authkit-react#useAuth().signOut", (), OUT_LEAVE),
    ("@stytch/react#useStytch().session.revoke", (), OUT),
    ("@kinde-oss/kinde-auth-react#useKindeAuth().logout", (), OUT_LEAVE),
    ("better-auth/react#createAuthClient().signOut", (), OUT),
    ("Parse.User.logOut", (), OUT),
    ("Meteor.logout", (), OUT),
    ("this.$auth.logout", (), OUT),
    ("OidcSecurityService.logoff", (), OUT_LEAVE),
    # Requests.
    ("fetch", ("/api/logout", {"method": "POST"}), OUT),
    ("fetch", (Hole("{}/auth/logout"),), OUT),
    ("fetch", (Ref("ENDPOINTS.LOGOUT"),), OUT),
    ("fetch", ("/api/session", {"method": "DELETE"}), OUT),
    ("this.client.fetch", ("/auth/session", {"method": "DELETE"}), OUT),
    ("coFetch", (Ref("logoutURL"), {"method": "POST"}), "sign_out: medium"),
    ("apiFetch", ("/users/me", {"method": "DELETE"}), "sign_out: medium"),
    ("axios.post", ("/auth/sign-out",), OUT),
    ("axios", ({"url": "/logout", "method": "post"},), OUT),
    ("this.http.post", (Hole("{}/users/sign_out"), {}), OUT),
    ("$.ajax", ({"url": "/logout"},), OUT),
    ("api.delete", ("/sessions",), OUT),
    ("superagent.post", ("/oauth/revoke",), OUT),
    ("xhr.open", ("POST", "/logout"), OUT),
    ("navigator.sendBeacon", ("/logout",), OUT),
    ("client.mutate", ({"mutation": Ref("LOGOUT_MUTATION")},), OUT),
    ("@inertiajs/react#router.post", ("/logout",), "sign_out move: high"),
    # What the app keeps.
    ("localStorage.clear", (), "sign_out: medium"),
    ("window.localStorage.removeItem", ("access_token",), "sign_out: medium"),
    ("localStorage.removeItem", (Ref("KEYS.AUTH_TOKEN"),), "sign_out: medium"),
    ("sessionStorage.removeItem", ("user",), "sign_out: medium"),
    ("Cookies.remove", ("jwt",), "sign_out: medium"),
    ("AsyncStorage.clear", (), "sign_out: medium"),
    ("expo-secure-store#deleteItemAsync", ("token",), "sign_out: medium"),
    ("react-native-keychain#resetGenericPassword", (), "sign_out: medium"),
    ("setUser", (None,), "sign_out: low"),
    ("setCurrentUser", (UNDEFINED,), "sign_out: low"),
    ("setIsAuthenticated", (False,), "sign_out: low"),
    ("setToken", ("",), "sign_out: low"),
    ("clearTokens", (), "sign_out: low"),
    # By name alone.
    ("logout", (), "sign_out: medium"),
    ("props.signOut", (), "sign_out: medium"),
    ("handleLogout", (), "sign_out: medium"),
    ("performLogOut", (), "sign_out: medium"),
    ("api.log_out", (), "sign_out: medium"),
    ("onLogout", (), "sign_out: low"),
    # The account goes, or another takes over.
    ("firebase/auth#deleteUser", (Ref("user"),), OUT),
    ("firebase.auth().currentUser.delete", (), OUT),
    ("deleteAccount", (), "sign_out: medium"),
    ("closeMyAccount", (), "sign_out: medium"),
    ("@clerk/nextjs#useClerk().setActive", ({"organization": Ref("id")},), "switch: high"),
    ("switchAccount", (Ref("id"),), "switch: medium"),
    ("impersonateUser", (Ref("id"),), "switch: medium"),
    ("switchWorkspace", (Ref("id"),), "switch: low"),
]


@pytest.mark.parametrize(("form", "args", "expected"), WEB)
def test_lets_go_of_the_user(form: str, args: tuple[Any, ...], expected: str) -> None:
    assert means(form, *args) == expected


PHONES: list[tuple[str, str, tuple[Any, ...], dict[str, Any], str]] = [
    ("swift", "Auth.auth().signOut", (), {}, OUT),
    ("objc", "FIRAuth.auth.signOut", (), {}, OUT),
    ("kotlin", "FirebaseAuth.getInstance().signOut", (), {}, OUT),
    ("dart", "FirebaseAuth.instance.signOut", (), {}, OUT),
    ("dart", "FirebaseAuth.instance.currentUser.delete", (), {}, OUT),
    ("kotlin", "Amplify.Auth.signOut", (), {}, OUT),
    ("swift", "Auth0.webAuth().clearSession", (), {}, OUT),
    ("kotlin", "WebAuthProvider.logout", (Ref("account"),), {}, OUT),
    ("dart", "Supabase.instance.client.auth.signOut", (), {}, OUT),
    ("swift", "GIDSignIn.sharedInstance.signOut", (), {}, "sign_out: medium"),
    ("java", "LoginManager.getInstance().logOut", (), {}, "sign_out: medium"),
    ("kotlin", "sessionManager.logout", (), {}, OUT),
    ("kotlin", "accountManager.removeAccount", (Ref("account"),), {}, OUT),
    ("kotlin", "prefs.edit().clear", (), {}, "sign_out: medium"),
    ("kotlin", "prefs.edit().remove", ("access_token",), {}, "sign_out: medium"),
    ("kotlin", "prefs.edit().remove", ("theme",), {}, ""),
    ("kotlin", "list.remove", ("token",), {}, ""),
    ("swift", "UserDefaults.standard.removeObject", (), {"forKey": "token"}, "sign_out: medium"),
    ("swift", "UserDefaults.standard.removeObject", (), {"forKey": "theme"}, ""),
    ("swift", "KeychainWrapper.standard.removeAllKeys", (), {}, "sign_out: medium"),
    ("swift", "Keychain.shared.delete", ("access_token",), {}, "sign_out: medium"),
    ("objc", "UICKeyChainStore.removeAllItems", (), {}, "sign_out: medium"),
    (
        "objc",
        "SSKeychain.deletePasswordForService",
        ("app",),
        {"account": "accessToken"},
        "sign_out: medium",
    ),
    ("dart", "_secureStorage.deleteAll", (), {}, "sign_out: medium"),
    ("dart", "_secureStorage.delete", (), {"key": "jwt"}, "sign_out: medium"),
    ("dart", "prefs.remove", ("token",), {}, "sign_out: medium"),
    ("dart", "dio.post", ("/auth/logout",), {}, OUT),
    ("kotlin", "activityManager.clearApplicationUserData", (), {}, "leave: high"),
    ("swift", "Purchases.shared.logOut", (), {}, ""),
    ("kotlin", "OneSignal.logout", (), {}, ""),
    ("dart", "trakt.logout", (), {}, ""),
    ("java", "accountManager.invalidateAuthToken", ("type", Ref("token")), {}, ""),
]


@pytest.mark.parametrize(("language", "form", "args", "labels", "expected"), PHONES)
def test_on_phones(
    language: str, form: str, args: tuple[Any, ...], labels: dict[str, Any], expected: str
) -> None:
    assert means(form, *args, labels=labels, language=language) == expected


PYTHON: list[tuple[str, tuple[Any, ...], str]] = [
    ("django.contrib.auth#logout", (Ref("request"),), OUT),
    ("request.session.flush", (), OUT),
    ("flask_login#logout_user", (), OUT),
    ("flask#session.clear", (), OUT),
    ("session.pop", ("user_id", None), "sign_out: medium"),
    ("session.pop", ("next", None), ""),
    ("response.delete_cookie", ("access_token",), "sign_out: medium"),
    ("response.delete_cookie", ("theme",), ""),
    ("streamlit#logout", (), OUT_LEAVE),
    ("authenticator.logout", ("Logout", "sidebar"), "sign_out move: high"),
    ("nicegui#app.storage.user.clear", (), OUT),
    ("requests.post", (Hole("{}/logout"),), OUT),
    ("logger.info", ("logout",), ""),
    ("items.clear", (), ""),
]


@pytest.mark.parametrize(("form", "args", "expected"), PYTHON)
def test_on_a_server(form: str, args: tuple[Any, ...], expected: str) -> None:
    assert means(form, *args, language="python") == expected


ASSIGNED: list[tuple[str, Any, str]] = [
    ("document.cookie", "theme=dark; path=/; max-age=3600", ""),
    ("document.cookie", "token=abc; path=/", ""),
    ("document.cookie", "token=abc; expires=Fri, 31 Dec 9999 23:59:59 GMT", ""),
    ("store.currentUser", Ref("user"), ""),
    ("store.isLoggedIn", True, ""),
    ("document.cookie", "token=; expires=Thu, 01 Jan 1970 00:00:00 GMT", "sign_out: medium"),
    ("document.cookie", "jwt=; path=/; max-age=0", "sign_out: medium"),
    ("document.cookie", Hole("{}=; expires=Thu, 01 Jan 1970"), "sign_out: medium"),
    ("store.currentUser", None, "sign_out: low"),
    ("this.isAuthenticated", False, "sign_out: low"),
    ("session.accessToken", "", "sign_out: low"),
    ("window.location.href", "/logout", "sign_out leave: medium"),
    ("location.href", Ref("config.logoutUrl"), "sign_out leave: medium"),
    ("location.href", "/login?logout=true", "leave: high"),
]


@pytest.mark.parametrize(("form", "given", "expected"), ASSIGNED)
def test_assignments(form: str, given: Any, expected: str) -> None:
    assert assigns(form, given) == expected


def test_a_network_call_may_fail() -> None:
    for form in ("fetch", "axios.post", "firebase/auth#signOut", "AsyncStorage.clear"):
        found = VOCABULARY.calls([form], call("/api/users"), "typescript")
        assert [meaning.entry.fails for meaning in found] == [True], form
    for form in ("localStorage.clear", "FS.anonymize"):
        found = VOCABULARY.calls([form], call(), "typescript")
        assert [meaning.entry.fails for meaning in found] == [False], form


def test_a_call_tells_the_kind_of_its_path() -> None:
    deleting = VOCABULARY.calls(["deleteAccount"], call(), "typescript")
    assert [meaning.entry.kind for meaning in deleting] == ["account-deletion"]


KINDS: list[tuple[str, str | None]] = [
    ("handleLogout", None),
    ("ProfileScreen", None),
    ("setTimeoutError", None),
    ("removeUserFromTeam", None),
    ("deleteProfilePicture", None),
    ("contactAssistant", None),
    ("updateUser", None),
    ("setRefreshToken", None),
    ("SALEOR_REFRESH_TOKEN_KEY", None),
    ("onIdle", "timeout"),
    ("handleInactivity", "timeout"),
    ("/session-expired", "timeout"),
    ("autoLogout", "timeout"),
    ("401", "token-expiry"),
    ("refreshAccessToken", "token-expiry"),
    ("tryRefreshToken", "token-expiry"),
    ("tokenRequiresLogin", "token-expiry"),
    ("refresh_token", "token-expiry"),
    ("onTokenExpired", "token-expiry"),
    ("deleteAccount", "account-deletion"),
    ("closeMyAccount", "account-deletion"),
    ("forceLogout", "forced"),
    ("onStorageChange", "forced"),
    ("kickUser", "forced"),
    ("switchWorkspace", "switch"),
    ("impersonateUser", "switch"),
]


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_names_tell_the_kind(word: str, kind: str | None) -> None:
    assert VOCABULARY.kind_of([word]) == kind


TOPICS: list[tuple[str, str, bool]] = [
    ("user", "users", False),
    ("user", "userCount", False),
    ("user", "message", False),
    ("user", "currentUser", True),
    ("user", "isAuthenticated", True),
    ("user", "session", True),
    ("sign-in-class", "LoginViewController", True),
    ("sign-in-class", "OEXRegistrationViewController", True),
    ("sign-in-class", "SignUpScreen", True),
    ("sign-in-class", "RegistrationsTable", False),
    ("sign-in-class", "AccountViewController", False),
    ("login-screen", "/login", True),
    ("login-screen", "SignInScreen", True),
    ("login-screen", "/settings", False),
    ("login-screen", "/blog/in", False),
    ("logout-url", "/auth/logout", True),
    ("logout-url", "/users/sign_out", True),
    ("logout-url", "/blogout", False),
    ("logout-url", "/logouts", False),
    ("analytics", "analytics", True),
    ("analytics", "auth", False),
    ("second-service", "googleCalendar", True),
    ("second-service", "session", False),
    ("screen-lock", "lockScreen", True),
    ("screen-lock", "blockUser", False),
    ("common-name", "update", True),
    ("common-name", "logout", False),
]


@pytest.mark.parametrize(("topic", "name", "answer"), TOPICS)
def test_names_speak_of_topics(topic: str, name: str, answer: bool) -> None:
    assert VOCABULARY.speaks_of(topic, name) is answer
