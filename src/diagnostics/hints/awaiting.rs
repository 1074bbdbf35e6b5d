//! Coroutines in place of results, and other confusions between synchronous and asynchronous code.

use super::values::none;
use super::{Case, quoted};
use crate::diagnostics::origins::assignment;
use crate::diagnostics::tree::dotted;
use crate::event_loop::task::is_coroutine;
use crate::objects::class::Class;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::generator::NativeCoroutine;
use crate::objects::str::intern;
use crate::runtime::Kind;
use crate::runtime::Value;
use crate::text::wrap::shorten;
use hob_grammar::ast::ExprKind;

/// The name of a coroutine's function.
fn coroutine_function(value: &Value) -> String {
    match (value.get::<Generator>(), value.get::<NativeCoroutine>()) {
        (Some(generator), _) => generator.name().as_str().to_string(),
        (_, Some(native)) => native.name.to_string(),
        _ => "…".to_string(),
    }
}

pub(super) fn coroutine(case: &Case<'_>) -> Option<String> {
    if let Some((name, value)) = case.named(is_coroutine) {
        let function = coroutine_function(&value);
        let here = assignment(&case.tree?.body_around(case.span()), &name, case.span().start);
        let line = here.map_or(String::new(), |span| format!(", made in line {}", case.line(span)));
        return Some(format!(
            "`{name}` is a coroutine{line}: calling {function}() has not run it yet. Did you forget `await`? Write `{name} = await {function}(…)`."
        ));
    }
    let made = case.calls().into_iter().find(|(_, _, function)| {
        function.as_ref().and_then(|f| f.get::<Function>()).is_some_and(|f| f.code.flags.coroutine)
    });
    Some(match made {
        Some((call, ..)) => format!(
            "Calling an `async def` function only makes a coroutine. Did you forget `await`? Write `(await {})`.",
            shorten(&case.text(call.span).replace('\n', " "), 40)
        ),
        None => "Calling an `async def` function only makes a coroutine. Did you forget `await`?"
            .to_string(),
    })
}

pub(super) fn coroutine_argument(case: &Case<'_>) -> Option<String> {
    (case.message.contains("not 'coroutine'") || case.message.contains("not coroutine"))
        .then(|| coroutine(case))
        .flatten()
}

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
        "async_generator" => "Iterate over an asynchronous generator with `async for`.".to_string(),
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
    let function = case.named(|value| {
        value.get::<Function>().is_some_and(|f| f.code.flags.coroutine && !f.code.flags.generator)
    });
    // The called function itself, such as create_task, is not one of the program's coroutines.
    if let Some((name, _)) = function {
        return Some(format!("`{name}` is the function. Call it to get a coroutine: `{name}()`."));
    }
    if case.named(|value| matches!(value.kind(), Some(Kind::List | Kind::Tuple))).is_some() {
        return gathered_list(case);
    }
    Some("A coroutine is expected here: call an `async def` function.".to_string())
}

pub(super) fn gathered_list(case: &Case<'_>) -> Option<String> {
    let (call, func, _) = case
        .calls()
        .into_iter()
        .find(|(_, func, _)| dotted(func).is_some_and(|path| path.last() == Some(&"gather")))?;
    let ExprKind::Call { arguments, .. } = &call.kind else { return None };
    let given = arguments.args.first()?;
    let (func, given) = (case.text(func.span), case.text(given.span).replace('\n', " "));
    let given = shorten(&given, 30);
    Some(format!(
        "`gather` takes coroutines one by one. Unpack the list with a star: `{func}(*{given})`."
    ))
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
