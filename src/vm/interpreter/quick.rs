//! Fast paths of operators, comparisons and subscripts, which call no methods of the VM.

use super::operands::comparison;
use crate::bytecode::Comparison;
use crate::objects::bytes::{ByteArray, Bytes};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::slice::Bounds;
use crate::objects::str::{Str, character};
use crate::objects::str_methods::substring;
use crate::objects::str_sequence;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value, View};
use crate::text::search;
use crate::vm::compare::{quick_eq, quick_eq_objects};
use compact_str::CompactString;
use hob_grammar::ast::BinaryOp;

/// Operators on small ints and floats that have no instructions.
#[inline(always)]
pub(super) fn quick_binary(op: BinaryOp, left: &Value, right: &Value) -> Option<Value> {
    if left.both_small_ints(right) {
        let (a, b) = (left.small_int_unchecked(), right.small_int_unchecked());
        return match op {
            BinaryOp::Mod if b > 0 => Some(Value::small_int(a.rem_euclid(b))),
            BinaryOp::FloorDiv if b > 0 => Some(Value::small_int(a.div_euclid(b))),
            BinaryOp::TrueDiv if b != 0 => Some(Value::float(a as f64 / b as f64)),
            BinaryOp::BitAnd => Some(Value::small_int(a & b)),
            BinaryOp::BitOr => Some(Value::small_int(a | b)),
            BinaryOp::BitXor => Some(Value::small_int(a ^ b)),
            BinaryOp::RShift if (0..64).contains(&b) => Some(Value::small_int(a >> b)),
            _ => None,
        };
    }
    let (x, y) = left.float_pair(right)?;
    match op {
        BinaryOp::TrueDiv if y != 0.0 => Some(Value::float(x / y)),
        BinaryOp::Pow if x > 0.0 => {
            let power = x.powf(y);
            // The slow path raises the error for an overflow.
            if power.is_finite() { Some(Value::float(power)) } else { None }
        }
        _ => None,
    }
}

/// The outcomes of an ordering that make each comparison true, as bits: less, equal, greater,
/// unordered. By the comparison's number; identity of ints is equality.
const HOLDS: [u8; 8] = [0b0010, 0b1101, 0b0001, 0b0011, 0b0100, 0b0110, 0b0010, 0b1101];

#[inline(always)]
pub(super) fn holds(op: u8, outcome: u8) -> bool {
    HOLDS[usize::from(op & 7)] & outcome != 0
}

/// Whether a comparison (no containment) of small ints holds.
#[inline(always)]
pub(super) fn compare_ints(op: u8, left: &Value, right: &Value) -> bool {
    holds(op, 1 << (left.small_cmp(right) as i8 + 1))
}

#[inline(always)]
pub(super) fn compare_floats(op: u8, x: f64, y: f64) -> bool {
    let outcome = if x < y {
        0b0001
    } else if x > y {
        0b0100
    } else if x == y {
        0b0010
    } else {
        0b1000
    };
    holds(op, outcome)
}

/// Comparisons of small ints, floats and strings, and identity.
#[inline(always)]
pub(super) fn quick_compare(x: u8, left: &Value, right: &Value) -> Option<bool> {
    if x >= Comparison::Is as u8 {
        return match comparison(x) {
            Comparison::Is => Some(left.is(right)),
            Comparison::IsNot => Some(!left.is(right)),
            op => quick_contains(right, left).map(|found| found == (op == Comparison::In)),
        };
    }
    if left.both_small_ints(right) {
        return Some(compare_ints(x, left, right));
    }
    if let Some((a, b)) = left.float_pair(right) {
        return Some(compare_floats(x, a, b));
    }
    if let (Some(a), Some(b)) = (left.get_exact::<Str>(), right.get_exact::<Str>()) {
        return Some(match comparison(x) {
            Comparison::Eq => a.same_text(b),
            Comparison::Ne => !a.same_text(b),
            _ => holds(x, 1 << (str_sequence::order(a, b) as i8 + 1)),
        });
    }
    None
}

