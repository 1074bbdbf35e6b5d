//! Awaited or scheduled objects must be awaitable.

use super::Node;
use crate::check::facts::library::{self, Gives};
use crate::check::facts::{Facts, Kind};
use crate::check::walk::{self, Place};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// The kind of argument that a function of asyncio requires.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// A coroutine.
    Coroutine,
    /// Anything awaitable.
    Awaitable,
    /// Anything awaitable in every argument.
    Awaitables,
    /// A collection of tasks and futures.
    Tasks,
}

const TAKERS: [(&str, Wants); 12] = [
    ("asyncio.run", Wants::Coroutine),
    ("asyncio.Runner.run", Wants::Coroutine),
    ("asyncio.create_task", Wants::Coroutine),
    ("asyncio.TaskGroup.create_task", Wants::Coroutine),
    ("asyncio.AbstractEventLoop.create_task", Wants::Coroutine),
    ("asyncio.run_coroutine_threadsafe", Wants::Coroutine),
    ("asyncio.AbstractEventLoop.run_until_complete", Wants::Awaitable),
    ("asyncio.ensure_future", Wants::Awaitable),
    ("asyncio.shield", Wants::Awaitable),
    ("asyncio.wait_for", Wants::Awaitable),
    ("asyncio.gather", Wants::Awaitables),
    ("asyncio.wait", Wants::Tasks),
];

/// Checks `await` and calls of asyncio that take coroutines.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Expr(expr) = node else { return };
    match &expr.kind {
        ExprKind::Await(value) => findings.extend(refused(facts, at, value, None)),
        ExprKind::Call { func, arguments } => {
            let Kind::Library(path) = facts.kind(at, func) else { return };
            let Some((_, wants)) = TAKERS.iter().find(|(name, _)| path == *name) else { return };
            let taker = facts.text(func);
            let taken = match wants {
                Wants::Awaitables => arguments.args.as_slice(),
                _ => arguments.args.get(..1).unwrap_or_default(),
            };
            for value in taken.iter().filter(|v| !matches!(v.kind, ExprKind::Starred(_))) {
                findings.extend(match wants {
                    Wants::Tasks => not_tasks(facts, at, value, &taker),
                    Wants::Coroutine => no_coroutine(facts, at, value, &taker)
                        .or_else(|| refused(facts, at, value, Some(&taker))),
                    _ => refused(facts, at, value, Some(&taker)),
                });
            }
        }
        _ => {}
    }
}

/// The reason why a value cannot be awaited, or passed to a function that awaits it.
fn refused<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    taker: Option<&str>,
) -> Option<Finding> {
    if let Some(call) = missing_call(facts, at, value) {
        let text = facts.text(value);
        let message = match taker {
            None => format!("`{text}` is a function: what it makes when called can be awaited"),
            Some(taker) => format!("`{taker}()` needs a coroutine, not the function that makes it"),
        };
        let finding = Finding::new(Code::CoroutineNotCalled, value.span, message);
        return Some(finding.hint(format!("Call it: `{call}`.")));
    }
    let (what, hint) = unawaitable(facts, at, value, taker)?;
    let message = match taker {
        None => format!("{what} cannot be awaited"),
        Some(taker) => format!("`{taker}()` needs an awaitable, which {what} is not"),
    };
    let mut finding = Finding::new(Code::NotAwaitable, value.span, message);
    finding.hint = hint;
    Some(finding)
}

/// The missing call, if a value is a function that makes coroutines.
fn missing_call<'a>(facts: &Facts<'a>, at: &Place<'a>, value: &'a Expr) -> Option<String> {
    let text = facts.text(value);
    match facts.kind(at, value) {
        Kind::Function(def) if def.is_async && !facts.is_generator(def) => {
            let mut parameters = walk::parameters(&def.params);
            let has_none = parameters.all(|param| param.name.name == "self");
            Some(format!("{text}{}", if has_none { "()" } else { "(...)" }))
        }
        Kind::Library(path) => match library::find(&path)?.gives {
            Gives::Coroutine(_) => Some(format!("{text}(...)")),
            _ => None,
        },
        _ => None,
    }
}

