"""orjson: what is written for values of all kinds and options, and documents that are read or refused."""
import collections
import dataclasses
import datetime as dt
import decimal
import enum
import typing
import uuid
import zoneinfo

import orjson

def t(label, f):
    try: print(label, repr(f()))
    except BaseException as e: print(label, type(e).__name__, '|', e, '|', repr(e.__cause__))
D=orjson.dumps
class S(str): pass
class I(int): pass
class L(list): pass
class DD(dict): pass
class F(float): pass
class E(enum.Enum): A=1; B='x'; C=(1,)
class IE(enum.IntEnum): A=1
@dataclasses.dataclass
class P:
    x:int
    y:str='a'
    _p:int=3
    c: typing.ClassVar[int]=4
@dataclasses.dataclass(slots=True)
class Q:
    x:int
    z:dt.date=dt.date(2020,1,2)
class NT(typing.NamedTuple): a:int
for v in [None,True,1,-1,2**63-1,2**63,2**64-1,2**64,-2**63,-2**63-1,1.0,0.1,1e16,1e15,1e17,123456789012345680.0,1e21,1e22,1e-5,1e-4,1e-7,-0.0,5e-324,1.7976931348623157e308,float('nan'),float('inf'),"a\"b\\c/\n\t\x00\x1f\x7fé€😀\u2028","",b'x',[1,[2]],(1,2),{},[],{"a":[]},{1:2},{None:1},{"b":1,"a":2},S("x"),I(3),L([1]),DD(a=1),F(1.5),E.A,E.B,E.C,IE.A,P(1),Q(1),NT(1),{1,2},decimal.Decimal(1),collections.OrderedDict(a=1),collections.defaultdict(int,a=1),collections.deque([1]),object,dt.date(1,2,3),dt.time(1,2,3),dt.time(1,2,3,4),dt.time(1,2,tzinfo=dt.timezone.utc),dt.datetime(2020,1,2,3,4,5),dt.datetime(2020,1,2,3,4,5,6),dt.datetime(2020,1,2,tzinfo=dt.timezone.utc),dt.datetime(2020,1,2,tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),dt.datetime(1890,1,2,tzinfo=zoneinfo.ZoneInfo("Europe/Amsterdam")),dt.datetime(2020,1,2,tzinfo=dt.timezone(dt.timedelta(hours=-5,minutes=-30))),dt.datetime(1,1,1),dt.timedelta(1),uuid.UUID(int=5),"\ud800",{"\ud800":1},orjson.Fragment(b'{"x": 1}'),orjson.Fragment('é'),orjson.Fragment(3), range(3), 1j, memoryview(b'a')]:
    t(f'{type(v).__name__} {"" if " at 0x" in repr(v) else repr(v)[:60]}', lambda: D(v))
    t('   nonstr', lambda: D({v:1}, option=orjson.OPT_NON_STR_KEYS))
for name in orjson.__all__:
    if name.startswith('OPT'): print(name, getattr(orjson,name))
x={"b":[1,{"c":[],"d":{}}],"a":(1,),"n":dt.datetime(2020,1,2,3,4,5,6),"z":dt.datetime(2020,1,2,3,4,5,6,tzinfo=dt.timezone.utc),"p":P(1),"s":S("x"), "t":dt.time(1,2,3,4)}
for n in orjson.__all__:
    if n.startswith('OPT'): t(n, lambda: D(x, option=getattr(orjson,n)))
t('pd', lambda: D([x], option=orjson.OPT_PASSTHROUGH_DATACLASS|orjson.OPT_PASSTHROUGH_SUBCLASS|orjson.OPT_PASSTHROUGH_DATETIME, default=lambda o: type(o).__name__))
t('default', lambda: D({1,2}, default=list))
t('default raises', lambda: D({1,2}, lambda o: 1/0))
t('default None', lambda: D({1,2}, lambda o: None))
t('default itself', lambda: D({1,2}, lambda o: o))
t('option bad', lambda: D(1, option=1<<20)); t('option str', lambda: D(1, option='x')); t('option none', lambda: D(1, option=None)); t('default bad', lambda: D({1}, default=3))
t('noargs', lambda: D()); t('kw', lambda: D(1, defaultx=3)); t('toomany', lambda: D(1,None,None,None))
r=[]; r.append(r); t('recursive', lambda: D(r))
d={}; c=d
for i in range(300): d['a']={}; d=d['a']
t('deep', lambda: D(c))
def deep(n):
    o=[]
    for _ in range(n-1): o=[o]
    return o
