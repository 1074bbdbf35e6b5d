//! `loop._ready` and `loop._scheduled`: the queues of the built-in loop as CPython's loop has them.

use crate::event_loop::exposed;
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// The data of a view of the ready queue.
struct Ready {
    event_loop: Value,
}

impl NativeObject for Ready {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.event_loop);
    }
}

/// `loop._ready`
pub fn ready(vm: &Vm, event_loop: &Value) -> Value {
    let event_loop = event_loop.clone();
    Native::new(&vm.class_for(&READY), Ready { event_loop }).into_value()
}

/// `loop._scheduled`: a list of the timers that are set now.
///
/// # Errors
/// TypeError if it is not a built-in loop.
pub fn scheduled(vm: &Vm, event_loop: &Value) -> VmResult {
    Ok(exposed::timer_handles(vm, event_loop)?.into())
}

/// The class of a view of the ready queue.
static READY: ClassDef = ClassDef {
    name: "_ReadyQueue",
    module: "asyncio",
    doc: "The handles that an event loop runs in its next pass.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::length(|vm, this| {
            let event_loop = this.native::<Ready>().map(|ready| ready.event_loop.clone());
            exposed::ready_count(vm, &event_loop.unwrap_or_default())
        }),
        NativeDef::new("__iter__(self)", "Implement iter(self).", |vm, args| {
            let handles = exposed::ready_handles(vm, &args.data::<Ready>().event_loop)?;
            vm.iter(&handles.into())
        }),
        NativeDef::new("append(self, handle, /)", "Add a handle at the end.", |vm, args| {
            exposed::make_ready(vm, &args.data::<Ready>().event_loop, &args[1])?;
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "popleft(self, /)",
            "Remove and return the first handle.\n\nRaises IndexError if there is none.",
            |vm, args| {
                let first = exposed::take_ready(vm, &args.data::<Ready>().event_loop)?;
                first.ok_or_else(|| vm.error(Exc::IndexError, "pop from an empty deque"))
            },
        ),
    ],
    ..ClassDef::BASE
};
