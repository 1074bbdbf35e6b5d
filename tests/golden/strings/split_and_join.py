print("a b  c".split(), "a b  c".split(" "), " a b ".split(), "".split(), "".split(","))
print("a,b,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "a,,b".split(","))
print("one\ntwo\r\nthree\rfour\x0bfive\n".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print("a b c d".split(None, 2), "a b c d".rsplit(None, 1), "  a b  ".split(None, 1))
print(", ".join(["x", "y"]), "".join([]), "-".join("abc"), "+".join({"k": 1}), "/".join(str(i) for i in range(3)))
print("aXXbXXc".split("XX"), "a\tb\nc".split(), "a\u3000b".split())
for bad in (lambda: "a".split(""), lambda: ",".join([1]), lambda: ",".join(["a", None]), lambda: ",".join(5)):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(error)
words = "the quick brown fox".split()
print(" ".join(w[::-1] for w in words), " ".join(reversed(words)), max(words, key=len))
