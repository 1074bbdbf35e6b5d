//! `complex`.

use super::arith::{self, Number, Rank, comparison, operator, special_operator};
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::scalar::{class_argument, format_argument, padded, raised, type_name};
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::text::repr::str_repr;
use crate::text::unicode::is_space;
use crate::text::{TextError, float as text_float, format_spec as text_format};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// The payload of a complex number.
pub struct Complex {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}

impl Object for Complex {
    const KIND: Kind = Kind::Complex;
    const IS_CONTAINER: bool = false;
}

impl Complex {
    /// The number.
    pub fn pair(&self) -> Pair {
        Pair { real: self.real, imag: self.imag }
    }
}

/// A complex number that is not an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}

impl From<Pair> for Value {
    fn from(z: Pair) -> Value {
        Ref::new(Complex { real: z.real, imag: z.imag }).into_value()
    }
}

impl Pair {
    /// `real + imag j`
    pub const fn new(real: f64, imag: f64) -> Pair {
        Pair { real, imag }
    }

    fn plus(self, other: Pair) -> Pair {
        Pair::new(self.real + other.real, self.imag + other.imag)
    }

    /// The difference.
    pub fn minus(self, other: Pair) -> Pair {
        Pair::new(self.real - other.real, self.imag - other.imag)
    }

    fn times(self, other: Pair) -> Pair {
        Pair::new(
            self.real * other.real - self.imag * other.imag,
            self.real * other.imag + self.imag * other.real,
        )
    }

    /// The quotient, by Smith's method, which keeps intermediate results in range; none for a
    /// divisor of 0.
    pub fn divided_by(self, other: Pair) -> Option<Pair> {
        let (real, imag) = (other.real.abs(), other.imag.abs());
        if real >= imag {
            if real == 0.0 {
                return None;
            }
            let ratio = other.imag / other.real;
            let denominator = other.real + other.imag * ratio;
            Some(Pair::new(
                (self.real + self.imag * ratio) / denominator,
                (self.imag - self.real * ratio) / denominator,
            ))
        } else if imag >= real {
            let ratio = other.real / other.imag;
            let denominator = other.real * ratio + other.imag;
            Some(Pair::new(
                (self.real * ratio + self.imag) / denominator,
                (self.imag * ratio - self.real) / denominator,
            ))
        } else {
            Some(Pair::new(f64::NAN, f64::NAN))
        }
    }

    /// The distance from 0; none if it is too large for a float.
    pub fn abs(self) -> Option<f64> {
        let size = self.real.hypot(self.imag);
        let in_range = size.is_finite() || !self.real.is_finite() || !self.imag.is_finite();
        in_range.then_some(size)
    }

    /// `self ** count`, by repeated squaring.
    fn power_of(self, mut count: u32) -> Pair {
        let (mut result, mut square) = (Pair::new(1.0, 0.0), self);
        while count > 0 {
            if count & 1 == 1 {
                result = result.times(square);
            }
            count >>= 1;
            square = square.times(square);
        }
        result
    }

    fn power(self, exponent: Pair) -> Result<Pair, TextError> {
        let of_zero = || TextError::zero_division("0.0 to a negative or complex power");
        let whole = exponent.imag == 0.0 && exponent.real == exponent.real.floor();
        let result = if whole && exponent.real.abs() <= 100.0 {
            let power = self.power_of(exponent.real.abs() as u32);
            if exponent.real > 0.0 {
                power
            } else {
                Pair::new(1.0, 0.0).divided_by(power).ok_or_else(of_zero)?
            }
        } else if self.real == 0.0 && self.imag == 0.0 {
            if exponent.imag != 0.0 || exponent.real < 0.0 {
                return Err(of_zero());
            }
            Pair::new(0.0, 0.0)
        } else {
            let size = self.real.hypot(self.imag);
            let angle = self.imag.atan2(self.real);
            let mut length = size.powf(exponent.real);
            let mut phase = angle * exponent.real;
            if exponent.imag != 0.0 {
                length /= (angle * exponent.imag).exp();
                phase += exponent.imag * size.ln();
            }
            if phase.is_infinite() {
                // An angle that sine and cosine reject: CPython reports any such error like this.
                return Err(of_zero());
            }
            Pair::new(length * phase.cos(), length * phase.sin())
        };
        if result.real.is_infinite() || result.imag.is_infinite() {
            return Err(TextError::overflow("complex exponentiation"));
        }
        Ok(result)
    }
}

