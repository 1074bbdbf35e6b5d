//! The command line: what `hob FILE`, `hob -c CODE` and `hob -` do.

use crate::compile::Mode;
use crate::objects::code::Source;
use crate::objects::module::Module;
use crate::runtime::Value;
use crate::vm::Vm;
use std::process::ExitCode;

/// Runs the command and returns its exit status.
pub fn main() -> ExitCode {
    const STACK: usize = 512 * 1024 * 1024;
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| run(STACK));
    match thread.map(|t| t.join()) {
        Ok(Ok(code)) => code,
        _ => ExitCode::from(70),
    }
}

fn run(stack: usize) -> ExitCode {
    let path = std::env::args().nth(1).unwrap_or_default();
    let Ok(text) = std::fs::read_to_string(&path) else { return ExitCode::from(2) };
    let vm = Vm::new(stack);
    let source = Source::new(path, text);
    let module = Module::new("__main__");
    vm.modules.set_text("__main__", module.as_value().clone());
    let result = vm
        .compile(&source, Mode::File)
        .and_then(|code| vm.run_code(&code, &module.dict, Value::UNSET));
    let _ = vm.output.flush();
    match result {
        Ok(_) => ExitCode::SUCCESS,
        Err(raised) => {
            eprint!("{}", crate::diagnostics::format_exception(&vm, &raised.0));
            ExitCode::from(1)
        }
    }
}
