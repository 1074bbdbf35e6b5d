//! Event loop policies, for a single loop implementation.

use crate::event_loop::{self, running};
use crate::objects::native::{ClassDef, NativeDef, NativeObject};
use crate::objects::str::intern;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// The data of a policy object: none.
struct Policy;

impl NativeObject for Policy {}

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
            running(vm).policy.set(policy);
            Ok(Value::NONE)
        },
    ),
];

fn current(vm: &Vm) -> Value {
    let current = &running(vm).policy;
    if current.is_unset() {
        let class = vm.class_for(&DEFAULT_POLICY);
        current.set(super::runner::new_native(&class, Policy));
    }
    current.get()
}

/// `asyncio.set_event_loop()`: tells the policy.
///
/// # Errors
/// Any exception raised by the program's event loop policy.
pub fn set_event_loop(vm: &Vm, loop_value: &Value) -> VmResult<()> {
    match event_loop::own_policy(vm) {
        Some(policy) => {
            let arguments = std::slice::from_ref(loop_value);
            vm.call_method(&policy, &intern("set_event_loop"), arguments).map(drop)
        }
        None => {
            running(vm).set_event_loop(loop_value.clone());
            Ok(())
        }
    }
}

/// `asyncio.new_event_loop()`: a loop made by the policy.
///
/// # Errors
/// Any exception raised by the program's event loop policy.
pub fn new_event_loop(vm: &Vm) -> VmResult {
    match event_loop::own_policy(vm) {
        Some(policy) => vm.call_method(&policy, &intern("new_event_loop"), &[]),
        None => Ok(event_loop::new_event_loop(vm)),
    }
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
            |vm, _| event_loop::loop_that_was_set(vm),
        ),
        NativeDef::new("set_event_loop(self, loop)", "Set the event loop.", |vm, args| {
            running(vm).set_event_loop(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new("new_event_loop(self)", "Create a new event loop.", |vm, args| {
            match vm.find_attribute(&args[0], &intern("_loop_factory"))? {
                Some(factory) if !factory.is_none() => vm.call(&factory, &[]),
                _ => Ok(event_loop::new_event_loop(vm)),
            }
        }),
    ],
    ..ClassDef::BASE
};
