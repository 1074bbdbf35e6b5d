//! The functions of `sys.settrace` and `sys.setprofile`: two tools, separate for each thread.

use super::{Event, PROFILE_TOOL, TRACE_TOOL, Told, events};
use crate::objects::exception::Exception;
use crate::objects::native::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{FrameObject, Vm};

/// The kinds of function, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watcher {
    /// `sys.setprofile`
    Profile,
    /// `sys.settrace`
    Trace,
}

impl Watcher {
    fn tool(self) -> usize {
        match self {
            Watcher::Profile => PROFILE_TOOL,
            Watcher::Trace => TRACE_TOOL,
        }
    }

    fn events(self) -> u32 {
        use Event::*;
        match self {
            Watcher::Profile => {
                events::set(&[PyStart, PyResume, PyThrow, PyReturn, PyYield, PyUnwind, Call])
            }
            Watcher::Trace => {
                let frames = [PyStart, PyResume, PyThrow, PyReturn, PyYield, PyUnwind];
                events::set(&frames) | events::set(&[Line, Raise, StopIteration])
            }
        }
    }
}

impl Vm {
    /// The running thread's tracing or profiling function; unset for none.
    pub fn watcher(&self, watcher: Watcher) -> Value {
        self.monitor.thread.functions[watcher as usize].get()
    }

    /// Sets the running thread's tracing or profiling function; unset for none.
    pub fn set_watcher(&self, watcher: Watcher, function: Value) {
        let is_set = !function.is_unset();
        let before = self.monitor.thread.functions[watcher as usize].replace(function);
        let count = &self.monitor.functions[watcher as usize];
        match (before.is_unset(), is_set) {
            (true, true) => count.set(count.get() + 1),
            (false, false) => count.set(count.get().saturating_sub(1)),
            _ => {}
        }
        let mut events = if count.get() > 0 { watcher.events() } else { 0 };
        if watcher == Watcher::Trace && events != 0 && self.monitor.traces_opcodes.get() {
            events |= Event::Instruction.bit();
        }
        self.set_events(watcher.tool(), events);
    }

    /// Reports instructions to the tracing function, for frames with `f_trace_opcodes`.
    pub fn trace_opcodes(&self) {
        self.monitor.traces_opcodes.set(true);
        let events = self.monitor.events(TRACE_TOOL);
        if events != 0 {
            self.set_events(TRACE_TOOL, events | Event::Instruction.bit());
        }
    }

    pub(super) fn call_trace_function(
        &self,
        frame: &Ref<FrameObject>,
        event: Event,
        details: &[Value],
    ) -> Told {
        let memory = frame.watch();
        let (name, argument) = match event {
            Event::PyStart | Event::PyResume | Event::PyThrow => ("call", Value::NONE),
            Event::PyReturn | Event::PyYield => ("return", details[0].clone()),
            Event::PyUnwind => ("return", Value::NONE),
            Event::Line if !memory.no_lines.get() => ("line", Value::NONE),
            Event::Instruction if memory.opcodes.get() => ("opcode", Value::NONE),
            Event::Raise | Event::StopIteration => {
                ("exception", self.exception_triple(&details[0]))
            }
            _ => return Ok(()),
        };
        let function = match name {
            "call" => self.watcher(Watcher::Trace),
            _ => memory.trace.get(),
        };
        // A thread without a function is not traced, though its frames may have been.
        if function.is_unset() || self.watcher(Watcher::Trace).is_unset() {
            return Ok(());
        }
        let name = self.monitor.event_name(name);
        match self.call(&function, &[frame.as_value().clone(), name, argument]) {
            Ok(next) => {
                if !next.is_none() {
                    memory.trace.set(next);
                }
                Ok(())
            }
            Err(raised) => {
                self.set_watcher(Watcher::Trace, Value::UNSET);
                drop(memory.trace.take());
                Err(raised)
            }
        }
    }

    pub(super) fn call_profile_function(
        &self,
        frame: &Ref<FrameObject>,
        event: Event,
        details: &[Value],
    ) -> Told {
        let (name, argument) = match event {
            Event::PyStart | Event::PyResume | Event::PyThrow => ("call", Value::NONE),
            Event::PyReturn | Event::PyYield => ("return", details[0].clone()),
            Event::PyUnwind => ("return", Value::NONE),
            Event::Call => ("c_call", details[0].clone()),
            Event::CReturn => ("c_return", details[0].clone()),
            Event::CRaise => ("c_exception", details[0].clone()),
            _ => return Ok(()),
        };
        if name.starts_with("c_") && argument.get::<NativeFunction>().is_none() {
            return Ok(());
        }
        let function = self.watcher(Watcher::Profile);
        if function.is_unset() {
            return Ok(());
        }
        let name = self.monitor.event_name(name);
        match self.call(&function, &[frame.as_value().clone(), name, argument]) {
            Ok(_) => Ok(()),
            Err(raised) => {
                self.set_watcher(Watcher::Profile, Value::UNSET);
                Err(raised)
            }
        }
    }

    /// The tuple `(type, value, traceback)` of an exception.
    fn exception_triple(&self, exception: &Value) -> Value {
        let traceback = exception.get::<Exception>().map(|e| e.traceback.get());
        let traceback = traceback.filter(|t| !t.is_unset()).unwrap_or(Value::NONE);
        let class = self.class_of(exception).into_value();
        Tuple::new([class, exception.clone(), traceback]).into_value()
    }
}
