//! `range` and its iterators.

use super::class::Collection;
use super::int;
use super::iterator;
use super::iterator_reduce::Reduced;
use super::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator, PropertyDef};
use super::sequence;
use super::slice::Slice;
use super::special::SpecialMethod;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cell::Cell;

/// The payload of a `range`.
pub struct Range {
    /// `start`, an int.
    pub start: Value,
    /// `stop`, an int.
    pub stop: Value,
    /// `step`, an int that is not 0.
    pub step: Value,
    /// The numbers as machine integers, if all three fit 64 bits.
    pub small: Option<SmallRange>,
}

/// A range whose bounds fit 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallRange {
    /// The first number.
    pub start: i64,
    /// The distance between two numbers; not 0.
    pub step: i64,
    /// The number of elements.
    pub len: u64,
}

impl Object for Range {
    const KIND: Kind = Kind::Range;
    // It holds only ints.
    const IS_CONTAINER: bool = false;

    fn traverse(&self, visit: Visitor<'_>) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

impl SmallRange {
    /// The range with these bounds; `step` is not 0.
    pub fn new(start: i64, stop: i64, step: i64) -> SmallRange {
        let len = match step > 0 {
            true if start < stop => (stop.wrapping_sub(start) as u64 - 1) / step as u64 + 1,
            false if stop < start => {
                (start.wrapping_sub(stop) as u64 - 1) / step.unsigned_abs() + 1
            }
            _ => 0,
        };
        SmallRange { start, step, len }
    }

    /// The number at an index below `len`.
    fn at(self, index: u64) -> i64 {
        self.start.wrapping_add((index as i64).wrapping_mul(self.step))
    }

    /// The index of a number, if it is one of the range's.
    fn position(self, number: i64) -> Option<u64> {
        let distance = i128::from(number) - i128::from(self.start);
        let step = i128::from(self.step);
        if distance % step != 0 {
            return None;
        }
        u64::try_from(distance / step).ok().filter(|i| *i < self.len)
    }
}

/// The payload of the iterator over a range whose bounds fit 64 bits.
pub struct RangeIterator {
    /// The next number.
    pub next: Cell<i64>,
    /// The step.
    pub step: i64,
    /// The number of elements left.
    pub left: Cell<u64>,
}

impl Object for RangeIterator {
    const KIND: Kind = Kind::RangeIterator;
    const IS_CONTAINER: bool = false;
}

impl RangeIterator {
    /// An iterator over a range.
    pub fn new(range: SmallRange) -> Ref<RangeIterator> {
        let (next, left) = (Cell::new(range.start), Cell::new(range.len));
        Ref::new(RangeIterator { next, step: range.step, left })
    }

    /// The next number; none at the end.
    #[inline(always)]
    pub fn step(&self) -> Option<Value> {
        let left = self.left.get();
        if left == 0 {
            return None;
        }
        self.left.set(left - 1);
        let number = self.next.get();
        self.next.set(number.wrapping_add(self.step));
        Some(Value::from(number))
    }
}

/// Iterates over a range whose numbers do not fit 64 bits.
struct BigRange {
    next: BigInt,
    step: BigInt,
    left: BigInt,
}

impl ExclusiveIterate for BigRange {
    fn next(&mut self, _: &Vm) -> VmResult<Option<Value>> {
        if !self.left.is_positive() {
            return Ok(None);
        }
        self.left -= 1;
        let after = &self.next + &self.step;
        Ok(Some(Value::from(std::mem::replace(&mut self.next, after))))
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.left.to_usize().unwrap_or(usize::MAX))
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let stop = Value::from(&self.next + &self.step * &self.left);
        let range =
            Range::new(Value::from(self.next.clone()), stop, Value::from(self.step.clone()));
        let reduced = Reduced::call(vm, "iter", vec![range.into_value()])?;
        Ok(Some(reduced.with_state(Value::NONE)))
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let state = vm.index(state)?;
        let passed = int::to_big(&state).map(|i| i.into_owned()).unwrap_or_default();
        let passed = passed.clamp(BigInt::ZERO, self.left.clone());
        self.next += &self.step * &passed;
        self.left -= passed;
        Ok(())
    }
}

impl Range {
    /// The range with these bounds, all three ints; `step` is not 0.
    pub fn new(start: Value, stop: Value, step: Value) -> Ref<Range> {
        let small = match (int::to_i64(&start), int::to_i64(&stop), int::to_i64(&step)) {
            (Some(start), Some(stop), Some(step)) => Some(SmallRange::new(start, stop, step)),
            _ => None,
        };
        Ref::new(Range { start, stop, step, small })
    }

