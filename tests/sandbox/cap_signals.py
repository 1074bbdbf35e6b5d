# prints: denied
import signal, asyncio
for door in [
    lambda: signal.signal(signal.SIGTERM, print),
    lambda: signal.alarm(1),
    lambda: signal.setitimer(signal.ITIMER_REAL, 1),
    lambda: signal.raise_signal(signal.SIGUSR1),
    lambda: asyncio.new_event_loop().add_signal_handler(signal.SIGTERM, print),
]:
    try:
        print("ESCAPED", door())
    except PermissionError:
        pass
print("denied")
