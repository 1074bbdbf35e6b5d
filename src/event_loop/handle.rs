//! `asyncio.Handle` and `asyncio.TimerHandle`: callbacks that a program may cancel.

use super::future::{self, NativeCallback};
use super::{EventLoop, context, origin, ready, report, running};
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::native::{
    Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef, readable,
};
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The data of a handle.
pub struct Handle {
    /// The function to call; for a native callback, its data. Unset once cancelled.
    pub callback: Slot,
    args: Slot,
    context: Slot,
    loop_: Slot,
    native: Option<&'static NativeCallback>,
    /// The deadline in the loop's time; none for `call_soon`.
    pub when: Option<f64>,
    /// The deadline that a program passed to the constructor; otherwise unset.
    given_when: Slot,
    /// Whether it has been cancelled.
    pub cancelled: Cell<bool>,
    /// Whether a timer of the loop points here.
    pub scheduled: Cell<bool>,
    /// In debug mode, where it was made; otherwise unset.
    pub origin: Slot,
    /// The text to show after cancellation in debug mode; otherwise unset.
    text: Slot,
}

impl NativeObject for Handle {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.callback, &self.args, &self.context, &self.loop_, &self.origin] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        for slot in [&self.callback, &self.args, &self.context] {
            slot.set(Value::UNSET);
        }
    }
}

/// The data of a handle value.
pub fn of(value: &Value) -> Option<&Handle> {
    value.native::<Handle>()
}

impl Handle {
    /// A handle for calling `callback(*args)` in a context (unset for an empty one).
    pub fn call(
        vm: &Vm,
        loop_value: &Value,
        when: Option<f64>,
        callback: Value,
        args: Ref<Tuple>,
        context: Value,
    ) -> Value {
        Handle::make(vm, loop_value, when, None, callback, args.into_value(), context)
    }

    /// A handle for a native callback.
    pub fn native(
        vm: &Vm,
        loop_value: &Value,
        when: Option<f64>,
        callback: &'static NativeCallback,
        target: Value,
    ) -> Value {
        Handle::make(vm, loop_value, when, Some(callback), target, Value::UNSET, Value::UNSET)
    }

    fn make(
        vm: &Vm,
        loop_value: &Value,
        when: Option<f64>,
        native: Option<&'static NativeCallback>,
        callback: Value,
        args: Value,
        context: Value,
    ) -> Value {
        let def = if when.is_some() { &TIMER_HANDLE } else { &HANDLE };
        let handle = Handle {
            callback: callback.into(),
            args: args.into(),
            context: context.into(),
            loop_: loop_value.clone().into(),
            native,
            when,
            given_when: Slot::default(),
            cancelled: Cell::new(false),
            scheduled: Cell::new(false),
            origin: Slot::default(),
            text: Slot::default(),
        };
        Native::new(&vm.class_for(def), handle).into_value()
    }

    /// A handle that a program makes, with a deadline or an unset one.
    fn from_program(
        vm: &Vm,
        class: &Value,
        when: Value,
        [callback, args, loop_value]: [&Value; 3],
        context: Option<&Value>,
    ) -> VmResult {
        let Some(class) = class.get::<Class>() else {
            return Err(vm.type_error("a class was expected"));
        };
        let context = match context {
            Some(context) => context.clone(),
            None => context::copy_current(vm, running(vm)),
        };
        let handle = Handle {
            callback: callback.clone().into(),
            args: args.clone().into(),
            context: context.into(),
            loop_: loop_value.clone().into(),
            native: None,
            when: if when.is_unset() { None } else { Some(seconds(vm, &when)?) },
            given_when: when.into(),
            cancelled: Cell::new(false),
            scheduled: Cell::new(false),
            origin: Slot::default(),
            text: Slot::default(),
        };
        let made = Native::new(class, handle).into_value();
        Handle::note_origin(vm, &made);
        Ok(made)
    }

    /// The deadline as the program gave it, or None.
    fn deadline(&self) -> Value {
        let given = self.given_when.get();
        if given.is_unset() { self.when.map_or(Value::NONE, Value::float) } else { given }
    }

    /// Makes the call.
    ///
    /// # Errors
    /// Any exception raised by it.
    pub fn run(&self, vm: &Vm) -> VmResult<()> {
        let callback = self.callback.get();
        if let Some(native) = self.native {
            return (native.run)(vm, &callback, &Value::NONE);
        }
        let args = self.args.get();
        let call = || match args.get::<Tuple>() {
            Some(args) => vm.call(&callback, args.items()).map(drop),
            // The constructor keeps any object; only the call needs an iterable.
            None => vm.call(&callback, &vm.to_vec(&args)?).map(drop),
        };
        context::run_in(running(vm), self.context.get(), call)
    }

