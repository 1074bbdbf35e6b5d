//! The parts of Hob that read outside data, each as a function of arbitrary bytes.
//!
//! Any input may be read or refused. A panic is a fault, and so is a violation of what the function
//! checks: code that breaks the compiler's own rules, two readers that disagree, a value that does
//! not survive being written and read.

mod python;
mod rust;
pub mod seeds;

/// A part that reads data.
pub struct Target {
    /// The name of the target, its binary and the folder of its corpus.
    pub name: &'static str,
    /// Reads one input.
    ///
    /// # Panics
    /// If a promise is broken.
    pub run: fn(&[u8]),
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// A target that is a function of `python.py`.
macro_rules! of_python {
    ($name:literal) => {
        Target {
            name: $name,
            run: |data| python::call($name, data),
            seeds: || python::seeds($name),
        }
    };
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "syntax", run: rust::syntax, seeds: seeds::programs },
    Target { name: "compile", run: rust::compile, seeds: seeds::programs },
    Target { name: "check", run: rust::check, seeds: seeds::programs },
    Target { name: "program", run: rust::program, seeds: seeds::programs },
    Target { name: "stored", run: rust::stored, seeds: seeds::stored },
    Target { name: "trace", run: rust::trace, seeds: seeds::traces },
    Target { name: "http", run: rust::http, seeds: seeds::messages },
    Target { name: "ast", run: |data| python::call("ast", data), seeds: seeds::programs },
    of_python!("archives"),
    of_python!("codecs"),
    of_python!("dates"),
    of_python!("decimal"),
    of_python!("format"),
    of_python!("json"),
    of_python!("pickle"),
    of_python!("regex"),
    of_python!("struct"),
    of_python!("xml"),
];

/// The target of this name.
///
/// # Panics
/// If there is none.
fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("the name of a target")
}

/// Reads one input with the target of this name.
///
/// # Panics
/// If a promise is broken.
pub fn run(name: &str, data: &[u8]) {
    (target(name).run)(data);
}
