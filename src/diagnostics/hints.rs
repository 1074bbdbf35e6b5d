//! Advice about common mistakes, for reports on a terminal: one table.

use super::glance::{self, glance, own_attributes};
use super::origins::{assignment, none_from};
use super::story::{Variables, is};
use super::traceback::Place;
use super::tree::{Tree, dotted};
use super::{STDLIB_MODULES, text_attribute};
use crate::event_loop::task::is_coroutine;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::function::Function;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::text::suggest::suggest;
use crate::vm::{FrameObject, Vm};
use hob_grammar::ast::{Expr, ExprKind, Span, StmtKind};

/// An exception, and what is known about where it was raised.
pub struct Case<'a> {
    /// The interpreter.
    pub vm: &'a Vm,
    /// The exception.
    pub exception: &'a Ref<Exception>,
    /// The name of its class, as tracebacks show it.
    pub class: &'a str,
    /// Its message, without suggestions.
    pub message: String,
    /// The innermost frame of the program's own code.
    pub frame: Option<Ref<FrameObject>>,
    /// Where that frame is.
    pub place: Option<&'a Place>,
    /// The tree of that source.
    pub tree: Option<&'a Tree>,
}

/// What a rule has to say.
enum Advice {
    /// This.
    Say(&'static str),
    /// What looking closer finds; nothing, if the rule does not fit after all.
    Look(fn(&Case<'_>) -> Option<String>),
}

use Advice::{Look, Say};

/// Advice for exceptions of a class whose message contains a text.
type Rule = (Exc, &'static str, Advice);

/// The first rule that has something to say is the one: the more special ones come first.
const RULES: &[Rule] = &[
    (Exc::NameError, "cannot access local variable", Look(unbound)),
    (Exc::NameError, "cannot access free variable", Look(unbound)),
    (Exc::NameError, "", Look(foreign_name)),
    (Exc::NameError, "", Look(missing_import)),
    (Exc::NameError, "", Look(defined_below)),
    (Exc::NameError, "", Look(misspelt_name)),
    (
        Exc::NameError,
        "",
        Say(
            "Nothing has this name here. A name must be assigned or imported before it is used; text needs quotes.",
        ),
    ),
    (Exc::AttributeError, "'coroutine' object has no attribute", Look(coroutine)),
    (Exc::TypeError, "'coroutine' object can't be awaited", Look(coroutine)),
    (Exc::TypeError, "'coroutine'", Look(coroutine)),
    (Exc::TypeError, "coroutine", Look(coroutine_argument)),
    (Exc::AttributeError, "'NoneType' object has no attribute", Look(none)),
    (Exc::TypeError, "can't be used in 'await' expression", Look(not_awaitable)),
    (Exc::TypeError, "a coroutine was expected, got", Look(function_as_coroutine)),
    (
        Exc::TypeError,
        "An asyncio.Future, a coroutine or an awaitable is required",
        Look(function_as_coroutine),
    ),
    (Exc::TypeError, "unhashable type: 'list'", Look(gathered_list)),
    (Exc::TypeError, "object is not iterable", Look(asynchronous_iterable)),
    (
        Exc::TypeError,
        "'async for' requires",
        Say("This is an ordinary iterable: write `for` without `async`."),
    ),
    (
        Exc::TypeError,
        "asynchronous context manager protocol",
        Say("This is no asynchronous context manager: write `with` without `async`."),
    ),
    (Exc::TypeError, "does not support the context manager protocol", Look(not_a_context_manager)),
    (Exc::TypeError, "NoneType", Look(none)),
    (
        Exc::TypeError,
        "exceptions must derive from BaseException",
        Say("Only exceptions can be raised: for example `raise ValueError(\"…\")`."),
    ),
    (
        Exc::TypeError,
        "can only concatenate str",
        Say(
            "Text and numbers cannot be added. Turn the number into text with `str(…)`, or use an f-string: f\"… {value}\".",
        ),
    ),
    (
        Exc::TypeError,
        "unsupported operand type(s) for +: 'int' and 'str'",
        Say(
            "A number and text cannot be added. Turn the text into a number with `int(…)`, or the number into text with `str(…)`.",
        ),
    ),
    (Exc::TypeError, "not supported between instances of", Look(mixed_order)),
    (Exc::TypeError, "positional argument", Look(signature)),
    (Exc::TypeError, "keyword argument", Look(signature)),
    (Exc::TypeError, "keyword-only argument", Look(signature)),
    (Exc::TypeError, "object is not callable", Look(not_callable)),
    (
        Exc::TypeError,
        "'function' object is not subscriptable",
        Say("Functions are called with round brackets: `f(…)`."),
    ),
    (
        Exc::TypeError,
        "'method' object is not subscriptable",
        Say("Methods are called with round brackets: `x.f(…)`."),
    ),
    (
        Exc::TypeError,
        "indices must be integers",
        Say("A sequence is indexed by numbers. Is a dict meant, or one of its items?"),
    ),
    (
        Exc::TypeError,
        "'int' object is not iterable",
        Say("A number cannot be looped over: `range(n)` gives the numbers from 0 to n - 1."),
    ),
    (
        Exc::TypeError,
        "'str' object does not support item assignment",
        Say("Strings never change: build a new one, for example with `text.replace(…)`."),
    ),
    (
        Exc::TypeError,
        "'tuple' object does not support item assignment",
        Say("Tuples never change: use a list for what does."),
    ),
    (
        Exc::TypeError,
        "unhashable type",
        Say(
            "Keys of dicts and members of sets must not change: use a tuple for a list, a frozenset for a set.",
        ),
    ),
    (Exc::AttributeError, "", Look(own_file_hides_module)),
    (Exc::AttributeError, "", Look(other_method)),
    (Exc::AttributeError, "", Look(misspelt_attribute)),
    (
        Exc::RuntimeError,
        "asyncio.run() cannot be called from a running event loop",
        Say(
            "A loop is running already: `await` the coroutine instead of calling `asyncio.run`, which belongs at the top of the program, once.",
        ),
    ),
    (
        Exc::RuntimeError,
        "This event loop is already running",
        Say("A loop is running already: `await` instead of `run_until_complete`."),
    ),
    (
        Exc::RuntimeError,
        "no running event loop",
        Say(
            "This works only while a loop runs: inside of a coroutine that `asyncio.run(main())` runs.",
        ),
    ),
    (
        Exc::RuntimeError,
        "no current event loop",
        Say(
            "This works only while a loop runs: inside of a coroutine that `asyncio.run(main())` runs.",
        ),
    ),
    (Exc::RuntimeError, "cannot reuse already awaited coroutine", Look(awaited_twice)),
    (
        Exc::RuntimeError,
        "coroutine is being awaited already",
        Say(
            "Two tasks cannot await one coroutine: make a task of it with `asyncio.create_task(…)`, and let both await that.",
        ),
    ),
    (
        Exc::RuntimeError,
        "changed size during iteration",
        Say("The loop changes what it walks over. Walk over a copy: `for item in list(…):`."),
    ),
    (
        Exc::RuntimeError,
        "deadlock:",
        Say(
            "Each task waits for something that only another waiting task could do. Does somebody put into the queue, set the event, release the lock?",
        ),
    ),
    (
        Exc::RuntimeError,
        "Event loop is closed",
        Say(
            "`asyncio.run` closes its loop at the end; what belongs to it cannot be used afterwards.",
        ),
    ),
    (
        Exc::RuntimeError,
        "generator raised StopIteration",
        Say(
            "A generator ends with `return`. A `next(…)` in it that finds nothing raises StopIteration: give it a default, `next(it, None)`.",
        ),
    ),
    (Exc::RecursionError, "", Look(recursion)),
    (Exc::IndexError, "", Look(index)),
    (Exc::KeyError, "", Look(key)),
    (Exc::ZeroDivisionError, "", Look(zero)),
    (Exc::ValueError, "to unpack", Look(unpack)),
    (Exc::ValueError, "invalid literal for int()", Look(not_an_int)),
    (
        Exc::ValueError,
        "could not convert string to float",
        Say("The text is not a number; a comma, a unit or a blank inside is enough."),
    ),
    (Exc::ValueError, "not in list", Say("Check first: `if x in items:`.")),
    (
        Exc::UnicodeDecodeError,
        "",
        Say(
            "The bytes are not text in this encoding. Say which it is: `open(…, encoding=\"…\")`; binary files are opened with mode \"rb\".",
        ),
    ),
    (Exc::FileNotFoundError, "", Look(file)),
    (Exc::IsADirectoryError, "", Say("This is a folder, not a file.")),
    (
        Exc::ConnectionRefusedError,
        "",
        Say("Nothing listens at this address: is the server running, and the port right?"),
    ),
    (Exc::ModuleNotFoundError, "", Look(module)),
    (
        Exc::ImportError,
        "partially initialized module",
        Say(
            "Two modules import each other. Move what both need into a third, or import inside of the function that needs it.",
        ),
    ),
    (Exc::ImportError, "", Look(own_file_hides_module)),
    (Exc::TimeoutError, "", Look(timeout)),
    (
        Exc::StopIteration,
        "",
        Say("The iterator has no more items. `next(it, default)` gives the default then."),
    ),
];

/// What may help with an exception.
pub fn for_case(case: &Case<'_>) -> Vec<String> {
    let applies =
        |(exc, part, _): &&Rule| is(case.vm, case.exception, *exc) && case.message.contains(part);
    let found = RULES.iter().filter(applies).find_map(|(_, _, advice)| match advice {
        Say(text) => Some(text.to_string()),
        Look(look) => look(case),
    });
    let invalid = (case.class == "asyncio.exceptions.InvalidStateError"
        && case.message.contains("is not set"))
    .then(|| "The result is not there yet: `await` the task or future.".to_string());
    let cancelled = (case.class == "asyncio.exceptions.CancelledError")
        .then(|| "The task was cancelled, and nothing caught that.".to_string());
    found.or(invalid).or(cancelled).into_iter().collect()
}

impl<'a> Case<'a> {
    fn variables(&self) -> Option<Variables> {
        Variables::of(self.vm, self.frame.as_ref()?)
    }

    fn span(&self) -> Span {
        self.place.map_or(Span::default(), |place| place.span)
    }

    /// The source text of a part.
    fn text(&self, span: Span) -> &str {
        let text = self.place.map_or("", |place| place.source.text.as_str());
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn line(&self, span: Span) -> u32 {
        self.place.map_or(0, |place| place.source.position(span.start).0)
    }

    fn expressions(&self) -> Vec<&'a Expr> {
        self.tree.map(|tree| tree.expressions_in(self.span())).unwrap_or_default()
    }

    /// The names in the failing expression whose values can be looked up, with these.
    fn values(&self) -> Vec<(String, Value, &'a Expr)> {
        let Some(variables) = self.variables() else { return Vec::new() };
        let named = self.expressions().into_iter().filter_map(|expr| {
            let path = dotted(expr)?;
            Some((path.join("."), variables.follow(&path)?, expr))
        });
        named.collect()
    }

    /// The first name whose value is wanted.
    fn named(&self, wanted: impl Fn(&Value) -> bool) -> Option<(String, Value)> {
        self.values().into_iter().find(|(_, v, _)| wanted(v)).map(|(name, value, _)| (name, value))
    }

    /// The calls in the failing expression with the functions they call, outer ones first.
    fn calls(&self) -> Vec<(&'a Expr, &'a Expr, Option<Value>)> {
        let variables = self.variables();
        let calls = self.expressions().into_iter().filter_map(|expr| match &expr.kind {
            ExprKind::Call { func, .. } => Some((expr, &**func)),
            _ => None,
        });
        let known = calls.map(|(call, func)| {
            let value = dotted(func).and_then(|path| variables.as_ref()?.follow(&path));
            (call, func, value)
        });
        known.collect()
    }

    fn field(&self, name: &str) -> Option<String> {
        text_attribute(self.vm, self.exception.as_value(), name)
    }
}

/// The part of a text between quotes.
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('\'')?;
    rest.split_once('\'').map(|(quoted, _)| quoted)
}

// -------------------------------------------------------------------------------------------------
// Names

/// What a name from another language is called in Python.
fn foreign_name(case: &Case<'_>) -> Option<String> {
    let meant = match case.field("name")?.as_str() {
        "true" => "True",
        "false" => "False",
        "null" | "nil" | "none" | "undefined" => "None",
        "this" => "self",
        "elseif" | "elsif" => "elif",
        "println" | "printf" | "echo" | "puts" => "print",
        "function" | "func" | "fn" => "def",
        "String" => "str",
        _ => return None,
    };
    Some(format!("Python writes `{meant}`."))
}

fn missing_import(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    STDLIB_MODULES.binary_search(&name.as_str()).ok()?;
    Some(format!(
        "`{name}` is a module of the standard library: write `import {name}` at the top of the file."
    ))
}

fn defined_below(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let tree = case.tree?;
    let is_bound = |kind: &StmtKind| match kind {
        StmtKind::FunctionDef(def) => def.name.name == name,
        StmtKind::ClassDef(def) => def.name.name == name,
        StmtKind::Assign { targets, .. } => {
            targets.iter().any(|t| dotted(t).is_some_and(|path| path == [name.as_str()]))
        }
        _ => false,
    };
    let end = u32::try_from(case.place?.source.text.len()).unwrap_or(u32::MAX);
    let below = tree.body_around(Span::new(end, end));
    let stmt = below.into_iter().find(|s| s.span.start > case.span().start && is_bound(&s.kind))?;
    let line = case.line(stmt.span);
    Some(format!(
        "`{name}` gets its value only further down, in line {line}: code runs from top to bottom."
    ))
}

fn misspelt_name(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let names = case.variables()?.names();
    let meant = suggest(&name, names.iter().map(String::as_str))?;
    let body = case.tree?.body_around(case.span());
    Some(match assignment(&body, meant, case.span().start) {
        Some(span) => {
            format!("`{meant}` gets its value in line {}. Is that what is meant?", case.line(span))
        }
        None => format!("Is `{meant}` meant?"),
    })
}

fn unbound(case: &Case<'_>) -> Option<String> {
    let name = quoted(&case.message)?;
    let frame = case.frame.as_ref()?;
    let body = case.tree?.body_around(case.span());
    let assigned = assignment(&body, name, u32::MAX)?;
    let line = case.line(assigned);
    let function = frame.function.code.name.as_str();
    if frame.function.globals.get_text(name).is_some() && assigned.start >= case.span().start {
        return Some(format!(
            "Line {line} assigns to `{name}`, which makes it a variable of {function}() alone. If the one outside is meant, write `global {name}` first."
        ));
    }
    if assigned.start >= case.span().start {
        return Some(format!(
            "`{name}` gets its value only in line {line}. If a variable of an outer function is meant, write `nonlocal {name}` first."
        ));
    }
    Some(format!(
        "`{name}` is assigned in line {line}, but that line has not run: give it a value on the other paths, too."
    ))
}

fn misspelt_attribute(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = super::attribute(case.vm, case.exception.as_value(), "obj")?;
    let class = case.vm.class_of(&object);
    if object.get::<Dict>().is_some_and(|dict| dict.get_text(&wrong).is_some()) {
        return Some(format!("The entries of a dict are got with square brackets: `[{wrong:?}]`."));
    }
    let names: Vec<String> = own_attributes(&object).into_iter().map(|(name, _)| name).collect();
    match names.is_empty() {
        true => None,
        false => Some(format!(
            "This {} has the attributes {}.",
            class.name(),
            glance::shorten(names.join(", "), 80)
        )),
    }
}

fn text(value: Value) -> Option<String> {
    Some(value.get::<Str>()?.as_str().to_string())
}

/// What other languages' methods are in Python.
fn other_method(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = super::attribute(case.vm, case.exception.as_value(), "obj")?;
    let class = case.vm.class_of(&object).name();
    let meant = match (class.as_str(), wrong.as_str()) {
        (_, "length" | "size" | "count" | "len") => "The length is `len(…)`.",
        ("list", "add" | "push" | "append_all" | "insert_last") => {
            "A list grows by `.append(item)`."
        }
        (
            "list" | "tuple" | "str" | "set" | "dict",
            "contains" | "includes" | "has" | "has_key",
        ) => "Membership is asked with `in`: `item in items`.",
        ("set", "append" | "push") => "A set grows by `.add(item)`.",
        ("dict", "add" | "append" | "push" | "put" | "set") => {
            "An entry is set by `d[key] = value`."
        }
        ("tuple", "append" | "add" | "extend" | "remove") => {
            "Tuples never change: use a list for what does."
        }
        ("str", "append" | "push") => "Strings never change: add them with `+`.",
        ("list" | "tuple", "join") => "`join` is a method of the separator: `\", \".join(items)`.",
        ("list", "split" | "strip" | "lower" | "upper") => {
            "This is a list of strings: use one of its items, or a comprehension."
        }
        ("generator" | "map" | "filter" | "range" | "zip", _) => {
            "Make a list of it first: `list(…)`."
        }
        ("dict_keys" | "dict_values" | "dict_items", _) => "Make a list of it first: `list(…)`.",
        _ => return None,
    };
    Some(meant.to_string())
}

fn own_file_hides_module(case: &Case<'_>) -> Option<String> {
    let name = match case.field("name") {
        Some(name) if is(case.vm, case.exception, Exc::ImportError) => name,
        _ => {
            let module = super::attribute(case.vm, case.exception.as_value(), "obj")?;
            module.get::<crate::objects::module::Module>()?;
            text_attribute(case.vm, &module, "__name__")?
        }
    };
    STDLIB_MODULES.binary_search(&name.as_str()).ok()?;
    let module = case.vm.modules.get_text(&name)?;
    let file = text_attribute(case.vm, &module, "__file__")?;
    if file.starts_with('<') {
        return None;
    }
    let file = super::story::short_path(&file);
    Some(format!(
        "The program's own file {file} hides the standard library's module `{name}`. Give it another name."
    ))
}

// -------------------------------------------------------------------------------------------------
// Coroutines

/// The name of the function that a coroutine is of.
fn coroutine_function(value: &Value) -> String {
    match (value.get::<Generator>(), value.get::<NativeCoroutine>()) {
        (Some(generator), _) => generator.name.borrow().as_str().to_string(),
        (_, Some(native)) => native.name.to_string(),
        _ => "…".to_string(),
    }
}

fn coroutine(case: &Case<'_>) -> Option<String> {
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
            glance::shorten(case.text(call.span).replace('\n', " "), 40)
        ),
        None => "Calling an `async def` function only makes a coroutine. Did you forget `await`?"
            .to_string(),
    })
}

