//! From a source text to a tree: the entry points.

use crate::actions::{Context, Top};
use crate::ast::{Expr, Module, StmtKind};
use crate::error::{SyntaxError, SyntaxWarning};
use crate::layout::{self, Tokens};
use crate::python::StartParser;
use crate::token::{Tok, Token};
use lalrpop_util::ParseError;
use std::cell::RefCell;

/// A program, and what is doubtful about it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree.
    pub module: Module,
    /// Doubts, in the order of the text.
    pub warnings: Vec<SyntaxWarning>,
}

/// Parses a file or the text of an `exec`.
pub fn parse_module(source: &str) -> Result<Parsed, SyntaxError> {
    match parse(source, Tok::StartModule)? {
        (Top::Module(body), warnings) => Ok(Parsed { module: Module { body }, warnings }),
        (Top::Expression(_), _) => unreachable!("the first token chooses the rule"),
    }
}

/// Parses a single expression, as `eval` does.
pub fn parse_expression(source: &str) -> Result<Expr, SyntaxError> {
    match parse(source, Tok::StartExpression)? {
        (Top::Expression(expression), _) => Ok(expression),
        (Top::Module(_), _) => unreachable!("the first token chooses the rule"),
    }
}

/// What the lines typed so far at a prompt are.
#[derive(Clone, Debug)]
pub enum Interactive {
    /// Statements that can run.
    Complete(Parsed),
    /// The start of a statement that needs more lines.
    Incomplete,
    /// No start of anything.
    Error(SyntaxError),
}

/// Parses the lines typed at a prompt.
///
/// A compound statement needs an empty line behind it: until then it is `Incomplete`.
pub fn parse_interactive(source: &str) -> Interactive {
    match parse_module(source) {
        Ok(parsed) if wants_empty_line(source, &parsed) => Interactive::Incomplete,
        Ok(parsed) => Interactive::Complete(parsed),
        Err(error) if error.incomplete => Interactive::Incomplete,
        Err(error) => Interactive::Error(error),
    }
}

/// Whether the input ends in a block that a further line could go on with.
fn wants_empty_line(source: &str, parsed: &Parsed) -> bool {
    let is_compound = parsed.module.body.last().is_some_and(|last| {
        matches!(
            last.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::For(_)
                | StmtKind::Try(_)
                | StmtKind::While { .. }
                | StmtKind::Match { .. }
        )
    });
    let text = source.strip_suffix('\n').unwrap_or(source);
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    is_compound && !last_line.trim().is_empty()
}

fn parse(source: &str, start: Tok) -> Result<(Top, Vec<SyntaxWarning>), SyntaxError> {
    if source.len() > u32::MAX as usize / 2 {
        return Err(SyntaxError::new("source code is too long", Default::default()));
    }
    if let Some(at) = source.find('\0') {
        let place = crate::lexer::span(at, at + 1);
        return Err(SyntaxError::new("source code cannot contain null bytes", place));
    }
    let Tokens { tokens, error, warnings, open_brackets } = layout::tokens(source, start);
    let context = Context { source, warnings: RefCell::new(warnings) };
    let triples = tokens.iter().map(|token| (token.span.start, token.kind, token.span.end));
    let triples = triples.map(Ok).chain(error.clone().map(|error| Err(Box::new(error))));
    match StartParser::new().parse(&context, triples) {
        Ok(top) => {
            let mut warnings = context.warnings.into_inner();
            warnings.sort_by_key(|warning| warning.span.start);
            Ok((top, warnings))
        }
        Err(ParseError::User { error }) => Err(*error),
        Err(ParseError::UnrecognizedToken { token: (start, kind, end), expected }) => {
            let failed = Token { kind, span: crate::ast::Span::new(start, end) };
            if let Some(error) = error {
                return Err(error);
            }
            let _ = expected;
            let error = SyntaxError::new("invalid syntax", failed.span);
            match failed.kind {
                _ if !open_brackets.is_empty() => Err(error.incomplete()),
                Tok::End | Tok::Dedent if !source.ends_with("\n\n") => Err(error.incomplete()),
                _ => Err(error),
            }
        }
        Err(_) => unreachable!("the last token ends every rule"),
    }
}
