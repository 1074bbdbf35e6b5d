"""Encodings and handlers of errors: those built in, the library's and a program's own."""
import codecs, io, pickle
print(codecs.encode("Hello", "rot13"), codecs.decode("Uryyb", "rot_13"), codecs.encode(b"hi", "hex"), codecs.decode("6869", "hex"), codecs.encode(b"hi", "base64"), codecs.decode(b"aGk=\n", "base64"), codecs.encode(b"x" * 50, "zlib")[:2])
for enc in ("cp437", "cp850", "cp1251", "cp1250", "koi8-r", "iso8859-2", "iso-8859-15", "latin9", "mac_roman", "utf-8-sig", "utf-16-le", "utf_32", "ascii", "idna", "punycode", "raw_unicode_escape", "unicode_escape", "cp037", "windows-1252", "latin-1"):
    for text in ("abc", "é€ß", "Привет", "bücher"):
        try: b = text.encode(enc); print(enc, text, b, b.decode(enc))
        except Exception as e: print(enc, text, type(e).__name__, e)
for enc in ("cp437", "cp1251", "cp1252", "ascii", "utf-8"):
    for err in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "nope"):
        try: print(enc, err, "a☃é\N{SNOWMAN}z".encode(enc, err))
        except Exception as e: print(enc, err, type(e).__name__, e)
        try: print(enc, err, b"a\x98\xff\x81z".decode(enc, err))
        except Exception as e: print(enc, err, type(e).__name__, e)
def upper(e): return ("[%d]" % len(e.object[e.start:e.end]), e.end) if isinstance(e, UnicodeEncodeError) else ("<%d>" % e.object[e.start], e.end)
codecs.register_error("mine", upper); print("\"aéz☃\".encode(\"ascii\", \"mine\"), b\"a\\xffz\".decode(\"utf-8\",... =", "aéz☃".encode("ascii", "mine"), b"a\xffz".decode("utf-8", "mine"), "a☃".encode("cp437", "mine"), codecs.lookup_error("mine") is upper)
for bad in (lambda: "a".encode("nope"), lambda: "a".encode("rot13"), lambda: b"a".decode("hex"), lambda: codecs.lookup("zz"), lambda: codecs.encode("a", "hex"), lambda: "a".encode("undefined"), lambda: open("/dev/null", encoding="zzz"), lambda: codecs.decode(b"zz", "hex")):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(codecs.lookup("utf8").name, codecs.lookup("latin1").name, codecs.lookup("UTF-16").name, codecs.getencoder("ascii")("x"), codecs.lookup("cp437").name, codecs.BOM_UTF8)
d = codecs.getincrementaldecoder("utf-8")(); print("[d.decode(bytes([b])) for b in \"é☃\".encode()], d.decode(b... =", [d.decode(bytes([b])) for b in "é☃".encode()], d.decode(b"", True)); d = codecs.getincrementaldecoder("utf-16")(); print("[d.decode(bytes([b])) for b in \"é☃\".encode(\"utf-16\")] =", [d.decode(bytes([b])) for b in "é☃".encode("utf-16")])
r = codecs.getreader("utf-8")(io.BytesIO("é\nb\n".encode())); print("r.read(1), r.readline(), r.readlines() =", r.read(1), r.readline(), r.readlines()); w = codecs.getwriter("latin-1")(b := io.BytesIO()); w.write("é"); print("b.getvalue() =", b.getvalue())
import tempfile, os
n = tempfile.mktemp()
with open(n, "w", encoding="cp1251") as f: f.write("Привет\nмир")
with open(n, encoding="cp1251") as f: print("f.read(), f.encoding =", f.read(), f.encoding)
with codecs.open(n, "r", "cp1251") as f: print("f.readlines() =", f.readlines())
print("list(codecs.iterencode([\"a\", \"é\"], \"utf-8\")), \"\".join(cod... =", list(codecs.iterencode(["a", "é"], "utf-8")), "".join(codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8"))); os.remove(n)
print("pickle.loads(pickle.dumps([\"é☃\\n\\\\u\", b\"x\", {1: \"a\"}], 0)) =", pickle.loads(pickle.dumps(["é☃\n\\u", b"x", {1: "a"}], 0)))
print("pickle.dumps(\"é\", 0) =", pickle.dumps("é", 0))
def search(name):
    if name == "shout": return codecs.CodecInfo(lambda s, e="strict": (s.upper().encode(), len(s)), lambda b, e="strict": (bytes(b).decode().lower(), len(b)), name="shout")
codecs.register(search); print("abc".encode("shout"), b"ABC".decode("shout"))
