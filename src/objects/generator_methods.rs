//! The Python interface of generators, coroutines and asynchronous generators.

use super::class::Class;
use super::code::{Code, Mode, Source};
use super::dict::Dict;
use super::exception::{Exc, Exception};
use super::function::Function;
use super::generator::{
    Flavor, Generator, Input, NativeCoroutine, NativeCoroutineBody, State, Step,
};
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{FrameObject, Outcome, Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

// -------------------------------------------------------------------------------------------------
// Driving by hand

/// Resumes and turns a return into a StopIteration.
fn step(vm: &Vm, generator: &Value, input: Input) -> VmResult {
    match vm.resume(generator, input)? {
        Outcome::Yielded(value) | Outcome::Item(value) => Ok(value),
        Outcome::Returned(value) if value.is_none() => Err(vm.error_with(Exc::StopIteration, [])),
        Outcome::Returned(value) => Err(vm.error_with(Exc::StopIteration, [value])),
    }
}

fn next(vm: &Vm, args: Args<'_>) -> VmResult {
    step(vm, &args[0], Ok(Value::NONE))
}

fn send(vm: &Vm, args: Args<'_>) -> VmResult {
    step(vm, &args[0], Ok(args[1].clone()))
}

fn throw(vm: &Vm, args: Args<'_>) -> VmResult {
    let raised = thrown(vm, args, "throw")?;
    step(vm, &args[0], Err(raised))
}

/// The exception given by the arguments of `throw(type, value, traceback)`.
fn thrown(vm: &Vm, args: Args<'_>, method: &str) -> VmResult<Raised> {
    if args.opt(2).is_some() || args.opt(3).is_some() {
        let message = format!(
            "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg \
             signature instead."
        );
        vm.warn(Exc::DeprecationWarning, &message, 1)?;
    }
    let (what, value) = (&args[1], args.some(2));
    let exception = if let Some(exception) = what.get::<Exception>() {
        if value.is_some() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        exception.clone()
    } else if what.get::<Class>().is_some_and(|c| c.kind == Kind::Exception) {
        let made = match value {
            None => vm.call(what, &[]),
            Some(value) if vm.is_instance(value, what)? => Ok(value.clone()),
            Some(value) => match value.get::<Tuple>() {
                Some(tuple) => vm.call(what, tuple.items()),
                None => vm.call(what, std::slice::from_ref(value)),
            },
        };
        let made = made.and_then(|made| {
            made.into_ref::<Exception>()
                .map_err(|other| vm.not_an_exception(what, &vm.class_of(&other).message_name()))
        });
        // The generator itself sees the failure to make an exception.
        made.unwrap_or_else(|raised| raised.0)
    } else {
        let given = vm.class_ref(what).name();
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {given}"
        )));
    };
    if let Some(traceback) = args.some(3) {
        super::traceback::set(vm, &exception, traceback)
            .map_err(|_| vm.type_error("throw() third argument must be a traceback object"))?;
    }
    Ok(Raised(exception))
}

fn close(vm: &Vm, args: Args<'_>) -> VmResult {
    close_generator(vm, &args[0])
}

