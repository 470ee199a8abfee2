"""Pages and server templates as flow: scripts, handlers, links, branches, exact places."""

from __future__ import annotations

import pytest

from fslint.flow import (
    Assign,
    Call,
    Choice,
    Closure,
    Element,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Span,
    Step,
    Template,
    Value,
)
from fslint.languages.markup import lower, read_html

RELEASE = "FS('setIdentity', {anonymous: true})"


def said(value: Value | None) -> str:
    """A value as one readable line."""
    if isinstance(value, Name):
        return value.id
    if isinstance(value, Literal):
        return repr(value.value)
    if isinstance(value, Member):
        return f"{said(value.of)}.{value.name}"
    if isinstance(value, Call):
        args = [f"{one.label}={said(one.value)}" if one.label else said(one.value)
                for one in value.args]  # fmt: skip
        return f"{said(value.callee)}({', '.join(args)})"
    if isinstance(value, Template):
        return " + ".join(repr(one) if isinstance(one, str) else said(one) for one in value.parts)
    return type(value).__name__


def every(steps: list[Step]) -> list[Step]:
    """All steps, those of branches too."""
    out: list[Step] = []
    for step in steps:
        out.append(step)
        if isinstance(step, Choice):
            for arm in step.arms:
                out.extend(every(arm.block))
    return out


def calls(flow: FileFlow, function: int = 0) -> list[Call]:
    return [step for step in every(flow.functions[function].body) if isinstance(step, Call)]


def elements(flow: FileFlow) -> list[Element]:
    return [step for step in every(flow.functions[0].body) if isinstance(step, Element)]


def attributes(flow: FileFlow) -> list[tuple[str, str]]:
    return [(one.name, said(one.value)) for made in elements(flow) for one in made.attributes]


def at(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"<!-- <script>{RELEASE}</script> -->", "the script is commented out"),
        (f"<script type='application/json'>{RELEASE}</script>", "data is not run"),
        (f"<script type='text/template'>{RELEASE}</script>", "a template is not run"),
        (f"<script type='text/x-handlebars'>{RELEASE}</script>", "a template is not run"),
        (f"<style>{RELEASE}</style>", "a style sheet is not run"),
        (f"<textarea>{RELEASE}</textarea>", "text is not run"),
        (f"<p>{RELEASE}</p>", "text is not run"),
        (f'<p title="{RELEASE}">', "a title is not run"),
        (f"<script>// {RELEASE}\n/* {RELEASE} */</script>", "comments are not run"),
        (f'<script>x = "{RELEASE}"</script>', "a string is not run"),
        (f"<![CDATA[<script>{RELEASE}</script>]]>", "CDATA is text"),
        (f"{{# {RELEASE} #}}{{% x %}}", "a template's comment"),
    ],
)
def test_nothing_runs(text: str, why: str) -> None:
    flow = lower("page.html", text)
    assert calls(flow) == [], why
    assert len(flow.functions) == 1, why


def test_elements_that_tell_nothing_are_left_out() -> None:
    flow = lower("page.html", "<div class=a><link href=/logout.css><p id=b><base href=/></div>")
    assert elements(flow) == []


BEFORE = "\ufeff<p>é😀</p>\r\n<script>\r\n  const name = 'ü';\r\n  "


@pytest.mark.parametrize("name", ["a.html", "a.vue", "a.svelte", "a.erb", "a.jinja", "a.php"])
def test_calls_in_scripts_stand_at_their_places(name: str) -> None:
    text = f"{BEFORE}{RELEASE};\r\n</script>"
    flow = lower(name, text)
    (call,) = calls(flow)
    assert call.span.start == len(BEFORE)
    assert at(text, call.span) == RELEASE
    assert flow.problems == []


@pytest.mark.parametrize(
    "tag",
    ["{{ a }}", "{{{ a.b }}}", "<%= a %>", "<?= $a ?>", "<?php echo $a; ?>", "{!! $a !!}",
     "{{ a|default('x') }}", "{{ f(\"</b>\") }}"],
)  # fmt: skip
def test_template_tags_in_scripts_move_nothing(tag: str) -> None:
    text = f"<script>var user = {tag}; var s = 'é{tag}';\n{tag}\n{RELEASE}</script>"
    flow = lower("a.html", text)
    assert at(text, calls(flow)[-1].span) == RELEASE
    assert flow.problems == []


