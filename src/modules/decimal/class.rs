//! `Decimal`: the class of numbers.

use super::coefficient::{Coefficient, split_digits};
use super::context::{self, Context};
use super::convert;
use super::format::{self, Spec};
use super::number::{Arithmetic, Form, Number, Rounding, Rules, condition};
use super::operations::{NUMBER_OPERATIONS, ROUNDED_OPERATIONS};
use super::state::state;
use super::{compare, text};
use crate::bytecode::Comparison;
use crate::objects::class::Class;
use crate::objects::complex::Complex;
use crate::objects::construct;
use crate::objects::dict::Dict;
use crate::objects::float;
use crate::objects::int::{from_big, is_int, to_big, to_i64};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef, join};
use crate::objects::object::identity_hash;
use crate::objects::scalar;
use crate::objects::sequence::holds;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::text::float as text_float;
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use std::ops::Deref;

impl Object for Number {
    const KIND: Kind = Kind::Decimal;
    const IS_CONTAINER: bool = false;
}

/// A number object of the class itself.
///
/// # Errors
/// Same as [`state`].
#[inline]
pub fn make(vm: &Vm, number: Number) -> VmResult {
    Ok(make_of(&state(vm)?.decimal, number))
}

#[inline]
fn make_of(class: &Ref<Class>, number: Number) -> Value {
    Ref::with_class(number, class.as_value().clone(), false).into_value()
}

/// An operand of arithmetic: a number object, or an int that was converted.
pub enum Operand<'a> {
    /// A number object's data.
    Own(&'a Number),
    /// A converted int.
    Converted(Number),
}

impl Deref for Operand<'_> {
    type Target = Number;

    #[inline]
    fn deref(&self) -> &Number {
        match self {
            Operand::Own(number) => number,
            Operand::Converted(number) => number,
        }
    }
}

impl Operand<'_> {
    /// The number in a value; none if it is neither a decimal nor an int.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn of<'a>(vm: &Vm, value: &'a Value) -> VmResult<Option<Operand<'a>>> {
        if let Some(number) = value.get::<Number>() {
            return Ok(Some(Operand::Own(number)));
        }
        if let Some(small) = value.as_small_int() {
            let magnitude = u128::from(small.unsigned_abs());
            return Ok(Some(Operand::Converted(Number::new(small < 0, magnitude.into(), 0))));
        }
        match to_big(value) {
            Some(big) => Ok(Some(Operand::Converted(convert::of_big(vm, &big)?))),
            None => Ok(None),
        }
    }

    /// The number that a value is.
    ///
    /// # Errors
    /// TypeError if it is neither a decimal nor an int.
    #[inline]
    pub fn required<'a>(vm: &Vm, value: &'a Value) -> VmResult<Operand<'a>> {
        Operand::of(vm, value)?.ok_or_else(|| {
            let shown = vm.class_ref(value).message_name();
            vm.type_error(format!("conversion from {shown} to Decimal is not supported"))
        })
    }
}

#[inline(always)]
fn this(value: &Value) -> &Number {
    value.get::<Number>().expect("the receiver was checked")
}

/// The exact number given by the argument of a constructor.
///
/// # Errors
/// TypeError, ValueError; the exception of a signal.
fn exact(vm: &Vm, context: &Context, value: &Value) -> VmResult<Number> {
    if let Some(text) = value.get::<Str>() {
        return read_exactly(vm, context, text.as_str());
    }
    let number = unrounded(vm, context, value)?;
    if items(value).is_none() {
        return Ok(number);
    }
    let mut arithmetic = Arithmetic::new(vm, Rules::WIDEST);
    let number = exactly(&mut arithmetic, number)?;
    context.note(vm, arithmetic.status)?;
    Ok(number)
}

/// The number given by a value other than a string, which may exceed all limits.
///
/// # Errors
/// Same as [`exact`].
pub fn unrounded(vm: &Vm, context: &Context, value: &Value) -> VmResult<Number> {
    if let Some(operand) = Operand::of(vm, value)? {
        return match operand {
            Operand::Own(number) => number.copied(vm),
            Operand::Converted(number) => Ok(number),
        };
    }
    if let Some(parts) = items(value) {
        return of_parts(vm, &parts);
    }
    if let Some(x) = float::value_of(value) {
        context.note(vm, condition::FLOAT_OPERATION)?;
        return convert::of_float(vm, x);
    }
    let shown = vm.class_ref(value).message_name();
    Err(vm.type_error(format!("conversion from {shown} to Decimal is not supported")))
}

