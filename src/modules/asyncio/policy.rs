//! Event loop policies, for a single loop implementation.

use crate::event_loop::{self, running};
use crate::objects::native::{ClassDef, NativeDef, NativeObject};
use crate::objects::str::intern;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};

/// The data of a policy object: none.
struct Policy;

impl NativeObject for Policy {}

/// The policy that is in use.
#[derive(Default)]
struct Current(Slot);

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("get_event_loop_policy()", "Get the current event loop policy.", |vm, _| {
        Ok(current(vm))
    }),
    NativeDef::new(
        "set_event_loop_policy(policy)",
        "Set the current event loop policy.\n\nIf policy is None, the default policy is restored.",
        |vm, args| {
            if !args[0].is_none() && args[0].native::<Policy>().is_none() {
                let kind = vm.class_of(&args[0]).message_name();
                return Err(vm.type_error(format!(
                    "policy must be an instance of AbstractEventLoopPolicy or None, not '{kind}'"
                )));
            }
            let policy = if args[0].is_none() { Value::UNSET } else { args[0].clone() };
            vm.extension::<Current>().0.set(policy);
            Ok(Value::NONE)
        },
    ),
];

fn current(vm: &Vm) -> Value {
    let current = vm.extension::<Current>();
    if current.0.is_unset() {
        let class = vm.class_for(&DEFAULT_POLICY);
        current.0.set(super::runner::new_native(&class, Policy));
    }
    current.0.get()
}

/// `asyncio.new_event_loop()`: a loop made by the policy.
///
/// # Errors
/// Any exception raised by the program's event loop policy.
pub fn new_event_loop(vm: &Vm) -> VmResult {
    let policy = vm.extension::<Current>().0.get();
    if policy.is_unset() || !super::waiters::is_derived(vm, &policy) {
        return Ok(event_loop::new_event_loop(vm));
    }
    vm.call_method(&policy, &intern("new_event_loop"), &[])
}

fn new_policy(vm: &Vm, class: &Value) -> VmResult {
    super::new_object(vm, class, Policy)
}

/// `asyncio.AbstractEventLoopPolicy`
pub static ABSTRACT_POLICY: ClassDef = ClassDef {
    name: "AbstractEventLoopPolicy",
    module: "asyncio.events",
    doc: "Abstract policy for accessing the event loop.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
        new_policy(vm, &args[0])
    })],
    ..ClassDef::BASE
};

/// `asyncio.DefaultEventLoopPolicy`
pub static DEFAULT_POLICY: ClassDef = ClassDef {
    name: "DefaultEventLoopPolicy",
    module: "asyncio.unix_events",
    doc: "UNIX event loop policy.",
    base: Some(&ABSTRACT_POLICY),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::new(
            "get_event_loop(self)",
            "Get the event loop for the current context.",
            |vm, _| event_loop::get_event_loop(vm),
        ),
        NativeDef::new("set_event_loop(self, loop)", "Set the event loop.", |vm, args| {
            running(vm).set_event_loop(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new("new_event_loop(self)", "Create a new event loop.", |vm, _| {
            Ok(event_loop::new_event_loop(vm))
        }),
    ],
    ..ClassDef::BASE
};
