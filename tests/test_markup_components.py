"""Components of Vue, Svelte, Astro and Angular as flow."""

from __future__ import annotations

import pytest

from fslint.flow import Call, Closure, Element, FileFlow, Literal, Member, Name, Span, Value
from fslint.languages.markup import lower


def elements(flow: FileFlow) -> list[Element]:
    return [step for step in flow.functions[0].body if isinstance(step, Element)]


def names(value: Value) -> str:
    """A dotted name, a literal's text, or the kind of value."""
    if isinstance(value, Name):
        return value.id
    if isinstance(value, Member):
        return f"{names(value.of)}.{value.name}"
    if isinstance(value, Literal):
        return repr(value.value)
    return type(value).__name__


def callees(flow: FileFlow, function: int) -> list[str]:
    return [names(one.callee) for one in flow.functions[function].body if isinstance(one, Call)]


def at(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.vue", "<template><p title='out()'>out()</p></template>", "text is not run"),
        ("a.vue", "<docs><a @click='out()'></docs>", "a custom block is not markup"),
        ("a.vue", "<!-- <Menu @out='out()'/> -->", "a comment"),
        ("a.svelte", "<p>{out}</p>", "a shown value is no element that tells anything"),
        ("a.svelte", "{'<Menu/>'}", "markup in a string"),
        ("a.astro", "---\n// <Menu/>\n---\n<p>a</p>", "a comment of the front matter"),
    ],
)
def test_no_element(name: str, text: str, why: str) -> None:
    flow = lower(name, text)
    assert elements(flow) == [], why
    assert len(flow.functions) == 1, why


def test_the_script_of_a_component_runs_before_its_markup() -> None:
    text = "<template><Menu/></template>\n<script setup>import Menu from './M.vue'\nf()</script>"
    call, menu = lower("a.vue", text).functions[0].body
    assert isinstance(call, Call) and isinstance(menu, Element)
    assert at(text, menu.span) == "<Menu/>"


@pytest.mark.parametrize(
    ("value", "kind", "body"),
    [
        ("out", "out", []),
        ("auth.out", "auth.out", []),
        ("out()", "Closure", ["out"]),
        ("out($event); done()", "Closure", ["out", "done"]),
        ("() => out()", "Closure", ["out"]),
        ("async (event) => out(event)", "Closure", ["out"]),
        ("function () { out() }", "Closure", ["out"]),
        ("user = null", "Closure", []),
    ],
)
@pytest.mark.parametrize("attribute", ["@click", "v-on:click.prevent", "@logged-out"])
def test_handlers_of_vue(attribute: str, value: str, kind: str, body: list[str]) -> None:
    flow = lower("a.vue", f'<template><a {attribute}="{value}"></a></template>')
    (made,) = elements(flow)
    assert made.attributes[0].name == attribute
    assert names(made.attributes[0].value) == kind
    if isinstance(made.attributes[0].value, Closure):
        assert callees(flow, made.attributes[0].value.index) == body


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("user-menu", "UserMenu"), ("UserMenu", "UserMenu"), ("a", "'a'"), ("ui.Menu", "ui.Menu")],
)
def test_tags_of_vue(tag: str, expected: str) -> None:
    flow = lower("a.vue", f"<template><{tag} @click='f'/></template>")
    assert names(elements(flow)[0].tag) == expected


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [(":user", "user"), ("v-bind:user", "user"), (":user='a.b'", "a.b"), ("user", "True")],
)
def test_bound_attributes_of_vue(attribute: str, kind: str) -> None:
    flow = lower("a.vue", f"<template><Menu {attribute} /></template>")
    assert [names(one.value) for one in elements(flow)[0].attributes] == [kind]


@pytest.mark.parametrize(
    "script",
    [
        "export default { methods: { out() { f() } } }",
        "export default defineComponent({ methods: { out: function () { f() } } })",
        "const it = { methods: { out() { f() } } }\nexport default it",
        "export default { setup() { const out = () => { f() }; return { out } } }",
        "export default { setup() { function out() { f() }\nreturn { out } } }",
        "export default class It extends Vue { out() { f() } }",
    ],
)
def test_methods_of_a_component_are_names_of_its_template(script: str) -> None:
    text = f"<template><a @click='out'/></template><script>{script}</script>"
    flow = lower("a.vue", text)
    (binding,) = flow.functions[0].bindings["out"]
    assert isinstance(binding.value, Closure)
    assert callees(flow, binding.value.index) == ["f"]


@pytest.mark.parametrize(
    ("spread", "callee", "key"),
    [
        ("mapActions(['out'])", "this.$store.dispatch", "out"),
        ("mapActions('user', ['out'])", "this.$store.dispatch", "user/out"),
        ("mapActions({out: 'user/leave'})", "this.$store.dispatch", "user/leave"),
        ("mapMutations(['out'])", "this.$store.commit", "out"),
        ("mapActions(useUserStore, ['out'])", "Call.out", None),
    ],
)
def test_store_actions_taken_over_by_name(spread: str, callee: str, key: str | None) -> None:
    script = f"export default {{ methods: {{ ...{spread}, other() {{}} }} }}"
    text = f"<template><a @click='out'/></template><script>{script}</script>"
    flow = lower("a.vue", text)
    (binding,) = flow.functions[0].bindings["out"]
    assert isinstance(binding.value, Closure)
    (call,) = flow.functions[binding.value.index].body
    assert isinstance(call, Call)
    assert names(call.callee) == callee
    first = call.args[0].value
    assert (first.value if isinstance(first, Literal) else None) == key
    assert "other" in flow.functions[0].bindings


