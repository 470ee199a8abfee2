"""The forms of logouts in a program's pages, and the calls of scripts that send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Element, Value
from fslint.http.listeners import Listener, fits, listeners
from fslint.link.abstract import Ext
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.enclosing import enclosing_form
from fslint.paths.links import logout_forms, submitted

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

OWN_FORM = tuple(
    f"{form}.{send}"
    for form in ("target", "currentTarget", "this", "form")
    for send in ("submit", "requestSubmit")
)


class LogoutForms:
    """Finds them, each once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._forms: dict[str, Element] | None = None
        self._listeners: list[Listener] | None = None

    def sends(self, call: Call, fn: Fn) -> bool:
        """Whether a call sends the form of a logout, which its address or its own name tells."""
        form = self._submitted(call, fn)
        named = bool(form) and self._facts.program.vocabulary.speaks_of("logout-url", form)
        return named or form in self._known()

    def _known(self) -> dict[str, Element]:
        if self._forms is None:
            self._forms = logout_forms(self._facts)
        return self._forms

    def _submitted(self, call: Call, fn: Fn) -> str:
        def made(value: Value) -> Value:
            parts = self._facts.program.evaluator.evaluate(value, fn)
            calls = (p.call for p in parts if isinstance(p, Ext) and p.call is not None)
            return next(calls, value)

        around = enclosing_form(self._facts.program.index, call, fn)
        return submitted(call, made) or around or self._sends_its_own(call, fn)

    def _sends_its_own(self, call: Call, fn: Fn) -> str:
        """The id of the logout form that its own handler sends: `event.target.submit()`."""
        if call.args or not text_of(call.callee).endswith(OWN_FORM):
            return ""
        selectors = [one.selector for one in self.listeners() if one.fn == fn]
        return next(
            (
                name
                for name, form in self._known().items()
                if any(fits(selector, form) for selector in selectors)
            ),
            "",
        )

    def listeners(self) -> list[Listener]:
        """What scripts have run when an element of a page is clicked or sent."""
        if self._listeners is None:
            self._listeners = listeners(self._facts.program)
        return self._listeners

    def sent(self) -> dict[int, list[tuple[Fn, Call]]]:
        """The logout forms that scripts send, so that they are no paths of their own, by identity,
        and where they are sent."""
        found: dict[int, list[tuple[Fn, Call]]] = {}
        for fn, calls in self._facts.program.index.calls.items():
            for call in calls:
                form = self._known().get(self._submitted(call, fn))
                if form is not None:
                    found.setdefault(id(form), []).append((fn, call))
        return found
