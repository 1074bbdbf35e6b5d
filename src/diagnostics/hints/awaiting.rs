//! Coroutines in place of results, and other confusions between synchronous and asynchronous code.

use super::values::none;
use super::{Case, quoted};
use crate::diagnostics::origins::assignment;
use crate::diagnostics::tree::{Tree, dotted};
use crate::event_loop::task::is_coroutine;
use crate::objects::class::Class;
use crate::objects::code::Source;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::generator::NativeCoroutine;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Kind;
use crate::runtime::Value;
use crate::text::wrap::shorten;
use hob_grammar::ast::{Expr, ExprKind, Span, StmtKind};

/// The name of a coroutine's function.
fn coroutine_function(value: &Value) -> String {
    match (value.get::<Generator>(), value.get::<NativeCoroutine>()) {
        (Some(generator), _) => generator.name().as_str().to_string(),
        (_, Some(native)) => native.name.to_string(),
        _ => "…".to_string(),
    }
}

/// Advice about a coroutine that was dropped before it ran, and the call that made it, if that is
/// in the span.
pub fn never_awaited(
    source: &Source,
    tree: Option<&Tree>,
    within: Span,
    function: &str,
) -> (Option<Span>, String) {
    let name = function.rsplit('.').next().unwrap_or(function);
    if name == "__init__" {
        let hint = "`__init__` is an ordinary method, without `async`: nobody awaits it.";
        return (None, hint.to_string());
    }
    let call = tree.and_then(|tree| {
        tree.expressions_in(within).into_iter().find_map(|expr| match &expr.kind {
            ExprKind::Call { func, .. } if super::last_name(func) == Some(name) => Some(expr.span),
            _ => None,
        })
    });
    let Some(call) = call else {
        let runs_loop = |expr: &&Expr| match &expr.kind {
            ExprKind::Call { func, .. } => {
                matches!(super::last_name(func), Some("run" | "run_forever" | "run_until_complete"))
            }
            _ => false,
        };
        if let Some(line) = line_of_call(source, name) {
            let hint = format!(
                "The call of `{name}` in line {line} made a coroutine, which nothing has run."
            );
            return (None, hint);
        }
        if tree.is_some_and(|tree| tree.expressions_in(within).iter().any(runs_loop)) {
            let hint = format!(
                "A call of `{name}` made a coroutine, and nothing ran it. Was `{name}` passed to `call_soon`, `call_later` or `add_done_callback`? They call ordinary functions, which can make a task: `asyncio.create_task({name}())`."
            );
            return (None, hint);
        }
        return (
            None,
            format!(
                "A call of `{name}` made a coroutine, and nothing ran it: is an `await` missing there?"
            ),
        );
    };
    let given_to = tree.and_then(|tree| taker_of(tree, within, call));
    if let Some(taker) = given_to {
        let hint = format!("`{taker}` received the coroutine, but has not run it.");
        return (Some(call), hint);
    }
    let words = source.text.get(call.start as usize..call.end as usize).unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    let text = shorten(&words.join(" "), 40);
    let is_statement = tree
        .and_then(|tree| tree.statements_around(call).pop())
        .is_some_and(|stmt| stmt.span == call);
    let advice = match tree.and_then(|tree| tree.function_around(call)) {
        Some(def) if def.is_async && is_statement => format!(
            "Write `await {text}`, or let it run alongside this one as a task: `task = asyncio.create_task({text})`."
        ),
        Some(def) if def.is_async => format!("Write `await {text}`."),
        Some(def) => format!(
            "`await` runs it, and works in an `async def` function: write `async def {}` and `await {text}`.",
            def.name.name
        ),
        None if may_await(source) => format!("Write `await {text}`."),
        None => format!("Run it with `asyncio.run({text})`."),
    };
    (Some(call), format!("The call only made a coroutine, which has not run. {advice}"))
}

/// The line of the first call of a function that does not follow an `await`.
fn line_of_call(source: &Source, name: &str) -> Option<u32> {
    let call = format!("{name}(");
    let calls = source.text.match_indices(&call).map(|(at, _)| at);
    let mut dropped = calls.filter(|at| {
        let line = source.text[..*at].rsplit('\n').next().unwrap_or_default();
        let is_other_name = line.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        !is_other_name && !line.contains("await ") && !line.ends_with("def ") && !line.contains('#')
    });
    dropped.next().and_then(|at| u32::try_from(at).ok()).map(|at| source.position(at).0)
}

