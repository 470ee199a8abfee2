"""How calls run their functions, and which events they send and hear."""

from __future__ import annotations

from typing import Any

import pytest
from vocabulary_cases import FUNCTION, VOCABULARY, Ref, call, value

from fslint import flow
from fslint.conditions import name_of

# language, form, arguments, and: how the function at which place runs, by which trigger.
RUNS: list[tuple[str, str, tuple[Any, ...], str]] = [
    ("typescript", "fetchUsers", (FUNCTION,), ""),
    ("typescript", "users.forEach", (FUNCTION,), "now 0"),
    ("typescript", "Promise", (FUNCTION,), "now 0 1"),
    ("typescript", "startTransition", (FUNCTION,), "now 0 1"),
    ("typescript", "setTimeout", (FUNCTION, 0), "later 0 1 2"),
    ("typescript", "window.setTimeout", (FUNCTION, 0), "later 0 1 2"),
    ("typescript", "queueMicrotask", (FUNCTION,), "later 0 1 2"),
    ("typescript", "setInterval", (FUNCTION, 0), "later 0 again"),
    ("typescript", "this.auth.logout().subscribe", (FUNCTION,), "later 0 1 2"),
    ("typescript", "react#useCallback", (FUNCTION, []), "same 0"),
    ("typescript", "lodash#debounce", (FUNCTION,), "same 0"),
    ("typescript", "react#useEffect", (FUNCTION, []), "entry 0 effect deps 1"),
    ("typescript", "vue#watch", (Ref("user"), FUNCTION), "entry 1 effect nouser 0 deps 0"),
    ("typescript", "onMounted", (FUNCTION,), "entry 0 mount"),
    ("typescript", "onUnmounted", (FUNCTION,), "entry 0 unmount"),
    ("typescript", "window.addEventListener", ("click", FUNCTION), "entry 1 2 event"),
    ("typescript", "window.addEventListener", ("storage", FUNCTION), "entry 1 2 storage"),
    ("typescript", "window.addEventListener", ("message", FUNCTION), "entry 1 2 message"),
    ("typescript", "window.addEventListener", ("beforeunload", FUNCTION), "entry 1 2 unmount"),
    ("typescript", "this.user$.subscribe", (FUNCTION,), "entry 0 auth-state nouser 0"),
    (
        "typescript",
        "axios.interceptors.response.use",
        (FUNCTION,),
        "entry 0 interceptor; entry 1 failed-request",
    ),
    ("typescript", "router.beforeEach", (FUNCTION,), "entry 0 route"),
    ("typescript", "react-idle-timer#useIdleTimer", ({},), "entry 0 1 timer"),
    ("typescript", "idle.onTimeout.subscribe", (FUNCTION,), "entry 0 timer"),
    ("typescript", "firebase/auth#onAuthStateChanged", (Ref("auth"), FUNCTION),
     "entry 0 1 auth-state nouser 0"),
    ("typescript", "supabase.auth.onAuthStateChange", (FUNCTION,),
     "entry 0 auth-state nouser 1 gone SIGNED_OUT"),
    ("typescript", "messaging().onMessage", (FUNCTION,), "entry 0 1 push"),
    ("typescript", "navigation.addListener", ("focus", FUNCTION), "entry 1 screen-load"),
    ("kotlin", "scope.launch", (FUNCTION,), "later -1"),
    ("kotlin", "withContext", (Ref("Dispatchers.IO"), FUNCTION), "now -1"),
    ("kotlin", "runBlocking", (FUNCTION,), "now -1"),
    ("kotlin", "user.let", (FUNCTION,), "now -1"),
    ("kotlin", "LaunchedEffect", (Ref("user"), FUNCTION), "entry -1 effect deps 0"),
    ("kotlin", "button.setOnClickListener", (FUNCTION,), "entry 0 1 -1 event"),
    ("kotlin", "viewModel.user.observe", (Ref("this"), FUNCTION),
     "entry -1 auth-state nouser 0"),
    ("java", "handler.postDelayed", (FUNCTION, 10), "later 0 1 2"),
    ("swift", "Task", (FUNCTION,), "later -1"),
    ("swift", "DispatchQueue.main.async", (FUNCTION,), "later -1"),
    ("swift", "MainActor.run", (FUNCTION,), "now -1"),
    ("swift", "view.onAppear", (FUNCTION,), "entry -1 perform screen-load"),
    ("swift", "view.onChange", (FUNCTION,), "entry -1 perform effect nouser 1 0 deps 0"),
    ("dart", "Future.delayed", (Ref("d"), FUNCTION), "later 0 1"),
    ("dart", "Timer.periodic", (Ref("d"), FUNCTION), "entry 1 timer again"),
    ("dart", "setState", (FUNCTION,), "now 0"),
    ("dart", "FirebaseAuth.instance.authStateChanges().listen", (FUNCTION,),
     "entry 0 auth-state nouser 0 gone signedOut"),
    ("dart", "ref.listen", (Ref("user"), FUNCTION), "entry 1 effect nouser 1 deps 0"),
    ("python", "threading#Timer", (10, FUNCTION), "later 0 1"),
    ("python", "functools#partial", (FUNCTION,), "same 0"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "form", "args", "expected"), RUNS)
