import time

start = time.perf_counter()
mono = time.monotonic()
time.sleep(0.02)
print("0.015 < time.perf_counter() - start < 1 =", 0.015 < time.perf_counter() - start < 1)
print("0.015 < time.monotonic() - mono < 1 =", 0.015 < time.monotonic() - mono < 1)
a, b = time.time(), time.time_ns()
print(abs(b / 1e9 - a) < 1, type(a).__name__, type(b).__name__, time.monotonic() <= time.monotonic())
print("time.strftime(\"%Y-%m-%d %H:%M:%S\", time.gmtime(0)) =", time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(0)))
print("time.gmtime(86400 * 365)[:6] =", time.gmtime(86400 * 365)[:6])
print("time.gmtime(0).tm_year =", time.gmtime(0).tm_year)
print("time.gmtime(0).tm_wday =", time.gmtime(0).tm_wday)
print(time.strftime("%a %b %d %j %% %y", time.gmtime(1_000_000_000)), time.asctime(time.gmtime(0)))
print("time.process_time() >= 0 =", time.process_time() >= 0)
print("time.perf_counter_ns() > 0 =", time.perf_counter_ns() > 0)
print("time.monotonic_ns() > 0 =", time.monotonic_ns() > 0)
try:
    time.sleep(-1)
except ValueError as error:
    print(error)
try:
    time.sleep("x")
except TypeError as error:
    print(error)
print("f\"{round(time.time() - a)} s\", time.sleep(0) =", f"{round(time.time() - a)} s", time.sleep(0))


class Float(float):
    pass


class Index:
    def __index__(self):
        return 0


class Real:
    def __float__(self):
        return 0.0


for number in (Float(0.001), Index(), True, Real(), "0", Float("nan"), Float(-1)):
    try:
        print("sleep", type(number).__name__, time.sleep(number))
    except (TypeError, ValueError) as error:
        print("sleep", type(number).__name__, error)
