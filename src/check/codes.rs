//! The table of findings of `hob check`. `--explain`, `--list` and the README's table derive from
//! it.

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Correct, but there is likely a better way.
    Info,
    /// Runs, but probably not as intended.
    Warning,
    /// Fails, or has no effect.
    Error,
}

impl Severity {
    /// Its name in all outputs.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
#[allow(missing_docs, reason = "the table below says what each is")]
pub enum Code {
    SyntaxError,
    UndefinedName,
    DoubtfulSyntax,
    CoroutineNeverAwaited,
    AwaitableUnused,
    CoroutineStartsLate,
    TaskDropped,
    CoroutineNotCalled,
    NotAwaitable,
    NestedRun,
    WrongWith,
    WrongFor,
    CoroutineAsValue,
    MethodNotCalled,
    AsyncCallback,
    CancellationSwallowed,
    CoroutineReused,
    AsyncSpecialMethod,
    YieldInScope,
    NoRunningLoop,
    BlockingCall,
    BlockingIo,
    AwaitInComprehension,
    AwaitInLoop,
    PollingLoop,
    UnknownCode,
    UnusedIgnore,
}

/// The description of a code.
#[derive(Debug)]
pub struct Description {
    /// The code.
    pub code: Code,
    /// The code in reports and comments: a letter and three digits.
    pub number: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// The severity.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// The full explanation: the effect of the mistake, and its correction; lines of at most 80
    /// columns.
    pub explanation: &'static str,
}

use Severity::{Error, Info, Warning};

/// All codes, in the order of [`Code`].
pub const CODES: [Description; 27] = [
    Description {
        code: Code::SyntaxError,
        number: "H001",
        name: "syntax-error",
        severity: Error,
        summary: "the text is not a program",
        explanation: "\
The parser or the compiler refuses the text, with the message that CPython has
for it. Nothing of the program runs. Other mistakes of this kind are reported
along with it; those of other kinds are found once the text can be parsed.",
    },
    Description {
        code: Code::UndefinedName,
        number: "H002",
        name: "undefined-name",
        severity: Error,
        summary: "a name that nothing defines",
        explanation: "\
Neither the function, nor those around it, nor the module, nor the builtins bind
the name, so using it raises NameError. Programs that bind names in ways the
text does not show (`exec`, `globals()`, `from x import *`) are not held to
this, nor is code that catches NameError.

    async def main():
        await asynco.sleep(1)      # NameError: name 'asynco' is not defined",
    },
    Description {
        code: Code::DoubtfulSyntax,
        number: "H003",
        name: "doubtful-syntax",
        severity: Warning,
        summary: "valid code that is surely a mistake: Python gives a SyntaxWarning",
        explanation: "\
The parser or the compiler gives a SyntaxWarning: an unknown escape sequence in
a string, `is` with a literal, a call of a literal (a missing comma), `assert`
of a tuple.",
    },
    Description {
        code: Code::CoroutineNeverAwaited,
        number: "H101",
        name: "coroutine-never-awaited",
        severity: Error,
        summary: "a coroutine is created but neither awaited nor scheduled: its code never runs",
        explanation: "\
Calling an `async def` function runs nothing of it: it makes a coroutine, which
runs when it is awaited, or given to `asyncio.create_task`, `asyncio.gather` or
`asyncio.run`. Here it is dropped, or kept in a name that nothing awaits.

    async def main():
        greet()                    # nothing happens
        await greet()              # runs, and main goes on when it is done
        task = asyncio.create_task(greet())    # runs meanwhile",
    },
    Description {
        code: Code::AwaitableUnused,
        number: "H102",
        name: "awaitable-unused",
        severity: Error,
        summary: "without `await`, an asyncio call has no effect, or nobody waits for its end",
        explanation: "\
`asyncio.sleep(1)`, `lock.acquire()`, `queue.put(x)`, `event.wait()` and the
like make a coroutine; without `await` they do nothing at all.
`asyncio.gather(...)` and `asyncio.shield(...)` start their arguments, but
without `await` nobody waits for them or sees their errors.

    asyncio.sleep(1)               # does not sleep
    await asyncio.sleep(1)",
    },
    Description {
        code: Code::CoroutineStartsLate,
        number: "H103",
        name: "coroutine-starts-late",
        severity: Warning,
        summary: "a coroutine is created early but awaited after other waits: it starts only then",
        explanation: "\
A coroutine does not run in the background. It starts when it is awaited, so
here things happen one after another, although the code looks as if they were
meant to overlap. A task starts at once:

    broccoli = steam_broccoli()                        # starts nothing
    broccoli = asyncio.create_task(steam_broccoli())   # steams meanwhile
    await cook_burgers()
    await broccoli",
    },
    Description {
        code: Code::TaskDropped,
        number: "H104",
        name: "task-dropped",
        severity: Warning,
        summary: "no reference to a task is kept: it may disappear before it is done",
        explanation: "\
The event loop itself keeps weak references to tasks. One that nothing else
refers to may be garbage-collected before it is done, and nobody sees its
errors. Keep the task and await it, keep it in a set until it is done, or use
`asyncio.TaskGroup`:

    async with asyncio.TaskGroup() as group:
        group.create_task(work())

Module-level code, such as a notebook's cells, is not reported.",
    },
    Description {
        code: Code::CoroutineNotCalled,
        number: "H105",
        name: "coroutine-not-called",
        severity: Error,
        summary: "an `async def` function is passed where a coroutine is required: call it",
        explanation: "\
`asyncio.run`, `asyncio.create_task`, `asyncio.gather` and `await` take a
coroutine, not the function that makes it: call it.

    asyncio.run(main)              # ValueError: a coroutine was expected
    asyncio.run(main())",
    },
    Description {
        code: Code::NotAwaitable,
        number: "H106",
        name: "not-awaitable",
        severity: Error,
        summary: "an object that is not awaitable is awaited or scheduled",
        explanation: "\
`await` takes coroutines, tasks and futures. The result of an ordinary function
is not awaitable, unless that function returns one of these; neither is a list
of coroutines, for which there is `asyncio.gather(*coroutines)`.

    await time.sleep(1)            # sleeps, then raises TypeError
    await [first(), second()]      # TypeError; use asyncio.gather",
    },
    Description {
        code: Code::NestedRun,
        number: "H107",
        name: "nested-run",
        severity: Error,
        summary: "`asyncio.run` (or a loop's `run_until_complete`) inside `async def`",
        explanation: "\
A coroutine runs inside an event loop, and a thread runs one loop at a time:
RuntimeError: asyncio.run() cannot be called from a running event loop. Inside
`async def`, `await` the coroutine.",
    },
    Description {
        code: Code::WrongWith,
        number: "H108",
        name: "wrong-with",
        severity: Error,
        summary: "`with` where `async with` is required, or vice versa",
        explanation: "\
Asyncio's locks, semaphores, conditions, timeouts and task groups are
asynchronous context managers, files and the locks of `threading` are plain
ones. The wrong statement raises TypeError.

    async with lock:
        ...",
    },
    Description {
        code: Code::WrongFor,
        number: "H109",
        name: "wrong-for",
        severity: Error,
        summary: "`for` where `async for` is required, or vice versa",
        explanation: "\
An asynchronous generator (an `async def` with `yield`) is read with `async
for`; lists, ranges and plain generators with `for`; a coroutine with neither.
The wrong statement raises TypeError.",
    },
    Description {
        code: Code::CoroutineAsValue,
        number: "H110",
        name: "coroutine-as-value",
        severity: Error,
        summary: "a coroutine is used as if it were its result: an `await` is missing",
        explanation: "\
The call gives a coroutine, not yet what its function returns. It has no items,
no length and none of the result's attributes, equals nothing, and is always
true.

    total = price(\"soup\") + 1      # TypeError
    if is_ready():                 # always true
    total = await price(\"soup\") + 1",
    },
    Description {
        code: Code::MethodNotCalled,
        number: "H111",
        name: "method-not-called",
        severity: Warning,
        summary: "a method is tested instead of its result: parentheses are missing",
        explanation: "\
A method is always true.

    if event.is_set:               # always
    if event.is_set():",
    },
    Description {
        code: Code::AsyncCallback,
        number: "H112",
        name: "async-callback",
        severity: Error,
        summary: "an `async def` function is passed as a synchronous callback",
        explanation: "\
`loop.call_later`, `task.add_done_callback`, `threading.Thread(target=…)`,
`asyncio.to_thread` and the like call the function and drop its result. An
`async def` function returns a coroutine, so nothing of it runs. Pass an
ordinary function, for example one that creates a task.",
    },
    Description {
        code: Code::CancellationSwallowed,
        number: "H113",
        name: "cancellation-swallowed",
        severity: Warning,
        summary: "a cancelled task continues: CancelledError is caught and not raised again",
        explanation: "\
Cancelling raises CancelledError at the `await` where the task waits. Timeouts,
task groups and `asyncio.run` at its end rely on it ending the task. A handler
in a loop that neither raises, nor returns, nor breaks keeps the task running; a
bare `except:` and `except BaseException:` catch it too, mostly by accident.

    except asyncio.CancelledError:
        clean_up()
        raise",
    },
    Description {
        code: Code::CoroutineReused,
        number: "H114",
        name: "coroutine-reused",
        severity: Error,
        summary: "one coroutine is awaited twice",
        explanation: "\
A coroutine runs once. Awaiting it again raises RuntimeError: cannot reuse
already awaited coroutine. Call the function again for a new one, or make a
task, which keeps its result.

    soup = cook(\"soup\")
    await soup
    await soup                     # RuntimeError",
    },
    Description {
        code: Code::AsyncSpecialMethod,
        number: "H115",
        name: "async-special-method",
        severity: Error,
        summary: "a special method that Python calls without awaiting it is `async def`",
        explanation: "\
`__init__`, `__len__`, `__str__`, `__enter__` and the like are called by
Python, which needs their result at once: TypeError: __init__() should return
None, not 'coroutine'. Some have an asynchronous counterpart, such as
`__aenter__` and `__aiter__`.",
    },
    Description {
        code: Code::YieldInScope,
        number: "H116",
        name: "yield-in-cancel-scope",
        severity: Warning,
        summary: "an asynchronous generator yields inside a task group or timeout",
        explanation: "\
While the generator waits at `yield`, the code that iterates over it runs inside
the task group or timeout: a failed task or a timeout cancels that code, and
leaving the loop early leaves the group open. Collect the items first, or let
the caller open the group. Functions decorated with `asynccontextmanager` are
not affected.

    async with asyncio.timeout(5):
        yield await read()         # the caller is cancelled after 5 s",
    },
    Description {
        code: Code::NoRunningLoop,
        number: "H117",
        name: "no-running-loop",
        severity: Error,
        summary: "a task is created while the module is imported, when no loop runs",
        explanation: "\
`asyncio.create_task` needs a running loop: RuntimeError: no running event loop.
Create the task in a coroutine that `asyncio.run` runs.

    asyncio.create_task(work())    # RuntimeError at module level",
    },
    Description {
        code: Code::BlockingCall,
        number: "H201",
        name: "blocking-call",
        severity: Warning,
        summary: "a call inside `async def` blocks the whole event loop",
        explanation: "\
All tasks share one thread. While this call waits, no other task runs, no timer
fires and no connection is served. Use asyncio's counterpart, or move the call
to a thread with `await asyncio.to_thread(function, ...)`. Calls of the
program's own functions that lead directly to such a call, and thread locks held
across an `await`, are reported too.

    time.sleep(1)                  # all tasks wait
    await asyncio.sleep(1)         # only this task does",
    },
    Description {
        code: Code::BlockingIo,
        number: "H202",
        name: "blocking-io",
        severity: Info,
        summary: "a call inside `async def` waits for the disk or a new process",
        explanation: "\
No other task runs until the call is done. That normally takes little time, but
long on a slow or busy disk, for large files, and while a database is locked. A
thread can do it: `await asyncio.to_thread(function, ...)`.

    text = path.read_text()        # all tasks wait for the disk
    text = await asyncio.to_thread(path.read_text)",
    },
    Description {
        code: Code::AwaitInComprehension,
        number: "H301",
        name: "await-in-comprehension",
        severity: Info,
        summary: "calls that do not depend on each other are awaited one by one",
        explanation: "\
The comprehension waits for each coroutine before it makes the next. If the
order does not matter, all of them can run at once:

    [await fetch(url) for url in urls]
    await asyncio.gather(*(fetch(url) for url in urls))",
    },
    Description {
        code: Code::AwaitInLoop,
        number: "H302",
        name: "await-in-loop",
        severity: Info,
        summary: "a loop awaits calls one by one to collect their results",
        explanation: "\
The loop waits for each coroutine before it makes the next. If the order does
not matter, all of them can run at once:

    for url in urls:
        pages.append(await fetch(url))
    pages = await asyncio.gather(*(fetch(url) for url in urls))",
    },
    Description {
        code: Code::PollingLoop,
        number: "H303",
        name: "polling-loop",
        severity: Info,
        summary: "a loop sleeps again and again until a condition is true",
        explanation: "\
The loop notices the change late, and wakes up in vain. An `asyncio.Event` (or a
Condition, or a Future) wakes the task immediately:

    while not ready:
        await asyncio.sleep(0.1)
    await ready.wait()             # with ready = asyncio.Event()",
    },
    Description {
        code: Code::UnknownCode,
        number: "H901",
        name: "unknown-code",
        severity: Info,
        summary: "a `# hob: ignore[…]` names a code that does not exist",
        explanation: "\
`hob check --list` shows all codes.",
    },
    Description {
        code: Code::UnusedIgnore,
        number: "H902",
        name: "unused-ignore",
        severity: Info,
        summary: "a `# hob: ignore` has nothing to ignore",
        explanation: "\
The finding is gone, or is on another line. Remove the comment, so that it does
not hide later findings.",
    },
];

impl Code {
    /// The description of the code.
    pub fn description(self) -> &'static Description {
        &CODES[self as usize]
    }

    /// The number, such as `H101`.
    pub fn number(self) -> &'static str {
        self.description().number
    }

    /// The code of this number or name.
    pub fn from_text(text: &str) -> Option<Code> {
        let known = CODES.iter();
        let mut found = known.filter(|c| c.number.eq_ignore_ascii_case(text) || c.name == text);
        found.next().map(|description| description.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        for (index, description) in CODES.iter().enumerate() {
            assert_eq!(description.code as usize, index, "{}", description.number);
            assert_eq!(Code::from_text(description.number), Some(description.code));
            assert_eq!(Code::from_text(description.name), Some(description.code));
            assert!(description.explanation.lines().all(|l| l.chars().count() <= 80));
        }
        assert!(CODES.is_sorted_by_key(|d| d.number));
    }
}
