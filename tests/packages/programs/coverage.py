"""Lines and branches of a program that were run, with a report; fixtures in parallel runs."""
import importlib
import pathlib
import sys
import coverage

pathlib.Path("mod.py").write_text('''import asyncio


def f(x):
    if x > 1:
        return "big"
    elif x < 0:
        return "small"
    for i in range(2):
        x += i
    return x


def gen():
    yield 1
    yield 2


async def co():
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        return list(gen())


def never():
    return 0
''')
sys.path.insert(0, ".")
for branch in (False, True):
    cov = coverage.Coverage(branch=branch, include=["mod.py"], data_file=None)
    cov.start()
    sys.modules.pop("mod", None)
    mod = importlib.import_module("mod")
    print(mod.f(2), mod.f(0), mod.asyncio.run(mod.co()))
    cov.stop()
    data = cov.get_data()
    print(branch, [sorted(data.lines(name)) for name in data.measured_files()])
    print(cov.analysis2("mod.py")[1:4])
    cov.report(show_missing=True)
