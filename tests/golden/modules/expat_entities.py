"""Parameter entities, external subsets, and the limit on expansion."""

from _expat_documents import docs, expat, run


def pe(p):
    p.SetParamEntityParsing(2)

    def ext(ctx, base, sysid, pub):
        print("   ext", (ctx, base, sysid, pub))
        q = p.ExternalEntityParserCreate(ctx)
        t = {
            "x.dtd": b"<?xml encoding='utf-8'?><!ENTITY undef 'found'><!ENTITY % p '(b|c)'><!ELEMENT a %p;><![INCLUDE[<!ELEMENT b EMPTY>]]><![IGNORE[<!ELEMENT <![x[]]> c EMPTY>]]><!ATTLIST a d CDATA 'e'>",
            "file.xml": b"<inner>&e2;</inner>tail",
        }.get(sysid, b"")
        try:
            q.Parse(t, True)
        except expat.ExpatError as e:
            print("   sub", e)
        return 1

    p.ExternalEntityRefHandler = ext


for d in docs:
    if b"DOCTYPE" in d:
        print(d)
        run(d, setup=pe)


def foreign(p):
    pe(p)
    p.UseForeignDTD(True)


for d in docs[:2] + [b"<!DOCTYPE a SYSTEM 'x.dtd'><a>&undef;</a>", b"<!DOCTYPE a><a/>"]:
    print("foreign", d)
    run(d, setup=foreign)
bomb = (
    b"<!DOCTYPE a [<!ENTITY a '"
    + b"x" * 100
    + b"'>"
    + b"".join(b"<!ENTITY %c '" % c + b"&%c;" % (c - 1) * 20 + b"'>" for c in range(98, 108))
    + b"]><a>&k;</a>"
)
run(bomb, names=())
run(bomb.replace(b"<a>&k;</a>", b"<a b='&k;'/>"), names=())
p = expat.ParserCreate()
p.buffer_text = True
p.CharacterDataHandler = lambda s: print("B", repr(s))
p.Parse(b"<a>one\ntwo &amp; three", 0)
print(p.buffer_used)
p.Parse("<b/>\u00e9nd</a>".encode(), 1)
try:
    p.Parse(b"x", 1)
except expat.ExpatError as e:
    print(e)
p = expat.ParserCreate()


def bad(*a):
    1 / 0


p.StartElementHandler = bad
try:
    p.Parse(b"<a/>", 1)
except ZeroDivisionError:
    print("zde")
print(
    expat.errors.XML_ERROR_SYNTAX,
    expat.errors.codes["syntax error"],
    expat.errors.messages[2],
    expat.model.XML_CQUANT_OPT,
)
