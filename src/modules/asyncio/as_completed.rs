//! `wait` and `as_completed`.

use super::native_coroutines::deferred;
use super::queues::{get, new_queue, put_now};
use crate::event_loop::future::{self, Future, NativeCallback, Phase};
use crate::event_loop::handle::{self, Handle};
use crate::event_loop::{self, running, task};
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject};
use crate::objects::native_call::keep_with;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async wait(fs, *, timeout=None, return_when='ALL_COMPLETED')",
        "Wait for the Futures or Tasks given by fs to complete.\n\nThe fs iterable must not be empty.\n\nReturns two sets of Future: (done, pending).\n\nUsage:\n\n    done, pending = await asyncio.wait(fs)\n\nNote: This does not raise TimeoutError! Futures that aren't done\nwhen the timeout occurs are returned in the second set.",
        |_, args| {
            let body = Wait {
                futures: vec![args[0].clone()],
                timeout: args.some(1).cloned().unwrap_or_default(),
                until: args.opt(2).cloned().unwrap_or_default(),
                state: Value::UNSET,
            };
            Ok(NativeCoroutine::new("wait", body))
        },
    ),
    NativeDef::new(
        "as_completed(fs, *, timeout=None)",
        "Create an iterator of awaitables or their results in completion order.\n\nRun the supplied awaitables concurrently. The returned object can be\niterated to obtain the results of the awaitables as they finish.\n\nThe object returned can be iterated as an asynchronous iterator or a plain\niterator. When asynchronous iteration is used, the originally-supplied\nawaitables are yielded if they are tasks or futures.",
        as_completed,
    ),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    First,
    Exception,
    All,
}

/// What `wait` knows while it waits.
struct Waiting {
    waiter: Value,
    left: Cell<usize>,
    until: Until,
    handle: Slot,
}

impl NativeObject for Waiting {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.waiter);
        visit(&self.handle.get());
    }
}

static WAITING: ClassDef = ClassDef {
    name: "_wait",
    module: "asyncio.tasks",
    subclassable: false,
    kind: Kind::Native,
    ..ClassDef::BASE
};

static ON_COMPLETION: NativeCallback = NativeCallback {
    name: "_wait.<locals>._on_completion()",
    run: |_, state, done| {
        let Some(waiting) = state.native::<Waiting>() else { return Ok(()) };
        waiting.left.set(waiting.left.get().saturating_sub(1));
        let enough = match waiting.until {
            Until::First => true,
            Until::Exception => {
                let state = future::state_of(done).filter(|s| s.phase.get() == Phase::Failed);
                if let Some(state) = state {
                    state.log_traceback.set(false);
                }
                state.is_some() || waiting.left.get() == 0
            }
            Until::All => waiting.left.get() == 0,
        };
        if enough {
            handle::cancel_slot(&waiting.handle);
            future::finish(&waiting.waiter, Value::NONE);
        }
        Ok(())
    },
};

static RELEASE_WAITER: NativeCallback = NativeCallback {
    name: "_release_waiter()",
    run: |_, waiter, _| {
        future::finish(waiter, Value::NONE);
        Ok(())
    },
};

struct Wait {
    /// At first the iterable alone, then the futures.
    futures: Vec<Value>,
    timeout: Value,
    until: Value,
    state: Value,
}

/// The different items of an iterable, in its order.
fn distinct(vm: &Vm, iterable: &Value) -> VmResult<Vec<Value>> {
    let mut seen = HashSet::new();
    let mut items = vm.to_vec(iterable)?;
    items.retain(|item| seen.insert(item.bits()));
    Ok(items)
}

impl Wait {
    fn start(&mut self, vm: &Vm) -> VmResult<Step> {
        let given = self.futures.pop().unwrap_or_default();
        self.start_with(vm, &given).inspect_err(|raised| keep_with(raised, vec![given.clone()]))
    }

