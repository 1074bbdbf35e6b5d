"""Grammars by lark and pyparsing, paths into JSON, changed objects, frozen collections, functional helpers."""
import functools
import funcy
import glom
import jmespath
import jsonpickle
import jsonpath_ng
import lark
import pyparsing as pp
import pyrsistent
from expression import Error, Ok, Some, effect, pipe
from returns.maybe import Maybe, maybe
from returns.pipeline import flow
from returns.result import Failure, Success, safe

grammar = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: atom | product "*" atom -> mul
?atom: NUMBER -> number | "-" atom -> neg | NAME -> var | "(" sum ")"
%import common.NUMBER
%import common.CNAME -> NAME
%ignore " "
"""


@lark.v_args(inline=True)
class Calculate(lark.Transformer):
    from operator import add, mul, neg, sub
    number = float

    def var(self, name):
        return {"x": 4}[name]


for parser in ("lalr", "earley"):
    language = lark.Lark(grammar, parser=parser, propagate_positions=True)
    tree = language.parse("1 + 2 * (x - 3)")
    print(tree.pretty(), Calculate().transform(tree), tree.meta.end_column)
    try:
        language.parse("1 + * 2")
    except lark.UnexpectedInput as error:
        print(type(error).__name__, error.line, error.column, error.get_context("1 + * 2"))
integer = pp.Word(pp.nums).set_parse_action(lambda t: int(t[0]))
expression = pp.infix_notation(integer | pp.Word(pp.alphas), [("*", 2, pp.OpAssoc.LEFT), (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT)])
print(expression.parse_string("1+2*(a-3)").as_list())
record = pp.Group(pp.Word(pp.alphas)("key") + pp.Suppress("=") + pp.QuotedString('"')("value"))
print(pp.DelimitedList(record).parse_string('a="x y", b="z"').dump())
try:
    record.parse_string("a=b")
except pp.ParseException as error:
    print(error, error.explain(depth=0).splitlines()[0])
data = {"people": [{"name": "a", "age": 3, "tags": ["x"]}, {"name": "b", "age": 9, "tags": []}], "n": {"m": [1, 2]}}
print(jmespath.search("people[?age > `5`].{n: name, c: length(tags)} | [0]", data), jmespath.search("sum(n.m[*])", data))
print([(str(m.full_path), m.value) for m in jsonpath_ng.parse("$..name").find(data)])
print(glom.glom(data, {"names": ("people", ["name"]), "first": "people.0.tags", "none": glom.Coalesce("x.y", default=0)}))
try:
    glom.glom(data, "people.5.name")
except glom.PathAccessError as error:
    print(str(error).splitlines()[-1])
frozen = pyrsistent.freeze(data)
changed = frozen.transform(["people", pyrsistent.ny, "age"], lambda age: age + 1)
print(changed["people"][0]["age"], frozen["people"][0]["age"], pyrsistent.thaw(changed)["n"], pyrsistent.pvector([1, 2]).append(3), hash(pyrsistent.pmap({"a": 1})) == hash(pyrsistent.m(a=1)))


class Point:
    def __init__(self, x):
        self.x, self.items = x, {1, 2}


text = jsonpickle.encode(Point(5))
print(text, jsonpickle.decode(text).x)
print(funcy.lmap(r"\d+", ["a1", "b22"]), funcy.group_by(len, ["a", "bb", "c"]), funcy.lchunks(2, range(5)), funcy.project({"a": 1, "b": 2}, ["a"]), funcy.walk_values(str, {"a": 1}), funcy.partition_by(lambda n: n > 2, [1, 3, 4, 1]) and 1)


@safe
def divide(a, b):
    return a / b


print(divide(1, 2), divide(1, 0), divide(4, 2).map(lambda v: v + 1).value_or(None), flow(4, lambda v: v * 2, str))
print(Maybe.from_optional(None).bind_optional(str), Success(1).bind(lambda v: Failure(v)), maybe(lambda d: d.get("a"))({"a": 1}))


@effect.result[int, str]()
def steps():
    a = yield from Ok(2)
    b = yield from (Ok(3) if a < 5 else Error("big"))
    return a * b


print(steps(), pipe(Some(3), lambda o: o.map(lambda v: v + 1)))
