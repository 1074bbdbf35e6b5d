# Threads compile texts, import modules from files, and read deep code, as the first thread does.
import asyncio
import pathlib
import sys
import tempfile
import threading

folder = tempfile.TemporaryDirectory()
sys.path.insert(0, folder.name)
(pathlib.Path(folder.name) / "imported_in_thread.py").write_text("def answer():\n    return [n for n in range(3)]\n")


def work(title):
    names = {}
    exec("def f():\n    def g(): return (1, (2, (3, 4)))\n    return g()", names)
    print(title, "exec", names["f"]())
    print(title, "eval", eval("sum(n for n in range(4))"))
    print(title, "compile", eval(compile("[lambda: 5][0]()", "<text>", "eval")))
    sys.modules.pop("imported_in_thread", None)
    import imported_in_thread
    print(title, "import", imported_in_thread.answer())
    import colorsys
    print(title, "library", colorsys.rgb_to_hsv(1, 1, 1))


def run(title):
    thread = threading.Thread(target=work, args=(title,))
    thread.start()
    thread.join()


work("first")
run("thread")
run("again")
asyncio.run(asyncio.to_thread(work, "to_thread"))
folder.cleanup()
