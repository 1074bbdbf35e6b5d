//! `timedelta`

use super::common::{IMMUTABLE_NEW, hash_numbers, number};
use crate::bytecode::Comparison;
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::int::{from_big, is_int, to_big};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, tables};
use crate::objects::scalar::class_argument;
use crate::objects::sequence::holds;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::objects::{float, scalar};
use crate::runtime::{Ref, Value};
use crate::text::{float as text_float, int_arith};
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// The data of a `timedelta`: the seconds are in 0..86400, the microseconds in 0..1000000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    /// Days.
    pub days: i32,
    /// Seconds.
    pub seconds: i32,
    /// Microseconds.
    pub micros: i32,
}

impl NativeObject for Delta {}

const MAX_DAYS: i32 = 999_999_999;
const MICROS_IN_SECOND: i128 = 1_000_000;
const MICROS_IN_DAY: i128 = 86_400 * MICROS_IN_SECOND;

/// Whole days, and the remaining microseconds, at least 0. 64-bit division is an instruction,
/// 128-bit division a call.
pub fn days_and_rest(micros: i128) -> (i128, i64) {
    const DAY: i64 = MICROS_IN_DAY as i64;
    match i64::try_from(micros) {
        Ok(micros) => (micros.div_euclid(DAY).into(), micros.rem_euclid(DAY)),
        Err(_) => (micros.div_euclid(MICROS_IN_DAY), micros.rem_euclid(MICROS_IN_DAY) as i64),
    }
}

impl Delta {
    /// A delta of whole seconds, for less than the maximum number of days.
    pub fn from_seconds(seconds: i64) -> Delta {
        Delta {
            days: seconds.div_euclid(86_400) as i32,
            seconds: seconds.rem_euclid(86_400) as i32,
            micros: 0,
        }
    }

    /// All of it in microseconds.
    pub fn total_micros(self) -> i128 {
        i128::from(self.days) * MICROS_IN_DAY
            + i128::from(self.seconds) * MICROS_IN_SECOND
            + i128::from(self.micros)
    }

    /// All of it in seconds, without the microseconds.
    pub fn total_seconds(self) -> i64 {
        i64::from(self.days) * 86_400 + i64::from(self.seconds)
    }

    /// # Errors
    /// OverflowError if that is too many days.
    pub fn from_micros(vm: &Vm, micros: i128) -> VmResult<Delta> {
        let (days, rest) = days_and_rest(micros);
        let Ok(days) = i32::try_from(days) else { return Err(too_large(vm)) };
        if days.unsigned_abs() > MAX_DAYS.unsigned_abs() {
            let message = format!("days={days}; must have magnitude <= {MAX_DAYS}");
            return Err(vm.overflow_error(message));
        }
        let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
        Ok(Delta { days, seconds: seconds as i32, micros: micros as i32 })
    }

    fn from_big_micros(vm: &Vm, micros: &BigInt) -> VmResult<Delta> {
        match micros.to_i128() {
            Some(micros) => Delta::from_micros(vm, micros),
            None => Err(too_large(vm)),
        }
    }

    /// # Errors
    /// OverflowError.
    pub fn plus(self, vm: &Vm, other: Delta) -> VmResult<Delta> {
        Delta::from_micros(vm, self.total_micros() + other.total_micros())
    }

    /// # Errors
    /// OverflowError.
    pub fn minus(self, vm: &Vm, other: Delta) -> VmResult<Delta> {
        Delta::from_micros(vm, self.total_micros() - other.total_micros())
    }

    /// Whether it is less than a day in either direction.
    pub fn is_within_a_day(self) -> bool {
        self.total_micros().abs() < MICROS_IN_DAY
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self == Delta::default()
    }

    /// A `timedelta` object.
    pub fn into_value(self, vm: &Vm) -> Value {
        Native::new(&vm.class_for(&CLASS), self).into_value()
    }

    /// The delta that a value is.
    pub fn of(value: &Value) -> Option<Delta> {
        value.native::<Delta>().copied()
    }

