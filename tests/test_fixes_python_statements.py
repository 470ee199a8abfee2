"""Whole statements of Python that fixes write, move and delete, in a tree as by offsets."""

from __future__ import annotations

import libcst as cst
import pytest
from libcst.codemod import CodemodContext

from fslint.engine import check_texts
from fslint.examples import fixed
from fslint.fixes.python_commands import MendLogouts, rewritten

NICEGUI = "from nicegui import app, ui\n\n\n"
STREAMLIT = "import streamlit as st\n"
PYSCRIPT = "from pyscript import window\n\n\n"
RELEASE = "ui.run_javascript(\"FS('setIdentity', { anonymous: true })\")"
SHOWN = (
    'components.html("<script>'
    "window.parent.FS?.('setIdentity', { anonymous: true })"
    '</script>", height=0)'
)

CASES = [
    pytest.param(
        "FS201",
        f"{NICEGUI}def logout():\n    app.storage.user.clear()  # it's gone\n"
        '    ui.navigate.to("/login")\n\n\nui.button("Log out", on_click=logout)\n',
        f"{NICEGUI}def logout():\n    app.storage.user.clear()  # it's gone\n"
        "    ui.run_javascript(\"window.FS?.('setIdentity', { anonymous: true })\")\n"
        '    ui.navigate.to("/login")\n\n\nui.button("Log out", on_click=logout)\n',
        id="a script that NiceGUI runs, before the navigation",
    ),
    pytest.param(
        "FS201",
        f"{NICEGUI}ui.button('Out', on_click=lambda: (app.storage.user.clear(), "
        "ui.navigate.to('/login')))\n",
        f"{NICEGUI}ui.button('Out', on_click=lambda: "
        "(ui.run_javascript('window.FS?.(\"setIdentity\", { anonymous: true })'), "
        "app.storage.user.clear(), ui.navigate.to('/login')))\n",
        id="first in the tuple of a lambda",
    ),
    pytest.param(
        "FS201",
        f"{NICEGUI}ui.button('Out', on_click=lambda: app.storage.user.clear())\n",
        f"{NICEGUI}ui.button('Out', on_click=lambda: "
        "(ui.run_javascript('window.FS?.(\"setIdentity\", { anonymous: true })'), "
        "app.storage.user.clear()))\n",
        id="a tuple in the place of a lambda's call",
    ),
    pytest.param(
        "FS201",
        f'"""An app."""\n\n{STREAMLIT}\n# the user goes\nif st.button("Log out"):\n'
        "    # for good\n    st.logout()\n",
        f'"""An app."""\n\n{STREAMLIT}import streamlit.components.v1 as components\n\n'
        '# the user goes\nif st.button("Log out"):\n'
        f"    # for good\n    {SHOWN}\n    st.logout()\n",
        id="a page that Streamlit shows, with its import",
    ),
    pytest.param(
        "FS201",
        f'{STREAMLIT}\nif st.button("Log out"): st.logout()\n',
        f"{STREAMLIT}import streamlit.components.v1 as components\n\n"
        f'if st.button("Log out"): {SHOWN}; st.logout()\n',
        id="on one line with an if",
    ),
    pytest.param(
        "FS201",
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    window.location.href = '/login'\n",
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    window.FS.anonymize()\n    window.location.href = '/login'\n",
        id="from Python in the browser",
    ),
    pytest.param(
        "FS202",
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    if window.confirm('Forget?'):\n        window.FS.anonymize()  # for good\n"
        "    window.location.href = '/login'\n",
        f"{PYSCRIPT}def sign_out(event):\n    window.FS.anonymize()  # for good\n"
        "    window.localStorage.removeItem('access_token')\n"
        "    if window.confirm('Forget?'):\n        pass\n"
        "    window.location.href = '/login'\n",
        id="an if is not left empty",
    ),
    pytest.param(
        "FS203",
        f"{NICEGUI}async def logout():\n    app.storage.user.clear()\n    # no way back\n"
        f"    ui.navigate.to('/login')\n    {RELEASE}\n\n\nui.button('Out', on_click=logout)\n",
        f"{NICEGUI}async def logout():\n    app.storage.user.clear()\n    # no way back\n"
        f"    {RELEASE}\n    ui.navigate.to('/login')\n\n\nui.button('Out', on_click=logout)\n",
        id="a late script",
    ),
    pytest.param(
        "FS206",
        f"{NICEGUI}def logout():\n    {RELEASE}  # forget\n    {RELEASE}\n"
        "    app.storage.user.clear()\n\n\nui.button('Out', on_click=logout)\n",
        f"{NICEGUI}def logout():\n    {RELEASE}  # forget\n"
        "    app.storage.user.clear()\n\n\nui.button('Out', on_click=logout)\n",
        id="the same script twice",
    ),
    pytest.param(
        "FS207",
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    window.FS.anonymize()\n    window.FS.event('Signed out', {})\n",
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    window.FS.event('Signed out', {})\n    window.FS.anonymize()\n",
        id="an event that comes late",
    ),
]


@pytest.mark.parametrize(("code", "before", "after"), CASES)
def test_a_statement(code: str, before: str, after: str) -> None:
    (finding,) = (one for one in check_texts({"app.py": before}).findings if one.code == code)
    assert fixed({"app.py": before}, [finding]) == {"app.py": after}
    assert not [one for one in check_texts({"app.py": after}).findings if one.code == code]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("code", "before", "after"), CASES)
def test_the_tree_says_the_same(code: str, before: str, after: str, end: str) -> None:
    before, after = (text.replace("\n", end) for text in (before, after))
    (finding,) = (one for one in check_texts({"app.py": before}).findings if one.code == code)
    done = rewritten(before, finding.fixes[0].edits)
    assert (done or fixed({"app.py": before}, [finding])["app.py"]) == after


def test_the_projects_own_function_is_called_and_imported() -> None:
    files = {
        "shop/tracking.py": (
            "from nicegui import ui\n\n\ndef forget_user():\n"
            "    ui.run_javascript(\"FS('setIdentity', { anonymous: true })\")\n"
        ),
        "shop/pages.py": (
            f"{NICEGUI}def logout():\n    app.storage.user.clear()\n\n\n"
            "ui.button('Out', on_click=logout)\n"
        ),
    }
    (finding,) = (one for one in check_texts(files).findings if one.code == "FS201")
    assert fixed(files, [finding])["shop/pages.py"] == (
        "from nicegui import app, ui\n\nfrom shop.tracking import forget_user\n\n\n"
        "def logout():\n    app.storage.user.clear()\n    forget_user()\n\n\n"
        "ui.button('Out', on_click=logout)\n"
    )


def test_a_server_has_no_page_to_speak_to() -> None:
    files = {
        "app.py": (
            "from flask import Flask, redirect, session\n\napp = Flask(__name__)\n\n\n"
            "@app.route('/logout')\ndef logout():\n    session.clear()\n"
            "    return redirect('/login')\n"
        ),
        "templates/home.html": '<a href="/logout">Log out</a>\n',
    }
    (finding,) = (one for one in check_texts(files).findings if one.code == "FS201")
    assert {edit.place.file for fix in finding.fixes for edit in fix.edits} == {
        "templates/home.html"
    }


def test_the_command_mends_a_logout() -> None:
    before = (
        f"{PYSCRIPT}def sign_out(event):\n    window.localStorage.removeItem('access_token')\n"
        "    window.location.href = '/login'\n"
    )
    command = MendLogouts(CodemodContext(filename="app.py"), unsafe=True)
    assert command.transform_module(cst.parse_module(before)).code == before.replace(
        "    window.location", "    window.FS.anonymize()\n    window.location"
    )