fn coroutine_argument(case: &Case<'_>) -> Option<String> {
    (case.message.contains("not 'coroutine'") || case.message.contains("not coroutine"))
        .then(|| coroutine(case))
        .flatten()
}

fn not_awaitable(case: &Case<'_>) -> Option<String> {
    let class = case.message.strip_prefix("object ")?.split(' ').next()?;
    let written = case.expressions().into_iter().find_map(|e| match &e.kind {
        ExprKind::Await(value) => Some(glance::shorten(case.text(value.span).to_string(), 30)),
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
            format!("Several coroutines are awaited together by `await asyncio.gather({stars})`.")
        }
        "function" | "method" => format!("A function has to be called: `await {written}()`."),
        "async_generator" => "An asynchronous generator is run by `async for`.".to_string(),
        _ => match function {
            Some(function) => format!(
                "`{function}()` is an ordinary function and gives its result at once: call it without `await`, or declare it with `async def`."
            ),
            None => "Only coroutines, tasks and futures can be awaited: leave the `await` out."
                .to_string(),
        },
    })
}

fn function_as_coroutine(case: &Case<'_>) -> Option<String> {
    let function = case.named(|value| {
        value.get::<Function>().is_some_and(|f| f.code.flags.coroutine && !f.code.flags.generator)
    });
    // The called function itself, such as create_task, is none of the program's coroutines.
    if let Some((name, _)) = function {
        return Some(format!("`{name}` is the function. Call it to get a coroutine: `{name}()`."));
    }
    if case.named(|value| matches!(value.kind(), Some(Kind::List | Kind::Tuple))).is_some() {
        return gathered_list(case);
    }
    Some("What is wanted here is a coroutine: the call of an `async def` function.".to_string())
}

