//! `Queue`, `PriorityQueue`, `LifoQueue`.

use super::locks::{Event, new_event, wait_event};
use super::resources::Usage;
use super::waiters::{Bound, Waiters};
use crate::bytecode::Comparison;
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::{deadlock, exceptions, future, running};
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::class::Class;
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::list::List;
use crate::objects::native::{
    Args, ClassDef, NativeDef, NativeFunction, NativeObject, PropertyDef, readable,
};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// The order in which items leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    First,
    Last,
    Smallest,
    /// The program manages the items: through its own `_init`, `_put` and `_get`, or by having read
    /// `_queue`.
    Own,
}

/// The data of a queue.
#[derive(Default)]
pub struct Queue {
    order: Cell<Order>,
    items: RefCell<VecDeque<Value>>,
    /// `_queue`, which holds the items with [`Order::Own`]; unset otherwise.
    own_items: Slot,
    limit: Slot,
    /// The limit as a number; 0 or less for none.
    most: Cell<i64>,
    getters: Waiters,
    putters: Waiters,
    unfinished: Cell<usize>,
    /// The number of the task that last received an item.
    worker: Cell<u32>,
    /// An event that is set while no task is unfinished.
    finished: Slot,
    shut_down: Cell<bool>,
    bound: Bound,
}

impl NativeObject for Queue {
    fn traverse(&self, visit: Visitor<'_>) {
        self.items.borrow().iter().for_each(&mut *visit);
        for slot in [&self.own_items, &self.limit, &self.finished] {
            visit(&slot.get());
        }
        self.getters.traverse(visit);
        self.putters.traverse(visit);
        self.bound.traverse(visit);
    }

    fn clear(&self) {
        drop(self.items.take());
        self.own_items.set(Value::UNSET);
        self.getters.clear();
        self.putters.clear();
    }
}

impl Queue {
    pub(super) fn usage(&self) -> Usage {
        // A class of the program may keep its items elsewhere.
        let size = self.items.borrow().len();
        let words = match self.most.get() {
            ..=0 => format!("{size} item{}", if size == 1 { "" } else { "s" }),
            most => format!("{size} of {most} items"),
        };
        Usage { words, size, waiting: self.getters.len() + self.putters.len() }
    }

    fn len(&self, vm: &Vm, this: &Value) -> VmResult<usize> {
        if self.order.get() == Order::Own {
            return vm.len(&own_items(vm, this)?);
        }
        Ok(self.items.borrow().len())
    }

    fn is_full(&self, vm: &Vm, this: &Value) -> VmResult<bool> {
        let most = self.most.get();
        Ok(most > 0 && self.len(vm, this)? as i64 >= most)
    }

    fn finished(&self, set: bool) {
        if let Some(event) = self.finished.get().native::<Event>() {
            if set {
                event.set();
            } else {
                event.reset();
            }
        }
    }

    fn put_now(&self, vm: &Vm, this: &Value, item: Value) -> VmResult<()> {
        if self.shut_down.get() {
            return Err(exceptions::raise(vm, &exceptions::QUEUE_SHUT_DOWN, &[]));
        }
        if self.is_full(vm, this)? {
            return Err(exceptions::raise(vm, &exceptions::QUEUE_FULL, &[]));
        }
        match self.order.get() {
            Order::First | Order::Last => self.items.borrow_mut().push_back(item),
            Order::Smallest => with_heap(self, |heap| heap_push(vm, heap, item))?,
            Order::Own => drop(vm.call_method(this, &intern("_put"), &[item])?),
        }
        self.note_size(vm, this);
        self.unfinished.set(self.unfinished.get() + 1);
        self.finished(false);
        self.getters.wake_next();
        Ok(())
    }

    /// Records the number of items, if the queue holds them itself.
    fn note_size(&self, vm: &Vm, this: &Value) {
        if vm.is_traced.get() && self.order.get() != Order::Own {
            let size = self.items.borrow().len();
            running(vm).recorder.sized(Thing::None, self.bound.number(vm, this), size);
        }
    }

