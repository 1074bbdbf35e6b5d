//! `_tokenize`: the tokens of a text as tuples, for the library's `tokenize`.

use super::ModuleDef;
use crate::objects::bytes::Bytes;
use crate::objects::code::Source;
use crate::objects::encoding;
use crate::objects::exception::Exc;
use crate::objects::iterator;
use crate::objects::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator};
use crate::objects::scalar;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::tokenize::{SourceToken, TokenKind, tokenize};
use hob_grammar::{SyntaxError, SyntaxErrorKind};
use std::rc::Rc;

/// The state of a `TokenizerIter`: the text is read when the first token is requested.
enum State {
    Unread { readline: Value, encoding: Option<String> },
    Read(Tokens),
}

struct Tokens {
    source: Rc<Source>,
    tokens: std::vec::IntoIter<SourceToken>,
    error: Option<SyntaxError>,
    /// Whether the text did not end with a line ending, so that one was added.
    is_open: bool,
    /// Where the results of `readline` start, if one of them has several lines: each is a line then.
    reads: Vec<u32>,
    /// The lines of the latest token (first and last, from 1) and their text.
    lines: (u32, u32, Ref<Str>),
}

/// Reads all lines. The end is an empty line, or StopIteration. The second part is as
/// [`Tokens::reads`].
fn read_all(vm: &Vm, readline: &Value, encoding: Option<&str>) -> VmResult<(String, Vec<u32>)> {
    let (mut text, mut reads, mut has_several) = (String::new(), Vec::new(), false);
    loop {
        let line = match vm.call(readline, &[]) {
            Err(raised) if vm.is_exception(&raised, Exc::StopIteration) => "".into(),
            line => line?,
        };
        let before = text.len();
        match (encoding, line.get::<Str>(), line.get::<Bytes>()) {
            (_, Some(line), _) if line.as_str().is_empty() => {}
            (None, Some(line), _) => text.push_str(line.as_str()),
            (Some(encoding), _, Some(line)) => {
                text.push_str(&encoding::decode(vm, &line.data, encoding, "strict")?);
            }
            (None, ..) => return Err(vm.type_error("readline() returned a non-string object")),
            (Some(_), ..) => return Err(vm.type_error("readline() returned a non-bytes object")),
        }
        let read = &text[before..];
        if read.is_empty() {
            return Ok((text, if has_several { reads } else { Vec::new() }));
        }
        has_several |= memchr::memchr(b'\n', read.as_bytes()).is_some_and(|at| at + 1 < read.len());
        vm.reserve(read.len())?;
        reads.push(before as u32);
    }
}

impl Tokens {
    fn new((mut text, reads): (String, Vec<u32>)) -> Tokens {
        let is_open = !text.is_empty() && !text.ends_with('\n');
        if is_open {
            text.push('\n');
        }
        let (tokens, error) = tokenize(&text);
        let source = Source::verbatim("<string>", text);
        Tokens {
            source,
            tokens: tokens.into_iter(),
            error,
            is_open,
            reads,
            lines: (0, 0, crate::objects::str::intern("")),
        }
    }

    /// The line, and the column in characters, of a byte offset.
    fn place(&self, offset: u32) -> (u32, usize) {
        let (line, start) = match self.reads.partition_point(|start| *start <= offset) {
            0 => {
                let (line, column) = self.source.position(offset);
                (line, offset - column)
            }
            // After the text is a line of its own.
            read if offset as usize == self.source.text.len() => (read as u32 + 1, offset),
            read => (read as u32, self.reads[read - 1]),
        };
        (line, self.source.text[start as usize..offset as usize].chars().count())
    }

    /// The byte offset of a line, or of the end.
    fn line_start(&self, line: u32) -> usize {
        let start = match self.reads.is_empty() {
            true => self.source.offset(line, 0),
            false => self.reads.get(line as usize - 1).copied(),
        };
        start.map_or(self.source.text.len(), |at| at as usize)
    }

    /// The text of some lines, as it was read.
    fn lines(&mut self, first: u32, last: u32) -> Value {
        if (self.lines.0, self.lines.1) != (first, last) {
            let text = &self.source.text;
            let (start, end) = (self.line_start(first), self.line_start(last + 1));
            let read = &text[start..end];
            let is_last = self.is_open && end == text.len();
            let read = if is_last { read.strip_suffix('\n').unwrap_or(read) } else { read };
            self.lines = (first, last, Str::new(read));
        }
        self.lines.2.as_value().clone()
    }