    /// The hash, which is that of the tuple of its numbers.
    pub fn hash(self) -> i64 {
        hash_numbers([self.days.into(), self.seconds.into(), self.micros.into()])
    }

    /// `-1 day, 23:59:59.000001`
    fn show(self) -> String {
        let (hours, minutes, seconds) =
            (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        let mut text = match self.days {
            0 => String::new(),
            days @ (1 | -1) => format!("{days} day, "),
            days => format!("{days} days, "),
        };
        text += &format!("{hours}:{minutes:02}:{seconds:02}");
        if self.micros != 0 {
            text += &format!(".{:06}", self.micros);
        }
        text
    }
}

#[cold]
fn too_large(vm: &Vm) -> Raised {
    vm.overflow_error("Python int too large to convert to C int")
}

/// The parameters of `timedelta()` in microseconds, in the order in which CPython adds them up.
const UNITS: [(&str, usize, i64); 7] = [
    ("microseconds", 3, 1),
    ("milliseconds", 4, 1_000),
    ("seconds", 2, 1_000_000),
    ("minutes", 5, 60_000_000),
    ("hours", 6, 3_600_000_000),
    ("days", 1, 86_400_000_000),
    ("weeks", 7, 604_800_000_000),
];

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    // Anything beyond `whole` is rare.
    let (mut whole, mut beyond, mut left) = (0i128, BigInt::ZERO, 0.0);
    for (name, index, unit) in UNITS {
        let Some(value) = a.opt(index) else { continue };
        let mut add = |number: &BigInt| {
            let product = number * unit;
            match product.to_i128().and_then(|more| whole.checked_add(more)) {
                Some(sum) => whole = sum,
                None => beyond += product,
            }
        };
        if let Some(small) = value.as_small_int() {
            whole += i128::from(small) * i128::from(unit);
        } else if let Some(big) = to_big(value) {
            add(&big);
        } else if let Some(x) = float::value_of(value) {
            add(&text_float::float_to_bigint(x).map_err(|error| scalar::raised(vm, error))?);
            // Fractions of units are less than a week.
            let fraction = x.fract() * unit as f64;
            whole += fraction.trunc() as i128;
            left += fraction.fract();
        } else {
            let shown = vm.class_ref(value).message_name();
            let message = format!("unsupported type for timedelta {name} component: {shown}");
            return Err(vm.type_error(message));
        }
    }
    if left != 0.0 {
        let mut rounded = libm::round(left);
        if (rounded - left).abs() == 0.5 {
            // Halfway: to the even sum.
            let odd = (whole & 1) as f64;
            rounded = 2.0 * libm::round((left + odd) * 0.5) - odd;
        }
        whole += rounded as i128;
    }
    let delta = match beyond.is_zero() {
        true => Delta::from_micros(vm, whole)?,
        false => Delta::from_big_micros(vm, &(beyond + whole))?,
    };
    Ok(made(vm, class, delta))
}

fn made(vm: &Vm, class: &Ref<Class>, delta: Delta) -> Value {
    let made = Native::new(class, delta).into_value();
    vm.note_finalizer(&made);
    made
}

fn this(value: &Value) -> Delta {
    Delta::of(value).expect("the receiver was checked")
}

