# Every construct of the grammar; syntax.ast is what CPython makes of it.
"""docstring"""
import a
import a.b.c as d, e
from . import f
from .. import g as h, i
from ...j.k import (l, m as n,)
from o import *
from .... import p

x = 1
x = y = z, = 1, 2
x: int
x: int = 5
(x): int = 5
x.y: int
x[0]: str = "s"
x += 1; x -= 1; x *= 2; x @= m; x /= 2; x //= 2; x %= 3; x **= 4
x <<= 1; x >>= 1; x |= 1; x ^= 1; x &= 1;
a, *b = c
[a, (b, *c)] = d
(a.b), c[0], *d.e = f
del a, b[0], (c, d), [e], f.g,
pass; assert a; assert a, "b"
global_ = nonlocal_ = match = case = type = _ = 1
type X = int
type X[T, *Ts, **P] = dict[T, P]
type X[T: (int, str) = int, *Ts = *tuple[int], **P = [int]] = T
match.case; match(case); match[case]; match * case; match - 1; type(x); type.y; type = 3; _ = type

if a: pass
elif b: pass
elif c:
    pass
else: pass
if (a := b) and (c := d): pass
while a: break
else: continue
for a in b: pass
for a, *b in c, *d: pass
else:
    pass
for a[0], (b.c) in d: pass
try: pass
except: pass
try: pass
except A: pass
except (B, C) as d: pass
else: pass
finally: pass
try:
    pass
finally:
    pass
try: pass
except* A: pass
except* (B, C) as d: pass
with a: pass
with a, b as c, d as (e, f): pass
with (a): pass
with (a, b): pass
with (a as b): pass
with (a as b, c, d as (e, *f),): pass
with (a, b) as c: pass
with (a), (b): pass
with (yield): pass
with (a := b): pass
with (a for a in b): pass
with (a if b else c, d): pass
with (*a, b): pass
with (lambda: a, b): pass
with (a)[0] as b, (c).d: pass
with (a as b.c, d as e[0]): pass
raise
raise a
raise a from b

def f(): pass
def f(a, b: int, c=1, d: str = "s") -> int: return
def f(a, /, b, *, c): return a
def f(a=1, /, b=2, *c, d, e=3, **f): return a, *b
def f(*a: *b, **c: d): yield
def f(*, a,): x = yield a, *b; yield from c
def f[T](a: T) -> T: nonlocal q; global r, s
def f[T: int, *U, **V](): return (yield)
@a
@b.c(d)[e]
@(lambda f: f)
def f(): pass
async def f():
    await a
    async for b in c: pass
    else: pass
    async with d as e, f: pass
    async with (d as e, f): pass
    return [g async for g in h if await i], (j async for j in k)
@a
class C: pass
class C(): pass
class C(a, *b, c=d, **e): x: int = 1
class C[T](A[T]): pass
@a
async def f(): pass

match a:
    case 1: pass
    case -1 | 1.5 | -2.5j | 1 + 2j | -1 - 2j: pass
    case "a" "b" | b"c": pass
    case None | True | False: pass
    case _: pass
    case b: pass
    case b.c.d: pass
    case (1): pass
    case (): pass
    case (a,): pass
    case (a, b, *_): pass
    case []: pass
    case [a, *b]: pass
    case a, b: pass
    case *a, b: pass
    case a,: pass
    case {}: pass
    case {1: a, "b": c, d.e: f, -1: g, None: h, **rest}: pass
    case {**rest}: pass
    case C(): pass
    case C(a, b.c, d=e, f=1,): pass
    case b.C(d=D(e)): pass
    case (1 | 2) as x: pass
    case [1 as y, C() as z]: pass
    case x if x > 1: pass
    case case if match: pass
match a, b:
    case a, b: pass
match *a, b:
    case _: type X = int
match (a):
    case _:
        match b:
            case _: pass
match -a:
    case _: pass
match [a]:
    case _: pass
match {}:
    case _: pass
match match:
    case case: pass

a or b or c and d and not e
not not a
a < b <= c > d >= e == f != g is h is not i in j not in k
(a < b) < c
(a and b) and c
a | b ^ c & d << e >> f + g - h * i @ j / k // l % m
-a ** -b ** ~c
+a * -b
await_ = a ** b
a if b else c if d else e
lambda: a
lambda a, /, b=1, *c, d, e=2, **f: a
lambda *a: a; lambda *, a: a; lambda **a: a; lambda a,: a
lambda: (yield)
(a, b := c, *d)
a.b.c(d)(e)[f].g
a[b], a[b:], a[:b], a[:], a[::], a[b:c:d], a[b, c], a[b:c, d], a[*b], a[*b, c:d], a[b,], a[b := c]
a(b, *c, d=e, **f)
a(b for b in c)
a((b for b in c), d)
a(b := c, *d, e, *f, g=h, *i, **j, k=l)
()
(a)
(a,)
a,
[]; [a]; [a, *b,]
{}; {a}; {a, *b}; {a: b, **c, d: e}
[a for b in c for d, e in f if g if h]
{a for b in c}; {a: b for c in d}
[a async for b in c]
[a for b, in c]
[a for b in c if d or e for f in g]
((a for b in c))
((a))
(yield_ := a)
...
1; 0; 00; 0xFF; 0o17; 0b1010; 1_000; 0x_f; 18446744073709551615; 18446744073709551616
0xffffffffffffffffffff; 1.; .5; 1.5e10; 1e-7; 1E+5; 1_0.0_1e1_0; 1j; 1.5J; 1e5j; 1e400; 1e16; 1e-5; 123456789012345.6
"a" 'b' """c""" '''d'''
"\n\t\\\'\"\a\b\f\r\v\0\101\x41\u0041\U00000041\N{LATIN SMALL LETTER A}\
continued"
r"\n" R'\x'; b"\x00\xff\101" rb"\x" bR'\x' Rb"" if a else u"a"
"é" "日本" "\ud800" '"' "'" '\'"'
"""a
b"""
é = ａ = 1
f""; f"a"; f"{a}"; f"a{b}c{d!r}e{f:g}h{i!s:>{j}}k{{l}}"
f"{a=}"; f"{a = }"; f"{a=!s}"; f"{a=:5}"; f"{a + b=}"
f"{a:{b}.{c}}"; f"{a!a:}" "x" f"y" 'z'
f"{'a'}{"b"}{f'{f"{c}"}'}"; f'''{
a
}'''
f"{a if b else c}{(lambda: 1)}{ {1: 2}[1] }{a, b}{*a, b}{yield_}"
rf"\d{a}\n{b:\d}"; fR"{a}"; f"\n{a}\x41\N{BULLET}{{"; f"{a:%Y-%m-%d}"
f"{a!r:^{width}}{b:{c:{d}}}"
f"{x:=5}"; f"{(x:=5)}"; f"{a!=b}"; f"{a['b']}"; f"{a:b:c}"
a = \
    1
if a: \
    pass
(a  # comment
 .b(
)
)
if a:
	pass
if a:

    # comment
  # other
    pass
# end