    fn take_item(&self, vm: &Vm, this: &Value) -> VmResult {
        let item = match self.order.get() {
            Order::First => self.items.borrow_mut().pop_front(),
            Order::Last => self.items.borrow_mut().pop_back(),
            Order::Smallest => with_heap(self, |heap| heap_pop(vm, heap))?,
            Order::Own => return vm.call_method(this, &intern("_get"), &[]),
        };
        item.ok_or_else(|| vm.index_error("pop from an empty queue"))
    }

    fn get_now(&self, vm: &Vm, this: &Value) -> VmResult {
        if self.len(vm, this)? == 0 {
            let def = if self.shut_down.get() {
                &exceptions::QUEUE_SHUT_DOWN
            } else {
                &exceptions::QUEUE_EMPTY
            };
            return Err(exceptions::raise(vm, def, &[]));
        }
        let item = self.take_item(vm, this)?;
        self.worker.set(running(vm).recorder.cause());
        self.note_size(vm, this);
        self.putters.wake_next();
        Ok(item)
    }

    fn text(&self, vm: &Vm, this: &Value) -> VmResult<String> {
        let mut text = format!("maxsize={}", vm.repr(&self.limit.get())?.as_str());
        if self.len(vm, this)? > 0 {
            let items: Value = match self.order.get() {
                Order::Own => vm.to_vec(&own_items(vm, this)?)?.into(),
                _ => self.items.borrow().iter().cloned().collect::<Vec<_>>().into(),
            };
            text.push_str(&format!(" _queue={}", vm.repr(&items)?.as_str()));
        }
        for (name, waiters) in [("getters", &self.getters), ("putters", &self.putters)] {
            if !waiters.is_empty() {
                text.push_str(&format!(" _{name}[{}]", waiters.len()));
            }
        }
        if self.unfinished.get() > 0 {
            text.push_str(&format!(" tasks={}", self.unfinished.get()));
        }
        if self.shut_down.get() {
            text.push_str(" shutdown");
        }
        Ok(text)
    }
}

/// The items as a heap. Comparing them runs the program's code, which must not find them borrowed:
/// meanwhile the queue has none.
fn with_heap<T>(queue: &Queue, body: impl FnOnce(&mut Vec<Value>) -> VmResult<T>) -> VmResult<T> {
    let mut heap: Vec<Value> = queue.items.take().into();
    let result = body(&mut heap);
    let mut items = queue.items.borrow_mut();
    let added = std::mem::replace(&mut *items, heap.into());
    items.extend(added);
    result
}

fn less(vm: &Vm, a: &Value, b: &Value) -> VmResult<bool> {
    vm.compare_truth(Comparison::Lt, a, b)
}

/// Adds to a heap, like CPython's `heapq`, so that equal items leave in the same order.
fn heap_push(vm: &Vm, heap: &mut Vec<Value>, item: Value) -> VmResult<()> {
    let at = heap.len();
    heap.push(item);
    sift_down(vm, heap, 0, at)
}

fn heap_pop(vm: &Vm, heap: &mut Vec<Value>) -> VmResult<Option<Value>> {
    let Some(last) = heap.pop() else { return Ok(None) };
    if heap.is_empty() {
        return Ok(Some(last));
    }
    let smallest = std::mem::replace(&mut heap[0], last);
    // Moves it down to a leaf along the smaller children, then up to its position.
    let mut at = 0;
    loop {
        let mut child = 2 * at + 1;
        if child >= heap.len() {
            break;
        }
        if child + 1 < heap.len() && !less(vm, &heap[child], &heap[child + 1])? {
            child += 1;
        }
        heap.swap(at, child);
        at = child;
    }
    sift_down(vm, heap, 0, at)?;
    Ok(Some(smallest))
}

fn sift_down(vm: &Vm, heap: &mut [Value], start: usize, mut at: usize) -> VmResult<()> {
    while at > start {
        let parent = (at - 1) / 2;
        if !less(vm, &heap[at], &heap[parent])? {
            break;
        }
        heap.swap(at, parent);
        at = parent;
    }
    Ok(())
}

/// The coroutine `Queue.get()`.
struct Get {
    queue: Value,
    getter: Value,
}

