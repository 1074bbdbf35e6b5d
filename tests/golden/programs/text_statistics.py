from collections import Counter, defaultdict

TEXT = """The cook watches four pots. One pot boils, one pot simmers,
and two pots wait. When a pot is ready, the cook turns to it;
no pot has to wait for another. That is all there is to it."""

words = [w.strip(".,;").lower() for w in TEXT.split()]
print(len(words), len(set(words)), sum(map(len, words)) / len(words))
for word, n in Counter(words).most_common(4):
    print(f"{word:<6}|{n:>3}|{'*' * n}")
by_length = defaultdict(set)
for word in words:
    by_length[len(word)].add(word)
for length in sorted(by_length, reverse=True)[:4]:
    print(length, sorted(by_length[length]))
print(" ".join(w.capitalize() for w in words[:5]), "|", TEXT.splitlines()[1].upper())
letters = Counter(c for c in TEXT.lower() if c.isalpha())
print("".join(sorted(letters, key=lambda c: (-letters[c], c))[:8]))
print({c: f"{letters[c] / letters.total():.1%}" for c in "aeiou"})
caesar = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
secret = TEXT.lower().translate(caesar)
print(secret[:27], secret.translate(caesar) == TEXT.lower())
longest = max(words, key=lambda w: (len(w), w))
print(longest, longest[::-1], [i for i, w in enumerate(words) if w == "pot"])
print(*(line.rjust(64, ".") for line in TEXT.splitlines()), sep="\n")