fn read_exactly(vm: &Vm, context: &Context, text: &str) -> VmResult<Number> {
    let parsed = text::parse(vm, &text::normalized(text, true))?;
    let mut arithmetic = Arithmetic::new(vm, Rules::WIDEST);
    let number = match parsed {
        Some(number) => exactly(&mut arithmetic, number)?,
        None => arithmetic.invalid(condition::CONVERSION_SYNTAX),
    };
    context.note(vm, arithmetic.status)?;
    Ok(number)
}

/// A number that fits the widest limits without rounding; otherwise a NaN.
fn exactly(arithmetic: &mut Arithmetic<'_>, number: Number) -> VmResult<Number> {
    let number = arithmetic.finalized(number)?;
    let lossy = condition::INEXACT | condition::ROUNDED | condition::CLAMPED;
    let is_exact = arithmetic.status & lossy == 0;
    arithmetic.status &= condition::ERRORS;
    Ok(if is_exact { number } else { arithmetic.invalid(condition::INVALID_OPERATION) })
}

/// The items of a tuple or list.
fn items(value: &Value) -> Option<Vec<Value>> {
    let list = || value.get::<List>().map(|list| list.to_vec());
    value.get::<Tuple>().map(|tuple| tuple.items().to_vec()).or_else(list)
}

fn of_parts(vm: &Vm, parts: &[Value]) -> VmResult<Number> {
    let [sign, digits, exponent] = parts else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let negative = match to_i64(sign) {
        Some(sign @ (0 | 1)) => sign == 1,
        _ => return Err(vm.value_error("sign must be an integer with the value 0 or 1")),
    };
    let form = match exponent.get::<Str>().map(|text| text.as_str()) {
        None => Form::Finite,
        Some("F") => Form::Infinite,
        Some("n") => Form::Quiet,
        Some("N") => Form::Signaling,
        Some(_) => {
            let message = "string argument in the third position must be 'F', 'n' or 'N'";
            return Err(vm.value_error(message));
        }
    };
    if form == Form::Finite && !is_int(exponent) {
        return Err(vm.value_error("exponent must be an integer"));
    }
    let exponent = match form {
        Form::Finite => to_i64(exponent)
            .ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))?,
        _ => 0,
    };
    let wrong = || vm.value_error("coefficient must be a tuple of digits");
    let digits = items(digits).ok_or_else(wrong)?;
    let mut ascii = vm.vec_with_capacity(digits.len())?;
    for digit in &digits {
        match to_i64(digit) {
            Some(digit @ 0..=9) => ascii.push(b'0' + digit as u8),
            _ => return Err(wrong()),
        }
    }
    if form == Form::Infinite {
        return Ok(Number::infinity(negative));
    }
    let coefficient = Coefficient::parse(vm, &ascii)?;
    // A number beyond all limits may be arbitrarily far beyond.
    let exponent = exponent.clamp(-(i64::MAX / 4), i64::MAX / 4);
    Ok(Number { coefficient, exponent, form, negative })
}

