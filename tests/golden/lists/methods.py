a = [3, 1, 2]
a.append(5); a.extend("xy"); a.insert(1, 9); a.insert(-1, "i"); a.insert(100, "end"); a.insert(-100, "start")
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(9)
print("a, a.index(1), a.count(1), a.copy() == a, a.copy() is a =", a, a.index(1), a.count(1), a.copy() == a, a.copy() is a)
a.reverse()
print("a =", a)
a.clear()
print("a, bool(a) =", a, bool(a))
b = [3, 1, 2]
print("b.sort(), b, b.sort(reverse=True), b =", b.sort(), b, b.sort(reverse=True), b)
words = ["bb", "A", "a", "ccc", "B"]
words.sort(key=str.lower)
print(words, sorted(words, key=len), sorted(words, key=len, reverse=True))
print("[1, 2] + [3], [0] * 3, 2 * [1, 2], [1] == [1.0], [1, 2] <... =", [1, 2] + [3], [0] * 3, 2 * [1, 2], [1] == [1.0], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], 1 in [True])
print("list(), list(\"ab\"), list(range(3)), list({1: 2}), [[]] * ... =", list(), list("ab"), list(range(3)), list({1: 2}), [[]] * 2, [1, "a", None, 2.5])
x = [[]] * 2
x[0].append(1)
print("x =", x)
r = [1]
r.append(r)
print("r, r[1] is r =", r, r[1] is r)
print("[1, 2, 3].index(3, 1), [1, [2, [3]]], list(reversed([1, 2... =", [1, 2, 3].index(3, 1), [1, [2, [3]]], list(reversed([1, 2])), [None] * 2)
c = [1, 2, 3]
c += (4,)
c *= 2
print("c, [1, 2].__contains__(2), [*map(str, c)], sum([[1], [2]]... =", c, [1, 2].__contains__(2), [*map(str, c)], sum([[1], [2]], []))
