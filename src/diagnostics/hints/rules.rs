//! The table of hints.

use super::{Case, arguments, awaiting, calls, classes, library, modules, names, values};
use crate::diagnostics::story::is;
use crate::objects::exception::Exc;

/// The advice of a rule.
enum Advice {
    /// A fixed text.
    Say(&'static str),
    /// A text computed from the case; none if the rule does not apply after all.
    Look(fn(&Case<'_>) -> Option<String>),
}

use Advice::{Look, Say};

/// The first advice that applies: of the rules for the exception's own class if that is written in
/// Python, then of those for built-in classes.
pub(super) fn advice(case: &Case<'_>) -> Option<String> {
    let named = NAMED.iter().filter(|(class, part, _)| {
        case.class.rsplit('.').next() == Some(*class) && case.message.contains(part)
    });
    let built_in = RULES
        .iter()
        .filter(|(exc, part, _)| is(case.vm, case.exception, *exc) && case.message.contains(part));
    let found = named.map(|(.., advice)| advice).chain(built_in.map(|(.., advice)| advice));
    found.into_iter().find_map(|advice| match advice {
        Say(text) => Some(text.to_string()),
        Look(look) => look(case),
    })
}

/// Advice for exceptions of a class of the library, by its name.
#[rustfmt::skip]
const NAMED: &[(&str, &str, Advice)] = &[
    ("InvalidStateError", "is not set", Say("The result is not available yet: `await` the task or future.")),
    ("InvalidStateError", "invalid state", Look(awaiting::result_twice)),
    ("CancelledError", "", Say("The task was cancelled, and nothing caught that.")),
    ("JSONDecodeError", "", Look(library::json_text)),
    ("FrozenInstanceError", "", Look(library::frozen)),
    ("QueueEmpty", "", Say("The queue is empty, and `get_nowait` does not wait: `await queue.get()` does.")),
    ("QueueFull", "", Say("The queue is full, and `put_nowait` does not wait: `await queue.put(item)` does.")),
    ("PatternError", "unterminated subpattern", Say("A `(` is not closed. A literal bracket needs a backslash: `r\"\\(\"`.")),
    ("UnsupportedOperation", "not readable", Say("The file was opened for writing only. Mode \"r\" opens it for reading, \"r+\" for both.")),
    ("UnsupportedOperation", "not writable", Say("The file was opened for reading only. Mode \"w\" replaces its contents, \"a\" adds to them.")),
];

/// Advice for exceptions of a class whose message contains a text. The first rule with advice
/// wins: more specific ones come first.
#[rustfmt::skip]
const RULES: &[(Exc, &str, Advice)] = &[
    // Names.
    (Exc::NameError, "cannot access local variable", Look(names::of_self)),
    (Exc::NameError, "cannot access local variable", Look(names::unbound)),
    (Exc::NameError, "cannot access free variable", Look(names::unbound)),
    (Exc::NameError, "", Look(names::of_self)),
    (Exc::NameError, "", Look(names::end_of_block)),
    (Exc::NameError, "", Look(names::compared)),
    (Exc::NameError, "", Look(names::foreign_name)),
    (Exc::NameError, "", Look(names::missing_import)),
    (Exc::NameError, "", Look(names::defined_below)),
    (Exc::NameError, "", Look(names::bound_and_gone)),
    (Exc::NameError, "", Look(names::of_class_body)),
    (Exc::NameError, "", Look(names::misspelt_name)),
    (Exc::NameError, "", Look(names::of_module)),
    (Exc::NameError, "", Say("No variable of this name exists here. A name must be assigned or imported before use; strings need quotes.")),
    // Coroutines and futures.
    (Exc::TypeError, "__init__() should return None", Look(calls::constructor_result)),
    (Exc::AttributeError, "'coroutine' object has no attribute", Look(awaiting::coroutine)),
    (Exc::TypeError, "'coroutine' object can't be awaited", Look(awaiting::coroutine)),
    (Exc::TypeError, "'coroutine' and", Look(awaiting::swapped_timeout)),
    (Exc::TypeError, "context manager protocol", Look(awaiting::acquired)),
    (Exc::TypeError, "'coroutine'", Look(awaiting::coroutine_of_thread)),
    (Exc::TypeError, "from __aiter__ that does not implement __anext__: coroutine", Say("`__aiter__` is an ordinary method, without `async`: it returns the object whose `__anext__` is asynchronous.")),
    (Exc::TypeError, "'coroutine'", Look(awaiting::coroutine)),
    (Exc::TypeError, "(not \"coroutine\") to", Look(awaiting::coroutine)),
    (Exc::TypeError, "non-iterable coroutine", Look(awaiting::coroutine)),
    (Exc::TypeError, "coroutine", Look(awaiting::coroutine_argument)),
    (Exc::TypeError, "that does not implement __anext__", Say("`async for` calls `__anext__` of the object that `__aiter__` returns: write `async def __anext__(self):`, which raises `StopAsyncIteration` at the end. `__next__` is for `for`.")),
    (Exc::TypeError, "for +: 'float' and 'function'", Look(arguments::delay_first)),
    (Exc::TypeError, "for +: 'float' and 'method'", Look(arguments::delay_first)),
    (Exc::AttributeError, "has no attribute 'submit'", Look(arguments::executor_first)),
    (Exc::TypeError, "expected str, bytes or os.PathLike object, not list", Look(arguments::command_in_list)),
    (Exc::TypeError, "'NoneType' object is not callable", Look(calls::called_too_early)),
    (Exc::AttributeError, "'set' object has no attribute", Look(arguments::result_of_wait)),
    (Exc::AttributeError, "'super' object has no attribute", Say("`super()` finds what the base classes define, not the object's own values. `super().__init__(…)` sets those, and `self.name` reads them.")),
    (Exc::AttributeError, "Task' object", Look(names::other_method)),
    (Exc::AttributeError, "Task' object", Look(awaiting::future)),
    (Exc::AttributeError, "Future' object", Look(awaiting::future)),
    (Exc::TypeError, "Task'", Look(awaiting::future)),
    (Exc::TypeError, "Future'", Look(awaiting::future)),
    (Exc::TypeError, "Task'", Look(arguments::unnamed_task)),
    (Exc::TypeError, "Future'", Look(arguments::unnamed_task)),
    (Exc::RuntimeError, "await wasn't used with future", Look(awaiting::future)),
    (Exc::AttributeError, "'NoneType' object has no attribute", Look(values::none)),
    (Exc::TypeError, "can't be used in 'await' expression", Look(awaiting::not_awaitable)),
    (Exc::TypeError, "a coroutine was expected, got <_GatheringFuture", Say(GATHER_OUTSIDE)),
    (Exc::ValueError, "a coroutine was expected, got <_GatheringFuture", Say(GATHER_OUTSIDE)),
    (Exc::TypeError, "a coroutine was expected, got", Look(arguments::several_for_one)),
    (Exc::ValueError, "a coroutine was expected, got", Look(arguments::several_for_one)),
    (Exc::TypeError, "a coroutine was expected, got", Look(awaiting::function_as_coroutine)),
    (Exc::ValueError, "a coroutine was expected, got", Look(awaiting::function_as_coroutine)),
    (Exc::TypeError, "An asyncio.Future, a coroutine or an awaitable is required", Look(awaiting::function_as_coroutine)),
    (Exc::TypeError, "Passing coroutines is forbidden, use tasks explicitly", Look(awaiting::waited_coroutines)),
    (Exc::TypeError, "unhashable type: 'list'", Look(awaiting::gathered_list)),
    (Exc::TypeError, "object is not iterable", Look(awaiting::asynchronous_iterable)),
    (Exc::TypeError, "object is not iterable", Look(values::not_called_in_loop)),
    (Exc::TypeError, "", Look(classes::missing_method)),
    (Exc::TypeError, "'async for' requires", Look(awaiting::ordinary_iterable)),
    (Exc::TypeError, "'type' object does not support the", Look(awaiting::class_as_context_manager)),
    (Exc::TypeError, "asynchronous context manager protocol", Say("This is not an asynchronous context manager: write `with` without `async`.")),
    (Exc::TypeError, "does not support the context manager protocol", Look(awaiting::not_a_context_manager)),
    // Values of the wrong type.
    (Exc::TypeError, "argument after ** must be a mapping", Say("`**` passes the entries of a dict by name. `*` passes the items of a list or tuple one by one.")),
    (Exc::TypeError, "map() takes no keyword arguments", Look(modules::newer_argument)),
    (Exc::TypeError, "first arg must be str or a tuple of str", Say("Put several possible texts in parentheses: `name.startswith((\"A\", \"B\"))`.")),
    (Exc::TypeError, "__str__ returned non-string", Say("`__str__` returns the text that `print` shows: convert its result with `str(…)`, or write an f-string.")),
    (Exc::TypeError, "__repr__ returned non-string", Say("`__repr__` returns a text: convert its result with `str(…)`, or write an f-string.")),
    (Exc::TypeError, "ord() expected a character", Say("`ord` takes a single character: `[ord(c) for c in text]` for a longer text.")),
    (Exc::TypeError, "Path' object is not iterable", Say("This is the path of a file. `with path.open() as file:` opens it, and `path.iterdir()` lists a folder.")),
    (Exc::TypeError, "argument must be a string", Look(values::number_of_several)),
    (Exc::TypeError, "(", Look(calls::needs_collection)),
    (Exc::TypeError, "expected at most 1 argument, got", Look(calls::needs_collection)),
    (Exc::TypeError, "'str' object is not callable", Look(calls::key_of_text)),
    (Exc::TypeError, "for +: 'dict' and 'dict'", Say("Dicts are merged with `|`, which keeps the entries of the right one where both have a key.")),
    (Exc::TypeError, "for +: 'set' and 'set'", Say("Sets are joined with `|`.")),
    (Exc::TypeError, "for -: 'list' and 'list'", Say("Lists cannot be subtracted: `[item for item in all_items if item not in others]`.")),
    (Exc::TypeError, "can't multiply sequence by non-int of type 'list'", Say("Lists cannot be multiplied. Item by item: `[x * y for x, y in zip(first, second)]`.")),
    (Exc::TypeError, "NoneType", Look(values::none)),
    (Exc::TypeError, "exceptions must derive from BaseException", Say("Only exceptions can be raised: for example `raise ValueError(\"…\")`.")),
    (Exc::TypeError, "catching classes that do not inherit from BaseException", Look(values::caught_list)),
    (Exc::TypeError, "builtin_function_or_method", Look(values::not_called)),
    (Exc::TypeError, "'method'", Look(values::not_called)),
    (Exc::TypeError, "'function'", Look(values::not_called)),
    (Exc::TypeError, "can only concatenate str", Look(values::added_to_text)),
    (Exc::TypeError, "unsupported operand type(s) for +: 'int' and 'str'", Look(values::added_to_number)),
    (Exc::TypeError, "unsupported operand type(s) for +: 'float' and 'str'", Look(values::added_to_number)),
    (Exc::TypeError, "can only concatenate list", Say("`+` joins lists. To add one item, write `items.append(item)`, or `items + [item]`.")),
    (Exc::TypeError, "can only concatenate tuple", Say("`+` joins tuples. Did you mean one of its items, such as `pair[0]`? A function with `return a, b` returns a tuple.")),
    (Exc::TypeError, "expected str instance", Look(library::joined)),
    (Exc::TypeError, "str expected, not", Say("Environment variables are strings: convert the value with `str(…)`.")),
    (Exc::TypeError, "bad operand type for abs()", Say("`abs` takes a single number: `[abs(x) for x in numbers]` for several.")),
    (Exc::TypeError, "object is not an iterator", Look(awaiting::next_of)),
    (Exc::TypeError, "can't concat str to bytes", Say("Strings and bytes do not mix: encode the string with `.encode()`, or decode the bytes with `.decode()`.")),
    (Exc::TypeError, "bytes-like object", Look(values::text_for_bytes)),
    (Exc::TypeError, "must be encoded before hashing", Say("A hash is computed from bytes: encode the string with `.encode()`.")),
    (Exc::TypeError, "can't multiply sequence by non-int of type 'str'", Say("Strings are not numbers, even if they look like it: convert them with `int(…)` or `float(…)` first.")),
    (Exc::TypeError, "can't multiply sequence by non-int of type 'float'", Say("A string or list is repeated a whole number of times. Is it a number in a string? Convert it with `float(…)` first.")),
    (Exc::TypeError, "and 'decimal.Decimal'", Look(library::decimal)),
    (Exc::TypeError, "'decimal.Decimal' and", Look(library::decimal)),
    (Exc::TypeError, "'datetime.datetime' and 'datetime.date'", Say("A `datetime` and a `date` do not mix: `.date()` of the first is a date, too.")),
    (Exc::TypeError, "'datetime.date' and 'datetime.datetime'", Say("A `date` and a `datetime` do not mix: `.date()` of the second is a date, too.")),
    (Exc::TypeError, "offset-naive and offset-aware datetimes", Say("One of the two has a time zone, the other has none. Give both a time zone, such as `datetime.now(timezone.utc)` and `datetime(…, tzinfo=timezone.utc)`.")),
    (Exc::TypeError, "'datetime.datetime' and 'int'", Say(SPAN_OF_TIME)),
    (Exc::TypeError, "'datetime.date' and 'int'", Say(SPAN_OF_TIME)),
    (Exc::TypeError, "'datetime.datetime' and 'str'", Say("A date in a string is text: `datetime.fromisoformat(text)` reads it, or `datetime.strptime(text, format)`.")),
    (Exc::TypeError, "unsupported operand type(s)", Look(library::path_arithmetic)),
    (Exc::TypeError, "unsupported operand type(s)", Look(values::text_in_arithmetic)),
    (Exc::TypeError, "not supported between instances of", Look(classes::without_order)),
    (Exc::TypeError, "not supported between instances of", Look(calls::mixed_order)),
    (Exc::TypeError, ".__init__() ", Look(classes::dataclass_fields)),
    (Exc::TypeError, "must be real number, not str", Say("A number is expected, and this is a string: convert it with `float(…)` or `int(…)`.")),
    (Exc::TypeError, "cannot unpack non-iterable", Look(values::one_for_several)),
    (Exc::TypeError, "positional argument", Look(calls::signature)),
    (Exc::TypeError, "keyword argument", Look(calls::signature)),
    (Exc::TypeError, "keyword-only argument", Look(calls::signature)),
    (Exc::TypeError, "takes no arguments", Look(calls::no_constructor)),
    (Exc::TypeError, "Can't instantiate abstract class", Look(library::abstract_class)),
    (Exc::TypeError, "'NotImplementedType' object is not callable", Say("`NotImplemented` is a value that operators return. The exception is called `NotImplementedError`.")),
    (Exc::TypeError, "object is not callable", Look(calls::called_too_early)),
    (Exc::TypeError, "object is not callable", Look(calls::not_callable)),
    (Exc::TypeError, "object is not subscriptable", Look(values::without_items)),
    (Exc::TypeError, "indices must be integers", Look(values::index_of_wrong_type)),
    (Exc::TypeError, "slice indices must be integers", Say("The limits of a slice are whole numbers: `//` divides without a remainder, `/` always gives a float.")),
    (Exc::TypeError, "sequence index must be integer, not 'slice'", Say("A deque has no slices: `list(items)[a:b]`, or `itertools.islice(items, a, b)`.")),
    (Exc::TypeError, "cannot be interpreted as an integer", Look(values::not_whole)),
    (Exc::TypeError, "has no len()", Look(values::without_length)),
    (Exc::TypeError, "doesn't define __round__", Say("Only numbers can be rounded: convert the string with `float(…)` first.")),
    (Exc::TypeError, "'int' object is not iterable", Look(values::loop_over_length)),
    (Exc::TypeError, "'int' object is not iterable", Say("A number cannot be looped over: `range(n)` gives the numbers from 0 to n - 1.")),
    (Exc::TypeError, "'str' object does not support item assignment", Say("Strings never change: build a new one, for example with `text.replace(…)`.")),
    (Exc::TypeError, "'tuple' object does not support item assignment", Say("Tuples never change: use a list instead.")),
    (Exc::TypeError, "unhashable type", Look(classes::without_hash)),
    (Exc::TypeError, "unhashable type: 'dict'", Say("Keys of dicts and members of sets must not change, and a dict can. A list holds dicts; `tuple(d.items())` can be a key.")),
    (Exc::TypeError, "unhashable type", Say("Keys of dicts and members of sets must not change: use a tuple for a list, a frozenset for a set.")),
    (Exc::TypeError, "format: a real number is required", Say("`%d` and `%f` are for numbers: convert the value with `int(…)` or `float(…)`, or write `%s`.")),
    (Exc::TypeError, "not enough arguments for format string", Say("Put several values for `%` in a tuple: `\"… %s … %s\" % (first, second)`.")),
    (Exc::TypeError, "not all arguments converted during string formatting", Look(values::unused_format_values)),
    (Exc::TypeError, "format requires a mapping", Say("Named fields take a dict: `\"%(name)s\" % {\"name\": …}`.")),
    (Exc::TypeError, "isinstance() arg 2 must be", Look(calls::types_of_isinstance)),
    (Exc::TypeError, "first argument must be callable or None", Say("`defaultdict` takes a function that makes the default: `defaultdict(int)` for 0, `defaultdict(list)` for an empty list.")),
    (Exc::TypeError, "join() argument must be str, bytes, or os.PathLike object", Say("The parts of a path are text: convert the value with `str(…)`.")),
    (Exc::TypeError, "is not JSON serializable", Look(library::json_value)),
    (Exc::TypeError, "the JSON object must be str, bytes or bytearray", Say("`json.loads` takes text. `json.load(file)` reads from an open file.")),
    (Exc::TypeError, "string argument expected, got", Say("Only strings can be written to it: convert the value with `str(…)`.")),
    (Exc::TypeError, "write() argument must be str", Say("Only strings can be written to a text file: convert the value with `str(…)`; bytes need mode \"wb\".")),
    (Exc::TypeError, "non-default argument", Say("Fields without a default come first: move this one up, or give it a default.")),
    // Attributes.
    (Exc::AttributeError, "", Look(names::own_file_hides_module)),
    (Exc::AttributeError, "has no attribute", Look(modules::newer_name)),
    (Exc::AttributeError, "type object 'super'", Say("Call `super`: `super().method()`.")),
    (Exc::AttributeError, "no __dict__ for setting new attributes", Look(classes::no_new_attributes)),
    (Exc::AttributeError, "has no attribute", Look(modules::submodule)),
    (Exc::AttributeError, "can't set attribute", Look(library::named_tuple)),
    (Exc::AttributeError, "has no attribute", Look(library::module_and_class)),
    (Exc::AttributeError, "has no attribute", Look(classes::enum_attribute)),
    (Exc::AttributeError, "has no attribute", Look(classes::hidden_module)),
    (Exc::AttributeError, "has no attribute", Look(classes::method_outside)),
    (Exc::AttributeError, "has no attribute", Look(names::other_method)),
    (Exc::AttributeError, "has no attribute", Look(names::constructor_not_called)),
    (Exc::AttributeError, "has no attribute", Look(classes::parameter_not_kept)),
    (Exc::AttributeError, "has no attribute", Look(names::misspelt_attribute)),
    (Exc::AttributeError, "module '", Look(names::abbreviated)),
    (Exc::AttributeError, "has no setter", Look(values::property_without_setter)),
    // Loops and tasks.
    (Exc::RuntimeError, "asyncio.run() cannot be called from a running event loop", Say("A loop is already running: `await` the coroutine instead of calling `asyncio.run`, which belongs at the top of the program, once.")),
    (Exc::RuntimeError, "This event loop is already running", Say("A loop is already running: `await` instead of `run_until_complete`.")),
    (Exc::RuntimeError, "no running event loop", Look(awaiting::no_loop)),
    (Exc::RuntimeError, "no current event loop", Look(awaiting::no_loop)),
    (Exc::RuntimeError, "is bound to a different event loop", Say(OTHER_LOOP)),
    (Exc::RuntimeError, "attached to a different loop", Say(OTHER_LOOP)),
    (Exc::RuntimeError, "cannot reuse already awaited coroutine", Look(awaiting::awaited_twice)),
    (Exc::RuntimeError, "coroutine is being awaited already", Say("Two tasks cannot await one coroutine: wrap it in a task with `asyncio.create_task(…)`, and await the task in both.")),
    (Exc::RuntimeError, "TaskGroup <TaskGroup entered> is finished", Say(OPEN_GROUP)),
    (Exc::RuntimeError, "TaskGroup <TaskGroup> has not been entered", Say(OPEN_GROUP)),
    (Exc::RuntimeError, "changed size during iteration", Say("The loop changes the object that it iterates over. Iterate over a copy: `for item in list(…):`.")),
    (Exc::RuntimeError, "deadlock:", Say("Every task waits for something that only another waiting task could do. Check that some task puts into the queue, sets the event, or releases the lock.")),
    (Exc::RuntimeError, "Event loop is closed", Say("`asyncio.run` closes its loop at the end; its tasks, locks and streams cannot be used afterwards.")),
    (Exc::RuntimeError, "Lock is not acquired", Say("A lock is released once, by the task that acquired it. `async with lock:` does both.")),
    (Exc::RuntimeError, "generator raised StopIteration", Say("A generator ends with `return`. A `next(…)` in it that finds nothing raises StopIteration: give it a default, `next(it, None)`.")),
    (Exc::RuntimeError, "coroutine raised StopIteration", Say("StopIteration cannot leave a coroutine. A `next(…)` in it that finds nothing raises it: give it a default, `next(it, None)`.")),
    (Exc::RuntimeError, "threads can only be started once", Say("A thread runs once: make a new `Thread` for each start.")),
    (Exc::ValueError, "task_done() called too many times", Say("`task_done()` is called once for each item that `get()` returned.")),
    (Exc::AssertionError, "group argument must be None", Say("Pass the function by keyword: `Thread(target=function, args=(…,))`.")),
    (Exc::RecursionError, "", Look(calls::recursion)),
    // Items.
    (Exc::IndexError, "Replacement index", Say("The string has more `{}` than `format` has values.")),
    (Exc::IndexError, "Cannot choose from an empty sequence", Say("There is nothing to choose from: check that the sequence is not empty.")),
    (Exc::IndexError, "", Look(values::index)),
    (Exc::KeyError, "", Look(library::chosen)),
    (Exc::KeyError, "", Look(library::format_name)),
    (Exc::KeyError, "", Look(values::key)),
    // Numbers, text, dates.
    (Exc::ZeroDivisionError, "", Look(values::zero)),
    (Exc::ValueError, "math domain error", Say("The function has no result for this number: is it negative, or out of range? `cmath` has the same functions with complex results.")),
    (Exc::ValueError, "to unpack", Look(values::unpack)),
    (Exc::ValueError, "invalid literal for int()", Look(values::not_an_int)),
    (Exc::ValueError, "could not convert string to float", Look(values::not_a_float)),
    (Exc::ValueError, "not in list", Say("Check first: `if x in items:`.")),
    (Exc::ValueError, "substring not found", Say("`.find(…)` returns -1 instead of raising; `in` tests whether it is there.")),
    (Exc::ValueError, "iterable argument is empty", Say("There is nothing to compare. A `default` covers that case: `max(items, default=0)`.")),
    (Exc::ValueError, "for object of type 'str'", Look(values::format_of_text)),
    (Exc::ValueError, "I/O operation on closed file", Look(library::closed_file)),
    (Exc::ValueError, "mutable default", Look(library::mutable_default)),
    (Exc::ValueError, "does not match format", Say("The format must describe the whole text, with its separators: `%d.%m.%Y` for 31.01.2024, `%Y-%m-%d` for 2024-01-31. A part that is out of its range, such as a month 13, does not match either.")),
    (Exc::ValueError, "unconverted data remains", Say("The format ends before the text does: it must describe the whole text.")),
    (Exc::ValueError, "Sample larger than population", Say("`random.sample` takes each item at most once. `random.choices(items, k=…)` may take one again.")),
    (Exc::ValueError, "day is out of range for month", Say("The month has fewer days.")),
    (Exc::ValueError, "is not a valid", Look(library::enum_member)),
    (Exc::ValueError, "unknown url type", Say("A URL begins with its scheme: `https://…`.")),
    (Exc::UnicodeDecodeError, "", Say("The bytes are not text in this encoding. Pass the right one: `open(…, encoding=\"…\")`; binary files are opened with mode \"rb\".")),
    // Files, the network, modules.
    (Exc::FileNotFoundError, "", Look(library::command_line)),
    (Exc::FileNotFoundError, "", Look(names::file)),
    (Exc::FileExistsError, "", Look(library::exists)),
    (Exc::PermissionError, "", Say("The system does not allow this: is the path right, and who owns the file?")),
    (Exc::IsADirectoryError, "", Say("This is a folder, not a file.")),
    (Exc::ConnectionRefusedError, "", Say("Nothing listens at this address. Is the server running? Is the port right?")),
    (Exc::OSError, "Address already in use", Say("Another program listens on this port, perhaps an earlier run of this one.")),
    (Exc::EOFError, "EOF when reading a line", Say("There is no more input: standard input has ended.")),
    (Exc::ModuleNotFoundError, "", Look(modules::missing)),
    (Exc::ImportError, "cannot import name", Look(modules::newer_name)),
    (Exc::ImportError, "no known parent package", Say("A file run as the program does not belong to a package, so relative imports do not work: import by name, as in `import helpers`, or run it as a part of its package: `hob -m package.module`.")),
    (Exc::ImportError, "partially initialized module", Say("Two modules import each other. Move what both need into a third, or import inside the function that needs it.")),
    (Exc::ImportError, "", Look(names::own_file_hides_module)),
    (Exc::TimeoutError, "", Look(awaiting::timeout)),
    (Exc::StopIteration, "", Say("The iterator has no more items. `next(it, default)` returns `default` then.")),
];

/// For tasks outside of their group.
const OPEN_GROUP: &str =
    "A group accepts tasks only inside its `async with`, and waits for them at the end of that.";

/// For a number in place of a time span.
const SPAN_OF_TIME: &str =
    "A time span needs a unit: `timedelta(days=1)` or `timedelta(minutes=5)`, from `datetime`.";

/// For `asyncio.run(asyncio.gather(…))`.
const GATHER_OUTSIDE: &str = "`gather` needs a running loop: put it into a coroutine, `async def main(): return await asyncio.gather(…)`, and run that with `asyncio.run(main())`.";

/// Advice about an object of a loop that has ended.
const OTHER_LOOP: &str = "It belongs to another loop: each `asyncio.run` makes a new one. Call `asyncio.run` once, and make locks, queues and tasks inside the coroutine that it runs.";
