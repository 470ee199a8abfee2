"""Calls that only call what they are given, and calls of what others made of a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Array, Call, Literal, Member, Name
from fslint.link.abstract import Ext
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.vocabulary import Meaning


class Applying:
    """What calls of a program amount to that are given what they call."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._applied: dict[Call, Call | None] = {}

    def amounts_to(self, call: Call, fn: Fn) -> Call | None:
        """The call that a call amounts to which is given its function and arguments: `f(x)` for
        `call(f, x)`, `o.f(x)` for `call([o, 'f'], x)`."""
        if call not in self._applied:
            how = {runner.how for runner in self._program.runners(call, fn)}
            applied = _amounting(call) if "apply" in how and call.args else None
            self._applied[call] = applied or self._request(call, fn)
        return self._applied[call]

    def called_first(self, call: Call, forms: tuple[str, ...], fn: Fn) -> list[Meaning]:
        """What a call means that only calls its first argument: `call(Keychain.reset, key)`."""
        callee = call.args[0].value if call.args else None
        if not isinstance(callee, Name | Member):
            return []
        runners = self._program.vocabulary.runners(forms, self._program.language(fn))
        if not any(runner.how == "now" and 0 in runner.args for runner in runners):
            return []
        return self._program.meanings(Call(call.span, callee, call.args[1:], call.use), fn)

    def _request(self, call: Call, fn: Fn) -> Call | None:
        """The request that calling a helper amounts to which was made from a URL."""
        for part in self._program.evaluator.evaluate(call.callee, fn):
            if not isinstance(part, Ext) or not part.form.endswith("()") or part.fn is None:
                continue
            made = part.call
            if made is None or made is call:
                continue
            forms = self._program.forms(made.callee, part.fn)
            for runner in self._program.vocabulary.runners(forms, self._program.language(fn)):
                first = runner.args[0] if runner.how == "request" else None
                if isinstance(first, int) and first < len(made.args):
                    asked = (made.args[first], *call.args)
                    return Call(call.span, Name(call.span, "fetch"), asked, call.use)
        return None


def _amounting(call: Call) -> Call:
    """`f(x)` of a call that is given `f` and `x`."""
    callee = call.args[0].value
    if isinstance(callee, Array) and len(callee.items) == 2:
        of, name = callee.items
        callee = name
        if isinstance(name, Literal) and isinstance(name.value, str):
            callee = Member(call.span, of, name.value, name.span)
    return Call(call.span, callee, call.args[1:], call.use)