/// `==` or `!=` of bytes, or of objects whose classes inherit it from `object`: identity.
#[inline(never)]
pub(super) fn compare_objects(x: u8, left: &Value, right: &Value) -> Option<bool> {
    let equal = match comparison(x) {
        Comparison::Eq => true,
        Comparison::Ne => false,
        _ => return None,
    };
    Some(quick_eq_objects(left, right)? == equal)
}

/// The class of an instance of a class that the program made.
#[inline(always)]
fn class_of_instance(value: &Value) -> Option<&Ref<Class>> {
    value.header()?.class()?.get::<Class>()
}

/// The truth of a value, if its class computes it without the program's code.
#[inline(never)]
pub(super) fn quick_truth(value: &Value) -> Option<bool> {
    let Some(header) = value.header() else {
        return match value.view() {
            View::Int(number) => Some(number != 0),
            View::Float(number) => Some(number != 0.0),
            View::Bool(truth) => Some(truth),
            View::None => Some(false),
            _ => None,
        };
    };
    if header.kind() == Kind::Instance || header.class().is_some() {
        let class = class_of_instance(value)?;
        return if class.special_methods().truth { None } else { Some(true) };
    }
    match header.kind() {
        Kind::Str => value.get::<Str>().map(|text| !text.is_empty()),
        Kind::Bytes => value.get::<Bytes>().map(|bytes| !bytes.data.is_empty()),
        Kind::List => value.get::<List>().map(|list| !list.is_empty()),
        Kind::Tuple => value.get::<Tuple>().map(|tuple| !tuple.is_empty()),
        Kind::Dict => value.get::<Dict>().map(|dict| !dict.is_empty()),
        Kind::Set => value.get::<Set>().map(|set| !set.is_empty()),
        Kind::Class | Kind::Function | Kind::NativeFunction | Kind::BoundMethod => Some(true),
        Kind::Module | Kind::Generator | Kind::Exception => Some(true),
        _ => None,
    }
}

/// Longer texts and bytes are concatenated by code that can be interrupted.
const SHORT: usize = 4096;

/// `left + right` of short texts or bytes.
#[inline(never)]
pub(super) fn quick_concatenation(left: &Value, right: &Value) -> Option<Value> {
    if let (Some(left), Some(right)) = (left.get_exact::<Str>(), right.get_exact::<Str>()) {
        let (left, right) = (left.as_str(), right.as_str());
        let size = left.len() + right.len();
        if size > SHORT {
            return None;
        }
        let mut text = CompactString::with_capacity(size);
        text.push_str(left);
        text.push_str(right);
        return Some(Str::new(text).into_value());
    }
    let (left, right) = (&left.get_exact::<Bytes>()?.data, &right.get_exact::<Bytes>()?.data);
    (left.len() + right.len() <= SHORT)
        .then(|| Bytes::new([&left[..], right].concat()).into_value())
}

/// `text[index]` of a string.
#[inline(never)]
pub(super) fn quick_character(object: &Value, key: &Value) -> Option<Value> {
    let (text, index) = (object.get_exact::<Str>()?, key.as_small_int()?);
    let index = if index < 0 { index + text.len() as i64 } else { index };
    let found = match text.is_ascii() {
        true => char::from(*text.as_str().as_bytes().get(usize::try_from(index).ok()?)?),
        false => text.char_at(usize::try_from(index).ok()?)?,
    };
    Some(character(found).into_value())
}

/// Longer lists and texts are searched by code that can be interrupted.
const FEW_ITEMS: usize = 1000;

