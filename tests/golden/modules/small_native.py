import zlib, gzip, array, cmath, ast, io
d=b"hello world "*1000
print("zlib.decompress(zlib.compress(d))==d =", zlib.decompress(zlib.compress(d))==d)
print("gzip.decompress(gzip.compress(d))==d =", gzip.decompress(gzip.compress(d))==d)
print("zlib.crc32(d) =", zlib.crc32(d))
print("zlib.adler32(d) =", zlib.adler32(d))
print("len(zlib.compress(d))<200 =", len(zlib.compress(d))<200)
do=zlib.decompressobj(); c=zlib.compress(d); out=b"".join(do.decompress(c[i:i+7]) for i in range(0,len(c),7)); print("out==d, do.eof =", out==d, do.eof)
try: zlib.decompress(b"xx")
except zlib.error as e: print(e)
import zipfile
b=io.BytesIO()
with zipfile.ZipFile(b,"w",zipfile.ZIP_DEFLATED) as z: z.writestr("a.txt","hi"*100)
print(zipfile.ZipFile(b).read("a.txt")[:4], zipfile.ZipFile(b).namelist())
a=array.array('i',[1,2,3]); a.append(4); print(a, a[1:], a.tobytes(), a.itemsize, sum(a), array.array('d',[1.5]))
try: a.append('x')
except TypeError as e: print(e)
try: array.array('b',[200])
except OverflowError as e: print(e)
print("cmath.sqrt(-1) =", cmath.sqrt(-1))
print("cmath.phase(1j) =", cmath.phase(1j))
print("cmath.polar(1+1j) =", cmath.polar(1+1j))
print("cmath.isclose(cmath.exp(cmath.pi*1j),-1) =", cmath.isclose(cmath.exp(cmath.pi*1j),-1))
print("ast.literal_eval(\"{'a': [1, -2.5, (3,)], 'b': {1,2}, None... =", ast.literal_eval("{'a': [1, -2.5, (3,)], 'b': {1,2}, None: True, 'c': 1+2j, b'x': '''y'''}"))
print("ast.literal_eval(\" 12\") =", ast.literal_eval(" 12"))
for bad in ("f()", "a", "1+1", "[1,"):
    try: ast.literal_eval(bad)
    except (ValueError, SyntaxError) as e: print(type(e).__name__)
nan=float('nan'); l=[nan]; print("nan is nan, nan in l, l==[nan], l.index(nan), l.count(nan... =", nan is nan, nan in l, l==[nan], l.index(nan), l.count(nan), {nan:1}[nan], nan in {nan}, (nan,)==(nan,), l.__contains__(nan))
import types, importlib, re, datetime
@types.coroutine
def g(): 
    r = yield 1
    return r
async def f(): return await g()
c=f(); print("c.send(None) =", c.send(None))
try: c.send(5)
except StopIteration as e: print("e.value =", e.value)
print(re.I|re.M, repr(re.I), re.compile("a",re.I|re.X).flags)
m=importlib.import_module("json.decoder"); print(m.__name__, importlib.util.find_spec("nope"), importlib.util.find_spec("json").name)
