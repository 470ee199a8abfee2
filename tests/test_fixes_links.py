"""Fixes of links and forms that ask the server to log out."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.examples import fixed

CALL = "window.FS?.('setIdentity', { anonymous: true })"
OPTION = f', onclick: "{CALL}"'


def _mended(page: str, name: str = "app/views/a.html.erb") -> str:
    (finding,) = (f for f in check_texts({name: page}).findings if f.code == "FS201")
    finding.fixes = finding.fixes[:1]
    return fixed({name: page}, [finding])[name]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param('<%= link_to "Out", logout_path, opts %>', id="options that are named"),
        pytest.param('<%= link_to "Out", logout_path, { method: :delete } %>', id="in braces"),
        pytest.param(
            "<%= form_with url: logout_path, method: :delete do |f| %><% end %>",
            id="the options of a form's element are nested",
        ),
        pytest.param(
            """<%= link_to "Out", logout_path, onclick: "return confirm('Sure?')" %>""",
            id="a handler that asks first",
        ),
        pytest.param(
            "<%= link_to 'Out', logout_path, onclick: 'bye()' %>", id="a handler in single quotes"
        ),
    ],
)
def test_no_handler_is_written_where_it_may_be_wrong(page: str) -> None:
    assert _mended(page) == page


@pytest.mark.parametrize(
    "page",
    [
        "<%= link_to 'Out', logout_path|, method: :delete %>",
        "<%= link_to 'Out', logout_path|, :method => :delete %>",
        "<%= link_to 'Out', logout_path| %>",
        "<%= link_to('Out', logout_path|) %>",
        "<%= link_to logout_path| do %>Out<% end %>",
        "<%= link_to 'Out', logout_path| if signed_in? %>",
        "<%= button_to logout_users_path|,\n      method: :delete %>",
        "<%= link_to 'Out', destroy_user_session_path(a: 1)|, method: :delete %>",
    ],
)
def test_a_handler_among_the_options_of_a_helper(page: str) -> None:
    mended = page.replace("|", OPTION)
    assert _mended(page.replace("|", "")) == mended
    assert [f.code for f in check_texts({"app/views/a.html.erb": mended}).findings] == ["FS208"]


def test_a_handler_that_is_there_runs_the_call_first() -> None:
    page = '<%= link_to "Out", logout_path, onclick: "bye()" %>'
    assert _mended(page) == page.replace("bye()", f"{CALL}; bye()")


def test_a_handler_of_phoenix() -> None:
    page = '<%= link "Out", to: Routes.session_path(@conn, :delete), method: :delete %>'
    page = page.replace("Routes.session_path(@conn, :delete)", '"/logout"')
    mended = page.replace('"/logout"', f'"/logout"{OPTION}')
    assert _mended(page, "lib/web/a.html.eex") == mended


LOADER = """import type { Route } from './+types/root';
import { logout } from './auth.server';

export async function loader({ request }: Route.LoaderArgs) {
  if (!(await findUser(request))) await logout({ request });
  return null;
}
"""
AUTH = """import { redirect } from 'react-router';
export async function logout({ request }) {
  const session = await storage.getSession(request.headers.get('cookie'));
  const headers = { 'set-cookie': await authSessionStorage.destroySession(session) };
  throw redirect('/', { headers });
}
"""
ACTION = """import { Form } from 'react-router';
import { logout } from '../auth.server';

export async function action({ request }) {
  await logout({ request });
}

export default function Leave() {
  return (
    <Form |method="POST">
      <button type="submit">Log out</button>
    </Form>
  );
}
"""
SUBMIT = f"onSubmit={{() => {CALL.replace('window', '(window as any)')}}} "


def test_nothing_is_written_into_what_a_server_runs() -> None:
    files = {"app/root.tsx": LOADER, "app/auth.server.ts": AUTH}
    found = check_texts(files).findings
    assert [(f.code, f.place.file, len(f.fixes)) for f in found] == [
        ("FS201", "app/auth.server.ts", 0)
    ]


def test_a_form_that_only_names_its_method() -> None:
    files = {"app/routes/leave.tsx": ACTION.replace("|", ""), "app/auth.server.ts": AUTH}
    (finding,) = (f for f in check_texts(files).findings if f.code == "FS201")
    finding.fixes = finding.fixes[:1]
    after = fixed(files, [finding])
    assert after["app/routes/leave.tsx"] == ACTION.replace("|", SUBMIT)
    assert {f.code for f in check_texts(after).findings} == {"FS208"}


@pytest.mark.parametrize(
    "component",
    [
        pytest.param(
            "export default async function Nav() {\n  const user = await me();\n",
            id="waits for data",
        ),
        pytest.param(
            "export const metadata = {};\nexport default function Page() {\n", id="says what it is"
        ),
        pytest.param(
            "import { headers } from 'next/headers';\nexport function Nav() {\n",
            id="asks for the request",
        ),
    ],
)
def test_no_handler_is_written_where_only_a_server_renders(component: str) -> None:
    nav = f'{component}  return <a href="/api/auth/logout">Out</a>;\n}}\n'
    who = "'use client';\nexport const who = (id) => FS('setIdentity', { uid: id });\n"
    files = {"app/who.tsx": who, "app/nav.tsx": nav}
    (finding,) = check_texts(files).findings
    assert (finding.code, finding.fixes) == ("FS201", ())


@pytest.mark.parametrize(
    ("page", "handler"),
    [
        ('<button |hx-post="/logout">Out</button>', "onclick"),
        ('<a href="#" |data-hx-post="/logout">Out</a>', "onclick"),
        ('<form |hx-post="/logout"><button>Out</button></form>', "onsubmit"),
    ],
)
def test_a_handler_beside_what_htmx_asks_for(page: str, handler: str) -> None:
    mended = page.replace("|", f'{handler}="{CALL};" ')
    assert _mended(page.replace("|", ""), "templates/nav.html") == mended


def test_htmx_asks_after_the_click() -> None:
    page = '<button hx-post="/logout" hx-confirm="Sure?">Out</button>'
    assert _mended(page, "templates/nav.html") == page
