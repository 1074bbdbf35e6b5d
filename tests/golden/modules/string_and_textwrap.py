import string
import textwrap

print(string.ascii_lowercase, string.digits, string.punctuation, repr(string.whitespace))
print(string.Template("$who likes ${what} $$5").substitute(who="Bo", what="tea"), string.capwords("a bc d"))
try:
    string.Template("$x").substitute()
except KeyError as error:
    print("error =", error)
text = "The quick brown fox jumped over the lazy dog near the river bank."
print(textwrap.fill(text, 30))
print(textwrap.wrap(text, 20)[:2], textwrap.shorten(text, 25), repr(textwrap.dedent("  a\n    b\n  c")), repr(textwrap.indent("a\nb", "> ")))
