//! What is awaited or scheduled must be awaitable.

use super::Node;
use crate::check::facts::library::{self, Gives};
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// What a function of asyncio's wants.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// A coroutine, and nothing else.
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

/// Looks at `await`, and at calls of asyncio's that take coroutines.
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

/// What is wrong with awaiting a value, or with giving it to a function that does.
fn refused<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    value: &'a Expr,
    taker: Option<&str>,
) -> Option<Finding> {
    let text = facts.text(value);
    let found = |what: String, hint: String| {
        let message = match taker {
            None => format!("{what} cannot be awaited"),
            Some(taker) => format!("`{taker}()` needs something to await, and {what} is not"),
        };
        let finding = Finding::new(Code::NotAwaitable, value.span, message);
        Some(if hint.is_empty() { finding } else { finding.hint(hint) })
    };
    let kind = facts.kind(at, value);
    match &kind {
        Kind::Function(def) if def.is_async && !facts.is_generator(def) => {
            let message = match taker {
                None => format!("`{text}` is a function: what it makes when called can be awaited"),
                Some(taker) => {
                    format!("`{taker}()` needs a coroutine, not the function that makes it")
                }
            };
            let call = if has_no_arguments(def) { "()" } else { "(...)" };
            let finding = Finding::new(Code::CoroutineNotCalled, value.span, message);
            return Some(finding.hint(format!("Call it: `{text}{call}`.")));
        }
        Kind::Library(path) => {
            let is_coroutine_function =
                matches!(library::find(path).map(|entry| entry.gives), Some(Gives::Coroutine(_)));
            if is_coroutine_function {
                let message = format!("`{text}` is a function: call it");
                let finding = Finding::new(Code::CoroutineNotCalled, value.span, message);
                return Some(finding.hint(format!("Write `{text}(...)`.")));
            }
            return None;
        }
        Kind::Function(_) => return found(format!("`{text}`, a function,"), String::new()),
        Kind::Instance(class)
            if facts.has_method(class, "__await__") == Some(false)
                && facts.has_method(class, "_asyncio_future_blocking") == Some(false) =>
        {
            return found(format!("an object of class '{}'", class.name.name), String::new());
        }
        _ => {}
    }
    match &value.kind {
        ExprKind::List(_)
        | ExprKind::Tuple(_)
        | ExprKind::Set(_)
        | ExprKind::ListComp { .. }
        | ExprKind::SetComp { .. }
        | ExprKind::Generator { .. }
        | ExprKind::Name(_)
            if matches!(kind, Kind::Object("list" | "tuple" | "set" | "generator")) =>
        {
            let Kind::Object(class) = kind else { return None };
            let what = match class {
                "generator" => "a generator".to_string(),
                _ => format!("a {class}"),
            };
            let text = if matches!(value.kind, ExprKind::Name(_)) { &text } else { "..." };
            let hint = match (taker, &value.kind) {
                (None, _) => format!("To wait for all of them: `await asyncio.gather(*{text})`."),
                (Some(taker), _) => format!("Write `{taker}(*{text})`."),
            };
            found(what, hint.replace("*...", if taker.is_some() { "*..." } else { "*[...]" }))
        }
        ExprKind::Call { func, .. } => {
            let callee = facts.kind(at, func);
            let what = match (&callee, &kind) {
                (Kind::Library(path), _)
                    if library::find(path).is_some_and(|e| e.gives == Gives::Plain) =>
                {
                    format!("the result of `{}()`", facts.text(func))
                }
                (Kind::Function(_), Kind::Object("None")) => {
                    format!("`{}()` gives None, which", facts.text(func))
                }
                (Kind::Function(_) | Kind::Library(_), Kind::Object(class)) => {
                    if !is_unawaitable(class) {
                        return None;
                    }
                    format!("the {} that `{}()` gives", short(class), facts.text(func))
                }
                _ => return None,
            };
            let hint = match &callee {
                Kind::Library(path) => match library::find(path).and_then(|entry| entry.instead) {
                    Some(instead) if instead.starts_with("await asyncio.to_thread") => {
                        format!("Use `{instead}`.")
                    }
                    Some(instead) => format!("Use {instead}."),
                    None if kind.is_object("concurrent.futures.Future") => {
                        "Write `await asyncio.wrap_future(...)`.".to_string()
                    }
                    None => String::new(),
                },
                Kind::Function(def) => format!(
                    "'{}' is an ordinary function (line {}): call it without `await`.",
                    def.name.name,
                    facts.line(def.name.span)
                ),
                _ => String::new(),
            };
            if let (Some(_), Kind::Object("None")) = (taker, &kind) {
                return found(format!("`{}()`, which gives None,", facts.text(func)), hint);
            }
            found(what, hint)
        }
        _ => match kind {
            Kind::Object("None") => None,
            Kind::Object(class) if is_unawaitable(class) => {
                found(format!("{} {}", article(short(class)), short(class)), String::new())
            }
            _ => None,
        },
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// The last part of a class' dotted name, in words.
fn short(class: &str) -> &str {
    match class {
        "async_generator" => "asynchronous generator",
        _ => class.rsplit('.').next().unwrap_or(class),
    }
}

fn is_unawaitable(class: &str) -> bool {
    !matches!(class, "asyncio.Task" | "asyncio.Future")
}

fn has_no_arguments(def: &FunctionDef) -> bool {
    crate::check::walk::parameters(&def.params).all(|param| param.name.name == "self")
}

/// What is wrong with giving an awaitable that is no coroutine to what takes coroutines alone.
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

/// What is wrong with giving a value to `asyncio.wait`.
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
    let message = format!("`{taker}()` takes a collection of tasks, and no coroutines");
    let finding = Finding::new(Code::NotAwaitable, member.span, message);
    let task = format!("asyncio.create_task({})", facts.text(member));
    Some(finding.hint(format!("Make tasks of them: `{task}`.")))
}