/// The exact value of a float or int.
///
/// # Errors
/// TypeError.
pub fn of_float_or_int(vm: &Vm, value: &Value) -> VmResult<Number> {
    if let Some(x) = float::value_of(value) {
        return convert::of_float(vm, x);
    }
    match to_big(value) {
        Some(big) => convert::of_big(vm, &big),
        None => Err(vm.type_error("argument must be int or float")),
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = state(vm)?;
    let class = scalar::class_argument(a);
    let is_plain = class.is(&state.decimal);
    if let Some(context) = a.some(2) {
        context::data(vm, context)?;
    }
    let number = match a.opt(1) {
        None => Number::zero(false, 0),
        Some(value) if is_plain && vm.class_ref(value).is(&state.decimal) => {
            return Ok(value.clone());
        }
        Some(value) => match text::parse_briefly(value) {
            Some(number) => number,
            None => {
                let context = context::argument(vm, a.some(2))?;
                exact(vm, context::data(vm, &context)?, value)?
            }
        },
    };
    Ok(made(vm, class, number))
}

fn made(vm: &Vm, class: &Ref<Class>, number: Number) -> Value {
    construct::of_class(vm, class, number)
}

fn from_float(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = of_float_or_int(vm, &a[1])?;
    let state = state(vm)?;
    if a[0].is(state.decimal.as_value()) {
        return Ok(make_of(&state.decimal, number));
    }
    vm.call(&a[0], &[make_of(&state.decimal, number)])
}

type Operation = fn(&mut Arithmetic<'_>, &Number, &Number) -> VmResult<Number>;

#[inline]
fn operate(vm: &Vm, left: &Value, right: &Value, operation: Operation) -> VmResult {
    let (Some(a), Some(b)) = (Operand::of(vm, left)?, Operand::of(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let state = state(vm)?;
    let context = state.current(vm)?;
    let number =
        context::data(vm, &context)?.run(vm, |arithmetic| operation(arithmetic, &a, &b))?;
    Ok(make_of(&state.decimal, number))
}

fn unary(
    vm: &Vm,
    value: &Value,
    operation: fn(&mut Arithmetic<'_>, &Number) -> VmResult<Number>,
) -> VmResult {
    let state = state(vm)?;
    let context = state.current(vm)?;
    let number = context::data(vm, &context)?.run(vm, |a| operation(a, this(value)))?;
    Ok(make_of(&state.decimal, number))
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let (Some(a), Some(b)) = (Operand::of(vm, left)?, Operand::of(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let state = state(vm)?;
    let context = state.current(vm)?;
    let (quotient, rest) = context::data(vm, &context)?.run(vm, |x| x.divmod(&a, &b))?;
    let pair = [make_of(&state.decimal, quotient), make_of(&state.decimal, rest)];
    Ok(Tuple::new(pair).into_value())
}

fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: Option<&Value>) -> VmResult {
    let Some(modulus) = modulus else {
        return operate(vm, base, exponent, |x, a, b| x.power(a, b));
    };
    let operands = [base, exponent, modulus].map(|value| Operand::of(vm, value));
    let [Some(a), Some(b), Some(m)] = ({
        let [a, b, m] = operands;
        [a?, b?, m?]
    }) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let state = state(vm)?;
    let context = state.current(vm)?;
    let number = context::data(vm, &context)?.run(vm, |x| x.power_modulo(&a, &b, &m))?;
    Ok(make_of(&state.decimal, number))
}

/// The other operand of a comparison; none if it is not a real number.
///
/// # Errors
/// The exception of FloatOperation, unless it is a test for equality.
fn compared<'a>(
    vm: &Vm,
    context: &Context,
    other: &'a Value,
    is_equality: bool,
) -> VmResult<Option<Operand<'a>>> {
    if let Some(operand) = Operand::of(vm, other)? {
        return Ok(Some(operand));
    }
    let real = match other.get::<Complex>() {
        Some(z) if is_equality && z.imag == 0.0 => Some(z.real),
        Some(_) => return Ok(None),
        None => float::value_of(other),
    };
    let Some(x) = real else { return Ok(None) };
    match is_equality {
        true => context.status.set(context.status.get() | condition::FLOAT_OPERATION),
        false => context.note(vm, condition::FLOAT_OPERATION)?,
    }
    Ok(Some(Operand::Converted(convert::of_float(vm, x)?)))
}

fn rich_compare(vm: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    let a = this(left);
    let is_equality = matches!(op, Comparison::Eq | Comparison::Ne);
    if let Some(b) = right.get::<Number>()
        && !a.is_nan()
        && !b.is_nan()
    {
        return Ok(Value::bool(holds(op, compare::ordering(vm, a, b)?)));
    }
    let state = state(vm)?;
    let context = state.current(vm)?;
    let context = context::data(vm, &context)?;
    if let Some(b) = compared(vm, context, right, is_equality)? {
        return compare_numbers(vm, context, a, &b, op);
    }
    if right.get::<Number>().is_some() || !vm.is_instance(right, &state.rational)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    // a <=> n / d as a * d <=> n
    let part = |name: &str| vm.get_attribute(right, &intern(name));
    let (numerator, denominator) = (part("numerator")?, part("denominator")?);
    let numerator = Operand::required(vm, &numerator)?;
    let denominator = Operand::required(vm, &denominator)?;
    if a.is_finite() {
        let product = Arithmetic::new(vm, Rules::WIDEST).multiply(a, &denominator)?;
        return compare_numbers(vm, context, &product, &numerator, op);
    }
    compare_numbers(vm, context, a, &numerator, op)
}

fn compare_numbers(vm: &Vm, context: &Context, a: &Number, b: &Number, op: Comparison) -> VmResult {
    if !a.is_nan() && !b.is_nan() {
        return Ok(Value::bool(holds(op, compare::ordering(vm, a, b)?)));
    }
    let is_equality = matches!(op, Comparison::Eq | Comparison::Ne);
    if a.is_signaling() || b.is_signaling() || !is_equality {
        context.note(vm, condition::INVALID_OPERATION)?;
    }
    Ok(Value::bool(op == Comparison::Ne))
}

fn hash(vm: &Vm, value: &Value) -> VmResult<u64> {
    let number = this(value);
    match number.form {
        Form::Signaling => Err(vm.type_error("Cannot hash a signaling NaN value")),
        Form::Quiet => Ok(identity_hash(value)),
        _ => Ok(convert::hash_of(number) as u64),
    }
}

fn capitals(vm: &Vm) -> VmResult<bool> {
    Ok(context::data(vm, &state(vm)?.current(vm)?)?.capitals.get())
}

/// The text between `start` and `end`.
fn show(vm: &Vm, number: &Number, start: &str, end: &str) -> VmResult {
    if let Some(text) = text::show_briefly(number, start, end) {
        return Ok(text);
    }
    // Only an exponent has a letter whose case depends on the context.
    let text = text::show(vm, number, false, capitals(vm)?)?;
    Ok(match start {
        "" => text.into(),
        _ => format!("{start}{text}{end}").into(),
    })
}

/// A whole number as an int.
fn integer(vm: &Vm, number: &Number, rounding: Rounding) -> VmResult {
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer"));
    }
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer"));
    }
    if let (Some(small), -38..=0) = (number.coefficient.to_small(), number.exponent)
        && rounding == Rounding::Down
        && let Ok(whole) =
            i64::try_from(split_digits(small, number.exponent.unsigned_abs() as usize).0)
    {
        return Ok(Value::from(if number.negative { -whole } else { whole }));
    }
    let mut arithmetic = Arithmetic::new(vm, Rules { rounding, ..Rules::WIDEST });
    let whole = arithmetic.integral(number, false)?;
    Ok(from_big(convert::to_big(vm, &whole)?))
}

/// The powers of ten that are exact floats.
const EXACT_POWERS: [f64; 23] = {
    let mut powers = [1.0; 23];
    let mut i = 1;
    while i < 23 {
        powers[i] = powers[i - 1] * 10.0;
        i += 1;
    }
    powers
};

fn to_float(vm: &Vm, number: &Number) -> VmResult<f64> {
    if number.is_signaling() {
        return Err(vm.value_error("cannot convert signaling NaN to float"));
    }
    let magnitude = match (number.form, number.coefficient.to_small()) {
        (Form::Infinite, _) => f64::INFINITY,
        (Form::Quiet | Form::Signaling, _) => f64::NAN,
        // Both are exact, so the quotient or product is rounded once.
        (_, Some(small)) if small < 1 << 53 && (-22..=22).contains(&number.exponent) => {
            let power = EXACT_POWERS[number.exponent.unsigned_abs() as usize];
            if number.exponent < 0 { small as f64 / power } else { small as f64 * power }
        }
        _ => {
            let text = text::show(vm, &number.with_sign(vm, false)?, false, true)?;
            text_float::try_parse(&text).unwrap_or(f64::NAN)
        }
    };
    Ok(if number.negative { -magnitude } else { magnitude })
}

fn round(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = this(&a[0]);
    let Some(places) = a.opt(1) else {
        return integer(vm, number, Rounding::HalfEven);
    };
    if !is_int(places) {
        return Err(vm.type_error("optional arg must be an integer"));
    }
    let places = to_i64(places)
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))?;
    let current = context::argument(vm, None)?;
    let context = context::data(vm, &current)?;
    make(vm, context.run(vm, |arithmetic| format::round(arithmetic, number, places))?)
}

