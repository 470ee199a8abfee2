"""Where calls and assignments go: away from the page, to another screen, or nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from vocabulary_cases import FUNCTION, VOCABULARY, Ref, assigns, call, means

LEAVE, MOVE = "leave: high", "move: high"

WEB: list[tuple[str, tuple[Any, ...], str]] = [
    # Nowhere.
    ("window.open", ("/help",), ""),
    ("window.open", ("/help", "_blank"), ""),
    ("history.replaceState", ({}, "", "/"), ""),
    ("window.history.pushState", ({}, "", "/"), ""),
    ("items.push", (1,), ""),
    ("text.replace", ("a", "b"), ""),
    ("Object.assign", ({}, {}), ""),
    ("router.prefetch", ("/",), ""),
    ("navigation.setOptions", ({},), ""),
    ("form.handleSubmit", (), ""),
    ("$app/navigation#invalidate", (), ""),
    # Another document.
    ("window.location.assign", ("/",), LEAVE),
    ("location.replace", ("/login",), LEAVE),
    ("window.location.reload", (), LEAVE),
    ("document.location.reload", (), LEAVE),
    ("window.open", ("/", "_self"), LEAVE),
    ("form.submit", (), LEAVE),
    ("document.forms[].submit", (), LEAVE),
    ("next/router#useRouter().reload", (), LEAVE),
    ("navigateTo", ("/", {"external": True}), LEAVE),
    ("res.redirect", ("/login",), LEAVE),
    ("next/server#NextResponse.redirect", ("/",), LEAVE),
    ("react-native-restart#default.restart", (), LEAVE),
    ("expo-updates#reloadAsync", (), LEAVE),
    ("process.exit", (0,), LEAVE),
    ("window.location.assign", ("/logout",), "sign_out leave: medium"),
    # Another screen.
    ("react-router-dom#useNavigate()", ("/login",), MOVE),
    ("react-router-dom#useNavigate()", (-1,), MOVE),
    ("react-router-dom#useHistory().push", ("/login",), MOVE),
    ("history.back", (), MOVE),
    ("next/navigation#useRouter().replace", ("/login",), MOVE),
    ("next/navigation#redirect", ("/login",), MOVE),
    ("@remix-run/node#redirect", ("/login",), MOVE),
    ("@tanstack/react-router#useNavigate()", ({"to": "/login"},), MOVE),
    ("wouter#useLocation()[]", ("/login",), MOVE),
    ("vue-router#useRouter().push", ("/login",), MOVE),
    ("this.$router.push", ("/login",), MOVE),
    ("Router.navigateByUrl", ("/login",), MOVE),
    ("this.router.navigate", (["/login"],), MOVE),
    ("$app/navigation#goto", ("/login",), MOVE),
    ("this.router.transitionTo", ("login",), MOVE),
    ("@inertiajs/react#router.visit", ("/login",), MOVE),
    ("navigation.reset", ({"index": 0},), MOVE),
    ("navigationRef.current.navigate", ("Login",), MOVE),
    ("expo-router#router.replace", ("/login",), MOVE),
    ("navigate", ("/login",), "move: medium"),
]


@pytest.mark.parametrize(("form", "args", "expected"), WEB)
def test_on_the_web(form: str, args: tuple[Any, ...], expected: str) -> None:
    assert means(form, *args) == expected


ASSIGNED: list[tuple[str, str, Any, str]] = [
    ("typescript", "router.location", "/", ""),
    ("typescript", "user.href", "/", ""),
    ("typescript", "state.currentPath", "/", ""),
    ("typescript", "window.location.href", "/", LEAVE),
    ("typescript", "window.location", "/", LEAVE),
    ("typescript", "document.location.href", "/", LEAVE),
    ("typescript", "location", Ref("target"), LEAVE),
    ("typescript", "window.location.pathname", "/", LEAVE),
    ("typescript", "window.location.hash", "#/login", MOVE),
    ("swift", "window.rootViewController", Ref("login"), MOVE),
    ("swift", "self.window.rootViewController", Ref("login"), MOVE),
    ("swift", "navigationController.viewControllers", [], MOVE),
    ("swift", "label.text", "Login", ""),
]


@pytest.mark.parametrize(("language", "form", "given", "expected"), ASSIGNED)
def test_assignments(language: str, form: str, given: Any, expected: str) -> None:
    assert assigns(form, given, language) == expected


PHONES: list[tuple[str, str, str]] = [
    ("swift", "UIApplication.shared.open", ""),
    ("swift", "toast.show", ""),
    ("dart", "showDialog", ""),
    ("dart", "list.replaceAll", ""),
    ("kotlin", "list.replaceAll", ""),
    ("swift", "exit", LEAVE),
    ("kotlin", "exitProcess", LEAVE),
    ("java", "android.os.Process.killProcess", LEAVE),
    ("kotlin", "requireActivity().recreate", LEAVE),
    ("dart", "SystemNavigator.pop", LEAVE),
    ("kotlin", "startActivity", MOVE),
    ("java", "context.startActivity", MOVE),
    ("kotlin", "finishAffinity", MOVE),
    ("kotlin", "findNavController().navigate", MOVE),
    ("kotlin", "navController.popBackStack", MOVE),
    ("swift", "navigationController.popToRootViewController", MOVE),
    ("swift", "present", "move: medium"),
    ("objc", "this.navigationController.popToRootViewControllerAnimated", MOVE),
    ("dart", "Navigator.of().pushNamedAndRemoveUntil", MOVE),
    ("dart", "Navigator.pushReplacementNamed", MOVE),
    ("dart", "context.go", MOVE),
    ("dart", "GoRouter.of().goNamed", MOVE),
    ("dart", "Get.offAllNamed", MOVE),
    ("dart", "context.router.replaceAll", MOVE),
]


@pytest.mark.parametrize(("language", "form", "expected"), PHONES)
def test_on_phones(language: str, form: str, expected: str) -> None:
    assert means(form, Ref("target"), language=language) == expected


PYTHON: list[tuple[str, str]] = [
    ("items.redirect", ""),
    ("django.shortcuts#redirect", LEAVE),
    ("django.http#HttpResponseRedirect", LEAVE),
    ("flask#redirect", LEAVE),
    ("fastapi.responses#RedirectResponse", LEAVE),
    ("js#window.location.assign", LEAVE),
    ("streamlit#switch_page", MOVE),
    ("nicegui#ui.navigate.to", MOVE),
]


@pytest.mark.parametrize(("form", "expected"), PYTHON)
def test_on_a_server(form: str, expected: str) -> None:
    assert means(form, "/login", language="python") == expected


def test_what_never_returns() -> None:
    for form, language in (
        ("process.exit", "typescript"),
        ("next/navigation#redirect", "typescript"),
        ("exitProcess", "kotlin"),
        ("fatalError", "swift"),
        ("exit", "dart"),
    ):
        found = VOCABULARY.calls([form], call(0), language)
        assert [meaning.entry.ends for meaning in found] == [True], form
    for form in ("window.location.reload", "res.redirect", "navigate"):
        found = VOCABULARY.calls([form], call("/"), "typescript")
        assert [meaning.entry.ends for meaning in found] == [False], form


def test_a_handler_makes_a_route_and_no_request() -> None:
    assert means("app.post", "/logout", FUNCTION) == ""
    assert means("app.post", "/logout") == "sign_out: high"
