"""How much on the runs of an entry speaks for a logout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Literal, Member, Name
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.entries import ENDINGS, Root, words_of
from fslint.paths.kinds import (
    PRESSED,
    asked_words,
    call_of,
    case_words,
    comes_up,
    is_refused,
    renews_in_time,
)
from fslint.paths.labels import labels
from fslint.paths.own_state import component_around
from fslint.paths.showing import line_of
from fslint.paths.states import Configs, Happening, Trace, happenings
from fslint.paths.told_which import is_told_which
from fslint.paths.typed import signs_in_before, typed_after

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

SETTING_OFF = frozenset({"failed-request", "interceptor", "timer", "storage", "message", "push"})
FORBIDDEN = frozenset({"403"})
TOLD_BY_TESTS = frozenset({"timeout", "token-expiry", "account-deletion"})


def too_weak(walker: Walker, text: Callable[[str], str], root: Root, ends: Configs) -> bool:
    """Whether all that speaks for a logout is a weak sign of one, such as a value removed
    from a store, with nothing around it that speaks of a logout too."""
    items = [item for trace in ends.values() for item in happenings(trace)]
    levels = {level(i) for i in items if i.kind in ENDINGS}
    if not levels or any(i.kind in ("anonymize", "misuse", "stop", "cdp_reset") for i in items):
        return False
    if root.link is not None and root.link.element is not None:
        return False  # its address says it
    switched = not any(item.kind == "sign_out" for item in items)
    if switched and levels == {"low"} and comes_up(walker.facts, root):
        return True  # who was there last is taken up again
    words = words_of(walker.facts, root)
    vocabulary = walker.program.vocabulary
    speaks = vocabulary.speaks_of
    first = words[0] if words else ""
    if speaks("sign-in-function", first) and not vocabulary.kind_of(words[:1]):
        return True
    around = _class_of(walker, root.fn)
    leaving = speaks("logout-url", first) or vocabulary.kind_of([first]) == "switch"
    undone = not leaving and vocabulary.kind_of(words[:1]) is None
    leaving = leaving or _only_leaves(walker, root.fn)
    signing_in = not leaving and (
        speaks("sign-in-class", around) or _on_sign_in_screen(walker, text, root.fn, items)
    )
    if _at_first_run(walker, ends):
        return True
    runs = [run for run in map(list, map(happenings, ends.values())) if _ends(run)]
    if all(_takes_nobody_away(walker, run) for run in runs):
        return True
    if undone and all(signs_in_before(walker.program, run, root.fn) for run in runs):
        return True
    if "high" in levels:
        return signing_in and not speaks("lifecycle", first)
    emptied = {_class_of(walker, item.fn) for item in items if item.kind in ENDINGS}
    if all(speaks("attempt-store", name) for name in emptied):
        return True
    if all(_of_another_time(walker, run) for run in runs):
        return True
    if speaks("second-service", around):
        return True
    if signing_in or (not leaving and speaks("chat-class", around)):
        return True
    if speaks("speaks-of-signing-in", first):
        return vocabulary.kind_of(words) != "token-expiry"
    gone_into = [name for trace in ends.values() for name in _gone_into(walker, trace)]
    handed = {item.fn for item in items if item.kind in ENDINGS} - {root.fn}
    gone_into += map(walker.program.place_name, handed)
    deleting = any(vocabulary.kind_of([name]) == "account-deletion" for name in gone_into)
    if not (leaving or deleting) and any(speaks("sign-in-function", n) for n in gone_into):
        return True
    if _takes_in(walker, text, root, ends):
        return True
    if deleting or any(i.kind == "switch" for i in items):
        return False
    if _starts_anew(walker, text, items) or speaks_of_logout(walker, text, root, items):
        return False
    if speaks("screen-lock", first):
        return True
    if any(_deletes_own(walker, item) for item in items):
        return False
    if "medium" in levels and any(
        is_refused(walker.facts, run) or renews_in_time(walker.facts, root, run) for run in runs
    ):
        return False
    tests = [i for run in runs for i in _until_the_end(run) if i.kind in ("branch", "caught")]
    asked = [(*asked_words(walker.facts, i), *case_words(walker.facts, i)) for i in tests]
    told = vocabulary.kind_of(words) is not None or any(
        vocabulary.kind_of(group) in TOLD_BY_TESTS for group in asked
    )
    return not told or not ("medium" in levels or _is_set_off(walker, root, runs))


def _is_set_off(walker: Walker, root: Root, runs: list[list[Happening]]) -> bool:
    """Whether a server that refuses a request, a time that is over or somebody elsewhere sets off
    runs that let go of a user: not where one only asks who is there as something comes up."""
    vocabulary = walker.program.vocabulary
    names = [walker.program.function(root.fn).name]
    calls = (i for run in runs for i in _until_the_end(run) if i.kind == "call")
    names += [call.note.rpartition(".")[2] for call in calls]
    if comes_up(walker.facts, root) or any(vocabulary.speaks_of("asks-who", n) for n in names):
        return False
    if any(trigger.kind in SETTING_OFF for trigger in root.triggers):
        return True
    asked = [
        [
            asked_words(walker.facts, i)
            for i in _until_the_end(run)
            if i.kind in ("branch", "caught")
        ]
        for run in runs
    ]
    return all(any(_says_that_it_is_over(walker, words) for words in run) for run in asked)


def _says_that_it_is_over(walker: Walker, words: list[str]) -> bool:
    """Whether a test asks for an expired session or a logout; what is only forbidden ends none."""
    vocabulary = walker.program.vocabulary
    codes = {word for word in words if word.isdigit()}
    over = vocabulary.kind_of(words) == "token-expiry" and codes != FORBIDDEN
    return over or any(vocabulary.speaks_of("logout-url", word) for word in words)


def _takes_nobody_away(walker: Walker, run: list[Happening]) -> bool:
    """Whether a run only undoes a sign-in that has failed, begins one with what was typed, or
    has the cookies of a web view made anew."""
    speaks = walker.program.vocabulary.speaks_of
    gone_into = (i.note.rpartition(".")[2] for i in _until_the_end(run) if i.kind == "call")
    topics = ("undoes-sign-in", "renews-cookies")
    undoes = any(speaks(topic, name) for name in gone_into for topic in topics)
    return undoes or typed_after(walker.program, run)


def _deletes_own(walker: Walker, item: Happening) -> bool:
    """Whether an account is deleted that nothing names: that of who asks, and gives a password; or
    one that what is told says to be that."""
    call = call_of(walker.facts, item) if item.kind in ENDINGS and level(item) != "low" else None
    if call is None:
        return False
    named = (last_name(p) for a in call.args for p in deep(a.value) if isinstance(p, Name | Member))
    program = walker.program
    named_so = program.named_meanings(call, item.fn) if call.use == "awaited" else ()
    said = (*program.meanings(call, item.fn), *named_so)
    unnamed = all(program.vocabulary.speaks_of("password", name) for name in named)
    deleting = (one.entry for one in said if one.entry.kind == "account-deletion")
    return any(unnamed or entry.when for entry in deleting)


def _only_leaves(walker: Walker, fn: Fn) -> bool:
    """Whether a nameless handler calls something called a logout, and nothing that signs in."""
    program = walker.program
    if program.function(fn).name:
        return False
    called = [last_name(call.callee) for call in program.index.calls[fn]]
    speaks = program.vocabulary.speaks_of
    return any(speaks("logout-url", name) for name in called) and not any(
        speaks("sign-in-function", name) for name in called
    )


def _on_sign_in_screen(
    walker: Walker, text: Callable[[str], str], fn: Fn, items: list[Happening]
) -> bool:
    """Whether a function stands in a component that signs in, and nothing that it does is called a
    logout."""
    speaks = walker.program.vocabulary.speaks_of
    return (
        speaks("sign-in-class", component_around(walker.program, fn))
        and not _ends_in_logout(walker, items)
        and not any(
            speaks("logout-url", line_of(text, i)) for i in items if i.kind in ("call", *ENDINGS)
        )
    )


def _takes_in(walker: Walker, text: Callable[[str], str], root: Root, ends: Configs) -> bool:
    """Whether all that says that another account takes over is written down as one is taken in."""
    vocabulary = walker.program.vocabulary
    for trace in ends.values():
        items = list(happenings(trace))
        last = next((n for n, item in enumerate(items) if item.kind in ENDINGS), -1)
        if last < 0:
            continue
        called = _parts(line_of(text, items[last]))[0]
        if items[last].kind != "switch" or vocabulary.kind_of([called]) == "switch":
            return False
        names = [walker.program.place_name(item.fn) for item in items[: last + 1]]
        names += [item.note.rpartition(".")[2] for item in items[:last] if item.kind == "call"]
        names += words_of(walker.facts, root)[:1]
        if not any(vocabulary.speaks_of("takes-in", name) for name in names):
            return False
    return True


def _starts_anew(walker: Walker, text: Callable[[str], str], items: list[Happening]) -> bool:
    """Whether an app on a phone drops a token, by a call that is named after it, and begins
    anew."""
    leaves = [item for item in items if item.kind == "leave"]
    phone = any(walker.program.language(item.fn) in GROUPS["mobile"] for item in leaves)
    lines = [_parts(line_of(text, item))[0] for item in items if item.kind in ENDINGS]
    speaks_of = walker.program.vocabulary.speaks_of
    return phone and any(speaks_of("token", line.rpartition(".")[2]) for line in lines)


def _ends(run: list[Happening]) -> bool:
    return any(item.kind in ENDINGS for item in run)


def _until_the_end(run: list[Happening]) -> list[Happening]:
    """What happens on a run until the last that lets go of the user."""
    ends = (n for n, item in enumerate(run) if item.kind in ENDINGS)
    return run[: max(ends, default=0)]


def _of_another_time(walker: Walker, items: list[Happening]) -> bool:
    """Whether what is taken away on a run was stored by a former version of the app."""
    speaks = walker.program.vocabulary.speaks_of
    last = next(n for n, item in enumerate(items) if item.kind in ENDINGS)
    endings = {item.fn for item in items if item.kind in ENDINGS}
    around = {item.fn for item in items[:last]} - endings
    migrating = {
        fn for fn in around | endings if speaks("migrating", walker.program.place_name(fn))
    }
    return bool(migrating & around) or endings <= migrating


def _at_first_run(walker: Walker, ends: Configs) -> bool:
    """Whether all that is taken away was stored before the app was installed anew: each run has
    found, in the same way, that this is its first one."""
    speaks = walker.program.vocabulary.speaks_of
    found: list[set[tuple[int, str]]] = []
    for trace in ends.values():
        items = happenings(trace)
        last = next((n for n, item in enumerate(items) if item.kind in ENDINGS), -1)
        tests = [item for item in items[: max(last, 0)] if item.kind == "branch"]
        said = (
            (item.node, item.note)
            for item in tests
            if any(speaks("first-run", word) for word in asked_words(walker.facts, item))
        )
        if last >= 0:
            found.append(set(said))
    return bool(found) and bool(set.intersection(*found))


def speaks_of_logout(
    walker: Walker, text: Callable[[str], str], root: Root, items: list[Happening]
) -> bool:
    """Whether names on the way, or the screen it goes to, speak of a logout."""
    vocabulary = walker.program.vocabulary
    words = [*words_of(walker.facts, root), *labels(walker.facts, text, root)]
    words += [word for i in items if i.kind == "call" for word in (i.note, line_of(text, i))]
    endings = [i for i in items if i.kind in ENDINGS]
    places = [(_class_of(walker, i.fn), walker.program.place_name(i.fn)) for i in endings]
    words += [word for owner, name in places for word in (name, f"{owner}.{name}")]
    for called, given in (_parts(line_of(text, i)) for i in endings):
        tells = vocabulary.speaks_of("tells", called)
        if tells and vocabulary.speaks_of("left", given):
            return True
        words += [called, given] if tells else [called]
    words += [
        str(part.value) if isinstance(part, Literal) else last_name(part)
        for i in items
        if i.kind == "branch"
        for asked in walker.facts.branches.get(i.node, ())
        for part in deep(asked)
        if isinstance(part, Member) or (isinstance(part, Literal) and part.kind == "string")
    ]
    phone = walker.program.language(root.fn) in GROUPS["mobile"]
    topics = ("logout-url", "letting-go", *(("letting-go-on-phones",) if phone else ()))
    if endings and all(is_told_which(walker.facts, item) for item in endings):
        topics = topics[:1]
    if any(vocabulary.speaks_of(topic, word) for word in words for topic in topics):
        return True
    leaves = [line_of(text, i) for i in items if i.kind == "leave"]
    if any(vocabulary.speaks_of("logout-url", line) for line in leaves):
        return True
    goes = [line_of(text, i) for i in items if i.kind in ("move", "leave")]
    return any(vocabulary.speaks_of("login-screen", line) for line in goes)


def _parts(line: str) -> tuple[str, str]:
    """What a call's code calls, and what it gives that: of a chain its last call."""
    depth = 0
    for place in range(len(line) - 1 if line.endswith(")") else -1, -1, -1):
        depth += (line[place] == ")") - (line[place] == "(")
        if not depth:
            return line[:place], line[place + 1 :]
    called, _, given = line.partition("(")
    return called, given


