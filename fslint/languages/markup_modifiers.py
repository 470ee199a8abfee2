"""What template tags within the tag of an element have run of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import ACTION
from fslint.languages.markup_pieces import Hole, RawAttribute
from fslint.languages.markup_source import Dialect

_ON = re.compile(r"\s{0,9}on\s{1,9}[\"'](\w{1,40})[\"']\s{1,9}(?:\(fn\s{1,9})?(@?[\w.]{1,200})")
_ACTION = re.compile(r"\s{0,9}action\s")
_STIMULUS = re.compile(r"\s{0,9}(stimulus_(?:action|controller))\s{0,9}\(")


def modifiers(text: str, dialect: Dialect, hole: Hole) -> Iterator[RawAttribute]:
    """The attributes that a template tag within an element's stands for: in Ember's `{{on "click"
    this.leave}}` and `{{action "leave"}}`, in Symfony's `{{ stimulus_action('menu', 'leave') }}`.
    """
    if not dialect.glimmer:
        helped = _STIMULUS.match(text, hole.inner, hole.inner_end)
        if helped is not None:
            yield RawAttribute(helped[1], hole.start, hole.end, hole.inner, hole.inner_end, "{")
        return
    handled = _ON.match(text, hole.inner, hole.inner_end)
    if handled is not None:
        name = f"on{handled[1]}"
        yield RawAttribute(name, hole.start, hole.end, *handled.span(2), "{")
    elif _ACTION.match(text, hole.inner, hole.inner_end):
        yield RawAttribute(ACTION, hole.start, hole.end)
