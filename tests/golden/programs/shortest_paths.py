import heapq
from collections import deque

GRID = """
S..#....
.#.#.##.
.#...#..
.####.#.
......#E
""".strip().splitlines()


def find(mark):
    return next((r, c) for r, row in enumerate(GRID) for c, x in enumerate(row) if x == mark)


def neighbours(at):
    r, c = at
    for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        if 0 <= r + dr < len(GRID) and 0 <= c + dc < len(GRID[0]) and GRID[r + dr][c + dc] != "#":
            yield r + dr, c + dc


def breadth_first(start, goal):
    came, queue = {start: None}, deque([start])
    while queue:
        at = queue.popleft()
        if at == goal:
            path = []
            while at is not None:
                path.append(at)
                at = came[at]
            return path[::-1]
        for n in neighbours(at):
            if n not in came:
                came[n] = at
                queue.append(n)


path = breadth_first(find("S"), find("E"))
print(len(path), path[:4], "...", path[-1])
for r, row in enumerate(GRID):
    print("".join("o" if (r, c) in path and x == "." else x for c, x in enumerate(row)))
roads = {"A": {"B": 7, "C": 3}, "B": {"D": 2}, "C": {"B": 1, "D": 8}, "D": {"E": 4}, "E": {}}


def dijkstra(graph, start):
    best, heap = {}, [(0, start, "")]
    while heap:
        cost, node, via = heapq.heappop(heap)
        if node not in best:
            best[node] = (cost, via)
            for n, w in graph[node].items():
                heapq.heappush(heap, (cost + w, n, node))
    return best


print(dijkstra(roads, "A"))


def topological(graph):
    seen, out = set(), []

    def visit(node):
        if node not in seen:
            seen.add(node)
            for n in graph[node]:
                visit(n)
            out.append(node)

    for node in graph:
        visit(node)
    return out[::-1]


print(topological(roads))