fn gathered_list(case: &Case<'_>) -> Option<String> {
    let (call, func, _) = case
        .calls()
        .into_iter()
        .find(|(_, func, _)| dotted(func).is_some_and(|path| path.last() == Some(&"gather")))?;
    let ExprKind::Call { arguments, .. } = &call.kind else { return None };
    let given = arguments.args.first()?;
    let (func, given) = (case.text(func.span), case.text(given.span).replace('\n', " "));
    let given = glance::shorten(given, 30);
    Some(format!(
        "`gather` takes coroutines one by one. Take the list apart with a star: `{func}(*{given})`."
    ))
}

fn asynchronous_iterable(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    if class == "async_generator" {
        return Some("An asynchronous generator is run by `async for`, not by `for`.".to_string());
    }
    let (name, _) = case.named(|value| {
        let class = case.vm.class_of(value);
        class.name() == *quoted(&case.message).unwrap_or_default()
            && class.lookup(&crate::objects::str::intern("__aiter__")).is_some()
    })?;
    Some(format!("`{name}` is iterated asynchronously: write `async for`."))
}

fn not_a_context_manager(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    let is_asynchronous = |value: &Value| {
        let class = case.vm.class_of(value);
        class.lookup(&crate::objects::str::intern("__aenter__")).is_some()
    };
    let is_class = |value: &Value| {
        let class = value.get::<Class>();
        class.is_some_and(|c| c.lookup(&crate::objects::str::intern("__aenter__")).is_some())
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

fn awaited_twice(case: &Case<'_>) -> Option<String> {
    let name = case.named(is_coroutine);
    Some(match name {
        Some((name, value)) => {
            let function = coroutine_function(&value);
            format!(
                "`{name}` has run already; a coroutine runs once. Call {function}() again, or keep its result: `result = await {name}`."
            )
        }
        None => "A coroutine runs once: call the function again to get another.".to_string(),
    })
}

fn timeout(case: &Case<'_>) -> Option<String> {
    let body = case.tree?.statements_around(case.span());
    let waits = body.last().is_some_and(|stmt| {
        let text = case.text(stmt.span);
        text.contains("wait_for") || text.contains("timeout")
    });
    waits.then(|| "The time given was over before it was done, and what was awaited has been cancelled. Catch it with `except TimeoutError:`, or give more time.".to_string())
}

// -------------------------------------------------------------------------------------------------
// None

fn none(case: &Case<'_>) -> Option<String> {
    let general = || {
        "A value is None here. A function without `return` gives None, and so do methods that change an object in place, such as `list.sort`.".to_string()
    };
    let Some(tree) = case.tree else { return Some(general()) };
    let variables = case.variables()?;
    if let Some((name, _)) = case.named(Value::is_none) {
        let body = tree.body_around(case.span());
        let from = none_from(&body, tree, &name, case.span().start, &variables);
        return Some(match from {
            Some((span, why)) => format!("`{name}` is None since line {}: {why}.", case.line(span)),
            None => format!("`{name}` is None here."),
        });
    }
    let why = case
        .calls()
        .into_iter()
        .find_map(|(call, ..)| super::origins::why_none(tree, call, &variables));
    Some(why.map_or_else(general, |why| format!("The value is None: {why}.")))
}

// -------------------------------------------------------------------------------------------------
// Calls

/// The function that a message about arguments names.
fn function_in(case: &Case<'_>) -> Option<Ref<Function>> {
    let name = case.message.split("()").next()?;
    let last = name.rsplit('.').next()?;
    for (_, func, value) in case.calls() {
        let value = value.or_else(|| method(case, func));
        let function = match value.as_ref().and_then(|v| v.get::<Class>()) {
            Some(class) => class.lookup(&crate::objects::str::intern("__init__")),
            None => value,
        };
        if let Some(function) = function.as_ref().and_then(|f| f.get::<Function>())
            && function.code.name.as_str() == last
        {
            return Some(function.clone());
        }
    }
    None
}

/// A method that is called by name.
fn method(case: &Case<'_>, func: &Expr) -> Option<Value> {
    let ExprKind::Attribute { value, attr } = &func.kind else { return None };
    let object = case.variables()?.follow(&dotted(value)?)?;
    let name = crate::objects::str::intern(&attr.name);
    match object.get::<Class>() {
        Some(class) => class.lookup(&name),
        None => case.vm.class_of(&object).lookup(&name),
    }
}

fn signature(case: &Case<'_>) -> Option<String> {
    let function = function_in(case)?;
    let code = &function.code;
    let count = code.parameter_count();
    let names: Vec<&str> = code.locals.iter().take(count).map(|n| n.as_str()).collect();
    let is_method = code
        .qualname
        .as_str()
        .rsplit_once('.')
        .is_some_and(|(outer, _)| !outer.ends_with("<locals>"));
    if is_method
        && case.message.contains("were given") | case.message.contains("was given")
        && !matches!(names.first(), Some(&("self" | "cls")))
    {
        let name = code.name.as_str();
        return Some(format!(
            "A method's first parameter is the object itself: write `def {name}(self, …)`."
        ));
    }
    let shown = written_signature(case, &function)?;
    if let Some(wrong) = case.message.split("unexpected keyword argument ").nth(1).and_then(quoted)
        && let Some(meant) = suggest(wrong, names.iter().copied())
    {
        return Some(format!("The parameter is called `{meant}`: `{shown}`."));
    }
    Some(format!("The function is declared as `{shown}`."))
}

/// A function's `def` as it is written, if its source is that of the failing place, otherwise its
/// names.
fn written_signature(case: &Case<'_>, function: &Ref<Function>) -> Option<String> {
    let code = &function.code;
    let source = &code.source;
    let tree = Tree::new(&source.text)?;
    let def = tree.function_named(code.name.as_str(), |def| {
        source.position(def.name.span.start).0 >= code.first_line
            && source.position(def.name.span.start).0 <= code.first_line + 20
    })?;
    let from = def.name.span.start as usize;
    let rest = source.text.get(from..)?;
    let first = def.body.first().map_or(source.text.len(), |s| s.span.start as usize);
    let head = rest.get(..first.checked_sub(from)?)?;
    let end = head.rfind(':').unwrap_or(head.len());
    let words: Vec<&str> = head[..end].split_whitespace().collect();
    let _ = case;
    Some(glance::shorten(words.join(" "), 70))
}

fn not_callable(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    for (_, func, value) in case.calls() {
        let text = case.text(func.span);
        let Some(value) = value else {
            if matches!(func.kind, ExprKind::Constant(_) | ExprKind::Tuple(_)) {
                return Some("Is an operator or a comma missing before the `(`?".to_string());
            }
            continue;
        };
        if case.vm.is_callable(&value) {
            continue;
        }
        if case.vm.builtins.get_text(text).is_some() {
            return Some(format!(
                "`{text}` is a variable here, with the value {}: it hides the built-in function of that name. Give it another name.",
                glance(case.vm, &value)
            ));
        }
        return Some(match class {
            "list" | "dict" | "tuple" | "str" => format!(
                "`{text}` is a {class}: its items are got with square brackets, `{text}[…]`."
            ),
            "int" | "float" => format!("`{text}` is a number. Is a `*` missing before the `(`?"),
            "module" => format!("`{text}` is a module. Call something in it: `{text}.…(…)`."),
            "coroutine" => format!("`{text}` is a coroutine already: write `await {text}`."),
            _ => format!("`{text}` is {}, and cannot be called.", glance(case.vm, &value)),
        });
    }
    None
}

fn mixed_order(case: &Case<'_>) -> Option<String> {
    let is_text = case.message.contains("'str'");
    let is_number = case.message.contains("'int'") || case.message.contains("'float'");
    (is_text && is_number).then(|| {
        "Text and numbers have no order among each other. `input()` and files give text: turn it into a number with `int(…)`.".to_string()
    }).or_else(|| case.message.contains("NoneType").then(|| none(case)).flatten())
}

fn recursion(case: &Case<'_>) -> Option<String> {
    let name = case.frame.as_ref()?.function.code.name.as_str().to_string();
    Some(format!("{name}() calls itself without an end. In which case should it stop?"))
}

// -------------------------------------------------------------------------------------------------
// Values

fn index(case: &Case<'_>) -> Option<String> {
    let (name, length) = case
        .expressions()
        .into_iter()
        .find_map(|expr| match &expr.kind {
            ExprKind::Subscript { value, .. } => {
                let object = case.variables()?.follow(&dotted(value)?)?;
                let length =
                    match (object.get::<List>(), object.get::<Tuple>(), object.get::<Str>()) {
                        (Some(list), _, _) => list.len(),
                        (_, Some(tuple), _) => tuple.items().len(),
                        (_, _, Some(text)) => text.as_str().chars().count(),
                        _ => return None,
                    };
                Some((case.text(value.span).to_string(), length))
            }
            _ => None,
        })
        .or_else(|| {
            let (name, value) = case.named(|v| v.get::<List>().is_some_and(|l| l.is_empty()))?;
            Some((name, value.get::<List>()?.len()))
        })?;
    Some(match length {
        0 => format!("`{name}` is empty."),
        1 => format!("`{name}` has a single item: its index is 0."),
        n => format!(
            "`{name}` has {n} items: indexes go from 0 to {}, or from -1 back to -{n}.",
            n - 1
        ),
    })
}

fn key(case: &Case<'_>) -> Option<String> {
    let wrong = case.exception.first_argument()?;
    let dict = case.expressions().into_iter().find_map(|expr| {
        let value = match &expr.kind {
            ExprKind::Subscript { value, .. } => &**value,
            ExprKind::Call { func, .. } => match &func.kind {
                ExprKind::Attribute { value, .. } => &**value,
                _ => return None,
            },
            _ => return None,
        };
        let found = case.variables()?.follow(&dotted(value)?)?.into_ref::<Dict>().ok()?;
        Some((case.text(value.span).to_string(), found))
    });
    let Some((name, dict)) = dict else {
        return Some(
            "There is no such key. `d.get(key)` gives None instead of raising.".to_string(),
        );
    };
    let keys = dict.keys();
    let texts: Vec<String> = keys.iter().cloned().filter_map(text).collect();
    if let Some(wrong) = wrong.get::<Str>() {
        let wrong = wrong.as_str();
        let same = texts.iter().find(|t| t.trim().eq_ignore_ascii_case(wrong.trim()));
        let near =
            same.map(String::as_str).or_else(|| suggest(wrong, texts.iter().map(String::as_str)));
        if let Some(meant) = near {
            return Some(format!("`{name}` has no key '{wrong}', but '{meant}'."));
        }
        if let Ok(number) = wrong.parse::<i64>()
            && keys.iter().any(|k| k.as_small_int() == Some(number))
        {
            return Some(format!("`{name}` has the number {number} as a key, not the text."));
        }
    } else if let Some(number) = wrong.as_small_int()
        && texts.iter().any(|t| *t == number.to_string())
    {
        return Some(format!("`{name}` has the text \"{number}\" as a key, not the number."));
    }
    let shown: Vec<String> = keys.iter().take(6).map(|key| glance(case.vm, key)).collect();
    let more = if keys.len() > 6 { ", …" } else { "" };
    Some(match shown.is_empty() {
        true => format!("`{name}` is empty. `{name}.get(key)` gives None instead of raising."),
        false if keys.len() == 1 => format!(
            "`{name}` has only the key {}. `{name}.get(key)` gives None instead of raising.",
            shown.join(", ")
        ),
        false => format!(
            "`{name}` has the keys {}{more}. `{name}.get(key)` gives None instead of raising.",
            shown.join(", ")
        ),
    })
}

fn zero(case: &Case<'_>) -> Option<String> {
    let divisor = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Binary { right, .. } => Some(right),
        _ => None,
    });
    let Some(divisor) = divisor else { return Some("The divisor is zero.".to_string()) };
    let text = glance::shorten(case.text(divisor.span).to_string(), 40);
    if matches!(divisor.kind, ExprKind::Constant(_)) {
        return Some("Nothing can be divided by zero.".to_string());
    }
    Some(format!("The divisor, `{text}`, is zero: check it before the division."))
}

