from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict, deque, namedtuple

c = Counter("mississippi")
print(c, c.most_common(2), c["z"], c.total(), sorted(c.elements())[:4], c + Counter("ms"), c - Counter("sss"), c & Counter("ss"), c | Counter("zz"))
c.update("zz")
c.subtract("m")
print(c, dict(c), +c, Counter(a=1) == Counter(["a"]), Counter({"x": 2}) > Counter("x"))
d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, d.get("zz"), dict(d), defaultdict(int, x=5)["y"], d.default_factory is list)
q = deque([1, 2, 3], maxlen=4)
q.append(4); q.append(5); q.appendleft(0)
print(q, q[0], q[-1], q.pop(), q.popleft(), q, len(q), list(reversed(q)))
q.extend([8, 7]); q.rotate(1); q.extendleft([9])
print(q, q.maxlen, q.count(7), q.index(7), 7 in q, q == deque(q), deque("abc"), deque())
q.remove(7); q.insert(1, "i"); q.reverse()
print(q, q.copy())
for bad in ("deque().pop()", "deque().popleft()", "deque([1]).remove(2)", "deque([1])[5]", "deque([1], -1)", "deque([1,2], maxlen=2).insert(0, 1)"):
    try:
        eval(bad)
    except (IndexError, ValueError) as error:
        print(type(error).__name__, error)
P = namedtuple("P", "x y", defaults=[0])
p = P(1, 2)
print("p =", p)
print("p.x =", p.x)
print("p[1] =", p[1])
print("p._asdict() =", p._asdict())
print("p._replace(y=5) =", p._replace(y=5))
print("P(3) =", P(3))
print("P._fields =", P._fields)
print("P._make([7, 8]) =", P._make([7, 8]))
print("p == (1, 2) =", p == (1, 2))
print("[*p] =", [*p])
print("P(y=1, x=2) =", P(y=1, x=2))
print("p._field_defaults =", p._field_defaults)
x, y = p
print("x + y =", x + y)
print("isinstance(p, tuple) =", isinstance(p, tuple))
print("hash(p) == hash((1, 2)) =", hash(p) == hash((1, 2)))
try:
    P()
except TypeError as error:
    print(error)
try:
    p.x = 1
except AttributeError as error:
    print(error)
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
print(o, o.popitem(last=False), list(o), o == {"a": 1, "c": 3}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print("m[\"a\"] =", m["a"])
print("m[\"b\"] =", m["b"])
print("m.maps[0] =", m.maps[0])
print("sorted(m) =", sorted(m))
print("m.new_child({\"a\": 9})[\"a\"] =", m.new_child({"a": 9})["a"])
print("len(m) =", len(m))


class Upper(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)


print("Upper(a=1) =", Upper(a=1))
print("Upper({\"x\": 2}).data =", Upper({"x": 2}).data)


class Shouting(OrderedDict):
    """A dictionary whose own method stores all items."""

    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


upper = Shouting({"a": 1}, b=2)
print("initialized", upper, Shouting([("c", 3)]), Shouting(upper), Shouting.fromkeys("de"))
upper.update({"x": 1}, y=2)
upper |= {"z": 3}
print("updated", upper, upper.setdefault("k", 4), upper.setdefault("K", 5), upper)
print("merged", upper | {"m": 1}, {"n": 1} | Shouting(o=2), upper.copy() == upper)
