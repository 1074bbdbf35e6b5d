//! Advice about the arguments and results of asyncio's functions.

use super::Case;
use super::awaiting::first_item;
use crate::runtime::Kind;
use hob_grammar::ast::ExprKind;

/// `call_later(function, seconds)`
pub(super) fn delay_first(case: &Case<'_>) -> Option<String> {
    let (taker, (func, arguments)) =
        ["call_later", "call_at"].iter().find_map(|name| Some((name, case.call_of(name)?)))?;
    let [function, seconds, ..] = arguments.args.as_slice() else { return None };
    let first = if *taker == "call_at" { "time" } else { "seconds" };
    Some(format!(
        "`{taker}` takes the {first} first, then the function: `{}({}, {})`.",
        case.short(func),
        case.short(seconds),
        case.short(function)
    ))
}

/// `run_in_executor(function, …)`
pub(super) fn executor_first(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = case.call_of("run_in_executor")?;
    let given: Vec<String> = arguments.args.iter().map(|value| case.short(value)).collect();
    Some(format!(
        "`run_in_executor` takes an executor first, `None` for the usual one: `{}(None, {})`.",
        case.short(func),
        given.join(", ")
    ))
}

/// `create_subprocess_exec([…])`
pub(super) fn command_in_list(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = case.call_of("create_subprocess_exec")?;
    let list = case.short(arguments.args.first()?);
    Some(format!(
        "The program and its arguments are passed one by one: a star unpacks the list, `{}(*{list})`.",
        case.short(func)
    ))
}

/// `asyncio.run([f(), g()])`
pub(super) fn several_for_one(case: &Case<'_>) -> Option<String> {
    let (func, arguments) =
        ["run", "run_until_complete", "create_task"].iter().find_map(|name| case.call_of(name))?;
    let given = arguments.args.first()?;
    let is_list = matches!(
        given.kind,
        ExprKind::List(_)
            | ExprKind::Tuple(_)
            | ExprKind::ListComp { .. }
            | ExprKind::Generator { .. }
    );
    is_list.then(|| {
        format!(
            "`{}` takes one coroutine. To run several together: `async def main():` with \
             `await asyncio.gather(*{})` in it.",
            case.short(func),
            case.short(given)
        )
    })
}

/// The result of `asyncio.wait`, used as if it were tasks.
pub(super) fn result_of_wait(case: &Case<'_>) -> Option<String> {
    let is_of_tasks = |value: &crate::runtime::Value| {
        matches!(first_item(value).and_then(|item| item.kind()), Some(Kind::Task | Kind::Future))
    };
    let (name, _) = case.named(is_of_tasks)?;
    Some(format!(
        "`{name}` is a set of tasks. `asyncio.wait` returns two, those done and those pending: `done, pending = await asyncio.wait(…)`."
    ))
}

/// A task used in place of its result, without a name.
pub(super) fn unnamed_task(case: &Case<'_>) -> Option<String> {
    let maker = ["create_task", "ensure_future", "gather", "shield", "run_in_executor"]
        .into_iter()
        .find(|name| case.call_of(name).is_some())?;
    let (what, kept) = match maker {
        "create_task" | "ensure_future" => ("a task", "Keep the task, and await it later"),
        _ => ("a future", "Await it"),
    };
    Some(format!(
        "`{maker}` returns {what}, which has no result yet. {kept}: `await` gives the result."
    ))
}
