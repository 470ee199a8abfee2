"""Handlers that are given by name (`onClick={signOut}`): the call, in a function around them."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Call, Element, FileFlow, Function, Member, Name, Object, Span, Value
from fslint.link.traverse import deep, file_values, steps_in
from fslint.rules import FixSpec
from fslint.visitors.components import in_template
from fslint.visitors.patient import Made, Patient
from fslint.visitors.statements import edit, is_python

_AROUND = {
    "javascript": "() => {{ {call}; {name}(); }}",
    "typescript": "() => {{ {call}; {name}(); }}",
    "dart": "() {{ {call}; {name}(); }}",
    "swift": "{{ {call}; {name}() }}",
    "kotlin": "{{ {call}; {name}() }}",
    "markup": "() => {{ {call}; {name}(); }}",
}
_IN_PYTHON = "lambda: ({call}, {name}())"
_IN_TEMPLATE = "{call}; {name}()"


def by_name(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The call before that of the handler which the finding stands at."""
    place, flow, text = patient.finding.place, patient.flow, patient.text
    span = Span(place.start, place.end)
    function = _given(span, flow)
    if spec.insert != "anonymize" or function is None:
        return
    name = text[span.start : span.end].replace("::", ".")
    around = _AROUND.get(flow.language, "")
    calls = patient.calls(spec.insert, place.file, place)
    if is_python(function, flow):
        around, calls = _IN_PYTHON, patient.writer(place.file).python_calls(spec.insert)
    template = in_template(patient.facts, flow, text, span.start)
    if template:
        around = _IN_TEMPLATE
    for nth, written in enumerate(calls if around else ()):
        call = written.call.strip(";")
        if template:
            quote = text[span.start - 1]
            call = call.replace(quote, "'" if quote == '"' else '"')
        made = edit(flow, span, around.format(call=call, name=name))
        yield Made((made, *written.edits), True, "by the SDK's own call" if nth else "")


def _given(span: Span, flow: FileFlow) -> Function | None:
    """The function in which a name is given to an element, a call or an object, as a handler. What
    a helper of the server is given, which has no attribute of its own, is none."""
    for function in flow.functions:
        for step in steps_in(function.body):
            values: list[Value] = []
            if isinstance(step, Element):
                values = [one.value for one in step.attributes if one.span != one.value.span]
            elif isinstance(step, Call):
                values = [argument.value for argument in step.args]
            if any(isinstance(one, Name | Member) and one.span == span for one in values):
                return function
    for index, whole in file_values(flow):
        for part in deep(whole) if whole.span.start <= span.start < whole.span.end else ():
            entries = part.entries if isinstance(part, Object) else ()
            if any(one.value.span == span != one.span for one in entries):
                return flow.functions[index]
    return None
