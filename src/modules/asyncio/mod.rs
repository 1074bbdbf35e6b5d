//! `asyncio`: the Python interface of the event loop, and the tools built on it.

mod any_task;
mod as_completed;
mod barrier;
mod condition;
mod connecting;
pub mod core;
pub mod endpoints;
pub mod event_loop_methods;
pub mod future_methods;
pub mod handoffs;
mod library;
mod listener;
mod locks;
mod loop_interface;
mod loop_queues;
mod loop_state;
mod native_coroutines;
mod policy;
mod protocols;
mod queues;
pub mod resources;
pub mod runner;
mod selector;
mod server;
mod stream_socket;
mod stream_writer;
mod streams;
pub mod submodules;
pub mod subprocess;
pub mod task_methods;
mod taskgroup;
mod tasks;
mod threads;
mod timeouts;
mod transport;
mod transport_interfaces;
mod transport_methods;
mod trsock;
mod wait;
mod wait_for;
mod waiters;

pub use tasks::is_coroutine_function;
pub use threads::EXECUTORS;

use super::ModuleDef;
use crate::event_loop::{self, exceptions, handle, task};
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, NativeDef, NativeObject, keyword_names, tables};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "asyncio",
    doc: "The asyncio package, tracking PEP 3156.",
    functions: FUNCTIONS,
    classes: CLASSES,
    constants: &[
        ("__path__", |_| Vec::new().into()),
        ("__all__", submodules::public_names),
        ("TimeoutError", |vm| vm.exception_class(Exc::TimeoutError).into_value()),
        ("FIRST_COMPLETED", |_| "FIRST_COMPLETED".into()),
        ("FIRST_EXCEPTION", |_| "FIRST_EXCEPTION".into()),
        ("ALL_COMPLETED", |_| "ALL_COMPLETED".into()),
    ],
    init: Some(|vm, module| {
        vm.add_class_twins(&event_loop_methods::CLASSES);
        let core = vm.import_module(core::MODULE.name)?;
        for def in core::MODULE.functions.iter().filter(|def| def.name() != "__getattr__") {
            module.dict.set_text(def.name(), vm.get_attribute(&core, &intern(def.name()))?);
        }
        Ok(())
    }),
    ..ModuleDef::BASE
};

/// The classes of the objects that the event loop makes.
pub static LOOP_CLASSES: event_loop::Classes = event_loop::Classes {
    future: &future_methods::FUTURE,
    task: &task_methods::TASK,
    gathering_future: &future_methods::GATHERING_FUTURE,
    event_loop: &event_loop_methods::EVENT_LOOP,
    context: &super::contextvars::CONTEXT,
};

const FUNCTIONS: &[NativeDef] = tables![
    &[runner::RUN],
    policy::FUNCTIONS,
    endpoints::FUNCTIONS,
    submodules::FUNCTIONS,
    subprocess::FUNCTIONS,
    tasks::FUNCTIONS,
    threads::FUNCTIONS,
    timeouts::FUNCTIONS,
    wait_for::FUNCTIONS,
    wait::FUNCTIONS,
    as_completed::FUNCTIONS,
];

/// The functions, those of `_asyncio` included.
pub fn functions() -> impl Iterator<Item = &'static NativeDef> {
    FUNCTIONS.iter().chain(core::MODULE.functions)
}

const CLASSES: &[&ClassDef] = &[
    &future_methods::FUTURE,
    &task_methods::TASK,
    &loop_interface::ABSTRACT_EVENT_LOOP,
    &handle::HANDLE,
    &handle::TIMER_HANDLE,
    &runner::RUNNER,
    &taskgroup::TASK_GROUP,
    &timeouts::TIMEOUT,
    &locks::LOCK,
    &locks::EVENT,
    &locks::SEMAPHORE,
    &locks::BOUNDED_SEMAPHORE,
    &condition::CONDITION,
    &barrier::BARRIER,
    &queues::QUEUE,
    &queues::PRIORITY_QUEUE,
    &queues::LIFO_QUEUE,
    &streams::STREAM_READER,
    &stream_writer::STREAM_WRITER,
    &server::SERVER,
    &transport_interfaces::ABSTRACT_SERVER,
    &transport_interfaces::BASE_TRANSPORT,
    &transport_interfaces::READ_TRANSPORT,
    &transport_interfaces::WRITE_TRANSPORT,
    &transport_interfaces::TRANSPORT,
    &transport_interfaces::DATAGRAM_TRANSPORT,
    &transport_interfaces::SUBPROCESS_TRANSPORT,
    &protocols::BASE_PROTOCOL,
    &protocols::PROTOCOL,
    &protocols::BUFFERED_PROTOCOL,
    &protocols::DATAGRAM_PROTOCOL,
    &protocols::SUBPROCESS_PROTOCOL,
    &exceptions::CANCELLED_ERROR,
    &exceptions::INVALID_STATE_ERROR,
    &exceptions::BROKEN_BARRIER_ERROR,
    &exceptions::SENDFILE_NOT_AVAILABLE_ERROR,
    &exceptions::INCOMPLETE_READ_ERROR,
    &exceptions::LIMIT_OVERRUN_ERROR,
    &exceptions::QUEUE_EMPTY,
    &exceptions::QUEUE_FULL,
    &exceptions::QUEUE_SHUT_DOWN,
];

/// A new object of a native class or of a derived one.
pub fn new_object(vm: &Vm, class: &Value, data: impl NativeObject) -> VmResult {
    match class.get::<Class>() {
        Some(class) => Ok(runner::new_native(class, data)),
        None => Err(vm.type_error("a class was expected")),
    }
}

/// A set of these values.
fn set_of(vm: &Vm, values: Vec<Value>) -> VmResult {
    vm.call(vm.types.set.as_value(), &[values.into()])
}

/// `loop.create_task(coro, name=…, context=…)`; through the program's own method if the loop's
/// class has one. A name or context that is unset is not passed.
fn loop_create_task(
    vm: &Vm,
    loop_value: &Value,
    coroutine: &Value,
    name: Value,
    context: Value,
) -> VmResult {
    if !event_loop::has_own_methods(vm, loop_value) {
        let options = task::Options { name, context, ..Default::default() };
        return event_loop::create_task(vm, loop_value, coroutine, options);
    }
    let method = vm.get_attribute(loop_value, &intern("create_task"))?;
    let given = [("name", name), ("context", context)];
    let (names, values): (Vec<&str>, Vec<Value>) =
        given.into_iter().filter(|(_, value)| !value.is_unset()).unzip();
    let arguments: Vec<Value> = std::iter::once(coroutine.clone()).chain(values).collect();
    vm.call_keywords(&method, &arguments, keyword_names(&names).items())
}
