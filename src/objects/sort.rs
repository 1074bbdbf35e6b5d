//! Stable sorting by Python's `<`.
//!
//! If all keys are small ints, floats or strings, or tuples that differ in such items, Rust's sort
//! is used, on pieces if there are many. Otherwise existing runs are found, short ones are extended by binary insertion, and runs are merged, as in "timsort"
//! (without galloping). Only `<` is used, and inconsistent answers never corrupt the list.

use super::list::List;
use super::native::Body;
use super::slots::TypeSlot;
use super::special::SpecialMethod;
use super::str::Str;
use super::str_sequence;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value};
use crate::text::surrogate;
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// Sorts items by `key(item)`, or by themselves. After an error, their order is unspecified.
///
/// # Errors
/// Any exception raised by `key` and the comparisons.
pub fn sort(vm: &Vm, items: &mut Vec<Value>, key: Option<&Value>, reverse: bool) -> VmResult<()> {
    let keys = match key {
        Some(key) => {
            let mut keys = vm.vec_with_capacity(items.len())?;
            for item in items.iter() {
                vm.tick(1)?;
                keys.push(vm.call(key, std::slice::from_ref(item))?);
            }
            Some(keys)
        }
        None => None,
    };
    // Equal items keep their order even in a reversed sort: reverse twice.
    match keys {
        Some(mut keys) => {
            if reverse {
                items.reverse();
                keys.reverse();
            }
            let mut order: Vec<u32> = (0..items.len() as u32).collect();
            let result = order_of(vm, &keys, &mut order);
            let applied = apply(vm, items, &order);
            let result = result.and(applied);
            if reverse {
                items.reverse();
            }
            result
        }
        None => {
            if reverse {
                items.reverse();
            }
            let result = sort_plain(vm, items);
            if reverse {
                items.reverse();
            }
            result
        }
    }
}

fn sort_plain(vm: &Vm, items: &mut Vec<Value>) -> VmResult<()> {
    match Uniform::of(items) {
        Some(Uniform::Ints) if items.len() <= NUMBERS => {
            items.sort_unstable_by_key(|v| v.small_int_unchecked());
            Ok(())
        }
        Some(Uniform::Ints) => sort_in_pieces(vm, items, NUMBERS, |a, b| {
            a.small_int_unchecked().cmp(&b.small_int_unchecked())
        }),
        Some(Uniform::Floats) => {
            sort_in_pieces(vm, items, NUMBERS, |a, b| a.float_unchecked().total(b))
        }
        Some(Uniform::Strings) if items.len() > OBJECTS => {
            sort_in_pieces(vm, items, OBJECTS, |a, b| text(a).cmp(text(b)))
        }
        Some(Uniform::Strings) => {
            let mut texts = vm.vec_with_capacity(items.len())?;
            texts.extend(items.drain(..).map(|item| (beginning(&item), item)));
            let result = sort_in_pieces(vm, &mut texts, OBJECTS, |(a, x), (b, y)| {
                a.cmp(b).then_with(|| text(x).cmp(text(y)))
            });
            items.extend(texts.into_iter().map(|(_, item)| item));
            result
        }
        None => {
            let mut order: Vec<u32> = (0..items.len() as u32).collect();
            let result = general_order(vm, items, &mut order);
            let applied = apply(vm, items, &order);
            result.and(applied)
        }
    }
}

/// Sorts indexes by the keys at them, which are not [`Uniform`].
fn general_order(vm: &Vm, keys: &[Value], order: &mut [u32]) -> VmResult<()> {
    if let Some(sorted) = order_by_columns(vm, keys)? {
        order.copy_from_slice(&sorted);
        return Ok(());
    }
    let by = ItemOrder::of(vm, keys);
    merge_sort(order, &mut |a, b| {
        vm.tick(1)?;
        by.less(vm, &keys[a as usize], &keys[b as usize])
    })
}