    fn shown(&mut self, token: SourceToken) -> Value {
        let (mut start, end) = (token.span.start, token.span.end);
        let (first, mut column) = self.place(start);
        if token.kind == TokenKind::Indent && column > 0 {
            // An indentation begins with its line.
            (start, column) = (self.line_start(first) as u32, 0);
        }
        let (mut last, mut end_column) = self.place(end);
        if matches!(token.kind, TokenKind::Newline | TokenKind::Nl) {
            (last, end_column) = (first, column + (end - start) as usize);
        }
        let is_added = self.is_open && start as usize + 1 == self.source.text.len();
        let text = match is_added {
            true => Value::from(""),
            false => Value::from(&self.source.text[start as usize..end as usize]),
        };
        let pair = |line: u32, column: usize| {
            Tuple::new([Value::from(i64::from(line)), Value::from(column)]).into_value()
        };
        let lines = self.lines(first, last);
        let number = Value::small_int(number(token.kind));
        Tuple::new([number, text, pair(first, column), pair(last, end_column), lines]).into_value()
    }

    fn exception(&mut self, vm: &Vm, error: &SyntaxError) -> Raised {
        let class = match error.kind {
            SyntaxErrorKind::Indentation => Exc::IndentationError,
            SyntaxErrorKind::Tab => Exc::TabError,
            _ => Exc::SyntaxError,
        };
        let (line, column) = self.place(error.span.start);
        let range = error.span.start as usize..error.span.end as usize;
        let column = match error.at_end {
            true => self.source.text[range].chars().count(),
            false => column + 1,
        };
        let place = Tuple::new([
            "<string>".into(),
            Value::from(i64::from(line)),
            Value::from(column),
            self.source.line(line).into(),
            Value::NONE,
            Value::NONE,
        ]);
        let args = [Value::from(error.message.as_str()), place.into_value()];
        let made = vm.call(vm.exception_class(class).as_value(), &args);
        vm.raised_by(made, || vm.error_with(class, args))
    }
}

/// The number of a kind of token in the module `token`.
fn number(kind: TokenKind) -> i64 {
    match kind {
        TokenKind::EndMarker => 0,
        TokenKind::Name => 1,
        TokenKind::Number => 2,
        TokenKind::String => 3,
        TokenKind::Newline => 4,
        TokenKind::Indent => 5,
        TokenKind::Dedent => 6,
        TokenKind::Op => 55,
        TokenKind::FStringStart => 59,
        TokenKind::FStringMiddle => 60,
        TokenKind::FStringEnd => 61,
        TokenKind::Comment => 62,
        TokenKind::Nl => 63,
    }
}

impl ExclusiveIterate for State {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let tokens = match self {
            State::Read(tokens) => tokens,
            State::Unread { readline, encoding } => {
                let text = read_all(vm, readline, encoding.as_deref())?;
                *self = State::Read(Tokens::new(text));
                return self.next(vm);
            }
        };
        match tokens.tokens.next() {
            Some(token) => Ok(Some(tokens.shown(token))),
            None => match tokens.error.take() {
                Some(error) => Err(tokens.exception(vm, &error)),
                None => Ok(None),
            },
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        if let State::Unread { readline, .. } = self {
            visit(readline);
        }
    }
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = scalar::class_argument(args);
    if !vm.truthy(&args[2])? {
        let message = "TokenizerIter without extra tokens is not supported";
        return Err(vm.error(Exc::NotImplementedError, message));
    }
    let encoding = args.some(3);
    let name = encoding::name_argument(vm, "tokenizeriter", "encoding", encoding, "")?;
    let encoding = encoding.map(|_| name.to_string());
    let state = State::Unread { readline: args[1].clone(), encoding };
    Ok(NativeIterator::exclusive_of_class(vm, class, state))
}

static ITERATOR: ClassDef = ClassDef {
    name: "TokenizerIter",
    subclassable: false,
    module: "_tokenize",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, readline, /, *, extra_tokens, encoding=None)",
            "Create and return a new object.",
            new,
        ),
        iterator::ITER,
        iterator::NEXT,
    ],
    ..ClassDef::BASE
};

/// The module.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_tokenize", classes: &[&ITERATOR], ..ModuleDef::BASE };
