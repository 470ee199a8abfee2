"""Python, lowered to the flow by a libcst visitor.

`self` and `cls` are `Name('this')`, and no parameter of their method. Every name bound in
`functions[0]` can be imported: `exports` is left empty. The steps of a class's body, of
decorators and of defaults stand where they run, in the function around; a decorator's own call is
no step. A nested function sees the `this` around it. An `assert` is taken to hold. A loop with an
`else` is a `Labeled` block that `break` leaves.
"""
# ruff: noqa: N802 (libcst names its visitors' methods after its nodes)

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import libcst as cst

from fslint.flow import (
    CAUGHT,
    TIME_LIMIT,
    Arm,
    Assign,
    Binding,
    Block,
    Call,
    Choice,
    Class,
    ClassValue,
    Closure,
    Exit,
    FileFlow,
    Function,
    Handler,
    Import,
    Index,
    Labeled,
    Literal,
    Loop,
    Opaque,
    Problem,
    Span,
    Try,
    Value,
)
from fslint.languages.javascript import deep_stack
from fslint.languages.python_calls import bind_parameters, parameters
from fslint.languages.python_embedded import strings_for, templates
from fslint.languages.python_patterns import pattern_cases
from fslint.languages.python_scope import TIME_LIMITS, Scope, dotted, last_name, type_name
from fslint.languages.python_source import UnreadableError, parse
from fslint.languages.python_values import augmented, bind, read


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    with _no_collection(), deep_stack():
        return _lower(path, text)


def _lower(path: str, text: str) -> FileFlow:
    whole = Span(0, len(text))
    try:
        source = parse(text)
        flow = _empty(path, whole)
        scope = Scope(source, flow, read)
        scope.templates = templates(text)
        source.module.visit(_Statements(scope))
        flow.comments = sorted(source.comments())
    except UnreadableError as error:
        flow = _empty(path, whole)
        flow.problems.append(Problem(error.span, str(error)))
    except RecursionError:
        flow = _empty(path, whole)
        flow.problems.append(Problem(whole, "nested too deeply to be read"))
    return flow


