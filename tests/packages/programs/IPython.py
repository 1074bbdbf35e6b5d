"""Cells of a shell: results, magics, errors, completion, top-level await, history, formatting."""
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.inputtransformer2 import TransformerManager
from IPython.lib.pretty import pretty
from traitlets.config import Config

config = Config()
config.HistoryManager.enabled = False
config.InteractiveShell.colors = "nocolor"
shell = InteractiveShell.instance(config=config)
for cell in ("x = 6; x * 7", "%who_ls", "import asyncio\nawait asyncio.sleep(0, 'awaited')", "%%capture out\nprint('hidden')", "out.stdout", "a?b", "def f():\n    return 1 / 0\nf()"):
    result = shell.run_cell(cell)
    print("##", repr(cell), result.success, repr(result.result), type(result.error_in_exec or result.error_before_exec).__name__)
print("completion:", shell.complete("x.bit_co")[1])
print("transformed:", TransformerManager().transform_cell("%time f(1)\n!ls\n"))
print("pretty:", pretty({"b": [1] * 40, "a": {1, 2}}, max_width=50))
