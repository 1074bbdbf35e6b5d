//! `float`.

use super::arith::{self, Number, Rank, comparison, operator, special_operator};
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::scalar::{class_argument, format_argument, padded, raised, type_name};
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use super::{bytes, int_methods};
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Object, Value, View};
use crate::text::{float as text, format_spec as text_format};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// The payload of an instance of a class derived from float. Floats themselves are immediate.
pub struct Float {
    /// The number.
    pub value: f64,
}

impl Object for Float {
    const KIND: Kind = Kind::Float;
    const IS_CONTAINER: bool = false;
}

/// The number in a float or an instance of a subclass.
pub fn value_of(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.get::<Float>().map(|float| float.value))
}

/// The float of a real number, through `__float__` or `__index__`; none if it is not a number.
///
/// # Errors
/// OverflowError for an int that is too large; any exception raised by the methods.
pub fn from_real(vm: &Vm, value: &Value) -> VmResult<Option<f64>> {
    if let View::Float(x) = value.view() {
        return Ok(Some(x));
    }
    if let Some(x) = Number::exact(value).and_then(Number::to_float) {
        return x.map(Some).map_err(|error| raised(vm, error));
    }
    if let Some(result) = vm.call_special_method(value, SpecialMethod::Float, &[])? {
        return match Number::of(&result) {
            Some(Number::Float(x)) => {
                let method = format!("{}.__float__", type_name(vm, value));
                vm.warn_of_subclass(&result, &vm.types.float, &method)?;
                Ok(Some(x))
            }
            _ => {
                let (class, shown) = (type_name(vm, value), type_name(vm, &result));
                Err(vm.type_error(format!("{class}.__float__ returned non-float (type {shown})")))
            }
        };
    }
    if !vm.has_usable_slot(value, SpecialMethod::Index) {
        return Ok(None);
    }
    let index = vm.index(value)?;
    match Number::of(&index).and_then(Number::to_float) {
        Some(x) => x.map(Some).map_err(|error| raised(vm, error)),
        None => Ok(None),
    }
}

/// The float of a real number, for functions that require one (like those of `math`).
///
/// # Errors
/// TypeError `must be real number, not T`; the errors of [`from_real`].
pub fn require(vm: &Vm, value: &Value) -> VmResult<f64> {
    from_real(vm, value)?.ok_or_else(|| {
        let shown = type_name(vm, value);
        vm.type_error(format!("must be real number, not {shown}"))
    })
}

/// `float(value)`
///
/// # Errors
/// TypeError if the value is neither number nor text; ValueError for text that is not a number.
pub fn from_value(vm: &Vm, value: &Value) -> VmResult<f64> {
    if let Some(string) = value.get_exact::<Str>() {
        return text::parse(string.as_str()).map_err(|error| raised(vm, error));
    }
    if let Some(x) = from_real(vm, value)? {
        return Ok(x);
    }
    if let Some(string) = value.get::<Str>() {
        return text::parse(string.as_str()).map_err(|error| raised(vm, error));
    }
    if bytes::is_buffer(value) {
        let parsed = bytes::buffer(vm, value)?
            .filter(|data| data.is_ascii())
            .and_then(|data| std::str::from_utf8(&data).ok().and_then(text::try_parse));
        return parsed.ok_or_else(|| {
            let shown = vm.repr_text(value);
            vm.value_error(format!("could not convert string to float: {shown}"))
        });
    }
    let shown = type_name(vm, value);
    let message = format!("float() argument must be a string or a real number, not '{shown}'");
    Err(vm.type_error(message))
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    let value = args.opt(1).map_or(Ok(0.0), |value| from_value(vm, value))?;
    let float = &vm.types.float;
    Ok(arith::plain_or_derived(vm, class, float, || Value::float(value), || Float { value }))
}

/// The receiver of a float's method.
fn number(args: Args<'_>) -> f64 {
    of(args.at(0))
}

fn of(value: &Value) -> f64 {
    match Number::of(value) {
        Some(Number::Float(x)) => x,
        _ => 0.0,
    }
}

fn itself(_: &Vm, args: Args<'_>) -> VmResult {
    Ok(Value::float(number(args)))
}

fn round(vm: &Vm, args: Args<'_>) -> VmResult {
    let x = number(args);
    match args.some(1) {
        None => int_methods::truncate(vm, x.round_ties_even()),
        Some(digits) => {
            let digits = vm.index_clipped(digits)?;
            text::round(x, digits).map(Value::float).map_err(|error| raised(vm, error))
        }
    }
}

fn format(vm: &Vm, args: Args<'_>) -> VmResult {
    let spec = format_argument(vm, args.at(1))?;
    if spec.is_empty() {
        return Ok(vm.str(&args[0])?.into_value());
    }
    let name = type_name(vm, &args[0]);
    let text = text_format::format_float(number(args), spec, &name);
    padded(vm, text).map(Value::from)
}

fn from_hex(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(string) = args[1].get::<Str>() else {
        let shown = vm.argument_type(&args[1]);
        return Err(vm.type_error(format!("fromhex() argument must be str, not {shown}")));
    };
    let value = text::from_hex(string.as_str()).map_err(|error| raised(vm, error))?;
    if args[0].is(vm.types.float.as_value()) {
        return Ok(Value::float(value));
    }
    vm.call(&args[0], &[Value::float(value)])
}

