//! `threading` and `concurrent.futures`, as far as an interpreter with one thread has them: a
//! function that is handed to a thread runs at once, to its end, on the only thread there is.

use super::ModuleDef;
use crate::event_loop::running;
use crate::objects::native::NativeDef;
use crate::runtime::Value;

/// `threading`
pub static THREADING: ModuleDef = ModuleDef {
    name: "threading",
    doc: "Thread module emulating a subset of Java's threading model.",
    functions: &[NativeDef::new("_in_job()", "", |vm, _| {
        let running = running(vm);
        Ok(Value::bool(running.jobs.get() > 0 && running.task().is_none()))
    })],
    source: include_str!("threading.py"),
    ..ModuleDef::BASE
};

/// `concurrent`
pub static CONCURRENT: ModuleDef = ModuleDef {
    name: "concurrent",
    constants: &[("__path__", |_| Vec::new().into())],
    ..ModuleDef::BASE
};

/// `concurrent.futures`
pub static FUTURES: ModuleDef = ModuleDef {
    name: "concurrent.futures",
    doc: "Execute computations asynchronously using threads or processes.",
    source: include_str!("futures.py"),
    ..ModuleDef::BASE
};
