def queens(n, row=0, columns=(), rising=(), falling=()):
    if row == n:
        yield columns
        return
    for c in range(n):
        if c not in columns and row + c not in rising and row - c not in falling:
            yield from queens(n, row + 1, columns + (c,), rising + (row + c,), falling + (row - c,))


print("next(queens(8)), [sum(1 for _ in queens(n)) for n in rang... =", next(queens(8)), [sum(1 for _ in queens(n)) for n in range(1, 7)])
PUZZLE = "4.1.2.3.1.3.4.2."


def solve(grid, size=4, box=2):
    if "." not in grid:
        return grid
    at = grid.index(".")
    r, c = divmod(at, size)
    used = set(grid[r * size : (r + 1) * size]) | set(grid[c::size])
    used |= {grid[i * size + j] for i in range(r // box * box, r // box * box + box) for j in range(c // box * box, c // box * box + box)}
    for digit in "1234":
        if digit not in used:
            if solved := solve(grid[:at] + digit + grid[at + 1 :], size, box):
                return solved
    return None


print("solve(\"1...\" \"..3.\" \"3...\" \"...2\"), solve(\"11............... =", solve("1..." "..3." "3..." "...2"), solve("11..............") is None or "ignored", solve("." * 16))


def permutations(items):
    if not items:
        return [[]]
    return [[x, *rest] for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1 :])]


for s, e, n, d, m, o, r, y in ((9, 5, 6, 7, 1, 0, 8, 2),):
    print("s * 1000 + e * 100 + n * 10 + d + m * 1000 + o * 100 + r ... =", s * 1000 + e * 100 + n * 10 + d + m * 1000 + o * 100 + r * 10 + e == m * 10000 + o * 1000 + n * 100 + e * 10 + y)
print("len(permutations([1, 2, 3, 4, 5])), permutations(\"ab\" and... =", len(permutations([1, 2, 3, 4, 5])), permutations("ab" and [1, 2]))


def subsets(items):
    return [[]] if not items else [s + t for s in ([], [items[0]]) for t in subsets(items[1:])]


print("[s for s in subsets([3, 5, 7, 11]) if sum(s) == 18 or not... =", [s for s in subsets([3, 5, 7, 11]) if sum(s) == 18 or not s], len(subsets(list(range(10)))))
primes = [n for n in range(2, 60) if all(n % p for p in range(2, int(n**0.5) + 1))]
print("primes, sum(primes) =", primes, sum(primes))