/// `close()` of a generator or coroutine: its return value, or None.
///
/// # Errors
/// Any exception other than GeneratorExit that it raises; RuntimeError if it yields.
pub(crate) fn close_generator(vm: &Vm, generator: &Value) -> VmResult {
    if state(generator) == State::Finished || vm.close_at_once(generator) {
        return Ok(Value::NONE);
    }
    let exit = vm.error_with(Exc::GeneratorExit, []);
    match vm.resume(generator, Err(exit)) {
        Ok(Outcome::Returned(value)) => Ok(value),
        Ok(_) => {
            let what = if vm.class_ref(generator).is(&vm.types.generator) {
                "generator"
            } else {
                "coroutine"
            };
            Err(vm.runtime_error(format!("{what} ignored GeneratorExit")))
        }
        Err(raised)
            if vm.is_exception(&raised, Exc::GeneratorExit)
                || vm.is_exception(&raised, Exc::StopIteration) =>
        {
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

fn state(value: &Value) -> State {
    match (value.get::<Generator>(), value.get::<NativeCoroutine>()) {
        (Some(generator), _) => generator.state.get(),
        (_, Some(native)) => native.state.get(),
        _ => State::Finished,
    }
}

// -------------------------------------------------------------------------------------------------
// Attributes

fn this(value: &Value) -> &Ref<Generator> {
    value.get::<Generator>().expect("the receiver was checked")
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = vm.class_ref(&args[0]).name();
    let name = this(&args[0]).qualname();
    Ok(format!("<{class} object {} at {:#x}>", name.as_str(), args[0].bits()).into())
}

fn itself(_: &Vm, args: Args<'_>) -> VmResult {
    Ok(args[0].clone())
}

fn code(vm: &Vm, value: &Value) -> VmResult {
    let position = vm.generator_position(this(value));
    Ok(position.map_or(Value::NONE, |(code, _)| code.into_value()))
}

fn frame(vm: &Vm, value: &Value) -> VmResult {
    Ok(vm.generator_frame(this(value)).map_or(Value::NONE, Ref::into_value))
}

fn running(vm: &Vm, value: &Value) -> VmResult {
    Ok(Value::bool(state(value) == State::Running && vm.is_running(value)))
}

fn suspended(vm: &Vm, value: &Value) -> VmResult {
    Ok(Value::bool(match state(value) {
        State::Suspended => true,
        // In the middle of a suspended chain.
        State::Running => !vm.is_running(value),
        State::Created | State::Finished => false,
    }))
}

fn awaiting(vm: &Vm, value: &Value) -> VmResult {
    let awaited = match (value.get::<Generator>(), value.get::<NativeCoroutine>()) {
        _ if vm.is_running(value) => Value::UNSET,
        (Some(generator), _) => generator.awaiting(),
        (_, Some(native)) => native.awaiting.get(),
        _ => Value::UNSET,
    };
    let generator = awaited.get::<Generator>();
    Ok(match generator.is_some_and(|generator| generator.flavor == Flavor::AsyncGenerator) {
        true => item_step_shown(awaited),
        false => awaited.or_none(),
    })
}

/// Stands for the awaitable of an asynchronous generator that `async for` drives itself.
fn item_step_shown(generator: Value) -> Value {
    let body = ItemStep { generator, asked: Cell::new(None), closing: false, word: "anext" };
    let step = NativeCoroutine::step("async_generator_asend", "asend", body);
    if let Some(shown) = step.get::<NativeCoroutine>() {
        shown.state.set(State::Finished);
    }
    step
}

fn set_name(vm: &Vm, value: &Value, name: Value) -> VmResult<()> {
    match name.into_ref::<Str>() {
        Ok(name) => this(value).set_name(name),
        Err(_) => return Err(vm.type_error("__name__ must be set to a string object")),
    }
    Ok(())
}

fn set_qualname(vm: &Vm, value: &Value, name: Value) -> VmResult<()> {
    match name.into_ref::<Str>() {
        Ok(name) => this(value).set_qualname(name),
        Err(_) => return Err(vm.type_error("__qualname__ must be set to a string object")),
    }
    Ok(())
}

const NAME: PropertyDef = PropertyDef {
    name: "__name__",
    doc: "",
    get: |_, g| Ok(this(g).name().into_value()),
    set: Some(set_name),
};

const QUALNAME: PropertyDef = PropertyDef {
    name: "__qualname__",
    doc: "",
    get: |_, g| Ok(this(g).qualname().into_value()),
    set: Some(set_qualname),
};

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

const SEND: NativeDef = NativeDef::new(
    "send(self, object, /)",
    "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
    send,
);
const THROW: NativeDef = NativeDef::new(
    "throw(self, type, value=None, traceback=None, /)",
    "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
    throw,
);
const CLOSE: NativeDef =
    NativeDef::new("close(self, /)", "close() -> raise GeneratorExit inside generator.", close);
const NEXT: NativeDef = NativeDef::new("__next__(self, /)", "Implement next(self).", next);
const ITER: NativeDef = NativeDef::new("__iter__(self, /)", "Implement iter(self).", itself);
const REPR: NativeDef = NativeDef::new("__repr__(self, /)", "Return repr(self).", repr);
const AWAIT: NativeDef = NativeDef::new(
    "__await__(self, /)",
    "Return an iterator to be used in await expression.",
    |vm, args| {
        let class = vm.class_for(&COROUTINE_WRAPPER);
        Ok(Native::new(&class, Wrapper { coroutine: args[0].clone() }).into_value())
    },
);

/// `generator`
pub static GENERATOR: ClassDef = ClassDef {
    name: "generator",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[REPR, ITER, NEXT, SEND, THROW, CLOSE, super::alias::CLASS_GETITEM],
    properties: &[
        NAME,
        QUALNAME,
        property("gi_running", running),
        property("gi_suspended", suspended),
        property("gi_frame", frame),
        property("gi_code", code),
        property("gi_yieldfrom", awaiting),
    ],
    ..ClassDef::BASE
};

/// The calls that led to the creation of a coroutine: a tuple of file, line and function for each,
/// innermost first, or None.
fn origin(value: &Value) -> Value {
    let origin = value.get::<Generator>().map_or(Value::UNSET, |made| made.origin());
    let Some([_, places @ ..]) = origin.get::<Tuple>().map(|parts| parts.items()) else {
        return Value::NONE;
    };
    let places = places.chunks_exact(2).filter_map(|place| {
        let code = place[0].get::<Code>()?;
        let line = code.line(usize::try_from(place[1].as_small_int()?).ok()?);
        let name = code.name.as_value().clone();
        Some(
            Tuple::new([code.source.name.as_str().into(), i64::from(line).into(), name])
                .into_value(),
        )
    });
    Tuple::new(places.collect::<Vec<_>>()).into_value()
}

/// `coroutine`
pub static COROUTINE: ClassDef = ClassDef {
    name: "coroutine",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[REPR, AWAIT, SEND, THROW, CLOSE, super::alias::CLASS_GETITEM],
    properties: &[
        NAME,
        QUALNAME,
        property("cr_running", running),
        property("cr_suspended", suspended),
        property("cr_frame", frame),
        property("cr_code", code),
        property("cr_await", awaiting),
        property("cr_origin", |_, value| Ok(origin(value))),
    ],
    ..ClassDef::BASE
};

/// `coroutine`, for coroutines written in Rust. It has everything that its base has, for different
/// objects.
pub static NATIVE_COROUTINE: ClassDef = ClassDef {
    name: "coroutine",
    doc: "",
    base: Some(&COROUTINE),
    kind: Kind::NativeCoroutine,
    subclassable: false,
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let native = args.this::<NativeCoroutine>();
            let at = args[0].bits();
            Ok(match native.step_of.is_some() {
                true => format!("<{} object at {at:#x}>", native.name),
                false => format!("<coroutine object {} at {at:#x}>", native.name),
            }
            .into())
        }),
        AWAIT,
        SEND,
        THROW,
        CLOSE,
    ],
    properties: &[
        property("__name__", |_, c| {
            let name = c.get::<NativeCoroutine>().map_or("", |n| n.name);
            Ok(name.rsplit('.').next().unwrap_or(name).into())
        }),
        property("__qualname__", |_, c| {
            Ok(c.get::<NativeCoroutine>().map_or("", |n| n.name).into())
        }),
        property("cr_running", running),
        property("cr_suspended", suspended),
        property("cr_frame", |vm, value| {
            let native = value.get::<NativeCoroutine>().expect("the receiver was checked");
            if native.state.get() == State::Finished {
                return Ok(Value::NONE);
            }
            let function = native_function(vm, native.name)?;
            Ok(FrameObject::without_frame(function).into_value())
        }),
        property("cr_code", |vm, value| {
            let native = value.get::<NativeCoroutine>().expect("the receiver was checked");
            Ok(native_function(vm, native.name)?.code.get().into_value())
        }),
        property("cr_await", awaiting),
        property("cr_origin", |_, _| Ok(Value::NONE)),
    ],
    ..ClassDef::BASE
};

