"""Statistics of profiles: read, added, sorted and printed."""

import functools
import marshal
import os
import re
import sys
import time
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Stats", "SortKey", "FunctionProfile", "StatsProfile"]


class SortKey(StrEnum):
    CALLS = "calls", "ncalls"
    CUMULATIVE = "cumulative", "cumtime"
    FILENAME = "filename", "module"
    LINE = "line"
    NAME = "name"
    NFL = "nfl"
    PCALLS = "pcalls"
    STDNAME = "stdname"
    TIME = "time", "tottime"

    def __new__(cls, *values):
        member = str.__new__(cls, values[0])
        member._value_ = values[0]
        for other in values[1:]:
            cls._value2member_map_[other] = member
        member._all_values = values
        return member


@dataclass(unsafe_hash=True)
class FunctionProfile:
    ncalls: str
    tottime: float
    percall_tottime: float
    cumtime: float
    percall_cumtime: float
    file_name: str
    line_number: int


@dataclass(unsafe_hash=True)
class StatsProfile:
    """The total time of a profile, and a FunctionProfile for each function's name."""
    total_tt: float
    func_profiles: dict[str, FunctionProfile]


# The columns to sort by: their contents (primitive calls, calls, own and total time; file, line,
# name; the printed name), whether the largest come first, and the title.
_PRIMITIVE, _CALLS, _OWN, _TOTAL, _FILE, _LINE, _NAME, _STANDARD = range(8)
_ORDERS = {
    "calls": (((_CALLS, -1),), "call count"),
    "ncalls": (((_CALLS, -1),), "call count"),
    "cumtime": (((_TOTAL, -1),), "cumulative time"),
    "cumulative": (((_TOTAL, -1),), "cumulative time"),
    "filename": (((_FILE, 1),), "file name"),
    "line": (((_LINE, 1),), "line number"),
    "module": (((_FILE, 1),), "file name"),
    "name": (((_NAME, 1),), "function name"),
    "nfl": (((_NAME, 1), (_FILE, 1), (_LINE, 1)), "name/file/line"),
    "pcalls": (((_PRIMITIVE, -1),), "primitive call count"),
    "stdname": (((_STANDARD, 1),), "standard name"),
    "time": (((_OWN, -1),), "internal time"),
    "tottime": (((_OWN, -1),), "internal time"),
}
_NUMBERED = {-1: "stdname", 0: "calls", 1: "time", 2: "cumulative"}


