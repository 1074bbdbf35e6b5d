print("\"a\\tb\\\\n\\x41\\u00e9\\U0001F600\\101\\0x\".encode() =", "a\tb\\n\x41\u00e9\U0001F600\101\0x".encode())
print('it\'s', "it's", 'say "hi"', "\"quoted\"", """triple "double" quotes""")
print(r"raw \n \d", R"\'", len(r"\\"), rb"\x00", Rb"\n", b"\x00\xff\n'")
print("\N{BULLET}\N{GREEK SMALL LETTER ALPHA}", "\a\b\f\v".encode(), "\N{latin small letter e with acute}")
print("implicit " "joined " 'strings' f" {1 + 1}")
print("repr(\"a'b\") =", repr("a'b"))
print("repr('a\"b') =", repr('a"b'))
print("repr(\"a'b\\\"c\") =", repr("a'b\"c"))
print("repr(\"\\n\\t\\r\\\\\\x00\\x7f\\x80é\\u200b😀\\ud800\") =", repr("\n\t\r\\\x00\x7f\x80é\u200b😀\ud800"))
print(ascii("é😀\n'"), ascii(["ü"]), "\x41" "\
B")
print(u"unicode prefix", """
indented
  text\
 joined""")
print(len(""""""), len("''"), '\x7e', "\60")
print("a" 'b' """c""" r"\d")