/// The functions that represent coroutines written in Rust in their frames, by qualified name.
#[derive(Default)]
struct NativeFunctions(RefCell<BTreeMap<&'static str, Value>>);

/// The function that represents a coroutine written in Rust: code that reads frames and code
/// objects, such as a dump of tasks, finds the name there.
fn native_function(vm: &Vm, qualname: &'static str) -> VmResult<Ref<Function>> {
    let known = vm.extension::<NativeFunctions>();
    let made = known.0.borrow().get(qualname).cloned();
    let made = match made {
        Some(made) => made,
        None => {
            let mut text = String::new();
            let parts: Vec<&str> = qualname.split('.').collect();
            for (depth, part) in parts.iter().enumerate() {
                let last = depth + 1 == parts.len();
                let head = if last { "async def" } else { "class" };
                let tail = if last { "(*args): pass" } else { ":" };
                text += &format!("{}{head} {part}{tail}\n", " ".repeat(depth));
            }
            let code = vm.compile(&Source::new("<frozen asyncio>", text), Mode::File)?;
            let namespace = Dict::new();
            namespace.set_text("__name__", "asyncio");
            vm.run_code(&code, &namespace, Value::UNSET)?;
            let mut made = namespace.get_text(parts[0]).unwrap_or_default();
            for part in &parts[1..] {
                made = vm.get_attribute(&made, &intern(part))?;
            }
            known.0.borrow_mut().insert(qualname, made.clone());
            made
        }
    };
    made.into_ref::<Function>().map_err(|_| vm.type_error("a function was expected"))
}

/// The methods of awaitables that are not coroutines.
macro_rules! step_class {
    ($(#[$doc:meta])* $static:ident, $module:literal, $name:literal, [$($method:expr),*]) => {
        $(#[$doc])*
        pub static $static: ClassDef = ClassDef {
            name: $name,
            module: $module,
            doc: "",
            kind: Kind::NativeCoroutine,
            subclassable: false,
            methods: &[
                NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
                    Ok(format!("<{} object at {:#x}>", $name, args[0].bits()).into())
                }),
                ITER, NEXT, SEND, THROW, CLOSE, $($method),*
            ],
            ..ClassDef::BASE
        };
    };
}

/// `__await__` of awaitables that are their own iterators.
const AWAIT_ITSELF: NativeDef = NativeDef::new(
    "__await__(self, /)",
    "Return an iterator to be used in await expression.",
    itself,
);

step_class!(
    /// `async_generator_asend`: the awaitable of `asend()` and `__anext__()`.
    ASYNC_GENERATOR_ASEND, "builtins", "async_generator_asend", [AWAIT_ITSELF]
);
step_class!(
    /// `async_generator_athrow`: the awaitable of `athrow()` and `aclose()`.
    ASYNC_GENERATOR_ATHROW, "builtins", "async_generator_athrow", [AWAIT_ITSELF]
);
step_class!(
    /// `_asyncio.FutureIter`: drives a future by hand.
    FUTURE_ITER, "_asyncio", "FutureIter", []
);

/// The data of the result of `coroutine.__await__()`: the coroutine, as an iterator.
struct Wrapper {
    coroutine: Value,
}

impl NativeObject for Wrapper {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.coroutine);
    }
}

