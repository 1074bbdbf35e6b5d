//! The entry points: from a source text to a tree.

use crate::actions::{Context, Top};
use crate::ast::{Expr, FunctionType, Module, Stmt, StmtKind};
use crate::diagnose::{self, Failure};
use crate::error::{Stage, SyntaxError, SyntaxWarning};
use crate::layout::{self, Tokens};
use crate::pace::{AtOnce, Ended, Pace};
use crate::python::StartParser;
use crate::token::{Tok, Token};
use lalrpop_util::ParseError;
use std::cell::{Cell, RefCell};

/// A program, with its warnings.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree.
    pub module: Module,
    /// Warnings, in source order.
    pub warnings: Vec<SyntaxWarning>,
}

/// The reason why there is no tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Unparsed {
    /// The text is faulty.
    Faulty(Box<SyntaxError>),
    /// The caller ended the work.
    Ended,
}

impl From<SyntaxError> for Unparsed {
    fn from(error: SyntaxError) -> Unparsed {
        Unparsed::Faulty(Box::new(error))
    }
}

impl From<Ended> for Unparsed {
    fn from(_: Ended) -> Unparsed {
        Unparsed::Ended
    }
}

impl Unparsed {
    /// The error of work that was not ended.
    fn at_once(self) -> SyntaxError {
        match self {
            Unparsed::Faulty(error) => *error,
            Unparsed::Ended => unreachable!("this pace never ends the work"),
        }
    }
}

/// Parses a file or the text of an `exec`.
pub fn parse_module(source: &str) -> Result<Parsed, SyntaxError> {
    parse_module_paced(source, &AtOnce).map_err(Unparsed::at_once)
}

/// [`parse_module`] for a text that may be long.
pub fn parse_module_paced(source: &str, pace: &dyn Pace) -> Result<Parsed, Unparsed> {
    match parse(source, Tok::StartModule, pace)? {
        (Top::Module(body), warnings) => Ok(Parsed { module: Module { body }, warnings }),
        _ => unreachable!("the first token chooses the rule"),
    }
}

/// Parses a single expression, as `eval` does. Returns it with its warnings, in source order.
pub fn parse_expression(source: &str) -> Result<(Expr, Vec<SyntaxWarning>), SyntaxError> {
    parse_expression_paced(source, &AtOnce).map_err(Unparsed::at_once)
}

/// [`parse_expression`] for a text that may be long.
pub fn parse_expression_paced(
    source: &str,
    pace: &dyn Pace,
) -> Result<(Expr, Vec<SyntaxWarning>), Unparsed> {
    match parse(source, Tok::StartExpression, pace)? {
        (Top::Expression(expression), warnings) => Ok((expression, warnings)),
        _ => unreachable!("the first token chooses the rule"),
    }
}

/// Parses the type of a function, as a type comment gives it.
///
/// # Errors
/// The text is faulty, or the caller stopped the work.
pub fn parse_function_type_paced(source: &str, pace: &dyn Pace) -> Result<FunctionType, Unparsed> {
    match parse(source, Tok::StartFunctionType, pace)? {
        (Top::FunctionType(found), _) => Ok(found),
        _ => unreachable!("the first token chooses the rule"),
    }
}

/// The state of the lines typed so far at a prompt.
#[derive(Clone, Debug)]
pub enum Interactive {
    /// Statements that can run.
    Complete(Parsed),
    /// The start of a statement that needs more lines.
    Incomplete,
    /// A text that no further line can complete.
    Error(SyntaxError),
}

/// Parses the lines typed at a prompt.
///
/// An empty line must follow a compound statement: until then the input is `Incomplete`.
pub fn parse_interactive(source: &str) -> Interactive {
    match parse_module(source) {
        Ok(parsed) if wants_empty_line(source, &parsed) => Interactive::Incomplete,
        Ok(parsed) => Interactive::Complete(parsed),
        Err(error) if error.incomplete => Interactive::Incomplete,
        Err(error) => Interactive::Error(error),
    }
}

/// Parses a single statement, as `compile` does in the mode `single`: a block, or simple statements in
/// one line.
///
/// # Errors
/// The error in the text; no statement, or several; stopped by the caller.
pub fn parse_single_paced(source: &str, pace: &dyn Pace) -> Result<Parsed, Unparsed> {
    let parsed = parse_module_paced(source, pace)?;
    match single_fault(source, &parsed.module.body) {
        Some(error) => Err(error.into()),
        None => Ok(parsed),
    }
}

