import asyncio

# Tasks, callbacks and cancelled timers at distinct times drawn from a seed.


def shuffled(n, seed):
    items, state = list(range(1, n + 1)), seed
    for i in range(n - 1, 0, -1):
        state = (state * 1103515245 + 12345) % 2**31
        j = (state >> 8) % (i + 1)
        items[i], items[j] = items[j], items[i]
    return items


async def sleeper(n, log):
    await asyncio.sleep(n * 0.005)
    log.append(n)


async def main(seed):
    loop, log = asyncio.get_running_loop(), []
    order = shuffled(24, seed)
    tasks, timers = [], []
    for n in order:
        match n % 4:
            case 0 | 1:
                tasks.append(asyncio.create_task(sleeper(n, log)))
            case 2:
                loop.call_later(n * 0.005, log.append, -n)
            case 3:
                timers.append(loop.call_later(n * 0.005, log.append, "cancelled"))
    for timer in timers:
        timer.cancel()
    await asyncio.sleep(0.013)
    victim = tasks[seed % len(tasks)]
    victim.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    print(seed, log, [i for i, r in enumerate(results) if r is not None])


for seed in range(1, 7):
    asyncio.run(main(seed))