/// A lock's `acquire()` where the lock itself is the context manager.
pub(super) fn acquired(case: &Case<'_>) -> Option<String> {
    let (func, _) = case.call_of("acquire")?;
    let ExprKind::Attribute { value, .. } = &func.kind else { return None };
    let lock = case.short(value);
    Some(format!("`async with {lock}:` takes the lock and gives it back: leave out `.acquire()`."))
}

/// The asyncio function that receives the coroutine of a call, and would have run it.
fn taker_of(tree: &Tree, within: Span, call: Span) -> Option<&'static str> {
    const TAKERS: [&str; 8] = [
        "create_task",
        "ensure_future",
        "gather",
        "run",
        "run_coroutine_threadsafe",
        "run_until_complete",
        "shield",
        "wait_for",
    ];
    tree.expressions_in(within).into_iter().find_map(|expr| {
        let ExprKind::Call { func, arguments } = &expr.kind else { return None };
        let taker = TAKERS.into_iter().find(|name| super::last_name(func) == Some(name))?;
        let is_given = |value: &Expr| match &value.kind {
            ExprKind::List(items) => items.iter().any(|item| item.span == call),
            _ => value.span == call,
        };
        arguments.args.iter().any(is_given).then_some(taker)
    })
}

/// Whether a text is one typed at a prompt or in a cell, where `await` is also allowed outside
/// functions.
fn may_await(source: &Source) -> bool {
    source.name.starts_with("<stdin>-") || source.name.starts_with("<cell>-")
}

/// How to run a coroutine at the location: `await` works only in `async def`.
fn way_to_run(case: &Case<'_>, call: &str) -> String {
    match case.function() {
        Some(def) if def.is_async => format!("Did you forget `await`? Write `await {call}`."),
        Some(def) => format!(
            "`await` runs it, and works in an `async def` function: write `async def {}` and `await {call}`.",
            def.name.name
        ),
        None if case.place.is_some_and(|place| may_await(&place.source)) => {
            format!("Did you forget `await`? Write `await {call}`.")
        }
        None => format!("Run it with `asyncio.run({call})`."),
    }
}

pub(super) fn coroutine(case: &Case<'_>) -> Option<String> {
    if let Some((name, value)) = case.named(is_coroutine) {
        let function = coroutine_function(&value);
        let body = case.tree?.body_around(case.span());
        let here = assignment(&body, &name, case.span().start);
        let line = here.map_or(String::new(), |span| format!(", made in line {}", case.line(span)));
        let call = body.iter().find(|stmt| Some(stmt.span) == here).and_then(|stmt| {
            let StmtKind::Assign { value, .. } = &stmt.kind else { return None };
            matches!(value.kind, ExprKind::Call { .. }).then(|| case.short(value))
        });
        let advice = match (call, case.function()) {
            (Some(call), Some(def)) if def.is_async => {
                format!("Did you forget `await`? Write `{name} = await {call}`.")
            }
            (Some(call), _) => way_to_run(case, &call),
            (None, _) => way_to_run(case, &name),
        };
        return Some(format!(
            "`{name}` is a coroutine{line}: calling {function}() has not run it yet. {advice}"
        ));
    }
    if let Some((name, list)) =
        case.named(|value| first_item(value).is_some_and(|i| is_coroutine(&i)))
        && case.function().is_some_and(|def| def.is_async)
    {
        let what = case.vm.class_of(&list).name();
        return Some(format!(
            "`{name}` is a {what} of coroutines. Their results are `await asyncio.gather(*{name})`."
        ));
    }
    // A property of an object, written as `async def`.
    let attribute = case.field("name").and_then(|wrong| {
        case.expressions().into_iter().find_map(|expr| match &expr.kind {
            ExprKind::Attribute { value, attr } if attr.name == wrong => Some(&**value),
            _ => None,
        })
    });
    if let Some(value) = attribute
        && matches!(value.kind, ExprKind::Attribute { .. })
        && case.function().is_some_and(|def| def.is_async)
    {
        let value = case.short(value);
        return Some(format!("`{value}` returns a coroutine: its result is `(await {value})`."));
    }
    let made = case.calls().into_iter().find(|(_, _, function)| {
        function.as_ref().and_then(|f| f.get::<Function>()).is_some_and(|f| f.code.flags.coroutine)
    });
    const MAKES: &str = "Calling an `async def` function only makes a coroutine.";
    Some(match (made, case.function()) {
        (Some((call, ..)), Some(def)) if def.is_async => {
            format!("{MAKES} Did you forget `await`? Write `(await {})`.", case.short(call))
        }
        (Some((call, ..)), _) => format!("{MAKES} {}", way_to_run(case, &case.short(call))),
        (None, Some(def)) if def.is_async => format!("{MAKES} Did you forget `await`?"),
        (None, _) => format!("{MAKES} `await` runs it, in an `async def` function."),
    })
}

