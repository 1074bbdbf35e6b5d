"""The codecs of East Asia: characters and codes, errors, handlers, states, parts, streams."""

import codecs
import hashlib
import io

CODECS = """gb2312 gbk gb18030 hz big5 cp950 big5hkscs euc_jp shift_jis cp932 euc_kr cp949 johab iso2022_jp iso2022_jp_1
    iso2022_jp_2 iso2022_jp_ext iso2022_kr""".split()


def show(what, call, *args):
    try:
        print(what, ascii(call(*args)))
    except Exception as error:
        print(what, type(error).__name__, error)


def pairs(lead):
    """All pairs of bytes that begin with one, each between letters and at the beginning of a line."""
    return b"".join(bytes([lead, trail]) + b"ab\n" for trail in range(256))


# Characters of all planes that have any, and pairs of bytes.
for name in CODECS:
    encoded = hashlib.sha256()
    for start in [*range(0, 0x10000, 0x1000), 0x20000, 0x27000]:
        text = "\n".join(chr(code) for code in range(start, start + 0x400) if not 0xd800 <= code < 0xe000)
        encoded.update(text.encode(name, "replace"))
    decoded = hashlib.sha256()
    for lead in range(0x81, 0xff, 5):
        decoded.update(pairs(lead).decode(name, "replace").encode())
    print(name, encoded.hexdigest()[:16], decoded.hexdigest()[:16])

text = "".join(chr(code) for code in range(0x10000, 0x110000, 0x1001) if not 0x10f000 <= code < 0x10f800)
print("beyond", text.encode("gb18030").decode("gb18030") == text)
three = hashlib.sha256()
for row in range(0xa0, 0x100, 9):
    three.update("".join(bytes([0x8f, row, column]).decode("euc_jp", "replace") for column in range(0xa0, 0x100)).encode())
print("three bytes", three.hexdigest()[:16])

CASES = {
    "iso2022_jp": [b"\x1b", b"\x1b$", b"\x1b$Z", b"\x1b(Ia", b"\x1b$B!", b"\x1b$B!\n", b"\x1b$B!!\n!!", b"a\x0eb", b"\x80",
                   b"\x1b(J\\~", b"\x1bN!", b"\x1bXX", b"\x1b$(D!!", b"\x1b$BzzZZ"],
    "iso2022_jp_2": [b"\x1b.A\x1bNa\x1b.F\x1bNa", b"\x1bNa", b"\x1b.A\n\x1bNa"],
    "iso2022_kr": [b"\x1b$)C\x0e!!\x0f", b"\x0e!!", b"\x1b$)C\x0e!\n", b"\x1b$)C\x0eab\nab", b"\x1b(B"],
    "hz": [b"~~a~{!!~}b", b"~", b"~x", b"~{!", b"~{!!", b"~{!!\n!!", b"~\nab", b"~{~}", b"~{zz", b"\x80", b"~{a~}"],
    "euc_kr": [b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xa2", b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4", b"\xa4\xd4zz", b"\xa4\xd4zzzzzz"],
    "gb18030": [b"\x810\x810", b"\x810\x81", b"\x900\x810", b"\xe32\x9a5", b"\xe32\x9a6", b"\x841\xa49", b"\x841\xa50",
                b"\x810zz", b"\x81z"],
    "euc_jp": [b"\x8e", b"\x8e\xb1", b"\x8e ", b"\x8f\xa2", b"\x8f\xa2\xb7", b"\x8f  ", b"\xa1"],
    "big5hkscs": [b"\x88b\x88d\x88\xa3\x88\xa5", b"\x88f"],
}
for name, cases in CASES.items():
    for case in cases:
        show(f"{name} {case}", case.decode, name)
for name, cases in {"iso2022_jp": ["aあb", "あ\nい", "\xa5\u203e", "ｱ"], "iso2022_jp_2": ["é\nα", "中国汉한"],
                    "iso2022_jp_ext": ["ｱ", "乂"], "iso2022_kr": ["한\n글", "힣"], "hz": ["a~汉b", "汉\n汉"],
                    "big5hkscs": ["\xca\u0304", "\xca", "\xea\u030cx", "\xeax"], "gb18030": ["\ud800", "\U0001f600"],
                    "euc_kr": ["갂", "ㅤ"]}.items():
    for case in cases:
        show(f"{name} {ascii(case)}", case.encode, name)

codecs.register_error("test.next", lambda error: ("<>", error.end))
codecs.register_error("test.back", lambda error: ("\u3042", -1))
codecs.register_error("test.bytes", lambda error: (b"\xff", error.end))
codecs.register_error("test.wrong", lambda error: 3)
codecs.register_error("test.far", lambda error: ("", 100))
for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "test.next", "test.back",
               "test.bytes", "test.wrong", "test.far", "test.none"):
    show(f"encode {errors}", "a\xe9\u3042".encode, "euc_kr", errors)
    show(f"decode {errors}", b"a\xff\xb0\xa1b".decode, "euc_kr", errors)
show("state of replacements", "あ\xe9い".encode, "iso2022_jp", "xmlcharrefreplace")

encoder = codecs.getincrementalencoder("iso2022_jp")()
show("parts", lambda: [encoder.encode(part) for part in "aあいb"] + [encoder.encode("う", True)])
decoder = codecs.getincrementaldecoder("gb18030")()
show("bytes", lambda: [decoder.decode(bytes([byte])) for byte in "汉a\u0080\U0001f600".encode("gb18030")])
show("kept", lambda: (decoder.decode(b"\x81"), decoder.getstate()[0]))
show("end", decoder.decode, b"", True)
decoder.reset()
show("after", decoder.decode, b"ab", True)
composed = codecs.getincrementalencoder("big5hkscs")()
show("composed", lambda: [composed.encode("\xca"), composed.encode("\u0304"), composed.encode("\xca"), composed.encode("", True)])
show("errors", lambda: setattr(decoder, "errors", 3))

stream = io.BytesIO()
writer = codecs.getwriter("iso2022_jp")(stream)
writer.write("あ")
writer.writelines(["い", "u"])
writer.write("え")
writer.reset()
print("written", stream.getvalue())
reader = codecs.getreader("euc_jp")(io.BytesIO("いろは\nにほ\n".encode("euc_jp")))
print("read", [reader.read(1), reader.readline(), reader.readlines()])
with io.TextIOWrapper(io.BytesIO(), "shift_jis", newline="") as file:
    file.write("日本語\nテキスト")
    file.seek(0)
    print("file", file.readlines())
show("unknown", codecs.lookup, "euc_none")
show("alias", lambda: codecs.lookup("sjis").name)
