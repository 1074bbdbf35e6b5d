//! Advice about common mistakes, for reports on a terminal.

use super::text_attribute;
use crate::objects::exception::{Exc, Exception};
use crate::runtime::Ref;
use crate::vm::Vm;

/// A hint for exceptions of a class whose message contains a text.
struct Rule {
    exc: Exc,
    part: &'static str,
    hint: &'static str,
}

const fn rule(exc: Exc, part: &'static str, hint: &'static str) -> Rule {
    Rule { exc, part, hint }
}

/// The first rule that fits gives the hint: the more special ones come first.
const RULES: &[Rule] = &[
    rule(Exc::TypeError, "'coroutine' object is not subscriptable", AWAIT),
    rule(Exc::TypeError, "'coroutine' object is not iterable", AWAIT),
    rule(Exc::TypeError, "'coroutine'", AWAIT),
    rule(Exc::AttributeError, "'coroutine' object has no attribute", AWAIT),
    rule(
        Exc::TypeError,
        "can't be used in 'await' expression",
        "Only coroutines, tasks and futures can be awaited. Is the function that made this declared with `async def`?",
    ),
    rule(
        Exc::TypeError,
        "'async_generator' object is not iterable",
        "An asynchronous generator is run by `async for`, not by `for`.",
    ),
    rule(
        Exc::TypeError,
        "'NoneType'",
        "A value is None here. A function without `return` gives None, and so do methods that change an object in place, such as `list.sort`.",
    ),
    rule(
        Exc::AttributeError,
        "'NoneType' object has no attribute",
        "The object is None here. A function without `return` gives None, and so do methods that change an object in place, such as `list.sort`.",
    ),
    rule(
        Exc::RuntimeError,
        "asyncio.run() cannot be called from a running event loop",
        "A loop is running already: `await` the coroutine instead of calling `asyncio.run`.",
    ),
    rule(
        Exc::RuntimeError,
        "no running event loop",
        "This works only inside a coroutine that `asyncio.run(main())` runs.",
    ),
    rule(
        Exc::RuntimeError,
        "cannot reuse already awaited coroutine",
        "A coroutine runs once: call the function again to get another.",
    ),
    rule(
        Exc::RuntimeError,
        "dictionary changed size during iteration",
        "Walk over a copy instead: `for key in list(d):`.",
    ),
    rule(
        Exc::UnboundLocalError,
        "cannot access local variable",
        "A name that a function assigns to is its own. To change the outer variable, declare it with `global` or `nonlocal`.",
    ),
    rule(
        Exc::TypeError,
        "can only concatenate str",
        "Turn the number into text with `str(…)`, or use an f-string: f\"… {value}\".",
    ),
    rule(
        Exc::TypeError,
        "unsupported operand type(s) for +: 'int' and 'str'",
        "Turn the text into a number with `int(…)`, or the number into text with `str(…)`.",
    ),
    rule(
        Exc::TypeError,
        "object is not callable",
        "Only functions and classes can be called. Has a variable the name of a function, or is an operator missing before the `(`?",
    ),
    rule(
        Exc::TypeError,
        "takes 0 positional arguments but 1 was given",
        "Is the parameter `self` missing?",
    ),
    rule(
        Exc::IndexError,
        "index out of range",
        "Indexes count from 0: the last item is at len(…) - 1, or at -1.",
    ),
    rule(Exc::KeyError, "", "There is no such key. `d.get(key)` gives None instead of raising."),
    rule(Exc::ZeroDivisionError, "", "The divisor is zero."),
    rule(
        Exc::ValueError,
        "too many values to unpack",
        "There are more values than names on the left side of the `=`.",
    ),
    rule(
        Exc::ValueError,
        "not enough values to unpack",
        "There are fewer values than names on the left side of the `=`.",
    ),
    rule(
        Exc::ValueError,
        "invalid literal for int()",
        "The text is not a whole number. `float(…)` reads numbers with a point.",
    ),
    rule(
        Exc::RecursionError,
        "",
        "A function calls itself without an end. Is there a case in which it stops?",
    ),
    rule(Exc::ModuleNotFoundError, "", "Is the name right, and the file in the program's folder?"),
];

const AWAIT: &str =
    "Calling an `async def` function only makes a coroutine. Did you forget `await`?";

/// What may help with an exception.
pub fn for_exception(vm: &Vm, exception: &Ref<Exception>) -> Vec<String> {
    let value = exception.as_value();
    let Ok(message) = vm.str(value) else { return Vec::new() };
    let is_about = |rule: &&Rule| {
        vm.is_instance_of(value, &vm.exception_class(rule.exc))
            && message.as_str().contains(rule.part)
    };
    let found = RULES.iter().find(is_about).map(|rule| rule.hint.to_string());
    let name = vm
        .is_instance_of(value, &vm.exception_class(Exc::NameError))
        .then(|| text_attribute(vm, value, "name"))
        .flatten();
    let name = name.and_then(|name| foreign_name(&name));
    name.into_iter().chain(found).take(1).collect()
}

/// What a name from another language is called in Python.
fn foreign_name(name: &str) -> Option<String> {
    let meant = match name {
        "true" => "True",
        "false" => "False",
        "null" | "nil" | "none" | "undefined" => "None",
        "this" => "self",
        _ => return None,
    };
    Some(format!("Python writes `{meant}`."))
}