/// The first item of a list or tuple.
pub(super) fn first_item(value: &Value) -> Option<Value> {
    match (value.get::<List>(), value.get::<Tuple>()) {
        (Some(list), _) => list.get(0),
        (_, Some(tuple)) => tuple.items().first().cloned(),
        _ => value.get::<Set>().and_then(|set| set.items().into_iter().next()),
    }
}

/// The arguments of `wait_for` in the wrong order.
pub(super) fn swapped_timeout(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = case.call_of("wait_for")?;
    let [seconds, coroutine] = arguments.args.as_slice() else { return None };
    Some(format!(
        "`wait_for` takes the coroutine first, then the seconds: `{}({}, {})`.",
        case.short(func),
        case.short(coroutine),
        case.short(seconds)
    ))
}

/// A task or future used in place of its result.
pub(super) fn future(case: &Case<'_>) -> Option<String> {
    let (name, value) = case.named(|v| matches!(v.kind(), Some(Kind::Task | Kind::Future)))?;
    let what = match value.kind() {
        Some(Kind::Task) => "task",
        _ => "future",
    };
    Some(match case.function() {
        Some(def) if def.is_async => {
            format!("`{name}` is a {what}. Its result is `await {name}`.")
        }
        _ => {
            format!("`{name}` is a {what}, not its result: `await` it in an `async def` function.")
        }
    })
}

pub(super) fn result_twice(case: &Case<'_>) -> Option<String> {
    let name = case.named(|v| matches!(v.kind(), Some(Kind::Task | Kind::Future)));
    let name = name.map_or("future".to_string(), |(name, _)| name);
    Some(format!(
        "A future receives its result once, and this one already has it, or was cancelled. `if not {name}.done():` checks that."
    ))
}

/// Coroutines passed to `asyncio.wait`.
pub(super) fn waited_coroutines(case: &Case<'_>) -> Option<String> {
    let (_, arguments) = case.call_of("wait")?;
    let given = arguments.args.first()?;
    let all = case.short(given);
    let unpacked = match all.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(items) if matches!(given.kind, ExprKind::List(_)) => items.to_string(),
        _ => format!("*{all}"),
    };
    let first = match &given.kind {
        ExprKind::List(items) | ExprKind::Set(items) | ExprKind::Tuple(items) => {
            items.first().map(|item| case.short(item))
        }
        _ => None,
    };
    Some(match first {
        Some(first) => format!(
            "`wait` takes tasks: wrap each coroutine, as in `asyncio.create_task({first})`. If you only need the results: `await asyncio.gather({unpacked})`."
        ),
        None => format!(
            "`wait` takes tasks: `[asyncio.create_task(c) for c in {all}]`. If you only need the results: `await asyncio.gather(*{all})`."
        ),
    })
}

pub(super) fn no_loop(case: &Case<'_>) -> Option<String> {
    Some(match case.function() {
        Some(_) => "No loop runs on this thread. Call this from a coroutine that `asyncio.run(main())` runs; from another thread, `asyncio.run_coroutine_threadsafe(coroutine, loop)` reaches a loop.",
        None => "This works only while a loop runs: inside a coroutine that `asyncio.run(main())` runs.",
    }.to_string())
}

/// The coroutine of an `async def` function that was passed to a thread.
pub(super) fn coroutine_of_thread(case: &Case<'_>) -> Option<String> {
    let (taker, arguments) =
        ["to_thread", "run_in_executor"].iter().find_map(|name| case.call_of(name))?;
    let taker = super::last_name(taker)?;
    let function = arguments.args.iter().find_map(|argument| {
        let value = case.variables()?.follow(&dotted(argument)?)?;
        let function = value.get::<Function>()?;
        function.code.flags.coroutine.then(|| case.short(argument))
    })?;
    Some(format!(
        "`{function}` is an `async def` function, and needs no thread: `await {function}(…)`. `{taker}` is for ordinary functions that block."
    ))
}

pub(super) fn ordinary_iterable(case: &Case<'_>) -> Option<String> {
    if case.message.contains("got coroutine") {
        return coroutine(case);
    }
    Some("This is an ordinary iterable: write `for` without `async`.".to_string())
}

pub(super) fn coroutine_argument(case: &Case<'_>) -> Option<String> {
    (case.message.contains("not 'coroutine'") || case.message.contains("not coroutine"))
        .then(|| coroutine(case))
        .flatten()
}

