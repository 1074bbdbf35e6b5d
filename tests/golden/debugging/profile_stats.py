"""cProfile and pstats: calls, callers, sorting, files."""
import cProfile
import io
import os
import pstats
import re
import tempfile


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def leaf():
    return sorted([3, 1, 2])


def middle():
    for _ in range(3):
        leaf()
    return fib(5)


def numbers():
    yield 1
    yield 2


def main():
    middle()
    return sum(numbers())


def text(stats, method, *args):
    """What is printed, without the times."""
    stats.stream = io.StringIO()
    getattr(stats, method)(*args)
    shown = re.sub(r"\d+\.\d{3}", "T", stats.stream.getvalue()).replace(__file__, "FILE")
    for line in shown.splitlines():
        if line.strip():
            print("  |", " ".join(line.split()))


profile = cProfile.Profile()
print("result", profile.runcall(main))
stats = pstats.Stats(profile)
print("calls", {name: stat[:2] for (_, _, name), stat in sorted(stats.stats.items()) if "disable" not in name})
stats.strip_dirs().sort_stats("name")
print("stats"); text(stats, "print_stats", "prof1|cprofile")
print("callers"); text(stats, "print_callers", "fib|leaf")
print("callees"); text(stats, "print_callees", "middle")
print("reduced"); text(stats.sort_stats(pstats.SortKey.CALLS, pstats.SortKey.NAME), "print_stats", 2)
print("reversed"); text(stats.reverse_order(), "print_stats", 0.2)
print("times", all(stat[3] >= stat[2] >= 0 for stat in stats.stats.values()))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "out.prof")
    stats.dump_stats(path)
    again = pstats.Stats(path, path)
    print("doubled", again.total_calls == 2 * stats.total_calls)

with cProfile.Profile() as inside:
    fib(3)
found = pstats.Stats(inside).get_stats_profile().func_profiles["fib"]
print("profile of", found.ncalls, found.line_number)


def attempt(label, function, *args):
    try:
        function(*args)
        print(label, "fine")
    except Exception as e:
        print(label, type(e).__name__, str(e)[:40])


attempt("no stats", pstats.Stats, cProfile.Profile())
attempt("no file", pstats.Stats, "/nowhere/at/all")
attempt("bad key", stats.sort_stats, "nothing")
attempt("mixed", stats.sort_stats, "name", 1)
two = cProfile.Profile()
two.enable()
attempt("second", cProfile.Profile().enable)
two.disable()
print("run"); out = io.StringIO()
import contextlib
with contextlib.redirect_stdout(out):
    cProfile.run("fib(2)", sort="name")
print([" ".join(line.split()[-1:]) for line in out.getvalue().splitlines() if "fib" in line][0].split("(")[1])
