"""Django's routes, who asks for them, and where the browser lands."""

from __future__ import annotations

from http_programs import book, pages

URLS = """
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path
from . import views
urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("accounts.urls")),
    re_path(r"^bye/(?P<when>[0-9]{4})/$", views.bye, name="bye"),
]
"""
ACCOUNTS = """
from django.contrib.auth.decorators import login_required
from django.urls import path
from . import views
app_name = "accounts"
urlpatterns = [
    path("logout/", login_required(views.logout_view), name="logout"),
    path("out/", views.Out.as_view(), name="out"),
]
"""
ACCOUNT_VIEWS = """
from django.contrib.auth import logout
from django.contrib.auth.views import LogoutView
from django.shortcuts import redirect, render

def logout_view(request):
    logout(request)
    return redirect("home")

class Out(LogoutView):
    next_page = "home"
"""
VIEWS = """
from django.shortcuts import render
def home(request):
    return render(request, "shop/home.html")
def bye(request, when):
    return render(request, "shop/bye.html")
"""
FILES = {
    "shop/urls.py": URLS,
    "shop/views.py": VIEWS,
    "accounts/urls.py": ACCOUNTS,
    "accounts/views.py": ACCOUNT_VIEWS,
    "shop/templates/shop/home.html": "<script>FS('setIdentity', {anonymous: true})</script>",
    "shop/templates/shop/bye.html": "<p>bye</p>",
}


def test_includes_namespaces_and_decorated_views() -> None:
    routes = book(FILES).routes
    assert [("/".join(r.pattern), r.names) for r in routes] == [
        ("", ("home",)),
        ("accounts/logout", ("accounts:logout",)),
        ("accounts/out", ("accounts:out",)),
        ("bye/*", ("bye",)),
    ]
    logout = routes[1]
    assert [(fn.file, fn.index) for fn in logout.view.handlers] == [("accounts/views.py", 1)]


def test_a_redirect_by_name_is_followed_to_its_template() -> None:
    http = book(FILES)
    landing = http.landing(http.named("accounts:logout"))
    assert landing.files == ("shop/templates/shop/home.html",)
    assert pages(landing) == ["shop/templates/shop/home.html"]
    assert (landing.data, landing.sure, landing.elsewhere) == (False, True, ())


def test_a_logout_view_lands_where_its_class_says() -> None:
    http = book(FILES)
    assert http.landing(http.named("accounts:out")).files == ("shop/templates/shop/home.html",)


def test_a_logout_view_without_options_lands_on_the_setting_or_the_built_in_template() -> None:
    urls = """
from django.contrib.auth import views as auth
from django.urls import path
from shop import views
urlpatterns = [
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("later/", auth.LogoutView.as_view(template_name="later.html"), name="later"),
    path("", views.home, name="home"),
]
"""
    files = {
        "urls.py": urls,
        "shop/views.py": VIEWS,
        "templates/later.html": "<p></p>",
        "templates/shop/home.html": "<p></p>",
        "templates/registration/logged_out.html": "<p></p>",
    }
    http = book(files)
    assert http.landing(http.named("logout")).files == ("templates/registration/logged_out.html",)
    assert http.landing(http.named("later")).files == ("templates/later.html",)
    http = book(files | {"settings.py": 'LOGOUT_REDIRECT_URL = "home"\n'})
    assert http.landing(http.named("logout")).files == ("templates/shop/home.html",)


def test_urls_of_packages() -> None:
    urls = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("django.contrib.auth.urls")),
    path("admin/", admin.site.urls),
]
"""
    http = book({"urls.py": urls})
    assert ["/".join(r.pattern) for r in http.named("account_logout")] == ["accounts/logout"]
    assert ["/".join(r.pattern) for r in http.named("logout")] == ["accounts/logout"]
    assert ["/".join(r.pattern) for r in http.named("admin:logout")] == ["admin/logout"]


def test_templates_and_scripts_that_ask_for_a_route() -> None:
    page = """
<a href="{% url 'accounts:logout' %}">out</a>
<a href="/help/">help</a>
<form method="post" action="/accounts/logout/?next=/"></form>
<button hx-post="{% url 'accounts:out' %}">x</button>
<script>
function out() { fetch('/accounts/logout/', {method: 'POST'}); }
function go() { location.href = `${BASE}/accounts/logout/`; }
</script>
"""
    http = book(FILES | {"templates/page.html": page})
    asked = [(r.method, r.routes[0].names[0]) for r in http.requests()]
    assert asked == [
        ("GET", "accounts:logout"),
        ("POST", "accounts:logout"),
        ("POST", "accounts:out"),
        ("POST", "accounts:logout"),
        ("GET", "accounts:logout"),
    ]


def test_an_answer_that_is_no_page_is_told_apart() -> None:
    views = """
from django.http import JsonResponse
def api(request):
    return JsonResponse({"ok": True})
def other(request):
    return somewhere(request)
"""
    urls = """
from django.urls import path
import views
urlpatterns = [path("api/logout", views.api, name="api"), path("o", views.other, name="other")]
"""
    http = book({"urls.py": urls, "views.py": views})
    landing = http.landing(http.named("api"))
    assert (landing.data, landing.sure, landing.pages) == (True, True, ())
    assert http.landing(http.named("other")).sure is False


def test_actions_of_view_sets() -> None:
    views = """
from rest_framework.decorators import action
class Sessions(ViewSet):
    def destroy(self, request, pk): ...
    @action(detail=False, methods=["post"], url_path="sign-out")
    def out(self, request): ...
"""
    urls = """
from rest_framework.routers import DefaultRouter
from views import Sessions
router = DefaultRouter()
router.register("sessions", Sessions)
"""
    http = book({"urls.py": urls, "views.py": views})
    assert [("/".join(r.pattern), sorted(r.methods)) for r in http.routes] == [
        ("sessions/*", ["DELETE"]),
        ("sessions/sign-out", ["POST"]),
    ]
    assert [r.pattern for r in http.match("/api/sessions/sign-out/", "POST")] == [
        ("sessions", "sign-out")
    ]


def test_patterns_that_are_put_under_a_prefix_include_themselves_but_once() -> None:
    many = "".join(f"    path('p{n}/', view, name='p{n}'),\n" for n in range(40))
    http = book(
        {
            "urls.py": "from django.urls import include, path\nfrom views import view\n"
            f"urlpatterns = [\n{many}]\n"
            "if PREFIX:\n    urlpatterns = [path('app/', include(urlpatterns))]\n",
            "views.py": "def view(request):\n    pass\n",
        }
    )
    assert len(http.routes) == 80
    assert [("/".join(route.pattern)) for route in http.named("p7")] == ["p7", "app/p7"]


def test_what_is_included_under_a_prefix_that_is_set_elsewhere() -> None:
    http = book(
        {
            "urls.py": "from django.urls import include, path\nfrom settings import ROOT\n"
            "prefix = ''\nif ROOT:\n    prefix = f'{ROOT}/'\n"
            "urlpatterns = [path(prefix, include('accounts.urls'))]\n",
            "accounts/urls.py": "from django.urls import path\nfrom views import leave\n"
            "urlpatterns = [path('leave/', leave, name='leave')]\n",
            "views.py": "def leave(request):\n    pass\n",
        }
    )
    assert [route.pattern for route in http.named("leave")] == [("leave",)]