class Stats:
    """The statistics of profiles: files that `dump_stats` wrote, or `Profile` objects.

    A function is known by its file, line and name. `stats` has for each a tuple of primitive calls, calls, own time,
    total time, and the same by caller.
    """

    sort_arg_dict_default = _ORDERS

    def __init__(self, *args, stream=None):
        self.stream = stream or sys.stdout
        first, rest = (args[0], args[1:]) if args else (None, ())
        self.all_callees = None
        self.files = []
        self.fcn_list = None
        self.total_tt = 0
        self.total_calls = self.prim_calls = 0
        self.max_name_len = 0
        self.top_level = set()
        self.stats = {}
        self.sort_type = ""
        self.load_stats(first)
        self._sum()
        self.add(*rest)

    def load_stats(self, source):
        if source is None:
            self.stats = {}
        elif isinstance(source, str):
            with open(source, "rb") as file:
                self.stats = marshal.load(file)
            try:
                changed = time.ctime(os.stat(source).st_mtime)
                source = f"{changed}    {source}"
            except OSError:
                pass
            self.files = [source]
        elif hasattr(source, "create_stats"):
            source.create_stats()
            self.stats = source.stats
            source.stats = {}
        if source is not None and not self.stats:
            raise TypeError(f"Cannot create or construct a {self.__class__!r} object from {source!r}")

    def _sum(self):
        self.total_calls = self.prim_calls = self.total_tt = 0
        self.max_name_len = 0
        self.top_level = set()
        for function, (primitive, calls, own, total, callers) in self.stats.items():
            self.total_calls += calls
            self.prim_calls += primitive
            self.total_tt += own
            if ("jprofile", 0, "profiler") in callers:
                self.top_level.add(function)
            self.max_name_len = max(self.max_name_len, len(func_std_string(function)))

    def add(self, *others):
        for other in others:
            other = other if type(other) is type(self) else type(self)(other)
            self.files += other.files
            for function, stat in other.stats.items():
                known = self.stats.get(function, (0, 0, 0, 0, {}))
                self.stats[function] = add_func_stats(known, stat)
            self.fcn_list = self.all_callees = None
            self._sum()
        return self

    def dump_stats(self, filename):
        """Write the profile data to a file that we know how to load back."""
        with open(filename, "wb") as file:
            marshal.dump(self.stats, file)

    def get_sort_arg_defs(self):
        """The arguments of sort_stats(): the names, and their unique prefixes."""
        starts = {}
        for name, order in _ORDERS.items():
            for end in range(1, len(name) + 1):
                starts.setdefault(name[:end], set()).add(order)
        return {start: next(iter(orders)) for start, orders in starts.items() if len(orders) == 1} | _ORDERS

    def sort_stats(self, *field):
        if not field:
            self.fcn_list = None
            return self
        if len(field) == 1 and isinstance(field[0], int):
            field = [_NUMBERED[field[0]]]
        elif len(field) >= 2:
            for one in field[1:]:
                if type(one) is not type(field[0]):
                    raise TypeError("Can't have mixed argument type")
        known = self.get_sort_arg_defs()
        columns, titles = [], []
        for one in field:
            if isinstance(one, SortKey):
                one = one.value
            order, title = known[one]
            columns += order
            titles.append(title)
        self.sort_type = ", ".join(titles)

        def compare(left, right):
            for column, direction in columns:
                if left[column] != right[column]:
                    return -direction if left[column] < right[column] else direction
            return 0

        rows = [(*stat[:4], *function, func_std_string(function), function)
                for function, stat in self.stats.items()]
        rows.sort(key=functools.cmp_to_key(compare))
        self.fcn_list = [row[-1] for row in rows]
        return self

    def reverse_order(self):
        if self.fcn_list:
            self.fcn_list.reverse()
        return self

    def strip_dirs(self):
        stripped = {}
        for function, (primitive, calls, own, total, callers) in self.stats.items():
            by_caller = {}
            for caller, stat in callers.items():
                caller = func_strip_path(caller)
                by_caller[caller] = _sum_of(by_caller[caller], stat) if caller in by_caller else stat
            function = func_strip_path(function)
            stat = primitive, calls, own, total, by_caller
            stripped[function] = add_func_stats(stripped[function], stat) if function in stripped else stat
        self.stats = stripped
        self.top_level = {func_strip_path(function) for function in self.top_level}
        self.fcn_list = self.all_callees = None
        self.max_name_len = max((len(func_std_string(f)) for f in stripped), default=0)
        return self

    def calc_callees(self):
        if self.all_callees:
            return
        self.all_callees = {}
        for function, stat in self.stats.items():
            self.all_callees.setdefault(function, {})
            for caller, calls in stat[4].items():
                self.all_callees.setdefault(caller, {})[function] = calls

    # --- Printing ------------------------------------------------------------------------------

    def eval_print_amount(self, selection, functions, message):
        chosen = functions
        if isinstance(selection, str):
            try:
                pattern = re.compile(selection)
            except re.PatternError:
                return functions, f"{message}   <Invalid regular expression {selection!r}>\n"
            chosen = [function for function in functions if pattern.search(func_std_string(function))]
        elif isinstance(selection, float) and 0.0 <= selection < 1.0:
            chosen = functions[:int(len(functions) * selection + 0.5)]
        elif isinstance(selection, int) and 0 <= selection < len(functions):
            chosen = functions[:selection]
        if len(chosen) != len(functions):
            message += (f"   List reduced from {len(functions)!r} to {len(chosen)!r} due to restriction "
                        f"<{selection!r}>\n")
        return chosen, message

    def get_stats_profile(self):
        """The statistics as a StatsProfile."""
        functions = self.fcn_list[:] if self.fcn_list else list(self.stats)
        found = {}
        for function in functions:
            primitive, calls, own, total, _ = self.stats[function]
            file, line, name = function
            found[name] = FunctionProfile(
                str(calls) if calls == primitive else f"{calls}/{primitive}",
                float(f8(own)), -1 if calls == 0 else float(f8(own / calls)),
                float(f8(total)), -1 if primitive == 0 else float(f8(total / primitive)), file, line)
        return StatsProfile(float(f8(self.total_tt)), found)

    def get_print_list(self, sel_list):
        width = self.max_name_len
        if self.fcn_list:
            functions = self.fcn_list[:]
            message = f"   Ordered by: {self.sort_type}\n"
        else:
            functions = list(self.stats)
            message = "   Random listing order was used\n"
        for selection in sel_list:
            functions, message = self.eval_print_amount(selection, functions, message)
        if not functions:
            return 0, functions
        print(message, file=self.stream)
        if len(functions) < len(self.stats):
            width = max(len(func_std_string(function)) for function in functions)
        return width + 2, functions

    def print_stats(self, *amount):
        for name in self.files:
            print(name, file=self.stream)
        if self.files:
            print(file=self.stream)
        indent = " " * 8
        for function in self.top_level:
            print(indent, func_get_function_name(function), file=self.stream)
        print(indent, self.total_calls, "function calls", end=" ", file=self.stream)
        if self.total_calls != self.prim_calls:
            print(f"({self.prim_calls} primitive calls)", end=" ", file=self.stream)
        print(f"in {self.total_tt:.3f} seconds", file=self.stream)
        print(file=self.stream)
        _, functions = self.get_print_list(amount)
        if functions:
            self.print_title()
            for function in functions:
                self.print_line(function)
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callees(self, *amount):
        width, functions = self.get_print_list(amount)
        if functions:
            self.calc_callees()
            self.print_call_heading(width, "called...")
            for function in functions:
                self.print_call_line(width, function, self.all_callees.get(function, {}))
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callers(self, *amount):
        width, functions = self.get_print_list(amount)
        if functions:
            self.print_call_heading(width, "was called by...")
            for function in functions:
                self.print_call_line(width, function, self.stats[function][4], "<-")
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_call_heading(self, width, title):
        print("Function ".ljust(width) + title, file=self.stream)
        for stat in self.stats.values():
            for value in stat[4].values():
                if isinstance(value, tuple):
                    print(" " * width + "    ncalls  tottime  cumtime", file=self.stream)
                return

    def print_call_line(self, width, source, calls, arrow="->"):
        print(func_std_string(source).ljust(width) + arrow, end=" ", file=self.stream)
        if not calls:
            print(file=self.stream)
            return
        indent = ""
        for function in sorted(calls):
            name = func_std_string(function)
            value = calls[function]
            if isinstance(value, tuple):
                primitive, count, own, total = value
                shown = f"{count}/{primitive}" if count != primitive else f"{count}"
                line = f"{shown.rjust(7 + 2 * len(indent))} {f8(own)} {f8(total)}  {name}"
                left = width + 1
            else:
                line = f"{name}({value!r}) {f8(self.stats[function][3])}"
                left = width + 3
            print(indent * left + line, file=self.stream)
            indent = " "

    def print_title(self):
        print("   ncalls  tottime  percall  cumtime  percall", end=" ", file=self.stream)
        print("filename:lineno(function)", file=self.stream)

    def print_line(self, function):
        primitive, calls, own, total, _ = self.stats[function]
        shown = str(calls) if calls == primitive else f"{calls}/{primitive}"
        print(shown.rjust(9), end=" ", file=self.stream)
        print(f8(own), end=" ", file=self.stream)
        print(" " * 8 if calls == 0 else f8(own / calls), end=" ", file=self.stream)
        print(f8(total), end=" ", file=self.stream)
        print(" " * 8 if primitive == 0 else f8(total / primitive), end=" ", file=self.stream)
        print(func_std_string(function), file=self.stream)


