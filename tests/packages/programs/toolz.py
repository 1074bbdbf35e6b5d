"""Curried functions, pipelines, grouping and dictionaries."""
import toolz
from toolz import curried, functoolz, itertoolz

print("pipe:", toolz.pipe(range(10), curried.filter(lambda x: x % 2), curried.map(lambda x: x * x), list))
add = toolz.curry(lambda a, b, c=0: a + b + c)
print("curry:", add(1)(2), add(1, c=5)(2), add(b=1)(a=2))
print("compose:", toolz.compose(str, abs, int)("-5"), toolz.juxt(min, max, sum)([1, 2, 3]))
print("group:", toolz.groupby(len, ["a", "bb", "c"]), toolz.reduceby(lambda x: x % 2, lambda a, b: a + b, range(6), 0))
print("dicts:", toolz.merge_with(sum, {"a": 1}, {"a": 2, "b": 3}), toolz.update_in({"a": {"b": 1}}, ["a", "b"], lambda x: x + 1), toolz.valmap(str, {1: 2}))
print("windows:", list(toolz.sliding_window(2, range(4))), list(toolz.partition_all(2, range(5))), toolz.frequencies("abca"))
print("join:", list(itertoolz.join(0, [(1, "a"), (2, "b")], 0, [(1, "x"), (1, "y")])))
calls = []
memo = toolz.memoize(lambda x: calls.append(x) or x * 2)
print("memo:", memo(2), memo(2), calls, functoolz.is_arity(1, lambda x: x))
