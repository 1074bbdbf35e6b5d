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
    BlockingCall,
    AwaitInComprehension,
    AwaitInLoop,
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
    /// The full explanation: the effect of the mistake, and its correction; lines of at most 90
    /// characters.
    pub explanation: &'static str,
}

use Severity::{Error, Info, Warning};

/// All codes, in the order of [`Code`].
pub const CODES: [Description; 23] = [
    Description {
        code: Code::SyntaxError,
        number: "H001",
        name: "syntax-error",
        severity: Error,
        summary: "the text is not a program",
        explanation: "\
The parser or the compiler refuses the text, with the message that CPython has for it. Nothing of
the program runs. Other mistakes of this kind are reported along with it; those of other kinds are
found once the text can be parsed.",
    },
    Description {
        code: Code::UndefinedName,
        number: "H002",
        name: "undefined-name",
        severity: Error,
        summary: "a name is used that nothing defines",
        explanation: "\
Neither the function, nor those around it, nor the module, nor the builtins bind the name, so
using it raises NameError. Programs that bind names in ways the text does not show (`exec`,
`globals()`, `from x import *`) are not held to this, nor is code that catches NameError.

    async def main():
        await asynco.sleep(1)      # NameError: name 'asynco' is not defined",
    },
    Description {
        code: Code::DoubtfulSyntax,
        number: "H003",
        name: "doubtful-syntax",
        severity: Warning,
        summary: "correct, but surely not meant: what Python gives a SyntaxWarning for",
        explanation: "\
The parser or the compiler gives a SyntaxWarning: an unknown escape sequence in a string, `is`
with a literal, a call of a literal (a missing comma), `assert` of a tuple.",
    },
    Description {
        code: Code::CoroutineNeverAwaited,
        number: "H101",
        name: "coroutine-never-awaited",
        severity: Error,
        summary: "a coroutine is made, but neither awaited nor scheduled: its code never runs",
        explanation: "\
Calling an `async def` function runs nothing of it: it makes a coroutine, which runs when it is
awaited, or given to `asyncio.create_task`, `asyncio.gather` or `asyncio.run`. Here it is dropped,
or kept in a name that nothing awaits.

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
        summary: "a call of asyncio's does nothing, or its end is missed, without `await`",
        explanation: "\
`asyncio.sleep(1)`, `lock.acquire()`, `queue.put(x)`, `event.wait()` and their like make a
coroutine; without `await` they do nothing at all. `asyncio.gather(...)` and `asyncio.shield(...)`
start what they are given, but without `await` nobody waits for it or hears of its errors.

    asyncio.sleep(1)               # does not sleep
    await asyncio.sleep(1)",
    },
    Description {
        code: Code::CoroutineStartsLate,
        number: "H103",
        name: "coroutine-starts-late",
        severity: Warning,
        summary: "a coroutine is made early and awaited after other waits: it starts only then",
        explanation: "\
A coroutine does not run in the background. It starts when it is awaited, so here one thing is
done after the other, although the text looks as if they were meant to overlap. A task starts at
once:

    broccoli = steam_broccoli()                        # starts nothing
    broccoli = asyncio.create_task(steam_broccoli())   # steams while the burgers cook
    await cook_burgers()
    await broccoli",
    },
    Description {
        code: Code::TaskDropped,
        number: "H104",
        name: "task-dropped",
        severity: Warning,
        summary: "nothing holds on to a task: it may vanish before it is done",
        explanation: "\
The event loop itself keeps weak references to tasks. One that nothing else refers to may be
collected in the middle of its work, and nobody hears of its errors. Keep the task and await it,
keep it in a set until it is done, or use `asyncio.TaskGroup`:

    async with asyncio.TaskGroup() as group:
        group.create_task(work())

Outside of functions, where a notebook's cells stand, nothing is said about it.",
    },
    Description {
        code: Code::CoroutineNotCalled,
        number: "H105",
        name: "coroutine-not-called",
        severity: Error,
        summary: "an `async def` function is given where the coroutine that it makes is needed",
        explanation: "\
`asyncio.run`, `asyncio.create_task`, `asyncio.gather` and `await` take a coroutine, not the
function that makes it: call it.

    asyncio.run(main)              # ValueError: a coroutine was expected, got <function main>
    asyncio.run(main())",
    },
    Description {
        code: Code::NotAwaitable,
        number: "H106",
        name: "not-awaitable",
        severity: Error,
        summary: "something is awaited, or scheduled, that cannot be",
        explanation: "\
`await` takes coroutines, tasks and futures. The result of an ordinary function is none, unless
that function returns one of these; neither is a list of coroutines, for which there is
`asyncio.gather(*coroutines)`.

    await time.sleep(1)            # sleeps, then TypeError: object NoneType can't be used …
    await [first(), second()]      # TypeError; await asyncio.gather(first(), second())",
    },
    Description {
        code: Code::NestedRun,
        number: "H107",
        name: "nested-run",
        severity: Error,
        summary: "`asyncio.run` (or a loop's `run_until_complete`) inside of `async def`",
        explanation: "\
A coroutine runs inside an event loop, and a thread has but one that runs:
RuntimeError: asyncio.run() cannot be called from a running event loop. Inside of `async def`,
`await` the coroutine.",
    },
    Description {
        code: Code::WrongWith,
        number: "H108",
        name: "wrong-with",
        severity: Error,
        summary: "`with` for what needs `async with`, or the other way round",
        explanation: "\
Asyncio's locks, semaphores, conditions, timeouts and task groups are asynchronous context
managers, files and the locks of `threading` are plain ones. The wrong statement raises TypeError.

    async with lock:
        ...",
    },
    Description {
        code: Code::WrongFor,
        number: "H109",
        name: "wrong-for",
        severity: Error,
        summary: "`for` over what needs `async for`, or the other way round",
        explanation: "\
An asynchronous generator (an `async def` with `yield`) is read with `async for`; lists, ranges
and plain generators with `for`; a coroutine with neither. The wrong one raises TypeError.",
    },
    Description {
        code: Code::CoroutineAsValue,
        number: "H110",
        name: "coroutine-as-value",
        severity: Error,
        summary: "a coroutine is used as if it were its result: an `await` is missing",
        explanation: "\
The call gives a coroutine, not yet what its function returns. It has no items, no length and none
of the result's attributes, equals nothing, and is always true.

    total = price(\"soup\") + 1      # TypeError
    if is_ready():                 # always true
    total = await price(\"soup\") + 1",
    },
    Description {
        code: Code::MethodNotCalled,
        number: "H111",
        name: "method-not-called",
        severity: Warning,
        summary: "a method is tested instead of what it returns: parentheses are missing",
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
        summary: "an `async def` function is given as a callback to what only calls it",
        explanation: "\
`loop.call_later`, `task.add_done_callback`, `threading.Thread(target=…)`, `asyncio.to_thread` and
their like call the function and drop what it returns. Of an `async def` function that is a
coroutine, so nothing of it runs. Give an ordinary function, for example one that makes a task.",
    },
    Description {
        code: Code::CancellationSwallowed,
        number: "H113",
        name: "cancellation-swallowed",
        severity: Warning,
        summary: "a cancelled task goes on: CancelledError is caught and not raised again",
        explanation: "\
Cancelling raises CancelledError at the `await` where the task waits. Timeouts, task groups and
`asyncio.run` at its end rely on it ending the task. A handler in a loop that neither raises, nor
returns, nor breaks keeps the task running; a bare `except:` and `except BaseException:` catch
it, too, mostly unintended.

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
A coroutine runs once. Awaiting it again raises RuntimeError: cannot reuse already awaited
coroutine. Call the function again for a new one, or make a task, which keeps its result.

    soup = cook(\"soup\")
    await soup
    await soup                     # RuntimeError",
    },
    Description {
        code: Code::AsyncSpecialMethod,
        number: "H115",
        name: "async-special-method",
        severity: Error,
        summary: "a special method is `async def` that the language calls without awaiting it",
        explanation: "\
`__init__`, `__len__`, `__str__`, `__enter__` and their like are called by the language, which wants
their result at once: TypeError: __init__() should return None, not 'coroutine'. Some have an
asynchronous counterpart, such as `__aenter__` and `__aiter__`.",
    },
    Description {
        code: Code::BlockingCall,
        number: "H201",
        name: "blocking-call",
        severity: Warning,
        summary: "a call inside of `async def` makes the whole event loop wait",
        explanation: "\
All tasks share one thread. While this call waits, no other task runs, no timer fires and no
connection is served. Use asyncio's counterpart, or move the call to a thread with
`await asyncio.to_thread(function, ...)`. Also found are calls of the program's own functions that
lead straight to such a call, and locks of `threading` that are held across an `await`.

    time.sleep(1)                  # everybody waits
    await asyncio.sleep(1)         # only this task does",
    },
    Description {
        code: Code::AwaitInComprehension,
        number: "H301",
        name: "await-in-comprehension",
        severity: Info,
        summary: "calls that do not depend on each other are awaited one by one",
        explanation: "\
The comprehension waits for each coroutine before it makes the next. If the order does not matter,
all of them can run at once:

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
The loop waits for each coroutine before it makes the next. If the order does not matter, all of
them can run at once:

    for url in urls:
        pages.append(await fetch(url))
    pages = await asyncio.gather(*(fetch(url) for url in urls))",
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
What it was written for is gone, or stands on another line. Take it out, so that it does not hide
what comes later.",
    },
];

impl Code {
    /// The description of the code.
    pub fn description(self) -> &'static Description {
        &CODES[self as usize]
    }

    /// Its number, such as `H101`.
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
            assert!(description.explanation.lines().all(|l| l.chars().count() <= 100));
        }
        assert!(CODES.is_sorted_by_key(|d| d.number));
    }
}