/// A convention of a locale.
fn text_argument<'a>(vm: &Vm, name: &str, value: &'a Value) -> VmResult<&'a str> {
    match value.get::<Str>() {
        Some(text) => Ok(text.as_str()),
        None => Err(vm.type_error(format!("{name} must be str"))),
    }
}

fn format(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = this(&a[0]);
    let Some(spec) = a[1].get::<Str>() else {
        return Err(vm.type_error("format argument must be str"));
    };
    let current = context::argument(vm, None)?;
    let context = context::data(vm, &current)?;
    let mut spec = Spec::parse(vm, spec.as_str(), context.capitals.get())?;
    if let Some(conventions) = a.opt(2) {
        let Some(conventions) = conventions.get::<Dict>() else {
            return Err(vm.type_error("optional argument must be a dict"));
        };
        for name in ["decimal_point", "thousands_sep", "grouping"] {
            if let Some(value) = conventions.get_text(name) {
                let text = text_argument(vm, name, &value)?;
                spec.use_convention(vm, name, text)?;
            }
        }
    }
    let rounding = context.rules.get().rounding;
    Ok(format::format(vm, rounding, number, &spec)?.into())
}

fn as_tuple(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = this(&a[0]);
    let exponent = match number.form {
        Form::Finite => Value::from(number.exponent),
        Form::Infinite => "F".into(),
        Form::Quiet => "n".into(),
        Form::Signaling => "N".into(),
    };
    let mut text = String::new();
    if !number.is_nan() || !number.coefficient.is_zero() {
        vm.reserve_items::<Value>(number.coefficient.digits() as usize)?;
        number.coefficient.write(&mut text);
    }
    let digits: Vec<Value> =
        text.bytes().map(|digit| Value::small_int((digit - b'0').into())).collect();
    let parts =
        [Value::small_int(number.negative.into()), Tuple::new(digits).into_value(), exponent];
    vm.call(&state(vm)?.tuple, &parts)
}

