"""Inheritance, macros, filters, escaping, async rendering, sandbox and errors with their lines."""
import asyncio
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment, SecurityError

templates = {
    "base": "<{% block head %}base{% endblock %}|{% block body %}{% endblock %}>",
    "page": "{% extends 'base' %}{% import 'tools' as t %}{% block head %}{{ super() }}+{% endblock %}"
            "{% block body %}{% for x in xs if x %}{{ loop.index }}:{{ t.show(x) }}{% if not loop.last %}, {% endif %}"
            "{% else %}none{% endfor %}{% endblock %}",
    "tools": "{% macro show(x, n=2) %}[{{ x|upper * n }}]{% endmacro %}",
    "later": "{% for x in items() %}{{ x }} {% endfor %}{{ value() }}",
}
env = Environment(loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined)
print("page:", env.get_template("page").render(xs=["a", "", "<b>"]))
print("filters:", env.from_string("{{ d|dictsort }} {{ xs|batch(2)|list }} {{ 'a b'|title }} {{ 3.14159|round(2) }} {{ xs|map('string')|join('-') }}").render(d={"b": 1, "a": 2}, xs=range(5)))
print("set:", env.from_string("{% set ns = namespace(n=0) %}{% for x in range(4) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}").render())


async def items():
    for n in range(3):
        await asyncio.sleep(0)
        yield n


async def value():
    return "awaited"


later = Environment(loader=DictLoader(templates), enable_async=True).get_template("later")
print("async:", asyncio.run(later.render_async(items=items, value=value)))
try:
    env.from_string("line\n{{ missing.attribute }}").render()
except UndefinedError as error:
    print("undefined:", error, error.__traceback__.tb_next.tb_next.tb_lineno)
try:
    env.from_string("a\n{% for %}")
except TemplateSyntaxError as error:
    print("syntax:", error.message, error.lineno)
try:
    SandboxedEnvironment().from_string("{{ ().__class__.__mro__ }}").render()
except SecurityError as error:
    print("sandbox:", error)
