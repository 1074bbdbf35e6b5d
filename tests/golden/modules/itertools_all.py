import itertools as it
import operator

print(list(it.islice(it.count(5, 2), 4)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat("x", 3)), list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], operator.mul, initial=10)))
print(list(it.chain("ab", [1])), list(it.chain.from_iterable(["ab", "c"])), list(it.compress("abcd", [1, 0, 1])), list(it.dropwhile(lambda x: x < 3, [1, 3, 1])), list(it.takewhile(lambda x: x < 3, [1, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(5))))
print([(k, list(g)) for k, g in it.groupby("aabbca")], [(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4], key=lambda x: x % 2)])
print(list(it.islice("abcdef", 1, 5, 2)), list(it.islice("abc", 2)), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", [1, 2, 3], fillvalue="-")), list(it.pairwise("abcd")), list(it.batched("abcde", 2)))
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)), list(it.permutations("abc", 2)), list(it.combinations("abcd", 2))[:4], list(it.combinations_with_replacement("ab", 2)))
a, b = it.tee([1, 2, 3])
print(next(a), next(a), list(b), list(a), len(list(it.permutations(range(5)))), list(it.combinations([1], 2)))
n = it.count()
print(next(n), next(n), n, it.repeat(1, 2), type(it.chain()).__name__)
for bad in ("it.islice('a', -1)", "list(it.batched('a', 0))", "it.count('a')", "it.permutations(5)", "list(it.starmap(pow, [1]))", "it.combinations('a', -1)", "list(it.batched('abc', 2, strict=True))"):
    try:
        eval(bad)
    except (ValueError, TypeError) as error:
        print(error)
print(sum(it.takewhile(lambda x: x < 100, (x * x for x in it.count()))), list(map(sum, it.batched(range(6), 3))))
