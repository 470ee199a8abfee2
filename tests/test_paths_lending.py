"""Functions lent to helpers: each lender runs its own."""

from __future__ import annotations

from fslint.flow import FileFlow
from fslint.languages import lower
from fslint.link.index import Index
from fslint.link.modules import Modules
from fslint.link.program import Program
from fslint.paths.facts import Facts
from fslint.resources import vocabulary_dir
from fslint.vocabulary_tables import load

LENDERS = 20
"""More than an evaluated value may stand for."""
HELPER = """
export function withToken(request) {
  return current().then((token) => request(token));
}
"""


def facts_of(text: str) -> Facts:
    flows: dict[str, FileFlow] = {"a.ts": lower("a.ts", text)}
    modules = Modules(list(flows), lambda _: None)
    return Facts(
        Program(
            Index(flows),
            modules,
            load([vocabulary_dir()]),
            lambda _: "web",
            lambda _: frozenset(),
            lambda _name, _file: False,
        )
    )


def test_every_lender_lends_however_many_there_are() -> None:
    lenders = "".join(
        f"const f{i} = () => withToken((t) => get({i}, t));\n" for i in range(LENDERS)
    )
    facts = facts_of(lenders + HELPER)
    calls = [
        (fn, call)
        for fn, found in facts.program.index.calls.items()
        for call in found
        if getattr(call.callee, "id", "") == "withToken"
    ]
    lent = [facts.lent(call) for _, call in calls]
    assert [len(each) for each in lent] == [1] * LENDERS
    assert len({each[0] for each in lent}) == LENDERS


def test_what_is_handed_to_code_that_does_not_run_it_is_not_lent() -> None:
    facts = facts_of("keep(() => get());\nfunction keep(work) { works.length = 1; }\n")
    assert not any(
        facts.lent(call) for found in facts.program.index.calls.values() for call in found
    )
