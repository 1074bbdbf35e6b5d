//! `slice`, and what its bounds mean for a sequence of a given length.

use super::int;
use super::native::{Args, ClassDef, NativeDef, PropertyDef, tables};
use super::special::SpecialMethod;
use super::tuple::Tuple;
use super::tuple_methods::hash_of_slice;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// The payload of a slice.
pub struct Slice {
    /// The start, or None.
    pub start: Value,
    /// The end, or None.
    pub stop: Value,
    /// The step, or None.
    pub step: Value,
}

impl Object for Slice {
    const KIND: Kind = Kind::Slice;

    fn traverse(&self, visit: Visitor<'_>) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

/// The numbers of a slice, clipped to 64 bits: not yet those of a particular sequence.
///
/// Reading them may run the program's code, which may change a list's length: get the numbers
/// first, then the length, then the positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The start; none means the end from which the step starts.
    pub start: Option<i64>,
    /// The stop; none means the end towards which the step goes.
    pub stop: Option<i64>,
    /// The step; never 0.
    pub step: i64,
}

/// The positions that a slice selects from a sequence, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Positions {
    /// The first position. If there are none, where an insertion by the slice goes.
    pub start: usize,
    /// From one position to the next.
    pub step: i64,
    /// The number of positions.
    pub count: usize,
}

impl Bounds {
    /// Start and stop in a sequence of this length, both in `-1..=len`: as `slice.indices` returns
    /// them.
    pub fn indices(&self, len: usize) -> (i64, i64, i64) {
        let len = len as i64;
        let (lowest, highest) = if self.step < 0 { (-1, len - 1) } else { (0, len) };
        let settle = |bound: i64| {
            let from_start = if bound < 0 { bound.saturating_add(len) } else { bound };
            from_start.clamp(lowest, highest)
        };
        let (first, last) = if self.step < 0 { (highest, lowest) } else { (lowest, highest) };
        (self.start.map_or(first, settle), self.stop.map_or(last, settle), self.step)
    }

    /// Bounds with step 1, if both values are small ints or None.
    #[inline]
    pub fn of_plain(start: &Value, stop: &Value) -> Option<Bounds> {
        let bound = |value: &Value| match value.as_small_int() {
            None if !value.is_none() => None,
            bound => Some(bound),
        };
        Some(Bounds { start: bound(start)?, stop: bound(stop)?, step: 1 })
    }

    /// The range of positions in a sequence of this length, whatever the step.
    #[inline]
    pub fn range(&self, len: usize) -> std::ops::Range<usize> {
        let settle = |bound: i64| {
            let from_start = if bound < 0 { bound.saturating_add(len as i64) } else { bound };
            from_start.clamp(0, len as i64) as usize
        };
        let start = self.start.map_or(0, settle);
        start..self.stop.map_or(len, settle).max(start)
    }

    /// The positions in a sequence of this length.
    pub fn positions(&self, len: usize) -> Positions {
        let (start, stop, step) = self.indices(len);
        let distance = if step < 0 { start - stop } else { stop - start };
        let count = if distance > 0 { (distance - 1) as u64 / step.unsigned_abs() + 1 } else { 0 };
        Positions { start: start.max(0) as usize, step, count: count as usize }
    }
}

impl Positions {
    /// The end of the range of positions, if they are consecutive and ascending.
    pub fn contiguous(&self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start..self.start + self.count)
    }

    /// The positions in ascending order.
    pub fn ascending(&self) -> Positions {
        if self.step >= 0 || self.count == 0 {
            return *self;
        }
        let last = self.start as i64 + self.step * (self.count as i64 - 1);
        Positions { start: last as usize, step: -self.step, count: self.count }
    }
}

impl Iterator for Positions {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        self.count = self.count.checked_sub(1)?;
        let at = self.start;
        self.start = (at as i64).wrapping_add(self.step) as usize;
        Some(at)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl ExactSizeIterator for Positions {}

impl Slice {
    /// A slice object.
    pub fn new(start: Value, stop: Value, step: Value) -> Ref<Slice> {
        Ref::new(Slice { start, stop, step })
    }

