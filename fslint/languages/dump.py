"""A flow as text: one line for each step, for tests and for people."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import (
    Array,
    Assign,
    Block,
    Call,
    Choice,
    ClassValue,
    Closure,
    Defer,
    Either,
    Element,
    Exit,
    FileFlow,
    Flag,
    Function,
    Index,
    Labeled,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Op,
    Parameter,
    Skipped,
    Step,
    Template,
    Try,
    Value,
)

UNARY = 1


def show(value: Value | None) -> str:
    """A value as one line, close to how JavaScript spells it; `?` where nothing is known."""
    if value is None:
        return "-"
    if isinstance(value, Literal):
        if value.kind in ("null", "undefined"):
            return value.kind
        if value.kind == "bool":
            return "true" if value.value else "false"
        return str(value.value) if value.kind == "regex" else repr(value.value)
    if isinstance(value, Template):
        parts = (part if isinstance(part, str) else f"${{{show(part)}}}" for part in value.parts)
        return f"`{''.join(parts)}`"
    if isinstance(value, Name):
        return value.id
    if isinstance(value, Parameter):
        return f"${value.index}"
    if isinstance(value, Member):
        return f"{show(value.of)}{'?.' if value.optional else '.'}{value.name}"
    if isinstance(value, Index):
        return f"{show(value.of)}[{show(value.key)}]"
    if isinstance(value, Closure):
        return f"<function {value.index}>"
    if isinstance(value, ClassValue):
        return f"<class {value.index}>"
    if isinstance(value, Call):
        return show_call(value)
    return show_compound(value)


def show_compound(value: Value) -> str:
    if isinstance(value, Object):
        return "{" + ", ".join(show_entry(*entry) for entry in value.entries) + "}"
    if isinstance(value, Array):
        return "[" + ", ".join(map(show, value.items)) + "]"
    if isinstance(value, Op):
        if len(value.operands) == UNARY:
            space = " " if value.op.isalpha() else ""
            return f"{value.op}{space}{show(value.operands[0])}"
        return "(" + f" {value.op} ".join(map(show, value.operands)) + ")"
    if isinstance(value, Either):
        return "(" + " / ".join(map(show, value.values)) + ")"
    if isinstance(value, Element):
        attributes = "".join(
            f" {name or '...'}={show(given)}" for name, given, _ in value.attributes
        )
        tag = value.tag.value if isinstance(value.tag, Literal) else show(value.tag)
        return f"<{tag}{attributes}>"
    return "?"


def show_entry(key: str, value: Value, span: object, kind: str) -> str:
    if kind == "spread":
        return f"...{show(value)}"
    words = {"getter": f"get {key}", "setter": f"set {key}", "computed": f"[{key}]"}
    return f"{words.get(kind, key)}: {show(value)}"


def show_call(call: Call) -> str:
    args = ", ".join(
        ("..." if arg.spread else "") + (f"{arg.label}: " if arg.label else "") + show(arg.value)
        for arg in call.args
    )
    new = "new " if call.new else ""
    tried = f"{call.tried} " if call.tried else ""
    return f"{tried}{new}{show(call.callee)}{'?.' if call.optional else ''}({args})"


def lines(block: Block, indent: str = "  ") -> Iterator[str]:
    """The lines of a block's steps."""
    for step in block:
        yield from step_lines(step, indent)


