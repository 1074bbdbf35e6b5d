//! `_decimal`: decimal arithmetic by the General Decimal Arithmetic Specification.
//!
//! [`natural`], [`multiply`] and [`divide`] handle natural numbers of any size, [`coefficient`]
//! adds small inline ones. A [`number`] has a sign, a coefficient and an exponent; [`arithmetic`],
//! [`compare`], [`digits`], [`transcendental`] and [`power`] implement the operations of the
//! specification on them, [`text`], [`format`] and [`convert`] their other forms. The rest is the
//! Python interface.

mod arithmetic;
mod class;
mod coefficient;
mod compare;
mod context;
mod convert;
mod current;
mod digits;
mod divide;
mod format;
mod multiply;
mod natural;
mod number;
mod operations;
mod power;
mod signal_dict;
mod state;
mod text;
mod transcendental;

use super::ModuleDef;
use crate::objects::str::intern;
use crate::runtime::Value;

/// `_decimal`, all of which `decimal` imports.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_decimal",
    doc: "C decimal arithmetic module",
    functions: current::FUNCTIONS,
    classes: &[&class::CLASS, &context::CLASS],
    constants: &[
        ("MAX_PREC", |_| number::MAX_PREC.into()),
        ("MAX_EMAX", |_| number::MAX_EMAX.into()),
        ("MIN_EMIN", |_| number::MIN_EMIN.into()),
        ("MIN_ETINY", |_| number::MIN_ETINY.into()),
        ("HAVE_CONTEXTVAR", |_| Value::bool(true)),
        ("HAVE_THREADS", |_| Value::bool(true)),
        ("__version__", |_| "1.70".into()),
        ("__libmpdec_version__", |_| "2.5.1".into()),
    ],
    init: Some(|vm, module| {
        let state = state::state(vm)?;
        for (mode, name) in number::Rounding::ALL {
            module.dict.set_text(name, intern(mode.name()));
        }
        module.dict.set_text("DecimalException", state.exception.clone());
        module.dict.set_text("DecimalTuple", state.tuple.clone());
        for (name, class) in state.exceptions() {
            module.dict.set_text(name, class.clone());
        }
        let names = ["DefaultContext", "BasicContext", "ExtendedContext"];
        for (name, template) in names.into_iter().zip(&state.templates) {
            module.dict.set_text(name, template.clone());
        }
        Ok(())
    }),
    ..ModuleDef::BASE
};
