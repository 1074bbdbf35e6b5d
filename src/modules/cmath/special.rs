//! Results for arguments that are not finite (C99, annex G).

use crate::objects::complex::Pair;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// The results of a function. The rows are the real part: -inf, negative, -0, 0, positive, inf, nan; so
/// are the columns for the imaginary part. A letter is a part of the result: I inf, N nan, A 1, P pi,
/// H pi/2, Q pi/4, T 3*pi/4, 0 zero, and lower-case letters (o for zero) their negatives. EE is a
/// domain error; both parts are finite at dots.
pub struct Table([[&'static str; 7]; 7]);

impl Table {
    /// The result; none if both parts are finite, or if there is no result.
    pub fn result(&self, z: Pair) -> Option<Result<Pair, NoResult>> {
        if z.real.is_finite() && z.imag.is_finite() {
            return None;
        }
        let cell = self.0[kind(z.real)][kind(z.imag)].as_bytes();
        Some(if cell == b"EE" {
            Err(NoResult)
        } else {
            Ok(Pair::new(part(cell[0]), part(cell[1])))
        })
    }
}

/// The function has no result for the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoResult;

/// The row or column of a part.
fn kind(x: f64) -> usize {
    match x {
        _ if x.is_nan() => 6,
        _ if x == 0.0 => 2 + usize::from(x.is_sign_positive()),
        _ if x.is_infinite() => 5 * usize::from(x > 0.0),
        _ => 1 + 3 * usize::from(x > 0.0),
    }
}

fn part(letter: u8) -> f64 {
    let size = match letter.to_ascii_uppercase() {
        b'I' => f64::INFINITY,
        b'A' => 1.0,
        b'P' => PI,
        b'H' => FRAC_PI_2,
        b'Q' => FRAC_PI_4,
        b'T' => 3.0 * FRAC_PI_4,
        b'N' => f64::NAN,
        _ => 0.0,
    };
    if letter.is_ascii_lowercase() { -size } else { size }
}

#[rustfmt::skip]
pub static SQRT: Table = Table([
    ["Ii", "0i", "0i", "0I", "0I", "II", "NI"],
    ["Ii", "..", "..", "..", "..", "II", "NN"],
    ["Ii", "..", "..", "..", "..", "II", "NN"],
    ["Ii", "..", "..", "..", "..", "II", "NN"],
    ["Ii", "..", "..", "..", "..", "II", "NN"],
    ["Ii", "Io", "Io", "I0", "I0", "II", "IN"],
    ["Ii", "NN", "NN", "NN", "NN", "II", "NN"],
]);

/// For `acosh`, too.
#[rustfmt::skip]
pub static LOG: Table = Table([
    ["It", "Ip", "Ip", "IP", "IP", "IT", "IN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Iq", "Io", "Io", "I0", "I0", "IQ", "IN"],
    ["IN", "NN", "NN", "NN", "NN", "IN", "NN"],
]);

#[rustfmt::skip]
pub static ACOS: Table = Table([
    ["TI", "PI", "PI", "Pi", "Pi", "Ti", "NI"],
    ["HI", "..", "..", "..", "..", "Hi", "NN"],
    ["HI", "..", "..", "..", "..", "Hi", "HN"],
    ["HI", "..", "..", "..", "..", "Hi", "HN"],
    ["HI", "..", "..", "..", "..", "Hi", "NN"],
    ["QI", "0I", "0I", "0i", "0i", "Qi", "NI"],
    ["NI", "NN", "NN", "NN", "NN", "Ni", "NN"],
]);

#[rustfmt::skip]
pub static ASINH: Table = Table([
    ["iq", "io", "io", "i0", "i0", "iQ", "iN"],
    ["ih", "..", "..", "..", "..", "iH", "NN"],
    ["ih", "..", "..", "..", "..", "iH", "NN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Ih", "..", "..", "..", "..", "IH", "NN"],
    ["Iq", "Io", "Io", "I0", "I0", "IQ", "IN"],
    ["IN", "NN", "No", "N0", "NN", "IN", "NN"],
]);

#[rustfmt::skip]
pub static ATANH: Table = Table([
    ["oh", "oh", "oh", "oH", "oH", "oH", "oN"],
    ["oh", "..", "..", "..", "..", "oH", "NN"],
    ["oh", "..", "..", "..", "..", "oH", "oN"],
    ["0h", "..", "..", "..", "..", "0H", "0N"],
    ["0h", "..", "..", "..", "..", "0H", "NN"],
    ["0h", "0h", "0h", "0H", "0H", "0H", "0N"],
    ["0h", "NN", "NN", "NN", "NN", "0H", "NN"],
]);

#[rustfmt::skip]
pub static EXP: Table = Table([
    ["00", "oo", "0o", "00", "o0", "00", "00"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "ii", "Io", "I0", "iI", "EE", "IN"],
    ["NN", "NN", "No", "N0", "NN", "NN", "NN"],
]);

#[rustfmt::skip]
pub static COSH: Table = Table([
    ["EE", "iI", "I0", "Io", "ii", "EE", "IN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "N0"],
    ["EE", "..", "..", "..", "..", "EE", "N0"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "ii", "Io", "I0", "iI", "EE", "IN"],
    ["NN", "NN", "N0", "N0", "NN", "NN", "NN"],
]);

#[rustfmt::skip]
pub static SINH: Table = Table([
    ["EE", "Ii", "io", "i0", "II", "EE", "IN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "0N"],
    ["EE", "..", "..", "..", "..", "EE", "0N"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "ii", "Io", "I0", "iI", "EE", "IN"],
    ["NN", "NN", "No", "N0", "NN", "NN", "NN"],
]);

#[rustfmt::skip]
pub static TANH: Table = Table([
    ["a0", "a0", "ao", "a0", "ao", "a0", "a0"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["A0", "A0", "Ao", "A0", "Ao", "A0", "A0"],
    ["NN", "NN", "No", "N0", "NN", "NN", "NN"],
]);

#[rustfmt::skip]
pub static RECT: Table = Table([
    ["EE", "II", "i0", "io", "Ii", "EE", "IN"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["00", "..", "..", "..", "..", "00", "00"],
    ["00", "..", "..", "..", "..", "00", "00"],
    ["EE", "..", "..", "..", "..", "EE", "NN"],
    ["EE", "ii", "Io", "I0", "iI", "EE", "IN"],
    ["NN", "NN", "N0", "N0", "NN", "NN", "NN"],
]);
