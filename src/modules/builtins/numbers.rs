//! Functions on numbers: `abs`, `divmod`, `pow`, `round`, `bin`, `hex`, `oct`.

use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::{int, int_work};
use crate::runtime::{Ref, Value};
use crate::text;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// `abs(value)`
///
/// # Errors
/// TypeError if it has none; any exception raised by `__abs__`.
pub fn abs(vm: &Vm, value: &Value) -> VmResult {
    if let Some(i) = value.as_small_int() {
        return Ok(Value::from(i.abs()));
    }
    if let Some(f) = value.as_float() {
        return Ok(Value::float(f.abs()));
    }
    vm.call_special_method(value, SpecialMethod::Abs, &[])?.ok_or_else(|| {
        let class = vm.class_ref(value).message_name();
        vm.type_error(format!("bad operand type for abs(): '{class}'"))
    })
}

/// Calls one operand's special method; none if it has none or declines.
fn ask(vm: &Vm, object: &Value, special: SpecialMethod, other: &Value) -> VmResult<Option<Value>> {
    let result = vm.call_special_method(object, special, &[other])?;
    Ok(result.filter(|r| !r.is(&Value::NOT_IMPLEMENTED)))
}

/// `divmod(left, right)`
///
/// # Errors
/// TypeError if neither operand supports it; any exception raised by the methods.
pub fn divmod(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    if let (Some(x), Some(y)) = (left.as_small_int(), right.as_small_int())
        && let Some((quotient, rest)) = text::int_arith::small_divmod(x, y)
    {
        return Ok(Tuple::new([Value::from(quotient), Value::from(rest)]).into_value());
    }
    let (ours, theirs) = (vm.class_ref(left), vm.class_ref(right));
    // The right operand's method is tried first if its class is derived from the left's and
    // overrides it.
    let right_first = !ours.is(theirs) && theirs.is_subclass_of(ours);
    if right_first && let Some(result) = ask(vm, right, SpecialMethod::RDivMod, left)? {
        return Ok(result);
    }
    if let Some(result) = ask(vm, left, SpecialMethod::DivMod, right)? {
        return Ok(result);
    }
    if !right_first
        && !ours.is(theirs)
        && let Some(result) = ask(vm, right, SpecialMethod::RDivMod, left)?
    {
        return Ok(result);
    }
    let (ours, theirs) = (ours.message_name(), theirs.message_name());
    Err(vm.type_error(format!("unsupported operand type(s) for divmod(): '{ours}' and '{theirs}'")))
}

/// `pow(base, exponent, modulus)`
///
/// # Errors
/// TypeError if no operand supports it; any exception raised by `__pow__`.
fn pow(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(modulus) = a.some(2) else {
        return vm.binary(BinaryOp::Pow, &a[0], &a[1]);
    };
    let result = vm.call_special_method(&a[0], SpecialMethod::Pow, &[&a[1], modulus])?;
    result.filter(|r| !r.is(&Value::NOT_IMPLEMENTED)).ok_or_else(|| {
        let [base, exponent, modulus] =
            [&a[0], &a[1], modulus].map(|v| vm.class_ref(v).message_name());
        vm.type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
        ))
    })
}

fn round(vm: &Vm, a: Args<'_>) -> VmResult {
    let result = match a.some(1) {
        Some(digits) => vm.call_special_method(&a[0], SpecialMethod::Round, &[digits])?,
        None => vm.call_special_method(&a[0], SpecialMethod::Round, &[])?,
    };
    result.ok_or_else(|| {
        let class = vm.class_ref(&a[0]).message_name();
        vm.type_error(format!("type {class} doesn't define __round__ method"))
    })
}

/// A number in a radix of a power of two: `-0xff`.
fn small_in_radix(number: i64, radix: u32, prefix: &str) -> Ref<Str> {
    let (mut left, bits) = (number.unsigned_abs(), radix.trailing_zeros());
    let mut text = [0; 80];
    let mut start = text.len();
    let mut put = |byte: u8| {
        start -= 1;
        text[start] = byte;
    };
    loop {
        put(b"0123456789abcdef"[left as usize & (radix as usize - 1)]);
        left >>= bits;
        if left == 0 {
            break;
        }
    }
    prefix.bytes().rev().for_each(&mut put);
    if number < 0 {
        put(b'-');
    }
    Str::new(str::from_utf8(&text[start..]).unwrap_or_default())
}

fn in_radix(vm: &Vm, value: &Value, radix: u32, prefix: &str) -> VmResult {
    let index = vm.index(value)?;
    if let Some(number) = index.as_small_int() {
        return Ok(small_in_radix(number, radix, prefix).into_value());
    }
    let digits = int_work::to_digits(vm, &int::to_big(&index).unwrap_or_default(), radix)?;
    Ok(Value::from(match digits.strip_prefix('-') {
        Some(size) => vm.joined_text(["-", prefix, size])?,
        None => vm.joined_text([prefix, &digits])?,
    }))
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("abs(x, /)", "Return the absolute value of the argument.", |vm, a| {
        abs(vm, &a[0])
    }),
    NativeDef::new("divmod(x, y, /)", "Return the tuple (x//y, x%y).", |vm, a| {
        divmod(vm, &a[0], &a[1])
    }),
    NativeDef::new(
        "pow(base, exp, mod=None)",
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
        pow,
    ),
    NativeDef::new(
        "round(number, ndigits=None)",
        "Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.",
        round,
    ),
    NativeDef::new(
        "bin(number, /) -> str",
        "Return the binary representation of an integer.\n\n   >>> bin(10)\n   '0b1010'",
        |vm, a| in_radix(vm, &a[0], 2, "0b"),
    ),
    NativeDef::new(
        "hex(number, /) -> str",
        "Return the hexadecimal representation of an integer.\n\n   >>> hex(48879)\n   '0xbeef'",
        |vm, a| in_radix(vm, &a[0], 16, "0x"),
    ),
    NativeDef::new(
        "oct(number, /) -> str",
        "Return the octal representation of an integer.\n\n   >>> oct(493)\n   '0o755'",
        |vm, a| in_radix(vm, &a[0], 8, "0o"),
    ),
];