def test_spreads_that_are_no_store_stay() -> None:
    script = "export default { methods: { ...mapActions(list), ...shared, out() {} } }"
    flow = lower("a.vue", f"<script>{script}</script>")
    assert sorted(flow.functions[0].bindings) == ["out"]


def test_what_the_script_declares_wins() -> None:
    text = "<script>import out from 'o'\nconst g = 1\nexport default {methods: {g() {}}}</script>"
    assert [one.kind for one in lower("a.vue", text).functions[0].bindings["g"]] == ["const"]


@pytest.mark.parametrize("tag", ["Base", "Link", "Title", "Textarea", "Style", "Script"])
@pytest.mark.parametrize("name", ["a.vue", "a.svelte", "a.astro"])
def test_components_named_like_html_tags(tag: str, name: str) -> None:
    flow = lower(name, f"<{tag} a='b'><Menu/></{tag}>")
    assert [names(one.tag) for one in elements(flow)] == [tag, "Menu"]


def test_typescript_in_scripts_and_templates() -> None:
    text = (
        "<script setup lang='ts'>const f = <T,>(a: T): T => a as T; let x: string | null</script>"
        '<template><A :to="x! as string" @b="(e: Event) => f(e)"/></template>'
    )
    flow = lower("a.vue", text)
    assert flow.problems == []
    assert [names(one.value) for one in elements(flow)[0].attributes] == ["x", "Closure"]


def test_a_template_in_another_language_is_named() -> None:
    flow = lower("a.vue", "<template lang='pug'>a(@click='out()')</template>")
    assert [one.message for one in flow.problems] == ["a template in pug is not read"]


@pytest.mark.parametrize(
    ("attribute", "name", "kind"),
    [
        ("on:click={out}", "on:click", "out"),
        ("on:click|once={() => out('}')}", "on:click|once", "Closure"),
        ('on:click="{out}"', "on:click", "out"),
        ("onclick={out}", "onclick", "out"),
        ("{onclick}", "onclick", "onclick"),
        ("{...rest}", "", "rest"),
        ("{@attach (node) => f(node)}", "", "Closure"),
        ("action='?/logout'", "action", "'?/logout'"),
        ("href='/u/{id}'", "href", "Template"),
        ("onclick", "onclick", "True"),
    ],
)
def test_attributes_of_svelte(attribute: str, name: str, kind: str) -> None:
    text = f"<script>f()</script>{{#if a}}<b {attribute}>{{/if}}"
    flow = lower("a.svelte", text)
    (made,) = elements(flow)
    assert [(one.name, names(one.value)) for one in made.attributes] == [(name, kind)]
    assert at(text, made.attributes[0].span) == attribute
    assert flow.problems == []


def test_astro() -> None:
    text = (
        "\ufeff---\r\nimport Base from '../Base.astro';\r\nconst user: User = await find('é');\r\n"
        "---\r\n<Base title='x'>{user && <a href={`/out?u=${user.id}`}>out</a>}</Base>\r\n"
        "<script>listen(() => out());</script>"
    )
    flow = lower("a.astro", text)
    assert [at(text, one.span) for one in flow.functions[0].body if isinstance(one, Call)] == [
        "find('é')",
        "listen(() => out())",
    ]
    assert [names(one.tag) for one in elements(flow)] == ["Base", "'a'"]
    assert names(elements(flow)[1].attributes[0].value) == "Template"
    assert [one.module for one in flow.imports] == ["../Base.astro"]
    assert flow.problems == []


def test_front_matter_that_never_closes_is_named() -> None:
    flow = lower("a.astro", "---\nout()\n")
    assert [one.message for one in flow.problems] == ["the front matter is never closed"]


def test_templates_of_angular() -> None:
    text = (
        '<button (click)="auth.logout()" *ngIf="user$ | async as user">x</button>'
        '<app-menu [user]="user | json" (out)="bye($event)"></app-menu>'
        "<a [routerLink]=\"['/logout']\">y</a>"
    )
    flow = lower("menu.component.html", text)
    assert [
        (names(made.tag), [(one.name, names(one.value)) for one in made.attributes])
        for made in elements(flow)
    ] == [
        ("'button'", [("(click)", "Closure"), ("*ngIf", "'user$ | async as user'")]),
        ("'app-menu'", [("[user]", "Op"), ("(out)", "Closure")]),
        ("'a'", [("[routerLink]", "Array")]),
    ]
    assert callees(flow, 1) == ["auth.logout"]
    assert flow.problems == []