/// `a op b`; none for operators that complex numbers do not have.
///
/// # Errors
/// ZeroDivisionError; OverflowError for powers.
pub fn binary(vm: &Vm, op: BinaryOp, a: Pair, b: Pair) -> Option<VmResult> {
    let result = match op {
        BinaryOp::Add => Ok(a.plus(b)),
        BinaryOp::Sub => Ok(a.minus(b)),
        BinaryOp::Mul => Ok(a.times(b)),
        BinaryOp::TrueDiv => {
            a.divided_by(b).ok_or_else(|| TextError::zero_division("complex division by zero"))
        }
        BinaryOp::Pow => a.power(b),
        _ => return None,
    };
    Some(result.map(Value::from).map_err(|error| raised(vm, error)))
}

/// `complex(s)`: none if the text is not a complex number.
fn parse(text: &str) -> Option<Pair> {
    let text = text.trim_matches(is_space);
    let inner = match text.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')')?.trim_matches(is_space),
        None => text,
    };
    let imaginary = |part: &str| match part {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => text_float::try_parse(part),
    };
    if inner.ends_with(is_space) || inner.starts_with(is_space) {
        return None;
    }
    let Some(without_unit) = inner.strip_suffix(['j', 'J']) else {
        return Some(Pair::new(text_float::try_parse(inner)?, 0.0));
    };
    // The sign between the parts is the last one that does not belong to an exponent.
    let bytes = without_unit.as_bytes();
    let sign = (1..bytes.len())
        .rev()
        .find(|&at| matches!(bytes[at], b'+' | b'-') && !matches!(bytes[at - 1], b'e' | b'E'));
    match sign {
        Some(at) => {
            let (real, imag) = without_unit.split_at(at);
            if real.ends_with(is_space) || imag.ends_with(is_space) {
                return None;
            }
            Some(Pair::new(text_float::try_parse(real)?, imaginary(imag)?))
        }
        None if without_unit.ends_with(is_space) => None,
        None => Some(Pair::new(0.0, imaginary(without_unit)?)),
    }
}

/// Whether an underscore is anywhere but between digits.
fn has_misplaced_underscore(text: &str) -> bool {
    let bytes = text.trim_matches(is_space).as_bytes();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_digit())
    };
    (0..bytes.len())
        .any(|at| bytes[at] == b'_' && !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))))
}

/// A number from an argument of `complex()`; none if it is not a number.
fn number_argument(vm: &Vm, value: &Value) -> VmResult<Option<Pair>> {
    if value.get_exact::<Complex>().is_none()
        && let Some(result) = vm.call_special_method(value, SpecialMethod::Complex, &[])?
    {
        return match result.get::<Complex>() {
            Some(z) => {
                vm.warn_of_subclass(&result, &vm.types.complex, "__complex__")?;
                Ok(Some(z.pair()))
            }
            None => {
                let shown = type_name(vm, &result);
                Err(vm.type_error(format!("__complex__ returned non-complex (type {shown})")))
            }
        };
    }
    if let Some(Number::Complex(z)) = Number::of(value) {
        return Ok(Some(z));
    }
    Ok(super::float::from_real(vm, value)?.map(|x| Pair::new(x, 0.0)))
}

/// A number as a complex one, for functions that require one (like those of `cmath`).
///
/// # Errors
/// TypeError `must be real number, not T`; any exception raised by the conversion.
pub fn require(vm: &Vm, value: &Value) -> VmResult<Pair> {
    number_argument(vm, value)?.ok_or_else(|| {
        let shown = type_name(vm, value);
        vm.type_error(format!("must be real number, not {shown}"))
    })
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    let pair = match (args.opt(1), args.opt(2)) {
        (Some(first), None) if first.get_exact::<Complex>().is_some() => {
            if class.is(&vm.types.complex) {
                return Ok(first.clone());
            }
            number_argument(vm, first)?.unwrap_or(Pair::new(0.0, 0.0))
        }
        (Some(first), second) if first.get::<Str>().is_some() => {
            if second.is_some() {
                let message = "complex() can't take second arg if first is a string";
                return Err(vm.type_error(message));
            }
            let text = first.get::<Str>().map_or("", |text| text.as_str());
            parse(text).ok_or_else(|| {
                vm.value_error(if has_misplaced_underscore(text) {
                    format!("could not convert string to complex: {}", str_repr(text))
                } else {
                    "complex() arg is a malformed string".to_string()
                })
            })?
        }
        (_, Some(second)) if second.get::<Str>().is_some() => {
            return Err(vm.type_error("complex() second arg can't be a string"));
        }
        (first, second) => {
            let wrong = |which: &str, value: &Value| {
                let shown = type_name(vm, value);
                vm.type_error(format!("complex() {which}, not '{shown}'"))
            };
            let zero = Pair::new(0.0, 0.0);
            let real = match first {
                Some(value) => number_argument(vm, value)?
                    .ok_or_else(|| wrong("first argument must be a string or a number", value))?,
                None => zero,
            };
            match second {
                Some(value) => {
                    let imag = match Number::of(value) {
                        Some(Number::Complex(z)) => z,
                        _ => super::float::from_real(vm, value)?
                            .map(|x| Pair::new(x, 0.0))
                            .ok_or_else(|| wrong("second argument must be a number", value))?,
                    };
                    // Adding an absent zero would lose the sign of a zero that is there.
                    let is_complex = |v| matches!(Number::of(v), Some(Number::Complex(_)));
                    let shifted = first.is_some_and(is_complex);
                    let shift = if shifted { real.imag + imag.real } else { imag.real };
                    Pair::new(real.real - imag.imag, shift)
                }
                None => real,
            }
        }
    };
    Ok(arith::plain_or_derived(
        vm,
        class,
        &vm.types.complex,
        || pair.into(),
        || Complex { real: pair.real, imag: pair.imag },
    ))
}

