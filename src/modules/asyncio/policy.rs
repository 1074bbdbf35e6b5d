//! The event loop policy. The classes of policies are the packed library's. Until a program asks for a
//! policy or sets one, the loop of each thread is kept in Rust.

use super::submodules::HELPERS;
use crate::event_loop::{self, running};
use crate::objects::native::NativeDef;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("get_event_loop_policy()", "Get the current event loop policy.", |vm, _| {
        current(vm)
    }),
    NativeDef::new(
        "set_event_loop_policy(policy)",
        "Set the current event loop policy.\n\nIf policy is None, the default policy is restored.",
        |vm, args| {
            let events = vm.import_module("asyncio.events")?;
            let class = vm.get_attribute(&events, &intern("AbstractEventLoopPolicy"))?;
            if !args[0].is_none() && !vm.is_instance(&args[0], &class)? {
                let kind = vm.class_of(&args[0]).message_name();
                return Err(vm.type_error(format!(
                    "policy must be an instance of AbstractEventLoopPolicy or None, not '{kind}'"
                )));
            }
            let running = running(vm);
            if args[0].is_none() {
                // The next default policy starts without a loop.
                running.take_event_loop();
            }
            running.policy.set(if args[0].is_none() { Value::UNSET } else { args[0].clone() });
            Ok(Value::NONE)
        },
    ),
];

/// The policy, which is made on first use.
fn current(vm: &Vm) -> VmResult {
    let running = running(vm);
    if running.policy.is_unset() {
        let helpers = vm.import_module(HELPERS.name)?;
        let (known, called) = running.take_event_loop();
        let known = [known.or_none(), Value::bool(called)];
        let policy = vm.call_method(&helpers, &intern("new_policy"), &known)?;
        running.policy.set(policy);
    }
    Ok(running.policy.get())
}

/// `asyncio.set_event_loop()`: tells the policy.
///
/// # Errors
/// TypeError for a result that is not an event loop, and any exception raised by the program's
/// policy.
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
