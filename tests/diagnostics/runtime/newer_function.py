import heapq

heapq.heappush_max([], 1)
