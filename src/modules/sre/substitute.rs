//! `sub`, `subn` and `expand`: replacing matches.

use super::matched::make_match;
use super::pattern::{Pattern, limit};
use super::search::{Mode, Search};
use super::subject::Subject;
use crate::objects::bytes::{Bytes, require};
use crate::objects::native::Args;
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// Matches are replaced by this.
enum Replacement {
    Literal(Value),
    Function(Value),
    /// Literals and group numbers, alternating, as `re._parser.parse_template` returns them.
    Template(Vec<Value>),
}

impl Replacement {
    fn of(vm: &Vm, pattern: &Value, value: &Value) -> VmResult<Replacement> {
        if vm.is_callable(value) {
            return Ok(Replacement::Function(value.clone()));
        }
        let plain = match value.get::<Str>() {
            Some(text) => !text.as_str().contains('\\'),
            None => require(vm, value).map(|bytes| !bytes.contains(&b'\\'))?,
        };
        if plain {
            return Ok(Replacement::Literal(value.clone()));
        }
        Ok(Replacement::Template(super::template_parts(vm, pattern, value)?))
    }
}

/// A result under construction: text or bytes, like the subject.
enum Output {
    Text(String),
    Bytes(Vec<u8>),
}

impl Output {
    fn new(subject: &Subject, size: usize) -> Output {
        match subject.is_text() {
            true => Output::Text(String::with_capacity(size)),
            false => Output::Bytes(Vec::with_capacity(size)),
        }
    }

    /// Appends a part of the subject, as far as it exists: buffers other than bytes may have
    /// shrunk.
    ///
    /// # Errors
    /// MemoryError.
    fn copy(&mut self, vm: &Vm, subject: &Subject, (start, end): (usize, usize)) -> VmResult<()> {
        match (self, subject) {
            (Output::Text(out), Subject::Text(text)) => {
                vm.grow_text(out, end - start)?;
                vm.in_parts_of_text(&text.as_str()[start..end], |part| out.push_str(part))?;
            }
            (Output::Bytes(out), subject) => {
                let bytes = subject.bytes();
                let part = &bytes[start.min(bytes.len())..end.min(bytes.len())];
                vm.append(out, part)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Appends a replacement.
    ///
    /// # Errors
    /// TypeError if it is not of the subject's kind.
    fn append(&mut self, vm: &Vm, value: &Value) -> VmResult<()> {
        match (self, value.get::<Str>()) {
            (Output::Text(out), Some(piece)) => {
                vm.grow_text(out, piece.as_str().len())?;
                vm.in_parts_of_text(piece.as_str(), |part| out.push_str(part))?;
            }
            (Output::Bytes(out), None) => {
                let piece = require(vm, value)?;
                vm.append(out, &piece)?;
            }
            (out, _) => {
                let want = match out {
                    Output::Text(_) => "str",
                    Output::Bytes(_) => "a bytes-like object",
                };
                let shown = vm.class_ref(value).message_name();
                return Err(vm.type_error(format!(
                    "sequence item 0: expected {want} instance, {shown} found"
                )));
            }
        }
        Ok(())
    }

    /// Appends a template, filled in with the groups of a match.
    fn append_template(
        &mut self,
        vm: &Vm,
        parts: &[Value],
        subject: &Subject,
        span: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> VmResult<()> {
        for part in parts {
            vm.tick(1)?;
            match part.as_small_int() {
                Some(group) => {
                    if let Some(span) = span(group as usize) {
                        self.copy(vm, subject, span)?;
                    }
                }
                None => self.append(vm, part)?,
            }
        }
        Ok(())
    }

    fn finish(self, vm: &Vm) -> VmResult {
        match self {
            Output::Text(text) => {
                vm.reserve(text.len())?;
                Ok(Value::from(text))
            }
            Output::Bytes(bytes) => Ok(Bytes::new(bytes).into_value()),
        }
    }
}

/// Fills in a template for one match, whose groups `span` returns.
///
/// # Errors
/// TypeError if the template is not of the subject's kind.
pub fn expand_template(
    vm: &Vm,
    parts: &[Value],
    subject: &Subject,
    span: impl Fn(usize) -> Option<(usize, usize)>,
) -> VmResult {
    let mut out = Output::new(subject, 0);
    out.append_template(vm, parts, subject, span)?;
    out.finish(vm)
}

/// `sub` and `subn`: the result and the number of replacements.
///
/// # Errors
/// TypeError for a replacement of the wrong kind; any exception raised by a function.
pub fn substitute(vm: &Vm, a: Args<'_>) -> VmResult<(Value, usize)> {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(2))?;
    let replacement = Replacement::of(vm, a.at(0), a.at(1))?;
    let most = limit(vm, a.opt(3))?;
    let (length, range) = (subject.bytes().len(), (0, subject.len()));
    let mut search = Search::new(vm, pattern, &subject, (0, length));
    let mut out = Output::new(&subject, 0);
    let (mut at, mut count) = (0, 0);
    while count < most && search.next(Mode::Search)? {
        if count == 0 {
            out = Output::new(&subject, length);
        }
        let (start, end) = search.whole();
        out.copy(vm, &subject, (at, start))?;
        match &replacement {
            Replacement::Literal(value) => out.append(vm, value)?,
            Replacement::Template(parts) => {
                out.append_template(vm, parts, &subject, |group| search.span(group))?;
            }
            Replacement::Function(function) => {
                let matched = make_match(vm, a.at(0), a.at(2), search.found(), range);
                let value = vm.call(function, &[matched])?;
                if !value.is_none() {
                    out.append(vm, &value)?;
                }
            }
        }
        (at, count) = (end, count + 1);
    }
    if count == 0 {
        return Ok((subject.slice((0, length)), 0));
    }
    out.copy(vm, &subject, (at, length))?;
    Ok((out.finish(vm)?, count))
}
