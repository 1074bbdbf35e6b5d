//! `wait`.

use crate::event_loop::future::{self, Future, NativeCallback, Phase};
use crate::event_loop::{self, custom, running, task};
use crate::objects::exception::Exc;
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeDef, NativeObject};
use crate::objects::native_call::keep_with;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;
use std::collections::HashSet;

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[NativeDef::new(
    "async wait(fs, *, timeout=None, return_when='ALL_COMPLETED')",
    "Wait for the Futures or Tasks given by fs to complete.\n\nThe fs iterable must not be empty.\n\nReturns two sets of Future: (done, pending).\n\nUsage:\n\n    done, pending = await asyncio.wait(fs)\n\nNote: This does not raise TimeoutError! Futures that aren't done\nwhen the timeout occurs are returned in the second set.",
    |_, args| {
        let body = Wait {
            futures: vec![args[0].clone()],
            timeout: args.some(1).cloned().unwrap_or_default(),
            until: args.opt(2).cloned().unwrap_or_default(),
            state: Value::UNSET,
            in_library: false,
        };
        Ok(NativeCoroutine::new("wait", body))
    },
)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    First,
    Exception,
    All,
}

/// The state of `wait` while it waits.
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
    run: |vm, state, done| {
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
            custom::cancel_slot(vm, &waiting.handle)?;
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
    /// Waits through the library's function, since one of the futures is of a program's own class.
    in_library: bool,
}

/// The distinct items of an iterable, in order.
///
/// # Errors
/// Any exception raised by iterating.
pub fn distinct(vm: &Vm, iterable: &Value) -> VmResult<Vec<Value>> {
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
            let kind = vm.class_of(given).name();
            return Err(vm.type_error(format!("expect a list of futures, not {kind}")));
        }
        if !vm.truthy(given)? {
            return Err(vm.value_error("Set of Tasks/Futures is empty."));
        }
        let until = match self.until.get::<Str>().map(|s| s.as_str()) {
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
        if future::any_foreign(vm, &futures)? {
            let timeout = std::mem::take(&mut self.timeout).or_none();
            let until = match self.until.is_unset() {
                true => "ALL_COMPLETED".into(),
                false => self.until.clone(),
            };
            let arguments = [futures.into(), timeout, until, loop_value];
            self.in_library = true;
            return event_loop::call_library(vm, "wait", &arguments, &[]).map(Step::Await);
        }
        if let Some(other) = futures.iter().find(|f| !future::is_future(f)) {
            let kind = vm.class_of(other).name();
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
            let (delay, target) = (&self.timeout, waiter.clone());
            let handle = custom::call_later(vm, &loop_value, delay, &RELEASE_WAITER, target)?;
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
        if self.in_library {
            return input.map(Step::Return);
        }
        if self.state.is_unset() {
            input?;
            return self.start(vm);
        }
        if let Some(waiting) = self.state.native::<Waiting>() {
            custom::cancel_slot(vm, &waiting.handle)?;
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

    fn awaited(&self, _: &Vm) -> Option<Awaited> {
        let futures: Vec<Value> =
            self.futures.iter().filter(|future| !future::is_done(future)).cloned().collect();
        Some(Awaited { futures, ..Awaited::new("wait()") })
    }
}
