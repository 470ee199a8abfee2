"""Routes by decorators and calls: Flask, FastAPI, Starlette, NiceGUI, Express, routes by file."""

from __future__ import annotations

from http_programs import book, pages

APP = """
from flask import Flask
from auth import bp
app = Flask(__name__)
app.register_blueprint(bp, url_prefix="/auth")

@app.route("/")
def index():
    return render_template("index.html")
"""
AUTH = """
from flask import Blueprint, redirect, session, url_for
from flask_login import logout_user
bp = Blueprint("auth", __name__, url_prefix="/unused")

@bp.route("/logout", methods=["POST"])
def logout():
    logout_user()
    response = redirect(url_for("index"))
    response.delete_cookie("session")
    return response

@bp.get("/bye")
def bye():
    return "<html><body onload='FS.anonymize()'></body></html>"

@bp.get("/round")
def round_about():
    return redirect(url_for(".bye"))
"""
FLASK = {"app.py": APP, "auth.py": AUTH, "templates/index.html": "<p></p>"}


def test_a_blueprint_takes_the_prefix_it_is_registered_with() -> None:
    http = book(FLASK)
    assert [("/".join(r.pattern), r.names, sorted(r.methods)) for r in http.routes] == [
        ("", ("index",), ["GET"]),
        ("auth/logout", ("auth.logout",), ["POST"]),
        ("auth/bye", ("auth.bye",), ["GET"]),
        ("auth/round", ("auth.round_about",), ["GET"]),
    ]


def test_a_response_in_a_name_is_followed() -> None:
    http = book(FLASK)
    assert http.landing(http.named("auth.logout")).files == ("templates/index.html",)


def test_a_page_in_a_string_is_where_the_browser_lands() -> None:
    http = book(FLASK)
    landing = http.landing(http.named("auth.bye"))
    assert pages(landing) == ["auth.py#3"]
    assert pages(http.landing(http.named("auth.round_about"))) == ["auth.py#3"]


def test_a_method_that_a_route_does_not_take_does_not_lead_to_it() -> None:
    http = book(FLASK)
    assert http.match("/auth/logout", "GET") == ()
    assert [r.names for r in http.match("/auth/logout", "POST")] == [("auth.logout",)]
    assert [r.names for r in http.match("{}/auth/logout/?x=1")] == [("auth.logout",)]
    assert http.match("{}") == ()
    assert http.match("mailto:logout") == ()


def test_fastapi_routers_add_their_prefixes_up() -> None:
    main = """
from fastapi import FastAPI
from routers import users
app = FastAPI()
app.include_router(users.router, prefix="/api")
"""
    users = """
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, HTMLResponse
router = APIRouter(prefix="/users")

@router.post("/logout")
async def logout(request: Request):
    request.session.clear()
    return RedirectResponse(url="/api/users/bye", status_code=303)

@router.get("/bye")
async def bye():
    return HTMLResponse(content="<script>FS('setIdentity', {anonymous: true})</script>")

@router.delete("/{user_id}")
async def remove(user_id: int) -> Message:
    return Message(message="gone")
"""
    http = book({"main.py": main, "routers/__init__.py": "", "routers/users.py": users})
    assert ["/".join(r.pattern) for r in http.routes] == [
        "api/users/logout",
        "api/users/bye",
        "api/users/*",
    ]
    landing = http.landing(http.match("/api/users/logout", "POST"))
    assert pages(landing) == ["routers/users.py#3"]
    assert landing.sure is True


def test_starlette_lists_and_mounts() -> None:
    app = """
from starlette.applications import Starlette
from starlette.routing import Mount, Route
def home(request):
    return templates.TemplateResponse(request, "home.html")
def logout(request):
    return RedirectResponse("/")
app = Starlette(routes=[
    Route("/", home),
    Mount("/auth", routes=[Route("/logout", logout, name="logout")]),
])
"""
    http = book({"app.py": app, "templates/home.html": "<p></p>"})
    assert sorted("/".join(r.pattern) for r in http.routes) == ["", "auth/logout"]
    assert http.landing(http.match("/auth/logout")).files == ("templates/home.html",)


def test_pages_of_nicegui() -> None:
    http = book({"main.py": "from nicegui import ui\n@ui.page('/logout')\ndef out():\n    pass\n"})
    assert [("/".join(r.pattern), r.names) for r in http.routes] == [("logout", ("out",))]


def test_express_routers() -> None:
    app = """
const express = require('express');
const auth = require('./auth');
const app = express();
app.use('/auth', auth);
app.get('/', (req, res) => { res.render('home.ejs'); });
"""
    auth = """
const express = require('express');
const router = express.Router();
router.post('/logout', requireUser, function logout(req, res) {
  req.session.destroy();
  res.redirect('/');
});
module.exports = router;
"""
    http = book({"app.js": app, "auth.js": auth, "views/home.ejs": "<p></p>"})
    assert sorted("/".join(r.pattern) for r in http.routes) == ["", "auth/logout"]
    assert http.landing(http.match("/auth/logout", "POST")).files == ("views/home.ejs",)


def test_a_client_call_with_a_path_is_no_route() -> None:
    script = "import axios from 'axios';\naxios.post('/logout', () => done());\n"
    assert book({"client.js": script}).routes == ()


def test_routes_by_file() -> None:
    files = {
        "pages/api/logout.ts": "export default function handler(req, res) { res.redirect('/') }",
        "app/(shop)/bye/route.ts": "export async function POST() { return Response.json({}) }",
        "src/routes/out/+page.server.ts": "export const actions = { default: async () => {} }",
        "app/routes/auth.logout.tsx": "export async function action() { return redirect('/') }",
        "server/api/leave.post.ts": "export default defineEventHandler(() => ({}))",
    }
    http = book(files)
    assert sorted(("/".join(r.pattern), r.framework, sorted(r.methods)) for r in http.routes) == [
        ("api/leave", "nuxt", ["POST"]),
        ("api/logout", "next", []),
        ("auth/logout", "remix", ["DELETE", "PATCH", "POST", "PUT"]),
        ("bye", "next", ["POST"]),
        ("out", "sveltekit", ["POST"]),
    ]


def test_another_site_is_no_request_to_this_one() -> None:
    app = (
        "from flask import Flask\napp = Flask(__name__)\n\n\n"
        "@app.route('/<name>')\ndef one(name):\n    return ''\n"
    )
    http = book({"app.py": app})
    assert http.match("https://github.com/{}") == ()
    assert http.match("https://github.com/") == ()
    assert len(http.match("{}/someone")) == 0
    assert len(http.match("https://shop.example/someone")) == 1


def test_closures_of_a_helper_are_no_functions_of_its_callers() -> None:
    """What a phone's app asks a server for is no route, however the helper is called."""
    helper = """final class Api {
    func read(_ path: String) { self.get(path) { _ in } }
    func send(_ path: String, done: @escaping () -> Void) {
        self.post(path, parameters: [:]) { _ in done() } failure: { _ in done() }
    }
}
"""
    caller = """final class Screen {
    let api = Api()
    func logout() { api.send("logout", done: finished) }
    func finished() {}
}
"""
    assert not book({"Api.swift": helper, "Screen.swift": caller}).routes
