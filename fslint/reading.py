"""Which files are worth parsing beyond those that speak of a logout themselves."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set

from fslint.flow import Array, Call, Choice, Closure, FileFlow, Import, Member, Name, Value
from fslint.link.abstract import IMPLICIT_THIS, Ext, Func
from fslint.link.cases import case_of
from fslint.link.index import Fn, last_name
from fslint.link.keys import WEB
from fslint.link.modules import Modules
from fslint.link.names import component_file
from fslint.link.packages import JVM
from fslint.link.program import Program
from fslint.link.thunks import action_of
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.crowds import says
from fslint.paths.facts import Facts
from fslint.paths.gates import Gates
from fslint.paths.handed import handed
from fslint.paths.statuses import decides
from fslint.paths.told import asks_to_end
from fslint.prefilter import Prefilter
from fslint.sources import Sources
from fslint.vocabulary import Vocabulary

LEADING = frozenset({"anonymize", "sign_out", "switch", "misuse"})
SHORTEST_NAME = 5
TELLING = re.compile(
    r"^(use|create|make|with|build|provide|inject|get|from)[A-Z]|(?i:auth|session|user|log_?out|sign_?out"
    r"|identity|account|fullstory|analytics|track(?:er|ing)|record(?:er|ing)|telemetry|context|store|storage|service|client|api"
    r"|actions?|reducers?|thunks?|bus|emitter|events?|hub|channel|router|navigation|history)"
)
DEEPEST_BARREL = 5
FARTHEST = 2
FUNCTIONS = {
    "kotlin": "fun {}", "swift": "func {}", "java": " {}(", "dart": " {}(", "objc": "){}:",
}  # fmt: skip
"""How a function's name stands where it is declared; in Java and Dart, where no object is named."""
HANDING_ON = ("export *", "export '", 'export "', "import *", "__exportStar")
"""How a file hands on all the names of another one."""
MANY = 50
"""Files that speak of a name, so many that it says little."""


def names(facts: Facts) -> set[str]:
    """The names by which other files may come to a release or a sign-out that was found."""
    program = facts.program
    found: set[str] = set()
    leading = [
        fn
        for fn in program.index.calls
        if (
            facts.reaches(fn) & LEADING
            and not (program.language(fn) in WEB and decides(program, fn))
        )
        or (program.language(fn) in WEB and program.keyed.takes(fn))
    ]
    gates = Gates(facts)
    large = gates.large(fn for fn in leading if not facts.callers(fn))
    for fn in leading:
        known = gates.of(fn) in large
        if not known or says(program.vocabulary, [program.function(fn).name]):
            outside = set(program.outside_names(fn))
            told = [_telling(program, name) for name in outside]
            if not any(told) or (program.language(fn) == "objc" and not all(told)):
                outside.update(program.owner_names(fn))  # Swift may know it by a short name
            found |= outside
            if program.language(fn) == "swift":
                found.update(program.keys.cases.enums_of(fn))
                around = program.index.class_around(fn)
                if around is not None and program.keys.is_listener(fn):
                    found.add(around.name)
            channel, _, key = program.keys.is_listener(fn).partition(":")
            if channel != "component":
                found.add(case_of(key).rpartition(".")[2] or action_of(key))
    return {
        name
        for name in found
        if _telling(program, name) and not program.vocabulary.speaks_of("framework-name", name)
    }


def onward(program: Program, known: Set[str], files: Iterable[str]) -> set[str]:
    """The names by which still other files may come to what these files do with known names, as
    the names in their calls say before anything is linked."""
    found: set[str] = set()
    for path in files:
        for function in program.flows[path].functions:
            fn = Fn(path, function.index)
            if any(last_name(call.callee) in known for call in program.index.calls[fn]):
                found.update(program.outside_names(fn))
    return {name for name in found if _telling(program, name)}


def worth_it(
    files: list[str], names: Set[str], sources: Sources, vocabulary: Vocabulary
) -> list[str]:
    """Of the files that speak of some names those that speak of one that is not spoken of all
    over the project; what is called a logout is worth reading wherever it is."""
    if len(files) <= MANY:
        return files
    prefilter = Prefilter(names)
    held = {path: prefilter.held(sources.raw(path) or b"") for path in files}
    counted = Counter(name for found in held.values() for name in found)
    everywhere = {n for n, count in counted.items() if count > MANY and not says(vocabulary, [n])}
    return [path for path in files if held[path] - everywhere]


def _telling(program: Program, name: str) -> bool:
    """Whether few enough files speak of a name that they are worth reading."""
    if len(name) < SHORTEST_NAME or not name.isascii():
        return False
    return not program.vocabulary.speaks_of("common-name", name)