/// Built-in methods that are coroutine functions.
const WAITING: &[&str] = &[
    "acquire",
    "communicate",
    "drain",
    "get",
    "join",
    "put",
    "read",
    "readexactly",
    "readline",
    "readuntil",
    "serve_forever",
    "start_serving",
    "wait",
    "wait_closed",
    "wait_for",
];

pub(super) fn not_awaitable(case: &Case<'_>) -> Option<String> {
    let class = case.message.strip_prefix("object ")?.split(' ').next()?;
    let written = case.expressions().into_iter().find_map(|e| match &e.kind {
        ExprKind::Await(value) => Some(shorten(case.text(value.span), 30)),
        _ => None,
    });
    let written = written.unwrap_or_else(|| "…".to_string());
    let function = case.calls().into_iter().find_map(|(_, func, value)| {
        let function = value?.get::<Function>()?.clone();
        (!function.code.flags.coroutine).then(|| case.text(func.span).to_string())
    });
    Some(match class {
        "list" | "tuple" | "set" | "generator" | "map" => {
            let stars = if written.starts_with('[') { written } else { format!("*{written}") };
            let stars = if stars.starts_with('[') { format!("*{stars}") } else { stars };
            format!("Await several coroutines together with `await asyncio.gather({stars})`.")
        }
        "function" | "method" => format!("Call the function: `await {written}()`."),
        "builtin_function_or_method" => {
            let called = format!("{written}()");
            let waits = written.rsplit('.').next().is_some_and(|name| WAITING.contains(&name));
            match waits {
                true => format!("Call the method: `await {called}`."),
                false => format!("Call the method, without `await`: `{called}`."),
            }
        }
        "Lock" | "Semaphore" | "BoundedSemaphore" | "Condition" => format!(
            "`async with {written}:` waits for it, and releases it at the end of the block."
        ),
        "Timeout" => format!("It limits the time of a block: `async with {written}:`."),
        "TaskGroup" => "Enter the group: `async with asyncio.TaskGroup() as group:`.".to_string(),
        "Event" => format!("Its method waits: `await {written}.wait()`."),
        "Queue" | "LifoQueue" | "PriorityQueue" => {
            format!("Its methods wait: `await {written}.get()`.")
        }
        "async_generator" => "Iterate over an asynchronous generator with `async for`.".to_string(),
        _ if written.starts_with("time.sleep(") => format!(
            "`time.sleep` is an ordinary function, which stops all tasks. Write `await asyncio.{}`.",
            written.trim_start_matches("time.")
        ),
        _ => match function {
            Some(function) => format!(
                "`{function}()` is an ordinary function and returns its result at once: call it without `await`, or declare it with `async def`."
            ),
            None => {
                "Only coroutines, tasks and futures can be awaited: remove the `await`.".to_string()
            }
        },
    })
}

pub(super) fn function_as_coroutine(case: &Case<'_>) -> Option<String> {
    // The call that received the wrong object, without its own function.
    let (func, arguments) = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Call { func, arguments } => Some((&**func, arguments)),
        _ => None,
    })?;
    let given = arguments.args.first()?;
    let called = case.short(func);
    let is_gather = super::last_name(func) == Some("gather");
    if let ExprKind::Call { func: inner, .. } = &given.kind {
        let several = ["map", "list", "tuple", "filter", "range"];
        if is_gather && dotted(inner).is_some_and(|path| several.contains(&path.join(".").as_str()))
        {
            return Some(unpacked(&called, &case.short(given)));
        }
        let function = dotted(inner).and_then(|path| case.variables()?.follow(&path));
        let function = function.as_ref().and_then(|f| f.get::<Function>());
        return function.filter(|f| !f.code.flags.coroutine).map(|f| {
            let name = f.code.name.as_str();
            format!("`{name}()` is an ordinary function, and does not return a coroutine: write `async def {name}(…):`.")
        });
    }
    if matches!(
        given.kind,
        ExprKind::ListComp { .. } | ExprKind::Generator { .. } | ExprKind::List(_)
    ) {
        return is_gather.then(|| unpacked(&called, &case.short(given)));
    }
    if let ExprKind::Starred(items) = &given.kind
        && let Some(list) = dotted(items).and_then(|path| case.variables()?.follow(&path))
        && first_item(&list).is_some_and(|item| item.get::<Function>().is_some())
    {
        let items = case.short(items);
        return Some(format!(
            "The items of `{items}` are functions. Call each: `{called}(*(call() for call in {items}))`."
        ));
    }
    let value = dotted(given).and_then(|path| case.variables()?.follow(&path));
    let text = case.short(given);
    if let Some(function) = value.as_ref().and_then(|v| v.get::<Function>()) {
        return Some(match function.code.flags.coroutine && !function.code.flags.generator {
            true => format!(
                "`{text}` is the function. Call it to get a coroutine: `{called}({text}())`."
            ),
            false => format!(
                "`{text}` is an ordinary function, not a coroutine: write `async def {text}(…):`, and call it: `{text}(…)`."
            ),
        });
    }
    match value {
        Some(value) if matches!(value.kind(), Some(Kind::List | Kind::Tuple)) => {
            is_gather.then(|| unpacked(&called, &text))
        }
        _ => Some("A coroutine is expected here: call an `async def` function.".to_string()),
    }
}

