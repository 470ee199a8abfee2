"""The patterns of Python's `match`."""

from __future__ import annotations

import libcst as cst

from fslint.flow import Opaque, Value
from fslint.languages.python_scope import Scope
from fslint.languages.python_values import bind

_PARTS = (
    cst.MatchPattern,
    cst.MatchSequenceElement,
    cst.MatchStar,
    cst.MatchMappingElement,
    cst.MatchKeywordElement,
    cst.MatchOrElement,
)


def pattern_cases(scope: Scope, node: cst.MatchPattern, subject: Value) -> tuple[Value, ...]:
    """What a pattern compares its subject with, empty when it takes anything.

    Names that the pattern captures are bound, the whole subject's to the subject.
    """
    if isinstance(node, (cst.MatchValue, cst.MatchSingleton)):
        return (scope.read(node.value),)
    if isinstance(node, cst.MatchOr):
        return tuple(
            case for one in node.patterns for case in pattern_cases(scope, one.pattern, subject)
        )
    if isinstance(node, cst.MatchAs):
        inner = () if node.pattern is None else pattern_cases(scope, node.pattern, subject)
        if node.name is not None:
            bind(scope, node.name, subject)
        return inner
    _capture(scope, node)
    return (Opaque(scope.span(node)),)


def _capture(scope: Scope, node: cst.CSTNode) -> None:
    """Bind the names that stand anywhere inside a pattern."""
    if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
        bind(scope, node.name, None)
    elif isinstance(node, cst.MatchMapping) and node.rest is not None:
        bind(scope, node.rest, None)
    for child in node.children:
        if isinstance(child, _PARTS):
            _capture(scope, child)
