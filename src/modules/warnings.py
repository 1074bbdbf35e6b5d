import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings", "deprecated"]

defaultaction = "default"


class WarningMessage:
    """A warning that passed the filters: the arguments of showwarning(), as attributes."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")
    _mentions_tracemalloc = False

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Hook to write a warning to a file; replace if you like."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Function to format a warning the standard way."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


def _showwarnmsg_impl(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    text = None
    if file is sys.__stderr__ and formatwarning is _formatwarning_orig:
        text = _draw(str(msg.message), msg.category.__name__, msg.filename, msg.lineno)
    try:
        file.write(_formatwarnmsg(msg) if text is None else text)
    except OSError:
        pass


def _formatwarnmsg_impl(msg):
    return _format(str(msg.message), msg.category.__name__, msg.filename, msg.lineno, msg.line,
                   msg._mentions_tracemalloc)


# The program may replace these two by its own functions.
_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg(msg):
    if showwarning is _showwarning_orig:
        return _showwarnmsg_impl(msg)
    if not callable(showwarning):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def _formatwarnmsg(msg):
    if formatwarning is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


def _check_action(action):
    if action not in {"error", "ignore", "always", "all", "default", "module", "once"}:
        raise ValueError(f"invalid action: {action!r}")


def _check_line(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Insert an entry into the list of warnings filters (at the front).

    'message' and 'module' are regular expressions, 'lineno' 0 stands for all lines.
    """
    _check_action(action)
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_line(lineno)
    if message or module:
        import re
    message = re.compile(message, re.I) if message else None
    module = re.compile(module) if module else None
    _add_filter((action, message, category, module, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a simple entry into the list of warnings filters (at the front).

    A simple filter matches all modules and messages.
    """
    _check_action(action)
    _check_line(lineno)
    _add_filter((action, None, category, None, lineno), append)


def _add_filter(item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Clear the list of warning filters, so that no filters are active."""
    filters[:] = []
    _filters_mutated()


class catch_warnings:
    """A context manager that copies and restores the warnings filter upon exiting the context.

    With record=True it gives a list to which warnings are appended instead of being shown. With an
    action, simplefilter() is called with it and the remaining arguments on entering.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        arguments = []
        if self._record:
            arguments.append("record=True")
        if self._module is not sys.modules["warnings"]:
            arguments.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(arguments)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._saved = module.filters, module.showwarning, module._showwarnmsg_impl
        module.filters = module.filters[:]
        module._filters_mutated()
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []
        module._showwarnmsg_impl = log.append
        module.showwarning = module._showwarning_orig
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters, module.showwarning, module._showwarnmsg_impl = self._saved
        module._filters_mutated()


def _deprecated(name, message="{name!r} is deprecated and slated for removal in Python {remove}", *, remove):
    """Warn that a part of the library is deprecated."""
    warn(message.format(name=name, remove=".".join(map(str, remove))), DeprecationWarning, stacklevel=3)


class deprecated:
    """Indicate that a class, function or overload is deprecated (PEP 702).

    Calls of the function, and instances and subclasses of the class, warn at runtime.
    """

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError("Expected an object of type str for 'message', not "
                            f"{type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            return self._mark_class(arg)
        if not callable(arg):
            raise TypeError("@deprecated decorator with non-None category must be applied to "
                            f"a class or callable, not {arg!r}")
        return self._mark_function(arg)

    def _warn(self):
        warn(self.message, category=self.category, stacklevel=self.stacklevel + 2)

    def _mark_function(self, function):
        import functools
        import inspect

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self._warn()
            return function(*args, **kwargs)

        if inspect.iscoroutinefunction(function):
            wrapper = inspect.markcoroutinefunction(wrapper)
        function.__deprecated__ = wrapper.__deprecated__ = self.message
        return wrapper

    def _mark_class(self, cls):
        import functools

        original_new = cls.__new__

        @functools.wraps(original_new)
        def __new__(cls_, *args, **kwargs):
            if cls_ is cls:
                self._warn()
            if original_new is not object.__new__:
                return original_new(cls_, *args, **kwargs)
            if cls_.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{cls_.__name__}() takes no arguments")
            return original_new(cls_)

        cls.__new__ = staticmethod(__new__)
        original_hook = cls.__init_subclass__
        # A class method is bound to the subclass; anything else is called as found.
        hook = getattr(original_hook, "__func__", None)

        if hook is not None:
            @functools.wraps(hook)
            def __init_subclass__(cls_, *args, **kwargs):
                self._warn()
                return hook(cls_, *args, **kwargs)

            cls.__init_subclass__ = classmethod(__init_subclass__)
        else:
            @functools.wraps(original_hook)
            def __init_subclass__(*args, **kwargs):
                self._warn()
                return original_hook(*args, **kwargs)

            cls.__init_subclass__ = __init_subclass__

        cls.__deprecated__ = __new__.__deprecated__ = self.message
        __init_subclass__.__deprecated__ = self.message
        return cls


class _OptionError(Exception):
    """A `-W` option that cannot be understood."""


def _processoptions(options):
    """Adds the filters from `-W` and PYTHONWARNINGS."""
    for option in options:
        try:
            _setoption(option)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(option):
    fields = [field.strip() for field in option.split(":")]
    if len(fields) > 5:
        raise _OptionError(f"too many fields (max 5): {option!r}")
    action, message, category, module, lineno = fields + [""] * (5 - len(fields))
    action, category = _getaction(action), _getcategory(category)
    if message or module:
        import re
        message, module = re.escape(message), re.escape(module) + r"\Z" if module else ""
    try:
        line = int(lineno) if lineno else 0
    except ValueError:
        line = -1
    if line < 0:
        raise _OptionError(f"invalid lineno {lineno!r}")
    filterwarnings(action, message, category, module, line)


def _getaction(action):
    for known in ("default", "always", "all", "ignore", "module", "once", "error"):
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(name):
    if not name:
        return Warning
    module, _, last = name.rpartition(".")
    try:
        found = __import__(module or "builtins", None, None, [last])
    except ImportError:
        raise _OptionError(f"invalid module name: {module!r}") from None
    category = getattr(found, last, None)
    if category is None:
        raise _OptionError(f"unknown warning category: {name!r}")
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise _OptionError(f"invalid warning category: {name!r}")
    return category
