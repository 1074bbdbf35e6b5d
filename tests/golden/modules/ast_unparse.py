import ast
for s in ["f'{x}'", "f'a{x!r:>{w}}b{{}}'", "f\"{x['a']}\"", "f'{a + 1 = }'", "f'''{x}\n'''", "f'\\n{x}'", "f'{\"q\"}'", "f'{f\"{y}\"}'", "'a' f'{b}'", "f'{x:%Y-%m}'", "f\"it's {x}\"", "f'{lambda: 1}'", "f'{(lambda: 1)}'", "f'{ {1:2} }'"]:
    try: print(s, '->', ast.unparse(ast.parse(s)))
    except SyntaxError as e: print(s, 'SyntaxError')

# Every statement and expression, read and written twice: the second text is the first one.
SOURCES = '''
@d
async def f[T: int, *Ts, **P](a, /, b: int = 1, *c, d, e=2, **k) -> str:
    "doc"
    async with a as b, c: pass
    async for i in x: break
    else: continue
    return await (yield (yield from z))
class C[T](A, m=B):
    x: int = 1
    (y): str
type X[T] = list[T]
try: pass
except* (A, B) as e: raise E from f
else: ...
finally: del a, b.c, d[0]
match x:
    case {"a": 1, **rest} if y: pass
    case [1, *_] | C(2, k=None) as z: pass
    case -1 + 2j | "s" | a.b: pass
    case _: pass
if a: pass
elif b: pass
else: assert c, "m"
x = y = (a, *b); x += 1; x @= y
global_ = lambda a, *b, c=1, **d: (a if b else c)
print(a if b else (lambda: c)(), *d, e=1, **f)
[x async for x in y if z if w]; {a: b for a, b in c}; {*a, 1}; {**a, "b": 1}; (x for x in y)
a < b <= c != d is e is not f in g not in h
-a ** -b; not a; (a + b) * c; a - (b - c); (a, b)[c:d:e, ...]; a[b:=1]
x = 1e999, 1j, b"x", "a\\nb", 'it\\'s "q"', None, True, ...
import a.b as c, d; from . import x; from ..y import z as w, q
with a, (yield b) as c: nonlocal_ = 1
'''
tree = ast.parse(SOURCES)
text = ast.unparse(tree)
print(text)
print("again the same:", ast.unparse(ast.parse(text)) == text)
