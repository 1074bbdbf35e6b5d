"""jiter: whole and partial documents, modes of floats and keys, errors with their places."""

import jiter
F=jiter.from_json
def t(label,f):
    try: print(label, repr(f()))
    except BaseException as e: print(label, type(e).__name__, e)
for s in [b'{"a":1,"a":222}', b'{"a":1,"b":{"x":1, "x" : "q"}}',b'[{"a":1,"a":2},3]', b'{"a":1,"a":']:
    t(('dup',s), lambda: F(s,catch_duplicate_keys=True)); t(('dup partial',s), lambda: F(s,catch_duplicate_keys=True,partial_mode=True))
for s in [b'[1.5,1e5,-0.0,1,NaN,Infinity,-Infinity,12345678901234567890,0.10,1E+2]', b'[1.', b'[1e', b'-1.5', b'[1.5, 2.50']:
    for m in ('float','decimal','lossless-float'):
        t((m,s), lambda: F(s,float_mode=m)); t((m,s,'partial'), lambda: F(s,float_mode=m,partial_mode='on'))
for s in [b'', b'{"a": "b', b'{"a": tru', b'{"a": [1, {"b": "c\\u00', b'["x", "y\xc3', b'{"a', b'{"a":1,', b'\xff', b'"\xff"', b'[1,2', b'"a\nb"', b'{"key": "va\\n']:
    for p in (False, True, 'on','trailing-strings'):
        t((s,p), lambda: F(s,partial_mode=p))
t('posonly', lambda: F(json_data=b'1')); t('noargs', lambda: F()); t('kw', lambda: F(b'1', x=1))
for v in (None, 3, 'x', memoryview(b'1')): t(('type',type(v)), lambda: F(v))
for o in (dict(allow_inf_nan=1), dict(cache_mode=3), dict(partial_mode=3), dict(float_mode=3), dict(catch_duplicate_keys=1), dict(cache_mode='keys'), dict(cache_mode=False), dict(partial_mode='off')): t(o, lambda: F(b'[1]', **o))
L=jiter.LosslessFloat
for v in (b'1.50', b'abc', b'', b'1', b'1e400', b' 1', b'-Infinity', b'1_0', 'x', 3): t(('LF',v), lambda: (L(v), float(L(v)), L(v).as_decimal(), bytes(L(v)), str(L(v)), repr(L(v))))
t('eq', lambda: (L(b'1')==L(b'1'), hash(L(b'1'))==hash(L(b'1')), L.__module__, jiter.from_json.__doc__, jiter.cache_clear(), jiter.__all__, jiter.LosslessFloat.__doc__))
t('LF0', lambda: L()); t('round', lambda: F(b'[1.1]', float_mode='decimal')); t('deep', lambda: F(b'['*201+b']'*201)); t('deep', lambda: len(F(b'['*200+b']'*200)))
