"""What Angular's injector gives for a token: what its `factory` makes, and what a provider puts in
its place: `{ provide: RECORDER, useValue: FullStory }`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Call, Object, Value
from fslint.link.abstract import Abstract, Cls, Ext, Func, Inst, Obj, Values, some
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

TOKEN = "@angular/core#InjectionToken()"
DEEPEST = 3
"""How often one token may stand for another."""


class Tokens:
    """What is injected for tokens and classes, as seen by an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core

    def given(self, key: Value, fn: Fn, depth: int = 0) -> Values:
        """What is injected for a key, standing in `fn`; () where nothing is said of it."""
        wanted = [one for one in self._core.evaluate(key, fn) if isinstance(one, Cls | Ext)]
        return some(part for one in wanted for part in self._given(one, depth))

    def decorated(self, decorators: Iterable[Value], fn: Fn) -> Values:
        """What a parameter is given that is decorated with `@Inject(KEY)`."""
        return some(
            part
            for made in decorators
            if isinstance(made, Call) and last_name(made.callee) == "Inject" and made.args
            for part in self.given(made.args[0].value, fn)
        )

    def kept(self, cls: Fn, name: str) -> Values:
        """What a class keeps in a field of which its constructor says that it is injected:
        `constructor(@Inject(KEY) private recorder)`."""
        flow = self._core.index.flows[cls.file]
        return some(
            part
            for index in flow.classes[cls.index].methods.get("constructor", ())
            for param in flow.functions[index].params
            if param.name == name and param.decorators
            for part in self.decorated(param.decorators, Fn(cls.file, index))
        )

    def _given(self, key: Cls | Ext, depth: int) -> Iterable[Abstract]:
        if isinstance(key, Ext) and key.form != TOKEN:
            return
        for fn, offer in self._core.index.offers if depth < DEEPEST else ():
            said = {entry.key: entry.value for entry in offer.entries}
            if key in self._core.evaluate(said["provide"], fn):
                yield from self._offered(said, fn, depth)
        if isinstance(key, Ext) and key.call is not None and key.fn is not None:
            for argument in key.call.args:
                if isinstance(argument.value, Object):
                    made = self._core.member(Obj(key.fn, argument.value), "factory")
                    yield from self._made(made)

    def _offered(self, said: dict[str, Value], fn: Fn, depth: int) -> Iterable[Abstract]:
        """What a provider, known by its entries, puts in the place of its token."""
        for name, value in said.items():
            if name == "useValue":
                yield from self._core.evaluate(value, fn)
            elif name == "useFactory":
                yield from self._made(self._core.evaluate(value, fn))
            elif name == "useExisting":
                yield from self.given(value, fn, depth + 1) or self._objects(value, fn)
            elif name == "useClass":
                yield from self._objects(value, fn)

    def _made(self, factories: Values) -> Iterable[Abstract]:
        for one in factories:
            if isinstance(one, Func):
                yield from self._core.results.returned(one)

    def _objects(self, value: Value, fn: Fn) -> Iterable[Abstract]:
        parts = self._core.evaluate(value, fn)
        yield from (Inst(part.cls) for part in parts if isinstance(part, Cls))