def test_what_is_between_comment_tags_is_not_there() -> None:
    comment = "{% comment %}<b onclick='go()'> it's {% if a %} {% endcomment %}"
    text = f"{comment}<p>{comment}</p><script>a(); {comment} {RELEASE}</script>{{% comment %}}"
    flow = lower("a.html", text)
    assert [at(text, call.span) for call in calls(flow)] == ["a()", RELEASE]
    assert flow.problems == []


def test_an_attribute_of_a_server_s_own_tags_need_not_be_an_expression() -> None:
    assert lower("a.html", '<c-pages :url="./"></c-pages>').problems == []
    assert lower("a.vue", '<template><c-pages :url="./" /></template>').problems != []


def test_a_template_tag_in_a_string_is_a_value() -> None:
    text = (
        "<script>location.href = \"{% url 'logout' %}\";\n"
        "fetch('/u/{{ user.id }}/logout', {});\n"
        "go('<%= destroy_user_session_path %>')</script>"
    )
    flow = lower("a.html", text)
    assert [said(call) for call in calls(flow)] == [
        "url('logout')",
        "fetch('/u/' + user.id + '/logout', Object)",
        "go(destroy_user_session_path)",
    ]
    (assign,) = [one for one in flow.functions[0].body if isinstance(one, Assign)]
    assert said(assign.value) == "url('logout')"
    assert at(text, calls(flow)[0].span) == "url 'logout'"


def test_branches_around_statements_are_choices() -> None:
    text = (
        "<script>\n{% if user.is_authenticated %}\n  FS('setIdentity', {uid: '{{ user.pk }}'});\n"
        "{% else %}\n  FS('setIdentity', {anonymous: true});\n{% endif %}\nafter();\n</script>"
    )
    flow = lower("a.html", text)
    choice, after = flow.functions[0].body
    assert isinstance(choice, Choice) and isinstance(after, Call)
    assert said(choice.test) == "user.is_authenticated"
    found = [[at(text, step.span) for step in arm.block] for arm in choice.arms]
    assert found == [
        ["FS('setIdentity', {uid: '{{ user.pk }}'})"],
        ["FS('setIdentity', {anonymous: true})"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>var a = {% if x %}1{% else %}2{% endif %}; f()</script>",
        "<script>var a = {\n{% if x %}\nb: 1,\n{% endif %}\nc: 2}; f()</script>",
        "<script>var a = [{% for x in y %}{{ x }},{% endfor %}]; f()</script>",
        "<script>var a = '{% if x %}1{% else %}2{% endif %}'; f()</script>",
    ],
)
def test_branches_inside_expressions_are_not_choices(text: str) -> None:
    flow = lower("a.html", text)
    assert [said(call) for call in calls(flow)] == ["f()"]
    assert len(flow.functions[0].body) == 1
    assert flow.problems == []


@pytest.mark.parametrize(
    ("name", "text", "test"),
    [
        ("a.jinja", "{% if user %}S{% elif b %}T{% else %}T{% endif %}", "user"),
        ("a.jinja", "{% if user %}{% for a in b %}{% else %}{% endfor %}S{% endif %}T", "user"),
        ("a.liquid", "{% unless guest %}S{% endunless %}T", "Op"),
        ("a.erb", "<% if user_signed_in? %>S<% else %>T<% end %>", "user_signed_in?"),
        ("a.erb", "<% if a %><% b.each do |c| %><% end %>S<% end %>T", "a"),
        ("a.ejs", "<% if (user) { %>S<% } else { %>T<% } %>", "user"),
        ("a.php", "<?php if ($user): ?>S<?php else: ?>T<?php endif; ?>", "user"),
        ("a.php", "<?php if (isset($user)) { ?>S<?php } else { ?>T<?php } ?>", "isset(user)"),
        ("a.blade.php", "@if ($user) S @else T @endif", "user"),
        ("a.blade.php", "@auth S @endauth T", "user"),
        ("a.blade.php", "@guest S @endguest T", "Op"),
        ("a.hbs", "{{#if user}}S{{else}}T{{/if}}", "user"),
        ("a.hbs", "{{#unless user}}S{{/unless}}T", "Op"),
        ("a.html", "{{ if .User }}S{{ else }}T{{ end }}", "User"),
    ],
)
def test_branches_of_every_template_language(name: str, text: str, test: str) -> None:
    text = text.replace("S", "<script>inside()</script>").replace("T", "<script>out()</script>")
    flow = lower(name, text)
    choice = flow.functions[0].body[0]
    assert isinstance(choice, Choice)
    assert said(choice.test) == test
    assert [said(step) for step in choice.arms[0].block if isinstance(step, Call)] == ["inside()"]