    /// In debug mode, records where the handle is made.
    pub fn note_origin(vm: &Vm, value: &Value) {
        if let Some(handle) = of(value)
            && future::in_debug_mode(vm, &handle.loop_.get())
        {
            handle.origin.set(origin::debug_stack(vm, 2));
        }
    }

    /// The callback as shown in messages.
    pub fn callback_text(&self, vm: &Vm) -> String {
        let args = self.args.get();
        let args = args.get::<Tuple>().map_or(&[][..], |t| t.items());
        let shown = future::in_debug_mode(vm, &self.loop_.get()).then_some(args);
        report::callback_text(vm, &self.callback.get(), shown)
    }

    /// Cancels the call of the handle in this value.
    pub fn cancel_value(vm: &Vm, value: &Value) {
        let Some(handle) = of(value) else { return };
        if !handle.cancelled.get() && future::in_debug_mode(vm, &handle.loop_.get()) {
            let text = vm.repr_text(value).replacen(" when", " cancelled when", 1);
            let class = vm.class_of(value).name();
            handle.text.set(match handle.when {
                Some(_) => text.into(),
                None => text.replacen(&class, &format!("{class} cancelled"), 1).into(),
            });
        }
        handle.cancel();
    }

    /// Cancels the call.
    pub fn cancel(&self) {
        if self.cancelled.replace(true) {
            return;
        }
        if self.scheduled.get()
            && let Some(event_loop) = self.loop_.get().native::<EventLoop>()
        {
            event_loop.timer_cancelled();
        }
        if self.native.is_none() {
            self.callback.set(Value::NONE);
            self.args.set(Value::NONE);
        }
    }
}

/// Cancels the handle in a slot, and empties the slot.
pub fn cancel_slot(slot: &Slot) {
    if let Some(handle) = of(&slot.take()) {
        handle.cancel();
    }
}

/// `asyncio.Handle`
pub static HANDLE: ClassDef = ClassDef {
    name: "Handle",
    module: "asyncio.events",
    doc: "Object returned by callback registration methods.",
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, callback, args, loop, context=None)",
            "",
            |vm, args| {
                let of = [&args[1], &args[2], &args[3]];
                Handle::from_program(vm, &args[0], Value::UNSET, of, args.some(4))
            },
        ),
        NativeDef::new("cancel(self)", "Cancel the callback.", |vm, args| {
            let handle = args.data::<Handle>();
            let event_loop = handle.loop_.get();
            if handle.when.is_some()
                && !handle.cancelled.get()
                && event_loop.native::<EventLoop>().is_none()
            {
                let told = intern("_timer_handle_cancelled");
                vm.call_method(&event_loop, &told, std::slice::from_ref(&args[0]))?;
            }
            Handle::cancel_value(vm, &args[0]);
            Ok(Value::NONE)
        }),
        NativeDef::new("_run(self)", "", |vm, args| {
            let handle = args.data::<Handle>();
            if let Err(raised) = handle.run(vm) {
                ready::handle_failed(vm, &handle.loop_.get(), raised, &args[0])?;
            }
            Ok(Value::NONE)
        }),
        NativeDef::new("cancelled(self)", "Whether the callback was cancelled.", |_, args| {
            Ok(Value::bool(args.data::<Handle>().cancelled.get()))
        }),
        NativeDef::new("get_context(self)", "The context it runs in.", |vm, args| {
            Ok(context::materialise(vm, &args.data::<Handle>().context))
        }),
        NativeDef::new("__repr__(self)", "", repr),
    ],
    properties: &[
        PropertyDef {
            name: "_callback",
            doc: "",
            get: |_, this| Ok(of(this).map_or(Value::NONE, |handle| handle.callback.get())),
            set: Some(|_, this, value| {
                if let Some(handle) = of(this) {
                    handle.callback.set(value);
                }
                Ok(())
            }),
        },
        readable!("_args", Handle, |_, handle| Ok(handle.args.get().or_none())),
        readable!("_context", Handle, |vm, handle| Ok(context::materialise(vm, &handle.context))),
        readable!("_source_traceback", Handle, |vm, handle| {
            Ok(origin::source_traceback(vm, &handle.origin.get())?.unwrap_or(Value::NONE))
        }),
        readable!("_cancelled", Handle, |_, handle| Ok(Value::bool(handle.cancelled.get()))),
        readable!("_loop", Handle, |_, handle| Ok(handle.loop_.get())),
    ],
    ..ClassDef::BASE
};

