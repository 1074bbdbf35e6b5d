"""ProcessPoolExecutor and multiprocessing run what they are given in threads of the same process.

Objects need not be pickled, and changes to a module's variables are seen; nothing runs in parallel.
"""

import os
from concurrent.futures import ProcessPoolExecutor


def square(n):
    return n * n, os.getpid()


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(square, range(3)))
    print([n for n, _ in results], "in this process:", {p for _, p in results} == {os.getpid()})
