//! `bisect`: searching and inserting in sorted sequences.

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::sort::less;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The side of equal items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The index where `x` (already a key, if there is a key function) must be inserted.
fn search(vm: &Vm, a: Args<'_>, x: &Value, side: Side) -> VmResult<usize> {
    let low = a.opt(2).map_or(Ok(0), |low| vm.index_clipped(low))?;
    if low < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let mut low = low as usize;
    let mut high = match a.some(3) {
        Some(high) => vm.index_clipped(high)?.max(0) as usize,
        None => vm.len(&a[0])?,
    };
    while low < high {
        let middle = low + (high - low) / 2;
        let item = match a[0].get_exact::<List>().and_then(|list| list.get(middle)) {
            Some(item) => item,
            None => vm.get_item(&a[0], &Value::from(middle))?,
        };
        let item = match a.some(4) {
            Some(key) => vm.call(key, &[item])?,
            None => item,
        };
        let go_right = match side {
            Side::Left => less(vm, &item, x)?,
            Side::Right => !less(vm, x, &item)?,
        };
        if go_right { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

fn bisect(vm: &Vm, a: Args<'_>, side: Side) -> VmResult {
    search(vm, a, &a[1], side).map(Value::from)
}

fn insort(vm: &Vm, a: Args<'_>, side: Side) -> VmResult {
    let x = match a.some(4) {
        Some(key) => vm.call(key, &[a[1].clone()])?,
        None => a[1].clone(),
    };
    let index = search(vm, a, &x, side)?;
    match a[0].get_exact::<List>() {
        Some(list) => {
            let mut items = list.borrow_mut();
            let index = index.min(items.len());
            items.insert(index, a[1].clone());
        }
        None => {
            let args = [Value::from(index), a[1].clone()];
            vm.call_method(&a[0], &intern("insert"), &args)?;
        }
    }
    Ok(Value::NONE)
}

const FIND_LEFT: &str = "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.";
const FIND_RIGHT: &str = "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.";
const INSERT_LEFT: &str = "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.";
const INSERT_RIGHT: &str = "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.";

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("bisect_left(a, x, lo=0, hi=None, *, key=None)", FIND_LEFT, |vm, a| {
        bisect(vm, a, Side::Left)
    }),
    NativeDef::new("bisect_right(a, x, lo=0, hi=None, *, key=None)", FIND_RIGHT, |vm, a| {
        bisect(vm, a, Side::Right)
    }),
    NativeDef::new("insort_left(a, x, lo=0, hi=None, *, key=None)", INSERT_LEFT, |vm, a| {
        insort(vm, a, Side::Left)
    }),
    NativeDef::new("insort_right(a, x, lo=0, hi=None, *, key=None)", INSERT_RIGHT, |vm, a| {
        insort(vm, a, Side::Right)
    }),
];

/// `bisect`
pub static MODULE: ModuleDef = ModuleDef {
    name: "bisect",
    doc: "Bisection algorithms.",
    functions: FUNCTIONS,
    source: "bisect, insort = bisect_right, insort_right\n",
    ..ModuleDef::BASE
};

/// `_bisect`: the same functions, under the name of CPython's module in C.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_bisect",
    doc: "Bisection algorithms.",
    functions: FUNCTIONS,
    ..ModuleDef::BASE
};
