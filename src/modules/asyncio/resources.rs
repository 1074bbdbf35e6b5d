//! The queues, locks and the like that are in use, as plain data for `hob top`.

use super::barrier::Barrier;
use super::condition::Condition;
use super::locks::{Event, Lock, Semaphore};
use super::queues::Queue;
use crate::objects::native::Native;
use crate::runtime::Value;
use crate::runtime::live::live_objects_of;
use crate::vm::Vm;

/// The number of listed resources: those with the most waiting tasks, then the largest.
const MOST: usize = 200;

/// The use that is made of a resource.
pub(super) struct Usage {
    /// A description of its state; empty if only its waiting tasks matter.
    pub words: String,
    /// The number of its items, of its holders, or of the tasks that have arrived.
    pub size: usize,
    /// The number of tasks that wait for it.
    pub waiting: usize,
}

/// A queue, lock or the like that is in use.
pub struct Resource {
    /// A number that is unique among those that are alive.
    pub id: u64,
    /// Its class and state: `Queue (3 of 10 items)`.
    pub text: String,
    /// The number of items in it, of holders, or of those who have come.
    pub size: usize,
    /// The number of tasks that wait for it.
    pub waiting: usize,
}

/// The resources that hold something or that tasks wait for. Runs no code of the program.
pub fn in_use(vm: &Vm) -> Vec<Resource> {
    let mut found = Vec::new();
    for native in live_objects_of::<Native>() {
        let value = native.as_value();
        let Some(Usage { words, size, waiting }) = usage(value) else { continue };
        if size > 0 || waiting > 0 {
            let class = vm.class_of(value).name();
            let text = if words.is_empty() { class } else { format!("{class} ({words})") };
            found.push(Resource { id: value.bits(), text, size, waiting });
        }
    }
    found.sort_by(|a, b| (b.waiting, b.size, a.id).cmp(&(a.waiting, a.size, b.id)));
    found.truncate(MOST);
    found
}

fn usage(value: &Value) -> Option<Usage> {
    value
        .native::<Queue>()
        .map(Queue::usage)
        .or_else(|| value.native::<Lock>().map(Lock::usage))
        .or_else(|| value.native::<Semaphore>().map(Semaphore::usage))
        .or_else(|| value.native::<Event>().map(Event::usage))
        .or_else(|| value.native::<Condition>().map(Condition::usage))
        .or_else(|| value.native::<Barrier>().map(Barrier::usage))
}