/// Whether an item is in a built-in container, if that can be decided without the program's code.
#[inline(never)]
fn quick_contains(container: &Value, item: &Value) -> Option<bool> {
    match container.kind()? {
        Kind::Dict => container.get_exact::<Dict>()?.quick_contains(item),
        Kind::Set if is_built_in(container) => container.get::<Set>()?.quick_contains(item),
        Kind::Tuple => is_among(container.get_exact::<Tuple>()?.items(), item),
        Kind::List => {
            // SAFETY: no code of the program runs while items are compared.
            is_among(unsafe { &*container.get_exact::<List>()?.as_ptr() }, item)
        }
        Kind::Str => {
            let (text, part) = (container.get_exact::<Str>()?, item.get_exact::<Str>()?);
            let is_short = text.len() <= FEW_ITEMS;
            is_short
                .then(|| search::find(text.as_str().as_bytes(), part.as_str().as_bytes()).is_some())
        }
        _ => None,
    }
}

/// Whether an object's class is of the interpreter: of a set, `set` or `frozenset`.
fn is_built_in(object: &Value) -> bool {
    let class = object.header().and_then(|header| header.class());
    class.is_none_or(|class| class.get::<Class>().is_some_and(|class| class.def.is_some()))
}

/// Whether an item is among a few, if that can be decided without the program's code.
fn is_among(items: &[Value], item: &Value) -> Option<bool> {
    if items.len() > FEW_ITEMS {
        return None;
    }
    for other in items {
        if quick_eq(other, item)? {
            return Some(true);
        }
    }
    Some(false)
}

/// An item of a list, tuple or bytes object by small int.
#[inline(always)]
pub(super) fn quick_item(object: &Value, key: &Value) -> Option<Value> {
    let index = key.as_small_int()?;
    if let Some(list) = object.get_exact::<List>() {
        // SAFETY: nothing runs between here and the clone.
        let items = unsafe { &*list.as_ptr() };
        let index = if index < 0 { index + items.len() as i64 } else { index };
        return items.get(index as usize).cloned();
    }
    if let Some(tuple) = object.get_exact::<Tuple>() {
        let index = if index < 0 { index + tuple.len() as i64 } else { index };
        return tuple.items().get(index as usize).cloned();
    }
    let item = |bytes: &[u8]| {
        let index = if index < 0 { index + bytes.len() as i64 } else { index };
        bytes.get(index as usize).map(|byte| Value::small_int(i64::from(*byte)))
    };
    match object.get_exact::<Bytes>() {
        Some(bytes) => item(&bytes.data),
        None => item(&object.get_exact::<ByteArray>()?.data.borrow()),
    }
}

/// Stores a small int into a bytearray, if it is a byte, and its place is there.
#[inline(never)]
pub(super) fn quick_store_byte(object: &Value, key: &Value, value: &Value) -> Option<()> {
    let array = object.get_exact::<ByteArray>()?;
    let (index, byte) = (key.as_small_int()?, u8::try_from(value.as_small_int()?).ok()?);
    let mut bytes = array.data.borrow_mut();
    let index = if index < 0 { index + bytes.len() as i64 } else { index };
    *bytes.get_mut(index as usize)? = byte;
    Some(())
}

/// `object[start:stop]` of a list, tuple or string and bounds that are small ints or None, unless it
/// is long.
#[inline(never)]
pub(super) fn slice_of_builtin(object: &Value, start: &Value, stop: &Value) -> Option<Value> {
    let bounds = Bounds::of_plain(start, stop)?;
    if let Some(list) = object.get_exact::<List>() {
        // SAFETY: no code of the program runs before the copying ends.
        let items = unsafe { &*list.as_ptr() };
        let range = bounds.range(items.len());
        return (range.len() <= SHORT).then(|| Value::from(items[range].to_vec()));
    }
    if let Some(text) = object.get_exact::<Str>() {
        let range = bounds.range(text.len());
        if range.len() == text.len() {
            return Some(object.clone());
        }
        return (range.len() <= SHORT).then(|| substring(text.slice(range.start, range.end)));
    }
    let tuple = object.get_exact::<Tuple>()?;
    let range = bounds.range(tuple.len());
    if range.len() == tuple.len() {
        return Some(object.clone());
    }
    let items = || Tuple::new(tuple.items()[range.clone()].iter().cloned()).into_value();
    (range.len() <= SHORT).then(items)
}
