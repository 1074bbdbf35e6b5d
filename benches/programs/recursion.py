# Recursion: trees built and walked, permutations, queens on a board, a cached function.
import functools


class Node:
    __slots__ = ("key", "left", "right")

    def __init__(self, key):
        self.key, self.left, self.right = key, None, None


def insert(node, key):
    if node is None:
        return Node(key)
    if key < node.key:
        node.left = insert(node.left, key)
    else:
        node.right = insert(node.right, key)
    return node


def keys(node):
    if node is not None:
        yield from keys(node.left)
        yield node.key
        yield from keys(node.right)


def height(node):
    return 0 if node is None else 1 + max(height(node.left), height(node.right))


def queens(size, row=0, columns=(), rising=(), falling=()):
    if row == size:
        return 1
    return sum(
        queens(size, row + 1, columns + (c,), rising + (row + c,), falling + (row - c,))
        for c in range(size)
        if c not in columns and row + c not in rising and row - c not in falling
    )


def arrangements(items):
    if not items:
        return [[]]
    return [[item, *rest] for n, item in enumerate(items) for rest in arrangements(items[:n] + items[n + 1:])]


@functools.cache
def ways(amount, coins):
    if amount == 0 or not coins:
        return int(amount == 0)
    return sum(ways(amount - used, coins[1:]) for used in range(0, amount + 1, coins[0]))


tree = None
for n in range(4000):
    tree = insert(tree, n * 7919 % 10_007)
print(sum(keys(tree)), height(tree), queens(7), len(arrangements(list("abcdefg"))), ways(300, (50, 20, 10, 5, 2, 1)))
