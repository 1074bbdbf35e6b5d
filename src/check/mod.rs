//! `hob check`: finds mistakes in a program without running it.
//!
//! ```text
//! text ─ parse, compile ─ facts (who is what) ─ rules ─ other files ─ ignore comments ─ findings
//! ```
//!
//! `codes` is the table of findings. `walk` traverses the tree; `facts` records bindings and
//! derives kinds of expressions; each file of `rules` detects one kind of mistake; `project` follows
//! calls into other files. A rule reports
//! nothing unless it is certain: a false alarm costs more trust than a missed flaw.

pub mod codes;
mod facts;
mod ignore;
mod notebook;
pub mod output;
pub mod project;
mod rules;
mod walk;

pub use codes::{CODES, Code, Severity};
pub use facts::may_have_coroutines;

use crate::compile::scope::{self, Scopes};
use crate::compile::{self, Bounds, Cause, CompileError, Features, Mode};
use crate::objects::code::Source;
use crate::objects::register_kinds;
use facts::Facts;
use hob_grammar::ast::{Module, Span};
use hob_grammar::pace::WithStack;
use project::{Exports, Question};
use std::rc::Rc;

/// A finding at a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind of mistake.
    pub code: Code,
    /// The location.
    pub span: Span,
    /// The message, on one line.
    pub message: String,
    /// Advice.
    pub hint: Option<String>,
    /// Further locations that explain it, each with its label.
    pub labels: Vec<(Span, String)>,
}

impl Finding {
    fn new(code: Code, span: Span, message: impl Into<String>) -> Finding {
        Finding { code, span, message: message.into(), hint: None, labels: Vec::new() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }

    fn label(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.labels.push((span, text.into()));
        self
    }
}

/// The selected codes (`--select`, `--ignore`).
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these, or all.
    pub selected: Option<Vec<Code>>,
    /// All except these.
    pub ignored: Vec<Code>,
}

impl Selection {
    /// Whether findings of this code are wanted.
    pub fn has(&self, code: Code) -> bool {
        self.selected.as_ref().is_none_or(|codes| codes.contains(&code))
            && !self.ignored.contains(&code)
    }
}

/// A file that was read. It is plain data, so threads can exchange it.
#[derive(Default)]
pub struct File {
    name: String,
    text: String,
    findings: Vec<Finding>,
    /// The facts that depend on other files.
    pub questions: Vec<Question>,
    /// The facts for files that import it.
    pub exports: Exports,
}

impl File {
    fn apply_rules(&mut self, facts: &Facts) {
        rules::apply(facts, &mut self.findings);
        self.questions = facts.questions.take();
        self.exports = Exports::of(facts);
    }

    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The selected findings that no comment silences, in source order, and the text.
    pub fn finish(self, wanted: &Selection) -> (Rc<Source>, Vec<Finding>) {
        let source = Source::verbatim(self.name, self.text);
        let mut findings = self.findings;
        findings.retain(|finding| wanted.has(finding.code));
        ignore::apply(&source, &mut findings, wanted);
        findings.sort_by_key(|finding| (finding.span.start, finding.code));
        findings.dedup();
        (source, findings)
    }
}

/// A checker. It belongs to a thread, on whose heap the compiler makes objects.
pub struct Checker {
    /// The native stack in bytes.
    stack: usize,
    bounds: Bounds<'static>,
}

impl Checker {
    /// A checker for a thread with this much native stack, in bytes.
    pub fn new(stack: usize) -> Checker {
        register_kinds();
        // Walking the tree needs less stack than the compiler.
        Checker { stack, bounds: Bounds::of_stack(stack / 2) }
    }

    /// Reads the bytes of a source file. `wants_calls` says whether the calls of its functions matter
    /// to other files: some of these have coroutines.
    pub fn read(&self, name: &str, bytes: &[u8], wants_calls: bool) -> File {
        let cells = notebook::is_notebook(name).then(|| notebook::text(bytes)).flatten();
        let bytes = cells.as_ref().map_or(bytes, String::as_bytes);
        let mut file = File { name: name.to_string(), ..File::default() };
        match hob_grammar::decode_file(bytes, name) {
            Ok(text) => {
                let source = Source::verbatim(name, text);
                self.check_text(&source, &mut file, wants_calls);
                file.text = source.text.to_string();
            }
            Err(error) => {
                file.text = String::from_utf8_lossy(bytes).into_owned();
                let source = Source::verbatim(name, file.text.as_str());
                let error = hob_grammar::advise(&source.text, error);
                file.findings.push(of_syntax_error(&error, &source));
            }
        };
        file
    }

    fn check_text(&self, source: &Rc<Source>, file: &mut File, wants_calls: bool) {
        let parsed = match hob_grammar::parse_module_paced(&source.text, &WithStack(self.stack)) {
            Ok(parsed) => parsed,
            Err(_) => {
                file.findings = self.syntax_errors(source);
                return;
            }
        };
        let doubts = parsed.warnings.iter().map(|w| (w.message.clone(), w.span));
        let mut doubts: Vec<(String, Span)> = doubts.collect();
        let module = parsed.module;
        // Cells may use `await`.
        let mode = match notebook::is_notebook(&source.name) {
            true => Mode::Interactive,
            false => Mode::File,
        };
        match compile::check_module(&module, source, mode, self.bounds) {
            Ok((warnings, scopes)) => {
                doubts.extend(warnings.into_iter().map(|w| (w.message, w.span)));
                let doubts = doubts.into_iter();
                let doubts = doubts.map(|(m, span)| Finding::new(Code::DoubtfulSyntax, span, m));
                file.findings = doubts.collect();
                file.apply_rules(&Facts::new(source, &module, &scopes, wants_calls));
            }
            Err(error) => {
                file.findings = self.syntax_errors(source);
                if error.cause == Cause::Recursion {
                    // Dropping such a tree might overflow the native stack.
                    std::mem::forget(module);
                    return;
                }
                // Compile errors seldom affect the resolution of names.
                if let Ok(scopes) = scopes_of(&module, self.bounds) {
                    file.apply_rules(&Facts::new(source, &module, &scopes, wants_calls));
                }
            }
        }
    }

    fn syntax_errors(&self, source: &Rc<Source>) -> Vec<Finding> {
        let errors = crate::diagnostics::syntax::all_errors(source, self.bounds);
        let is_cells = notebook::is_notebook(&source.name);
        let errors = errors.iter().filter(|error| {
            // The search for further errors reads the cells as a module.
            !is_cells
                || !error.message.contains("outside function")
                    && !error.message.contains("outside async function")
        });
        errors.map(|error| of_syntax_error(error, source)).collect()
    }
}

fn scopes_of(module: &Module, bounds: Bounds<'_>) -> Result<Scopes, CompileError> {
    scope::analyze(
        module,
        scope::future::features(module, Features::default())?,
        Mode::File,
        bounds,
    )
}

fn of_syntax_error(error: &hob_grammar::SyntaxError, source: &Source) -> Finding {
    Finding {
        code: Code::SyntaxError,
        span: error.focus.unwrap_or(error.shown_span(&source.text)),
        message: error.message.clone(),
        hint: error.hint.clone(),
        labels: error.labels.clone(),
    }
}
