//! Functions of a program that SQLite calls.

use super::Interrupted;
use crate::diagnostics;
use crate::event_loop::clock::SECOND;
use crate::event_loop::{run, running};
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::str::{Str, intern};
use crate::objects::{bytes, float, int};
use crate::runtime::Value;
use crate::runtime::sqlite::{Answer, Datum, Host};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;
use std::ffi::CStr;
use std::time::Duration;

/// SQLITE_DENY
const DENY: i32 = 1;
/// The pauses while waiting for a lock, in milliseconds; the last one is repeated.
const DELAYS: [i64; 12] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

/// The work between two calls of `progress`, in units of the limit.
const WORK: usize = 200;

/// Whether errors in callbacks are shown.
#[derive(Default)]
pub struct Tracebacks(pub Cell<bool>);

/// An SQLite value as a program sees it.
pub fn value(datum: &Datum<'_>) -> Value {
    match datum {
        Datum::Null => Value::NONE,
        Datum::Integer(value) => (*value).into(),
        Datum::Float(value) => Value::float(*value),
        Datum::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        Datum::Blob(data) => Bytes::new(*data).into_value(),
    }
}

fn report(vm: &Vm, raised: &Raised, function: &Value) {
    if vm.ends_program(raised) {
        vm.extension::<Interrupted>().0.replace(Some(raised.clone()));
    } else if vm.extension::<Tracebacks>().0.get() {
        diagnostics::unraisable(vm, raised, function);
    }
}

/// A failure in a function of the program.
fn failed(vm: &Vm, raised: &Raised, function: &Value, message: &str) -> Answer {
    report(vm, raised, function);
    if vm.is_exception(raised, Exc::MemoryError) {
        Answer::NoMemory
    } else if vm.is_exception(raised, Exc::OverflowError) {
        Answer::TooLong
    } else {
        Answer::Error(message.to_string())
    }
}

fn answer(vm: &Vm, result: &Value) -> VmResult<Answer> {
    if result.is_none() {
        return Ok(Answer::Null);
    }
    if int::is_int(result) {
        return match int::to_i64(result) {
            Some(value) => Ok(Answer::Integer(value)),
            None => Err(vm.overflow_error("Python int too large to convert to SQLite INTEGER")),
        };
    }
    if let Some(text) = result.get::<Str>() {
        return vm.copied(text.as_str().as_bytes()).map(Answer::Text);
    }
    if let Some(data) = bytes::copied(vm, result)? {
        return Ok(Answer::Blob(data));
    }
    match float::require(vm, result) {
        Ok(value) if result.get::<Str>().is_none() => Ok(Answer::Float(value)),
        _ => Err(vm.type_error("unsupported type")),
    }
}

impl Host for Vm {
    fn call(&self, function: &Value, arguments: &[Datum<'_>]) -> Answer {
        let arguments: Vec<Value> = arguments.iter().map(value).collect();
        let result = Vm::call(self, function, &arguments).and_then(|result| answer(self, &result));
        result.unwrap_or_else(|raised| {
            failed(self, &raised, function, "user-defined function raised exception")
        })
    }

    fn step(
        &self,
        class: &Value,
        state: &Value,
        arguments: &[Datum<'_>],
        back: bool,
    ) -> Result<Value, String> {
        let name = if back { "inverse" } else { "step" };
        let state = match state.is_unset() {
            false => state.clone(),
            true => Vm::call(self, class, &[]).map_err(|raised| {
                report(self, &raised, class);
                "user-defined aggregate's '__init__' method raised error".to_string()
            })?,
        };
        let arguments: Vec<Value> = arguments.iter().map(value).collect();
        let method = self.get_attribute(&state, &intern(name)).map_err(|raised| {
            report(self, &raised, class);
            format!("user-defined aggregate's '{name}' method not defined")
        })?;
        Vm::call(self, &method, &arguments).map_err(|raised| {
            report(self, &raised, &method);
            format!("user-defined aggregate's '{name}' method raised error")
        })?;
        Ok(state)
    }

    fn value(&self, class: &Value, state: &Value, is_last: bool) -> Answer {
        if state.is_unset() {
            return Answer::Null;
        }
        let name = if is_last { "finalize" } else { "value" };
        let method = match self.get_attribute(state, &intern(name)) {
            Ok(method) => method,
            Err(raised) => {
                let message = format!("user-defined aggregate's '{name}' method not defined");
                return failed(self, &raised, class, &message);
            }
        };
        let result = Vm::call(self, &method, &[]).and_then(|result| answer(self, &result));
        result.unwrap_or_else(|raised| {
            let message = format!("user-defined aggregate's '{name}' method raised error");
            failed(self, &raised, &method, &message)
        })
    }

    fn collate(&self, function: &Value, left: &[u8], right: &[u8]) -> i32 {
        let texts = [left, right].map(|text| value(&Datum::Text(text)));
        let result = Vm::call(self, function, &texts)
            .and_then(|result| self.index_clipped(&result))
            .map(|order| order.signum() as i32);
        result.unwrap_or_else(|raised| {
            report(self, &raised, function);
            0
        })
    }

    fn authorize(&self, function: &Value, action: i32, names: [Option<&CStr>; 4]) -> i32 {
        let text = |name: Option<&CStr>| {
            name.map_or(Value::NONE, |name| name.to_string_lossy().into_owned().into())
        };
        let mut arguments = vec![i64::from(action).into()];
        arguments.extend(names.map(text));
        let result = Vm::call(self, function, &arguments).map(|result| {
            int::to_i64(&result).and_then(|code| i32::try_from(code).ok()).unwrap_or(DENY)
        });
        result.unwrap_or_else(|raised| {
            report(self, &raised, function);
            DENY
        })
    }

    fn progress(&self, function: &Value) -> bool {
        running(self).threads.attend(self);
        if let Err(raised) = self.tick(WORK).and_then(|()| run::check_interrupt(self)) {
            vm_interrupted(self, raised);
            return true;
        }
        if function.is_none() {
            return false;
        }
        let result = Vm::call(self, function, &[]).and_then(|result| self.truthy(&result));
        result.unwrap_or_else(|raised| {
            report(self, &raised, function);
            true
        })
    }

    fn trace(&self, function: &Value, statement: &[u8]) {
        if let Err(raised) = Vm::call(self, function, &[value(&Datum::Text(statement))]) {
            report(self, &raised, function);
        }
    }

    fn wait(&self, times: i32, patience: f64) -> bool {
        let delay = |i: i32| DELAYS[(i.max(0) as usize).min(DELAYS.len() - 1)];
        let waited: i64 = (0..times.min(1 << 20)).map(delay).sum();
        let left = (patience * 1000.0).min(1e15) as i64 - waited;
        if left <= 0 {
            return false;
        }
        let span = delay(times).min(left) * SECOND / 1000;
        let running = running(self);
        let waited = if running.threads.has_others() {
            running.threads.park(self, Some(running.clock.monotonic() + span)).map(drop)
        } else {
            std::thread::sleep(Duration::from_nanos(span as u64));
            run::check_interrupt(self)
        };
        if let Err(raised) = waited {
            vm_interrupted(self, raised);
            return false;
        }
        true
    }
}

fn vm_interrupted(vm: &Vm, raised: Raised) {
    vm.extension::<Interrupted>().0.replace(Some(raised));
}
