

class OrderError(AssertionError):
    """An order of tasks in which a program fails.

    token -- repeats that order: explore(main, replay=token)
    departures -- how often it departs from the usual order
    """

    def __init__(self, message: str, token: str, departures: int) -> None:
        super().__init__(message)
        self.token = token
        self.departures = departures


def explore(
    main: "Callable[[], Coroutine[Any, Any, Any]]",
    /,
    *,
    runs: int = 1000,
    seconds: Optional[float] = None,
    strategy: str = "random",
    switches: int = 3,
    any_order: bool = False,
    late: float = 1.0,
    same_output: bool = False,
    seed: int = 1,
    replay: Optional[str] = None,
) -> int:
    """Run asyncio.run(main()) in many possible orders.

    Raise OrderError if it fails in one of them, with the fewest departures from the usual order that
    show it. Return the number of runs. Time is virtual, random numbers and output are the runs' own.
    Each call of main must start over: state that it keeps elsewhere is still there in the next run.

    runs, seconds -- when to stop
    strategy -- 'random', 'pct' (random priorities) or 'exhaustive'
    switches -- for 'exhaustive': the number of departures at most
    any_order -- whether ready tasks may run in any order
    late -- how late a timer may be, as a share of its delay
    same_output -- whether output that differs from the usual order is a failure
    seed -- of the orders and of random numbers
    replay -- the token of a failure: repeats it
    """
    import asyncio
    import contextlib
    import io
    import random

    if not callable(main):
        raise TypeError("explore() takes a coroutine function, such as main")
    state = random.getstate()

    def once(seed):
        random.seed(seed)
        output = io.StringIO()
        failure = None
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
            try:
                asyncio.run(main())
            except Exception as error:
                failure = error
        return failure, output.getvalue()

    try:
        result = _explore(
            main, once, runs, seconds, strategy, switches, any_order, late, same_output, seed, replay
        )
    finally:
        random.setstate(state)
    if isinstance(result, int):
        return result
    message, token, departures, failure = result
    raise OrderError(message, token, departures) from failure