/// A description of a value that cannot be awaited, with advice; none if it may be awaitable.
fn unawaitable<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    taker: Option<&str>,
) -> Option<(String, Option<String>)> {
    if let ExprKind::Call { func, .. } = &value.kind
        && let Some(found) = result_of_call(facts, at, value, func)
    {
        return Some(found);
    }
    match facts.kind(at, value) {
        Kind::Function(_) => Some((format!("`{}`, a function,", facts.text(value)), None)),
        Kind::Instance(class)
            if facts.has_method(class, "__await__") == Some(false)
                && facts.has_method(class, "_asyncio_future_blocking") == Some(false) =>
        {
            Some((format!("an object of class '{}'", class.name.name), None))
        }
        Kind::Object(class @ ("list" | "tuple" | "set" | "generator")) => {
            let all = match &value.kind {
                ExprKind::Name(name) => name.as_str(),
                _ => "[...]",
            };
            let gather = taker.filter(|taker| taker.ends_with("gather"));
            let hint = match gather {
                Some(gather) => format!("Write `{gather}(*{all})`."),
                None => format!("To wait for all of them: `await asyncio.gather(*{all})`."),
            };
            Some((format!("a {class}"), Some(hint)))
        }
        // A name may be None at first and receive its value elsewhere.
        Kind::Object("None") => None,
        Kind::Object(class) if !is_awaitable(class) => {
            Some((format!("{} {}", article(short(class)), short(class)), None))
        }
        _ => None,
    }
}

/// A description of a call's result that cannot be awaited, with advice.
fn result_of_call<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    func: &'a Expr,
) -> Option<(String, Option<String>)> {
    let text = facts.text(func);
    match (facts.kind(at, func), facts.kind(at, value)) {
        (Kind::Library(path), _)
            if library::find(&path).is_some_and(|entry| entry.gives == Gives::Plain) =>
        {
            let instead = library::find(&path).and_then(|entry| entry.instead);
            Some((format!("the result of `{text}()`"), instead.map(|i| format!("Use {i}."))))
        }
        (Kind::Library(_), Kind::Object("concurrent.futures.Future")) => {
            let hint = "Write `await asyncio.wrap_future(...)`.";
            Some((format!("the Future that `{text}()` returns"), Some(hint.to_string())))
        }
        (Kind::Library(_), Kind::Object(class)) if !is_awaitable(class) => {
            Some((format!("the {} that `{text}()` returns", short(class)), None))
        }
        (Kind::Function(def), Kind::Object(class)) if !is_awaitable(class) => {
            let what = format!("the {} that `{text}()` returns", short(class));
            let (name, line) = (&def.name.name, facts.line(def.name.span));
            let hint = match def.is_async {
                true => format!("'{name}' is an asynchronous generator: read it with `async for`."),
                false => format!(
                    "'{name}' is an ordinary function (line {line}): call it without `await`."
                ),
            };
            Some((what, Some(hint)))
        }
        _ => None,
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// The last part of a class's dotted name, in words.
fn short(class: &str) -> &str {
    match class {
        "async_generator" => "asynchronous generator",
        _ => class.rsplit('.').next().unwrap_or(class),
    }
}

fn is_awaitable(class: &str) -> bool {
    matches!(class, "asyncio.Task" | "asyncio.Future")
}

/// The reason why an awaitable cannot be passed where a coroutine is required.
fn no_coroutine<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    taker: &str,
) -> Option<Finding> {
    let Kind::Object(class @ ("asyncio.Task" | "asyncio.Future")) = facts.kind(at, value) else {
        return None;
    };
    let message = format!("`{taker}()` needs a coroutine, not a {}", short(class).to_lowercase());
    let hint = "Put it into an `async def` function that awaits it.";
    Some(Finding::new(Code::NotAwaitable, value.span, message).hint(hint))
}

/// The reason why a value cannot be passed to `asyncio.wait`.
fn not_tasks<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    taker: &str,
) -> Option<Finding> {
    let member = match &value.kind {
        ExprKind::List(items) | ExprKind::Set(items) | ExprKind::Tuple(items) => {
            items.iter().find(|item| facts.kind(at, item).is_coroutine())
        }
        ExprKind::ListComp { element, .. } | ExprKind::SetComp { element, .. } => {
            let inside = facts.inside_comprehension(at, value)?;
            Some(&**element).filter(|element| facts.kind(&inside, element).is_coroutine())
        }
        _ => Some(value).filter(|_| facts.kind(at, value).is_coroutine()),
    }?;
    let message = format!("`{taker}()` takes a collection of tasks, not coroutines");
    let finding = Finding::new(Code::NotAwaitable, member.span, message);
    let task = format!("asyncio.create_task({})", facts.text(member));
    Some(finding.hint(format!("Make tasks of them: `{task}`.")))
}