@contextmanager
def _no_collection() -> Iterator[None]:
    """Spare the garbage collector the syntax trees: they hold no cycles, and cost it a quarter."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _empty(path: str, whole: Span) -> FileFlow:
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    return FileFlow(path, "python", [module])


class _Statements(cst.CSTVisitor):
    """Visits statements in the order they run; `python_values` reads their expressions."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.type_checking = False

    def visit_Module(self, node: cst.Module) -> bool:
        return self._all(node.body)

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> bool:
        return self._all(node.body)

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:
        return self._all(node.body)

    def visit_SimpleStatementSuite(self, node: cst.SimpleStatementSuite) -> bool:
        return self._all(node.body)

    def _all(self, nodes: Sequence[cst.CSTNode]) -> bool:
        for one in nodes:
            one.visit(self)
        return False

    def _block(self, node: cst.CSTNode | None) -> Block:
        with self.scope.into() as steps:
            if node is not None:
                node.visit(self)
        return steps

    def visit_Expr(self, node: cst.Expr) -> bool:
        if isinstance(node.value, cst.BaseString):
            return False
        value = self.scope.read(node.value)
        if isinstance(value, Call) and value.use == "value":
            value.use = "dropped"
        return False

    def visit_Assign(self, node: cst.Assign) -> bool:
        with strings_for(self.scope, last_name(node.targets[0].target)):
            value = self.scope.read(node.value)
        for target in node.targets:
            bind(self.scope, target.target, value, whole=node)
        return False

    def visit_AnnAssign(self, node: cst.AnnAssign) -> bool:
        value = None if node.value is None else self.scope.read(node.value)
        if value is not None or isinstance(node.target, cst.Name):
            kind = type_name(node.annotation.annotation)
            bind(self.scope, node.target, value, kind, node)
        return False

    def visit_AugAssign(self, node: cst.AugAssign) -> bool:
        bind(self.scope, node.target, augmented(self.scope, node), whole=node)
        return False

    def visit_Del(self, node: cst.Del) -> bool:
        whole = node.target
        several = whole.elements if isinstance(whole, (cst.Tuple, cst.List)) else ()
        targets: list[cst.CSTNode] = [one.value for one in several]
        for target in targets or [whole]:
            if isinstance(target, (cst.Attribute, cst.Subscript)):
                gone = Literal(self.scope.span(target), "undefined")
                step = Assign(self.scope.span(node), self.scope.read(target), gone)
                self.scope.emit(step)
        return False

    def visit_Assert(self, node: cst.Assert) -> bool:
        self.scope.read(node.test)
        return False

    def visit_Return(self, node: cst.Return) -> bool:
        value = None if node.value is None else self.scope.read(node.value)
        if isinstance(value, Call) and value.use == "value":
            value.use = "returned"
        if value is not None:
            self.scope.function.returns.append(value)
        self.scope.emit(Exit(self.scope.span(node), "return", value))
        return False

    def visit_Raise(self, node: cst.Raise) -> bool:
        value = None if node.exc is None else self.scope.read(node.exc)
        self.scope.emit(Exit(self.scope.span(node), "throw", value))
        return False

    def visit_Break(self, node: cst.Break) -> bool:
        label = self.scope.breaks[-1] if self.scope.breaks else ""
        self.scope.emit(Exit(self.scope.span(node), "break", label=label))
        return False

    def visit_Continue(self, node: cst.Continue) -> bool:
        self.scope.emit(Exit(self.scope.span(node), "continue"))
        return False

    def visit_Global(self, node: cst.Global) -> bool:
        self.scope.share([one.name.value for one in node.names], everywhere=True)
        return False

    def visit_Nonlocal(self, node: cst.Nonlocal) -> bool:
        self.scope.share([one.name.value for one in node.names], everywhere=False)
        return False

    def visit_Import(self, node: cst.Import) -> bool:
        for one in node.names:
            module = dotted(one.name)
            if one.asname is not None:
                self._import(one, dotted(one.asname.name), module, "*")
            else:
                first = module.partition(".")[0]
                self._import(one, first, first, "*")
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        module = "." * len(node.relative) + ("" if node.module is None else dotted(node.module))
        if isinstance(node.names, cst.ImportStar):
            self._import(node.names, "*", module, "*")
            return False
        for one in node.names:
            name = dotted(one.name)
            local = name if one.asname is None else dotted(one.asname.name)
            self._import(one, local, module, name)
        return False

    def _import(self, node: cst.CSTNode, local: str, module: str, name: str) -> None:
        span = self.scope.span(node)
        self.scope.flow.imports.append(Import(local, module, name, span, self.type_checking))

    def visit_If(self, node: cst.If) -> bool:
        test = self.scope.read(node.test)
        before, self.type_checking = self.type_checking, _is_type_checking(node.test)
        then = self._block(node.body)
        self.type_checking = before
        other = self._block(node.orelse)
        self.scope.emit(Choice(self.scope.span(node), "if", test, (Arm(then), Arm(other))))
        return False

    def visit_Else(self, node: cst.Else) -> bool:
        node.body.visit(self)
        return False

    def visit_While(self, node: cst.While) -> bool:
        test = self.scope.read(node.test)
        endless = isinstance(test, Literal) and bool(test.value)
        self._loop(node, Loop(self.scope.span(node), "while", [], None if endless else test))
        return False

    def visit_For(self, node: cst.For) -> bool:
        over = self.scope.read(node.iter)
        if node.asynchronous is not None and isinstance(over, Call):
            over.use = "awaited"
        bind(self.scope, node.target, Index(over.span, over, Opaque(over.span)))
        self._loop(node, Loop(self.scope.span(node), "each", [], over=over))
        return False

    def _loop(self, node: cst.While | cst.For, loop: Loop) -> None:
        label = "" if node.orelse is None else f"else {loop.span.start}"
        self.scope.breaks.append(label)
        loop.body = self._block(node.body)
        self.scope.breaks.pop()
        if node.orelse is None:
            self.scope.emit(loop)
        else:
            steps: Block = [loop, *self._block(node.orelse)]
            self.scope.emit(Labeled(loop.span, label, steps))

    def visit_With(self, node: cst.With) -> bool:
        caught: list[str] = []
        limited = False
        for item in node.items:
            value = self.scope.read(item.item)
            limited = limited or last_name(item.item) in TIME_LIMITS
            if node.asynchronous is not None and isinstance(value, Call):
                value.use = "awaited"
            if item.asname is not None:
                bind(self.scope, item.asname.name, value)
            if isinstance(item.item, cst.Call) and last_name(item.item.func) == "suppress":
                caught.extend(dotted(one.value) for one in item.item.args)
        if caught:
            body = self._block(node.body)
            handlers = (Handler([], "|".join(caught)),)
            self.scope.emit(Try(self.scope.span(node), body, handlers))
        elif limited:
            body = self._block(node.body)
            self.scope.emit(Labeled(self.scope.span(node), TIME_LIMIT, body))
        else:
            node.body.visit(self)
        return False

    def visit_Try(self, node: cst.Try) -> bool:
        return self._try(node)

    def visit_TryStar(self, node: cst.TryStar) -> bool:
        return self._try(node)

    def _try(self, node: cst.Try | cst.TryStar) -> bool:
        body = self._block(node.body)
        handlers = tuple(self._handler(one) for one in node.handlers)
        other = None if node.orelse is None else self._block(node.orelse)
        final = None if node.finalbody is None else self._block(node.finalbody.body)
        self.scope.emit(Try(self.scope.span(node), body, handlers, other, final))
        return False

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Handler:
        name = ""
        if node.name is not None:
            name = dotted(node.name.name)
            place = self.scope.span(node.name.name)
            self.scope.declare(name, Binding(None, place, CAUGHT))
        caught = node.type
        types = (
            [one.value for one in caught.elements] if isinstance(caught, cst.Tuple) else [caught]
        )
        kinds = "|".join(dotted(one) for one in types if one is not None)
        return Handler(self._block(node.body), kinds, name)

    def visit_Match(self, node: cst.Match) -> bool:
        subject = self.scope.read(node.subject)
        arms: list[Arm] = []
        exhaustive = False
        for one in node.cases:
            cases = pattern_cases(self.scope, one.pattern, subject)
            with self.scope.into() as steps:
                if one.guard is not None:
                    self.scope.read(one.guard)
                one.body.visit(self)
            if not cases and one.guard is not None:
                cases = (Opaque(self.scope.span(one)),)
            exhaustive = exhaustive or not cases
            arms.append(Arm(steps, cases))
        span = self.scope.span(node)
        self.scope.emit(Choice(span, "switch", subject, tuple(arms), exhaustive))
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        scope = self.scope
        decorators = self._decorators(node)
        words = {last_name(one.decorator) for one in node.decorators}
        owner = scope.owner
        static = "staticmethod" in words
        params, instance = parameters(scope, node.params, owner is not None and not static)
        name = node.name.value
        kind = "function" if owner is None else _method_kind(name, words)
        function = scope.new_function(name, scope.span(node), scope.span(node.body), kind)
        function.decorators = decorators
        function.type = "" if node.returns is None else type_name(node.returns.annotation)
        modifiers = {"async"} if node.asynchronous is not None else set()
        modifiers |= {"static"} if static else set()
        modifiers |= {"abstract"} if "abstractmethod" in words else set()
        function.modifiers = frozenset(modifiers)
        place = scope.span(node.name)
        if owner is None:
            scope.declare(name, Binding(Closure(place, function.index), place, "function"))
        else:
            function.owner = owner.index
            owner.methods.setdefault(name, []).append(function.index)
        bind_parameters(function, params)
        before, self.type_checking = self.type_checking, False
        with scope.inside(function, None, instance):
            node.body.visit(self)
        self.type_checking = before
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        scope = self.scope
        decorators = self._decorators(node)
        for argument in (*node.bases, *node.keywords):
            scope.read(argument.value)
        bases = tuple(base for one in node.bases if (base := type_name(one.value)))
        name = node.name.value
        index = len(scope.flow.classes)
        declared = Class(index, name, scope.span(node), bases=bases, decorators=decorators)
        declared.parent = scope.function.index
        scope.flow.classes.append(declared)
        place = scope.span(node.name)
        scope.declare(name, Binding(ClassValue(place, index), place, "class"))
        with scope.class_body(declared):
            node.body.visit(self)
        return False

    def _decorators(self, node: cst.FunctionDef | cst.ClassDef) -> tuple[Value, ...]:
        """The decorators; their own calls are no steps, since they only say what is decorated."""
        found: list[Value] = []
        for one in node.decorators:
            value = self.scope.read(one.decorator)
            if self.scope.block and self.scope.block[-1] is value:
                self.scope.block.pop()
            found.append(value)
        return tuple(found)

    def visit_TypeAlias(self, node: cst.TypeAlias) -> bool:
        return False


def _method_kind(name: str, decorators: set[str]) -> str:
    if name == "__init__":
        return "constructor"
    if decorators & {"property", "cached_property"}:
        return "getter"
    return "setter" if "setter" in decorators else "method"


def _is_type_checking(test: cst.BaseExpression) -> bool:
    return last_name(test) == "TYPE_CHECKING"
