"""ProcessPoolExecutor: what is submitted runs in threads of this very process."""

from concurrent.futures import _base, thread


class BrokenProcessPool(_base.BrokenExecutor):
    pass


class ProcessPoolExecutor(thread.ThreadPoolExecutor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        super().__init__(max_workers, "Process", initializer, initargs)

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        return super().map(fn, *iterables, timeout=timeout)