def named_there(facts: Facts, lower: Callable[[Iterable[str]], None]) -> None:
    """Lower the files that say what code of the web names and imports: what a Fullstory call calls,
    constants given to it (`uid: GUEST`) and what is asked beside it (`if (RECORDING)`), what, by
    its name, may release the identity on a path, what is told the URL of a logout, and what is
    lent a function that is on a path."""
    program = facts.program
    modules = program.evaluator.modules
    leading = {fn.file for fn in program.index.calls if facts.reaches(fn) & LEADING}
    for fn, calls in list(program.index.calls.items()):
        told: set[str] = set()
        imports = {one.local for one in program.flows[fn.file].imports}
        for call in calls if imports and program.language(fn) in WEB else ():
            name = _first_name(call.callee)
            if any(meaning.entry.sdk for meaning in program.meanings(call, fn)):
                parts = [part for argument in call.args for part in deep(argument.value)]
                told |= {_first_name(part) for part in parts if last_name(part).isupper()} | {name}
                told |= _asked_beside(program, fn)
            elif name in imports and (
                (fn.file in leading and facts.unsure(fn, call))
                or asks_to_end(facts, call, fn)
                or _is_lent(facts, call, fn)
            ):
                told.add(name)
        python = calls if imports and program.language(fn) == "python" else ()
        lent = {_first_name(call.callee) for call in python if _is_lent(facts, call, fn)}
        for one in program.flows[fn.file].imports if told or lent else ():
            if one.local in told | lent:
                _follow(one, fn.file, program.flows, modules, lower, 0)
            if one.local in lent:
                inner = one.module + ("" if one.module.endswith(".") else ".") + one.name
                lower(modules.resolve(fn.file, inner))


def _asked_beside(program: Program, fn: Fn) -> set[str]:
    """The names that begin what a function asks in its tests."""
    return {
        _first_name(part)
        for step in steps_in(program.function(fn).body)
        if isinstance(step, Choice) and step.test is not None
        for part in deep(step.test)
    }