fn unpacked(called: &str, given: &str) -> String {
    format!("`gather` takes coroutines one by one. Unpack them with a star: `{called}(*{given})`.")
}

pub(super) fn gathered_list(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = case.call_of("gather")?;
    Some(unpacked(&case.short(func), &case.short(arguments.args.first()?)))
}

pub(super) fn asynchronous_iterable(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    if class == "async_generator" {
        return Some(
            "Iterate over an asynchronous generator with `async for`, not `for`.".to_string(),
        );
    }
    let (name, _) = case.named(|value| {
        let class = case.vm.class_of(value);
        class.name() == *quoted(&case.message).unwrap_or_default()
            && class.lookup(&intern("__aiter__")).is_some()
    })?;
    Some(format!("`{name}` is an asynchronous iterable: write `async for`."))
}

/// `next` of something that is not an iterator.
pub(super) fn next_of(case: &Case<'_>) -> Option<String> {
    if quoted(&case.message)? != "async_generator" {
        return Some(
            "`next` takes an iterator, which `iter(…)` makes. The first item of a list is `items[0]`."
                .to_string(),
        );
    }
    let (_, arguments) = case.call_of("next")?;
    Some(format!(
        "The next item of an asynchronous generator is `await anext({})`; `async for` takes all of them.",
        case.short(arguments.args.first()?)
    ))
}

/// A class in a `with` statement that needs one of its objects.
pub(super) fn class_as_context_manager(case: &Case<'_>) -> Option<String> {
    let is_manager = |value: &Value| {
        let class = value.get::<Class>();
        class.is_some_and(|class| {
            ["__enter__", "__aenter__"].iter().any(|name| class.lookup(&intern(name)).is_some())
        })
    };
    let given = case.expressions().into_iter().find(|expr| {
        let value = dotted(expr).and_then(|path| case.variables()?.find(&path));
        value.is_some_and(|value| is_manager(&value))
    });
    let name = case.short(given?);
    Some(format!("`{name}` is the class. Call it to make an object: `{name}()`."))
}

pub(super) fn not_a_context_manager(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    let is_asynchronous = |value: &Value| {
        let class = case.vm.class_of(value);
        class.lookup(&intern("__aenter__")).is_some()
    };
    let is_class = |value: &Value| {
        let class = value.get::<Class>();
        class.is_some_and(|c| c.lookup(&intern("__aenter__")).is_some())
    };
    if case.named(is_asynchronous).is_some()
        || case.named(is_class).is_some()
        || case.calls().iter().any(|(_, _, value)| value.as_ref().is_some_and(is_class))
        || matches!(class, "TaskGroup" | "Timeout" | "Lock" | "Semaphore" | "Condition")
    {
        return Some("This is an asynchronous context manager: write `async with`.".to_string());
    }
    if class == "coroutine" {
        return coroutine(case);
    }
    if class == "NoneType" { none(case) } else { None }
}

pub(super) fn awaited_twice(case: &Case<'_>) -> Option<String> {
    let name = case.named(is_coroutine);
    Some(match name {
        Some((name, value)) => {
            let function = coroutine_function(&value);
            format!(
                "`{name}` has already run; a coroutine runs once. Call {function}() again, or keep its result: `result = await {name}`."
            )
        }
        None => "A coroutine runs once: call the function again to get another.".to_string(),
    })
}

pub(super) fn timeout(case: &Case<'_>) -> Option<String> {
    let body = case.tree?.statements_around(case.span());
    let waits = body.last().is_some_and(|stmt| {
        let text = case.text(stmt.span);
        text.contains("wait_for") || text.contains("timeout")
    });
    waits.then(|| "It timed out, and the awaited operation was cancelled. Catch `TimeoutError`, or allow more time.".to_string())
}
