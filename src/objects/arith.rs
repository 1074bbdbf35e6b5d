//! Arithmetic on built-in numbers, whatever the mix of their types.
//!
//! The numeric tower is three steps: an int becomes a float next to a float, and anything becomes
//! complex next to a complex number. Bools are ints.

use super::complex::{self, Complex};
use super::exception::Exc;
use super::float::Float;
use super::int::{self, Int};
use super::int_work;
use super::scalar::raised;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value, View};
use crate::text::float_arith::{self, Power};
use crate::text::{ErrorKind, TextError, hash, int_arith, wide};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A number, extracted from its object.
#[derive(Clone, Copy, Debug)]
pub enum Number<'a> {
    /// An int or bool that fits 64 bits.
    Int(i64),
    /// An int that does not.
    Big(&'a BigInt),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(complex::Pair),
}

/// The steps of the numeric tower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Rank {
    Int,
    Float,
    Complex,
}

impl<'a> Number<'a> {
    /// The number, if the value is one of the built-in types or of a class derived from them.
    #[inline]
    pub fn of(value: &'a Value) -> Option<Number<'a>> {
        match value.view() {
            View::Int(i) => Some(Number::Int(i)),
            View::Float(x) => Some(Number::Float(x)),
            View::Bool(b) => Some(Number::Int(i64::from(b))),
            View::Obj(header) => match header.kind() {
                Kind::Int => value.get::<Int>().map(|i| Number::of_big(&i.value)),
                Kind::Float => value.get::<Float>().map(|x| Number::Float(x.value)),
                Kind::Complex => value.get::<Complex>().map(|z| Number::Complex(z.pair())),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number, if the value's class is a built-in one: derived classes may define their own
    /// operators.
    #[inline]
    pub fn exact(value: &'a Value) -> Option<Number<'a>> {
        match value.header() {
            Some(header) if header.class().is_some() => None,
            _ => Number::of(value),
        }
    }

    fn of_big(big: &'a BigInt) -> Number<'a> {
        big.to_i64().map_or(Number::Big(big), Number::Int)
    }

    /// Its step of the tower.
    pub fn rank(&self) -> Rank {
        match self {
            Number::Int(_) | Number::Big(_) => Rank::Int,
            Number::Float(_) => Rank::Float,
            Number::Complex(_) => Rank::Complex,
        }
    }

    /// The int, if it is one.
    pub fn to_big(self) -> Option<Cow<'a, BigInt>> {
        match self {
            Number::Int(i) => Some(Cow::Owned(BigInt::from(i))),
            Number::Big(big) => Some(Cow::Borrowed(big)),
            _ => None,
        }
    }

    /// The int, if it is one that fits in 128 bits.
    #[inline]
    fn to_wide(self) -> Option<i128> {
        match self {
            Number::Int(i) => Some(i.into()),
            Number::Big(big) => wide::from_big(big),
            _ => None,
        }
    }

    /// As a float, if it is real.
    pub fn to_float(self) -> Option<Result<f64, TextError>> {
        match self {
            Number::Int(i) => Some(Ok(i as f64)),
            Number::Big(big) => Some(int_arith::to_float(big)),
            Number::Float(x) => Some(Ok(x)),
            Number::Complex(_) => None,
        }
    }

    fn to_complex(self) -> Result<complex::Pair, TextError> {
        match (self, self.to_float()) {
            (Number::Complex(z), _) => Ok(z),
            (_, Some(real)) => real.map(|x| complex::Pair::new(x, 0.0)),
            (_, None) => Ok(complex::Pair::new(0.0, 0.0)),
        }
    }
}

impl From<crate::text::int::Int> for Value {
    fn from(i: crate::text::int::Int) -> Value {
        match i {
            crate::text::int::Int::Small(small) => int::from_i64(small),
            crate::text::int::Int::Big(big) => int::from_big(big),
        }
    }
}

/// `left op right` for exact ints, bools, floats and complex numbers; none for other operands and
/// for operators that the numbers do not have.
///
/// # Errors
/// ZeroDivisionError, OverflowError, ValueError (negative shift counts), depending on the operator.
#[inline]
pub fn binary(vm: &Vm, op: BinaryOp, left: &Value, right: &Value) -> Option<VmResult> {
    if left.both_small_ints(right) {
        return small(vm, op, left.small_int_unchecked(), right.small_int_unchecked());
    }
    if left.is_bool() && right.is_bool() {
        let (a, b) = (left.is(&Value::TRUE), right.is(&Value::TRUE));
        match op {
            BinaryOp::BitAnd => return Some(Ok(Value::bool(a & b))),
            BinaryOp::BitOr => return Some(Ok(Value::bool(a | b))),
            BinaryOp::BitXor => return Some(Ok(Value::bool(a ^ b))),
            _ => {}
        }
    }
    operate(vm, op, Number::exact(left)?, Number::exact(right)?)
}

/// `a op b`; none if such numbers do not have the operator.
///
/// # Errors
/// Same as [`binary`].
pub fn operate(vm: &Vm, op: BinaryOp, a: Number<'_>, b: Number<'_>) -> Option<VmResult> {
    let result = match (a, b) {
        (Number::Int(a), Number::Int(b)) => return small(vm, op, a, b),
        (Number::Float(a), Number::Float(b)) => return floats(vm, op, a, b),
        _ => match a.rank().max(b.rank()) {
            Rank::Int => return ints(vm, op, a, b),
            Rank::Float => match (a.to_float()?, b.to_float()?) {
                (Ok(a), Ok(b)) => return floats(vm, op, a, b),
                (Err(error), _) | (_, Err(error)) => Err(error),
            },
            Rank::Complex => match (a.to_complex(), b.to_complex()) {
                (Ok(a), Ok(b)) => return complex::binary(vm, op, a, b),
                (Err(error), _) | (_, Err(error)) => Err(error),
            },
        },
    };
    // Only numbers too large for a float get here; operators that floats lack fail otherwise.
    if matches!(
        op,
        BinaryOp::MatMul
            | BinaryOp::LShift
            | BinaryOp::RShift
            | BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
    ) {
        return None;
    }
    Some(result.map_err(|error| raised(vm, error)))
}

/// Machine integers.
#[inline]
fn small(vm: &Vm, op: BinaryOp, a: i64, b: i64) -> Option<VmResult> {
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::FloorDiv => int_arith::small_divmod(a, b).map(|(quotient, _)| quotient),
        BinaryOp::Mod => int_arith::small_divmod(a, b).map(|(_, remainder)| remainder),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::LShift => int_arith::small_shl(a, b),
        BinaryOp::RShift => int_arith::small_shr(a, b),
        BinaryOp::Pow => u64::try_from(b).ok().and_then(|b| int_arith::small_pow(a, b)),
        BinaryOp::TrueDiv => {
            let quotient = int_arith::small_true_div(a, b);
            return Some(quotient.map(Value::float).map_err(|error| raised(vm, error)));
        }
        BinaryOp::MatMul => return None,
    };
    match result {
        Some(i) => Some(Ok(int::from_i64(i))),
        None => ints(vm, op, Number::Int(a), Number::Int(b)),
    }
}

/// Integers when one of them, or the result, is not a machine integer.
#[inline(never)]
fn ints(vm: &Vm, op: BinaryOp, a: Number<'_>, b: Number<'_>) -> Option<VmResult> {
    if let (Some(a), Some(b)) = (a.to_wide(), b.to_wide())
        && let Some(result) = wide::binary(op, a, b)
    {
        return Some(Ok(result.into()));
    }
    big(vm, op, a.to_big()?.as_ref(), b.to_big()?.as_ref())
}

const ZERO_DIVISION: &str = "integer division or modulo by zero";
const ZERO_MODULO: &str = "integer modulo by zero";

/// `divmod(a, b)` of a large int.
fn large_divmod(
    vm: &Vm,
    a: &BigInt,
    b: &BigInt,
    by_zero: &'static str,
) -> VmResult<(BigInt, BigInt)> {
    if b.is_zero() {
        return Err(raised(vm, TextError::zero_division(by_zero)));
    }
    int_work::div_mod_floor(vm, a, b)
}

/// Integers of any size.
fn big(vm: &Vm, op: BinaryOp, a: &BigInt, b: &BigInt) -> Option<VmResult> {
    if let Err(raised) = int_work::check(vm, op, a, b) {
        return Some(Err(raised));
    }
    let result = match op {
        BinaryOp::Add => return Some(Ok(int::from_big(a + b))),
        BinaryOp::Sub => return Some(Ok(int::from_big(a - b))),
        BinaryOp::Mul => return Some(int_work::multiply(vm, a, b).map(int::from_big)),
        BinaryOp::BitAnd => return Some(Ok(int::from_big(a & b))),
        BinaryOp::BitOr => return Some(Ok(int::from_big(a | b))),
        BinaryOp::BitXor => return Some(Ok(int::from_big(a ^ b))),
        BinaryOp::FloorDiv if int_work::is_large(a) => {
            return Some(large_divmod(vm, a, b, ZERO_DIVISION).map(|(q, _)| int::from_big(q)));
        }
        BinaryOp::Mod if int_work::is_large(a) => {
            return Some(large_divmod(vm, a, b, ZERO_MODULO).map(|(_, r)| int::from_big(r)));
        }
        BinaryOp::FloorDiv => int_arith::floor_div(a, b),
        BinaryOp::Mod => int_arith::modulo(a, b),
        BinaryOp::LShift => int_arith::shl(a, b),
        BinaryOp::RShift => int_arith::shr(a, b),
        BinaryOp::Pow if b.is_negative() => {
            return match (int_arith::to_float(a), int_arith::to_float(b)) {
                (Ok(a), Ok(b)) => floats(vm, op, a, b),
                (Err(error), _) | (_, Err(error)) => Some(Err(raised(vm, error))),
            };
        }
        BinaryOp::Pow if int_work::is_large_power(a, b) => {
            return Some(int_work::power(vm, a, b).map(int::from_big));
        }
        BinaryOp::Pow => int_arith::pow(a, b),
        BinaryOp::TrueDiv => {
            let quotient = int_arith::true_div(a, b);
            return Some(quotient.map(Value::float).map_err(|error| raised(vm, error)));
        }
        BinaryOp::MatMul => return None,
    };
    Some(result.map(Value::from).map_err(|error| raised(vm, error)))
}

/// Floats.
#[inline]
fn floats(vm: &Vm, op: BinaryOp, a: f64, b: f64) -> Option<VmResult> {
    let result = match op {
        BinaryOp::Add => Ok(a + b),
        BinaryOp::Sub => Ok(a - b),
        BinaryOp::Mul => Ok(a * b),
        BinaryOp::TrueDiv if b == 0.0 => Err(TextError::zero_division("float division by zero")),
        BinaryOp::TrueDiv => Ok(a / b),
        BinaryOp::FloorDiv => float_arith::floor_div(a, b),
        BinaryOp::Mod => float_arith::modulo(a, b),
        BinaryOp::Pow => match float_arith::pow(a, b) {
            Ok(Power::Real(x)) => Ok(x),
            Ok(Power::Complex) => {
                let (a, b) = (complex::Pair::new(a, 0.0), complex::Pair::new(b, 0.0));
                return complex::binary(vm, op, a, b);
            }
            Err(error) if error.kind == ErrorKind::Overflow => {
                return Some(Err(out_of_range(vm)));
            }
            Err(error) => Err(error),
        },
        _ => return None,
    };
    Some(result.map(Value::float).map_err(|error| raised(vm, error)))
}

/// The OverflowError of C's math functions (ERANGE).
#[cold]
pub fn out_of_range(vm: &Vm) -> Raised {
    let text = Value::from("Numerical result out of range");
    vm.error_with(Exc::OverflowError, [Value::small_int(34), text])
}

/// `divmod(a, b)`; none if the numbers have no such operation.
///
/// # Errors
/// ZeroDivisionError; OverflowError.
pub fn divmod(vm: &Vm, a: Number<'_>, b: Number<'_>) -> Option<VmResult> {
    let pair = |quotient: Value, remainder: Value| Tuple::new([quotient, remainder]).into_value();
    if let (Number::Int(a), Number::Int(b)) = (a, b)
        && let Some((quotient, remainder)) = int_arith::small_divmod(a, b)
    {
        return Some(Ok(pair(int::from_i64(quotient), int::from_i64(remainder))));
    }
    let result = match a.rank().max(b.rank()) {
        Rank::Int => {
            let (a, b) = (a.to_big()?, b.to_big()?);
            if int_work::is_large(&a) {
                let result = large_divmod(vm, &a, &b, ZERO_DIVISION);
                return Some(result.map(|(q, r)| pair(int::from_big(q), int::from_big(r))));
            }
            int_arith::divmod(&a, &b).map(|(q, r)| pair(q.into(), r.into()))
        }
        Rank::Float => match (a.to_float()?, b.to_float()?) {
            (Ok(a), Ok(b)) => float_arith::divmod(a, b).map(|(q, r)| pair(q.into(), r.into())),
            (Err(error), _) | (_, Err(error)) => Err(error),
        },
        Rank::Complex => return None,
    };
    Some(result.map_err(|error| raised(vm, error)))
}

/// `pow(base, exponent, modulus)` of ints; none if one of them is not an int.
///
/// # Errors
/// ValueError: modulus 0, base not invertible.
pub fn mod_pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Option<VmResult> {
    let (a, b, m) = (Number::of(base)?, Number::of(exponent)?, Number::of(modulus)?);
    if let (Number::Int(a), Number::Int(b), Number::Int(m)) = (a, b, m)
        && let Ok(b) = u64::try_from(b)
        && let Some(result) = int_arith::small_mod_pow(a, b, m)
    {
        return Some(Ok(int::from_i64(result)));
    }
    let (a, b, m) = (a.to_big()?, b.to_big()?, m.to_big()?);
    Some(mod_pow_of_big(vm, &a, &b, &m).map(int::from_big))
}

fn mod_pow_of_big(vm: &Vm, base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> VmResult<BigInt> {
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    if !exponent.is_negative() {
        return int_work::mod_pow(vm, base, exponent, modulus);
    }
    match int_work::inverse(vm, base, &modulus.abs())? {
        Some(inverse) => int_work::mod_pow(vm, &inverse, &-exponent, modulus),
        None => Err(vm.value_error("base is not invertible for the given modulus")),
    }
}

/// `a op b` for exact built-in numbers: none for other operands, and for ordering complex numbers.
/// (`op` is one of `==`, `!=`, `<`, `<=`, `>`, `>=`.)
#[inline]
pub fn compare(op: Comparison, left: &Value, right: &Value) -> Option<bool> {
    if left.both_small_ints(right) {
        let (a, b) = (left.small_int_unchecked(), right.small_int_unchecked());
        return Some(holds(op, Some(a.cmp(&b))));
    }
    compare_numbers(op, Number::exact(left)?, Number::exact(right)?)
}

/// Like [`compare`], for any numbers. Ints and floats compare by their exact values.
pub fn compare_numbers(op: Comparison, a: Number<'_>, b: Number<'_>) -> Option<bool> {
    let order = match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(&b),
        (Number::Int(a), Number::Float(b)) => int_arith::small_compare_with_float(a, b),
        (Number::Float(a), Number::Int(b)) => {
            int_arith::small_compare_with_float(b, a).map(Ordering::reverse)
        }
        (Number::Big(a), Number::Float(b)) => int_arith::compare_with_float(a, b),
        (Number::Float(a), Number::Big(b)) => {
            int_arith::compare_with_float(b, a).map(Ordering::reverse)
        }
        (Number::Complex(_), _) | (_, Number::Complex(_)) => {
            if !matches!(op, Comparison::Eq | Comparison::Ne) {
                return None;
            }
            let same = equals_complex(a, b);
            return Some(same == (op == Comparison::Eq));
        }
        _ => Some(a.to_big()?.cmp(&b.to_big()?)),
    };
    Some(holds(op, order))
}

fn equals_complex(a: Number<'_>, b: Number<'_>) -> bool {
    let (z, other) = match (a, b) {
        (Number::Complex(z), other) | (other, Number::Complex(z)) => (z, other),
        _ => return false,
    };
    match other {
        Number::Complex(w) => z.real == w.real && z.imag == w.imag,
        real => {
            let real_part = Number::Float(z.real);
            z.imag == 0.0 && compare_numbers(Comparison::Eq, real_part, real) == Some(true)
        }
    }
}

/// Whether a comparison holds for operands in this order (none: not ordered, NaN).
#[inline]
pub fn holds(op: Comparison, order: Option<Ordering>) -> bool {
    match op {
        Comparison::Eq => order == Some(Ordering::Equal),
        Comparison::Ne => order != Some(Ordering::Equal),
        Comparison::Lt => order == Some(Ordering::Less),
        Comparison::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Gt => order == Some(Ordering::Greater),
        Comparison::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        _ => false,
    }
}

/// `-value` of a number.
pub fn negate(value: &Value) -> Option<Value> {
    Some(match Number::of(value)? {
        Number::Int(i) => match i.checked_neg() {
            Some(i) => int::from_i64(i),
            None => int::from_big(-BigInt::from(i)),
        },
        Number::Big(big) => int::from_big(-big),
        Number::Float(x) => Value::float(-x),
        Number::Complex(z) => complex::Pair::new(-z.real, -z.imag).into(),
    })
}

/// `+value` of a number: the number itself, as a plain object of its type.
pub fn plus(value: &Value) -> Option<Value> {
    let is_plain = value.header().is_none_or(|header| header.class().is_none());
    Some(match Number::of(value)? {
        Number::Int(i) => int::from_i64(i),
        Number::Float(x) => Value::float(x),
        _ if is_plain => value.clone(),
        Number::Big(big) => int::from_big(big.clone()),
        Number::Complex(z) => z.into(),
    })
}

/// `~value` of an int.
pub fn invert(value: &Value) -> Option<Value> {
    match Number::of(value)? {
        Number::Int(i) => Some(int::from_i64(!i)),
        Number::Big(big) => Some(int::from_big(!big)),
        _ => None,
    }
}

/// `abs(value)` of a number.
///
/// # Errors
/// OverflowError if a complex number's is too large.
pub fn abs(vm: &Vm, value: &Value) -> Option<VmResult> {
    Some(match Number::of(value)? {
        Number::Int(i) if i < 0 => return negate(value).map(Ok),
        Number::Big(big) => Ok(int::from_big(big.abs())),
        Number::Float(x) => Ok(Value::float(x.abs())),
        Number::Complex(z) => match z.abs() {
            Some(size) => Ok(Value::float(size)),
            None => Err(vm.overflow_error("absolute value too large")),
        },
        Number::Int(i) => Ok(int::from_i64(i)),
    })
}

/// The hash of a number: the same for equal numbers of all types.
pub fn hash_number(value: &Value) -> Option<u64> {
    // NaNs have no identity to hash by; any constant keeps equal things equal.
    let of_float = |x| hash::hash_float(x).unwrap_or(0);
    let hash = match Number::of(value)? {
        Number::Int(i) => hash::hash_int(i),
        Number::Big(big) => hash::hash_bigint(big),
        Number::Float(x) => of_float(x),
        Number::Complex(z) => hash::hash_complex(of_float(z.real), of_float(z.imag)),
    };
    Some(hash as u64)
}

/// A unary special method of a number, which returns NotImplemented for operands that are not
/// numbers or have a higher rank.
pub fn method(vm: &Vm, rank: Rank, op: BinaryOp, left: &Value, right: &Value) -> VmResult {
    match (Number::of(left), Number::of(right)) {
        (Some(a), Some(b)) if a.rank() <= rank && b.rank() <= rank => {
            operate(vm, op, a, b).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Same as [`method`], of the comparisons.
pub fn compare_method(rank: Rank, op: Comparison, left: &Value, right: &Value) -> VmResult {
    Ok(match (Number::of(left), Number::of(right)) {
        (Some(a), Some(b)) if a.rank() <= rank && b.rank() <= rank => {
            compare_numbers(op, a, b).map_or(Value::NOT_IMPLEMENTED, Value::bool)
        }
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// Same as [`method`], of `__divmod__`.
pub fn divmod_method(vm: &Vm, rank: Rank, left: &Value, right: &Value) -> VmResult {
    match (Number::of(left), Number::of(right)) {
        (Some(a), Some(b)) if a.rank() <= rank && b.rank() <= rank => {
            divmod(vm, a, b).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Like [`method`], for `__pow__`, which takes a modulus too.
pub fn pow_method(
    vm: &Vm,
    rank: Rank,
    base: &Value,
    exponent: &Value,
    modulus: Option<&Value>,
) -> VmResult {
    let Some(modulus) = modulus else {
        return method(vm, rank, BinaryOp::Pow, base, exponent);
    };
    let numbers = [base, exponent].map(|v| Number::of(v).filter(|n| n.rank() <= rank));
    if numbers.iter().any(Option::is_none) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let is_float = |value| matches!(Number::of(value), Some(Number::Float(_)));
    match rank {
        Rank::Int if is_float(modulus) => Err(no_modulus(vm)),
        Rank::Int => mod_pow(vm, base, exponent, modulus).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        Rank::Float => {
            Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        Rank::Complex => Err(vm.value_error("complex modulo")),
    }
}

#[cold]
fn no_modulus(vm: &Vm) -> Raised {
    vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
}

/// Declares a binary special method (`operator!(Int, Add)`) or its reflection
/// (`operator!(reflected Int, Add)`).
macro_rules! operator {
    ($rank:ident, $op:ident) => {
        NativeDef::binary(SpecialMethod::operator(BinaryOp::$op), |vm, a, b| {
            arith::method(vm, Rank::$rank, BinaryOp::$op, a, b)
        })
    };
    (reflected $rank:ident, $op:ident) => {
        NativeDef::binary(SpecialMethod::reflected(BinaryOp::$op), |vm, a, b| {
            arith::method(vm, Rank::$rank, BinaryOp::$op, b, a)
        })
    };
}

/// Declares a comparison of numbers: `comparison!(Int, Lt)`.
macro_rules! comparison {
    ($rank:ident, $op:ident) => {
        NativeDef::compare(Comparison::$op, |_, a, b, op| {
            arith::compare_method(Rank::$rank, op, a, b)
        })
    };
}

/// Declares `__divmod__`, `__pow__` and their reflections.
macro_rules! special_operator {
    (divmod $rank:ident) => {
        NativeDef::binary(SpecialMethod::DivMod, |vm, a, b| {
            arith::divmod_method(vm, Rank::$rank, a, b)
        })
    };
    (rdivmod $rank:ident) => {
        NativeDef::binary(SpecialMethod::RDivMod, |vm, a, b| {
            arith::divmod_method(vm, Rank::$rank, b, a)
        })
    };
    (pow $rank:ident) => {
        NativeDef::new(
            "__pow__(self, value, mod=None, /)",
            "Return pow(self, value, mod).",
            |vm, args| arith::pow_method(vm, Rank::$rank, &args[0], &args[1], args.some(2)),
        )
    };
    (rpow $rank:ident) => {
        NativeDef::new(
            "__rpow__(self, value, mod=None, /)",
            "Return pow(value, self, mod).",
            |vm, args| arith::pow_method(vm, Rank::$rank, &args[1], &args[0], args.some(2)),
        )
    };
}

pub(super) use {comparison, operator, special_operator};

/// Wraps a result in the form that a class derived from a number needs.
pub fn plain_or_derived<T: crate::runtime::Object>(
    vm: &Vm,
    class: &Ref<super::class::Class>,
    builtin: &Ref<super::class::Class>,
    plain: impl FnOnce() -> Value,
    payload: impl FnOnce() -> T,
) -> Value {
    if class.is(builtin) {
        return plain();
    }
    super::construct::of_class(vm, class, payload())
}