def _is_lent(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a call is given a function literal, or one of the file or the class by name, alone or
    in a list, that comes to a release or to the end of a session."""
    given = [argument.value for argument in call.args]
    given += [item for value in given if isinstance(value, Array) for item in value.items]
    parts = (
        part
        for value in given
        if isinstance(value, Closure | Name) or _is_own(value)
        for part in facts.program.evaluator.evaluate(value, fn)
    )
    return any(isinstance(part, Func) and facts.reaches(part.fn) & LEADING for part in parts)


def _is_own(value: Value) -> bool:
    """Whether a value is a member of the function's own object."""
    return isinstance(value, Member) and text_of(value.of) == "this"


def keepers(facts: Facts) -> set[str]:
    """How what phones' apps give a function to that is on a path is declared, where that is not
    known yet: the class of `logout = Command0(_logout)`, the function of
    `events.onExpired { session.clear() }`; in Dart also what a file keeps of its own on which such
    a function is called: `Session get session => locator()`."""
    program = facts.program
    speaks_of = program.vocabulary.speaks_of
    found: set[str] = set()
    for fn, calls in program.index.calls.items():
        language = program.language(fn)
        for call in calls if language in IMPLICIT_THIS else ():
            name = last_name(call.callee)
            if language == "dart" and (kept := _kept_elsewhere(facts, call, fn)):
                found |= {f" get {kept} ", f" {kept} = "}
            if not name.isascii() or not _is_lent(facts, call, fn):
                continue
            if name[:1].isupper() and name not in program.index.classes_by_name:
                found |= {f"class {name}", f"struct {name}"}
            elif (
                not (program.targets(call, fn).functions or program.meanings(call, fn))
                and _telling(program, name)
                and not speaks_of("framework-name", name)
            ):
                found.add(FUNCTIONS[language].format(name))
    return found


def _kept_elsewhere(facts: Facts, call: Call, fn: Fn) -> str:
    """The name on which a call is made that no file says yet what it is, and that has a method
    which is on a path; else ''."""
    of = call.callee.of if isinstance(call.callee, Member) else None
    if not isinstance(of, Name) or facts.program.targets(call, fn).functions:
        return ""
    methods = facts.program.index.methods_by_name.get(last_name(call.callee), ())
    known = facts.program.evaluator.evaluate(of, fn)
    unknown = all(isinstance(one, Ext) and one.form.endswith(of.id) for one in known)
    return of.id if unknown and any(facts.reaches(m) & LEADING for m in methods) else ""


def _first_name(value: Value) -> str:
    return text_of(value).partition(".")[0]


def imported(facts: Facts, lower: Callable[[Iterable[str]], None]) -> None:
    """Lower the files that code on a path imports something telling from, through barrels."""
    program = facts.program
    work = [(fn.file, 0) for fn in program.index.calls if facts.reaches(fn) & LEADING]
    work += [(link.fn.file, 0) for link in handed(facts)]
    done: set[str] = set()
    lower([component_file(file) for file in [*program.flows] if file.endswith(".html")])
    while work:
        file, depth = work.pop(0)
        if file in done or file not in program.flows:
            continue
        done.add(file)
        for one in program.flows[file].imports:
            told = (one.name, one.local) if one.local else (posixpath.basename(one.module),)
            if one.type_only or not any(TELLING.search(word) for word in told):
                continue
            found = _follow(one, file, program.flows, program.evaluator.modules, lower, 0)
            if depth < FARTHEST:
                work += [(path, depth + 1) for path in found]


def handed_on(
    modules: Modules,
    flows: Mapping[str, FileFlow],
    names: Set[str],
    lower: Callable[[Iterable[str]], None],
) -> None:
    """Lower the files from which code imports something of one of these names, which may only hand
    it on: `export * from './tokens'`."""
    wanted = [
        (one, path)
        for path, flow in flows.items()
        if flow.language in WEB
        for one in flow.imports
        if one.name in names and not one.type_only
    ]
    for one, path in wanted:
        _follow(one, path, flows, modules, lower, 0)


def receivers(facts: Facts, found: set[str], files: Iterable[str]) -> list[str]:
    """The Kotlin, Java and Swift files that declare the types on which functions of these names
    are called, in Swift also those that are called by their own name: `Services.shared.session`."""
    program = facts.program
    wanted: set[str] = set()
    shared: set[str] = set()
    for fn, calls in program.index.calls.items():
        language = program.flows[fn.file].language
        for call in calls if language in JVM or language == "swift" else ():
            if last_name(call.callee) in found:
                forms = program.forms(call.callee, fn)
                if language == "swift":
                    heads = {form.partition(".")[0] for form in (*forms, text_of(call.callee))}
                    shared |= {head for head in heads if head[:1].isupper()}
                for form in forms:
                    package, hash_, path = form.partition("#")
                    if hash_:
                        head = path.partition(".")[0].removesuffix("()")
                        wanted.add(f"{package.replace('.', '/')}/{head}")
    return [
        path
        for path in files
        if (path.endswith((".kt", ".java")) and _declares(path.rpartition(".")[0], wanted))
        or (path.endswith(".swift") and _stem(path) in shared)
    ]


def headers(flows: Iterable[str], files: Iterable[str]) -> list[str]:
    """The headers of Objective-C files: there a class says what it is derived from."""
    wanted = {_stem(path) for path in flows if path.endswith((".m", ".mm"))}
    return [path for path in files if path.endswith(".h") and _stem(path) in wanted]


def extended(program: Program, files: Iterable[str]) -> list[str]:
    """The Swift files that declare the classes which others that were read only add to, as their
    names say: what `ApiClient+Person.swift` calls is kept in `ApiClient.swift`."""
    wanted = {
        cls.name
        for flow in program.flows.values()
        if flow.language == "swift"
        for cls in flow.classes
        if cls.kind == "extension" and cls.name and not _is_declared(program, cls.name)
    }
    return [path for path in files if path.endswith(".swift") and _stem(path) in wanted]


def _is_declared(program: Program, name: str) -> bool:
    """Whether a file that was read declares a class, and does not only add to it."""
    known = program.index.classes_by_name.get(name, ())
    return any(program.flows[c.file].classes[c.index].kind != "extension" for c in known)


def _stem(path: str) -> str:
    return posixpath.basename(path).rpartition(".")[0]


def _declares(stem: str, wanted: set[str]) -> bool:
    """Whether a file's path without its suffix ends in one of the wanted ones."""
    parts = stem.split("/")
    return any("/".join(parts[start:]) in wanted for start in range(len(parts) - 1))


def _follow(
    wanted: Import,
    importer: str,
    flows: Mapping[str, FileFlow],
    modules: Modules,
    lower: Callable[[Iterable[str]], None],
    depth: int,
    handed: bool = False,
) -> list[str]:
    """Lower the files that give what is wanted, and say which they are; one of many whose names
    are all `handed` on only if it speaks of this one, or hands on others' names itself."""
    found: list[str] = []
    for file in modules.resolve(importer, wanted.module):
        if handed and not _may_give(modules.read(file) or "", wanted.name):
            continue
        lower([file])
        found.append(file)
        flow = flows.get(file)
        if flow is None or depth >= DEEPEST_BARREL:
            continue
        named = [e for e in flow.exports if e.name == wanted.name]
        for export in named or [e for e in flow.exports if e.name == "*"]:
            if export.module:
                name = export.origin if named else wanted.name
                onward = wanted._replace(module=export.module, name=name)
                found += _follow(onward, file, flows, modules, lower, depth + 1, handed=not named)
    return found


def _may_give(text: str, name: str) -> bool:
    return name in text or name in ("*", "default") or any(how in text for how in HANDING_ON)