fn part(this: &Value, part: fn(Pair) -> f64) -> VmResult {
    Ok(Value::float(this.get::<Complex>().map_or(0.0, |z| part(z.pair()))))
}

/// `complex`
pub static CLASS: ClassDef = ClassDef {
    name: "complex",
    doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    kind: Kind::Complex,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, real=0, imag=0)",
            "Create and return a new object.",
            construct,
        ),
        operator!(Complex, Add),
        operator!(reflected Complex, Add),
        operator!(Complex, Sub),
        operator!(reflected Complex, Sub),
        operator!(Complex, Mul),
        operator!(reflected Complex, Mul),
        operator!(Complex, TrueDiv),
        operator!(reflected Complex, TrueDiv),
        special_operator!(pow Complex),
        special_operator!(rpow Complex),
        comparison!(Complex, Eq),
        comparison!(Complex, Ne),
        comparison!(Complex, Lt),
        comparison!(Complex, Le),
        comparison!(Complex, Gt),
        comparison!(Complex, Ge),
        NativeDef::new("__neg__(self, /)", "-self", |_, args| {
            Ok(arith::negate(&args[0]).unwrap_or(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::new("__pos__(self, /)", "+self", |_, args| {
            Ok(arith::plus(&args[0]).unwrap_or(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::new("__abs__(self, /)", "abs(self)", |vm, args| {
            arith::abs(vm, &args[0]).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
        }),
        NativeDef::new("__bool__(self, /)", "True if self else False", |_, args| {
            let z = args.this::<Complex>();
            Ok(Value::bool(z.real != 0.0 || z.imag != 0.0))
        }),
        NativeDef::hash(|_, this| Ok(arith::hash_number(this).unwrap_or(0))),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let z = args.this::<Complex>();
            Ok(text_float::complex_repr(z.real, z.imag).into())
        }),
        NativeDef::new(
            "__format__(self, format_spec, /)",
            "Convert to a string according to format_spec.",
            |vm, args| {
                let z = args.this::<Complex>();
                let spec = format_argument(vm, args.at(1))?;
                if spec.is_empty() {
                    return Ok(vm.str(&args[0])?.into_value());
                }
                let name = type_name(vm, &args[0]);
                let text = text_format::format_complex(z.real, z.imag, spec, &name);
                padded(vm, text).map(Value::from)
            },
        ),
        NativeDef::new(
            "__complex__(self, /)",
            "Convert this value to exact type complex.",
            |_, args| Ok(arith::plus(&args[0]).unwrap_or(Value::NOT_IMPLEMENTED)),
        ),
        NativeDef::new("__getnewargs__(self, /)", "", |_, args| {
            let z = args.this::<Complex>();
            Ok(Tuple::new([Value::float(z.real), Value::float(z.imag)]).into_value())
        }),
        NativeDef::new(
            "conjugate(self, /)",
            "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
            |_, args| {
                let z = args.this::<Complex>();
                Ok(Pair::new(z.real, -z.imag).into())
            },
        ),
    ],
    properties: &[
        PropertyDef {
            name: "real",
            doc: "the real part of a complex number",
            get: |_, this| part(this, |z| z.real),
            set: None,
        },
        PropertyDef {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |_, this| part(this, |z| z.imag),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_complex_accepts() {
        for (text, real, imag) in [
            ("1+2j", 1.0, 2.0),
            (" ( -1.5e-3-J ) ", -1.5e-3, -1.0),
            ("j", 0.0, 1.0),
            ("-j", 0.0, -1.0),
            ("1e5j", 0.0, 1e5),
            ("1e+5", 1e5, 0.0),
            ("1e+5-1e-5j", 1e5, -1e-5),
            ("inf+infj", f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(parse(text), Some(Pair::new(real, imag)), "{text}");
        }
        for text in ["", "1 +2j", "1+ 2j", "1+2", "1j+2", "()", "(1", "1)", "1 j", "++j", "e5j"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