def test_unbalanced_branches_lose_no_step() -> None:
    text = "{% endif %}{% if a %}<script>f()</script>{% else %}<script>g()</script>{% endfor %}"
    assert [said(call) for call in calls(lower("a.jinja", text))] == ["f()", "g()"]


@pytest.mark.parametrize(
    ("name", "attribute", "body"),
    [
        ("a.html", "onclick=\"f('x'); g()\"", ["f('x')", "g()"]),
        ("a.html", "onclick='f(&quot;x&quot;)'", ["f('x')"]),
        ("a.html", "href='javascript:f()'", ["f()"]),
        ("a.html", "@click='f()'", ["f()"]),
        ("a.html", "x-on:click='f()'", ["f()"]),
        ("a.html", "ng-click='f()'", ["f()"]),
        ("a.component.html", "(click)='f($event)'", ["f($event)"]),
        ("a.html", "onclick=\"f('{{ url_for('x') }}')\"", ["url_for('x')", "f(url_for('x'))"]),
    ],
)
def test_handlers(name: str, attribute: str, body: list[str]) -> None:
    text = f"<a {attribute}>"
    flow = lower(name, text)
    (made,) = elements(flow)
    value = made.attributes[0].value
    assert isinstance(value, Closure) and value.index == 1
    assert [said(call) for call in calls(flow, 1)] == body
    assert at(text, made.attributes[0].span) == attribute


def test_arguments_of_handlebars_components_are_no_code() -> None:
    text = "<Notice @text=\"You can't\" @widgetId='f69-a' /><Textarea @value={{this.a}} />"
    flow = lower("a.hbs", text)
    assert [len(flow.functions), flow.problems] == [1, []]


def test_handlers_that_a_helper_writes() -> None:
    text = "<%= button_to 'Out', out_path, onclick: \"é(); f('x')\", method: :delete %>"
    flow = lower("a.erb", text)
    names = [one.name for one in elements(flow)[0].attributes]
    assert names == ["action", "method", "onclick"]
    assert [at(text, call.span) for call in calls(flow, 1)] == ["é()", "f('x')"]