fn single_fault(source: &str, body: &[Stmt]) -> Option<SyntaxError> {
    let at_end = || {
        let mut error = SyntaxError::new("invalid syntax", Default::default());
        error.at_end = true;
        Some(error)
    };
    let Some(last) = body.last() else { return at_end() };
    for (one, next) in body.iter().zip(&body[1..]) {
        if is_compound(one) {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let start = next.span.start as usize;
            let rest = source.get(start..).unwrap_or_default();
            let length = rest.find(|c| !word(c)).unwrap_or(rest.len()).max(1);
            let place = crate::lexer::span(start, start + length);
            return Some(SyntaxError::new("invalid syntax", place));
        }
        let (from, to) = (one.span.end as usize, next.span.start as usize);
        let between = source.get(from..to).unwrap_or_default();
        if between.contains('\n') {
            let message = "multiple statements found while compiling a single statement";
            let blanks = between.len() - between.trim_start_matches([' ', '\t', ';']).len();
            let place = crate::lexer::span(from + blanks, from + blanks + 1);
            return Some(SyntaxError::new(message, place));
        }
    }
    // A block on the line of its header ends with that line.
    let last_line = source.rsplit('\n').next().unwrap_or_default();
    let is_open =
        is_compound(last) && last_line.starts_with(|c: char| !c.is_whitespace() && c != '#');
    if is_open { at_end() } else { None }
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::FunctionDef(_)
            | StmtKind::ClassDef(_)
            | StmtKind::If { .. }
            | StmtKind::With { .. }
            | StmtKind::For(_)
            | StmtKind::Try(_)
            | StmtKind::While { .. }
            | StmtKind::Match { .. }
    )
}

/// Whether the input ends in a block that a further line could continue.
fn wants_empty_line(source: &str, parsed: &Parsed) -> bool {
    let is_compound = parsed.module.body.last().is_some_and(is_compound);
    let text = source.strip_suffix('\n').unwrap_or(source);
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    is_compound && !last_line.trim().is_empty()
}

/// The number of tokens that are parsed between two ticks of the pace.
const TOKENS_A_TICK: usize = 16;

fn parse(source: &str, start: Tok, pace: &dyn Pace) -> Result<(Top, Vec<SyntaxWarning>), Unparsed> {
    if source.len() > u32::MAX as usize / 2 {
        return Err(SyntaxError::new("source code is too long", Default::default()).into());
    }
    if let Some(at) = source.find('\0') {
        let place = crate::lexer::span(at, at + 1);
        return Err(SyntaxError::new("source code string cannot contain null bytes", place).into());
    }
    let tokens = layout::tokens_paced(source, start, pace)?;
    let warnings = RefCell::new(tokens.warnings.clone());
    let max_digits = pace.max_digits();
    let context = Context { source, warnings, max_digits, fault: Cell::default() };
    let read = Cell::new(0_usize);
    let has_ended = Cell::new(false);
    let triples = tokens.tokens.iter().map_while(|token| {
        read.set(read.get() + 1);
        // Some reductions for each token.
        if read.get().is_multiple_of(TOKENS_A_TICK) && pace.tick(4 * TOKENS_A_TICK).is_err() {
            has_ended.set(true);
            return None;
        }
        Some((token.span.start, token.kind, token.span.end))
    });
    let failure = match StartParser::new().parse(&context, triples) {
        Ok(top) => {
            let mut warnings = context.warnings.into_inner();
            warnings.sort_by_key(|warning| warning.span.start);
            return Ok((top, warnings));
        }
        Err(_) if has_ended.get() => return Err(Unparsed::Ended),
        // The tokens stop at an error.
        Err(ParseError::UnrecognizedEof { .. }) => {
            Failure { at: tokens.tokens.len(), expected: &[], error: None }
        }
        Err(ParseError::User { error }) => {
            Failure { at: read.get() - 1, expected: &[], error: Some(*error) }
        }
        Err(ParseError::UnrecognizedToken { expected, .. }) => {
            let failure = Failure { at: read.get() - 1, expected: &expected, error: None };
            let error = diagnose::explain(source, &tokens, failure);
            return Err(complete(source, &tokens, read.get() - 1, error).into());
        }
        Err(ParseError::InvalidToken { .. } | ParseError::ExtraToken { .. }) => {
            unreachable!("the last token ends every rule")
        }
    };
    let at = failure.at;
    let error = diagnose::explain(source, &tokens, failure);
    Err(complete(source, &tokens, at, error).into())
}

/// Marks errors about an expression and errors that further lines could fix.
fn complete(source: &str, tokens: &Tokens, failed: usize, mut error: SyntaxError) -> SyntaxError {
    if error.stage == Stage::Parser && tokens.is_expression() {
        error.stage = Stage::ExpressionParser;
    }
    let Some(token) = tokens.tokens.get(failed) else { return error };
    let is_end = matches!(token.kind, Tok::End | Tok::Dedent);
    let is_last = is_end && token.span.start as usize == source.len();
    error.at_end = is_last && error.span.start == token.span.start;
    if is_last && !source.ends_with("\n\n") { error.incomplete() } else { error }
}

/// The tree of tokens that form an expression, if they do.
pub(crate) fn expression_of(source: &str, tokens: &[Token]) -> Option<Expr> {
    let (warnings, max_digits) = (RefCell::default(), AtOnce.max_digits());
    let context = Context { source, warnings, max_digits, fault: Cell::default() };
    let end = tokens.last()?.span.end;
    let triples = std::iter::once((0, Tok::StartExpression, 0))
        .chain(tokens.iter().map(|token| (token.span.start, token.kind, token.span.end)))
        .chain(std::iter::once((end, Tok::End, end)));
    match StartParser::new().parse(&context, triples) {
        Ok(Top::Expression(expression)) => Some(expression),
        _ => None,
    }
}