    /// The numbers.
    ///
    /// # Errors
    /// TypeError if a bound is not an index; ValueError for a step of 0.
    pub fn bounds(&self, vm: &Vm) -> VmResult<Bounds> {
        let step = match bound(vm, &self.step)? {
            Some(0) => return Err(vm.value_error("slice step cannot be zero")),
            // So that the step can be negated.
            Some(step) => step.max(-i64::MAX),
            None => 1,
        };
        Ok(Bounds { start: bound(vm, &self.start)?, stop: bound(vm, &self.stop)?, step })
    }

    fn as_tuple(&self) -> Value {
        Tuple::new([self.start.clone(), self.stop.clone(), self.step.clone()]).into_value()
    }
}

/// Start, stop and step in a sequence of this length, as `slice.indices` returns them.
///
/// # Errors
/// Same as [`Slice::bounds`].
pub fn indices(vm: &Vm, slice: &Slice, len: usize) -> VmResult<(i64, i64, i64)> {
    Ok(slice.bounds(vm)?.indices(len))
}

/// The positions in a sequence of this length. (For mutable sequences see [`Bounds`].)
///
/// # Errors
/// Same as [`Slice::bounds`].
pub fn positions(vm: &Vm, slice: &Slice, len: usize) -> VmResult<Positions> {
    Ok(slice.bounds(vm)?.positions(len))
}

/// Raises TypeError for a bound that is not an index.
fn check_bound(vm: &Vm, value: &Value) -> VmResult<()> {
    if int::is_int(value) || vm.has_usable_slot(value, SpecialMethod::Index) {
        return Ok(());
    }
    Err(vm.type_error("slice indices must be integers or None or have an __index__ method"))
}

fn bound(vm: &Vm, value: &Value) -> VmResult<Option<i64>> {
    if let Some(i) = value.as_small_int() {
        return Ok(Some(i));
    }
    if value.is_none() {
        return Ok(None);
    }
    check_bound(vm, value)?;
    vm.index_clipped(value).map(Some)
}

/// An optional position argument of a method such as `str.find`, where None means the end.
///
/// # Errors
/// TypeError if it is not an index.
pub fn optional_bound(vm: &Vm, value: Option<&Value>) -> VmResult<Option<i64>> {
    value.map_or(Ok(None), |value| bound(vm, value))
}

fn big_bound(vm: &Vm, value: &Value) -> VmResult<Option<BigInt>> {
    if value.is_none() {
        return Ok(None);
    }
    check_bound(vm, value)?;
    let index = vm.index(value)?;
    Ok(int::to_big(&index).map(|big| big.into_owned()))
}

/// `slice.indices(len)`, whose numbers may have any size.
fn indices_method(vm: &Vm, args: Args<'_>) -> VmResult {
    let slice = args.this::<Slice>();
    let len = vm.index(&args[1])?;
    let len = int::to_big(&len).map(|big| big.into_owned()).unwrap_or_default();
    if len.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let step = big_bound(vm, &slice.step)?.unwrap_or_else(|| BigInt::from(1));
    if step.is_zero() {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (lowest, highest) =
        if step.is_negative() { (BigInt::from(-1), &len - 1) } else { (BigInt::ZERO, len.clone()) };
    let settle = |bound: BigInt| {
        let from_start = if bound.is_negative() { bound + &len } else { bound };
        from_start.clamp(lowest.clone(), highest.clone())
    };
    let (first, last) = match step.is_negative() {
        true => (highest.clone(), lowest.clone()),
        false => (lowest.clone(), highest.clone()),
    };
    let start = big_bound(vm, &slice.start)?.map_or(first, settle);
    let stop = big_bound(vm, &slice.stop)?.map_or(last, settle);
    Ok(Tuple::new([start.into(), stop.into(), step.into()]).into_value())
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let given = args.rest();
    let slice = match given {
        [stop] => Slice::new(Value::NONE, stop.clone(), Value::NONE),
        [start, stop] => Slice::new(start.clone(), stop.clone(), Value::NONE),
        [start, stop, step] => Slice::new(start.clone(), stop.clone(), step.clone()),
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        _ => {
            let count = given.len();
            let message = format!("slice expected at most 3 arguments, got {count}");
            return Err(vm.type_error(message));
        }
    };
    Ok(slice.into_value())
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let Some(other) = other.get::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
    vm.compare(op, &this.receiver::<Slice>().as_tuple(), &other.as_tuple())
}

/// `slice`
pub static CLASS: ClassDef = ClassDef {
    name: "slice",
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    kind: Kind::Slice,
    subclassable: false,
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args)",
                "Create and return a new object.",
                construct,
            ),
            NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
                let slice = args.this::<Slice>();
                let (start, stop) = (vm.repr(&slice.start)?, vm.repr(&slice.stop)?);
                let step = vm.repr(&slice.step)?;
                let (start, stop, step) = (start.as_str(), stop.as_str(), step.as_str());
                Ok(format!("slice({start}, {stop}, {step})").into())
            }),
            NativeDef::hash(|vm, this| {
                let Slice { start, stop, step } = &**this.receiver::<Slice>();
                hash_of_slice([start, stop, step].into_iter().map(|part| vm.hash(part)))
            }),
            NativeDef::new(
                "indices(self, object, /)",
                "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by S.\nOut of bounds indices are clipped.",
                indices_method,
            ),
        ]
    ],
    properties: &[
        PropertyDef { name: "start", doc: "", get: |_, this| part(this, |s| &s.start), set: None },
        PropertyDef { name: "stop", doc: "", get: |_, this| part(this, |s| &s.stop), set: None },
        PropertyDef { name: "step", doc: "", get: |_, this| part(this, |s| &s.step), set: None },
    ],
    ..ClassDef::BASE
};

