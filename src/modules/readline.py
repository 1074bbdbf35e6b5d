import os as _os
import sys as _sys

from _hob_line_editor import LineEditor as _LineEditor

# Hob's own line editor reads the session's lines. This edits those of `input()`, with the program's
# completer and a separate history.
backend = "editline"
_READLINE_VERSION = _READLINE_RUNTIME_VERSION = 0x0402
_READLINE_LIBRARY_VERSION = "EditLine wrapper"

_history = []
_length = -1
_auto = True
_completer = _startup_hook = _pre_input_hook = _display = None
_delims = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"
_editor = _LineEditor()


def _read_line(prompt):
    line = _editor.read(prompt, _history, lambda name: globals()["_" + name])
    if _auto and line.strip() and line[:-1] != (_history[-1] if _history else None):
        _history.append(line[:-1])
    return line


def _text(value):
    if not isinstance(value, str):
        raise TypeError("bad argument type for built-in operation")
    return value


def _hook(function, name):
    if function is not None and not callable(function):
        raise TypeError(f"set_{name}(func): argument not callable")
    return function


def parse_and_bind(string, /):
    """Execute the init line provided in the string argument."""
    words = _text(string).replace(":", " ").lower().split()
    if words in (["tab", "complete"], ["bind", "^i", "rl_complete"], ['"\\t"', "complete"]):
        _editor.completes = True


def read_init_file(filename=None, /):
    """Execute a readline initialization file."""
    with open(_os.path.expanduser("~/.editrc") if filename is None else filename, encoding="utf-8") as file:
        for line in file:
            parse_and_bind(line)


def get_line_buffer():
    """Return the current contents of the line buffer."""
    return _editor.text


def insert_text(string, /):
    """Insert text into the line buffer at the cursor position."""
    _editor.insert(_text(string))


def redisplay():
    """Change what's displayed on the screen to reflect contents of the line buffer."""


def set_completer(function=None, /):
    """Set or remove the completer function."""
    global _completer
    _completer = _hook(function, "completer")


def get_completer():
    """Get the current completer function."""
    return _completer


def set_completer_delims(string, /):
    """Set the word delimiters for completion."""
    global _delims
    _delims = _text(string)


def get_completer_delims():
    """Get the word delimiters for completion."""
    return _delims


def set_completion_display_matches_hook(function=None, /):
    """Set or remove the completion display function."""
    global _display
    _display = _hook(function, "completion_display_matches_hook")


def set_startup_hook(function=None, /):
    """Set or remove the function invoked by the rl_startup_hook callback."""
    global _startup_hook
    _startup_hook = _hook(function, "startup_hook")


def set_pre_input_hook(function=None, /):
    """Set or remove the function invoked by the rl_pre_input_hook callback."""
    global _pre_input_hook
    _pre_input_hook = _hook(function, "pre_input_hook")


def get_begidx():
    """Get the beginning index of the completion scope."""
    return _editor.begin


def get_endidx():
    """Get the ending index of the completion scope."""
    return _editor.end


def get_completion_type():
    """Get the type of completion being attempted."""
    return _editor.kind


def set_auto_history(enabled, /):
    """Enables or disables automatic history."""
    global _auto
    _auto = bool(enabled)


def set_history_length(length, /):
    """Set the maximal number of lines which will be written to the history file."""
    global _length
    _length = length.__index__()


def get_history_length():
    """Return the maximum number of lines that will be written to the history file."""
    return _length


def get_current_history_length():
    """Return the current (not the maximum) length of history."""
    return len(_history)


def add_history(string, /):
    """Add an item to the history buffer."""
    _history.append(_text(string))


def get_history_item(index, /):
    """Return the current contents of history item at one-based index."""
    return _history[index - 1] if 0 < index <= len(_history) else None


def _position(entry_number):
    if entry_number < 0:
        raise ValueError("History index cannot be negative")
    if entry_number >= len(_history):
        raise ValueError(f"No history item at position {entry_number}")
    return entry_number


def remove_history_item(entry_number, /):
    """Remove history item given by its zero-based position."""
    del _history[_position(entry_number)]


def replace_history_item(entry_number, line, /):
    """Replaces history item given by its position with contents of line."""
    _history[_position(entry_number)] = _text(line)


def clear_history():
    """Clear the current readline history."""
    _history.clear()


def _file(filename):
    _sys.audit("open", filename, "history", 0)
    return _os.path.expanduser("~/.history") if filename is None else filename


def read_history_file(filename=None, /):
    """Load a readline history file."""
    with open(_file(filename), encoding="utf-8", errors="surrogateescape") as file:
        _history.extend(file.read().split("\n")[:-1])


def _write(filename, mode, lines):
    with open(_file(filename), mode, encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(line + "\n" for line in lines)


def _shorten(filename):
    if _length < 0:
        return
    with open(_file(filename), encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().split("\n")[:-1]
    if len(lines) > _length:
        _write(filename, "w", lines[len(lines) - _length:])


def write_history_file(filename=None, /):
    """Save a readline history file."""
    _write(filename, "w", _history)
    _shorten(filename)


def append_history_file(nelements, filename=None, /):
    """Append the last nelements items of the history list to file."""
    if nelements < 0:
        raise ValueError("nelements must be positive")
    if not _os.path.exists(_file(filename)):
        raise FileNotFoundError(2, "No such file or directory")
    _write(filename, "a", _history[len(_history) - nelements:] if nelements else [])
    _shorten(filename)


__import__("_types")._built_in(globals())