def test_decoded_handlers_stand_at_their_places() -> None:
    text = "<a onclick='é(&quot;x&quot;); go(&#39;y&#39;)'>"
    flow = lower("a.html", text)
    assert [at(text, call.span) for call in calls(flow, 1)] == [
        "é(&quot;x&quot;)",
        "go(&#39;y&#39;)",
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.html", '<a href="/logout">', [("href", "'/logout'")]),
        ("a.html", '<a href="{% url \'logout\' %}">', [("href", "url('logout')")]),
        ("a.html", "<a href=\"{{ url_for('a.out') }}\">", [("href", "url_for('a.out')")]),
        ("a.html", '<a href="{{ a }}?b=1">', [("href", "a + '?b=1'")]),
        ("a.html", '<a th:href="@{/logout}">', [("href", "'/logout'")]),
        ("a.html", "<form action=/x method=post>", [("action", "'/x'"), ("method", "'post'")]),
        ("a.html", "<b hx-post=/logout>", [("hx-post", "'/logout'")]),
        ("a.erb", '<a href="<%= out_path %>">', [("href", "out_path")]),
        ("a.erb", "<%= link_to 'Out', out_path, method: :delete %>",
         [("href", "out_path"), ("method", "'delete'")]),
        ("a.erb", "<%= link_to out_path do %>Out<% end %>", [("href", "out_path")]),
        ("a.erb", "<%= button_to 'Out', out_path %>",
         [("action", "out_path"), ("method", "'post'")]),
        ("a.erb", "<%= form_with url: out_path, method: :delete do |f| %><% end %>",
         [("action", "out_path"), ("method", "'delete'")]),
        ("a.blade.php", "<a href=\"{{ route('logout') }}\">", [("href", "route('logout')")]),
        ("a.cshtml", '<a href="@Url.Action("Out", "Account")">',
         [("href", "Url.Action('Out', 'Account')")]),
        ("a.heex", '<.link href={~p"/out"} method="delete">',
         [("href", "'/out'"), ("method", "'delete'")]),
        ("a.hbs", '<a href="{{url}}">', [("href", "url")]),
    ],
)  # fmt: skip
def test_links_and_forms(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert attributes(lower(name, text)) == expected


@pytest.mark.parametrize(
    ("name", "text", "modules"),
    [
        ("a.html", "{% extends 'base.html' %}", ["base.html"]),
        ("a.html", "{% include \"a.html\" with b=c %}", ["a.html"]),
        ("a.html", "<script src=/static/app.js></script>", ["/static/app.js"]),
        ("a.html", "<script src=\"{% static 'js/app.js' %}\"></script>", ["js/app.js"]),
        ("a.html", "<script src='{{ url_for(\"s\", filename=\"a.js\") }}'></script>", ["a.js"]),
        ("a.erb", "<%= javascript_include_tag 'application', defer: true %>", ["application"]),
        ("a.erb", "<%= render 'shared/nav' %><%= render partial: 'x' %>", ["shared/nav", "x"]),
        ("a.ejs", "<%- include('partials/head') %>", ["partials/head"]),
        ("a.blade.php", "@extends('layouts.app')@include('nav')", ["layouts.app", "nav"]),
        ("a.hbs", "{{> partials/head}}", ["partials/head"]),
        ("a.php", "<?php include 'head.php'; ?>", ["head.php"]),
        ("a.html", "<script type=module>import './a.js'</script>", ["./a.js"]),
        ("a.html", "{% extends base %}<script></script>", []),
    ],
)  # fmt: skip
def test_what_a_page_includes(name: str, text: str, modules: list[str]) -> None:
    assert [one.module for one in lower(name, text).imports] == modules


def test_comments_of_every_kind_are_kept() -> None:
    text = "<!-- a -->{# b #}{{!-- c --}}<%# d %><script>// e\n/* f {{ x }} */</script>{% g %}"
    flow = lower("a.html", text)
    assert sorted(one.text for one in flow.comments) == sorted(
        ["<!-- a -->", "{# b #}", "{{!-- c --}}", "<%# d %>", "// e", "/* f {{ x }} */"]
    )
    assert all(at(text, one.span) == one.text for one in flow.comments)


def test_html_inside_another_file() -> None:
    text = "<a onclick='out()'><script>f('é')</script>"
    flow = FileFlow("app.py", "python", [Function(0, "", Span(0, 500), "module", parent=-1)])
    steps = read_html(text, lambda offset: 100 + 2 * offset, flow, 0)
    assert [type(step).__name__ for step in steps] == ["Element", "Call"]
    start = text.index("f(")
    assert steps[1].span == Span(100 + 2 * start, 100 + 2 * (start + 6))
    (inner,) = flow.functions[1].body
    assert inner.span.start == 100 + 2 * text.index("out()")
    assert flow.functions[0].body == []


@pytest.mark.parametrize(
    "piece",
    ["{% if a %}", "<% if a do %>", "{{#if a}}", "<script>{% if a %}", "{{ (", "{{ [", "{{ !",
     "{{ a(", "<a onclick='", "<a onclick=\"{{ '", "<script>'{{ a }}", "<?php if (a) { ?>"],
)  # fmt: skip
def test_hostile_pages_are_read(piece: str) -> None:
    flow = lower("a.html", piece * 4000)
    assert flow.functions[0].kind == "module"