def surely_ends(walker: Walker, root: Root, items: list[Happening]) -> bool:
    """Whether a run ends the session: by more than a weak sign, or by one in a function that is
    called a logout, or where somebody else sets it off."""
    return (
        any(level(item) != "low" for item in items if item.kind in ENDINGS)
        or _ends_in_logout(walker, items)
        or _goes_into_sign_out(walker, items)
        or _is_set_off(walker, root, [items])
    )


def pressed_to_leave(
    walker: Walker, text: Callable[[str], str], root: Root, items: list[Happening]
) -> bool:
    """Whether a button sets off a run that says that it is there to log out, or after which the app
    shows where to sign in: not where all that ends the session is told to somebody unknown."""
    speaks = walker.program.vocabulary.speaks_of
    called = (_parts(line_of(text, item))[0] for item in items if item.kind in ENDINGS)
    if all(speaks("tells", name) for name in called):
        return False
    if any(speaks("logout-url", word) for word in labels(walker.facts, text, root)):
        return True
    if not _is_pressed(walker, root):
        return False
    last = max(n for n, item in enumerate(items) if item.kind in ENDINGS)
    goes = (line_of(text, item) for item in items[last:] if item.kind in ("move", "leave"))
    return any(speaks("login-screen", line) for line in goes)


def _is_pressed(walker: Walker, root: Root) -> bool:
    """Whether what somebody presses sets an entry off, here or, on Apple's platforms, in a file of
    Interface Builder."""
    function = walker.program.function(root.fn)
    marks = [*map(text_of, function.decorators), function.type]
    return "IBAction" in marks or any(trigger.kind in PRESSED for trigger in root.triggers)


