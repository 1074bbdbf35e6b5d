//! `sys.monitoring`, and the tracing and profiling functions.

use crate::objects::code::Code;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::monitor::{ALL_EVENTS, Event, PROGRAM_TOOLS, WITH_CALL, Watcher};
use crate::vm::{Vm, VmResult};

/// The running thread's function; None if there is none.
pub fn function(vm: &Vm, watcher: Watcher) -> Value {
    let function = vm.watcher(watcher);
    if function.is_unset() { Value::NONE } else { function }
}

/// Sets the running thread's function; None if there is none.
pub fn set_function(vm: &Vm, watcher: Watcher, function: &Value) -> VmResult {
    vm.when_ended(Vm::stop_monitoring);
    vm.set_watcher(watcher, if function.is_none() { Value::UNSET } else { function.clone() });
    Ok(Value::NONE)
}

/// Known identifiers of tools.
const TOOL_IDS: [(&str, i64); 4] =
    [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

static FUNCTIONS: [NativeDef; 11] = [
    NativeDef::new("use_tool_id(tool_id, name, /)", "", use_tool_id),
    NativeDef::new("clear_tool_id(tool_id, /)", "", |vm, a| {
        vm.clear_tool(tool(vm, a, false)?);
        Ok(Value::NONE)
    }),
    NativeDef::new("free_tool_id(tool_id, /)", "", |vm, a| {
        let tool = tool(vm, a, false)?;
        vm.clear_tool(tool);
        drop(vm.monitor.name(tool).take());
        Ok(Value::NONE)
    }),
    NativeDef::new("get_tool(tool_id, /)", "", |vm, a| {
        let name = vm.monitor.name(tool(vm, a, false)?).get();
        Ok(if name.is_unset() { Value::NONE } else { name })
    }),
    NativeDef::new("register_callback(tool_id, event, func, /)", "", register_callback),
    NativeDef::new("get_events(tool_id, /)", "", |vm, a| {
        Ok(i64::from(vm.monitor.events(tool(vm, a, false)?)).into())
    }),
    NativeDef::new("set_events(tool_id, event_set, /)", "", |vm, a| {
        let tool = tool(vm, a, true)?;
        vm.set_events(tool, event_set(vm, &a[1])?);
        Ok(Value::NONE)
    }),
    NativeDef::new("get_local_events(tool_id, code, /)", "", |vm, a| {
        let tool = tool(vm, a, false)?;
        Ok(i64::from(vm.local_events(tool, code(vm, &a[1])?)).into())
    }),
    NativeDef::new("set_local_events(tool_id, code, event_set, /)", "", |vm, a| {
        let tool = tool(vm, a, true)?;
        let code = code(vm, &a[1])?;
        let events = event_set(vm, &a[2])?;
        if (0..32).any(|bit| events & 1 << bit != 0 && !Event::ALL[bit].0.is_local()) {
            return Err(vm.value_error(format!("invalid local event set 0x{events:x}")));
        }
        vm.set_local_events(tool, code, events);
        Ok(Value::NONE)
    }),
    NativeDef::new("restart_events()", "", |vm, _| {
        vm.restart_events();
        Ok(Value::NONE)
    }),
    NativeDef::new("_all_events()", "", all_events),
];

/// The module `sys.monitoring`.
pub fn monitoring(vm: &Vm) -> Value {
    let module = Module::new("sys.monitoring");
    let dict = &module.dict;
    for def in &FUNCTIONS {
        dict.set_text(def.name(), NativeFunction::new(def, "sys.monitoring"));
    }
    for (name, id) in TOOL_IDS {
        dict.set_text(name, id);
    }
    for (name, slot) in [("DISABLE", &vm.monitor.disable), ("MISSING", &vm.monitor.missing)] {
        let object = vm.call(vm.types.object.as_value(), &[]).unwrap_or(Value::NONE);
        slot.set(object.clone());
        dict.set_text(name, object);
    }
    let events = Module::new("sys.monitoring.events");
    for (event, name) in Event::ALL {
        events.dict.set_text(name, i64::from(event.bit()));
    }
    events.dict.set_text("NO_EVENTS", 0i64);
    dict.set_text("events", events.into_value());
    module.into_value()
}

/// The tool that the first argument names; `in_use` requires that it is taken.
fn tool(vm: &Vm, a: Args<'_>, in_use: bool) -> VmResult<usize> {
    let given = vm.index_clipped(&a[0])?;
    let Some(tool) = usize::try_from(given).ok().filter(|tool| *tool < PROGRAM_TOOLS) else {
        let message = format!("invalid tool {given} (must be between 0 and 5)");
        return Err(vm.value_error(message));
    };
    if in_use && vm.monitor.name(tool).is_unset() {
        return Err(vm.value_error(format!("tool {tool} is not in use")));
    }
    Ok(tool)
}

fn code<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a Ref<Code>> {
    value.get::<Code>().ok_or_else(|| vm.type_error("code must be a code object"))
}

fn event_set(vm: &Vm, value: &Value) -> VmResult<u32> {
    let given = vm.index_clipped(value)?;
    let Some(events) = u32::try_from(given).ok().filter(|set| *set <= ALL_EVENTS) else {
        return Err(vm.value_error(format!("invalid event set 0x{given:x}")));
    };
    if events & WITH_CALL != 0 && events & Event::Call.bit() == 0 {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    Ok(events & !WITH_CALL)
}

fn use_tool_id(vm: &Vm, a: Args<'_>) -> VmResult {
    let tool = tool(vm, a, false)?;
    if a[1].get::<Str>().is_none() {
        return Err(vm.value_error("tool name must be a str"));
    }
    if !vm.monitor.name(tool).is_unset() {
        return Err(vm.value_error(format!("tool {tool} is already in use")));
    }
    vm.when_ended(Vm::stop_monitoring);
    vm.monitor.name(tool).set(a[1].clone());
    Ok(Value::NONE)
}

fn register_callback(vm: &Vm, a: Args<'_>) -> VmResult {
    let tool = tool(vm, a, false)?;
    let given = vm.index_clipped(&a[1])?;
    let event = Event::ALL.into_iter().find(|(event, _)| i64::from(event.bit()) == given);
    let Some((event, _)) = event else {
        let is_set = u32::try_from(given).is_ok_and(|set| set.count_ones() == 1);
        return Err(match is_set {
            true => vm.value_error(format!("invalid event {given}")),
            false => vm.value_error("The callback can only be set for one event at a time"),
        });
    };
    let function = if a[2].is_none() { Value::UNSET } else { a[2].clone() };
    let before = vm.monitor.set_callback(tool, event, function);
    Ok(if before.is_unset() { Value::NONE } else { before })
}

/// `_all_events()`: the tools of each event that has some, as bits.
fn all_events(vm: &Vm, _: Args<'_>) -> VmResult {
    let found = crate::objects::dict::Dict::new();
    for (event, name) in Event::ALL {
        let wants = |tool: &usize| vm.monitor.events(*tool) & event.bit() != 0;
        let tools = (0..PROGRAM_TOOLS).filter(wants).fold(0i64, |tools, tool| tools | 1 << tool);
        if tools != 0 {
            drop(found.set_str(&intern(name), tools.into()));
        }
    }
    Ok(found.into_value())
}
