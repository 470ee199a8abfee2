"""What stands behind a Kotlin property's `by`, and what an injector gives by its type."""

from __future__ import annotations

from fslint.flow import Call, Class, Closure, Name, Opaque, Value
from fslint.languages.kotlin_types import TypeReader

INJECTORS = frozenset(
    {"get", "inject", "koinInject", "koinViewModel", "hiltViewModel", "viewModel", "viewModels"}
    | {"getViewModel", "sharedViewModel", "activityViewModel", "activityViewModels"}
    | {"getKoin", "navGraphViewModels", "hiltNavGraphViewModels", "navViewModel", "by"}
    | {"getScreenModel", "rememberScreenModel", "koinScreenModel", "rememberNavigatorScreenModel"}
    | {"koinNavViewModel", "metroViewModel", "mavericksViewModel", "getNavigatorScreenModel"}
)
LAZY = frozenset({"lazy", "unsafeLazy", "lazyUnsafe", "remember", "rememberSaveable"})
OBSERVERS = frozenset({"observable", "vetoable"})


def told_type(value: Value) -> str:
    """The type argument of a call, '' if none."""
    return value.types[0] if isinstance(value, Call) and value.types else ""


class DelegateReader(TypeReader):
    """Reads delegates of properties."""

    def injected(self, value: Value) -> str:
        """The type that a cast or `get<T>()` of an injector says it gives."""
        if id(value) in self.casts:
            return self.casts[id(value)][1]
        callee = value.callee if isinstance(value, Call) else None
        name = callee.id if isinstance(callee, Name) else getattr(callee, "name", "")
        return told_type(value) if name in INJECTORS else ""

    def delegate(self, name: str, owner: Class | None) -> tuple[Value, str]:
        """Read what stands behind `by`: the property's value and its type, as far as told."""
        made = self.value()
        self.keep(made)
        if not isinstance(made, Call):
            return Opaque(made.span), ""
        given = made.args[-1].value if made.args else None
        callee = made.callee
        last = callee.id if isinstance(callee, Name) else getattr(callee, "name", "")
        declared = told_type(made)
        if isinstance(given, Closure):
            function = self.flow.functions[given.index]
            if last in OBSERVERS:
                function.kind, function.name = "setter", name
                if owner is not None:
                    function.owner = owner.index
                    self.add_method(owner, name, function)
                return made.args[0].value, declared
            if last in LAZY:
                return Call(made.span, given, ()), declared
        return made, declared