    fn start_with(&mut self, vm: &Vm, given: &Value) -> VmResult<Step> {
        if future::is_future(given) || task::is_coroutine(given) {
            let kind = vm.class_of(given).message_name();
            return Err(vm.type_error(format!("expect a list of futures, not {kind}")));
        }
        if !vm.truthy(given)? {
            return Err(vm.value_error("Set of Tasks/Futures is empty."));
        }
        let until = match self.until.get::<crate::objects::str::Str>().map(|s| s.as_str()) {
            _ if self.until.is_unset() => Until::All,
            Some("FIRST_COMPLETED") => Until::First,
            Some("FIRST_EXCEPTION") => Until::Exception,
            Some("ALL_COMPLETED") => Until::All,
            _ => {
                let shown = vm.str(&self.until)?;
                let message = format!("Invalid return_when value: {}", shown.as_str());
                return Err(vm.value_error(message));
            }
        };
        let futures = distinct(vm, given)?;
        if futures.iter().any(task::is_coroutine) {
            return Err(vm.type_error("Passing coroutines is forbidden, use tasks explicitly."));
        }
        let loop_value = running(vm).current_loop(vm)?;
        if futures.is_empty() {
            return Err(vm.error(Exc::AssertionError, "Set of Futures is empty."));
        }
        if let Some(other) = futures.iter().find(|f| !future::is_future(f)) {
            let kind = vm.class_of(other).message_name();
            let message = format!("'{kind}' object has no attribute 'add_done_callback'");
            return Err(vm.attribute_error(other, "add_done_callback", message));
        }
        let waiter = Future::new(&loop_value);
        let waiting = Waiting {
            waiter: waiter.clone(),
            left: Cell::new(futures.len()),
            until,
            handle: Slot::default(),
        };
        if !self.timeout.is_unset() {
            let event_loop = event_loop::loop_data(vm, &loop_value)?;
            let delay = handle::seconds(vm, &self.timeout)?;
            let when = event_loop.running.clock.seconds() + delay;
            let handle =
                Handle::native(vm, &loop_value, Some(when), &RELEASE_WAITER, waiter.clone());
            event_loop.schedule(&handle);
            waiting.handle.set(handle);
        }
        self.state = super::runner::new_native(&vm.class_for(&WAITING), waiting);
        for future in &futures {
            future::add_native_callback(future, &ON_COMPLETION, &self.state);
        }
        self.futures = futures;
        Ok(Step::Await(waiter))
    }
}

impl NativeCoroutineBody for Wait {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        if self.state.is_unset() {
            input?;
            return self.start(vm);
        }
        if let Some(waiting) = self.state.native::<Waiting>() {
            handle::cancel_slot(&waiting.handle);
        }
        for future in &self.futures {
            future::remove_native_callback(future, &ON_COMPLETION, &self.state);
        }
        input?;
        let futures = std::mem::take(&mut self.futures);
        let (done, pending) = futures.into_iter().partition(future::is_done);
        let sets = [super::set_of(vm, done)?, super::set_of(vm, pending)?];
        Ok(Step::Return(Tuple::new(sets).into_value()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        self.futures.iter().for_each(&mut *visit);
        visit(&self.timeout);
        visit(&self.until);
        visit(&self.state);
    }
}

/// The data of what `as_completed` returns.
struct AsCompleted {
    /// Futures that are done, in the order in which they were.
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
            handle::cancel_slot(&data.handle);
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
            // Tells one waiting `__anext__` that the time is over.
            put_now(vm, &data.done, Value::NONE)?;
        }
        Ok(())
    },
};

fn as_completed(vm: &Vm, args: Args<'_>) -> VmResult {
    if super::tasks::is_awaitable(vm, &args[0]) {
        let kind = vm.class_of(&args[0]).message_name();
        return Err(vm.type_error(format!("expects an iterable of awaitables, not {kind}")));
    }
    let loop_value = event_loop::get_event_loop(vm)?;
    let mut todo = Vec::new();
    for awaitable in distinct(vm, &args[0])? {
        todo.push(event_loop::ensure_future(vm, &awaitable, &loop_value)?);
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
        let event_loop = event_loop::loop_data(vm, &loop_value)?;
        let when = event_loop.running.clock.seconds() + handle::seconds(vm, timeout)?;
        let handle = Handle::native(vm, &loop_value, Some(when), &HANDLE_TIMEOUT, this.clone());
        event_loop.schedule(&handle);
        data.handle.set(handle);
    }
    Ok(this)
}

/// The coroutine that waits for the next future; returns its result, or the future itself.
struct WaitForOne {
    done: Value,
    resolve: bool,
    started: bool,
}

impl NativeCoroutineBody for WaitForOne {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let future = input?;
        if !self.started {
            self.started = true;
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
        visit(&self.done);
    }
}

impl AsCompleted {
    /// Counts one more that somebody waits for; false if there are no more.
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
            let body = WaitForOne { done: data.done.clone(), resolve: true, started: false };
            Ok(NativeCoroutine::new("_AsCompletedIterator._wait_for_one", body))
        }),
        NativeDef::new("__anext__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(deferred("_AsCompletedIterator.__anext__", move |vm| {
                let Some(data) = this.native::<AsCompleted>().filter(|d| d.take_one()) else {
                    return Err(vm.error_with(Exc::StopAsyncIteration, []));
                };
                let body = WaitForOne { done: data.done.clone(), resolve: false, started: false };
                Ok(NativeCoroutine::new("_AsCompletedIterator._wait_for_one", body))
            }))
        }),
    ],
    ..ClassDef::BASE
};