/// The way to compare two items.
enum ItemOrder {
    /// By the body of their class's `__lt__`.
    Native(fn(&Vm, &Value, &Value, Comparison) -> VmResult),
    /// As the operator does.
    General,
}

impl ItemOrder {
    /// The best way for these items: `Native` if all are of one native class that has an order.
    fn of(vm: &Vm, items: &[Value]) -> ItemOrder {
        let Some((first, rest)) = items.split_first() else { return ItemOrder::General };
        if first.kind() != Some(Kind::Native) {
            return ItemOrder::General;
        }
        let class = vm.class_ref(first);
        let slot = class.slot(SpecialMethod::comparison(Comparison::Lt));
        match slot {
            TypeSlot::Native(Body::Compare(compare, Comparison::Lt))
                if rest.iter().all(|item| vm.class_ref(item).is(class)) =>
            {
                ItemOrder::Native(*compare)
            }
            _ => ItemOrder::General,
        }
    }

    fn less(&self, vm: &Vm, a: &Value, b: &Value) -> VmResult<bool> {
        if let ItemOrder::Native(compare) = self {
            let result = compare(vm, a, b, Comparison::Lt)?;
            if result.is_bool() {
                return Ok(result.is(&Value::TRUE));
            }
        }
        less(vm, a, b)
    }
}

/// Arranges the items in this order, which contains each of their indexes once.
fn apply(vm: &Vm, items: &mut Vec<Value>, order: &[u32]) -> VmResult<()> {
    let mut sorted = vm.vec_with_capacity(items.len())?;
    for part in order.chunks(OBJECTS) {
        vm.tick(part.len())?;
        sorted.extend(part.iter().map(|i| items[*i as usize].clone()));
    }
    *items = sorted;
    Ok(())
}

/// The length in bytes of texts that take long to compare.
const LONG: usize = 512;
/// How many numbers are sorted in one piece, which takes about ten milliseconds.
const NUMBERS: usize = 1 << 18;
/// How many texts, or keys reached through indexes, are sorted in one piece.
const OBJECTS: usize = 1 << 15;

/// A stable sort that limits and Ctrl-C can interrupt: sorts pieces and merges them.
fn sort_in_pieces<T>(
    vm: &Vm,
    items: &mut [T],
    piece: usize,
    compare: impl Fn(&T, &T) -> Ordering + Copy,
) -> VmResult<()> {
    for part in items.chunks_mut(piece) {
        vm.tick(part.len())?;
        part.sort_by(compare);
    }
    let mut run = piece;
    while run < items.len() {
        for pair in items.chunks_mut(2 * run) {
            merge_in_pieces(vm, pair, run, piece, compare)?;
        }
        run *= 2;
    }
    Ok(())
}

/// Merges the sorted items before `middle` with those after it. The larger half is split in two,
/// and the other one at the matching position; swapping the inner quarters leaves two smaller
/// merges.
fn merge_in_pieces<T>(
    vm: &Vm,
    items: &mut [T],
    middle: usize,
    piece: usize,
    compare: impl Fn(&T, &T) -> Ordering + Copy,
) -> VmResult<()> {
    vm.tick(items.len().min(piece))?;
    if middle >= items.len() || compare(&items[middle - 1], &items[middle]).is_le() {
        return Ok(());
    }
    if items.len() <= 2 * piece {
        // Finds the two runs and merges them.
        items.sort_by(compare);
        return Ok(());
    }
    let (left, right) = items.split_at(middle);
    let (cut_left, cut_right) = if left.len() >= right.len() {
        let cut = left.len() / 2;
        (cut, right.partition_point(|item| compare(item, &left[cut]).is_lt()))
    } else {
        let cut = right.len() / 2;
        (left.partition_point(|item| compare(item, &right[cut]).is_le()), cut)
    };
    items[cut_left..middle + cut_right].rotate_left(middle - cut_left);
    let (low, high) = items.split_at_mut(cut_left + cut_right);
    for (part, middle) in [(low, cut_left), (high, middle - cut_left)] {
        if middle > 0 {
            merge_in_pieces(vm, part, middle, piece, compare)?;
        }
    }
    Ok(())
}