fn as_integer_ratio(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = this(&a[0]);
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (numerator, denominator): (BigInt, BigInt) = convert::ratio(vm, number)?;
    Ok(Tuple::new([from_big(numerator), from_big(denominator)]).into_value())
}

/// Declares an operator and its reflection.
macro_rules! operator {
    ($special:ident, |$x:ident, $a:ident, $b:ident| $operation:expr) => {
        NativeDef::binary(SpecialMethod::$special, |vm, left, right| {
            operate(vm, left, right, |$x, $a, $b| $operation)
        })
    };
    (reflected $special:ident, |$x:ident, $a:ident, $b:ident| $operation:expr) => {
        NativeDef::binary(SpecialMethod::$special, |vm, right, left| {
            operate(vm, left, right, |$x, $a, $b| $operation)
        })
    };
}

const COMPARISONS: [NativeDef; 6] = NativeDef::comparisons(rich_compare);

const OTHERS: [NativeDef; 44] = [
    NativeDef::static_method(
        "__new__(cls, value='0', context=None)",
        "Create and return a new object.  See help(type) for accurate signature.",
        new,
    ),
    operator!(Add, |x, a, b| x.add(a, b)),
    operator!(reflected RAdd, |x, a, b| x.add(a, b)),
    operator!(Sub, |x, a, b| x.subtract(a, b)),
    operator!(reflected RSub, |x, a, b| x.subtract(a, b)),
    operator!(Mul, |x, a, b| x.multiply(a, b)),
    operator!(reflected RMul, |x, a, b| x.multiply(a, b)),
    operator!(TrueDiv, |x, a, b| x.divide(a, b)),
    operator!(reflected RTrueDiv, |x, a, b| x.divide(a, b)),
    operator!(FloorDiv, |x, a, b| x.divide_integer(a, b)),
    operator!(reflected RFloorDiv, |x, a, b| x.divide_integer(a, b)),
    operator!(Mod, |x, a, b| x.remainder(a, b)),
    operator!(reflected RMod, |x, a, b| x.remainder(a, b)),
    NativeDef::binary(SpecialMethod::DivMod, divmod),
    NativeDef::binary(SpecialMethod::RDivMod, |vm, right, left| divmod(vm, left, right)),
    NativeDef::new(
        "__pow__(self, value, mod=None, /)",
        "Return pow(self, value, mod).",
        |vm, a| power(vm, &a[0], &a[1], a.some(2)),
    ),
    NativeDef::new(
        "__rpow__(self, value, mod=None, /)",
        "Return pow(value, self, mod).",
        |vm, a| power(vm, &a[1], &a[0], a.some(2)),
    ),
    NativeDef::hash(hash),
    NativeDef::truth(|_, value| Ok(!this(value).is_zero())),
    NativeDef::unary(SpecialMethod::Neg, |vm, value| unary(vm, value, |x, a| x.minus(a))),
    NativeDef::unary(SpecialMethod::Pos, |vm, value| unary(vm, value, |x, a| x.plus(a))),
    NativeDef::unary(SpecialMethod::Abs, |vm, value| unary(vm, value, |x, a| x.absolute(a))),
    NativeDef::unary(SpecialMethod::Str, |vm, value| show(vm, this(value), "", "")),
    NativeDef::unary(SpecialMethod::Repr, |vm, value| show(vm, this(value), "Decimal('", "')")),
    NativeDef::unary(SpecialMethod::Int, |vm, value| integer(vm, this(value), Rounding::Down)),
    NativeDef::unary(SpecialMethod::Float, |vm, value| {
        Ok(Value::float(to_float(vm, this(value))?))
    }),
    NativeDef::unary(SpecialMethod::Complex, |vm, value| {
        Ok(crate::objects::complex::Pair::new(to_float(vm, this(value))?, 0.0).into())
    }),
    NativeDef::unary(SpecialMethod::Trunc, |vm, value| integer(vm, this(value), Rounding::Down)),
    NativeDef::unary(SpecialMethod::Floor, |vm, value| integer(vm, this(value), Rounding::Floor)),
    NativeDef::unary(SpecialMethod::Ceil, |vm, value| integer(vm, this(value), Rounding::Ceiling)),
    NativeDef::new(
        "__round__(self, ndigits=<unset>, /)",
        "Round to an int, or to so many places behind the point.",
        round,
    ),
    NativeDef::new(
        "__format__(self, format_spec, override=<unset>, /)",
        "Convert to a string according to format_spec.",
        format,
    ),
    NativeDef::new("__reduce__(self, /)", "Return a class and its arguments.", |vm, a| {
        let text = vm.str(&a[0])?.into_value();
        let arguments = Tuple::new([text]).into_value();
        Ok(Tuple::new([vm.class_of(&a[0]).into_value(), arguments]).into_value())
    }),
    NativeDef::new("__copy__(self, /)", "Return the number itself.", |_, a| Ok(a[0].clone())),
    NativeDef::new("__deepcopy__(self, memo, /)", "Return the number itself.", |_, a| {
        Ok(a[0].clone())
    }),
    NativeDef::new("__sizeof__(self, /)", "Return the size in memory, in bytes.", |_, a| {
        let limbs = this(&a[0]).coefficient.digits() as usize / super::natural::LIMB_DIGITS;
        Ok(Value::from(size_of::<Number>() + 16 + limbs * 8))
    }),
    NativeDef::class("from_float(cls, f, /)", "Convert a float or int exactly.", from_float),
    NativeDef::new("as_tuple(self, /)", "Return sign, digits and exponent.", as_tuple),
    NativeDef::new(
        "as_integer_ratio(self, /)",
        "Return numerator and denominator in lowest terms.",
        as_integer_ratio,
    ),
    NativeDef::new("adjusted(self, /)", "Return the exponent of the first digit.", |_, a| {
        let number = this(&a[0]);
        Ok(Value::from(if number.is_finite() { number.adjusted() } else { 0 }))
    }),
    NativeDef::new("canonical(self, /)", "Return the number itself.", |_, a| Ok(a[0].clone())),
    NativeDef::new("is_canonical(self, /)", "Return True.", |_, _| Ok(Value::bool(true))),
    NativeDef::new("conjugate(self, /)", "Return the number itself.", |_, a| Ok(a[0].clone())),
    NativeDef::new("radix(self, /)", "Return 10.", |vm, _| {
        make(vm, Number::new(false, 10.into(), 0))
    }),
];

/// `decimal.Decimal`
pub static CLASS: ClassDef = ClassDef {
    name: "Decimal",
    module: "decimal",
    kind: Kind::Decimal,
    doc: "A decimal number of any precision.\n\nThe value can be an int, a string, a tuple of sign, digits and exponent, a float or another number. It is converted exactly. The context only determines whether invalid values raise an exception.",
    methods: &join::<
        { COMPARISONS.len() + OTHERS.len() + NUMBER_OPERATIONS.len() + ROUNDED_OPERATIONS.len() },
    >(&[&COMPARISONS, &OTHERS, &NUMBER_OPERATIONS, &ROUNDED_OPERATIONS]),
    properties: &[
        PropertyDef { name: "real", doc: "", get: |_, this| Ok(this.clone()), set: None },
        PropertyDef {
            name: "imag",
            doc: "",
            get: |vm, _| make(vm, Number::zero(false, 0)),
            set: None,
        },
    ],
    ..ClassDef::BASE
};
