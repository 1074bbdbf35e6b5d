//! The methods of `int` and `bool`.

use super::arith::{self, Number, Rank, comparison, operator, special_operator};
use super::class::Class;
use super::exception::Exc;
use super::int::{self, Int};
use super::int_work;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::scalar::{class_argument, format_argument, padded, raised, type_name};
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use super::{bytes, str::intern};
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value, View};
use crate::text::int::Literal;
use crate::text::{TextError, float, format_spec as text_format, int as text_int, int_arith, repr};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Signed;
use std::cell::Cell;
use std::cmp::Ordering;

/// The warning about `~True`.
const INVERTED_BOOL: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

/// `sys.get_int_max_str_digits()`: the most digits that conversions between text and ints allow.
pub struct DigitLimit(pub Cell<usize>);

impl Default for DigitLimit {
    fn default() -> DigitLimit {
        DigitLimit(Cell::new(text_int::DEFAULT_MAX_STR_DIGITS))
    }
}

/// The maximum number of digits in conversions; 0 means no limit.
pub fn max_digits(vm: &Vm) -> usize {
    vm.extension::<DigitLimit>().0.get()
}

/// `str(i)` of an int (not a bool).
///
/// # Errors
/// ValueError if it has too many digits.
pub fn decimal(vm: &Vm, value: &Value) -> VmResult<String> {
    match Number::of(value) {
        Some(Number::Int(i)) => Ok(i.to_string()),
        Some(Number::Big(big)) => {
            let most = max_digits(vm);
            text_int::check_digits(big, most).map_err(|error| raised(vm, error))?;
            let digits = int_work::to_digits(vm, big, 10)?;
            text_int::check_text(&digits, most).map_err(|error| raised(vm, error))?;
            Ok(digits)
        }
        _ => Err(vm.type_error("an integer is required")),
    }
}

/// The digits of an int's absolute value in a radix from 2 to 36, in lower case.
///
/// # Errors
/// ValueError if there are too many decimal digits, the errors of [`Vm::tick`] and [`Vm::reserve`].
pub fn digits(vm: &Vm, number: &BigInt, radix: u32) -> VmResult<String> {
    let most = if radix == 10 { max_digits(vm) } else { 0 };
    text_int::check_digits(number, most).map_err(|error| raised(vm, error))?;
    let mut digits = int_work::to_digits(vm, number, radix)?;
    if number.is_negative() {
        digits.remove(0);
    }
    text_int::check_text(&digits, most).map_err(|error| raised(vm, error))?;
    Ok(digits)
}

/// Text to int in a base, as `int(text, base)`.
///
/// # Errors
/// ValueError if it is not a literal of that base.
pub fn parse(vm: &Vm, text: &str, base: i64) -> VmResult {
    let literal = vm.paced(|pace| text_int::parse(text, base, max_digits(vm), pace))?;
    let literal = literal.map_err(|error| raised(vm, error))?;
    Ok(match literal {
        Literal::Small(value) => int::from_i64(value),
        Literal::Digits { negative, digits, base } => {
            let number = int_work::from_digits(vm, digits.as_bytes(), base)?;
            int::from_big(if negative { -number } else { number })
        }
    })
}

fn parse_bytes(vm: &Vm, data: &[u8], base: i64) -> VmResult {
    let ascii = std::str::from_utf8(data).ok().filter(|text| text.is_ascii()).unwrap_or("?");
    parse(vm, ascii, base).map_err(|error| {
        let has_limit_message = ascii.len() > text_int::DEFAULT_MAX_STR_DIGITS;
        if has_limit_message || (base != 0 && !(2..=36).contains(&base)) {
            return error;
        }
        let shown = repr::bytes_repr(data);
        vm.value_error(format!("invalid literal for int() with base {base}: {shown}"))
    })
}

/// The int part of a float.
///
/// # Errors
/// ValueError for NaN, OverflowError for infinities.
pub fn truncate(vm: &Vm, x: f64) -> VmResult {
    if x.abs() < 1e15 {
        return Ok(Value::from(x as i64));
    }
    float::float_to_bigint(x).map(Value::from).map_err(|error| raised(vm, error))
}

