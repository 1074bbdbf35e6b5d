//! `float`.

use super::native::ClassDef;
use crate::runtime::{Kind, Object};

/// The payload of an instance of a class derived from float. Floats themselves are immediate.
pub struct Float {
    /// The number.
    pub value: f64,
}

impl Object for Float {
    const KIND: Kind = Kind::Float;
    const IS_CONTAINER: bool = false;
}

/// `float`
pub static CLASS: ClassDef = ClassDef {
    name: "float",
    doc: "",
    kind: Kind::Float,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
