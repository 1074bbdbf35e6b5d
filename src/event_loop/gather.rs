//! `asyncio.gather`: one future for the results of many.

use super::future::{self, Future, NativeCallback, Phase, State};
use super::{exceptions, task};
use crate::objects::exception::Exception;
use crate::objects::list::List;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// The children of the future returned by `gather()`.
pub struct Gathering {
    children: Box<[Value]>,
    /// The number of distinct children that are not done.
    unfinished: Cell<usize>,
    return_exceptions: bool,
    cancel_requested: Cell<bool>,
}

static CHILD_DONE: NativeCallback =
    NativeCallback { name: "gather.<locals>._done_callback()", run: child_done };

impl Gathering {
    /// Visits the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        self.children.iter().for_each(visit);
    }

    /// The children that are not done.
    pub fn pending(&self) -> impl Iterator<Item = &Value> {
        self.children.iter().filter(|child| !future::is_done(child))
    }

    /// Cancels all children; the outer future is done once they are.
    ///
    /// # Errors
    /// Any exception raised by a child's own `cancel`.
    pub fn cancel(&self, vm: &Vm, outer: &Value, message: &Value) -> VmResult<bool> {
        if future::is_done(outer) {
            return Ok(false);
        }
        let mut any = false;
        for child in &self.children {
            any |= future::cancel(vm, child, message.clone())?;
        }
        if any {
            // If any child was cancelled, the request is passed on to the outer future, whatever
            // `return_exceptions` says.
            self.cancel_requested.set(true);
        }
        Ok(any)
    }
}

/// `gather(*awaitables, return_exceptions=False)`
///
/// # Errors
/// TypeError for arguments that cannot be awaited; ValueError for futures of different loops.
pub fn gather(vm: &Vm, awaitables: &[Value], return_exceptions: bool) -> VmResult {
    if awaitables.is_empty() {
        let outer = Future::new(&super::get_event_loop(vm)?);
        future::finish(&outer, List::new(Vec::new()).into_value());
        return Ok(outer);
    }
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    known.reserve(awaitables.len());
    let mut children: Vec<Value> = Vec::with_capacity(awaitables.len());
    let mut different = Vec::with_capacity(awaitables.len());
    let mut loop_value = Value::UNSET;
    for (i, awaitable) in awaitables.iter().enumerate() {
        if let Some(earlier) = known.get(&awaitable.bits()) {
            children.push(children[*earlier as usize].clone());
            continue;
        }
        if matches!(awaitable.kind(), Some(Kind::List | Kind::Dict | Kind::Set)) {
            // Arguments are looked up in a dict first.
            vm.hash(awaitable)?;
        }
        let child = super::ensure_future(vm, awaitable, &loop_value)?;
        if loop_value.is_unset() {
            loop_value = super::custom::loop_of(vm, &child)?;
        }
        if !child.is(awaitable) {
            match child.get::<task::Task>() {
                Some(task) => task.log_destroy_pending.set(false),
                None => {
                    vm.set_attribute(&child, &intern("_log_destroy_pending"), Value::FALSE)?;
                }
            }
        }
        known.insert(awaitable.bits(), i as u32);
        different.push(i);
        children.push(child);
    }
    if future::any_foreign(vm, &children)? {
        children.push(Value::bool(return_exceptions));
        return super::call_library(vm, "gather", &children, &["return_exceptions"]);
    }
    let gathering = Gathering {
        unfinished: Cell::new(different.len()),
        children: children.into(),
        return_exceptions,
        cancel_requested: Cell::new(false),
    };
    let payload = Future { state: State::new(loop_value), gathering: Some(Box::new(gathering)) };
    let class = vm.class_for(super::running(vm).classes.gathering_future).into_value();
    let outer = Ref::with_class(payload, class, false);
    let gathering = outer.gathering.as_ref().map_or(&[][..], |g| &g.children);
    // Children that are already done report at once, after all have been registered.
    let (done, pending): (Vec<_>, Vec<_>) =
        different.into_iter().map(|i| &gathering[i]).partition(|child| future::is_done(child));
    for child in pending {
        future::add_native_callback(child, &CHILD_DONE, outer.as_value());
    }
    for child in done {
        child_done(vm, outer.as_value(), child)?;
    }
    Ok(outer.into_value())
}

fn child_done(vm: &Vm, outer: &Value, child: &Value) -> VmResult<()> {
    let Some(gathering) = outer.get::<Future>().and_then(|f| f.gathering.as_ref()) else {
        return Ok(());
    };
    let Some(state) = future::state_of(child) else { return Ok(()) };
    gathering.unfinished.set(gathering.unfinished.get().saturating_sub(1));
    if future::is_done(outer) {
        state.log_traceback.set(false);
        return Ok(());
    }
    if !gathering.return_exceptions {
        match state.phase.get() {
            Phase::Cancelled => {
                future::fail(outer, state.cancelled(vm).0);
                return Ok(());
            }
            Phase::Failed => {
                future::fail(outer, state.raise(vm).0);
                return Ok(());
            }
            _ => {}
        }
    }
    if gathering.unfinished.get() > 0 {
        return Ok(());
    }
    let mut results = Vec::with_capacity(gathering.children.len());
    for child in &gathering.children {
        let Some(state) = future::state_of(child) else { continue };
        results.push(match state.phase.get() {
            Phase::Cancelled => {
                let message = state.cancel_message();
                let message = if message.is_unset() { "".into() } else { message };
                exceptions::raise(vm, &exceptions::CANCELLED_ERROR, &[message]).into_value()
            }
            _ => {
                state.log_traceback.set(false);
                state.outcome()
            }
        });
    }
    if gathering.cancel_requested.get() {
        let last = gathering.children.last().and_then(future::state_of);
        let exception: Option<Ref<Exception>> = last.map(|s| s.cancelled(vm).0);
        if let Some(exception) = exception {
            future::fail(outer, exception);
        }
    } else {
        future::finish(outer, List::new(results).into_value());
    }
    Ok(())
}
