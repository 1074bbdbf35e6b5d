//! `_hob_fibers`: native stacks between which a thread switches by hand. The stand-in for greenlet's
//! compiled part is made of them.
//!
//! A thread's own stack is its *base*. All switching goes through it: a fiber that is left suspends
//! itself to the call of [`switch`] by which the base was left, and that resumes the next one. When
//! the thread's turn ends while a fiber runs, the fiber suspends itself too, and the base passes that on.

use super::ModuleDef;
use crate::event_loop::threads::ThreadId;
use crate::event_loop::{context, running};
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::Str;
use crate::objects::{dict::Dict, tuple::Tuple};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Fiber, Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hob_fibers",
    doc: "Stacks between which a thread switches by hand.",
    needs: |_| Some(Capability::Threads),
    functions: &[
        NativeDef::new(
            "current()",
            "The fiber that the thread runs; None on the thread's own stack.",
            |vm, _| Ok(current(vm).unwrap_or(Value::NONE)),
        ),
        NativeDef::new(
            "switch(fiber, /)",
            "Leave the running stack and go on in a fiber, or with None on the thread's own stack.",
            |vm, a| switch(vm, a[0].clone()),
        ),
        NativeDef::new("base_context()", "The context of the thread's own stack.", |vm, _| {
            let running = running(vm);
            if current(vm).is_none() {
                return Ok(context::current(vm, running));
            }
            let context = with_hub(vm, |hub| hub.context.clone());
            Ok(if context.is_unset() { Value::NONE } else { context })
        }),
        NativeDef::new(
            "set_base_context(context, /)",
            "Set the context of the thread's own stack; None for an empty one.",
            |vm, a| {
                let given = context_argument(vm, &a[0])?;
                if current(vm).is_none() {
                    drop(running(vm).context.replace(given));
                } else {
                    drop(with_hub(vm, |hub| std::mem::replace(&mut hub.context, given)));
                }
                Ok(Value::NONE)
            },
        ),
    ],
    classes: &[&CLASS],
    ..ModuleDef::BASE
};

