//! The order of tuples that differ in items which Rust can order.
//!
//! The first items of all tuples are a column, and so are the second ones of those with equal first
//! items. Where a column is [`Uniform`], comparing it runs no code of the program.

use super::{OBJECTS, Uniform, beginning, sort_in_pieces, text};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// A tuple in the order of a column.
struct Row<'a> {
    /// Sorts before all items with a larger rank; of strings, those with equal ranks may differ.
    rank: u64,
    /// The position of the tuple among the keys.
    index: u32,
    items: &'a [Value],
}

/// The positions of keys in their order; none unless they are tuples that are ordered by uniform
/// columns alone. Equal tuples keep their order.
///
/// # Errors
/// Same as [`Vm::tick`] and [`Vm::reserve`].
pub(super) fn order(vm: &Vm, keys: &[Value]) -> VmResult<Option<Vec<u32>>> {
    if keys.first().is_none_or(|key| key.get_exact::<Tuple>().is_none()) {
        return Ok(None);
    }
    let mut rows = vm.vec_with_capacity(keys.len())?;
    for (index, key) in keys.iter().enumerate() {
        let Some(tuple) = key.get_exact::<Tuple>() else { return Ok(None) };
        rows.push(Row { rank: 0, index: index as u32, items: tuple.items() });
    }
    Ok(sort(vm, &mut rows)?.then(|| rows.iter().map(|row| row.index).collect()))
}

/// Sorts tuples by their columns. False if one that decides is not uniform.
fn sort(vm: &Vm, rows: &mut [Row<'_>]) -> VmResult<bool> {
    // Groups of tuples that are equal before a column.
    let mut groups = vec![(0, rows.len(), 0)];
    while let Some((start, end, column)) = groups.pop() {
        let rows = &mut rows[start..end];
        vm.tick(rows.len())?;
        let len = rows[0].items.len();
        if rows.iter().any(|row| row.items.len() != len) {
            return Ok(false);
        }
        if column == len {
            continue;
        }
        let items = rows.iter().map(|row| &row.items[column]);
        let Some(kind) = Uniform::of_all(&rows[0].items[column], items) else { return Ok(false) };
        for row in &mut *rows {
            row.rank = rank(&kind, &row.items[column]);
        }
        let compare = |a: &Row<'_>, b: &Row<'_>| {
            let order = a.rank.cmp(&b.rank);
            match kind {
                Uniform::Strings if order.is_eq() => {
                    text(&a.items[column]).cmp(text(&b.items[column]))
                }
                _ => order,
            }
        };
        sort_in_pieces(vm, rows, OBJECTS, compare)?;
        let mut from = 0;
        for equal in rows.chunk_by(|a, b| compare(a, b) == Ordering::Equal) {
            if equal.len() > 1 {
                vm.grow(&mut groups, 1)?;
                groups.push((start + from, start + from + equal.len(), column + 1));
            }
            from += equal.len();
        }
    }
    Ok(true)
}

/// The rank of an item in a column of this kind.
fn rank(kind: &Uniform, item: &Value) -> u64 {
    const SIGN: u64 = 1 << 63;
    match kind {
        Uniform::Ints => item.small_int_unchecked() as u64 ^ SIGN,
        Uniform::Floats => {
            // The sum makes the negative zero equal to the other one.
            let bits = (item.float_unchecked() + 0.0).to_bits();
            if bits & SIGN == 0 { bits ^ SIGN } else { !bits }
        }
        Uniform::Strings => beginning(item),
    }
}