def func_strip_path(function):
    file, line, name = function
    return os.path.basename(file), line, name


def func_get_function_name(function):
    return function[2]


def func_std_string(function):
    """The printed form of a function."""
    if function[:2] == ("~", 0):
        name = function[2]
        return f"{{{name[1:-1]}}}" if name.startswith("<") and name.endswith(">") else name
    return "%s:%d(%s)" % function


def add_func_stats(target, source):
    """The sum of two functions' statistics."""
    callers = dict(target[4])
    for caller, stat in source[4].items():
        callers[caller] = _sum_of(callers[caller], stat) if caller in callers else stat
    return *(left + right for left, right in zip(target[:4], source[:4])), callers


def _sum_of(left, right):
    if isinstance(left, tuple):
        return tuple(a + b for a, b in zip(left, right))
    return left + right


def f8(number):
    return f"{number:8.3f}"


def _main():
    import cmd

    class Browser(cmd.Cmd):
        intro = "Welcome to the profile statistics browser."

        def __init__(self, profile=None):
            super().__init__()
            self.prompt = "% "
            self.stats = None
            if profile is not None:
                self.do_read(profile)

        def _amounts(self, line):
            found = []
            for term in line.split():
                try:
                    found.append(float(term) if "." in term else int(term))
                except ValueError:
                    found.append(term)
            return found

        def _with_stats(self, action, line):
            if self.stats is None:
                print("No statistics object is loaded.")
            else:
                getattr(self.stats, action)(*self._amounts(line))

        def do_read(self, line):
            """Read in profile data from a specified file."""
            try:
                self.stats = Stats(line)
            except (OSError, EOFError, ValueError, TypeError) as error:
                print(f"{type(error).__name__}: {error}")
                return
            self.prompt = f"{line}% "

        def do_add(self, line):
            """Add profile information from given file to current statistics object."""
            if self.stats is None:
                print("No statistics object is loaded.")
                return
            try:
                self.stats.add(line)
            except (OSError, EOFError, ValueError, TypeError) as error:
                print(f"Failed to load statistics for {line}: {error}")

        def do_stats(self, line):
            """Print statistics from the current stat object."""
            self._with_stats("print_stats", line)

        def do_callers(self, line):
            """Print callers statistics from the current stat object."""
            self._with_stats("print_callers", line)

        def do_callees(self, line):
            """Print callees statistics from the current stat object."""
            self._with_stats("print_callees", line)

        def do_reverse(self, line):
            """Reverse the sort order of the profiling report."""
            self._with_stats("reverse_order", "")

        def do_strip(self, line):
            """Strip leading path information from filenames in the report."""
            self._with_stats("strip_dirs", "")

        def do_sort(self, line):
            """Sort profile data according to specified keys."""
            if self.stats is None:
                print("No statistics object is loaded.")
            elif line and all(key in self.stats.get_sort_arg_defs() for key in line.split()):
                self.stats.sort_stats(*line.split())
            else:
                print("Valid sort keys (unique prefixes are accepted):")
                for name, (_, title) in _ORDERS.items():
                    print(f"{name} -- {title}")

        def do_quit(self, line):
            """Leave the profile browser."""
            return True

        do_EOF = do_quit

        def postcmd(self, stop, line):
            return stop

    Browser(*sys.argv[1:2]).cmdloop()
    print("Goodbye.")


if __name__ == "__main__":
    _main()
