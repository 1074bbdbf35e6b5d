"""Code of many kinds formatted anew, and code that cannot be."""
import black

SOURCES = [
    "x = {  'a':1,'b' : [1,2,\n3] }",
    "def f(a,*,b:int=1,**k)->'T': return lambda x:x if a else b",
    "class A(B):\n  '''doc'''\n  @p\n  async def m(self):\n    async with a as b, c: await d\n    return [x async for x in y if z]",
    "match x:\n case [1,*r] if r: pass\n case {'a':b}|C(d=1): ...",
    "if (n:=10)>5 and not(x is None): print(f'{n!r:>{w}}', end = \"\")  #comment",
    "try: pass\nexcept* (A,B) as e: raise X from e\nfinally: del a,b",
    "type X[T:int]=list[T]\nresult = some_function_name(argument_number_one, argument_number_two)[0:1](a = 1, b = 2, c = 33)",
]
for source in SOURCES:
    print("##", source.splitlines()[0])
    print(black.format_str(source, mode=black.Mode()), end="")
try:
    black.format_str("def f(:", mode=black.Mode())
except black.InvalidInput as error:
    print("invalid:", error)
