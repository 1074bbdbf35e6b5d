//! Functions over iterables: `all`, `any`, `iter`, `max`, `min`, `next`, `sorted`, `sum` ….

use crate::bytecode::Comparison;
use crate::objects::bytes::{ByteArray, Bytes};
use crate::objects::exception::Exc;
use crate::objects::generator::{
    Flavor, Generator, Input, NativeCoroutine, NativeCoroutineBody, Step,
};
use crate::objects::iterator::CallableIterator;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::{int, sequence, sort};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value, View};
use crate::text::surrogate::code_of;
use crate::vm::{Outcome, Sink, Vm, VmResult};
use hob_grammar::ast::BinaryOp;

fn len(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(Value::from(vm.len(&a[0])?))
}

/// Takes the items that `any` (or `all`) skips: those with this truth.
struct PassOver(bool);

impl Sink for PassOver {
    #[inline]
    fn offer(&mut self, item: Value) -> Result<(), Value> {
        let truth = match item.view() {
            View::Bool(truth) => truth,
            View::Int(i) => i != 0,
            View::None => false,
            _ => return Err(item),
        };
        if truth == self.0 { Ok(()) } else { Err(item) }
    }
}

fn all(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = vm.iter(&a[0])?;
    while let Some(item) = vm.next_into(&items, &mut PassOver(true))? {
        if !vm.truthy(&item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn any(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = vm.iter(&a[0])?;
    while let Some(item) = vm.next_into(&items, &mut PassOver(false))? {
        if vm.truthy(&item)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn iter(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(sentinel) = a.opt(1) else { return vm.iter(&a[0]) };
    if !vm.is_callable(&a[0]) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(CallableIterator::make(vm, a[0].clone(), sentinel.clone()))
}

fn next(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(default) = a.opt(1) {
        return Ok(vm.next(&a[0])?.unwrap_or_else(|| default.clone()));
    }
    // Without a default, a StopIteration of the program must be passed on unchanged.
    if a[0].get::<Generator>().is_some_and(|g| g.flavor == Flavor::Generator) {
        return match vm.resume(&a[0], Ok(Value::NONE))? {
            Outcome::Yielded(item) | Outcome::Item(item) => Ok(item),
            Outcome::Returned(value) if value.is_none() => {
                Err(vm.error_with(Exc::StopIteration, []))
            }
            Outcome::Returned(value) => Err(vm.error_with(Exc::StopIteration, [value])),
        };
    }
    if let Some(item) = vm.call_special_method(&a[0], SpecialMethod::Next, &[])? {
        return Ok(item);
    }
    let class = vm.class_ref(&a[0]).message_name();
    Err(vm.type_error(format!("'{class}' object is not an iterator")))
}

fn aiter(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(iterator) = vm.call_special_method(&a[0], SpecialMethod::AIter, &[])? else {
        let class = vm.class_ref(&a[0]).message_name();
        return Err(vm.type_error(format!("'{class}' object is not an async iterable")));
    };
    if !vm.has_slot(&iterator, SpecialMethod::ANext) {
        let class = vm.class_ref(&iterator).message_name();
        return Err(
            vm.type_error(format!("aiter() returned not an async iterator of type '{class}'"))
        );
    }
    Ok(iterator)
}

/// Awaits the next item of an asynchronous iterator; at the end, gives the default.
struct NextOrDefault {
    item: Value,
    default: Value,
}

impl NativeCoroutineBody for NextOrDefault {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        if !self.item.is_unset() {
            input?;
            let item = std::mem::take(&mut self.item);
            return Ok(Step::Await(vm.awaitable(&item, 0)?));
        }
        match input {
            Ok(item) => Ok(Step::Return(item)),
            Err(e) if vm.is_exception(&e, Exc::StopAsyncIteration) => {
                Ok(Step::Return(self.default.clone()))
            }
            Err(e) => Err(e),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.item);
        visit(&self.default);
    }
}

fn anext(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(item) = vm.call_special_method(&a[0], SpecialMethod::ANext, &[])? else {
        let class = vm.class_ref(&a[0]).message_name();
        return Err(vm.type_error(format!("'{class}' object is not an async iterator")));
    };
    match a.opt(1) {
        None => Ok(item),
        Some(default) => {
            let default = default.clone();
            Ok(NativeCoroutine::new("anext_awaitable", NextOrDefault { item, default }))
        }
    }
}

/// The largest (`op` is `>`) or smallest (`<`) of a function's arguments.
fn extreme(vm: &Vm, a: Args<'_>, name: &str, op: Comparison) -> VmResult {
    let (default, key) = (a.opt(0), a.some(1));
    sequence::check_count(vm, name, a.rest().len(), 1, usize::MAX)?;
    if a.rest().len() > 1 && default.is_some() {
        return Err(vm.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let mut best: Option<(Value, Value)> = None;
    let consider = |item: Value| -> VmResult<()> {
        let rank = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &best {
            None => true,
            Some((_, highest)) if rank.both_small_ints(highest) => {
                let (rank, highest) = (rank.small_int_unchecked(), highest.small_int_unchecked());
                sequence::holds(op, rank.cmp(&highest))
            }
            Some((_, highest)) => vm.compare_truth(op, &rank, highest)?,
        };
        if better {
            best = Some((item, rank));
        }
        Ok(())
    };
    match a.rest() {
        [iterable] => vm.for_each(iterable, consider)?,
        items => items.iter().cloned().try_for_each(consider)?,
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}

/// A sum that starts with machine numbers and continues with the result of `+`.
enum Sum {
    Int(i64),
    /// A float and the rounding error so far (Neumaier's compensation, as CPython's).
    Float(f64, f64),
    Other(Value),
}

impl Sum {
    fn of(value: Value) -> Sum {
        match (value.as_small_int(), value.as_float()) {
            (Some(i), _) => Sum::Int(i),
            (_, Some(f)) => Sum::Float(f, 0.0),
            _ => Sum::Other(value),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Sum::Int(i) => Value::from(i),
            Sum::Float(sum, lost) if lost != 0.0 && lost.is_finite() => Value::float(sum + lost),
            Sum::Float(sum, _) => Value::float(sum),
            Sum::Other(value) => value,
        }
    }

    /// Adds a small int or a float. False, with nothing done, for any other value or form.
    #[inline]
    fn add_number(&mut self, item: &Value) -> bool {
        match self {
            Sum::Int(sum) => match (item.as_small_int(), item.as_float()) {
                (Some(i), _) => match sum.checked_add(i) {
                    Some(total) => *sum = total,
                    None => return false,
                },
                (_, Some(x)) => *self = Sum::Float(*sum as f64 + x, 0.0),
                _ => return false,
            },
            Sum::Float(sum, lost) => {
                let Some(x) = item.as_float() else {
                    let Some(i) = item.as_small_int() else { return false };
                    *sum += i as f64;
                    return true;
                };
                let total = *sum + x;
                *lost += match sum.abs() >= x.abs() {
                    true => (*sum - total) + x,
                    false => (x - total) + *sum,
                };
                *sum = total;
            }
            Sum::Other(_) => return false,
        }
        true
    }

    /// Adds any value. On an error the sum is lost.
    fn add(&mut self, vm: &Vm, item: &Value) -> VmResult<()> {
        if self.add_number(item) {
            return Ok(());
        }
        *self = match std::mem::replace(self, Sum::Int(0)) {
            Sum::Int(sum) => {
                if item.is_bool() {
                    Sum::Int(sum.saturating_add(i64::from(item.is(&Value::TRUE))))
                } else {
                    Sum::of(vm.binary(BinaryOp::Add, &Value::from(sum), item)?)
                }
            }
            Sum::Float(sum, lost) => match int::to_i64(item) {
                Some(i) => Sum::Float(sum + i as f64, lost),
                None => {
                    let sum = Sum::Float(sum, lost).into_value();
                    Sum::Other(vm.binary(BinaryOp::Add, &sum, item)?)
                }
            },
            Sum::Other(sum) => {
                let sum = vm.binary(BinaryOp::Add, &sum, item)?;
                if sum.is_float() { Sum::of(sum) } else { Sum::Other(sum) }
            }
        };
        Ok(())
    }
}

impl Sink for Sum {
    #[inline]
    fn offer(&mut self, item: Value) -> Result<(), Value> {
        if self.add_number(&item) { Ok(()) } else { Err(item) }
    }
}

/// The sum of small ints and floats; none if there are other items.
fn sum_numbers(vm: &Vm, start: &Value, items: &[Value]) -> VmResult<Option<Sum>> {
    const PIECE: usize = 1 << 16;
    let mut sum = Sum::of(start.clone());
    for part in items.chunks(PIECE) {
        vm.tick(part.len())?;
        if !part.iter().all(|item| sum.add_number(item)) {
            return Ok(None);
        }
    }
    Ok(Some(sum))
}

fn sum(vm: &Vm, a: Args<'_>) -> VmResult {
    let start = a.opt(1).cloned().unwrap_or(Value::small_int(0));
    let wrong = match start.kind() {
        Some(Kind::Str) => Some("strings [use ''.join(seq) instead]"),
        Some(Kind::Bytes) => Some("bytes [use b''.join(seq) instead]"),
        Some(Kind::ByteArray) => Some("bytearray [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return Err(vm.type_error(format!("sum() can't sum {wrong}")));
    }
    let numbers = match (a[0].get_exact::<List>(), a[0].get_exact::<Tuple>()) {
        (Some(list), _) => sum_numbers(vm, &start, &list.borrow())?,
        (_, Some(tuple)) => sum_numbers(vm, &start, tuple.items())?,
        _ => None,
    };
    if let Some(sum) = numbers {
        return Ok(sum.into_value());
    }
    let mut sum = Sum::of(start);
    let items = vm.iter(&a[0])?;
    while let Some(item) = vm.next_into(&items, &mut sum)? {
        sum.add(vm, &item)?;
    }
    Ok(sum.into_value())
}

fn sorted(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut items = vm.to_vec(&a[0])?;
    let reverse = a.opt(2).map_or(Ok(false), |v| vm.truthy(v))?;
    sort::sort(vm, &mut items, a.some(1), reverse)?;
    Ok(Value::from(items))
}

/// The argument of `ord`: one character, or a bytes object of length one.
fn ord(vm: &Vm, a: Args<'_>) -> VmResult {
    let wrong_length = |len: usize| {
        vm.type_error(format!("ord() expected a character, but string of length {len} found"))
    };
    if let Some(text) = a[0].get::<Str>() {
        return match text.char_at(0) {
            Some(c) if text.len() == 1 => Ok(Value::from(i64::from(code_of(c)))),
            _ => Err(wrong_length(text.len())),
        };
    }
    let bytes = match (a[0].get::<Bytes>(), a[0].get::<ByteArray>()) {
        (Some(bytes), _) => bytes.data.to_vec(),
        (_, Some(bytes)) => bytes.data.borrow().clone(),
        _ => {
            let class = vm.class_ref(&a[0]).message_name();
            return Err(
                vm.type_error(format!("ord() expected string of length 1, but {class} found"))
            );
        }
    };
    match bytes[..] {
        [byte] => Ok(Value::from(i64::from(byte))),
        _ => Err(wrong_length(bytes.len())),
    }
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("len(obj, /) -> int", "Return the number of items in a container.", len),
    NativeDef::new(
        "all(iterable, /) -> bool",
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
        all,
    ),
    NativeDef::new(
        "any(iterable, /) -> bool",
        "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
        any,
    ),
    NativeDef::new(
        "iter(object, sentinel=<unrepresentable>, /)",
        "Get an iterator from an object.\n\nWith a sentinel, the object is called until it returns the sentinel.",
        iter,
    ),
    NativeDef::new(
        "next(iterator, default=<unrepresentable>, /)",
        "Return the next item from the iterator.\n\nIf default is given and the iterator is exhausted, it is returned instead of\nraising StopIteration.",
        next,
    ),
    NativeDef::new(
        "aiter(async_iterable, /)",
        "Return an AsyncIterator for an AsyncIterable object.",
        aiter,
    ),
    NativeDef::new(
        "anext(async_iterator, default=<unrepresentable>, /)",
        "Return the next item from the async iterator.",
        anext,
    ),
    NativeDef::new(
        "max(*args, default=<unrepresentable>, key=None)",
        "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nReturn the biggest item of an iterable or of two or more arguments.",
        |vm, a| extreme(vm, a, "max", Comparison::Gt),
    ),
    NativeDef::new(
        "min(*args, default=<unrepresentable>, key=None)",
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nReturn the smallest item of an iterable or of two or more arguments.",
        |vm, a| extreme(vm, a, "min", Comparison::Lt),
    ),
    NativeDef::new(
        "sum(iterable, /, start=0)",
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers.",
        sum,
    ),
    NativeDef::new(
        "sorted(iterable, /, *, key=None, reverse=False) -> list",
        "Return a new list containing all items from the iterable in ascending order.",
        sorted,
    ),
    NativeDef::new(
        "ord(c, /) -> int",
        "Return the Unicode code point for a one-character string.",
        ord,
    ),
];
