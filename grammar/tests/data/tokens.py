# Layout: lines, blocks, soft keywords, f-strings; tokens.txt is what the grammar reads.
if x:
    y = (1,
         2)  # comment

    # blank lines and comments count for nothing
    if z: a; b
	
else:
    w = 1 + \
        2
match x:
    case [1, _]: case = 1
    case _ if match: match(case)
type X[T] = int
type = type(x)
with (a as b, c): pass
with (a, b) as c: pass
f"a{b!r:>{c}}{{d}}" rf'\d{e = }' f'''{
x}'''
é = b'x' R"y" 0x1f 1.5 2j
x := y -> z ... !
