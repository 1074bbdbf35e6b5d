"""Grouping, windows, look-ahead, sorting, combinatorics and iterators with errors."""
import more_itertools as mi

print("chunked:", list(mi.chunked(range(7), 3)), list(mi.sliced("abcdefg", 3)))
print("windowed:", list(mi.windowed([1, 2, 3, 4, 5], 3, step=2, fillvalue="-")))
print("split:", list(mi.split_at("one,two,three", lambda c: c == ",", maxsplit=1)))
it = mi.peekable(range(5))
print("peekable:", it.peek(), it[2], next(it), list(it), it.peek("end"))
s = mi.seekable(iter("abcd"))
next(s), next(s)
s.seek(0)
print("seekable:", list(s), s.elements())
print("bucket:", {k: list(mi.bucket("aAbBc", key=str.lower)[k]) for k in "abc"})
print("collapse:", list(mi.collapse([(1, 2), [3, [4, "five"]]])), list(mi.interleave_longest([1, 2, 3], "ab")))
print("runs:", [list(g) for g in mi.consecutive_groups([1, 2, 3, 7, 8])], list(mi.run_length.encode("aab")))
print("partitions:", list(mi.partitions("abc"))[:3], list(mi.set_partitions("abc", 2)))
print("sets:", list(mi.unique_everseen("AbaB", key=str.lower)), list(mi.powerset([1, 2])))
print("stats:", mi.ilen(x for x in range(9)), mi.minmax([3, 1, 2]), mi.all_equal("aaa"))
print("numbers:", list(mi.sieve(20)), list(mi.factor(60)), list(mi.numeric_range(1.0, 2.0, 0.25)))
for call in (lambda: mi.one([]), lambda: mi.one("ab"), lambda: mi.first([]), lambda: mi.strictly_n("abc", 2)):
    try:
        print("value:", list(call()))
    except ValueError as error:
        print("error:", error)