/// `int(value)`: a plain int.
///
/// # Errors
/// TypeError if the value is neither number nor text; ValueError for text that is not an int.
pub fn from_value(vm: &Vm, value: &Value) -> VmResult {
    match value.view() {
        View::Int(_) => return Ok(value.clone()),
        View::Bool(b) => return Ok(Value::from(i64::from(b))),
        View::Float(x) => return truncate(vm, x),
        _ => {}
    }
    if value.get_exact::<Int>().is_some() {
        return Ok(value.clone());
    }
    if let Some(text) = value.get_exact::<Str>() {
        return parse(vm, text.as_str(), 10);
    }
    if let Some(result) = vm.call_special_method(value, SpecialMethod::Int, &[])? {
        return plain(vm, &result, "__int__");
    }
    if vm.has_usable_slot(value, SpecialMethod::Index) {
        return vm.index(value).map(|index| arith::plus(&index).unwrap_or(index));
    }
    if vm.has_usable_slot(value, SpecialMethod::Trunc) {
        let message = "The delegation of int() to __trunc__ is deprecated.";
        vm.warn(Exc::DeprecationWarning, message, 1)?;
    }
    if let Some(result) = vm.call_special_method(value, SpecialMethod::Trunc, &[])? {
        if int::is_int(&result) {
            return Ok(arith::plus(&result).unwrap_or(result));
        }
        if vm.has_usable_slot(&result, SpecialMethod::Index) {
            return vm.index(&result).map(|index| arith::plus(&index).unwrap_or(index));
        }
        let shown = type_name(vm, &result);
        let message = format!("__trunc__ returned non-Integral (type {shown})");
        return Err(vm.type_error(message));
    }
    if let Some(text) = value.get::<Str>() {
        return parse(vm, text.as_str(), 10);
    }
    if let Some(data) = bytes::buffer(vm, value)? {
        return parse_bytes(vm, &data, 10);
    }
    let shown = type_name(vm, value);
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{shown}'"
    )))
}

/// A plain int from the result of a special method.
fn plain(vm: &Vm, result: &Value, method: &str) -> VmResult {
    if int::is_int(result) {
        vm.warn_of_subclass(result, &vm.types.int, method)?;
        return Ok(arith::plus(result).unwrap_or_default());
    }
    let shown = type_name(vm, result);
    Err(vm.type_error(format!("{method} returned non-int (type {shown})")))
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    let value = match (args.opt(1), args.opt(2)) {
        (None, None) => Value::small_int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(value), None) => from_value(vm, value)?,
        (Some(value), Some(base)) => {
            let base = vm.index_clipped(base)?;
            if let Some(text) = value.get::<Str>() {
                parse(vm, text.as_str(), base)?
            } else if let Some(data) = bytes::buffer(vm, value)?
                && value.kind() != Some(Kind::Native)
            {
                parse_bytes(vm, &data, base)?
            } else {
                let message = "int() can't convert non-string with explicit base";
                return Err(vm.type_error(message));
            }
        }
    };
    Ok(of_class(vm, class, value))
}

/// An int as an instance of a class.
fn of_class(vm: &Vm, class: &Ref<Class>, value: Value) -> Value {
    if class.is(&vm.types.int) {
        return value;
    }
    let number = int::to_big(&value).map(|big| big.into_owned()).unwrap_or_default();
    arith::plain_or_derived(vm, class, &vm.types.int, || value, || Int { value: number })
}