fn unpack(case: &Case<'_>) -> Option<String> {
    let statements = case.tree?.statements_around(case.span());
    let (target, value) = match &statements.last()?.kind {
        StmtKind::Assign { targets, value } => (targets.first()?, Some(&**value)),
        StmtKind::For(node) => (&node.target, None),
        _ => return None,
    };
    let (ExprKind::Tuple(names) | ExprKind::List(names)) = &target.kind else { return None };
    let count = names.len();
    let Some(value) = value else {
        return Some(format!(
            "Each item must be made of {count} values. Is `enumerate(…)` or `.items()` missing?"
        ));
    };
    let name = glance::shorten(case.text(value.span).replace('\n', " "), 30);
    let length = case
        .variables()?
        .follow(&dotted(value).unwrap_or_default())
        .and_then(|v| case.vm.len(&v).ok());
    Some(match length {
        Some(length) => {
            format!("`{name}` has {length} values, but there are {count} names on the left side.")
        }
        None => {
            format!("There are {count} names on the left side; `*rest` takes any number of values.")
        }
    })
}

fn not_an_int(case: &Case<'_>) -> Option<String> {
    let (_, given) = case.message.split_once(": ")?;
    let inner = given.trim_matches(['\'', '"']);
    Some(if inner.trim().is_empty() {
        "The text is empty.".to_string()
    } else if inner.parse::<f64>().is_ok() {
        format!("This is a number with a point: `float({given})` reads it.")
    } else {
        format!("The text {given} is not a whole number. Check it first, or catch the ValueError.")
    })
}

