"""The default handlers of an XML parser."""

from _expat_documents import docs, expat, run

for d in docs:
    print(d)
    run(d, names=(), setup=lambda p: setattr(p, "DefaultHandler", lambda s: print("   D", repr(s))))
    run(
        d,
        names=("StartElementHandler",),
        setup=lambda p: setattr(p, "DefaultHandlerExpand", lambda s: print("   E", repr(s))),
    )
