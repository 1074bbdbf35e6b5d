"""Runs a notebook without a front end: `notebook.py HOB FOLDER`. Prints the outputs of each cell.

Needs the packages nbclient and jupyter_client. FOLDER is for the kernel's entry.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

hob, folder = sys.argv[1], Path(sys.argv[2])
subprocess.run([hob, "jupyter", "--install", "--prefix", folder], check=True, stdout=subprocess.DEVNULL)

CELLS = [
    "import asyncio\nimport time",
    "async def fetch(name, seconds):\n    print(f'{name}: started')\n    await asyncio.sleep(seconds)\n"
    "    print(f'{name}: done')\n    return name.upper()",
    "await fetch('one', 0.01)",
    "start = time.perf_counter()\nresults = await asyncio.gather(*(fetch(n, 0.1) for n in ('a', 'b', 'c')))\n"
    "print(time.perf_counter() - start < 0.25)\nresults",
    "task = asyncio.create_task(fetch('background', 0.05))",
    "task.done()",
    "await task",
    "async with asyncio.TaskGroup() as group:\n    first = group.create_task(fetch('x', 0.02))\n"
    "    second = group.create_task(fetch('y', 0.01))\nfirst.result() + second.result()",
    "queue = asyncio.Queue()\nasync def worker():\n    while True:\n        item = await queue.get()\n"
    "        print('worked on', item)\n        queue.task_done()\n"
    "workers = [asyncio.create_task(worker()) for _ in range(2)]\nfor item in range(3):\n"
    "    queue.put_nowait(item)\nawait queue.join()\nfor each in workers:\n    each.cancel()",
    "async def count(n):\n    for i in range(n):\n        await asyncio.sleep(0)\n        yield i\n"
    "[i async for i in count(4)]",
    "try:\n    async with asyncio.timeout(0.01):\n        await asyncio.sleep(1)\nexcept TimeoutError:\n    print('too slow')",
    "asyncio.run(fetch('run', 0))",
    "fetch('forgotten', 0)",
    "await fetch('one')",
    # The second result after it drops the coroutine.
    "1",
    "2",
]

notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
specs = KernelSpecManager(kernel_dirs=[str(folder / "share/jupyter/kernels")])
manager = AsyncKernelManager(kernel_name="hob", kernel_spec_manager=specs)
NotebookClient(notebook, km=manager, kernel_name="hob", timeout=60, allow_errors=True).execute()

for number, cell in enumerate(notebook.cells, 1):
    # A stream may come in several pieces.
    written = "".join(o.text for o in cell.outputs if o.output_type == "stream")
    if written:
        print(f"{number}: written {written!r}")
    for output in cell.outputs:
        match output.output_type:
            case "execute_result" | "display_data":
                print(f"{number}: result {re.sub('0x[0-9a-f]+', '0x...', output.data['text/plain'])}")
            case "error":
                print(f"{number}: error {output.ename}: {output.evalue}")