// -------------------------------------------------------------------------------------------------
// Files and modules

fn file(case: &Case<'_>) -> Option<String> {
    let wanted = case.field("filename")?;
    let path = std::path::Path::new(&wanted);
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => std::path::PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Some(format!("There is no folder {}.", folder.display()));
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    let here: Vec<String> = std::fs::read_dir(&folder)
        .ok()?
        .take(1000)
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let same = here.iter().find(|h| h.eq_ignore_ascii_case(&name));
    let stem = |name: &str| name.rsplit_once('.').map_or(name.to_string(), |(s, _)| s.to_string());
    let near = same
        .map(String::as_str)
        .or_else(|| suggest(&name, here.iter().map(String::as_str)))
        .or_else(|| here.iter().find(|h| stem(h) == stem(&name)).map(String::as_str));
    if let Some(near) = near {
        return Some(format!("There is a file `{}` in that folder.", near));
    }
    match path.is_absolute() {
        true => None,
        false => {
            Some("A relative path counts from the folder in which hob was started.".to_string())
        }
    }
}

fn module(case: &Case<'_>) -> Option<String> {
    let wanted = case.field("name")?;
    if case.message.contains("is not a package") {
        return own_file_hides_module(case);
    }
    let first = wanted.split('.').next()?;
    let file = case.place.map(|place| std::path::Path::new(&place.source.name));
    let folder =
        file.and_then(|f| f.parent()).map(std::path::Path::to_path_buf).unwrap_or_default();
    let own: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .take(1000)
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().to_string_lossy().into_owned();
            Some(name.strip_suffix(".py")?.to_string())
        })
        .collect();
    if let Some(near) = suggest(first, own.iter().map(String::as_str)) {
        return Some(format!("There is a file `{near}.py` beside the program."));
    }
    let is_public = |name: &&str| !name.starts_with('_');
    let library: Vec<&str> = STDLIB_MODULES.iter().copied().filter(is_public).collect();
    if let Some(near) = suggest(first, library.into_iter()) {
        return Some(format!("The standard library has a module `{near}`."));
    }
    if STDLIB_MODULES.binary_search(&first).is_ok() {
        return Some(format!(
            "`{first}` is part of CPython's library, but Hob does not have it (yet)."
        ));
    }
    Some(format!(
        "`{first}` is neither beside the program nor in the standard library. Hob can't install packages; one written in Python alone can be copied beside the program."
    ))
}