def test_how_functions_run(language: str, form: str, args: tuple[Any, ...], expected: str) -> None:
    forms = [form, form.partition("#")[2] or form]
    found = VOCABULARY.runners(forms, language, call(*args))
    told = []
    for runner in found:
        entry = runner.entry
        words = [runner.how, *map(str, runner.args), runner.trigger]
        words += ["nouser", *map(str, entry.nouser)] if entry.nouser else []
        words += ["gone", entry.gone[0]] if entry.gone else []
        words += ["deps", str(entry.deps)] if entry.deps is not None else []
        words += ["again"] if entry.loop else []
        told.append(" ".join(word for word in words if word))
    assert "; ".join(told) == expected


def test_conditions_need_the_call() -> None:
    forms = ["window.addEventListener"]
    assert [r.trigger for r in VOCABULARY.runners(forms, "javascript")] == ["event"]


ACTION = flow.Call(flow.Span(0, 0), value(Ref("logout")), ())
SENT: list[tuple[str, str, tuple[Any, ...], dict[str, Any], str]] = [
    ("typescript", "console.log", ("logout",), {}, ""),
    ("typescript", "dispatch", (ACTION,), {}, "dispatch type logout()"),
    ("typescript", "react-redux#useDispatch()", (ACTION,), {}, "dispatch type logout()"),
    ("typescript", "this.$store.commit", ("auth/logout",), {}, "commit type 'auth/logout'"),
    ("typescript", "this.$emit", ("logout",), {}, "component value 'logout'"),
    ("typescript", "emitter.emit", ("logout", {}), {}, "event type 'logout'"),
    ("swift", "NotificationCenter.default.post", (), {"name": Ref("Name.didLogout")},
     "notification value Name.didLogout"),
    ("objc", "NSNotificationCenter.defaultCenter.postNotificationName", ("out",), {},
     "notification value 'out'"),
    ("kotlin", "EventBus.getDefault().post", (Ref("Event"),), {}, "class class Event"),
    ("dart", "context.read().add", (Ref("LogoutRequested"),), {},
     "class class LogoutRequested"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "form", "args", "labels", "expected"), SENT)
def test_events_that_are_sent(
    language: str, form: str, args: tuple[Any, ...], labels: dict[str, Any], expected: str
) -> None:
    found = VOCABULARY.emits([form], call(*args, labels=labels), language)
    assert "; ".join(f"{e.channel} {e.origin} {_shown(e.key)}" for e in found) == expected


def test_an_event_is_unwrapped() -> None:
    made = flow.Call(flow.Span(0, 0), value(Ref("CustomEvent")), (flow.Argument(value("out")),))
    found = VOCABULARY.emits(["window.dispatchEvent"], call(made), "javascript")
    assert [_shown(event.key) for event in found] == ["'out'"]


def test_an_emitting_property_is_its_own_key() -> None:
    found = VOCABULARY.emits(["this.logout.emit"], call(callee="this.logout.emit"), "typescript")
    assert [(e.channel, e.origin, _shown(e.key)) for e in found] == [
        ("component", "path", "this.logout")
    ]


HEARD: list[tuple[str, str, tuple[Any, ...], dict[str, Any], str]] = [
    ("typescript", "button.addEventListener", ("click", FUNCTION), {}, ""),
    ("typescript", "socket.on", ("disconnect", FUNCTION), {}, ""),
    ("typescript", "emitter.on", ("logout", FUNCTION), {}, "event 'logout' 1"),
    ("typescript", "redux-saga/effects#takeLatest", (Ref("LOGOUT"), FUNCTION), {},
     "dispatch LOGOUT 1"),
    ("typescript", "builder.addCase", (Ref("logout"), FUNCTION), {}, "dispatch logout 1"),
    ("typescript", "startListening", ({"actionCreator": Ref("out"), "effect": FUNCTION},), {},
     "dispatch out 1"),
    ("swift", "NotificationCenter.default.addObserver", (Ref("self"),),
     {"selector": Ref("onLogout"), "name": Ref("Name.out")}, "notification Name.out 1"),
    ("python", "user_logged_out.connect", (FUNCTION,), {}, "signal user_logged_out 1"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "form", "args", "labels", "expected"), HEARD)
def test_events_that_are_heard(
    language: str, form: str, args: tuple[Any, ...], labels: dict[str, Any], expected: str
) -> None:
    at = call(*args, labels=labels, callee=form.partition("#")[2] or form)
    found = VOCABULARY.listens([form], at, language)
    told = "; ".join(f"{e.channel} {_shown(e.key)} {len(e.functions)}" for e in found)
    assert told == expected


def _shown(key: flow.Value) -> str:
    return repr(key.value) if isinstance(key, flow.Literal) else name_of(key)
