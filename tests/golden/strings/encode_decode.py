s = "héllo €😀"
print(s.encode(), s.encode("utf-8") == s.encode(), s.encode("utf-16-le"), "é".encode("latin-1"))
print(s.encode("ascii", "replace"), s.encode("ascii", "ignore"), s.encode("ascii", "xmlcharrefreplace"), s.encode("ascii", "backslashreplace"))
print("b\"h\\xc3\\xa9\".decode() =", b"h\xc3\xa9".decode())
print("b\"\\xe9\".decode(\"latin-1\") =", b"\xe9".decode("latin-1"))
print("b\"a\\xffb\".decode(\"utf-8\", \"replace\") =", b"a\xffb".decode("utf-8", "replace"))
print("b\"a\\xffb\".decode(errors=\"ignore\") =", b"a\xffb".decode(errors="ignore"))
print(str(b"abc", "ascii"), str(b"abc"), bytes("é", "utf8"), "\ud800".encode("utf-8", "surrogatepass"))
for bad in ("s.encode('ascii')", "b'\\xff'.decode()", "b'\\xe9a'.decode('utf-8')", "b'\\xc3'.decode()", "b'\\x80'.decode('ascii')", "s.encode('nope')", "'\\ud800'.encode()"):
    try:
        eval(bad)
    except (UnicodeError, LookupError) as error:
        print(type(error).__name__, error)
try:
    "aé".encode("ascii")
except UnicodeEncodeError as error:
    print(error.encoding, error.start, error.end, error.reason, error.object)
