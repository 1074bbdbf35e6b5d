//! `as_completed`.

use super::native_coroutines::deferred;
use super::queues::{get, new_queue, put_now};
use super::wait::distinct;
use crate::event_loop::future::{self, NativeCallback};
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::{self, custom, running};
use crate::objects::exception::Exc;
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[NativeDef::new(
    "as_completed(fs, *, timeout=None)",
    "Create an iterator of awaitables or their results in completion order.\n\nRun the supplied awaitables concurrently. The returned object can be\niterated to obtain the results of the awaitables as they finish.\n\nThe object returned can be iterated as an asynchronous iterator or a plain\niterator. When asynchronous iteration is used, the originally-supplied\nawaitables are yielded if they are tasks or futures.",
    as_completed,
)];

/// The data of the iterator that `as_completed` returns.
struct AsCompleted {
    /// Finished futures, in the order in which they finished.
    done: Value,
    todo: RefCell<Vec<Value>>,
    left: Cell<usize>,
    handle: Slot,
}

impl NativeObject for AsCompleted {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.done);
        self.todo.borrow().iter().for_each(&mut *visit);
        visit(&self.handle.get());
    }

    fn clear(&self) {
        drop(self.todo.take());
    }
}

static HANDLE_COMPLETION: NativeCallback = NativeCallback {
    name: "_AsCompletedIterator._handle_completion()",
    run: |vm, this, done| {
        let Some(data) = this.native::<AsCompleted>() else { return Ok(()) };
        let removed = {
            let mut todo = data.todo.borrow_mut();
            todo.iter().position(|f| f.is(done)).map(|i| todo.swap_remove(i))
        };
        if removed.is_none() {
            return Ok(());
        }
        put_now(vm, &data.done, done.clone())?;
        if data.todo.borrow().is_empty() {
            custom::cancel_slot(vm, &data.handle)?;
        }
        Ok(())
    },
};

static HANDLE_TIMEOUT: NativeCallback = NativeCallback {
    name: "_AsCompletedIterator._handle_timeout()",
    run: |vm, this, _| {
        let Some(data) = this.native::<AsCompleted>() else { return Ok(()) };
        for future in data.todo.take() {
            future::remove_native_callback(&future, &HANDLE_COMPLETION, this);
            // Wakes a waiting `__anext__` after the timeout.
            put_now(vm, &data.done, Value::NONE)?;
        }
        Ok(())
    },
};

fn as_completed(vm: &Vm, args: Args<'_>) -> VmResult {
    if super::tasks::is_awaitable(vm, &args[0]) {
        let kind = vm.class_of(&args[0]).name();
        return Err(vm.type_error(format!("expects an iterable of awaitables, not {kind}")));
    }
    let loop_value = event_loop::get_event_loop(vm)?;
    let mut todo = Vec::new();
    for awaitable in distinct(vm, &args[0])? {
        todo.push(event_loop::ensure_future(vm, &awaitable, &loop_value)?);
    }
    if future::any_foreign(vm, &todo)? {
        let arguments = [todo.into(), args.some(1).cloned().unwrap_or(Value::NONE)];
        return event_loop::call_library(vm, "as_completed", &arguments, &["timeout"]);
    }
    let data = AsCompleted {
        done: new_queue(vm),
        left: Cell::new(todo.len()),
        todo: RefCell::new(todo.clone()),
        handle: Slot::default(),
    };
    let this = super::runner::new_native(&vm.class_for(&AS_COMPLETED), data);
    for future in &todo {
        future::add_native_callback(future, &HANDLE_COMPLETION, &this);
    }
    if let Some(timeout) = args.some(1)
        && !todo.is_empty()
        && let Some(data) = this.native::<AsCompleted>()
    {
        let target = this.clone();
        let handle = custom::call_later(vm, &loop_value, timeout, &HANDLE_TIMEOUT, target)?;
        data.handle.set(handle);
    }
    Ok(this)
}

/// The coroutine that waits for the next future; returns its result, or the future itself.
struct WaitForOne {
    iterator: Value,
    done: Value,
    resolve: bool,
    started: bool,
}

impl WaitForOne {
    fn new(iterator: &Value, data: &AsCompleted, resolve: bool) -> WaitForOne {
        let (iterator, done) = (iterator.clone(), data.done.clone());
        WaitForOne { iterator, done, resolve, started: false }
    }
}

impl NativeCoroutineBody for WaitForOne {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let future = input?;
        if !self.started {
            self.started = true;
            running(vm).recorder.will_wait(Thing::Task, 0);
            return Ok(Step::Await(get(self.done.clone())));
        }
        if future.is_none() {
            return Err(vm.error_with(Exc::TimeoutError, []));
        }
        match future::state_of(&future) {
            Some(state) if self.resolve => state.result(vm).map(Step::Return),
            _ => Ok(Step::Return(future)),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.iterator);
        visit(&self.done);
    }

    fn awaited(&self, _: &Vm) -> Option<Awaited> {
        let futures = self.iterator.native::<AsCompleted>()?.todo.borrow().clone();
        Some(Awaited { futures, ..Awaited::new("as_completed()") })
    }
}

impl AsCompleted {
    /// Claims one of the remaining results; false if there are no more.
    fn take_one(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

static AS_COMPLETED: ClassDef = ClassDef {
    name: "_AsCompletedIterator",
    module: "asyncio.tasks",
    doc: "Iterator of awaitables representing tasks of asyncio.as_completed.\n\nAs an asynchronous iterator, iteration yields futures as they finish. As a\nplain iterator, new coroutines are yielded that will return or raise the\nresult of the next underlying future to complete.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("__iter__(self)", "", |_, args| Ok(args[0].clone())),
        NativeDef::new("__aiter__(self)", "", |_, args| Ok(args[0].clone())),
        NativeDef::new("__next__(self)", "", |vm, args| {
            let data = args.data::<AsCompleted>();
            if !data.take_one() {
                return Err(vm.error_with(Exc::StopIteration, []));
            }
            let body = WaitForOne::new(&args[0], data, true);
            Ok(NativeCoroutine::new("_AsCompletedIterator._wait_for_one", body))
        }),
        NativeDef::new("__anext__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(deferred("_AsCompletedIterator.__anext__", move |vm| {
                let Some(data) = this.native::<AsCompleted>().filter(|d| d.take_one()) else {
                    return Err(vm.error_with(Exc::StopAsyncIteration, []));
                };
                let body = WaitForOne::new(&this, data, false);
                Ok(NativeCoroutine::new("_AsCompletedIterator._wait_for_one", body))
            }))
        }),
    ],
    ..ClassDef::BASE
};
