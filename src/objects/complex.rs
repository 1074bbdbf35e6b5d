//! `complex`.

use super::native::ClassDef;
use crate::runtime::{Kind, Object};

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

/// `complex`
pub static CLASS: ClassDef = ClassDef {
    name: "complex",
    doc: "",
    kind: Kind::Complex,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