def step_lines(step: Step, indent: str) -> Iterator[str]:
    inner = indent + "  "
    if isinstance(step, Call):
        yield f"{indent}{show(step)} {step.use}"
    elif isinstance(step, Assign):
        yield f"{indent}{show(step.target)} = {show(step.value)}"
    elif isinstance(step, Flag):
        yield f"{indent}{step.name} := {show(step.value)}"
    elif isinstance(step, Element):
        yield indent + show(step)
    elif isinstance(step, Choice):
        yield from choice_lines(step, indent)
    elif isinstance(step, Loop):
        label = f"{step.label}: " if step.label else ""
        over = f" over {show(step.over)}" if step.over else ""
        test = f" {show(step.test)}" if step.test else ""
        yield f"{indent}{label}{step.kind}{test}{over}"
        yield from lines(step.body, inner)
    elif isinstance(step, Try):
        yield f"{indent}try"
        yield from lines(step.body, inner)
        for handler in step.handlers:
            caught = "".join(f" {word}" for word in (handler.type, handler.name) if word)
            yield f"{indent}catch{caught}"
            yield from lines(handler.block, inner)
        for word, block in (("else", step.other), ("finally", step.final)):
            if block is not None:
                yield indent + word
                yield from lines(block, inner)
    elif isinstance(step, Exit):
        label = f" {step.label}" if step.label else ""
        yield f"{indent}{step.kind}{label}" + (f" {show(step.value)}" if step.value else "")
    elif isinstance(step, (Defer, Labeled)):
        yield indent + (step.label + ":" if isinstance(step, Labeled) else "defer")
        yield from lines(step.body, inner)
    elif isinstance(step, Skipped):
        yield f"{indent}skipped {step.span.start}-{step.span.end}: {step.reason}"


def choice_lines(step: Choice, indent: str) -> Iterator[str]:
    yield f"{indent}{step.kind} {show(step.test)}"
    for number, arm in enumerate(step.arms):
        if step.kind != "switch":
            if number and not arm.block:
                continue
            yield f"{indent}{'else' if number else 'then'}"
        elif arm.cases:
            yield f"{indent}case {', '.join(map(show, arm.cases))}"
        else:
            yield f"{indent}default"
        yield from lines(arm.block, indent + "  ")


def function_head(function: Function) -> str:
    params = ", ".join(
        (param.label if param.label == "..." else f"{param.label} " if param.label else "")
        + (param.name or "_")
        + (f": {param.type}" if param.type else "")
        + (f" = {show(param.default)}" if param.default else "")
        for param in function.params
    )
    words = "".join(f"{word} " for word in sorted(function.modifiers))
    owner = f" of class {function.owner}" if function.owner >= 0 else ""
    result = f": {function.type}" if function.type else ""
    return f"{function.index} {words}{function.kind} {function.name}({params}){result}{owner}"


def dump(flow: FileFlow, bindings: bool = False) -> str:
    """A file's functions with their steps, its classes, imports, exports and problems.

    `bindings` adds what each function's names stand for.
    """
    out: list[str] = []
    for function in flow.functions:
        out.append(function_head(function))
        for decorator in function.decorators:
            out.append(f"  @{show(decorator)}")
        for name, values in function.bindings.items() if bindings else ():
            for value in values:
                kind = value.kind + (f" {value.type}" if value.type else "")
                out.append(f"  {name} ({kind}): {show(value.value)}")
        out.extend(lines(function.body))
    for declared in flow.classes:
        bases = f" of {', '.join(declared.bases)}" if declared.bases else ""
        out.append(f"{declared.kind} {declared.index} {declared.name}{bases}")
        for decorator in declared.decorators:
            out.append(f"  @{show(decorator)}")
        for name, indices in declared.methods.items():
            out.append(f"  {name}(): {', '.join(map(str, indices)) or '-'}")
        for name, values in declared.fields.items():
            for value in values:
                kind = f": {value.type}" if value.type else ""
                out.append(f"  {name}{kind} = {show(value.value)}")
    for item in flow.imports:
        only = "type " if item.type_only else ""
        out.append(f"import {only}{item.name} as {item.local or '-'} from {item.module}")
    for exported in flow.exports:
        source = f"{exported.origin} from {exported.module}" if exported.module else ""
        out.append(f"export {exported.name}: {source or show(exported.value)}")
    for problem in flow.problems:
        out.append(f"problem {problem.span.start}-{problem.span.end}: {problem.message}")
    return "\n".join(out) + "\n"
