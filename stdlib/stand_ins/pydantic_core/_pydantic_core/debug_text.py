"""The long form in which serializers show themselves: names of parts, nested and indented."""


class Raw:
    """A text that is shown unchanged."""

    def __init__(self, text):
        self.text = text


class Struct:
    """A name with named parts, or alone."""

    def __init__(self, name, /, **parts):
        self.name = name
        self.parts = parts


class Wrapped:
    """A name with parts that have no names."""

    def __init__(self, name, *parts):
        self.name = name
        self.parts = parts


def optional(value):
    """Returns how a part is shown that may be missing."""
    return Raw("None") if value is None else Wrapped("Some", value)


def handle(value):
    """Returns how any object is shown: by its address."""
    return Wrapped("Py", Raw(f"0x{id(value):016x}"))


def quoted(text):
    """Returns a text in double quotes."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def shown(value, is_long=True, line="\n"):
    """Returns the text of a value, in one line or indented."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "None"
    inner = line + "    "
    if isinstance(value, Struct):
        if not value.parts:
            return value.name
        parts = [f"{name}: {shown(part, is_long, inner)}" for name, part in value.parts.items()]
        return value.name + " " + _block("{", parts, "}", is_long, line, " ")
    if isinstance(value, Wrapped):
        return value.name + _block("(", [shown(part, is_long, inner) for part in value.parts], ")", is_long, line)
    if isinstance(value, dict):
        parts = [f"{shown(key, is_long, inner)}: {shown(part, is_long, inner)}" for key, part in value.items()]
        return _block("{", parts, "}", is_long, line)
    if isinstance(value, (set, frozenset)):
        return _block("{", [shown(part, is_long, inner) for part in value], "}", is_long, line)
    if isinstance(value, (list, tuple)):
        return _block("[", [shown(part, is_long, inner) for part in value], "]", is_long, line)
    return shown(value.debug(), is_long, line)


def _block(start, parts, end, is_long, line, space=""):
    if not parts:
        return start + end
    if is_long:
        inner = line + "    "
        return start + "".join(f"{inner}{part}," for part in parts) + line + end
    return start + space + ", ".join(parts) + space + end