fn compare(_: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    Ok(match Delta::of(right) {
        Some(other) => Value::bool(holds(op, this(left).cmp(&other))),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn add(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    match Delta::of(right) {
        Some(other) => Ok(this(left).plus(vm, other)?.into_value(vm)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn sub(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    match Delta::of(right) {
        Some(other) => Ok(this(left).minus(vm, other)?.into_value(vm)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn rsub(vm: &Vm, right: &Value, left: &Value) -> VmResult {
    match Delta::of(left) {
        Some(_) => sub(vm, left, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// The quotient rounded to the nearest int, halves to even.
fn divide_nearest(a: &BigInt, b: &BigInt) -> BigInt {
    let (quotient, rest) = a.div_mod_floor(b);
    let twice = rest * 2i32;
    let order = if b.is_negative() { b.cmp(&twice) } else { twice.cmp(b) };
    match order {
        Ordering::Greater => quotient + 1,
        Ordering::Equal if quotient.is_odd() => quotient + 1,
        _ => quotient,
    }
}

/// The fraction that is equal to a float; what `as_integer_ratio()` of a subclass returns.
fn ratio(vm: &Vm, x: f64, value: &Value) -> VmResult<(BigInt, BigInt)> {
    if value.is_float() {
        return text_float::as_integer_ratio(x).map_err(|error| scalar::raised(vm, error));
    }
    let given = vm.call_method(value, &intern("as_integer_ratio"), &[])?;
    let Some(items) = given.get::<Tuple>() else {
        let class = vm.class_ref(&given).message_name();
        let message = format!(
            "unexpected return type from as_integer_ratio(): expected tuple, got '{class}'"
        );
        return Err(vm.type_error(message));
    };
    match items.items() {
        [numerator, denominator] => {
            let int = |value| Ok(to_big(&vm.index(value)?).unwrap_or_default().into_owned());
            Ok((int(numerator)?, int(denominator)?))
        }
        _ => Err(vm.value_error("as_integer_ratio() must return a 2-tuple")),
    }
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let micros = this(left).total_micros();
    if is_int(right) {
        let factor = to_big(right).map(|big| big.into_owned()).unwrap_or_default();
        let product = match factor.to_i64().and_then(|f| micros.checked_mul(f.into())) {
            Some(product) => Delta::from_micros(vm, product)?,
            None => Delta::from_big_micros(vm, &(factor * micros))?,
        };
        return Ok(product.into_value(vm));
    }
    let Some(x) = float::value_of(right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (numerator, denominator) = ratio(vm, x, right)?;
    let product = divide_nearest(&(numerator * micros), &denominator);
    Ok(Delta::from_big_micros(vm, &product)?.into_value(vm))
}

#[cold]
fn zero_division(vm: &Vm, message: &str) -> Raised {
    vm.error(Exc::ZeroDivisionError, message)
}

const BY_ZERO: &str = "integer division or modulo by zero";

fn true_div(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let micros = BigInt::from(this(left).total_micros());
    if let Some(other) = Delta::of(right) {
        let quotient = int_arith::true_div(&micros, &other.total_micros().into());
        return quotient.map(Value::float).map_err(|error| scalar::raised(vm, error));
    }
    let (numerator, denominator) = match (to_big(right), float::value_of(right)) {
        (Some(big), _) => (big.into_owned(), BigInt::from(1)),
        (None, Some(x)) => ratio(vm, x, right)?,
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    if numerator.is_zero() {
        return Err(zero_division(vm, BY_ZERO));
    }
    let quotient = divide_nearest(&(micros * denominator), &numerator);
    Ok(Delta::from_big_micros(vm, &quotient)?.into_value(vm))
}

fn floor_div(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let micros = this(left).total_micros();
    if let Some(other) = Delta::of(right) {
        if other.is_zero() {
            return Err(zero_division(vm, BY_ZERO));
        }
        let quotient = Integer::div_floor(&micros, &other.total_micros());
        return Ok(from_big(quotient.into()));
    }
    let Some(divisor) = to_big(right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if divisor.is_zero() {
        return Err(zero_division(vm, BY_ZERO));
    }
    let quotient = BigInt::from(micros).div_floor(&divisor);
    Ok(Delta::from_big_micros(vm, &quotient)?.into_value(vm))
}

fn modulo(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let Some(other) = Delta::of(right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if other.is_zero() {
        return Err(zero_division(vm, "integer modulo by zero"));
    }
    let rest = Integer::mod_floor(&this(left).total_micros(), &other.total_micros());
    Ok(Delta::from_micros(vm, rest)?.into_value(vm))
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    if Delta::of(right).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Tuple::new([floor_div(vm, left, right)?, modulo(vm, left, right)?]).into_value())
}

/// The name of a value's class as in CPython's `repr()`: built-in ones with their module.
pub fn shown_class(vm: &Vm, value: &Value) -> String {
    vm.class_ref(value).message_name()
}

fn repr(vm: &Vm, value: &Value) -> VmResult {
    let delta = this(value);
    let parts = [("days", delta.days), ("seconds", delta.seconds), ("microseconds", delta.micros)];
    let shown: Vec<String> =
        parts.iter().filter(|part| part.1 != 0).map(|(name, n)| format!("{name}={n}")).collect();
    let shown = if shown.is_empty() { "0".to_string() } else { shown.join(", ") };
    Ok(format!("{}({shown})", shown_class(vm, value)).into())
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let delta = this(&a[0]);
    let numbers = [delta.days, delta.seconds, delta.micros];
    let state = Tuple::new(numbers.map(|n| Value::small_int(n.into()))).into_value();
    Ok(Tuple::new([vm.class_of(&a[0]).into_value(), state]).into_value())
}

/// Sets `min`, `max` and `resolution`.
pub fn add_limits(vm: &Vm) {
    let class = vm.class_for(&CLASS);
    for (name, delta) in [
        ("min", Delta { days: -MAX_DAYS, ..Delta::default() }),
        ("max", Delta { days: MAX_DAYS, seconds: 86_399, micros: 999_999 }),
        ("resolution", Delta { micros: 1, ..Delta::default() }),
    ] {
        class.set(&intern(name), delta.into_value(vm));
    }
}

/// `timedelta`
pub static CLASS: ClassDef = ClassDef {
    name: "timedelta",
    module: "datetime",
    doc: "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.",
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)",
                IMMUTABLE_NEW,
                new,
            ),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::unary(SpecialMethod::Str, |_, value| Ok(this(value).show().into())),
            NativeDef::hash(|_, value| Ok(this(value).hash() as u64)),
            NativeDef::truth(|_, value| Ok(!this(value).is_zero())),
            NativeDef::binary(SpecialMethod::Add, add),
            NativeDef::binary(SpecialMethod::RAdd, add),
            NativeDef::binary(SpecialMethod::Sub, sub),
            NativeDef::binary(SpecialMethod::RSub, rsub),
            NativeDef::binary(SpecialMethod::Mul, mul),
            NativeDef::binary(SpecialMethod::RMul, mul),
            NativeDef::binary(SpecialMethod::TrueDiv, true_div),
            NativeDef::binary(SpecialMethod::FloorDiv, floor_div),
            NativeDef::binary(SpecialMethod::Mod, modulo),
            NativeDef::binary(SpecialMethod::DivMod, divmod),
            NativeDef::unary(SpecialMethod::Neg, |vm, value| {
                Ok(Delta::from_micros(vm, -this(value).total_micros())?.into_value(vm))
            }),
            NativeDef::unary(SpecialMethod::Pos, |vm, value| Ok(this(value).into_value(vm))),
            NativeDef::unary(SpecialMethod::Abs, |vm, value| {
                Ok(Delta::from_micros(vm, this(value).total_micros().abs())?.into_value(vm))
            }),
            NativeDef::new("__reduce__(self, /)", "__reduce__() -> (cls, state)", reduce),
            NativeDef::new("total_seconds(self, /)", "Total seconds in the duration.", |vm, a| {
                let micros = BigInt::from(this(&a[0]).total_micros());
                let seconds = int_arith::true_div(&micros, &BigInt::from(1_000_000));
                seconds.map(Value::float).map_err(|error| scalar::raised(vm, error))
            }),
        ]
    ],
    properties: &[
        number!("days", "Number of days.", days),
        number!("seconds", "Number of seconds (>= 0 and less than 1 day).", seconds),
        number!("microseconds", "Number of microseconds (>= 0 and less than 1 second).", micros),
    ],
    ..ClassDef::BASE
};