/// Sorts indexes by the keys at them.
fn order_of(vm: &Vm, keys: &[Value], order: &mut [u32]) -> VmResult<()> {
    match Uniform::of(keys) {
        Some(Uniform::Ints) => sort_in_pieces(vm, order, OBJECTS, |a, b| {
            keys[*a as usize].small_int_unchecked().cmp(&keys[*b as usize].small_int_unchecked())
        }),
        Some(Uniform::Floats) => sort_in_pieces(vm, order, OBJECTS, |a, b| {
            keys[*a as usize].float_unchecked().total(&keys[*b as usize])
        }),
        Some(Uniform::Strings) => {
            let mut beginnings = vm.vec_with_capacity(keys.len())?;
            beginnings.extend(keys.iter().map(beginning));
            sort_in_pieces(vm, order, OBJECTS, |a, b| {
                let (a, b) = (*a as usize, *b as usize);
                let by_beginning = beginnings[a].cmp(&beginnings[b]);
                by_beginning.then_with(|| text(&keys[a]).cmp(text(&keys[b])))
            })
        }
        None => general_order(vm, keys, order),
    }
}

/// Keys of one type that Rust can order.
enum Uniform {
    Ints,
    /// Without NaN, which is unordered.
    Floats,
    /// None longer than [`LONG`].
    Strings,
}

impl Uniform {
    fn of(keys: &[Value]) -> Option<Uniform> {
        Uniform::of_all(keys.first()?, keys.iter())
    }

    /// The type of all of these keys, of which one is given.
    fn of_all<'a>(first: &Value, mut keys: impl Iterator<Item = &'a Value>) -> Option<Uniform> {
        if first.is_small_int() {
            keys.all(Value::is_small_int).then_some(Uniform::Ints)
        } else if first.is_float() {
            keys.all(|v| v.as_float().is_some_and(|f| !f.is_nan())).then_some(Uniform::Floats)
        } else {
            // The bytes of surrogates are not in the order of their numbers.
            let is_ordered = |s: &Ref<Str>| s.is_ascii() || !surrogate::is_in(s.as_str());
            let is_fit = |s: &Ref<Str>| s.as_str().len() <= LONG && is_ordered(s);
            keys.all(|v| v.get_exact::<Str>().is_some_and(is_fit)).then_some(Uniform::Strings)
        }
    }
}

// The first items of all tuples are a column, and so are the second ones of those with equal first
// items. Where a column is uniform, comparing it runs no code of the program.

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
fn order_by_columns(vm: &Vm, keys: &[Value]) -> VmResult<Option<Vec<u32>>> {
    if keys.first().is_none_or(|key| key.get_exact::<Tuple>().is_none()) {
        return Ok(None);
    }
    let mut rows = vm.vec_with_capacity(keys.len())?;
    for (index, key) in keys.iter().enumerate() {
        let Some(tuple) = key.get_exact::<Tuple>() else { return Ok(None) };
        rows.push(Row { rank: 0, index: index as u32, items: tuple.items() });
    }
    Ok(sort_rows(vm, &mut rows)?.then(|| rows.iter().map(|row| row.index).collect()))
}