fn part(this: &Value, field: fn(&Slice) -> &Value) -> VmResult {
    Ok(this.get::<Slice>().map_or(Value::NONE, |slice| field(slice).clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Vec<usize> {
        Bounds { start, stop, step }.positions(len).collect()
    }

    #[test]
    fn positions_are_within_the_sequence() {
        assert_eq!(positions(None, None, 1, 3), [0, 1, 2]);
        assert_eq!(positions(None, None, -1, 3), [2, 1, 0]);
        assert_eq!(positions(Some(-2), None, 1, 5), [3, 4]);
        assert_eq!(positions(Some(4), Some(0), -2, 5), [4, 2]);
        assert_eq!(positions(Some(i64::MIN), Some(i64::MAX), 1, 2), [0, 1]);
        assert_eq!(positions(Some(i64::MAX), Some(i64::MIN), i64::MIN + 1, 2), [1]);
        assert_eq!(positions(Some(3), Some(1), 1, 5), [0; 0]);
        assert_eq!(positions(None, None, -1, 0), [0; 0]);
        assert_eq!(Bounds { start: Some(3), stop: Some(1), step: 1 }.positions(5).start, 3);
    }

    #[test]
    fn ranges_are_the_positions_with_step_1() {
        let bounds = [None, Some(0), Some(2), Some(9), Some(-1), Some(-9), Some(i64::MIN)];
        for start in bounds {
            for stop in bounds {
                let bounds = Bounds { start, stop, step: 1 };
                let range = bounds.positions(5).contiguous().unwrap();
                assert_eq!(bounds.range(5), range, "{start:?}:{stop:?}");
            }
        }
    }

    #[test]
    fn descending_positions_turn_round() {
        let down = Bounds { start: None, stop: None, step: -2 }.positions(5);
        assert_eq!(down.ascending().collect::<Vec<_>>(), [0, 2, 4]);
    }
}
