import bisect
import heapq
import statistics

a = [1, 3, 3, 5]
print("bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bis... =", bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 4), bisect.bisect_left(["a", "bb"], 2, key=len))
bisect.insort(a, 4)
print("a =", a)
h = []
for x in (5, 1, 4, 1, 3):
    heapq.heappush(h, x)
print("h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapr... =", h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, heapq.nlargest(2, h), heapq.nsmallest(2, [3, 1, 2], key=lambda x: -x))
l = [9, 7, 5, 3, 1]
heapq.heapify(l)
print("l, [heapq.heappop(l) for _ in range(5)], list(heapq.merge... =", l, [heapq.heappop(l) for _ in range(5)], list(heapq.merge([1, 4], [2, 3])))
print("statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2... =", statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.pvariance([1, 2, 3]))