/// `asyncio.TimerHandle`
pub static TIMER_HANDLE: ClassDef = ClassDef {
    name: "TimerHandle",
    module: "asyncio.events",
    doc: "Object returned by timed callback registration methods.",
    base: Some(&HANDLE),
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::new(
            "when(self)",
            "Return a scheduled callback time.\n\nThe time is an absolute timestamp, using the same time\nreference as loop.time().",
            |_, args| Ok(args.data::<Handle>().deadline()),
        ),
        NativeDef::static_method(
            "__new__(cls, when, callback, args, loop, context=None)",
            "",
            |vm, args| {
                let of = [&args[2], &args[3], &args[4]];
                Handle::from_program(vm, &args[0], args[1].clone(), of, args.some(5))
            },
        ),
        NativeDef::hash(|vm, this| vm.hash(&of(this).map_or(Value::NONE, Handle::deadline))),
        NativeDef::new("__eq__(self, other)", "", |vm, args| {
            let (Some(a), Some(b)) = (of(&args[0]), of(&args[1])) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            if b.when.is_none() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            Ok(Value::bool(
                a.when == b.when
                    && a.cancelled.get() == b.cancelled.get()
                    && vm.eq(&a.callback.get(), &b.callback.get())?
                    && vm.eq(&a.args.get().or_none(), &b.args.get().or_none())?,
            ))
        }),
        NativeDef::new("__lt__(self, other)", "", |vm, args| order(vm, args, |a, b| a < b)),
        NativeDef::new("__le__(self, other)", "", |vm, args| order(vm, args, |a, b| a <= b)),
        NativeDef::new("__gt__(self, other)", "", |vm, args| order(vm, args, |a, b| a > b)),
        NativeDef::new("__ge__(self, other)", "", |vm, args| order(vm, args, |a, b| a >= b)),
    ],
    properties: &[
        readable!("_when", Handle, |_, handle| Ok(handle.deadline())),
        PropertyDef {
            name: "_scheduled",
            doc: "",
            get: |_, this| Ok(Value::bool(of(this).is_some_and(|h| h.scheduled.get()))),
            set: Some(|vm, this, value| {
                let scheduled = vm.truthy(&value)?;
                if let Some(handle) = of(this) {
                    handle.scheduled.set(scheduled);
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};

fn order(_: &Vm, args: Args<'_>, holds: fn(f64, f64) -> bool) -> VmResult {
    let when = |v: &Value| of(v).and_then(|h| h.when);
    Ok(match (when(&args[0]), when(&args[1])) {
        (Some(a), Some(b)) => Value::bool(holds(a, b)),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let handle = args.data::<Handle>();
    if !handle.text.is_unset() {
        return Ok(handle.text.get());
    }
    let mut text = format!("<{}", vm.class_of(&args[0]).name());
    if handle.cancelled.get() {
        text.push_str(" cancelled");
    }
    if handle.when.is_some() {
        text.push_str(&format!(" when={}", vm.repr_text(&handle.deadline())));
    }
    if let Some(native) = handle.native {
        text.push_str(&format!(" {}", native.name));
    } else if !handle.cancelled.get() {
        text.push_str(&format!(" {}", handle.callback_text(vm)));
    }
    let created = origin::created_at(&handle.origin.get());
    Ok(format!("{text}{created}>").into())
}

/// The argument of `call_later` and the like: a number of seconds.
///
/// # Errors
/// TypeError if it is not a number; OverflowError if it is too large.
pub fn seconds(vm: &Vm, value: &Value) -> VmResult<f64> {
    if let Some(f) = value.as_float() {
        return Ok(f);
    }
    if let Some(i) = value.as_small_int() {
        return Ok(i as f64);
    }
    if crate::objects::int::is_int(value) {
        use num_traits::ToPrimitive;
        let big = crate::objects::int::to_big(value).and_then(|i| i.to_f64());
        return match big.filter(|f| f.is_finite()) {
            Some(f) => Ok(f),
            None => Err(vm.error(Exc::OverflowError, "int too large to convert to float")),
        };
    }
    match vm.call_special_method(value, SpecialMethod::Float, &[])? {
        Some(float) => match float.as_float() {
            Some(f) => Ok(f),
            None => Err(vm.type_error("__float__ returned non-float")),
        },
        None => Err(vm.type_error(format!(
            "unsupported operand type(s) for +: 'float' and '{}'",
            vm.class_of(value).name()
        ))),
    }
}
