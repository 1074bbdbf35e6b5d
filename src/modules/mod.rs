//! The modules written in Rust, and how a module is declared.
//!
//! A module is a file (or folder) with one [`ModuleDef`], or a Python file, and a row in the table
//! `stdlib/modules.rs`. A module's `source` is compiled and run in its namespace, after the native
//! parts have been added, when it is first imported.

pub mod abc;
pub mod array;
pub mod ast;
pub mod asyncio;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod builtins;
mod byte_queue;
mod cmath;
pub mod codecs;
pub mod collections;
#[cfg(feature = "stdlib")]
mod compression;
pub mod contextvars;
pub mod csv;
pub mod ctypes;
pub mod datetime;
pub mod decimal;
pub mod elementtree;
pub mod errno;
pub mod expat;
pub mod faulthandler;
mod fcntl;
mod fibers;
pub mod finder;
pub mod functools;
pub mod gc;
pub mod hashlib;
pub mod heapq;
pub mod hob;
mod httptools;
pub mod importlib;
pub mod io;
pub mod itertools;
pub mod json;
mod local_zone;
pub mod locale;
pub mod marshal;
pub mod math;
pub mod mmap;
pub mod multibytecodec;
pub mod multiprocessing;
pub mod opcode;
pub mod operator;
pub mod os;
pub mod pickle;
pub mod pylib;
pub mod random;
pub mod resource;
pub mod select;
pub mod signal;
pub mod socket;
pub mod sqlite;
pub mod sre;
#[cfg(feature = "tls")]
pub mod ssl;
pub mod string;
pub mod struct_sequence;
pub mod structs;
pub mod symtable;
pub mod sys;
mod system_constants;
pub mod termios;
#[cfg(feature = "test-modules")]
mod testcapi;
pub mod threads;
pub mod time;
pub mod tokenize;
pub mod traceback;
pub mod types;
pub mod typing;
pub mod unicodedata;
pub mod warnings;
pub mod weakref;
#[cfg(feature = "stdlib")]
pub mod zlib;

use crate::objects::module::Module;
use crate::objects::native::{ClassDef, NativeDef, NativeFunction};
use crate::runtime::{Ref, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};

/// The declaration of a module.
pub struct ModuleDef {
    /// The full name, such as `os.path`.
    pub name: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// Functions.
    pub functions: &'static [NativeDef],
    /// Classes, under their own names.
    pub classes: &'static [&'static ClassDef],
    /// Other values, made when the module is.
    pub constants: &'static [(&'static str, fn(&Vm) -> Value)],
    /// Python code that is run in the module's namespace.
    pub source: &'static str,
    /// Python code that is run instead of the module as a program: `hob -m NAME`.
    pub program: &'static str,
    /// The capability that a function needs, by name. A module that accesses the outside lists the
    /// functions that do not, or that check by themselves, so that a new function is denied unless
    /// it is listed.
    pub needs: fn(&str) -> Option<Capability>,
    /// Called before the source is run.
    pub init: Option<fn(&Vm, &Ref<Module>) -> VmResult<()>>,
}

impl ModuleDef {
    /// A module without contents: a base for struct updates.
    pub const BASE: ModuleDef = ModuleDef {
        name: "",
        doc: "",
        functions: &[],
        classes: &[],
        constants: &[],
        source: "",
        program: "",
        needs: |_| None,
        init: None,
    };

    /// Whether it consists of Python code only.
    pub fn is_text(&self) -> bool {
        let is_native = !self.functions.is_empty() || !self.classes.is_empty();
        !is_native && self.constants.is_empty() && self.init.is_none()
    }

    /// Makes the module with all native parts. The importer puts it into `sys.modules` and then
    /// runs [`ModuleDef::source`] in it.
    ///
    /// # Errors
    /// Any exception raised by `init`.
    pub fn make(&'static self, vm: &Vm) -> VmResult<Ref<Module>> {
        let module = Module::new(self.name);
        if !self.doc.is_empty() {
            module.dict.set_text("__doc__", self.doc);
        }
        for def in self.functions {
            let denied = (self.needs)(def.name()).filter(|needed| !vm.is_granted(*needed));
            let body = denied.map_or(def, Capability::denied);
            module.dict.set_text(def.name(), NativeFunction::new(body, self.name));
        }
        for def in self.classes {
            module.dict.set_text(def.name, vm.class_for(def));
        }
        for (name, value) in self.constants {
            module.dict.set_text(name, value(vm));
        }
        if let Some(init) = self.init {
            init(vm, &module)?;
        }
        let is_package = module.dict.get_text("__path__").is_some();
        let package = self.name.rsplit_once('.').map_or("", |(package, _)| package);
        module.dict.set_text("__package__", if is_package { self.name } else { package });
        Ok(module)
    }
}

/// A row of the table of modules.
struct Entry {
    name: &'static str,
    /// How the module is made; none if it is in the packed library, or nowhere.
    def: Option<&'static ModuleDef>,
    remarks: &'static [&'static str],
}

/// The declaration of a module by its row.
macro_rules! declaration {
    (rust $name:literal $def:path) => {
        Some(&$def)
    };
    (python $name:literal $doc:literal) => {{
        static MODULE: ModuleDef = ModuleDef {
            name: $name,
            doc: $doc,
            source: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/modules/",
                $name,
                ".py"
            )),
            ..ModuleDef::BASE
        };
        Some(&MODULE)
    }};
    (names $name:literal $source:literal) => {{
        static MODULE: ModuleDef =
            ModuleDef { name: $name, source: concat!($source, "\n"), ..ModuleDef::BASE };
        Some(&MODULE)
    }};
    (part $name:literal) => {{
        static MODULE: ModuleDef = ModuleDef {
            name: $name,
            init: Some(asyncio::submodules::copy_names),
            ..ModuleDef::BASE
        };
        Some(&MODULE)
    }};
    (library $name:literal) => {
        None
    };
    (absent $name:literal) => {
        None
    };
}

macro_rules! modules {
    ($(
        $(#[$on:meta])* $name:literal $from:ident $(($def:path))? $($doc:literal)?
        [$($remark:ident),*];
    )*) => {
        static TABLE: &[Entry] = &[$(
            $(#[$on])*
            Entry {
                name: $name,
                def: declaration!($from $name $($def)? $($doc)?),
                remarks: &[$(stringify!($remark)),*],
            }
        ),*];
    };
}

include!("../../stdlib/modules.rs");

/// The native module of this name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    TABLE.iter().find(|entry| entry.name == name)?.def
}

/// Whether the module cannot be hidden by a program's file: CPython has it built in, or Hob relies
/// on it.
pub fn is_built_in(name: &str) -> bool {
    let private = name.starts_with('_') || name.contains('.');
    let is_marked = |entry: &Entry| entry.remarks.contains(&"built_in");
    private || TABLE.iter().any(|entry| entry.name == name && is_marked(entry))
}

/// The names of the native modules, `builtins` included.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter_map(|entry| Some(entry.def?.name)).chain(["builtins"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_named_as_their_modules() {
        assert!(TABLE.is_sorted_by_key(|entry| entry.name));
        for entry in TABLE {
            assert!(entry.def.is_none_or(|def| def.name == entry.name), "{}", entry.name);
        }
    }
}
