//! The operations that numbers and contexts both have as methods: `x.exp(context)` and
//! `context.exp(x)`. Each is declared once.

use super::class::{Operand, make};
use super::compare;
use super::context::{self, Context, argument, rounding_of};
use super::number::{Arithmetic, Number};
use super::text;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

type Unary = fn(&mut Arithmetic<'_>, &Number) -> VmResult<Number>;
type Binary = fn(&mut Arithmetic<'_>, &Number, &Number) -> VmResult<Number>;
/// A property of a number, or its text, under a context.
type View = fn(&Vm, &Number, &Context) -> VmResult;

fn unary(vm: &Vm, context: &Value, x: &Value, operation: Unary) -> VmResult {
    let x = Operand::required(vm, x)?;
    make(vm, context::data(vm, context)?.run(vm, |arithmetic| operation(arithmetic, &x))?)
}

fn binary(vm: &Vm, context: &Value, x: &Value, y: &Value, operation: Binary) -> VmResult {
    let (x, y) = (Operand::required(vm, x)?, Operand::required(vm, y)?);
    make(vm, context::data(vm, context)?.run(vm, |arithmetic| operation(arithmetic, &x, &y))?)
}

fn view(vm: &Vm, context: &Value, x: &Value, view: View) -> VmResult {
    let x = Operand::required(vm, x)?;
    view(vm, &x, context::data(vm, context)?)
}

/// Runs an operation under a given rounding mode.
fn rounded(
    vm: &Vm,
    a: Args<'_>,
    rounding: usize,
    work: impl FnOnce(&mut Arithmetic<'_>) -> VmResult<Number>,
) -> VmResult {
    let context = argument(vm, a.some(rounding + 1))?;
    let rounding = a.some(rounding).map(|name| rounding_of(vm, name)).transpose()?;
    let number = context::data(vm, &context)?.run(vm, |arithmetic| {
        arithmetic.rules.rounding = rounding.unwrap_or(arithmetic.rules.rounding);
        work(arithmetic)
    })?;
    make(vm, number)
}

/// Declares the methods of numbers and contexts from one table.
macro_rules! operations {
    (
        unary { $($unary:literal $unary_doc:literal $unary_body:expr;)* }
        binary { $($binary:literal $binary_doc:literal $binary_body:expr;)* }
        plain { $($plain:literal $plain_doc:literal $plain_body:expr;)* }
        view { $($view:literal $view_doc:literal $view_body:expr;)* }
        of_context {
            unary { $($own:literal $own_doc:literal $own_body:expr;)* }
            binary { $($both:literal $both_doc:literal $both_body:expr;)* }
            view { $($seen:literal $seen_doc:literal $seen_body:expr;)* }
        }
    ) => {
        /// The methods of numbers.
        pub const NUMBER_OPERATIONS: [NativeDef; NUMBER_COUNT] = [
            $(NativeDef::new(concat!($unary, "(self, /, context=None)"), $unary_doc, |vm, a| {
                unary(vm, &argument(vm, a.some(1))?, &a[0], $unary_body)
            }),)*
            $(NativeDef::new(concat!($binary, "(self, /, other, context=None)"), $binary_doc, |vm, a| {
                binary(vm, &argument(vm, a.some(2))?, &a[0], &a[1], $binary_body)
            }),)*
            $(NativeDef::new(concat!($plain, "(self, /)"), $plain_doc, |vm, a| {
                let body: fn(&Vm, &Number) -> VmResult = $plain_body;
                body(vm, &*Operand::required(vm, &a[0])?)
            }),)*
            $(NativeDef::new(concat!($view, "(self, /, context=None)"), $view_doc, |vm, a| {
                view(vm, &argument(vm, a.some(1))?, &a[0], $view_body)
            }),)*
        ];
        const NUMBER_COUNT: usize =
            [$($unary,)* $($binary,)* $($plain,)* $($view,)*].len();

        /// The methods of contexts.
        pub const CONTEXT_OPERATIONS: [NativeDef; CONTEXT_COUNT] = [
            $(NativeDef::new(concat!($unary, "(self, x, /)"), $unary_doc, |vm, a| {
                unary(vm, &a[0], &a[1], $unary_body)
            }),)*
            $(NativeDef::new(concat!($own, "(self, x, /)"), $own_doc, |vm, a| {
                unary(vm, &a[0], &a[1], $own_body)
            }),)*
            $(NativeDef::new(concat!($binary, "(self, x, y, /)"), $binary_doc, |vm, a| {
                binary(vm, &a[0], &a[1], &a[2], $binary_body)
            }),)*
            $(NativeDef::new(concat!($both, "(self, x, y, /)"), $both_doc, |vm, a| {
                binary(vm, &a[0], &a[1], &a[2], $both_body)
            }),)*
            $(NativeDef::new(concat!($plain, "(self, x, /)"), $plain_doc, |vm, a| {
                let body: fn(&Vm, &Number) -> VmResult = $plain_body;
                body(vm, &*Operand::required(vm, &a[1])?)
            }),)*
            $(NativeDef::new(concat!($view, "(self, x, /)"), $view_doc, |vm, a| {
                view(vm, &a[0], &a[1], $view_body)
            }),)*
            $(NativeDef::new(concat!($seen, "(self, x, /)"), $seen_doc, |vm, a| {
                view(vm, &a[0], &a[1], $seen_body)
            }),)*
            NativeDef::new(
                "same_quantum(self, x, y, /)",
                SAME_QUANTUM,
                |vm, a| same_quantum(vm, &a[1], &a[2]),
            ),
        ];
        const CONTEXT_COUNT: usize = [
            $($unary,)* $($own,)* $($binary,)* $($both,)* $($plain,)* $($view,)* $($seen,)*
        ].len() + 1;
    };
}

operations! {
    unary {
        "exp" "Return e ** x, correctly rounded half to even." |a, x| a.exp(x);
        "ln" "Return the natural logarithm, correctly rounded half to even." |a, x| a.ln(x);
        "log10" "Return the logarithm to the base 10, correctly rounded half to even." |a, x| a.log10(x);
        "logb" "Return the exponent of the first digit." |a, x| a.exponent_of(x);
        "logical_invert" "Invert all digits, which are 0 and 1." |a, x| a.logical_invert(x);
        "next_minus" "Return the largest number that is smaller." |a, x| a.next_minus(x);
        "next_plus" "Return the smallest number that is larger." |a, x| a.next_plus(x);
        "normalize" "Strip the zeros at the end." |a, x| a.reduce(x);
        "sqrt" "Return the square root, correctly rounded half to even." |a, x| a.square_root(x);
    }
    binary {
        "compare" "Return -1, 0 or 1 by numerical order, or a NaN." |a, x, y| a.compare(x, y);
        "compare_signal" "Return -1, 0 or 1 by numerical order; all NaNs signal." |a, x, y| a.compare_signal(x, y);
        "compare_total" "Return -1, 0 or 1 by the order of all representations." |a, x, y| {
            Ok(compare::as_number(compare::total(a.vm, x, y)?))
        };
        "compare_total_mag" "Return -1, 0 or 1 by the order of all representations, without signs." |a, x, y| {
            Ok(compare::as_number(compare::total_magnitudes(a.vm, x, y)?))
        };
        "copy_sign" "Return the first operand with the sign of the second." |a, x, y| x.with_sign(a.vm, y.negative);
        "logical_and" "Combine digits, which are 0 and 1, by and." |a, x, y| a.logical(x, y, |x, y| x & y);
        "logical_or" "Combine digits, which are 0 and 1, by or." |a, x, y| a.logical(x, y, |x, y| x | y);
        "logical_xor" "Combine digits, which are 0 and 1, by exclusive or." |a, x, y| a.logical(x, y, |x, y| x ^ y);
        "max" "Return the greater number." |a, x, y| a.extreme(x, y, Ordering::Greater, false);
        "max_mag" "Return the number with the greater magnitude." |a, x, y| a.extreme(x, y, Ordering::Greater, true);
        "min" "Return the smaller number." |a, x, y| a.extreme(x, y, Ordering::Less, false);
        "min_mag" "Return the number with the smaller magnitude." |a, x, y| a.extreme(x, y, Ordering::Less, true);
        "next_toward" "Return the number next to the first operand in the direction of the second." |a, x, y| a.next_toward(x, y);
        "remainder_near" "Return x - y * n, where n is the whole number nearest to x / y." |a, x, y| a.remainder_near(x, y);
        "rotate" "Rotate the digits of the first operand by as many places as the second." |a, x, y| a.rotate(x, y);
        "scaleb" "Add the second operand to the exponent of the first." |a, x, y| a.scale_by(x, y);
        "shift" "Shift the digits of the first operand by as many places as the second." |a, x, y| a.shift(x, y);
    }
    plain {
        "copy_abs" "Return a copy without its sign." |vm, x| make(vm, x.with_sign(vm, false)?);
        "copy_negate" "Return a copy with the other sign." |vm, x| make(vm, x.with_sign(vm, !x.negative)?);
        "is_finite" "Return whether the number is finite." |_, x| Ok(Value::bool(x.is_finite()));
        "is_infinite" "Return whether the number is infinite." |_, x| Ok(Value::bool(x.is_infinite()));
        "is_nan" "Return whether it is a NaN." |_, x| Ok(Value::bool(x.is_nan()));
        "is_qnan" "Return whether it is a quiet NaN." |_, x| Ok(Value::bool(x.is_nan() && !x.is_signaling()));
        "is_signed" "Return whether the sign is negative." |_, x| Ok(Value::bool(x.negative));
        "is_snan" "Return whether it is a signaling NaN." |_, x| Ok(Value::bool(x.is_signaling()));
        "is_zero" "Return whether it is a zero." |_, x| Ok(Value::bool(x.is_zero()));
    }
    view {
        "is_normal" "Return whether it is finite, not zero and not subnormal." |_, x, c| {
            Ok(Value::bool(compare::is_normal(x, &c.rules.get())))
        };
        "is_subnormal" "Return whether it is finite, not zero and below the normal range." |_, x, c| {
            Ok(Value::bool(compare::is_subnormal(x, &c.rules.get())))
        };
        "number_class" "Return the name of its class, such as '+Normal' or '-Zero'." |_, x, c| {
            Ok(compare::class_name(x, &c.rules.get()).into())
        };
        "to_eng_string" "Convert to text, with an exponent that is a multiple of 3." |vm, x, c| {
            Ok(text::show(vm, x, true, c.capitals.get())?.into())
        };
    }
    of_context {
        unary {
            "abs" "Return the absolute value of x." |a, x| a.absolute(x);
            "minus" "Return 0 - x." |a, x| a.minus(x);
            "plus" "Return 0 + x." |a, x| a.plus(x);
            "to_integral" "Round to a whole number." |a, x| a.integral(x, false);
            "to_integral_exact" "Round to a whole number. Signal if the result is rounded or inexact." |a, x| a.integral(x, true);
            "to_integral_value" "Round to a whole number." |a, x| a.integral(x, false);
        }
        binary {
            "add" "Return the sum of x and y." |a, x, y| a.add(x, y);
            "divide" "Return x divided by y." |a, x, y| a.divide(x, y);
            "divide_int" "Return x divided by y, rounded towards zero." |a, x, y| a.divide_integer(x, y);
            "multiply" "Return the product of x and y." |a, x, y| a.multiply(x, y);
            "quantize" "Return x with the exponent of y." |a, x, y| a.quantize(x, y);
            "remainder" "Return the remainder of the division x / y, with the sign of x." |a, x, y| a.remainder(x, y);
            "subtract" "Return the difference between x and y." |a, x, y| a.subtract(x, y);
        }
        view {
            "to_sci_string" "Convert to text in scientific notation." |vm, x, c| {
                Ok(text::show(vm, x, false, c.capitals.get())?.into())
            };
        }
    }
}

const SAME_QUANTUM: &str = "Return whether both have the same exponent, or both are NaNs.";

fn same_quantum(vm: &Vm, x: &Value, y: &Value) -> VmResult {
    let (x, y) = (Operand::required(vm, x)?, Operand::required(vm, y)?);
    Ok(Value::bool(compare::same_quantum(&x, &y)))
}

/// The operations with special parameters.
pub const ROUNDED_OPERATIONS: [NativeDef; 6] = [
    NativeDef::new(
        "quantize(self, /, exp, rounding=None, context=None)",
        "Return the number with the exponent of exp.",
        |vm, a| {
            let (x, y) = (Operand::required(vm, &a[0])?, Operand::required(vm, &a[1])?);
            rounded(vm, a, 2, |arithmetic| arithmetic.quantize(&x, &y))
        },
    ),
    NativeDef::new(
        "to_integral(self, /, rounding=None, context=None)",
        "Round to a whole number.",
        |vm, a| to_integral(vm, a, false),
    ),
    NativeDef::new(
        "to_integral_value(self, /, rounding=None, context=None)",
        "Round to a whole number.",
        |vm, a| to_integral(vm, a, false),
    ),
    NativeDef::new(
        "to_integral_exact(self, /, rounding=None, context=None)",
        "Round to a whole number. Signal if the result is rounded or inexact.",
        |vm, a| to_integral(vm, a, true),
    ),
    NativeDef::new("same_quantum(self, /, other, context=None)", SAME_QUANTUM, |vm, a| {
        argument(vm, a.some(2))?;
        same_quantum(vm, &a[0], &a[1])
    }),
    NativeDef::new(
        "fma(self, /, other, third, context=None)",
        "Return self * other + third, rounded once.",
        |vm, a| {
            let context = argument(vm, a.some(3))?;
            let [x, y, z] = [&a[0], &a[1], &a[2]].map(|value| Operand::required(vm, value));
            let (x, y, z) = (x?, y?, z?);
            let context = context::data(vm, &context)?;
            make(vm, context.run(vm, |arithmetic| arithmetic.multiply_add(&x, &y, &z))?)
        },
    ),
];

fn to_integral(vm: &Vm, a: Args<'_>, is_exact: bool) -> VmResult {
    let x = Operand::required(vm, &a[0])?;
    rounded(vm, a, 1, |arithmetic| arithmetic.integral(&x, is_exact))
}
