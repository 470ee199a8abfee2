"""What a page of a server is made of.

That is its template with those that it extends and includes, the scripts that these load, and what
Python writes into it. A block that the page fills in takes the place of the one it extends; a
macro is shown where it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import CONTROLLER, Call, Literal, Object, Region, Span
from fslint.http.tags import writers, written
from fslint.link.abstract import Func, Mod
from fslint.link.index import Fn
from fslint.link.traverse import deep, file_values, text_of

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

ON_SHOW = ("mount", "effect")
COMPONENTS = (".vue", ".svelte")
ON_LOAD = ("DOMContentLoaded", "load", "pageshow", "turbo:load", "htmx:load")


class Shown:
    """What a page is made of. `parts`: the functions that run when it is loaded, which are its
    own scripts, those of the templates it extends and includes, the scripts it loads, and what
    these do once the page is there."""

    def __init__(self, facts: Facts, page: Fn) -> None:
        self._facts = facts
        program = self._program = facts.program
        self.parts: list[Fn] = []
        work = [page]
        while work:
            fn = work.pop(0)
            if fn not in self.parts:
                self.parts.append(fn)
                work += self._onward(fn)
        self._chain = self._extended(page.file)
        flows = program.flows
        self._used = {
            one.name for fn in self.parts for one in flows[fn.file].regions if one.kind == "use"
        }

    def _onward(self, fn: Fn) -> Iterable[Fn]:
        program = self._program
        for imported in program.flows[fn.file].imports if fn.index == 0 else ():
            if not imported.local:
                files = program.evaluator.modules.resolve(fn.file, imported.module)
                yield from (Fn(file, 0) for file in files if file in program.flows)
        if fn.index == 0 and program.flows[fn.file].language == "markup":
            yield from writers(program, fn.file)
            yield from (Fn(f, 0) for f in written(program, fn.file) if f in program.flows)
            yield from self._facts.contexts(fn)
        for call in program.index.calls.get(fn, ()):
            if text_of(call.callee).startswith(CONTROLLER):
                yield from program.targets(call, fn).functions
            first = call.args[0].value if call.args else None
            loads = isinstance(first, Literal) and first.value in ON_LOAD
            for passed in program.passed(call, fn):
                if loads or passed.trigger in ON_SHOW:
                    yield passed.fn
        yield from self._components(fn)

    def _components(self, fn: Fn) -> Iterable[Fn]:
        """What a component runs as it comes up, and the components that it is made of."""
        program = self._program
        flow = program.flows[fn.file]
        if fn.index == 0 and fn.file.endswith(COMPONENTS):
            for function in flow.functions[1:]:
                if program.vocabulary.speaks_of("lifecycle", function.name):
                    yield Fn(fn.file, function.index)
        for element in program.index.elements_in.get(fn, ()):
            for part in program.evaluator.evaluate(element.tag, fn):
                if isinstance(part, Func):
                    yield part.fn
                elif isinstance(part, Mod):
                    yield Fn(part.file, 0)

    def _extended(self, file: str) -> list[str]:
        """A template's file and those that it extends, the most general last."""
        chain = [file]
        while True:
            said = next((r for r in self._regions(chain[-1]) if r.kind == "extends"), None)
            files = () if said is None else self._resolved(chain[-1], said)
            if not files or files[0] in chain:
                return chain
            chain.append(files[0])

    def _resolved(self, file: str, said: Region) -> tuple[str, ...]:
        found = self._program.evaluator.modules.resolve(file, said.name)
        return tuple(one for one in found if one in self._program.flows)

    def _regions(self, file: str) -> list[Region]:
        return self._program.flows[file].regions

    def holds(self, file: str, span: Span) -> bool:
        """Whether what stands at a place of a file is shown in the page."""
        around = [
            one
            for one in self._regions(file)
            if one.span.start <= span.start and span.end <= one.span.end
        ]
        if any(one.kind == "macro" and one.name not in self._used for one in around):
            return False
        if file not in self._chain:
            return True
        place = self._chain.index(file)
        blocks = [one.name for one in around if one.kind == "block"]
        if any(self._replaced(name, place) for name in blocks):
            return False
        general = self._chain[place + 1 :]
        return not general or any(self._has(name, general) for name in blocks)

    def is_unknown(self) -> bool:
        """Whether a part of the page that may release the identity is not known: what stands in
        place of a script's statements, or what is called after Fullstory and nobody writes."""
        speaks = self._program.vocabulary.speaks_of
        regions = [(fn, one) for fn in self.parts for one in self._regions(fn.file)]
        known = {name for fn in self.parts for name in self._written_by(fn)}
        known.update(one.name for _, one in regions if one.kind == "macro")
        for fn, one in regions:
            around = self._program.function(fn).span
            named = one.kind in ("use", "value") and speaks("snippet", one.name)
            if (
                (one.kind == "hole" or (named and one.name not in known))
                and around.start <= one.span.start
                and one.span.end <= around.end
                and self.holds(fn.file, one.span)
            ):
                return True
        return False

    def _written_by(self, fn: Fn) -> Iterator[str]:
        """What a function of Python is called, and the names that it gives to templates."""
        flow = self._program.flows[fn.file]
        if self._program.language(fn) == "python":
            yield flow.functions[fn.index].name
            for index, value in file_values(flow):
                for part in deep(value) if index == fn.index else ():
                    if isinstance(part, Object):
                        yield from (entry.key for entry in part.entries)
                    elif isinstance(part, Call):
                        yield from (argument.label for argument in part.args if argument.label)

    def _replaced(self, name: str, place: int) -> bool:
        """Whether a template nearer to the page fills a block in without showing this one's."""
        return any(
            one.kind == "block" and one.name == name and not self._keeps(file, one)
            for file in self._chain[:place]
            for one in self._regions(file)
        )

    def _keeps(self, file: str, block: Region) -> bool:
        return any(
            one.kind == "super"
            and block.span.start <= one.span.start
            and one.span.end <= block.span.end
            for one in self._regions(file)
        )

    def _has(self, name: str, files: Iterable[str]) -> bool:
        return any(
            one.kind == "block" and one.name == name for f in files for one in self._regions(f)
        )
