//! `heapq`: priority queues in lists.
//!
//! The list's items move exactly as in CPython's module, so a heap looks the same at each step. No
//! borrow of the list is held while items are compared; a comparison that changes the list's length
//! is an error.

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::sort::{less, less_plainly};
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

fn heap<'a>(vm: &Vm, value: &'a Value, argument: &str) -> VmResult<&'a Ref<List>> {
    value.get::<List>().ok_or_else(|| {
        let class = vm.class_ref(value).message_name();
        vm.type_error(format!("{argument} must be list, not {class}"))
    })
}

#[cold]
fn resized(vm: &Vm) -> Raised {
    vm.runtime_error("list changed size during iteration")
}

fn get(vm: &Vm, heap: &List, index: usize) -> VmResult {
    heap.get(index).ok_or_else(|| resized(vm))
}

fn set(vm: &Vm, heap: &List, index: usize, item: Value) -> VmResult<()> {
    heap.set(index, item).map(drop).ok_or_else(|| resized(vm))
}

/// The order of the heap: items come out from the smallest or from the largest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Min,
    Max,
}

impl Order {
    fn before(self, vm: &Vm, a: &Value, b: &Value) -> VmResult<bool> {
        match self {
            Order::Min => less(vm, a, b),
            Order::Max => less(vm, b, a),
        }
    }

    fn plainly_before(self, a: &Value, b: &Value) -> Option<bool> {
        match self {
            Order::Min => less_plainly(a, b),
            Order::Max => less_plainly(b, a),
        }
    }
}

/// Moves the item at `position` up to its position below `start`.
fn sift_up(vm: &Vm, heap: &List, start: usize, mut position: usize, order: Order) -> VmResult<()> {
    let len = heap.len();
    while position > start {
        let in_place = rise(&mut heap.borrow_mut(), start, position, order);
        position = match in_place {
            Ok(()) => return Ok(()),
            Err(position) => position,
        };
        let parent_position = (position - 1) / 2;
        let (item, parent) = (get(vm, heap, position)?, get(vm, heap, parent_position)?);
        let moves = order.before(vm, &item, &parent)?;
        if heap.len() != len {
            return Err(resized(vm));
        }
        if !moves {
            break;
        }
        set(vm, heap, position, parent)?;
        set(vm, heap, parent_position, item)?;
        position = parent_position;
    }
    Ok(())
}

/// [`sift_up`] as long as items are numbers and text, which are compared without the program's
/// code; otherwise returns the position reached.
fn rise(items: &mut [Value], start: usize, mut position: usize, order: Order) -> Result<(), usize> {
    while position > start {
        let parent = (position - 1) / 2;
        match order.plainly_before(&items[position], &items[parent]) {
            Some(true) => items.swap(position, parent),
            Some(false) => return Ok(()),
            None => return Err(position),
        }
        position = parent;
    }
    Ok(())
}

/// Moves the item at `start` down to a leaf, always past the smaller child, and then up to its
/// position: this takes fewer comparisons than stopping on the way, since most items belong near
/// the leaves.
fn sift_down(vm: &Vm, heap: &List, start: usize, order: Order) -> VmResult<()> {
    vm.tick(8)?;
    let len = heap.len();
    let mut position = start;
    loop {
        position = sink(&mut heap.borrow_mut(), position, order);
        if position >= len / 2 {
            break;
        }
        let mut child = 2 * position + 1;
        if child + 1 < len {
            let (left, right) = (get(vm, heap, child)?, get(vm, heap, child + 1)?);
            if !order.before(vm, &left, &right)? {
                child += 1;
            }
            if heap.len() != len {
                return Err(resized(vm));
            }
        }
        let (item, child_item) = (get(vm, heap, position)?, get(vm, heap, child)?);
        set(vm, heap, position, child_item)?;
        set(vm, heap, child, item)?;
        position = child;
    }
    sift_up(vm, heap, start, position, order)
}

/// Moves an item down as long as its children are numbers and text; returns the position reached.
fn sink(items: &mut [Value], mut position: usize, order: Order) -> usize {
    while position < items.len() / 2 {
        let mut child = 2 * position + 1;
        if child + 1 < items.len() {
            match order.plainly_before(&items[child], &items[child + 1]) {
                Some(before) => child += usize::from(!before),
                None => break,
            }
        }
        items.swap(position, child);
        position = child;
    }
    position
}

fn push(vm: &Vm, a: Args<'_>, order: Order) -> VmResult {
    let heap = heap(vm, a.at(0), "heappush() argument 1")?;
    heap.push(a[1].clone());
    sift_up(vm, heap, 0, heap.len() - 1, order)?;
    Ok(Value::NONE)
}