/// Sorts tuples by their columns. False if one that decides is not uniform.
fn sort_rows(vm: &Vm, rows: &mut [Row<'_>]) -> VmResult<bool> {
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

trait Total {
    fn total(self, other: &Value) -> Ordering;
}

impl Total for f64 {
    fn total(self, other: &Value) -> Ordering {
        self.partial_cmp(&other.float_unchecked()).unwrap_or(Ordering::Equal)
    }
}

/// The first eight bytes of a text, as a number with their order: most texts differ in them.
fn beginning(value: &Value) -> u64 {
    let bytes = text(value).as_bytes();
    let mut first = [0; 8];
    let count = bytes.len().min(first.len());
    first[..count].copy_from_slice(&bytes[..count]);
    u64::from_be_bytes(first)
}

fn text(value: &Value) -> &str {
    value.get_exact::<Str>().map_or("", |s| s.as_str())
}

/// `a < b` for numbers, short text, and tuples and lists that differ in one of these; none for other
/// values, whose comparison may run the program's code.
#[inline]
pub fn less_plainly(a: &Value, b: &Value) -> Option<bool> {
    if a.both_small_ints(b) {
        return Some(a.small_int_unchecked() < b.small_int_unchecked());
    }
    if let (Some(a), Some(b)) = (a.as_float(), b.as_float()) {
        return Some(a < b);
    }
    if let (Some(a), Some(b)) = (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        let is_long = a.as_str().len().min(b.as_str().len()) > LONG;
        return (!is_long).then(|| str_sequence::order(a, b).is_lt());
    }
    if let (Some(a), Some(b)) = (a.get_exact::<Tuple>(), b.get_exact::<Tuple>()) {
        return items_less_plainly(a.items(), b.items());
    }
    let (a, b) = (a.get_exact::<List>()?, b.get_exact::<List>()?);
    items_less_plainly(&a.borrow(), &b.borrow())
}

fn items_less_plainly(a: &[Value], b: &[Value]) -> Option<bool> {
    for (x, y) in a.iter().zip(b) {
        let equal = if x.both_small_ints(y) {
            x.is(y)
        } else if let (Some(x), Some(y)) = (x.as_float(), y.as_float()) {
            // NaN is left to the general comparison.
            x.partial_cmp(&y)?.is_eq()
        } else {
            x.get_exact::<Str>()?.as_str() == y.get_exact::<Str>()?.as_str()
        };
        if !equal {
            return less_plainly(x, y);
        }
    }
    Some(a.len() < b.len())
}

/// `a < b`
#[inline]
pub fn less(vm: &Vm, a: &Value, b: &Value) -> VmResult<bool> {
    if let Some(less) = less_plainly(a, b) {
        return Ok(less);
    }
    if let (Some(a), Some(b)) = (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        vm.tick_bytes(a.as_str().len().min(b.as_str().len()))?;
        return Ok(str_sequence::order(a, b).is_lt());
    }
    if let (Some(a), Some(b)) = (a.get_exact::<Tuple>(), b.get_exact::<Tuple>()) {
        for (x, y) in a.items().iter().zip(b.items()) {
            if !vm.eq(x, y)? {
                // Nested tuples use the VM's comparison, which guards against deep nesting.
                return match x.get_exact::<Tuple>() {
                    None => less(vm, x, y),
                    Some(_) => vm.compare_truth(Comparison::Lt, x, y),
                };
            }
        }
        return Ok(a.len() < b.len());
    }
    vm.compare_truth(Comparison::Lt, a, b)
}

/// A `<` of indexes that may fail.
pub trait Less: FnMut(u32, u32) -> VmResult<bool> {}

impl<T: FnMut(u32, u32) -> VmResult<bool>> Less for T {}

/// Sorts indexes by a `<` that may fail. If it does, all are kept, in an unspecified order.
pub fn merge_sort(order: &mut [u32], less: &mut impl Less) -> VmResult<()> {
    let len = order.len();
    let shortest = shortest_run(len);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < len {
        let mut end = start + natural_run(&mut order[start..], less)?;
        if end - start < shortest {
            let sorted = end - start;
            end = len.min(start + shortest);
            insert_all(&mut order[start..end], sorted, less)?;
        }
        runs.push((start, end));
        start = end;
        // Merge while the runs below are less than twice as long, which keeps merges balanced.
        while let [.., (a, b), (_, c)] = runs[..]
            && (b - a <= 2 * (c - b) || start == len)
        {
            merge(&mut order[a..c], b - a, less)?;
            runs.truncate(runs.len() - 2);
            runs.push((a, c));
        }
    }
    Ok(())
}

/// The minimum length of runs: the length itself if below 64, else 32 to 64 so that the number of
/// runs is close to a power of two.
fn shortest_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= 64 {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

/// The end of the ascending run that goes on at a position.
fn ascending_end(order: &[u32], mut end: usize, less: &mut impl Less) -> VmResult<usize> {
    while end < order.len() && !less(order[end], order[end - 1])? {
        end += 1;
    }
    Ok(end)
}

/// The length of the run at the start, made ascending if it descends. Programs see which items are
/// compared: the comparisons are those of CPython.
fn natural_run(order: &mut [u32], less: &mut impl Less) -> VmResult<usize> {
    let len = order.len();
    let mut end = ascending_end(order, 1, less)?;
    if end == len {
        return Ok(len);
    }
    if end > 1 {
        if less(order[0], order[end - 1])? {
            return Ok(end);
        }
        // All equal so far: reversed now, and again with the whole run, they keep their order.
        order[..end].reverse();
    }
    end += 1;
    let mut equal = 0;
    while end < len {
        if less(order[end], order[end - 1])? {
            order[end - 1 - equal..end].reverse();
            equal = 0;
        } else if less(order[end - 1], order[end])? {
            break;
        } else {
            equal += 1;
        }
        end += 1;
    }
    order[end - 1 - equal..end].reverse();
    order[..end].reverse();
    ascending_end(order, end, less)
}

/// Inserts the items from `sorted` on into the sorted ones before, by binary search.
fn insert_all(order: &mut [u32], sorted: usize, less: &mut impl Less) -> VmResult<()> {
    for i in sorted..order.len() {
        let (mut low, mut high) = (0, i);
        while low < high {
            let middle = (low + high) / 2;
            match less(order[i], order[middle])? {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        order[low..=i].rotate_right(1);
    }
    Ok(())
}

/// Merges two sorted halves.
fn merge(order: &mut [u32], middle: usize, less: &mut impl Less) -> VmResult<()> {
    if !less(order[middle], order[middle - 1])? {
        return Ok(());
    }
    let left = order[..middle].to_vec();
    let (mut from_left, mut from_right, mut to) = (0, middle, 0);
    while from_left < left.len() && from_right < order.len() {
        let right_first = less(order[from_right], left[from_left]);
        let right_first = match right_first {
            Ok(first) => first,
            Err(e) => {
                // The rest of the left half fills the gap exactly.
                order[to..from_right].copy_from_slice(&left[from_left..]);
                return Err(e);
            }
        };
        if right_first {
            order[to] = order[from_right];
            from_right += 1;
        } else {
            order[to] = left[from_left];
            from_left += 1;
        }
        to += 1;
    }
    order[to..to + left.len() - from_left].copy_from_slice(&left[from_left..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_stably_whatever_the_order_was() {
        let mut seed = 1u64;
        for len in [0, 1, 2, 3, 63, 64, 65, 200, 1000, 5000] {
            for spread in [1, 3, 50, 10_000] {
                let keys: Vec<u64> = (0..len)
                    .map(|_| {
                        seed = seed
                            .wrapping_mul(6364136223846793005)
                            .wrapping_add(1442695040888963407);
                        (seed >> 33) % spread
                    })
                    .collect();
                let mut order: Vec<u32> = (0..len).collect();
                let mut expected = order.clone();
                expected.sort_by_key(|i| keys[*i as usize]);
                let mut by_key = |a: u32, b: u32| Ok(keys[a as usize] < keys[b as usize]);
                assert!(merge_sort(&mut order, &mut by_key).is_ok());
                assert_eq!(order, expected);
            }
        }
    }

    #[test]
    fn an_inconsistent_order_loses_nothing() {
        let mut count = 0u32;
        let mut order: Vec<u32> = (0..1000).collect();
        let mut whim = |a: u32, b: u32| {
            count = count.wrapping_mul(31).wrapping_add(a ^ b);
            Ok(count.is_multiple_of(3))
        };
        assert!(merge_sort(&mut order, &mut whim).is_ok());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<u32>>());
    }
}