for n in (253,254,255,256): t(f'deep{n}', lambda: len(D(deep(n))))
t('strict', lambda: D(2**53, option=orjson.OPT_STRICT_INTEGER)); t('strict', lambda: D(2**53-1, option=orjson.OPT_STRICT_INTEGER))
t('sort', lambda: D({"b":1,"a":2,"é":3,"Z":0}, option=orjson.OPT_SORT_KEYS))
t('sortnon', lambda: D({2:1,"a":2,None:3,True:1,1.5:2,dt.date(2020,1,1):3}, option=orjson.OPT_SORT_KEYS|orjson.OPT_NON_STR_KEYS))
t('indent', lambda: D({"a":[1,{"b":[],"c":{}}],"e":{}}, option=orjson.OPT_INDENT_2|orjson.OPT_APPEND_NEWLINE))
t('indent frag', lambda: D([orjson.Fragment(b'[1,2]')], option=orjson.OPT_INDENT_2))
Lo=orjson.loads
for s in ['1','-1','1.5','1e5','[1,2]','{"a":1,"a":2}','"\\u00e9\\ud83d\\ude00"','"\\ud800"',' [ ] ','','[','[1,]','{"a"}','nan','NaN','Infinity','01','1.','-','"a\nb"','"abc','tru','null','true x','18446744073709551615','18446744073709551616','-9223372036854775808','-9223372036854775809','1e400','1e-400','{1:2}','[1 2]','{"a":1,}','\ufeff1', '"\\x"','"\\u12"', '123456789012345678901234567890.5','\x00', "{'a':1}", '[[[', 'é', '{"a":1 "b":2}', '{"a" 1}']:
    t('loads '+repr(s), lambda: Lo(s))
for s in [b'"\xff"',b'\xff',bytearray(b'[1]'),memoryview(b'[1]'),3,None,b'"a\xc3"', b'["a", "\xed\xa0\x80"]']:
    t(f'loads {type(s).__name__} {bytes(s) if isinstance(s, memoryview) else s!r}', lambda: Lo(s))
def depth(x):
    n = 0
    while x:
        x, n = x[0], n + 1
    return n
for n in (1023, 1024, 1025): t(f'loads deep{n}', lambda: depth(Lo('['*n+']'*n)))
try: Lo('{"a":\n  x}')
except orjson.JSONDecodeError as e: print(e.msg,e.pos,e.lineno,e.colno,repr(e.doc), isinstance(e,ValueError), orjson.JSONDecodeError.__mro__, orjson.JSONEncodeError)
t('loads none', lambda: Lo()); t('loads kw', lambda: Lo(x=1)); t('loads 2', lambda: Lo('1','2'))
print(orjson.dumps.__doc__, orjson.loads.__doc__, orjson.Fragment)
t('frag', lambda: orjson.Fragment()); t('frag kw', lambda: orjson.Fragment(contents=b'1')); t('frag2', lambda: orjson.Fragment(b'1',2))

for x in (1.5e-5, 1.23456789e-5, 1.5e-6, 1e-6, 1.5e-7, 1e-10, 1e100, 2.5e16, -1.5e-5):
    t(f'float {x}', lambda: D(x))
class TwoMinutes(dt.tzinfo):
    def utcoffset(self, d): return dt.timedelta(hours=1, seconds=30)
class NoOffset(dt.tzinfo):
    def utcoffset(self, d): return None
for zone in (TwoMinutes(), NoOffset(), *(dt.timezone(dt.timedelta(seconds=n)) for n in (90, 89, -90, -30, -29))):
    t('zone', lambda: D(dt.datetime(2020, 1, 1, tzinfo=zone)))
class Text(str, enum.Enum): A = 'v'
class Later(dt.datetime): pass
t('text enum', lambda: (D(Text.A), D({Text.A: 1}, option=4)))
t('text enum as key', lambda: D({Text.A: 1}))
t('datetime subclass', lambda: D(Later(2020, 1, 1)))
p = P(1); p.extra = 3; del p.x
t('dataclass with other attributes', lambda: D(p))
t('large subclass', lambda: (D(I(2**63)), D({I(2**63): 1}, option=4)))
t('empty fragment', lambda: D([orjson.Fragment(b'')]))
t('equal keys', lambda: D({1: 1, '1': 2}, option=4))