impl NativeCoroutineBody for Get {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let Some(queue) = self.queue.native::<Queue>() else {
            return Err(vm.type_error("a queue was expected"));
        };
        if let Err(raised) = input {
            if !self.getter.is_unset() {
                let cancelled = future::set_cancelled(&self.getter, Value::UNSET)
                    || future::state_of(&self.getter).is_some_and(|s| s.is_cancelled());
                queue.getters.remove(&self.getter);
                if queue.len(vm, &self.queue)? > 0 && !cancelled {
                    queue.getters.wake_next();
                }
            }
            return Err(raised);
        }
        if queue.len(vm, &self.queue)? > 0 {
            return match super::waiters::is_derived(vm, &self.queue) {
                false => queue.get_now(vm, &self.queue),
                true => vm.call_method(&self.queue, &intern("get_nowait"), &[]),
            }
            .map(Step::Return);
        }
        if queue.shut_down.get() {
            return Err(exceptions::raise(vm, &exceptions::QUEUE_SHUT_DOWN, &[]));
        }
        self.getter = queue.bound.future(vm, &self.queue, Thing::Get)?;
        queue.getters.push(self.getter.clone());
        Ok(Step::Await(self.getter.clone()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.queue);
        visit(&self.getter);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let class = vm.class_of(&self.queue).name();
        Some(Awaited::new(format!("an item of {class} (empty)")))
    }
}

/// The coroutine `Queue.put(item)`.
struct Put {
    queue: Value,
    item: Value,
    putter: Value,
}

impl NativeCoroutineBody for Put {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let Some(queue) = self.queue.native::<Queue>() else {
            return Err(vm.type_error("a queue was expected"));
        };
        if let Err(raised) = input {
            if !self.putter.is_unset() {
                let cancelled = future::set_cancelled(&self.putter, Value::UNSET)
                    || future::state_of(&self.putter).is_some_and(|s| s.is_cancelled());
                queue.putters.remove(&self.putter);
                if !queue.is_full(vm, &self.queue)? && !cancelled {
                    queue.putters.wake_next();
                }
            }
            return Err(raised);
        }
        if !queue.is_full(vm, &self.queue)? {
            let item = std::mem::take(&mut self.item);
            return match super::waiters::is_derived(vm, &self.queue) {
                false => queue.put_now(vm, &self.queue, item).map(|()| Value::NONE),
                true => vm.call_method(&self.queue, &intern("put_nowait"), &[item]),
            }
            .map(Step::Return);
        }
        if queue.shut_down.get() {
            return Err(exceptions::raise(vm, &exceptions::QUEUE_SHUT_DOWN, &[]));
        }
        self.putter = queue.bound.future(vm, &self.queue, Thing::Put)?;
        queue.putters.push(self.putter.clone());
        Ok(Step::Await(self.putter.clone()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.queue);
        visit(&self.item);
        visit(&self.putter);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let queue = self.queue.native::<Queue>()?;
        let class = vm.class_of(&self.queue).name();
        let text = format!(
            "room in {class} ({} of {} items)",
            queue.items.borrow().len(),
            queue.most.get()
        );
        Some(Awaited::new(text))
    }
}

/// The coroutine `Queue.join()`.
struct Join {
    queue: Value,
    waits: bool,
}

impl NativeCoroutineBody for Join {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        input?;
        let Some(queue) = self.queue.native::<Queue>() else {
            return Err(vm.type_error("a queue was expected"));
        };
        if self.waits || queue.unfinished.get() == 0 {
            return Ok(Step::Return(Value::NONE));
        }
        self.waits = true;
        running(vm).recorder.will_wait(Thing::Join, queue.bound.number(vm, &self.queue));
        Ok(Step::Await(wait_event(queue.finished.get())))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.queue);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let queue = self.queue.native::<Queue>()?;
        let class = vm.class_of(&self.queue).name();
        let mut text = format!("{class}.join() ({} unfinished", queue.unfinished.get());
        if let Some(end) = deadlock::end_of(vm, queue.worker.get()) {
            text.push_str(&format!("; its worker {end}"));
        }
        text.push(')');
        Some(Awaited::new(text))
    }
}

/// A new queue object without limit.
pub fn new_queue(vm: &Vm) -> Value {
    let queue = Queue::default();
    queue.limit.set(Value::small_int(0));
    queue.finished.set(new_event(vm));
    queue.finished(true);
    super::runner::new_native(&vm.class_for(&QUEUE), queue)
}

