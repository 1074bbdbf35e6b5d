//! The inner loop of `Counter`.

use crate::objects::dict::Dict;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// Whether a subclass of dict gets and stores items with the methods of `dict`.
fn counts_as_dict(vm: &Vm, mapping: &Value) -> bool {
    let dict = &vm.types.dict;
    [&vm.names.setitem, &intern("get")].into_iter().all(|name| {
        match (vm.lookup_special(mapping, name), dict.lookup(name)) {
            (Some(own), Some(plain)) => own.is(&plain),
            _ => false,
        }
    })
}

fn count_elements(vm: &Vm, a: Args<'_>) -> VmResult {
    let one = Value::small_int(1);
    match a[0].get::<Dict>().filter(|_| counts_as_dict(vm, &a[0])) {
        Some(dict) => vm.for_each(&a[1], |item| {
            let hash = vm.hash(&item)?;
            let Some(place) = dict.find(vm, &item, hash)? else {
                return dict.insert_hashed(vm, item, hash, one.clone()).map(drop);
            };
            let count = dict.value_at(place);
            if let Some(small) = count.as_small_int() {
                drop(dict.set_value_at(place, Value::from(small + 1)));
                return Ok(());
            }
            let count = vm.binary(BinaryOp::Add, &count, &one)?;
            dict.insert_hashed(vm, item, hash, count).map(drop)
        })?,
        None => {
            let get = vm.get_attribute(&a[0], &intern("get"))?;
            vm.for_each(&a[1], |item| {
                let count = vm.call(&get, &[item.clone(), Value::small_int(0)])?;
                let count = vm.binary(BinaryOp::Add, &count, &one)?;
                vm.set_item(&a[0], &item, count)
            })?;
        }
    }
    Ok(Value::NONE)
}

/// `_count_elements()`
pub const COUNT_ELEMENTS: NativeDef = NativeDef::new(
    "_count_elements(mapping, iterable, /)",
    "Count elements in the iterable, updating the mapping",
    count_elements,
);
