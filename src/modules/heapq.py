__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge',
           'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables, key=None, reverse=False):
    '''Merge multiple sorted inputs into a single sorted output.

    Similar to sorted(itertools.chain(*iterables)) but returns a generator,
    does not pull the data into memory all at once, and assumes that each of
    the input streams is already sorted (smallest to largest).

    >>> list(merge([1,3,5,7], [0,2,4,8], [5,10,15,20], [], [25]))
    [0, 1, 2, 3, 4, 5, 5, 7, 8, 10, 15, 20, 25]
    '''
    # Each entry: the key to compare, the number of the input (so that equal items come in the order
    # of the inputs), the item, and the function for the next one.
    if reverse:
        restore, replace, drop = _heapify_max, _heapreplace_max, _heappop_max
        direction = -1
    else:
        restore, replace, drop = heapify, heapreplace, heappop
        direction = 1
    heap = []
    for number, iterable in enumerate(map(iter, iterables)):
        advance = iterable.__next__
        try:
            item = advance()
        except StopIteration:
            continue
        rank = item if key is None else key(item)
        heap.append([rank, number * direction, item, advance])
    restore(heap)
    while heap:
        entry = heap[0]
        yield entry[2]
        try:
            item = entry[3]()
        except StopIteration:
            drop(heap)
        else:
            entry[0] = item if key is None else key(item)
            entry[2] = item
            replace(heap, entry)
