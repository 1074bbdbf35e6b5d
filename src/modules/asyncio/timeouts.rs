//! `timeout`, `timeout_at`, `Timeout`.

use super::any_task;
use super::native_coroutines::immediate;
use crate::event_loop::future::{self, NativeCallback};
use crate::event_loop::handle;
use crate::event_loop::{custom, exceptions, running};
use crate::objects::exception::{Exc, Exception};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, readable};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Created,
    Entered,
    Expiring,
    Expired,
    Exited,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Stage::Created => "created",
            Stage::Entered => "active",
            Stage::Expiring => "expiring",
            Stage::Expired => "expired",
            Stage::Exited => "finished",
        }
    }
}

/// The data of a timeout.
#[derive(Default)]
pub struct Timeout {
    stage: Cell<Stage>,
    /// The deadline in the loop's time, or None.
    when: Slot,
    handle: Slot,
    task: Slot,
    /// The task's number of cancellation requests at entry.
    cancelling: Cell<i64>,
}

impl NativeObject for Timeout {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.when, &self.handle, &self.task] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        self.handle.set(Value::UNSET);
        self.task.set(Value::UNSET);
    }
}

static ON_TIMEOUT: NativeCallback = NativeCallback {
    name: "Timeout._on_timeout()",
    run: |vm, this, _| {
        let Some(timeout) = this.native::<Timeout>() else { return Ok(()) };
        if timeout.stage.get() != Stage::Entered {
            return Ok(());
        }
        future::cancel(vm, &timeout.task.get(), Value::UNSET)?;
        timeout.stage.set(Stage::Expiring);
        timeout.handle.set(Value::UNSET);
        Ok(())
    },
};

impl Timeout {
    /// Starts the timeout in the running task.
    ///
    /// # Errors
    /// RuntimeError outside a task, or if it was already entered.
    pub fn enter(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if self.stage.get() != Stage::Created {
            return Err(vm.runtime_error("Timeout has already been entered"));
        }
        let running = running(vm);
        running.current_loop(vm)?;
        let Some(task) = any_task::current(vm)? else {
            return Err(vm.runtime_error("Timeout should be used inside a task"));
        };
        self.stage.set(Stage::Entered);
        self.cancelling.set(any_task::cancelling(vm, &task)?);
        self.task.set(task);
        self.reschedule(vm, this, self.when.get())
    }

    fn reschedule(&self, vm: &Vm, this: &Value, when: Value) -> VmResult<()> {
        match self.stage.get() {
            Stage::Entered => {}
            Stage::Created => return Err(vm.runtime_error("Timeout has not been entered")),
            other => {
                let name = other.name();
                return Err(vm.runtime_error(format!("Cannot change state of {name} Timeout")));
            }
        }
        self.when.set(when.clone());
        custom::cancel_slot(vm, &self.handle)?;
        if when.is_none() || when.is_unset() {
            return Ok(());
        }
        let when = handle::seconds(vm, &when)?;
        let loop_value = running(vm).current_loop(vm)?;
        let handle = if when <= custom::time(vm, &loop_value)? {
            custom::call_next(vm, &loop_value, &ON_TIMEOUT, this.clone())?
        } else {
            custom::call_at(vm, &loop_value, when, &ON_TIMEOUT, this.clone())?
        };
        self.handle.set(handle);
        Ok(())
    }