/// Puts an item into a queue that has no limit.
///
/// # Errors
/// QueueShutDown.
pub fn put_now(vm: &Vm, queue: &Value, item: Value) -> VmResult<()> {
    match queue.native::<Queue>() {
        Some(data) => data.put_now(vm, queue, item),
        None => Ok(()),
    }
}

/// The coroutine `Queue.get()`.
pub fn get(queue: Value) -> Value {
    NativeCoroutine::new("Queue.get", Get { queue, getter: Value::UNSET })
}

fn init(vm: &Vm, args: Args<'_>) -> VmResult {
    let queue = args.data::<Queue>();
    let limit = args.opt(1).cloned().unwrap_or(Value::small_int(0));
    set_limit(vm, queue, limit.clone())?;
    queue.finished.set(new_event(vm));
    queue.finished(true);
    queue.order.set(order_of(vm, &args[0]));
    if queue.order.get() == Order::Own {
        vm.call_method(&args[0], &intern("_init"), &[limit])?;
    }
    Ok(Value::NONE)
}

/// Any number can be a limit.
fn set_limit(vm: &Vm, queue: &Queue, limit: Value) -> VmResult<()> {
    queue.most.set(match limit.as_float() {
        Some(limit) => limit.ceil() as i64,
        None if crate::objects::int::is_int(&limit) => vm.index_clipped(&limit)?,
        None if vm.compare_truth(Comparison::Le, &limit, &Value::small_int(0))? => 0,
        None => vm.index_clipped(&limit)?,
    });
    queue.limit.set(limit);
    Ok(())
}

/// The order that an object's class gives its items.
fn order_of(vm: &Vm, this: &Value) -> Order {
    let class = vm.class_of(this);
    let own = |name: &str| {
        class.lookup(&intern(name)).is_some_and(|m| m.get::<NativeFunction>().is_none())
    };
    if class.def.is_none() && ["_init", "_put", "_get"].iter().any(|name| own(name)) {
        return Order::Own;
    }
    native_order(vm, this)
}

/// The order of the built-in class that an object's class is or is derived from.
fn native_order(vm: &Vm, this: &Value) -> Order {
    let class = vm.class_of(this);
    let derives = |def| class.is_subclass_of(&vm.class_for(def));
    if derives(&PRIORITY_QUEUE) {
        Order::Smallest
    } else if derives(&LIFO_QUEUE) {
        Order::Last
    } else {
        Order::First
    }
}

/// `_queue`: once a program has read it, the items are in an object that the program may change.
fn own_items(vm: &Vm, this: &Value) -> VmResult {
    let Some(queue) = this.native::<Queue>() else { return Ok(Value::NONE) };
    if queue.own_items.is_unset() {
        let items: Value = Vec::from(queue.items.take()).into();
        queue.own_items.set(match native_order(vm, this) {
            Order::First => {
                let collections = vm.import_module("collections")?;
                vm.call_method(&collections, &intern("deque"), &[items])?
            }
            _ => items,
        });
        queue.order.set(Order::Own);
    }
    Ok(queue.own_items.get())
}

/// `_put` of the built-in classes, for items that are in `_queue`.
fn put_own(vm: &Vm, this: &Value, item: &Value) -> VmResult {
    let items = own_items(vm, this)?;
    if native_order(vm, this) != Order::Smallest {
        return vm.call_method(&items, &intern("append"), std::slice::from_ref(item));
    }
    let heapq = vm.import_module("heapq")?;
    vm.call_method(&heapq, &intern("heappush"), &[items, item.clone()])
}

/// `_get` of the built-in classes, for items that are in `_queue`.
fn get_own(vm: &Vm, this: &Value) -> VmResult {
    let items = own_items(vm, this)?;
    match native_order(vm, this) {
        Order::Smallest => {
            let heapq = vm.import_module("heapq")?;
            vm.call_method(&heapq, &intern("heappop"), &[items])
        }
        Order::First if items.get_exact::<List>().is_none() => {
            vm.call_method(&items, &intern("popleft"), &[])
        }
        Order::First => vm.call_method(&items, &intern("pop"), &[Value::small_int(0)]),
        _ => vm.call_method(&items, &intern("pop"), &[]),
    }
}

