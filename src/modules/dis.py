import collections
import io
import sys
import types

from _opcode import _instructions
from opcode import *
from opcode import __all__ as _opcodes_all

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code", "get_instructions",
           "Instruction", "Bytecode"] + _opcodes_all
del _opcodes_all

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR", 64: "NOFREE",
                       128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR"}
_STEP = 2

Positions = collections.namedtuple("Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)


class Instruction(collections.namedtuple("_Instruction", [
        "opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label", "positions"])):
    """An instruction of the interpreter's own bytecode. Its operands are text, as hob --dump=bytecode shows them."""

    @property
    def baseopname(self): return self.opname
    @property
    def baseopcode(self): return self.opcode
    @property
    def oparg(self): return self.arg
    @property
    def is_jump_target(self): return self.label is not None
    @property
    def jump_target(self): return _target(self.argrepr)
    @property
    def end_offset(self): return self.offset + _STEP
    @property
    def cache_offset(self): return self.end_offset
    @property
    def cache_info(self): return None


def _target(operands):
    """The offset that an instruction jumps to; None for one that does not jump."""
    _, arrow, rest = operands.partition("-> ")
    number = rest.split(",")[0].strip()
    return (int(number) + 1) * _STEP if arrow and number.isdigit() else None


def _code_of(x):
    """The code object of a function, method, generator, coroutine, class' text or source."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            return code
    if isinstance(x, str):
        try:
            return compile(x, "<disassembly>", "eval")
        except SyntaxError:
            return compile(x, "<disassembly>", "exec")
    if isinstance(x, types.CodeType):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _argument(number, operands):
    """The argument of an instruction: the name of one with a name, else the text of all operands."""
    if number not in hasname:
        return operands
    first, _, second = operands.partition(", ")
    return second if opname[number].startswith("Load") else first


def _positions(code):
    """The places of the instructions. The first of all places is that of the entry, where no instruction is."""
    return list(code.co_positions())[1:]


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterator for the opcodes in methods, functions or code."""
    code = _code_of(x)
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    labels = findlabels(code)
    last = None
    for index, ((number, name, operands), place) in enumerate(zip(_instructions(code), _positions(code)), 1):
        line = None if place[0] is None else place[0] + shift
        offset = index * _STEP
        label = labels.index(offset) + 1 if offset in labels else None
        positions = Positions(line, None if line is None else place[1] + shift, place[2], place[3])
        argument = _argument(number, operands)
        yield Instruction(name, number, None, argument, operands, offset, offset, line != last, line, label, positions)
        last = line


def findlabels(code):
    """Detect all offsets which are jump targets."""
    code = _code_of(code)
    targets = (_target(operands) for _, _, operands in _instructions(code))
    return sorted({target for target in targets if target is not None})


def findlinestarts(code):
    """Find the offsets which are start of lines: tuples (offset, line)."""
    last = None
    for start, _, line in code.co_lines():
        if line != last:
            yield start, line
            last = line


def _find_imports(code):
    """The imports of a code object: tuples (name, level, names that are imported from it, or None)."""
    for _, name, operands in _instructions(code):
        if name == "Import":
            level, _, module, names = operands.split(", ", 3)
            yield module, int(level), None if names == "None" else tuple(names.split('"')[1::2])


def _find_store_names(code):
    """The names of variables that a code object sets in its namespace, each once."""
    operands = (operands for _, name, operands in _instructions(code) if name in ("StoreName", "StoreGlobal"))
    yield from dict.fromkeys(text.partition(", ")[0] for text in operands)


def disassemble(code, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble a code object."""
    for item in get_instructions(code):
        if item.starts_line and item.offset > _STEP:
            print(file=file)
        line = str(item.line_number) if item.starts_line else ""
        mark = "-->" if item.offset == lasti else ""
        label = f"L{item.label}:" if item.label else ""
        offset = f"{item.offset:>6}" if show_offsets else ""
        print(f"{line:>4} {mark:>3} {label:>5} {offset} {item.opname:<20} {item.argrepr}".rstrip(), file=file)


disco = disassemble


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble classes, methods, functions, and other compiled objects; with no argument, the last traceback."""
    if x is None:
        distb(file=file)
        return
    if isinstance(x, (type, types.ModuleType)):
        for name, value in sorted(vars(x).items()):
            if isinstance(getattr(value, "__func__", value), (types.FunctionType, types.CodeType, type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(value, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
        return
    code = _code_of(x)
    disassemble(code, file=file, show_offsets=show_offsets)
    if depth is None or depth > 0:
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                print(file=file)
                print(f"Disassembly of {inner!r}:", file=file)
                dis(inner, file=file, depth=None if depth is None else depth - 1, show_offsets=show_offsets)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        if not hasattr(sys, "last_exc"):
            raise RuntimeError("no last traceback to disassemble")
        tb = sys.last_exc.__traceback__
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_offsets=show_offsets)


def pretty_flags(flags):
    """Return pretty representation of code flags."""
    names = [COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)) for bit in range(32) if flags >> bit & 1]
    return ", ".join(names) or "0x0"


def code_info(x):
    """Formatted details of methods, functions, or code."""
    code = _code_of(x)
    lines = [f"Name:              {code.co_name}", f"Filename:          {code.co_filename}",
             f"Argument count:    {code.co_argcount}", f"Positional-only arguments: {code.co_posonlyargcount}",
             f"Kw-only arguments: {code.co_kwonlyargcount}", f"Number of locals:  {code.co_nlocals}",
             f"Registers:         {code.co_stacksize}", f"Flags:             {pretty_flags(code.co_flags)}"]
    for title, values in (("Constants", [repr(value) for value in code.co_consts]), ("Names", code.co_names),
                          ("Variable names", code.co_varnames), ("Free variables", code.co_freevars), ("Cell variables", code.co_cellvars)):
        if values:
            lines.append(f"{title}:")
            lines += [f"{place:4}: {value}" for place, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print details of methods, functions, or code to *file*."""
    print(code_info(co), file=file)


class Bytecode:
    """The bytecode operations of a piece of code: iterate for Instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset, self.show_offsets, self._original = current_offset, show_offsets, x

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f"{type(self).__name__}({self._original!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        text = io.StringIO()
        offset = -1 if self.current_offset is None else self.current_offset
        disassemble(self.codeobj, offset, file=text, show_offsets=self.show_offsets)
        return text.getvalue()


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("infile", nargs="?", default="-")
    path = parser.parse_args(args=args).infile
    if path == "-":
        name, source = "<stdin>", sys.stdin.buffer.read()
    else:
        name = path
        with open(path, "rb") as file:
            source = file.read()
    dis(compile(source, name, "exec"))


if __name__ == "__main__":
    main()