def _ends_in_logout(walker: Walker, items: list[Happening]) -> bool:
    """Whether the function in which the session ends, or what that listens to, is itself called a
    logout."""
    program = walker.program
    fns = {item.fn for item in items if item.kind in ENDINGS}
    names = [program.function(fn).name or program.wrapped(fn) for fn in fns]
    names += [program.keys.is_listener(fn).partition(":")[2] for fn in fns]
    return any(name and program.vocabulary.speaks_of("logout-url", name) for name in names)


def _goes_into_sign_out(walker: Walker, items: list[Happening]) -> bool:
    """Whether a run goes into a function of the project that is called as what signs out is:
    `session.clear()`."""
    calls = ((item.fn, call_of(walker.facts, item)) for item in items if item.kind == "call")
    return any(
        "sign_out" in meaning.events and meaning.confidence != "low"
        for fn, call in calls
        if call is not None
        for meaning in walker.program.named_meanings(call, fn)
    )


def _class_of(walker: Walker, fn: Fn) -> str:
    """The name of the class that a function, or one around it, is a method of."""
    around = walker.program.index.class_around(fn)
    return around.name if around is not None else ""


def called_a_switch(walker: Walker, root: Root, items: list[Happening]) -> bool:
    """Whether what switches accounts begins in a function that is called so."""
    name = walker.program.function(root.fn).name
    switches = any(item.kind == "switch" for item in items)
    return switches and walker.program.vocabulary.kind_of([name]) == "switch"


def level(item: Happening) -> str:
    """How sure an event is what it is taken for."""
    if "implied" in item.flags:
        return "medium"
    return next((sure for sure in ("low", "medium") if sure in item.flags), "high")


def _gone_into(walker: Walker, trace: Trace | None) -> list[str]:
    """The names of the functions that a run goes into before it ends the session, or into one that
    is called a logout."""
    found: list[str] = []
    for item in happenings(trace):
        later = call_of(walker.facts, item) if item.kind == "later" else None
        name = item.note.rpartition(".")[2] if later is None else last_name(later.callee)
        if item.kind in ENDINGS or walker.program.vocabulary.speaks_of("logout-url", name):
            return found
        found += [name] if item.kind in ("call", "later") else []
    return []
