//! Functions that block, and calls from other threads.
//!
//! Values cannot leave their thread, so that all of this happens on the loop's own: a function
//! given to `to_thread` or an executor runs in the next pass of the loop, and blocks it meanwhile.
//! (`time.sleep` itself becomes a timer.)

use crate::event_loop::future::{self, Future, NativeCallback};
use crate::event_loop::handle::Handle;
use crate::event_loop::ready::Entry;
use crate::event_loop::{self, context, loop_methods, run, running, task};
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, NativeDef, NativeObject};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{R, Vm};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "to_thread(func, /, *args, **kwargs)",
        "Run a function in the loop's next pass, on the loop's own thread.\n\nValues cannot leave their thread, so that the function blocks the loop while it runs.",
        |vm, args| {
            let running = running(vm);
            let keywords: Vec<(Value, Value)> =
                args.keywords().iter().map(|(k, v)| (k.as_value().clone(), v.clone())).collect();
            let context = context::copy_current(vm, &running);
            let (function, rest) = (args[0].clone(), args.rest().to_vec());
            Ok(super::waiting::deferred("to_thread", move |vm| {
                let loop_value = event_loop::running(vm).current_loop(vm)?;
                loop_methods::run_later(vm, &loop_value, function, rest, &keywords, context)
            }))
        },
    ),
    NativeDef::new(
        "run_coroutine_threadsafe(coro, loop)",
        "Submit a coroutine object to a given event loop.\n\nReturn a concurrent.futures.Future to access the result.",
        |vm, args| {
            if !task::is_coroutine(&args[0]) && !event_loop::is_foreign_coroutine(vm, &args[0]) {
                return Err(vm.type_error("A coroutine object is required"));
            }
            let event_loop = event_loop::loop_data(vm, &args[1])?;
            event_loop.check_closed(vm)?;
            let outcome = Future::new(&args[1]);
            let pair = super::tasks::pair(args[0].clone(), outcome.clone());
            let handle = Handle::native(vm, &args[1], None, &SUBMITTED, pair);
            event_loop.push(Entry::Handle(handle));
            event_loop.running.reactor.waker().wake();
            let data = Submitted { outcome };
            Ok(super::runner::new_native(&vm.class_for(&SUBMITTED_FUTURE), data))
        },
    ),
    NativeDef::new(
        "wrap_future(future, *, loop=None)",
        "Wrap concurrent.futures.Future object.",
        |vm, args| {
            if future::is_future(&args[0]) {
                return Ok(args[0].clone());
            }
            if let Some(submitted) = args[0].native::<Submitted>() {
                return Ok(submitted.outcome.clone());
            }
            let kind = vm.class_of(&args[0]).name();
            let message = format!("wrap_future: {kind} objects are not supported");
            Err(vm.error(Exc::NotImplementedError, message))
        },
    ),
];

/// Makes the task of a submitted coroutine, in a pass of the loop.
static SUBMITTED: NativeCallback = NativeCallback {
    name: "run_coroutine_threadsafe.<locals>.callback()",
    run: |vm, pair, _| {
        let Some([coroutine, outcome]) =
            pair.get::<crate::objects::tuple::Tuple>().and_then(|t| t.items().first_chunk::<2>())
        else {
            return Ok(());
        };
        let Some(loop_value) = future::state_of(outcome).map(|s| s.loop_.get()) else {
            return Ok(());
        };
        let task = event_loop::ensure_future(vm, coroutine, &loop_value)?;
        future::add_native_callback(&task, &super::tasks::SHIELD_INNER, outcome);
        Ok(())
    },
};

/// The data of what `run_coroutine_threadsafe` returns.
struct Submitted {
    outcome: Value,
}

impl NativeObject for Submitted {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.outcome);
    }
}

/// What `run_coroutine_threadsafe` returns: its `result()` lets the loop run until there is one.
static SUBMITTED_FUTURE: ClassDef = ClassDef {
    name: "Future",
    module: "concurrent.futures._base",
    doc: "Represents the result of an asynchronous computation.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new(
            "result(self, timeout=None)",
            "Return the result of the call that the future represents.",
            |vm, args| {
                let outcome = &args.data::<Submitted>().outcome;
                wait_for(vm, outcome, args.some(1))?;
                match future::state_of(outcome) {
                    Some(state) => state.result(vm),
                    None => Ok(Value::NONE),
                }
            },
        ),
        NativeDef::new(
            "exception(self, timeout=None)",
            "Return the exception raised by the call that the future represents.",
            |vm, args| {
                let outcome = &args.data::<Submitted>().outcome;
                wait_for(vm, outcome, args.some(1))?;
                match future::state_of(outcome) {
                    Some(state) => state.exception(vm),
                    None => Ok(Value::NONE),
                }
            },
        ),
        NativeDef::new(
            "done(self)",
            "Return True if the future was cancelled or finished executing.",
            |_, args| Ok(Value::bool(future::is_done(&args.data::<Submitted>().outcome))),
        ),
        NativeDef::new("cancelled(self)", "Return True if the future was cancelled.", |_, args| {
            let state = future::state_of(&args.data::<Submitted>().outcome);
            Ok(Value::bool(state.is_some_and(|s| s.is_cancelled())))
        }),
        NativeDef::new("cancel(self)", "Cancel the future if possible.", |vm, args| {
            let outcome = args.data::<Submitted>().outcome.clone();
            Ok(Value::bool(future::cancel(vm, &outcome, Value::UNSET)?))
        }),
        NativeDef::new(
            "add_done_callback(self, fn)",
            "Attaches a callable that will be called when the future finishes.",
            |vm, args| {
                let outcome = &args.data::<Submitted>().outcome;
                future::add_done_callback(vm, outcome, args[1].clone(), None);
                Ok(Value::NONE)
            },
        ),
    ],
    ..ClassDef::BASE
};

/// Lets the loop run until the outcome is there.
fn wait_for(vm: &Vm, outcome: &Value, timeout: Option<&Value>) -> R<()> {
    if future::is_done(outcome) {
        return Ok(());
    }
    let running = running(vm);
    if running.task().is_some() {
        return Err(
            vm.runtime_error("waiting for the loop in one of its own tasks would last for ever")
        );
    }
    let Some(loop_value) = future::state_of(outcome).map(|s| s.loop_.get()) else {
        return Ok(());
    };
    let end = match timeout {
        Some(timeout) => Some(running.clock.seconds() + event_loop::handle::seconds(vm, timeout)?),
        None => None,
    };
    let in_time = || end.is_none_or(|end| running.clock.seconds() < end);
    run::run_while(vm, &loop_value, || !future::is_done(outcome) && in_time())?;
    if future::is_done(outcome) {
        return Ok(());
    }
    Err(vm.error_with(Exc::TimeoutError, []))
}
