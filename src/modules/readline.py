_history = []
_completer = None
_delims = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"
backend = "editline"


def _nothing(*args):
    pass


parse_and_bind = read_init_file = redisplay = insert_text = set_startup_hook = set_pre_input_hook = _nothing
set_completion_display_matches_hook = set_auto_history = set_history_length = _nothing


def set_completer(function=None, /):
    global _completer
    _completer = function


def get_completer():
    return _completer


def set_completer_delims(string, /):
    global _delims
    _delims = string


def get_completer_delims():
    return _delims


def get_line_buffer():
    return ""


def get_begidx():
    return 0


get_endidx = get_completion_type = get_begidx


def get_history_length():
    return -1


def get_current_history_length():
    return len(_history)


def add_history(line, /):
    _history.append(line)


def get_history_item(index, /):
    return _history[index - 1] if 0 < index <= len(_history) else None


def clear_history():
    _history.clear()


def read_history_file(filename="~/.history", /):
    import os
    with open(os.path.expanduser(filename)) as file:
        _history.extend(file.read().splitlines())


def write_history_file(filename="~/.history", /):
    import os
    with open(os.path.expanduser(filename), "w") as file:
        file.writelines(line + "\n" for line in _history)
