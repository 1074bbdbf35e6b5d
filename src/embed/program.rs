//! Whole programs: files and modules, run as the command runs them.

use super::error::{Error, Result};
use super::interpreter::{Interpreter, main_module};
use crate::compile::Mode;
use crate::diagnostics;
use crate::modules::finder::NotRun;
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::text::os_text;
use crate::vm::{Vm, VmResult};
use std::path::Path;
use std::rc::Rc;

/// A program that can run.
pub(crate) enum Program {
    /// A file.
    File(Rc<Source>),
    /// The `__main__.py` of a folder or an archive.
    Folder(Rc<Source>),
    /// A text from another source. Tracebacks show its lines if `shown`.
    Text { source: Rc<Source>, shown: bool },
    /// A module by its full name.
    Module { name: String, source: Rc<Source> },
}

impl Program {
    /// The text of the program.
    pub(crate) fn source(&self) -> &Rc<Source> {
        match self {
            Program::File(source)
            | Program::Folder(source)
            | Program::Text { source, .. }
            | Program::Module { source, .. } => source,
        }
    }
}

impl Interpreter {
    /// Runs a file as the program, as `hob FILE` does: in a new module `__main__`, whose `__file__` is
    /// the file's absolute path. The host reads the file, so capabilities do not apply; the module
    /// search path is that of the [`Builder`](super::Builder).
    ///
    /// # Errors
    /// OSError if the file cannot be read; SyntaxError; any exception raised by the program.
    pub fn exec_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let name = std::path::absolute(path);
        let name = os_text::from_os(name.as_deref().unwrap_or(path).as_os_str());
        let _entered = self.enter();
        let bytes = std::fs::read(path).map_err(|error| {
            Error::raised(self, self.vm().os_error(&error, Some(name.as_str())))
        })?;
        let program = Program::File(self.decode(&name, &bytes)?);
        let result = self.run_program(&program);
        self.flush();
        result
    }

    /// Runs a module as the program, as `hob -m NAME` does: in a new module `__main__`. For a
    /// package, its module `__main__` runs.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::builder()
    ///     .module_source("report", "if __name__ == '__main__': lines = 3")
    ///     .build();
    /// python.exec_module("report")?;
    /// assert_eq!(python.eval("lines")?.extract::<i64>()?, 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// ModuleNotFoundError; ImportError for a module that cannot run as a program; SyntaxError; any
    /// exception raised by the program.
    pub fn exec_module(&self, name: &str) -> Result<()> {
        let program = self.find_program(name)?.map_err(|why| match why {
            NotRun::Absent => {
                Error::new("ModuleNotFoundError", format!("No module named '{name}'"))
            }
            NotRun::Because(why) => Error::new("ImportError", why),
        })?;
        let result = self.run_program(&program);
        self.flush();
        result
    }
}

/// Adds the import system's description to a module that runs as the program.
fn describe(vm: &Vm, dict: &Dict, name: &str, package: &str) -> VmResult<()> {
    let path = match package {
        "" => Value::NONE,
        _ => vm.get_attribute(&vm.import_module(package)?, &vm.names.path)?,
    };
    let bootstrap = vm.import_module("_frozen_importlib")?;
    let spec = vm.call_method(&bootstrap, &intern("_find_spec"), &[name.into(), path])?;
    if !spec.is_none() {
        dict.set_text("__loader__", vm.get_attribute(&spec, &intern("loader"))?);
        dict.set_text("__cached__", vm.get_attribute(&spec, &intern("cached"))?);
        dict.set_text("__spec__", spec);
    }
    Ok(())
}

/// Runs a program in the module `__main__`.
pub(super) fn run_source(vm: &Vm, program: &Program) -> VmResult<()> {
    let source = program.source();
    let module = main_module(vm);
    let dict = &module.dict;
    match program {
        Program::File(source) | Program::Folder(source) => {
            let file = std::path::absolute(&source.name);
            let name = file.map_or(source.name.clone(), |file| file.display().to_string());
            dict.set_text("__file__", name);
            dict.set_text("__cached__", Value::NONE);
            if matches!(program, Program::Folder(_)) {
                dict.set_text("__package__", "");
                describe(vm, dict, "__main__", "")?;
            }
        }
        Program::Text { shown: true, .. } => diagnostics::show_lines_of(vm, source),
        Program::Text { shown: false, .. } => {}
        Program::Module { name, .. } => {
            if let Ok(sys) = vm.import_module("sys")
                && let Some(arguments) = vm.find_attribute(&sys, &intern("argv"))?
            {
                vm.set_item(&arguments, &Value::from(0i64), source.name.as_str().into())?;
            }
            let package = match name.strip_suffix(".__main__") {
                Some(package) => package,
                None => name.rsplit_once('.').map_or("", |(package, _)| package),
            };
            dict.set_text("__file__", source.name.as_str());
            dict.set_text("__cached__", Value::NONE);
            dict.set_text("__package__", package);
            describe(vm, dict, name, package)?;
        }
    }
    let code = vm.compile(source, Mode::File)?;
    vm.run_code(&code, dict, Value::UNSET).map(drop)
}
