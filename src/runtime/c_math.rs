//! Functions of the C library that Rust's does not have, or has with other last digits.

// SAFETY: these are C functions of these types. They read and write nothing but their argument.
unsafe extern "C" {
    /// The number whose hyperbolic cosine is `x`.
    pub safe fn acosh(x: f64) -> f64;
    /// The number whose hyperbolic sine is `x`.
    pub safe fn asinh(x: f64) -> f64;
    /// The number whose hyperbolic tangent is `x`.
    pub safe fn atanh(x: f64) -> f64;
    /// The error function.
    pub safe fn erf(x: f64) -> f64;
    /// 1 minus the error function.
    pub safe fn erfc(x: f64) -> f64;
}
