"""Models on SQLite, forms, templates, and synchronous and asynchronous views, through the test client."""
import asyncio
import django
from django.conf import settings

settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["*"], SECRET_KEY="secret", ROOT_URLCONF=__name__, USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "data.sqlite3"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django import forms
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Count, Q
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.test import AsyncClient, Client
from django.urls import path


class Form(forms.Form):
    name = forms.CharField(max_length=5)
    age = forms.IntegerField(min_value=0)


def page(request):
    template = engines["django"].from_string("{% for u in users %}{{ u.username|upper }} {% endfor %}")
    return HttpResponse(template.render({"users": User.objects.order_by("id")}))


async def later(request):
    await asyncio.sleep(0)
    return JsonResponse({"count": await User.objects.acount(), "q": request.GET.get("q")})


urlpatterns = [path("", page), path("later/", later)]
call_command("migrate", verbosity=0)
for name in ("ann", "bob", "cyd"):
    User.objects.create_user(name, password=None, is_staff=name != "bob")
print("staff:", list(User.objects.filter(Q(is_staff=True) & ~Q(username="cyd")).values_list("username", flat=True)))
print("counts:", User.objects.values("is_staff").annotate(n=Count("id")).order_by("n").first())
print("page:", Client().get("/").content)
print("later:", Client().get("/later/?q=1").json())


async def ask():
    return (await AsyncClient().get("/later/")).json()


print("async client:", asyncio.run(ask()))
form = Form({"name": "too long", "age": "-1"})
print("form:", form.is_valid(), {field: list(errors) for field, errors in form.errors.items()})
print("query:", User.objects.filter(username__startswith="a").query)