    /// The range with bounds converted by `__index__`; none means the default.
    ///
    /// # Errors
    /// TypeError if a bound is not an integer; ValueError if the step is 0.
    pub fn from_bounds(
        vm: &Vm,
        start: Option<&Value>,
        stop: &Value,
        step: Option<&Value>,
    ) -> VmResult {
        // A bool or an instance of a derived class counts as the int it is.
        let plain = |v: &Value| -> VmResult {
            let index = vm.index(v)?;
            match int::to_i64(&index) {
                Some(i) => Ok(Value::from(i)),
                None => Ok(index),
            }
        };
        let start = start.map_or(Ok(Value::small_int(0)), plain)?;
        let stop = plain(stop)?;
        let step = step.map_or(Ok(Value::small_int(1)), plain)?;
        if step.is(&Value::small_int(0)) {
            return Err(vm.value_error("range() arg 3 must not be zero"));
        }
        Ok(Range::new(start, stop, step).into_value())
    }

    /// An iterator over it.
    pub fn iter(&self, vm: &Vm) -> Value {
        match self.small {
            Some(small) => RangeIterator::new(small).into_value(),
            None => {
                let (next, step, left) =
                    (self.big(&self.start), self.big(&self.step), self.big_len());
                NativeIterator::exclusive(vm, &LONG_ITERATOR, BigRange { next, step, left })
            }
        }
    }

    fn big(&self, value: &Value) -> BigInt {
        int::to_big(value).map(|b| b.into_owned()).unwrap_or_default()
    }

    /// The number of elements.
    fn big_len(&self) -> BigInt {
        if let Some(small) = self.small {
            return BigInt::from(small.len);
        }
        let (start, stop, step) =
            (self.big(&self.start), self.big(&self.stop), self.big(&self.step));
        let distance = if step.is_positive() { stop - start } else { start - stop };
        if !distance.is_positive() {
            return BigInt::zero();
        }
        (distance - 1) / step.abs() + 1
    }

    /// The number at an index of any size, which need not be in the range.
    fn big_at(&self, index: &BigInt) -> Value {
        Value::from(self.big(&self.start) + self.big(&self.step) * index)
    }

    /// The index of an int in the range.
    fn position(&self, value: &Value) -> Option<BigInt> {
        if let Some(small) = self.small {
            return small.position(int::to_i64(value)?).map(BigInt::from);
        }
        let distance = int::to_big(value)?.into_owned() - self.big(&self.start);
        let step = self.big(&self.step);
        let index = &distance / &step;
        (index.clone() * step == distance && !index.is_negative() && index < self.big_len())
            .then_some(index)
    }

    fn same(&self, other: &Range) -> bool {
        let len = self.big_len();
        if len != other.big_len() {
            return false;
        }
        len.is_zero()
            || int::to_big(&self.start) == int::to_big(&other.start)
                && (len == BigInt::from(1) || int::to_big(&self.step) == int::to_big(&other.step))
    }

