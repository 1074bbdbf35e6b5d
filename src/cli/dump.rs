//! `--dump`: the output of a compilation stage.

use super::options::Stage;
use crate::compile::{self, Mode};
use crate::embed::front_end::Program;
use crate::vm::{Vm, VmResult};
use hob_grammar::token::Tok;

/// The output of a stage for a program, as text.
///
/// # Errors
/// SyntaxError.
pub fn dump(vm: &Vm, program: &Program, stage: Stage) -> VmResult<String> {
    let source = program.source();
    let fails = |error| vm.syntax_error(source, &error);
    match stage {
        Stage::Tokens => {
            let found = hob_grammar::layout::tokens(&source.text, Tok::StartModule);
            match found.error {
                Some(error) => Err(fails(error)),
                None => Ok(hob_grammar::dump::tokens(&found.tokens, &source.text)),
            }
        }
        Stage::Ast => {
            let parsed = hob_grammar::parse_module(&source.text).map_err(fails)?;
            Ok(hob_grammar::dump::module(&parsed.module, &source.text, true))
        }
        Stage::Scopes => {
            let parsed = hob_grammar::parse_module(&source.text).map_err(fails)?;
            compile::scope::dump::scopes(&parsed.module, &source.text, Mode::File).map_err(
                |error| {
                    vm.syntax_error(
                        source,
                        &hob_grammar::SyntaxError::new(error.message, error.span),
                    )
                },
            )
        }
        Stage::Bytecode => Ok(compile::disassemble::disassemble(&vm.compile(source, Mode::File)?)),
    }
}