/// `float`
pub static CLASS: ClassDef = ClassDef {
    name: "float",
    doc: "Convert a string or number to a floating-point number, if possible.",
    kind: Kind::Float,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, x=0, /)",
            "Create and return a new object.",
            construct,
        ),
        operator!(Float, Add),
        operator!(reflected Float, Add),
        operator!(Float, Sub),
        operator!(reflected Float, Sub),
        operator!(Float, Mul),
        operator!(reflected Float, Mul),
        operator!(Float, TrueDiv),
        operator!(reflected Float, TrueDiv),
        operator!(Float, FloorDiv),
        operator!(reflected Float, FloorDiv),
        operator!(Float, Mod),
        operator!(reflected Float, Mod),
        special_operator!(divmod Float),
        special_operator!(rdivmod Float),
        special_operator!(pow Float),
        special_operator!(rpow Float),
        comparison!(Float, Eq),
        comparison!(Float, Ne),
        comparison!(Float, Lt),
        comparison!(Float, Le),
        comparison!(Float, Gt),
        comparison!(Float, Ge),
        NativeDef::new("__neg__(self, /)", "-self", |_, args| Ok(Value::float(-number(args)))),
        NativeDef::new("__pos__(self, /)", "+self", itself),
        NativeDef::new("__abs__(self, /)", "abs(self)", |_, args| {
            Ok(Value::float(number(args).abs()))
        }),
        NativeDef::truth(|_, this| Ok(of(this) != 0.0)),
        NativeDef::hash(|_, this| Ok(arith::hash_number(this).unwrap_or(0))),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            Ok(text::repr(number(args)).into())
        }),
        NativeDef::new("__float__(self, /)", "float(self)", itself),
        NativeDef::new("__int__(self, /)", "int(self)", |vm, args| {
            int_methods::truncate(vm, number(args))
        }),
        NativeDef::new(
            "__trunc__(self, /)",
            "Return the Integral closest to x between 0 and x.",
            |vm, args| int_methods::truncate(vm, number(args)),
        ),
        NativeDef::new("__floor__(self, /)", "Return the floor as an Integral.", |vm, args| {
            int_methods::truncate(vm, number(args).floor())
        }),
        NativeDef::new("__ceil__(self, /)", "Return the ceiling as an Integral.", |vm, args| {
            int_methods::truncate(vm, number(args).ceil())
        }),
        NativeDef::new(
            "__round__(self, ndigits=None, /)",
            "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).",
            round,
        ),
        NativeDef::new(
            "__format__(self, format_spec, /)",
            "Formats the float according to format_spec.",
            format,
        ),
        NativeDef::new("__getnewargs__(self, /)", "", |_, args| {
            Ok(Tuple::new([Value::float(number(args))]).into_value())
        }),
        NativeDef::class(
            "__getformat__(cls, typestr, /)",
            "Says how floats are laid out in memory: the argument is 'double' or 'float'.",
            |vm, args| match args[1].get::<Str>().map(|s| s.as_str()) {
                Some("double" | "float") if cfg!(target_endian = "little") => {
                    Ok("IEEE, little-endian".into())
                }
                Some("double" | "float") => Ok("IEEE, big-endian".into()),
                None => {
                    let shown = vm.argument_type(&args[1]);
                    let message = format!("__getformat__() argument must be str, not {shown}");
                    Err(vm.type_error(message))
                }
                _ => {
                    let message = "__getformat__() argument 1 must be 'double' or 'float'";
                    Err(vm.value_error(message))
                }
            },
        ),
        NativeDef::new(
            "conjugate(self, /)",
            "Return self, the complex conjugate of any float.",
            itself,
        ),
        NativeDef::new(
            "is_integer(self, /)",
            "Return True if the float is an integer.",
            |_, args| {
                let x = number(args);
                Ok(Value::bool(x.is_finite() && x.fract() == 0.0))
            },
        ),
        NativeDef::new(
            "as_integer_ratio(self, /)",
            "Return a pair of integers, whose ratio is exactly equal to the original float.\n\nThe ratio is in lowest terms and has a positive denominator.  Raise\nOverflowError on infinities and a ValueError on NaNs.\n\n>>> (10.0).as_integer_ratio()\n(10, 1)",
            |vm, args| {
                let ratio = text::as_integer_ratio(number(args));
                let (numerator, denominator) = ratio.map_err(|error| raised(vm, error))?;
                Ok(Tuple::new([numerator.into(), denominator.into()]).into_value())
            },
        ),
        NativeDef::new(
            "hex(self, /)",
            "Return a hexadecimal representation of a floating-point number.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'",
            |_, args| Ok(text::hex(number(args)).into()),
        ),
        NativeDef::class(
            "fromhex(cls, string, /)",
            "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324",
            from_hex,
        ),
    ],
    properties: &[
        PropertyDef {
            name: "real",
            doc: "the real part of a complex number",
            get: |_, this| Ok(Value::float(of(this))),
            set: None,
        },
        PropertyDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |_, _| Ok(Value::float(0.0)),
            set: None,
        },
    ],
    ..ClassDef::BASE
};
