"""Asynchronous tests and fixtures, with the loop of a module and of a function."""
import pathlib
import pytest

pathlib.Path("test_it.py").write_text('''
import asyncio, contextvars
import pytest, pytest_asyncio

loops = []

@pytest_asyncio.fixture
async def queue():
    queue = asyncio.Queue()
    await queue.put("item")
    yield queue
    loops.append("released")

async def test_queue(queue):
    assert await queue.get() == "item"

async def test_released():
    assert loops == ["released"]

@pytest.mark.asyncio(loop_scope="module")
class TestShared:
    async def test_first(self):
        loops.append(asyncio.get_running_loop())
    async def test_second(self):
        assert loops[-1] is asyncio.get_running_loop()

async def test_fails():
    async with asyncio.timeout(0.01):
        await asyncio.sleep(1)
''')
status = pytest.main(["-p", "no:cacheprovider", "-q", "--color=no", "--tb=no", "-o", "asyncio_mode=auto", "-v"])
print("status:", status.name)