    /// Leaves the block with the exception that ended it, if any.
    ///
    /// # Errors
    /// TimeoutError in place of the cancellation that the timeout caused.
    pub fn exit(&self, vm: &Vm, raised: Option<&Ref<Exception>>) -> VmResult<()> {
        custom::cancel_slot(vm, &self.handle)?;
        match self.stage.get() {
            Stage::Entered => self.stage.set(Stage::Exited),
            Stage::Expiring => {
                self.stage.set(Stage::Expired);
                let left = any_task::uncancel(vm, &self.task.get())?;
                let Some(exception) = raised.filter(|_| left <= self.cancelling.get()) else {
                    return Ok(());
                };
                if exceptions::is_cancelled(vm, &Raised(exception.clone())) {
                    let error = vm.error_with(Exc::TimeoutError, []);
                    error.0.cause.set(exception.as_value().clone());
                    error.0.context.set(exception.as_value().clone());
                    error.0.suppress_context.set(true);
                    return Err(error);
                }
                insert_timeout_error(vm, exception);
                if vm.is_exception(&Raised(exception.clone()), Exc::ExceptionGroup) {
                    let name = crate::objects::str::intern("exceptions");
                    let members = vm.get_attribute(exception.as_value(), &name)?;
                    for member in vm.to_vec(&members)? {
                        if let Some(member) = member.get::<Exception>() {
                            insert_timeout_error(vm, member);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Replaces the first cancellation among an exception's contexts by a TimeoutError.
fn insert_timeout_error(vm: &Vm, exception: &Ref<Exception>) {
    let mut at = exception.clone();
    while let Ok(context) = at.context.get().into_ref::<Exception>() {
        if exceptions::is_cancelled(vm, &Raised(context.clone())) {
            let error = vm.error_with(Exc::TimeoutError, []);
            error.0.cause.set(context.as_value().clone());
            error.0.suppress_context.set(true);
            error.0.context.set(context.into_value());
            at.context.set(error.into_value());
            return;
        }
        at = context;
    }
}

/// A timeout with this deadline (a number, or None).
fn new_timeout(vm: &Vm, when: Value) -> Value {
    let timeout = Timeout::default();
    timeout.when.set(when);
    super::runner::new_native(&vm.class_for(&TIMEOUT), timeout)
}

/// A timeout this many seconds from now, or none for None.
///
/// # Errors
/// RuntimeError if no loop is running.
pub fn timeout_in(vm: &Vm, delay: &Value) -> VmResult {
    let running = running(vm);
    let loop_value = running.current_loop(vm)?;
    let when = match delay.is_none() {
        true => Value::NONE,
        false => Value::float(custom::time(vm, &loop_value)? + handle::seconds(vm, delay)?),
    };
    Ok(new_timeout(vm, when))
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "timeout(delay) -> asyncio.Timeout",
        "Timeout async context manager.\n\nUseful in cases when you want to apply timeout logic around block\nof code or in cases when asyncio.wait_for is not suitable.\n\ndelay - value in seconds or None to disable timeout logic",
        |vm, args| timeout_in(vm, &args[0]),
    ),
    NativeDef::new(
        "timeout_at(when) -> asyncio.Timeout",
        "Schedule the timeout at absolute time.\n\nLike timeout() but argument gives absolute time in the same clock system\nas loop.time().",
        |vm, args| Ok(new_timeout(vm, args[0].clone())),
    ),
];

/// `asyncio.Timeout`
pub static TIMEOUT: ClassDef = ClassDef {
    name: "Timeout",
    module: "asyncio.timeouts",
    doc: "Asynchronous context manager for cancelling overdue coroutines.\n\nUse `timeout()` or `timeout_at()` rather than instantiating this class directly.",
    kind: Kind::Native,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Timeout::default())
        }),
        NativeDef::new("__init__(self, when)", "", |_, args| {
            args.data::<Timeout>().when.set(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new("when(self) -> float", "Return the current deadline.", |_, args| {
            let when = args.data::<Timeout>().when.get();
            Ok(when.or_none())
        }),
        NativeDef::new("reschedule(self, when) -> None", "Reschedule the timeout.", |vm, args| {
            args.data::<Timeout>().reschedule(vm, &args[0], args[1].clone())?;
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "expired(self) -> bool",
            "Is timeout expired during execution?",
            |_, args| {
                let stage = args.data::<Timeout>().stage.get();
                Ok(Value::bool(matches!(stage, Stage::Expiring | Stage::Expired)))
            },
        ),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(immediate("Timeout.__aenter__", move |vm| {
                if let Some(timeout) = this.native::<Timeout>() {
                    timeout.enter(vm, &this)?;
                }
                Ok(this)
            }))
        }),
        NativeDef::new("async __aexit__(self, exc_type, exc_val, exc_tb)", "", |_, args| {
            let (this, exception) = (args[0].clone(), args[2].clone());
            Ok(immediate("Timeout.__aexit__", move |vm| {
                if let Some(timeout) = this.native::<Timeout>() {
                    timeout.exit(vm, exception.get::<Exception>())?;
                }
                Ok(Value::NONE)
            }))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let timeout = args.data::<Timeout>();
            let mut text = format!("<Timeout [{}]", timeout.stage.get().name());
            if timeout.stage.get() == Stage::Entered {
                let when = timeout.when.get();
                let shown = match when.is_none() || when.is_unset() {
                    true => "None".to_string(),
                    false => {
                        let when = (handle::seconds(vm, &when)? * 1000.0).round() / 1000.0;
                        vm.repr_text(&Value::float(when))
                    }
                };
                text.push_str(&format!(" when={shown}"));
            }
            Ok(format!("{text}>").into())
        }),
    ],
    properties: &[
        readable!("_when", Timeout, |_, this| Ok(this.when.get().or_none())),
        readable!("_timeout_handler", Timeout, |_, this| Ok(this.handle.get().or_none())),
        readable!("_task", Timeout, |_, this| Ok(this.task.get().or_none())),
    ],
    ..ClassDef::BASE
};