/// The receiver of an int's method.
fn number(args: Args<'_>) -> Number<'_> {
    Number::of(args.at(0)).unwrap_or(Number::Int(0))
}

fn big(args: Args<'_>) -> std::borrow::Cow<'_, BigInt> {
    number(args).to_big().unwrap_or_default()
}

fn itself(_: &Vm, args: Args<'_>) -> VmResult {
    Ok(arith::plus(&args[0]).unwrap_or_default())
}

fn format(vm: &Vm, args: Args<'_>) -> VmResult {
    let spec = format_argument(vm, args.at(1))?;
    if spec.is_empty() {
        return Ok(vm.str(&args[0])?.into_value());
    }
    let name = type_name(vm, &args[0]);
    let text = match number(args) {
        Number::Int(i) => text_format::format_int(i, spec, &name),
        _ => {
            let number = big(args);
            let digits = |radix| digits(vm, &number, radix).map_err(Unformatted::Raised);
            match text_format::format_bigint(&number, digits, spec, &name) {
                Err(Unformatted::Raised(raised)) => return Err(raised),
                Err(Unformatted::Refused(error)) => Err(error),
                Ok(text) => Ok(text),
            }
        }
    };
    padded(vm, text).map(Value::from)
}

/// The reasons why a large int cannot become text.
enum Unformatted {
    /// The specification does not fit.
    Refused(TextError),
    /// Its digits could not be found.
    Raised(Raised),
}

impl From<TextError> for Unformatted {
    fn from(error: TextError) -> Unformatted {
        Unformatted::Refused(error)
    }
}

fn round(vm: &Vm, args: Args<'_>) -> VmResult {
    match args.opt(1) {
        None => itself(vm, args),
        Some(digits) => {
            let digits = vm.index_clipped(digits)?;
            if digits >= 0 {
                return itself(vm, args);
            }
            round_to_power(vm, &big(args), digits.unsigned_abs()).map(int::from_big)
        }
    }
}

/// The number rounded to a multiple of a power of ten, halves to even.
fn round_to_power(vm: &Vm, number: &BigInt, zeros: u64) -> VmResult<BigInt> {
    // Half of such a power of ten exceeds the number: each zero is more than three bits.
    if zeros.saturating_mul(3) > number.bits() {
        return Ok(BigInt::ZERO);
    }
    let unit = int_work::power(vm, &BigInt::from(10), &BigInt::from(zeros))?;
    let (quotient, remainder) = int_work::div_mod_floor(vm, number, &unit)?;
    let up = match (&remainder + &remainder).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Equal => quotient.is_odd(),
        Ordering::Greater => true,
    };
    int_work::multiply(vm, &(quotient + i32::from(up)), &unit)
}

fn byte_order(vm: &Vm, method: &str, value: Option<&Value>) -> VmResult<text_int::ByteOrder> {
    let Some(value) = value else { return Ok(text_int::ByteOrder::Big) };
    let Some(name) = value.get::<Str>() else {
        let shown = vm.argument_type(value);
        let message = format!("{method}() argument 'byteorder' must be str, not {shown}");
        return Err(vm.type_error(message));
    };
    text_int::byte_order(name.as_str()).map_err(|error| raised(vm, error))
}

fn is_signed(vm: &Vm, value: Option<&Value>) -> VmResult<bool> {
    value.map_or(Ok(false), |value| vm.truthy(value))
}

fn to_bytes(vm: &Vm, args: Args<'_>) -> VmResult {
    let length = args.opt(1).map_or(Ok(1), |length| vm.index_clipped(length))?;
    let order = byte_order(vm, "to_bytes", args.opt(2))?;
    let signed = is_signed(vm, args.opt(3))?;
    let data = match (super::int::to_i64(&args[0]), usize::try_from(length)) {
        (Some(small), Ok(length @ 0..=8)) => text_int::small_to_bytes(small, length, order, signed),
        _ => {
            let value = big(args);
            vm.paced(|pace| text_int::to_bytes(&value, length, order, signed, pace))?
        }
    };
    data.map(|data| bytes::Bytes::new(data).into_value()).map_err(|error| raised(vm, error))
}

fn from_bytes(vm: &Vm, args: Args<'_>) -> VmResult {
    let order = byte_order(vm, "from_bytes", args.opt(2))?;
    let signed = is_signed(vm, args.opt(3))?;
    let read = |data: &[u8]| -> VmResult {
        vm.reserve(data.len().saturating_mul(4))?;
        vm.paced(|pace| text_int::from_bytes(data, order, signed, pace)).map(Value::from)
    };
    let value = match bytes::with(vm, &args[1], read)? {
        Some(value) => value?,
        None => read(&bytes::from_object(vm, &args[1])?)?,
    };
    match args[0].get::<Class>() {
        Some(class) if !class.is(&vm.types.int) => vm.call(&args[0], &[value]),
        _ => Ok(value),
    }
}

/// `int`
pub static CLASS: ClassDef = ClassDef {
    name: "int",
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
    kind: Kind::Int,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, x=0, /, base=10)",
            "Create and return a new object.",
            construct,
        ),
        operator!(Int, Add),
        operator!(reflected Int, Add),
        operator!(Int, Sub),
        operator!(reflected Int, Sub),
        operator!(Int, Mul),
        operator!(reflected Int, Mul),
        operator!(Int, TrueDiv),
        operator!(reflected Int, TrueDiv),
        operator!(Int, FloorDiv),
        operator!(reflected Int, FloorDiv),
        operator!(Int, Mod),
        operator!(reflected Int, Mod),
        operator!(Int, LShift),
        operator!(reflected Int, LShift),
        operator!(Int, RShift),
        operator!(reflected Int, RShift),
        operator!(Int, BitAnd),
        operator!(reflected Int, BitAnd),
        operator!(Int, BitOr),
        operator!(reflected Int, BitOr),
        operator!(Int, BitXor),
        operator!(reflected Int, BitXor),
        special_operator!(divmod Int),
        special_operator!(rdivmod Int),
        special_operator!(pow Int),
        special_operator!(rpow Int),
        comparison!(Int, Eq),
        comparison!(Int, Ne),
        comparison!(Int, Lt),
        comparison!(Int, Le),
        comparison!(Int, Gt),
        comparison!(Int, Ge),
        NativeDef::new("__neg__(self, /)", "-self", |_, args| {
            Ok(arith::negate(&args[0]).unwrap_or(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::new("__pos__(self, /)", "+self", itself),
        NativeDef::new("__invert__(self, /)", "~self", |vm, args| {
            if args[0].is(&Value::TRUE) || args[0].is(&Value::FALSE) {
                vm.warn(Exc::DeprecationWarning, INVERTED_BOOL, 1)?;
            }
            Ok(arith::invert(&args[0]).unwrap_or(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::new("__abs__(self, /)", "abs(self)", |vm, args| {
            arith::abs(vm, &args[0]).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::truth(|_, this| Ok(!matches!(Number::of(this), Some(Number::Int(0))))),
        NativeDef::hash(|_, this| Ok(arith::hash_number(this).unwrap_or(0))),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
            decimal(vm, &args[0]).map(Value::from)
        }),
        NativeDef::new("__int__(self, /)", "int(self)", itself),
        NativeDef::new("__index__(self, /)", "Return self converted to an integer.", itself),
        NativeDef::new("__trunc__(self, /)", "Truncating an Integral returns itself.", itself),
        NativeDef::new("__floor__(self, /)", "Flooring an Integral returns itself.", itself),
        NativeDef::new("__ceil__(self, /)", "Ceiling of an Integral returns itself.", itself),
        NativeDef::new("__float__(self, /)", "float(self)", |vm, args| {
            match number(args).to_float() {
                Some(x) => x.map(Value::float).map_err(|error| raised(vm, error)),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }),
        NativeDef::new(
            "__round__(self, ndigits=None, /)",
            "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
            round,
        ),
        NativeDef::new(
            "__format__(self, format_spec, /)",
            "Convert to a string according to format_spec.",
            format,
        ),
        NativeDef::new("__getnewargs__(self, /)", "", |_, args| {
            Ok(Tuple::new([arith::plus(&args[0]).unwrap_or_default()]).into_value())
        }),
        NativeDef::new("__sizeof__(self, /)", "Returns size in memory, in bytes.", |_, args| {
            // The size of CPython's representation: digits of 30 bits after a header.
            let digits = big(args).bits().div_ceil(30).max(1);
            Ok(Value::from(24 + 4 * digits as i64))
        }),
        NativeDef::new(
            "conjugate(self, /)",
            "Returns self, the complex conjugate of any int.",
            itself,
        ),
        NativeDef::new(
            "bit_length(self, /)",
            "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
            |_, args| match number(args) {
                Number::Int(i) => Ok(Value::from(i64::from(int_arith::small_bit_length(i)))),
                _ => Ok(Value::from(big(args).bits() as i64)),
            },
        ),
        NativeDef::new(
            "bit_count(self, /)",
            "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
            |_, args| match number(args) {
                Number::Int(i) => Ok(Value::from(i64::from(i.unsigned_abs().count_ones()))),
                _ => Ok(Value::from(int_arith::bit_count(&big(args)) as i64)),
            },
        ),
        NativeDef::new(
            "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
            "Return an array of bytes representing an integer.\n\n  length\n    Length of bytes object to use.  An OverflowError is raised if the\n    integer is not representable with the given number of bytes.  Default\n    is length 1.\n  byteorder\n    'big' puts the most significant byte first, 'little' last.\n  signed\n    Determines whether two's complement is used to represent the integer.\n    If signed is False and a negative integer is given, an OverflowError\n    is raised.",
            to_bytes,
        ),
        NativeDef::class(
            "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)",
            "Return the integer represented by the given array of bytes.\n\n  bytes\n    A bytes-like object or an iterable that gives bytes.\n  byteorder\n    'big' means that the most significant byte is first, 'little' last.\n  signed\n    Indicates whether two's complement is used to represent the integer.",
            from_bytes,
        ),
        NativeDef::new(
            "as_integer_ratio(self, /)",
            "Return a pair of integers, whose ratio is equal to the original int.\n\nThe ratio is in lowest terms and has a positive denominator.\n\n>>> (10).as_integer_ratio()\n(10, 1)",
            |_, args| {
                let value = arith::plus(&args[0]).unwrap_or_default();
                Ok(Tuple::new([value, Value::small_int(1)]).into_value())
            },
        ),
        NativeDef::new(
            "is_integer(self, /)",
            "Returns True. Exists for duck type compatibility with float.is_integer.",
            |_, _| Ok(Value::TRUE),
        ),
    ],
    properties: &[
        PropertyDef {
            name: "real",
            doc: "the real part of a complex number",
            get: |_, this| Ok(arith::plus(this).unwrap_or_default()),
            set: None,
        },
        PropertyDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |_, _| Ok(Value::small_int(0)),
            set: None,
        },
        PropertyDef {
            name: "numerator",
            doc: "the numerator of a rational number in lowest terms",
            get: |_, this| Ok(arith::plus(this).unwrap_or_default()),
            set: None,
        },
        PropertyDef {
            name: "denominator",
            doc: "the denominator of a rational number in lowest terms",
            get: |_, _| Ok(Value::small_int(1)),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// Declares a bit operator of `bool`, whose result is a bool for two bools.
macro_rules! bool_operator {
    ($special:ident, $op:ident) => {
        NativeDef::binary(SpecialMethod::$special, |vm, a, b| {
            match arith::binary(vm, BinaryOp::$op, a, b) {
                Some(result) if int::is_int(b) => result,
                _ => arith::method(vm, Rank::Int, BinaryOp::$op, a, b),
            }
        })
    };
}

/// `bool`
pub static BOOL: ClassDef = ClassDef {
    name: "bool",
    doc: "Returns True when the argument is true, False otherwise.\n\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    base: Some(&CLASS),
    kind: Kind::Int,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object=False, /)",
            "Create and return a new object.",
            |vm, args| {
                class_argument(args);
                args.opt(1).map_or(Ok(Value::FALSE), |value| vm.truthy(value).map(Value::bool))
            },
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let text = if args[0].is(&Value::TRUE) { "True" } else { "False" };
            Ok(intern(text).into_value())
        }),
        bool_operator!(And, BitAnd),
        bool_operator!(RAnd, BitAnd),
        bool_operator!(Or, BitOr),
        bool_operator!(ROr, BitOr),
        bool_operator!(Xor, BitXor),
        bool_operator!(RXor, BitXor),
    ],
    ..ClassDef::BASE
};
