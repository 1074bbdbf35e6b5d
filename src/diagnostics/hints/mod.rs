//! Advice about common mistakes, for reports on a terminal: one table.

mod awaiting;
mod calls;
mod names;
mod values;

use crate::diagnostics::story::Variables;
use crate::diagnostics::story::is;
use crate::diagnostics::text_attribute;
use crate::diagnostics::traceback::Place;
use crate::diagnostics::tree::Tree;
use crate::diagnostics::tree::dotted;
use crate::objects::exception::Exc;
use crate::objects::exception::Exception;
use crate::runtime::Ref;
use crate::runtime::Value;
use crate::vm::FrameObject;
use crate::vm::Vm;
use hob_grammar::ast::Expr;
use hob_grammar::ast::ExprKind;
use hob_grammar::ast::Span;

/// An exception and its circumstances.
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
    /// The location in that frame.
    pub place: Option<&'a Place>,
    /// The syntax tree of that source.
    pub tree: Option<&'a Tree>,
}

/// The advice of a rule.
enum Advice {
    /// A fixed text.
    Say(&'static str),
    /// A text computed from the case; none if the rule does not apply after all.
    Look(fn(&Case<'_>) -> Option<String>),
}

use Advice::{Look, Say};

/// Advice for exceptions of a class whose message contains a text.
type Rule = (Exc, &'static str, Advice);

/// The first rule with advice wins: more specific ones come first.
const RULES: &[Rule] = &[
    (Exc::NameError, "cannot access local variable", Look(names::unbound)),
    (Exc::NameError, "cannot access free variable", Look(names::unbound)),
    (Exc::NameError, "", Look(names::foreign_name)),
    (Exc::NameError, "", Look(names::missing_import)),
    (Exc::NameError, "", Look(names::defined_below)),
    (Exc::NameError, "", Look(names::misspelt_name)),
    (
        Exc::NameError,
        "",
        Say(
            "No variable of this name exists here. A name must be assigned or imported before use; strings need quotes.",
        ),
    ),
    (Exc::AttributeError, "'coroutine' object has no attribute", Look(awaiting::coroutine)),
    (Exc::TypeError, "'coroutine' object can't be awaited", Look(awaiting::coroutine)),
    (Exc::TypeError, "'coroutine'", Look(awaiting::coroutine)),
    (Exc::TypeError, "coroutine", Look(awaiting::coroutine_argument)),
    (Exc::AttributeError, "'NoneType' object has no attribute", Look(values::none)),
    (Exc::TypeError, "can't be used in 'await' expression", Look(awaiting::not_awaitable)),
    (Exc::TypeError, "a coroutine was expected, got", Look(awaiting::function_as_coroutine)),
    (
        Exc::TypeError,
        "An asyncio.Future, a coroutine or an awaitable is required",
        Look(awaiting::function_as_coroutine),
    ),
    (Exc::TypeError, "unhashable type: 'list'", Look(awaiting::gathered_list)),
    (Exc::TypeError, "object is not iterable", Look(awaiting::asynchronous_iterable)),
    (
        Exc::TypeError,
        "'async for' requires",
        Say("This is an ordinary iterable: write `for` without `async`."),
    ),
    (
        Exc::TypeError,
        "asynchronous context manager protocol",
        Say("This is not an asynchronous context manager: write `with` without `async`."),
    ),
    (
        Exc::TypeError,
        "does not support the context manager protocol",
        Look(awaiting::not_a_context_manager),
    ),
    (Exc::TypeError, "NoneType", Look(values::none)),
    (
        Exc::TypeError,
        "exceptions must derive from BaseException",
        Say("Only exceptions can be raised: for example `raise ValueError(\"…\")`."),
    ),
    (
        Exc::TypeError,
        "can only concatenate str",
        Say(
            "A string and a number cannot be added. Convert the number with `str(…)`, or use an f-string: f\"… {value}\".",
        ),
    ),
    (
        Exc::TypeError,
        "unsupported operand type(s) for +: 'int' and 'str'",
        Say(
            "A number and a string cannot be added. Convert the string with `int(…)`, or the number with `str(…)`.",
        ),
    ),
    (Exc::TypeError, "not supported between instances of", Look(calls::mixed_order)),
    (Exc::TypeError, "positional argument", Look(calls::signature)),
    (Exc::TypeError, "keyword argument", Look(calls::signature)),
    (Exc::TypeError, "keyword-only argument", Look(calls::signature)),
    (Exc::TypeError, "object is not callable", Look(calls::not_callable)),
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
        Say("A sequence is indexed by numbers. Did you mean a dict, or one of the items?"),
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
        Say("Tuples never change: use a list instead."),
    ),
    (
        Exc::TypeError,
        "unhashable type",
        Say(
            "Keys of dicts and members of sets must not change: use a tuple for a list, a frozenset for a set.",
        ),
    ),
    (Exc::AttributeError, "", Look(names::own_file_hides_module)),
    (Exc::AttributeError, "", Look(names::other_method)),
    (Exc::AttributeError, "", Look(names::misspelt_attribute)),
    (
        Exc::RuntimeError,
        "asyncio.run() cannot be called from a running event loop",
        Say(
            "A loop is already running: `await` the coroutine instead of calling `asyncio.run`, which belongs at the top of the program, once.",
        ),
    ),
    (
        Exc::RuntimeError,
        "This event loop is already running",
        Say("A loop is already running: `await` instead of `run_until_complete`."),
    ),
    (
        Exc::RuntimeError,
        "no running event loop",
        Say(
            "This works only while a loop runs: inside a coroutine that `asyncio.run(main())` runs.",
        ),
    ),
    (
        Exc::RuntimeError,
        "no current event loop",
        Say(
            "This works only while a loop runs: inside a coroutine that `asyncio.run(main())` runs.",
        ),
    ),
    (Exc::RuntimeError, "cannot reuse already awaited coroutine", Look(awaiting::awaited_twice)),
    (
        Exc::RuntimeError,
        "coroutine is being awaited already",
        Say(
            "Two tasks cannot await one coroutine: wrap it in a task with `asyncio.create_task(…)`, and await the task in both.",
        ),
    ),
    (
        Exc::RuntimeError,
        "changed size during iteration",
        Say(
            "The loop changes the object that it iterates over. Iterate over a copy: `for item in list(…):`.",
        ),
    ),
    (
        Exc::RuntimeError,
        "deadlock:",
        Say(
            "Every task waits for something that only another waiting task could do. Check that some task puts into the queue, sets the event, or releases the lock.",
        ),
    ),
    (
        Exc::RuntimeError,
        "Event loop is closed",
        Say(
            "`asyncio.run` closes its loop at the end; its tasks, locks and streams cannot be used afterwards.",
        ),
    ),
    (
        Exc::RuntimeError,
        "generator raised StopIteration",
        Say(
            "A generator ends with `return`. A `next(…)` in it that finds nothing raises StopIteration: give it a default, `next(it, None)`.",
        ),
    ),
    (Exc::RecursionError, "", Look(calls::recursion)),
    (Exc::IndexError, "", Look(values::index)),
    (Exc::KeyError, "", Look(values::key)),
    (Exc::ZeroDivisionError, "", Look(values::zero)),
    (Exc::ValueError, "to unpack", Look(values::unpack)),
    (Exc::ValueError, "invalid literal for int()", Look(values::not_an_int)),
    (
        Exc::ValueError,
        "could not convert string to float",
        Say("The string is not a number: check for commas, units and spaces."),
    ),
    (Exc::ValueError, "not in list", Say("Check first: `if x in items:`.")),
    (
        Exc::UnicodeDecodeError,
        "",
        Say(
            "The bytes are not text in this encoding. Pass the right one: `open(…, encoding=\"…\")`; binary files are opened with mode \"rb\".",
        ),
    ),
    (Exc::FileNotFoundError, "", Look(names::file)),
    (Exc::IsADirectoryError, "", Say("This is a folder, not a file.")),
    (
        Exc::ConnectionRefusedError,
        "",
        Say("Nothing listens at this address. Is the server running? Is the port right?"),
    ),
    (Exc::ModuleNotFoundError, "", Look(names::module)),
    (
        Exc::ImportError,
        "partially initialized module",
        Say(
            "Two modules import each other. Move what both need into a third, or import inside the function that needs it.",
        ),
    ),
    (Exc::ImportError, "", Look(names::own_file_hides_module)),
    (Exc::TimeoutError, "", Look(awaiting::timeout)),
    (
        Exc::StopIteration,
        "",
        Say("The iterator has no more items. `next(it, default)` returns `default` then."),
    ),
];

/// Advice for an exception.
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

    /// The source text of a span.
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

    /// The names in the failing expression with their values.
    fn values(&self) -> Vec<(String, Value, &'a Expr)> {
        let Some(variables) = self.variables() else { return Vec::new() };
        let named = self.expressions().into_iter().filter_map(|expr| {
            let path = dotted(expr)?;
            Some((path.join("."), variables.follow(&path)?, expr))
        });
        named.collect()
    }

    /// The first name with a wanted value.
    fn named(&self, wanted: impl Fn(&Value) -> bool) -> Option<(String, Value)> {
        self.values().into_iter().find(|(_, v, _)| wanted(v)).map(|(name, value, _)| (name, value))
    }

    /// The calls in the failing expression with the called functions, outer ones first.
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
