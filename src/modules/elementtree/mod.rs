//! `_elementtree`: the classes of `xml.etree.ElementTree`, on [`crate::text::xml`].

mod builder;
mod element;
mod methods;
mod parser;
mod walk;

use super::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};

/// The factories of comments and processing instructions of new builders. Unset if there is none.
#[derive(Default)]
struct Factories([Slot; 2]);

/// The class `ParseError`, once the module has been made.
#[derive(Default)]
struct ParseError(Slot);

impl Factories {
    fn comment(&self) -> Value {
        self.0[0].get()
    }

    fn pi(&self) -> Value {
        self.0[1].get()
    }
}

/// `ParseError` with a message and attributes.
#[cold]
fn parse_error(vm: &Vm, message: &str, details: &[(&str, Value)]) -> Raised {
    let make = || {
        let class = vm.extension::<ParseError>().0.get();
        let made = vm.call(&class, &[message.into()])?;
        for (name, value) in details {
            vm.set_attribute(&made, &intern(name), value.clone())?;
        }
        Ok(made)
    };
    vm.raised_by(make(), || vm.value_error(message))
}

fn set_factories(vm: &Vm, a: Args<'_>) -> VmResult {
    let factories = vm.extension::<Factories>();
    for factory in a.named() {
        if !factory.is_none() && !vm.is_callable(factory) {
            let shown = vm.class_ref(factory).message_name();
            return Err(vm.type_error(format!("'{shown}' object is not callable")));
        }
    }
    let before = Tuple::new([factories.comment().or_none(), factories.pi().or_none()]);
    for (slot, factory) in factories.0.iter().zip(a.named()) {
        slot.set(if factory.is_none() { Value::UNSET } else { factory.clone() });
    }
    Ok(before.into_value())
}

/// Adds `ParseError`, which is the same if the module is made again.
fn init(vm: &Vm, module: &Ref<Module>) -> VmResult<()> {
    let known = vm.extension::<ParseError>();
    if known.0.is_unset() {
        let base = vm.exception_class(Exc::SyntaxError).into_value();
        let contents = Dict::new();
        contents.set_text("__module__", "xml.etree.ElementTree");
        let bases = Tuple::new([base]).into_value();
        let arguments = ["ParseError".into(), bases, contents.into_value()];
        known.0.set(vm.call(vm.types.type_.as_value(), &arguments)?);
    }
    module.dict.set_text("ParseError", known.0.get());
    Ok(())
}

/// `_elementtree`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_elementtree",
    functions: &[
        NativeDef::new("SubElement(*args, **kwargs)", "", element::sub_element),
        NativeDef::new(
            "_set_factories(comment_factory, pi_factory, /)",
            "Change the factories used to create comments and processing instructions.\n\nFor internal use only.",
            set_factories,
        ),
    ],
    classes: &[&methods::CLASS, &builder::CLASS, &parser::CLASS],
    init: Some(init),
    ..ModuleDef::BASE
};