fn wrapped(args: Args<'_>, call: impl FnOnce(Args<'_>) -> VmResult) -> VmResult {
    let mut named = vec![args.data::<Wrapper>().coroutine.clone()];
    named.extend((1..4).map(|i| args.opt(i).cloned().unwrap_or_default()));
    call(Args::new(&named))
}

/// `coroutine_wrapper`
static COROUTINE_WRAPPER: ClassDef = ClassDef {
    name: "coroutine_wrapper",
    doc: "A wrapper object implementing __await__ for coroutines.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        ITER,
        NativeDef::new("__next__(self, /)", "Implement next(self).", |vm, args| {
            wrapped(args, |args| next(vm, args))
        }),
        NativeDef::new("send(self, object, /)", "Send a value.", |vm, args| {
            wrapped(args, |args| send(vm, args))
        }),
        NativeDef::new(
            "throw(self, type, value=None, traceback=None, /)",
            "Throw an exception.",
            |vm, args| wrapped(args, |args| throw(vm, args)),
        ),
        NativeDef::new("close(self, /)", "Close the coroutine.", |vm, args| {
            wrapped(args, |args| close(vm, args))
        }),
    ],
    ..ClassDef::BASE
};

// -------------------------------------------------------------------------------------------------
// Asynchronous generators

