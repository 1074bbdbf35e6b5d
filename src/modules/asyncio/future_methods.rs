//! `asyncio.Future`: its methods and attributes.

use super::tasks::pair;
use crate::event_loop::future::{self, Future, Phase, State};
use crate::event_loop::report::short_repr;
use crate::event_loop::task::Task;
use crate::event_loop::{custom, deadlock, exceptions, get_event_loop, origin};
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::class::Class;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};

/// The state of the receiver of a method of Future.
fn state<'a>(args: &Args<'a>) -> &'a State {
    future::state_of(args.at(0)).expect("the receiver was checked")
}

/// `asyncio.Future`
pub static FUTURE: ClassDef = ClassDef {
    name: "Future",
    module: "_asyncio",
    doc: "This class is *almost* compatible with concurrent.futures.Future.",
    kind: Kind::Future,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |_, args| {
            let payload = Future { state: State::new(Value::UNSET), gathering: None };
            Ok(instance(payload, &args[0]))
        }),
        NativeDef::new("__init__(self, *, loop=None)", "", |vm, args| {
            let loop_value = match args.some(1) {
                Some(given) => given.clone(),
                None => get_event_loop(vm)?,
            };
            if custom::debug(vm, &loop_value)? {
                state(&args).origin.set(origin::debug_stack(vm, 0));
            }
            state(&args).loop_.set(loop_value);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "result(self, /)",
            "Return the result this future represents.\n\nIf the future has been cancelled, raises CancelledError.  If the\nfuture's result isn't yet available, raises InvalidStateError.  If\nthe future is done and has an exception set, this exception is raised.",
            |vm, args| state(&args).result(vm),
        ),
        NativeDef::new(
            "exception(self, /) -> BaseException | None",
            "Return the exception that was set on this future.\n\nThe exception (or None if no exception was set) is returned only if\nthe future is done.",
            |vm, args| state(&args).exception(vm),
        ),
        NativeDef::new(
            "set_result(self, result, /) -> None",
            "Mark the future done and set its result.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
            |vm, args| {
                check_pending(vm, &args)?;
                future::finish(&args[0], args[1].clone());
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "set_exception(self, exception, /) -> None",
            "Mark the future done and set an exception.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
            |vm, args| {
                check_pending(vm, &args)?;
                let exception = future::exception_to_set(vm, &args[1])?;
                future::fail(&args[0], exception);
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "add_done_callback(self, fn, /, *, context=None) -> None",
            "Add a callback to be run when the future becomes done.\n\nThe callback is called with a single argument - the future object. If\nthe future is already done when this is called, the callback is\nscheduled with call_soon.",
            |vm, args| {
                check_initialised(vm, &args)?;
                future::add_done_callback(vm, &args[0], args[1].clone(), args.some(2));
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "remove_done_callback(self, fn, /) -> int",
            "Remove all instances of a callback from the \"call when done\" list.\n\nReturns the number of callbacks removed.",
            |vm, args| Ok(future::remove_done_callback(vm, &args[0], &args[1])?.into()),
        ),
        NativeDef::new(
            "cancel(self, /, msg=None) -> bool",
            "Cancel the future and schedule callbacks.\n\nIf the future is already done or cancelled, return False.  Otherwise,\nchange the future's state to cancelled, schedule the callbacks and\nreturn True.",
            cancel,
        ),
        NativeDef::new(
            "cancelled(self, /) -> bool",
            "Return True if the future was cancelled.",
            |_, args| Ok(Value::bool(state(&args).is_cancelled())),
        ),
        NativeDef::new(
            "done(self, /) -> bool",
            "Return True if the future is done.\n\nDone means either that a result / exception are available, or that the\nfuture was cancelled.",
            |_, args| Ok(Value::bool(state(&args).is_done())),
        ),
        NativeDef::new(
            "get_loop(self, /) -> asyncio.EventLoop",
            "Return the event loop the Future is bound to.",
            |vm, args| {
                check_initialised(vm, &args)?;
                Ok(state(&args).loop_.get())
            },
        ),
        NativeDef::new("_make_cancelled_error(self)", "", |vm, args| {
            Ok(state(&args).cancelled(vm).into_value())
        }),
        NativeDef::new(
            "__await__(self)",
            "Return an iterator to be used in await expression.",
            iterate,
        ),
        NativeDef::new("__iter__(self)", "Implement iter(self).", iterate),
        NativeDef::new("__repr__(self)", "Return repr(self).", repr),
        CLASS_GETITEM,
    ],
    properties: &[
        PropertyDef {
            name: "_state",
            doc: "",
            get: |_, this| {
                Ok(match future::state_of(this).map(|s| s.phase.get()) {
                    Some(Phase::Pending) | None => "PENDING",
                    Some(Phase::Cancelled) => "CANCELLED",
                    Some(_) => "FINISHED",
                }
                .into())
            },
            set: None,
        },
        PropertyDef {
            name: "_loop",
            doc: "",
            get: |_, this| Ok(future::state_of(this).map_or(Value::NONE, |s| s.loop_.get())),
            set: None,
        },
        PropertyDef {
            name: "_result",
            doc: "",
            get: |_, this| {
                let state = future::state_of(this).filter(|s| s.phase.get() == Phase::Finished);
                Ok(state.map_or(Value::NONE, State::outcome))
            },
            set: None,
        },
        PropertyDef {
            name: "_exception",
            doc: "",
            get: |_, this| {
                let state = future::state_of(this).filter(|s| s.phase.get() == Phase::Failed);
                Ok(state.map_or(Value::NONE, State::outcome))
            },
            set: None,
        },
        PropertyDef {
            name: "_source_traceback",
            doc: "",
            get: |vm, this| {
                let state = future::state_of(this);
                let Some(state) = state.filter(|s| future::in_debug_mode(vm, &s.loop_.get()))
                else {
                    return Ok(Value::NONE);
                };
                Ok(origin::source_traceback(vm, &state.origin.get())?.unwrap_or(Value::NONE))
            },
            set: None,
        },
        PropertyDef {
            name: "_log_traceback",
            doc: "",
            get: |_, this| {
                Ok(Value::bool(future::state_of(this).is_some_and(|s| s.log_traceback.get())))
            },
            set: Some(|vm, this, value| {
                if vm.truthy(&value)? {
                    return Err(vm.value_error("_log_traceback can only be set to False"));
                }
                if let Some(state) = future::state_of(this) {
                    state.log_traceback.set(false);
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "_asyncio_future_blocking",
            doc: "",
            get: |_, this| {
                Ok(Value::bool(future::state_of(this).is_some_and(|s| s.blocking.get())))
            },
            set: Some(|vm, this, value| {
                let blocking = vm.truthy(&value)?;
                if let Some(state) = future::state_of(this) {
                    state.blocking.set(blocking);
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "_callbacks",
            doc: "",
            get: |vm, this| {
                let Some(state) = future::state_of(this).filter(|s| s.has_callbacks()) else {
                    return Ok(Value::NONE);
                };
                let pairs = state.callbacks(vm).into_iter().map(|(f, context)| pair(f, context));
                Ok(pairs.collect::<Vec<Value>>().into())
            },
            set: None,
        },
        PropertyDef {
            name: "_cancel_message",
            doc: "",
            get: |_, this| {
                let message = future::state_of(this).map(State::cancel_message);
                Ok(message.map_or(Value::NONE, Value::or_none))
            },
            set: Some(|_, this, value| {
                if let Some(state) = future::state_of(this) {
                    state.set_cancel_message(value);
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};

/// The class of the future that `gather()` returns.
pub static GATHERING_FUTURE: ClassDef = ClassDef {
    name: "_GatheringFuture",
    module: "asyncio.tasks",
    doc: "Helper for gather().\n\nThis overrides cancel() to cancel all the children and act more\nlike Task.cancel(), which doesn't immediately mark itself as\ncancelled.",
    base: Some(&FUTURE),
    kind: Kind::Future,
    subclassable: false,
    ..ClassDef::BASE
};

/// A new object: a plain one for the built-in class, otherwise an instance of the derived class.
pub(super) fn instance<T: Object>(payload: T, class: &Value) -> Value {
    let derived = class.get::<Class>().filter(|c| c.def.is_none());
    match derived {
        Some(c) => Ref::with_class(payload, class.clone(), c.instances_have_dict()).into_value(),
        None => Ref::with_attributes(payload).into_value(),
    }
}

fn check_initialised(vm: &Vm, args: &Args<'_>) -> VmResult<()> {
    if state(args).loop_.is_unset() {
        return Err(vm.runtime_error("Future object is not initialized."));
    }
    Ok(())
}

fn check_pending(vm: &Vm, args: &Args<'_>) -> VmResult<()> {
    check_initialised(vm, args)?;
    if state(args).is_done() {
        return Err(exceptions::invalid_state(vm, "invalid state"));
    }
    Ok(())
}

pub(super) fn cancel(vm: &Vm, args: Args<'_>) -> VmResult {
    let message = args.some(1).cloned().unwrap_or_default();
    Ok(Value::bool(future::cancel_plain(vm, &args[0], message)?))
}

/// `__await__`: an iterator that drives a future by hand.
fn iterate(vm: &Vm, args: Args<'_>) -> VmResult {
    check_initialised(vm, &args)?;
    Ok(NativeCoroutine::future_iter(Await { future: args[0].clone(), waited: false }))
}

struct Await {
    future: Value,
    waited: bool,
}

impl NativeCoroutineBody for Await {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        input?;
        match future::await_future(vm, &self.future)? {
            Some(result) => Ok(Step::Return(result)),
            None if self.waited => Err(vm.runtime_error("await wasn't used with future")),
            None => {
                self.waited = true;
                Ok(Step::Yield(self.future.clone()))
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.future);
    }
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let text = vm.guard_repr(&args[0], || repr_text(vm, &args[0]))?;
    Ok(text.unwrap_or_else(|| "...".to_string()).into())
}

/// `<Future pending cb=[…]>`, `<Task finished name='Task-1' coro=<…> result=5>`
fn repr_text(vm: &Vm, value: &Value) -> VmResult<String> {
    let Some(state) = future::state_of(value) else { return Ok(String::new()) };
    let mut info = Vec::new();
    let task = value.get::<Task>();
    let phase = state.phase.get();
    info.push(
        match phase {
            Phase::Pending if task.is_some_and(|t| t.cancelling() > 0) => "cancelling",
            Phase::Pending => "pending",
            Phase::Cancelled => "cancelled",
            Phase::Finished | Phase::Failed => "finished",
        }
        .to_string(),
    );
    if let Some(task) = task {
        info.push(format!("name={}", vm.repr(&task.name().into())?.as_str()));
        let coroutine = task.coroutine.get();
        if !coroutine.is_unset() {
            info.push(format!("coro=<{}>", deadlock::coroutine_text(vm, &coroutine)));
        }
        if phase == Phase::Pending
            && let Some(waiter) = deadlock::waits_for(vm, task)
        {
            info.push(format!("wait_for={waiter}"));
        }
    }
    match phase {
        Phase::Finished => info.push(format!("result={}", short_repr(vm, &state.outcome())?)),
        Phase::Failed => info.push(format!("exception={}", vm.repr(&state.outcome())?.as_str())),
        _ => {}
    }
    if state.has_callbacks() {
        info.push(state.callbacks_text(vm));
    }
    if future::in_debug_mode(vm, &state.loop_.get()) {
        let created = origin::created_at(&state.origin.get());
        return Ok(format!("<{} {}{created}>", vm.class_of(value).name(), info.join(" ")));
    }
    Ok(format!("<{} {}>", vm.class_of(value).name(), info.join(" ")))
}