/// `_hob_fibers.Fiber`
static CLASS: ClassDef = ClassDef {
    name: "Fiber",
    module: "_hob_fibers",
    doc: "A native stack. `start()` gives a function with its positional and keyword arguments, which is\n\
          called on the stack. `finish(result, exception)` is called with its end, and gives the fiber to\n\
          go on in, or None for the thread's own stack.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[NativeDef::static_method("__new__(cls, start, finish, /)", "", |vm, a| {
        let this = Rc::new(Slot::default());
        let own = this.clone();
        let fiber = Fiber::new(vm, move |vm| run(vm, own.take()))
            .map_err(|_| vm.runtime_error("no memory for another stack"))?;
        let data = FiberObject {
            start: Slot::new(a[1].clone()),
            finish: Slot::new(a[2].clone()),
            fiber: RefCell::new(Some(fiber)),
            this,
            thread: Cell::new(running(vm).threads.current()),
            context: Slot::default(),
            started: Cell::new(false),
            ended: Cell::new(false),
        };
        Ok(Native::new(&vm.class_for(&CLASS), data).into_value())
    })],
    properties: &[
        PropertyDef {
            name: "frame",
            doc: "The innermost frame while the fiber is suspended; else None.",
            get: |vm, this| {
                let fiber = this.native::<FiberObject>().and_then(|f| f.fiber.borrow().clone());
                let frame = fiber.and_then(|fiber| vm.parked_frame(Some(&fiber)));
                Ok(frame.map_or(Value::NONE, Ref::into_value))
            },
            set: None,
        },
        PropertyDef {
            name: "context",
            doc: "The context in which the fiber runs; None for an empty one.",
            get: |vm, this| {
                if current(vm).is_some_and(|current| current.is(this)) {
                    return Ok(context::current(vm, running(vm)));
                }
                let context = this.native::<FiberObject>().map(|f| f.context.get());
                Ok(context.filter(|context| !context.is_unset()).unwrap_or(Value::NONE))
            },
            set: Some(|vm, this, value| {
                let given = context_argument(vm, &value)?;
                if current(vm).is_some_and(|current| current.is(this)) {
                    drop(running(vm).context.replace(given));
                } else if let Some(data) = this.native::<FiberObject>() {
                    drop(data.context.replace(given));
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};

/// The data of a fiber object.
struct FiberObject {
    start: Slot,
    finish: Slot,
    /// The stack; none after the end.
    fiber: RefCell<Option<Rc<Fiber>>>,
    /// The object itself, from when it is about to run to when its stack takes it.
    this: Rc<Slot>,
    /// The only thread that it runs in.
    thread: Cell<ThreadId>,
    /// The context while it does not run; unset for an empty one.
    context: Slot,
    started: Cell<bool>,
    ended: Cell<bool>,
}

impl NativeObject for FiberObject {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.start.get());
        visit(&self.finish.get());
        visit(&self.context.get());
    }

    fn clear(&self) {
        drop((self.start.take(), self.finish.take(), self.context.take()));
    }
}

impl Drop for FiberObject {
    fn drop(&mut self) {
        // One that has begun and not ended cannot be unwound without running the program's code.
        if self.started.get()
            && let Some(fiber) = self.fiber.get_mut()
        {
            fiber.forget();
        }
    }
}

/// The state of a thread one of whose fibers runs.
#[derive(Default)]
struct Hub {
    /// The fiber that runs; unset while the thread's own stack does.
    current: Value,
    /// The one to go on in, or None for the thread's own stack; unset if the fiber was suspended only
    /// because the thread's turn has ended.
    next: Value,
    /// What ended a fiber without its `finish`.
    failed: Option<Raised>,
    /// The context of the thread's own stack while a fiber runs.
    context: Value,
}

/// The hubs of threads.
#[derive(Default)]
struct Hubs(RefCell<HashMap<ThreadId, Hub>>);

/// Looks at or changes the state of the running thread. `work` runs no code of the program: it returns what
/// is to be dropped.
fn with_hub<T>(vm: &Vm, work: impl FnOnce(&mut Hub) -> T) -> T {
    let hubs = vm.extension::<Hubs>();
    let mut hubs = hubs.0.borrow_mut();
    work(hubs.entry(running(vm).threads.current()).or_default())
}

/// The fiber that the thread runs.
fn current(vm: &Vm) -> Option<Value> {
    let hubs = vm.extension_if_made::<Hubs>()?;
    let hubs = hubs.0.borrow();
    let current = hubs.get(&running(vm).threads.current())?.current.clone();
    (!current.is_unset()).then_some(current)
}

/// A context, or None for an empty one, which is unset here.
fn context_argument(vm: &Vm, value: &Value) -> VmResult {
    if value.is_none() {
        return Ok(Value::UNSET);
    }
    if value.native::<context::Context>().is_some() {
        return Ok(value.clone());
    }
    let class = vm.class_ref(value).message_name();
    Err(vm.type_error(format!("expected a context or None, not {class}")))
}

/// Goes on elsewhere in the thread; returns when somebody goes on here.
fn switch(vm: &Vm, target: Value) -> VmResult {
    check(vm, &target)?;
    match current(vm) {
        Some(own) if own.is(&target) => Ok(Value::NONE),
        None if target.is_none() => Ok(Value::NONE),
        None => run_fibers(vm, target),
        Some(_) => {
            drop(with_hub(vm, |hub| std::mem::replace(&mut hub.next, target)));
            vm.suspend_fiber();
            Ok(Value::NONE)
        }
    }
}

/// Refuses what cannot be switched to.
fn check(vm: &Vm, target: &Value) -> VmResult<()> {
    if target.is_none() {
        return Ok(());
    }
    let Some(data) = target.native::<FiberObject>() else {
        let class = vm.class_ref(target).message_name();
        return Err(vm.type_error(format!("expected a fiber or None, not {class}")));
    };
    if data.thread.get() != running(vm).threads.current() {
        return Err(vm.runtime_error("a fiber runs in the thread that made it"));
    }
    if data.ended.get() {
        return Err(vm.runtime_error("the fiber has ended"));
    }
    Ok(())
}

/// Runs fibers on the thread's own stack, until one goes on there.
fn run_fibers(vm: &Vm, first: Value) -> VmResult {
    let running = running(vm);
    let mut target = first;
    while let Some(data) = target.native::<FiberObject>() {
        check(vm, &target)?;
        let Some(fiber) = data.fiber.borrow().clone() else { break };
        if !data.started.replace(true) {
            data.this.set(target.clone());
        }
        let base = running.context.replace(data.context.take());
        with_hub(vm, |hub| {
            hub.current = target.clone();
            hub.context = base;
        });
        let (ended, next) = loop {
            let ended = vm.resume_fiber(&fiber);
            let next = with_hub(vm, |hub| std::mem::take(&mut hub.next));
            if ended || !next.is_unset() {
                break (ended, next);
            }
            // Only the thread's turn has ended.
            vm.suspend_fiber();
        };
        let (own, base, failed) = with_hub(vm, |hub| {
            let own = std::mem::take(&mut hub.current);
            (own, std::mem::take(&mut hub.context), hub.failed.take())
        });
        data.context.set(running.context.replace(base));
        if ended {
            data.ended.set(true);
            data.fiber.replace(None);
            // What is dropped here may switch again: this is the thread's own stack.
            drop((data.start.take(), data.finish.take()));
        }
        drop(own);
        if let Some(failed) = failed {
            return Err(failed);
        }
        target = next;
    }
    Ok(Value::NONE)
}

/// The body of a fiber: the function, and what is to be done after it.
fn run(vm: &Vm, own: Value) {
    let Some(data) = own.native::<FiberObject>() else { return };
    let result = call_started(vm, &data.start.get());
    let (finish, ending) = (data.finish.get(), result.as_ref().err());
    let next = match ending {
        Some(raised) if vm.ends_program(raised) => result,
        _ => {
            let arguments = match result {
                Ok(result) => [result, Value::NONE],
                Err(raised) => [Value::NONE, raised.into_value()],
            };
            vm.call(&finish, &arguments).and_then(|next| check(vm, &next).map(|()| next))
        }
    };
    drop(finish);
    drop(own);
    with_hub(vm, |hub| match next {
        Ok(next) => hub.next = next,
        Err(raised) => (hub.next, hub.failed) = (Value::NONE, Some(raised)),
    });
}

/// Calls what `start()` gives.
fn call_started(vm: &Vm, start: &Value) -> VmResult {
    let given = vm.call(start, &[])?;
    let parts = given.get::<Tuple>().map(|tuple| tuple.items().to_vec()).unwrap_or_default();
    let [function, args, keywords] = &parts[..] else {
        return Err(vm.type_error("start() gives a function, a tuple and a dict"));
    };
    let (Some(args), Some(keywords)) = (args.get::<Tuple>(), keywords.get::<Dict>()) else {
        return Err(vm.type_error("start() gives a function, a tuple and a dict"));
    };
    let mut named: Vec<(Ref<Str>, Value)> = Vec::new();
    for (key, value) in keywords.entries() {
        let key = key.into_ref::<Str>().map_err(|_| vm.type_error("keywords must be strings"))?;
        named.push((key, value));
    }
    vm.call_with(function, args.items(), &named)
}