fn pop(vm: &Vm, a: Args<'_>, order: Order) -> VmResult {
    let heap = heap(vm, a.at(0), "heappop() argument")?;
    let Some(last) = heap.borrow_mut().pop() else {
        return Err(vm.index_error("index out of range"));
    };
    match heap.set(0, last.clone()) {
        None => Ok(last),
        Some(first) => {
            sift_down(vm, heap, 0, order)?;
            Ok(first)
        }
    }
}

fn replace(vm: &Vm, a: Args<'_>, order: Order) -> VmResult {
    let heap = heap(vm, a.at(0), "heapreplace() argument 1")?;
    let Some(first) = heap.set(0, a[1].clone()) else {
        return Err(vm.index_error("index out of range"));
    };
    sift_down(vm, heap, 0, order)?;
    Ok(first)
}

fn push_pop(vm: &Vm, a: Args<'_>) -> VmResult {
    let heap = heap(vm, a.at(0), "heappushpop() argument 1")?;
    let Some(first) = heap.get(0) else { return Ok(a[1].clone()) };
    if !less(vm, &first, &a[1])? {
        return Ok(a[1].clone());
    }
    let Some(first) = heap.set(0, a[1].clone()) else {
        return Err(vm.index_error("index out of range"));
    };
    sift_down(vm, heap, 0, Order::Min)?;
    Ok(first)
}

fn heapify(vm: &Vm, a: Args<'_>, order: Order) -> VmResult {
    let heap = heap(vm, a.at(0), "heapify() argument")?;
    let len = heap.len();
    for position in (0..len / 2).rev() {
        sift_down(vm, heap, position, order)?;
        if heap.len() != len {
            return Err(resized(vm));
        }
    }
    Ok(Value::NONE)
}

/// The `count` first items in sorted order, as `sorted(items, key=key)[:count]`.
fn extreme(vm: &Vm, a: Args<'_>, reverse: bool) -> VmResult {
    let count = vm.index_clipped(&a[0])?.max(0) as usize;
    let mut items = vm.to_vec(&a[1])?;
    crate::objects::sort::sort(vm, &mut items, a.some(2), reverse)?;
    items.truncate(count);
    Ok(Value::from(items))
}

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "heappush(heap, item, /)",
        "Push item onto heap, maintaining the heap invariant.",
        |vm, a| push(vm, a, Order::Min),
    ),
    NativeDef::new(
        "heappop(heap, /)",
        "Pop the smallest item off the heap, maintaining the heap invariant.",
        |vm, a| pop(vm, a, Order::Min),
    ),
    NativeDef::new(
        "heapreplace(heap, item, /)",
        "Pop and return the current smallest value, and add the new item.",
        |vm, a| replace(vm, a, Order::Min),
    ),
    NativeDef::new(
        "heappushpop(heap, item, /)",
        "Push item on the heap, then pop and return the smallest item from the heap.",
        push_pop,
    ),
    NativeDef::new(
        "heapify(heap, /)",
        "Transform list into a heap, in-place, in O(len(heap)) time.",
        |vm, a| heapify(vm, a, Order::Min),
    ),
    NativeDef::new("_heappop_max(heap, /)", "Maxheap variant of heappop.", |vm, a| {
        pop(vm, a, Order::Max)
    }),
    NativeDef::new(
        "_heapreplace_max(heap, item, /)",
        "Maxheap variant of heapreplace.",
        |vm, a| replace(vm, a, Order::Max),
    ),
    NativeDef::new("_heapify_max(heap, /)", "Maxheap variant of heapify.", |vm, a| {
        heapify(vm, a, Order::Max)
    }),
    NativeDef::new(
        "nlargest(n, iterable, key=None)",
        "Find the n largest elements in a dataset.\n\nEquivalent to:  sorted(iterable, key=key, reverse=True)[:n]",
        |vm, a| extreme(vm, a, true),
    ),
    NativeDef::new(
        "nsmallest(n, iterable, key=None)",
        "Find the n smallest elements in a dataset.\n\nEquivalent to:  sorted(iterable, key=key)[:n]",
        |vm, a| extreme(vm, a, false),
    ),
];

/// `heapq`
pub static MODULE: ModuleDef = ModuleDef {
    name: "heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\nall k, counting elements from 0.",
    functions: FUNCTIONS,
    source: include_str!("heapq.py"),
    ..ModuleDef::BASE
};

/// `_heapq`: the same functions, under the name of CPython's module in C.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: FUNCTIONS,
    ..ModuleDef::BASE
};
