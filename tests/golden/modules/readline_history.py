"""readline: the history, its files, and the completer."""

import os
import readline
import tempfile


def show(what, call, *args):
    try:
        print(what, repr(call(*args)))
    except Exception as error:
        print(what, type(error).__name__, error)


readline.clear_history()
for line in ("one", "two", "three"):
    readline.add_history(line)
show("length", readline.get_current_history_length)
show("items", lambda: [readline.get_history_item(at) for at in range(1, 5)])
show("removed", readline.remove_history_item, 0)
show("replaced", readline.replace_history_item, 0, "zwei")
show("now", lambda: [readline.get_history_item(at) for at in range(1, 3)])
show("no such item", readline.remove_history_item, 5)
show("negative", readline.remove_history_item, -1)
show("no such line", readline.replace_history_item, 5, "x")
show("no text", readline.add_history, 3)
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "history")
    show("missing", lambda: readline.append_history_file(1, os.path.join(folder, "none")) or 0)
    show("written", readline.write_history_file, name)
    readline.add_history("vier é")
    show("added", readline.append_history_file, 1, name)
    show("file", lambda: open(name, encoding="utf-8").read().split("\n"))
    readline.clear_history()
    show("read", readline.read_history_file, name)
    show("lines", lambda: [readline.get_history_item(at) for at in range(1, readline.get_current_history_length() + 1)])
    readline.set_history_length(1)
    show("shortened", lambda: (readline.write_history_file(name), open(name, encoding="utf-8").read()))
show("limit", readline.get_history_length)


def complete(text, state):
    return None


readline.set_completer(complete)
show("completer", lambda: readline.get_completer() is complete)
show("none", lambda: (readline.set_completer(None), readline.get_completer()))
readline.set_completer_delims(" :")
show("delimiters", readline.get_completer_delims)
show("buffer", readline.get_line_buffer)
show("bound", readline.parse_and_bind, "tab: complete")
