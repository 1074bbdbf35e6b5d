"""Namespaces of elements and attributes in XML."""

from _expat_documents import docs, expat, run

nsdocs = [
    b"<a xmlns='u' xmlns:p='v' p:x='1' y='2'><p:b xmlns=''><c/></p:b></a>",
    b"<p:a/>",
    b"<a p:b='1'/>",
    b"<a xmlns:p=''/>",
    b"<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
    b"<a:b:c/>",
    b"<a xmlns:xml='x'/>",
    b"<a xmlns:xmlns='x'/>",
    b"<a xmlns:q='http://www.w3.org/XML/1998/namespace'/>",
    b"<a xml:lang='de'/>",
    b"<:a/>",
    b"<a:/>",
    b"<a xmlns='a!b'/>",
    b"<a xmlns='a b'/>",
]
for sep in "!", " ", "":
    for d in nsdocs:
        print(repr(sep), d)
        run(d, ns=sep)
print("prefixes")
run(nsdocs[0], "!", setup=lambda p: setattr(p, "namespace_prefixes", True))
