//! The values of literals, for syntax trees as objects.

use crate::compile::constants::{Literal, looks_like_name};
use crate::objects::bytes::Bytes;
use crate::objects::complex::Complex;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::{int, tuple::Tuple};
use crate::runtime::{Ref, Value};
use crate::text::surrogate;

/// The value of a literal.
pub fn value(literal: &Literal) -> Value {
    match literal {
        Literal::None => Value::NONE,
        Literal::True => Value::TRUE,
        Literal::False => Value::FALSE,
        Literal::Ellipsis => Value::ELLIPSIS,
        Literal::Int(i) => int::from_big(i.clone()),
        Literal::Small(i) => int::from_i64(*i),
        Literal::Float(bits) => Value::float(f64::from_bits(*bits)),
        Literal::Imaginary(bits) => {
            Ref::new(Complex { real: 0.0, imag: f64::from_bits(*bits) }).into_value()
        }
        Literal::Str(text) if looks_like_name(text) => intern(text).into_value(),
        Literal::Str(text) => Str::new(&**text).into_value(),
        Literal::Surrogates(bytes) => Str::new(surrogate::from_wtf8(bytes)).into_value(),
        Literal::Bytes(bytes) => Bytes::new(bytes.clone()).into_value(),
        Literal::Tuple(items) => {
            let items: Vec<Value> = items.iter().map(value).collect();
            Tuple::new(items).into_value()
        }
        Literal::FrozenSet(items) => Set::of_scalars(items.iter().map(value)).into_value(),
    }
}
