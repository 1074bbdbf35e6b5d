//! `_queue`: a queue between threads without a bound.

use super::deadline;
use crate::event_loop::running;
use crate::event_loop::threads::{ThreadId, Wake};
use crate::modules::ModuleDef;
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar::class_argument;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Raised, Vm, VmResult};
use std::cell::RefCell;
use std::collections::VecDeque;

/// `_queue`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_queue",
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    classes: &[&SIMPLE_QUEUE],
    source: "class Empty(Exception):\n    'Exception raised by Queue.get(block=0)/get_nowait().'\n",
    ..ModuleDef::BASE
};

#[derive(Default)]
struct SimpleQueue {
    items: RefCell<VecDeque<Value>>,
    /// The threads that wait for items, in order.
    waiting: RefCell<VecDeque<ThreadId>>,
}

impl NativeObject for SimpleQueue {
    fn traverse(&self, visit: Visitor<'_>) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.items.take());
    }
}

/// `_queue.Empty` to be raised.
#[cold]
fn empty(vm: &Vm) -> Raised {
    let or = || vm.runtime_error("_queue.Empty is no exception");
    vm.module_error(("_queue", "Empty"), &[], or)
}

fn put(vm: &Vm, a: Args<'_>) -> VmResult {
    let queue = a.data::<SimpleQueue>();
    queue.items.borrow_mut().push_back(a[1].clone());
    loop {
        let next = queue.waiting.borrow_mut().pop_front();
        match next {
            Some(next) if !running(vm).threads.unpark(next) => {}
            _ => return Ok(Value::NONE),
        }
    }
}

fn take(vm: &Vm, queue: &SimpleQueue, blocking: bool, timeout: Option<&Value>) -> VmResult {
    let timeout = match timeout.filter(|_| blocking) {
        None => None,
        Some(timeout) => match crate::objects::float::require(vm, timeout)? {
            ..0.0 => return Err(vm.value_error("'timeout' must be a non-negative number")),
            seconds => Some(seconds),
        },
    };
    if let Some(item) = queue.items.borrow_mut().pop_front() {
        return Ok(item);
    }
    if !blocking {
        return Err(empty(vm));
    }
    let deadline = timeout.map_or(Ok(None), |seconds| deadline(vm, seconds))?;
    let this = running(vm).threads.current();
    loop {
        queue.waiting.borrow_mut().push_back(this);
        let wake = running(vm).threads.park(vm, deadline);
        queue.waiting.borrow_mut().retain(|thread| *thread != this);
        let wake = wake?;
        // Another thread may have been faster.
        if let Some(item) = queue.items.borrow_mut().pop_front() {
            return Ok(item);
        }
        if wake != Wake::Woken {
            return Err(empty(vm));
        }
    }
}

fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    let blocking = a.opt(1).map_or(Ok(true), |block| vm.truthy(block))?;
    take(vm, a.data::<SimpleQueue>(), blocking, a.some(2))
}

static SIMPLE_QUEUE: ClassDef = ClassDef {
    name: "SimpleQueue",
    module: "_queue",
    doc: "Simple, unbounded, reentrant FIFO queue.",
    methods: &[
        NativeDef::static_method("__new__(cls)", "Create and return a new object.", |_, a| {
            let class = class_argument(a);
            Ok(Native::new(class, SimpleQueue::default()).into_value())
        }),
        NativeDef::new(
            "put(self, item, block=True, timeout=None)",
            "Put the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as this method\nnever blocks.  They are provided for compatibility with the Queue class.",
            put,
        ),
        NativeDef::new(
            "put_nowait(self, item)",
            "Put an item into the queue without blocking.\n\nThis is exactly equivalent to `put(item)` and is only provided\nfor compatibility with the Queue class.",
            put,
        ),
        NativeDef::new(
            "get(self, block=True, timeout=None)",
            "Remove and return an item from the queue.\n\nIf optional args 'block' is true and 'timeout' is None (the default),\nblock if necessary until an item is available. If 'timeout' is\na non-negative number, it blocks at most 'timeout' seconds and raises\nthe Empty exception if no item was available within that time.\nOtherwise ('block' is false), return an item if one is immediately\navailable, else raise the Empty exception ('timeout' is ignored\nin that case).",
            get,
        ),
        NativeDef::new(
            "get_nowait(self)",
            "Remove and return an item from the queue without blocking.\n\nOnly get an item if one is immediately available. Otherwise\nraise the Empty exception.",
            |vm, a| take(vm, a.data::<SimpleQueue>(), false, None),
        ),
        NativeDef::new(
            "empty(self)",
            "Return True if the queue is empty, False otherwise (not reliable!).",
            |_, a| Ok(Value::bool(a.data::<SimpleQueue>().items.borrow().is_empty())),
        ),
        NativeDef::new(
            "qsize(self)",
            "Return the approximate size of the queue (not reliable!).",
            |_, a| Ok(Value::from(a.data::<SimpleQueue>().items.borrow().len())),
        ),
        CLASS_GETITEM,
    ],
    ..ClassDef::BASE
};