/// `async_generator`
pub static ASYNC_GENERATOR: ClassDef = ClassDef {
    name: "async_generator",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[
        REPR,
        NativeDef::new(
            "__aiter__(self, /)",
            "Return an awaitable, that resolves in asynchronous iterator.",
            itself,
        ),
        NativeDef::new(
            "__anext__(self, /)",
            "Return a value or raise StopAsyncIteration.",
            |vm, args| item_step(vm, &args[0], Asked::Send(Value::NONE)),
        ),
        NativeDef::new(
            "asend(self, object, /)",
            "asend(v) -> send 'v' in generator.",
            |vm, args| item_step(vm, &args[0], Asked::Send(args[1].clone())),
        ),
        NativeDef::new(
            "athrow(self, type, value=None, traceback=None, /)",
            "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
            |vm, args| item_step(vm, &args[0], Asked::Throw(thrown(vm, args, "athrow")?)),
        ),
        NativeDef::new(
            "aclose(self, /)",
            "aclose() -> raise GeneratorExit inside generator.",
            |vm, args| item_step(vm, &args[0], Asked::Close),
        ),
        super::alias::CLASS_GETITEM,
    ],
    properties: &[
        NAME,
        QUALNAME,
        property("ag_running", |_, g| {
            Ok(Value::bool(this(g).busy.get() || state(g) == State::Running))
        }),
        property("ag_suspended", suspended),
        property("ag_frame", frame),
        property("ag_code", code),
        property("ag_await", awaiting),
    ],
    ..ClassDef::BASE
};

/// The request made by an awaitable of an asynchronous generator.
enum Asked {
    Send(Value),
    Throw(Raised),
    Close,
}

/// The awaitable that `asend()`, `athrow()` and `aclose()` return.
struct ItemStep {
    generator: Value,
    /// The request; none once started.
    asked: Cell<Option<Asked>>,
    closing: bool,
    word: &'static str,
}

fn item_step(vm: &Vm, generator: &Value, asked: Asked) -> VmResult {
    vm.begin_iterating(generator)?;
    let (closing, word, name, method) = match asked {
        Asked::Send(_) => (false, "anext", "async_generator_asend", "asend"),
        Asked::Throw(_) => (false, "athrow", "async_generator_athrow", "athrow"),
        Asked::Close => (true, "aclose", "async_generator_athrow", "aclose"),
    };
    let asked = Cell::new(Some(asked));
    let body = ItemStep { generator: generator.clone(), asked, closing, word };
    Ok(NativeCoroutine::step(name, method, body))
}

impl NativeCoroutineBody for ItemStep {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let generator = this(&self.generator);
        let input = match self.asked.take() {
            None => input,
            Some(_) if generator.busy.get() => {
                return Err(vm.runtime_error(format!(
                    "{}(): asynchronous generator is already running",
                    self.word
                )));
            }
            Some(asked) => {
                if generator.state.get() == State::Finished {
                    return match asked {
                        Asked::Close => Ok(Step::Return(Value::NONE)),
                        _ => Err(vm.error_with(Exc::StopAsyncIteration, [])),
                    };
                }
                if !matches!(asked, Asked::Send(_)) && generator.closed.get() {
                    return Err(vm.error_with(Exc::StopAsyncIteration, []));
                }
                generator.busy.set(true);
                generator.closed.set(matches!(asked, Asked::Close) || generator.closed.get());
                match (input, asked) {
                    (Err(raised), _) => Err(raised),
                    (Ok(sent), Asked::Send(_)) if !sent.is_none() => Ok(sent),
                    (Ok(_), Asked::Send(value)) => Ok(value),
                    (Ok(_), Asked::Throw(raised)) => Err(raised),
                    (Ok(_), Asked::Close) => Err(vm.error_with(Exc::GeneratorExit, [])),
                }
            }
        };
        let outcome = vm.resume(&self.generator, input);
        if let Ok(Outcome::Yielded(value)) = outcome {
            return Ok(Step::Yield(value));
        }
        generator.busy.set(false);
        match outcome {
            Ok(Outcome::Item(_)) if self.closing => {
                Err(vm.runtime_error("async generator ignored GeneratorExit"))
            }
            Ok(Outcome::Item(value) | Outcome::Yielded(value)) => Ok(Step::Return(value)),
            Ok(Outcome::Returned(_)) if self.closing => Ok(Step::Return(Value::NONE)),
            Ok(Outcome::Returned(_)) => Err(vm.error_with(Exc::StopAsyncIteration, [])),
            Err(raised)
                if self.closing
                    && (vm.is_exception(&raised, Exc::GeneratorExit)
                        || vm.is_exception(&raised, Exc::StopAsyncIteration)) =>
            {
                Ok(Step::Return(Value::NONE))
            }
            Err(raised) => Err(raised),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.generator);
    }
}