    fn get_slice(&self, vm: &Vm, slice: &Slice) -> VmResult {
        let len = self.big_len();
        let bounds = [&slice.start, &slice.stop, &slice.step].map(|v| big_bound(vm, v));
        let [start, stop, step] = bounds;
        let (start, stop, step) = (start?, stop?, step?.unwrap_or_else(|| BigInt::from(1)));
        if step.is_zero() {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let (low, high) = match step.is_positive() {
            true => (BigInt::zero(), len.clone()),
            false => (BigInt::from(-1), &len - 1),
        };
        let clip = |bound: BigInt| {
            let bound = if bound.is_negative() { bound + &len } else { bound };
            bound.max(low.clone()).min(high.clone())
        };
        let (first, last) = if step.is_positive() { (&low, &high) } else { (&high, &low) };
        let start = start.map_or_else(|| first.clone(), clip);
        let stop = stop.map_or_else(|| last.clone(), clip);
        let step = Value::from(self.big(&self.step) * step);
        Ok(Range::new(self.big_at(&start), self.big_at(&stop), step).into_value())
    }
}

fn big_bound(vm: &Vm, value: &Value) -> VmResult<Option<BigInt>> {
    if value.is_none() {
        return Ok(None);
    }
    if !sequence::has_index(vm, value) {
        return Err(
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        );
    }
    let index = vm.index(value)?;
    Ok(int::to_big(&index).map(|b| b.into_owned()))
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    sequence::check_count(vm, "range", a.rest().len(), 1, 3)?;
    match a.rest() {
        [stop] => Range::from_bounds(vm, None, stop, None),
        [start, stop] => Range::from_bounds(vm, Some(start), stop, None),
        rest => Range::from_bounds(vm, Some(&rest[0]), &rest[1], Some(&rest[2])),
    }
}

fn len(vm: &Vm, this: &Value) -> VmResult<usize> {
    match this.receiver::<Range>().big_len().to_i64() {
        Some(len) => Ok(len as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let range = this.receiver::<Range>();
    if let Some(slice) = key.get::<Slice>() {
        return range.get_slice(vm, slice);
    }
    if !sequence::has_index(vm, key) {
        let class = vm.class_ref(key).message_name();
        return Err(vm.type_error(format!("range indices must be integers or slices, not {class}")));
    }
    let index = vm.index(key)?;
    let out_of_range = || vm.index_error("range object index out of range");
    if let (Some(small), Some(i)) = (range.small, int::to_i64(&index)) {
        let i = if i < 0 { i128::from(i) + i128::from(small.len) } else { i128::from(i) };
        return match u64::try_from(i) {
            Ok(i) if i < small.len => Ok(Value::from(small.at(i))),
            _ => Err(out_of_range()),
        };
    }
    let len = range.big_len();
    let index = int::to_big(&index).map(|b| b.into_owned()).unwrap_or_default();
    let index = if index.is_negative() { index + &len } else { index };
    if index.is_negative() || index >= len {
        return Err(out_of_range());
    }
    Ok(range.big_at(&index))
}

/// The index of the first number equal to a value; numbers other than ints are compared one by one.
fn find(vm: &Vm, range: &Range, value: &Value) -> VmResult<Option<BigInt>> {
    if value.is_small_int() || value.is_bool() || value.get_exact::<int::Int>().is_some() {
        return Ok(range.position(value));
    }
    let iterator = range.iter(vm);
    let mut index = BigInt::zero();
    while let Some(number) = vm.next(&iterator)? {
        if vm.eq(&number, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> VmResult<bool> {
    Ok(find(vm, this.receiver::<Range>(), item)?.is_some())
}

fn count(vm: &Vm, a: Args<'_>) -> VmResult {
    let range = a.this::<Range>();
    if int::is_int(&a[1]) {
        return Ok(Value::from(i64::from(find(vm, range, &a[1])?.is_some())));
    }
    let mut count = 0;
    vm.for_each(a.at(0), |number| {
        count += i64::from(vm.eq(&number, &a[1])?);
        Ok(())
    })?;
    Ok(Value::from(count))
}

fn index(vm: &Vm, a: Args<'_>) -> VmResult {
    match find(vm, a.this::<Range>(), &a[1])? {
        Some(index) => Ok(Value::from(index)),
        None if int::is_int(&a[1]) => {
            Err(vm.value_error(format!("{} is not in range", vm.repr_text(&a[1]))))
        }
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn reversed(vm: &Vm, a: Args<'_>) -> VmResult {
    let range = a.this::<Range>();
    if let Some(small) = range.small
        && let Some(step) = small.step.checked_neg()
    {
        let start = if small.len == 0 { small.start } else { small.at(small.len - 1) };
        return Ok(RangeIterator::new(SmallRange { start, step, len: small.len }).into_value());
    }
    let left = range.big_len();
    let (step, start) = (range.big(&range.step), range.big(&range.start));
    let next = start + &step * (&left - 1);
    Ok(NativeIterator::exclusive(vm, &LONG_ITERATOR, BigRange { next, step: -step, left }))
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let range = a.this::<Range>();
    let [start, stop, step] = [&range.start, &range.stop, &range.step].map(|v| vm.repr_text(v));
    Ok(Value::from(match step.as_str() {
        "1" => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {step})"),
    }))
}

fn compare(_: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let this = this.receiver::<Range>();
    match other.get::<Range>() {
        Some(other) => Ok(Value::bool(this.same(other) == (op == Comparison::Eq))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(vm: &Vm, this: &Value) -> VmResult<u64> {
    let range = this.receiver::<Range>();
    let len = range.big_len();
    let start = if len.is_zero() { Value::NONE } else { range.start.clone() };
    let step = if len <= BigInt::from(1) { Value::NONE } else { range.step.clone() };
    let key = Tuple::new([Value::from(len), start, step]).into_value();
    vm.hash(&key)
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let range = a.this::<Range>();
    let args = Tuple::new([range.start.clone(), range.stop.clone(), range.step.clone()]);
    Ok(Tuple::new([vm.types.range.as_value().clone(), args.into_value()]).into_value())
}

fn property(value: &Value, part: fn(&Range) -> &Value) -> VmResult {
    Ok(value.get::<Range>().map_or(Value::NONE, |r| part(r).clone()))
}

/// `range`
pub static CLASS: ClassDef = ClassDef {
    name: "range",
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe numbers from start up to but not including stop, by step.",
    kind: Kind::Range,
    collection: Some(Collection::Sequence),
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args)", "Create and return a new object.", new),
        NativeDef::length(len),
        NativeDef::truth(|_, this| Ok(!this.receiver::<Range>().big_len().is_zero())),
        NativeDef::binary(SpecialMethod::GetItem, getitem),
        NativeDef::contains(contains),
        NativeDef::unary(SpecialMethod::Iter, |vm, this| Ok(this.receiver::<Range>().iter(vm))),
        NativeDef::new("__reversed__(self, /)", "Return a reverse iterator.", reversed),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::hash(hash),
        NativeDef::compare(Comparison::Eq, compare),
        NativeDef::compare(Comparison::Ne, compare),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", reduce),
        NativeDef::new("count(self, value, /)", "Return number of occurrences of value.", count),
        NativeDef::new(
            "index(self, value, /)",
            "Return index of value.\nRaises ValueError if the value is not present.",
            index,
        ),
    ],
    properties: &[
        PropertyDef { name: "start", doc: "", get: |_, v| property(v, |r| &r.start), set: None },
        PropertyDef { name: "stop", doc: "", get: |_, v| property(v, |r| &r.stop), set: None },
        PropertyDef { name: "step", doc: "", get: |_, v| property(v, |r| &r.step), set: None },
    ],
    ..ClassDef::BASE
};

/// `range_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "range_iterator",
    kind: Kind::RangeIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};

/// `longrange_iterator`
pub static LONG_ITERATOR: ClassDef = ClassDef {
    name: "longrange_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ranges_count_right() {
        for (start, stop, step, len) in [
            (0, 10, 3, 4),
            (10, 0, -3, 4),
            (0, 0, 1, 0),
            (5, 1, 1, 0),
            (i64::MIN, i64::MAX, 1, u64::MAX),
        ] {
            assert_eq!(SmallRange::new(start, stop, step).len, len);
        }
        let range = SmallRange::new(10, 0, -3);
        assert_eq!((range.at(3), range.position(1), range.position(2)), (1, Some(3), None));
    }
}