/// `asyncio.Queue`
pub static QUEUE: ClassDef = ClassDef {
    name: "Queue",
    module: "asyncio.queues",
    doc: "A queue, useful for coordinating producer and consumer coroutines.\n\nIf maxsize is less than or equal to zero, the queue size is infinite. If it\nis an integer greater than 0, then \"await put()\" will block when the\nqueue reaches maxsize, until an item is removed by get().",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            match args[0].get::<Class>() {
                Some(class) => Ok(super::runner::new_native(class, Queue::default())),
                None => Err(vm.type_error("a class was expected")),
            }
        }),
        NativeDef::new("__init__(self, maxsize=0)", "", init),
        NativeDef::new("_init(self, maxsize)", "", |vm, args| {
            args.data::<Queue>().own_items.set(Value::UNSET);
            own_items(vm, &args[0]).map(|_| Value::NONE)
        }),
        NativeDef::new("_put(self, item)", "", |vm, args| put_own(vm, &args[0], &args[1])),
        NativeDef::new("_get(self)", "", |vm, args| get_own(vm, &args[0])),
        NativeDef::new("_format(self)", "", |vm, args| {
            Ok(args.data::<Queue>().text(vm, &args[0])?.into())
        }),
        NativeDef::new("qsize(self) -> int", "Number of items in the queue.", |vm, args| {
            Ok(args.data::<Queue>().len(vm, &args[0])?.into())
        }),
        NativeDef::new(
            "empty(self) -> bool",
            "Return True if the queue is empty, False otherwise.",
            |vm, args| Ok(Value::bool(args.data::<Queue>().len(vm, &args[0])? == 0)),
        ),
        NativeDef::new(
            "full(self) -> bool",
            "Return True if there are maxsize items in the queue.\n\nNote: if the Queue was initialized with maxsize=0 (the default),\nthen full() is never True.",
            |vm, args| Ok(Value::bool(args.data::<Queue>().is_full(vm, &args[0])?)),
        ),
        NativeDef::new(
            "async put(self, item)",
            "Put an item into the queue.\n\nPut an item into the queue. If the queue is full, wait until a free\nslot is available before adding item.\n\nRaises QueueShutDown if the queue has been shut down.",
            |_, args| {
                let body =
                    Put { queue: args[0].clone(), item: args[1].clone(), putter: Value::UNSET };
                Ok(NativeCoroutine::new("Queue.put", body))
            },
        ),
        NativeDef::new(
            "put_nowait(self, item) -> None",
            "Put an item into the queue without blocking.\n\nIf no free slot is immediately available, raise QueueFull.\n\nRaises QueueShutDown if the queue has been shut down.",
            |vm, args| {
                args.data::<Queue>().put_now(vm, &args[0], args[1].clone())?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "async get(self)",
            "Remove and return an item from the queue.\n\nIf queue is empty, wait until an item is available.\n\nRaises QueueShutDown if the queue has been shut down and is empty, or\nif the queue has been shut down immediately.",
            |_, args| Ok(get(args[0].clone())),
        ),
        NativeDef::new(
            "get_nowait(self)",
            "Remove and return an item from the queue.\n\nReturn an item if one is immediately available, else raise QueueEmpty.\n\nRaises QueueShutDown if the queue has been shut down and is empty, or\nif the queue has been shut down immediately.",
            |vm, args| args.data::<Queue>().get_now(vm, &args[0]),
        ),
        NativeDef::new(
            "task_done(self) -> None",
            "Indicate that a formerly enqueued task is complete.\n\nUsed by queue consumers. For each get() used to fetch a task,\na subsequent call to task_done() tells the queue that the processing\non the task is complete.\n\nRaises ValueError if called more times than there were items placed in\nthe queue.",
            |vm, args| {
                let queue = args.data::<Queue>();
                let unfinished = queue.unfinished.get();
                if unfinished == 0 {
                    return Err(vm.value_error("task_done() called too many times"));
                }
                queue.unfinished.set(unfinished - 1);
                if unfinished == 1 {
                    queue.finished(true);
                }
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "async join(self)",
            "Block until all items in the queue have been gotten and processed.\n\nThe count of unfinished tasks goes up whenever an item is added to the\nqueue. The count goes down whenever a consumer calls task_done() to\nindicate that the item was retrieved and all work on it is complete.\nWhen the count of unfinished tasks drops to zero, join() unblocks.",
            |_, args| {
                Ok(NativeCoroutine::new(
                    "Queue.join",
                    Join { queue: args[0].clone(), waits: false },
                ))
            },
        ),
        NativeDef::new(
            "shutdown(self, immediate=False) -> None",
            "Shut-down the queue, making queue gets and puts raise QueueShutDown.\n\nBy default, gets will only raise once the queue is empty. Set\n'immediate' to True to make gets raise immediately instead.\n\nAll blocked callers of put() and get() will be unblocked. If\n'immediate', a task is marked as done for each item remaining in\nthe queue, which may unblock callers of join().",
            |vm, args| {
                let queue = args.data::<Queue>();
                queue.shut_down.set(true);
                if args.opt(1).map_or(Ok(false), |v| vm.truthy(v))? {
                    while queue.len(vm, &args[0])? > 0 {
                        drop(queue.take_item(vm, &args[0])?);
                        queue.unfinished.set(queue.unfinished.get().saturating_sub(1));
                    }
                    if queue.unfinished.get() == 0 {
                        queue.finished(true);
                    }
                }
                queue.getters.wake_all();
                queue.putters.wake_all();
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let text = args.data::<Queue>().text(vm, &args[0])?;
            let class = vm.class_of(&args[0]).name();
            Ok(format!("<{class} at {:#x} {text}>", args[0].bits()).into())
        }),
        NativeDef::new("__str__(self)", "", |vm, args| {
            let text = args.data::<Queue>().text(vm, &args[0])?;
            Ok(format!("<{} {text}>", vm.class_of(&args[0]).name()).into())
        }),
        CLASS_GETITEM,
    ],
    properties: &[
        readable!("maxsize", Queue, |_, queue| Ok(queue.limit.get())),
        PropertyDef {
            name: "_unfinished_tasks",
            doc: "",
            get: |_, this| {
                Ok(this.native::<Queue>().map_or(Value::NONE, |q| q.unfinished.get().into()))
            },
            set: Some(|vm, this, count| {
                let count = vm.index_clipped(&count)?;
                if let Some(queue) = this.native::<Queue>() {
                    queue.unfinished.set(usize::try_from(count).unwrap_or(0));
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "_maxsize",
            doc: "",
            get: |_, this| Ok(this.native::<Queue>().map_or(Value::NONE, |q| q.limit.get())),
            set: Some(|vm, this, limit| match this.native::<Queue>() {
                Some(queue) => set_limit(vm, queue, limit),
                None => Ok(()),
            }),
        },
        PropertyDef {
            name: "_queue",
            doc: "",
            get: own_items,
            set: Some(|_, this, items| {
                if let Some(queue) = this.native::<Queue>() {
                    queue.order.set(Order::Own);
                    queue.own_items.set(items);
                }
                Ok(())
            }),
        },
        readable!("_unfinished_tasks", Queue, |_, queue| Ok(queue.unfinished.get().into())),
        readable!("_getters", Queue, |vm, queue| queue.getters.to_deque(vm)),
        readable!("_putters", Queue, |vm, queue| queue.putters.to_deque(vm)),
        readable!("_is_shutdown", Queue, |_, queue| Ok(Value::bool(queue.shut_down.get()))),
    ],
    ..ClassDef::BASE
};

/// `asyncio.PriorityQueue`
pub static PRIORITY_QUEUE: ClassDef = ClassDef {
    name: "PriorityQueue",
    module: "asyncio.queues",
    doc: "A subclass of Queue; retrieves entries in priority order (lowest first).\n\nEntries are typically tuples of the form: (priority number, data).",
    base: Some(&QUEUE),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    ..ClassDef::BASE
};

/// `asyncio.LifoQueue`
pub static LIFO_QUEUE: ClassDef = ClassDef {
    name: "LifoQueue",
    module: "asyncio.queues",
    doc: "A subclass of Queue that retrieves most recently added entries first.",
    base: Some(&QUEUE),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    ..ClassDef::BASE
};
