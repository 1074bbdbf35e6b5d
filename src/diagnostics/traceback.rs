//! The text of an exception: locations, message, notes, causes, groups.
//!
//! The text is exactly CPython 3.13's (library reference, `traceback`). It is made in two steps: an
//! [`Account`] collects the exception and everything linked to it, which may run the program's
//! `__str__`; formatting the account runs no code.

use super::carets::excerpt;
use super::syntax::SyntaxDetail;
use super::warnings::find_line;
use super::{attribute, has_lines, suggest};
use crate::objects::code::Code;
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::int;
use crate::objects::str::{Str, intern};
use crate::objects::traceback::{self, Traceback};
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{FrameObject, Vm, VmResult};
use hob_grammar::ast::Span;
use std::collections::HashSet;
use std::rc::Rc;

/// The maximum number of group members shown.
const GROUP_WIDTH: usize = 15;
/// The maximum nesting of groups shown.
const GROUP_DEPTH: usize = 10;
/// The maximum number of equal locations shown in a row.
const REPEATED: usize = 3;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// A location in a traceback.
#[derive(Clone)]
pub struct Place {
    /// The source text.
    pub source: Rc<Source>,
    /// The expression being evaluated; empty if only the line is known.
    pub span: Span,
    /// The function's name, or `<module>`.
    pub name: Ref<Str>,
    /// Whether the source's lines may be shown.
    pub has_lines: bool,
    /// The line of the file after which the source is named, if it differs from the source's own
    /// line.
    pub other_line: Option<String>,
    /// The variables to show with it, as name and text.
    pub variables: Vec<(String, String)>,
}

impl Place {
    /// The location of an instruction.
    pub fn of_instruction(vm: &Vm, code: &Ref<Code>, instruction: u32) -> Place {
        let mut place = Place {
            source: code.source.clone(),
            span: match code.span(instruction as usize) {
                span if vm.hides_columns.get() => Span::new(span.start, span.start),
                span => span,
            },
            name: code.name.clone(),
            has_lines: has_lines(vm, &code.source),
            other_line: None,
            variables: Vec::new(),
        };
        if place.has_lines && place.source.is_of_program {
            let line = find_line(vm, &place.source.name, place.line().into());
            place.other_line = line.filter(|line| line.trim() != place.line_text());
        }
        place
    }

    /// The location of a traceback object.
    pub fn of_traceback(vm: &Vm, traceback: &Traceback) -> Place {
        Place::of_instruction(vm, &traceback.frame.code, traceback.instruction)
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.source.position(self.span.start).0
    }

    /// The text of the line, stripped; empty if it may not be shown.
    pub fn line_text(&self) -> &str {
        match &self.other_line {
            Some(line) => line.trim(),
            None if self.has_lines => self.source.line(self.line()).trim(),
            None => "",
        }
    }

    fn is_same_line(&self, other: &Place) -> bool {
        self.line() == other.line()
            && self.name.same_text(&other.name)
            && self.source.name == other.source.name
    }

    /// `  File "x.py", line 1, in f` and the marked source lines.
    pub fn text(&self) -> String {
        let (file, line, name) = (&self.source.name, self.line(), self.name.as_str());
        let head = format!("  File \"{file}\", line {line}, in {name}\n");
        let lines = match &self.other_line {
            Some(line) => format!("    {}\n", line.trim()),
            None if self.has_lines => excerpt(&self.source, self.span),
            None => String::new(),
        };
        let variables =
            self.variables.iter().map(|(name, value)| format!("    {name} = {value}\n"));
        head + &lines + &variables.collect::<String>()
    }

    /// The same location with the frame's variables.
    fn with_variables(mut self, vm: &Vm, frame: &FrameObject) -> Place {
        let variables = vm.frame_variables(frame).ok();
        let entries = variables.as_ref().and_then(|v| v.get::<Dict>()).map(|v| v.entries());
        let shown = entries.unwrap_or_default().into_iter().filter_map(|(name, value)| {
            let name = name.get::<Str>()?.as_str().to_string();
            Some((name, text_or_failure(vm.repr(&value), "local repr")))
        });
        self.variables = shown.collect();
        self.variables.sort();
        self
    }
}

/// The texts of locations, outermost first, with long repetitions shortened.
pub fn format_places(places: &[Place]) -> Vec<String> {
    let mut texts = Vec::new();
    for run in places.chunk_by(Place::is_same_line) {
        texts.extend(run.iter().take(REPEATED).map(Place::text));
        if let more @ 1.. = run.len().saturating_sub(REPEATED) {
            let plural = if more > 1 { "s" } else { "" };
            texts.push(format!("  [Previous line repeated {more} more time{plural}]\n"));
        }
    }
    texts
}

/// The locations of an exception's traceback, outermost first.
pub fn places(vm: &Vm, exception: &Ref<Exception>) -> Vec<Place> {
    places_of(vm, &exception.traceback.get(), Detail::default())
}

/// The locations of a traceback object (or None), outermost first.
fn places_of(vm: &Vm, traceback: &Value, detail: Detail) -> Vec<Place> {
    let passed = traceback::chain(traceback);
    let places = passed.iter().map(|traceback| {
        let place = Place::of_traceback(vm, traceback);
        if detail.variables { place.with_variables(vm, &traceback.frame) } else { place }
    });
    limit_places(places.collect(), detail.limit)
}

/// The amount of detail in tracebacks.
#[derive(Clone, Copy, Default)]
pub struct Detail {
    /// The number of locations, as for [`limit_places`].
    pub limit: Option<i64>,
    /// Whether to show the values of variables.
    pub variables: bool,
}

/// The last locations if `limit` is negative, the first ones otherwise.
pub fn limit_places(mut places: Vec<Place>, limit: Option<i64>) -> Vec<Place> {
    let Some(limit) = limit else { return places };
    let count = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX).min(places.len());
    if limit < 0 {
        places.split_off(places.len() - count)
    } else {
        places.truncate(count);
        places
    }
}

/// The contents of an exception's text, and of those linked to it.
pub struct Account {
    /// The exception itself first; the others refer to each other by index.
    told: Vec<Told>,
}

/// The contents of one exception's text.
struct Told {
    places: Vec<Place>,
    /// Whether it was raised in a function, including hidden library functions.
    raised: bool,
    class: String,
    message: String,
    notes: Vec<String>,
    syntax: Option<SyntaxDetail>,
    cause: Option<usize>,
    context: Option<usize>,
    /// For a group: the members shown, and the number of all members.
    members: Option<(Vec<usize>, usize)>,
}

impl Account {
    /// Collects an exception with its causes and contexts.
    pub fn new(vm: &Vm, exception: &Ref<Exception>, detail: Detail) -> Account {
        Account::with_traceback(vm, exception, &exception.traceback.get(), detail)
    }

    /// Like [`Account::new`], with a traceback (or None) in place of the exception's own.
    pub fn with_traceback(
        vm: &Vm,
        exception: &Ref<Exception>,
        traceback: &Value,
        detail: Detail,
    ) -> Account {
        let mut account = Account { told: Vec::new() };
        let mut seen = HashSet::new();
        account.add(vm, exception, traceback, detail, &mut seen);
        // A queue instead of recursion: chains may have any length.
        let mut pending = vec![(0, exception.clone(), 0)];
        while let Some((index, exception, depth)) = pending.pop() {
            let is_new = |value: Value, seen: &HashSet<usize>| {
                value.into_ref::<Exception>().ok().filter(|e| !seen.contains(&e.address()))
            };
            let link =
                |account: &mut Account, linked: Ref<Exception>, seen: &mut HashSet<usize>| {
                    let traceback = linked.traceback.get();
                    (account.add(vm, &linked, &traceback, detail, seen), linked, depth)
                };
            if let Some(cause) = is_new(exception.cause.get(), &seen) {
                pending.push(link(&mut account, cause, &mut seen));
                account.told[index].cause = Some(account.told.len() - 1);
            } else if !exception.suppress_context.get()
                && let Some(context) = is_new(exception.context.get(), &seen)
            {
                pending.push(link(&mut account, context, &mut seen));
                account.told[index].context = Some(account.told.len() - 1);
            }
            let Some(members) = members(vm, &exception) else { continue };
            // Members below the maximum depth are not shown.
            let shown = if depth > GROUP_DEPTH { 0 } else { GROUP_WIDTH };
            let mut indexes = Vec::new();
            for member in members.iter().take(shown).filter_map(|m| m.get::<Exception>()) {
                let at = account.add(vm, member, &member.traceback.get(), detail, &mut seen);
                indexes.push(at);
                pending.push((at, member.clone(), depth + 1));
            }
            account.told[index].members = Some((indexes, members.len()));
        }
        account
    }

    /// Collects one exception and returns its index.
    fn add(
        &mut self,
        vm: &Vm,
        exception: &Ref<Exception>,
        traceback: &Value,
        detail: Detail,
        seen: &mut HashSet<usize>,
    ) -> usize {
        seen.insert(exception.address());
        let class = vm.class_of(exception.as_value());
        let syntax = class
            .is_subclass_of(&vm.exception_class(Exc::SyntaxError))
            .then(|| SyntaxDetail::of(vm, exception));
        let mut message = text_or_failure(vm.str(exception.as_value()), "exception str");
        if syntax.is_none() {
            message += &suggest::advice(vm, exception, traceback);
        }
        let places = places_of(vm, traceback, detail);
        self.told.push(Told {
            raised: !places.is_empty() || exception.is_raised_in_library(),
            places,
            class: class_name(vm, exception),
            message,
            notes: notes(vm, exception),
            syntax,
            cause: None,
            context: None,
            members: None,
        });
        self.told.len() - 1
    }

    /// The name of the exception's class, as the last line shows it.
    pub fn class_name(&self) -> &str {
        &self.told[0].class
    }

    /// The exception's text, in the pieces that `traceback.format_exception` returns: each ends
    /// with a line ending. With `chain`, causes and contexts come first.
    pub fn format(&self, chain: bool) -> Vec<String> {
        let mut writer = Writer { pieces: Vec::new(), depth: 0, needs_close: false };
        writer.write(self, 0, chain);
        writer.pieces
    }

    /// The last lines only: class, message, notes.
    pub fn format_only(&self) -> Vec<String> {
        self.told[0].format_only()
    }

    /// Class and message of the exception, as in the traceback's last line.
    pub fn headline(&self) -> String {
        self.told[0].headline()
    }

    /// The message, with suggestions.
    pub fn message(&self) -> &str {
        &self.told[0].message
    }
}

impl Told {
    fn headline(&self) -> String {
        match &self.syntax {
            Some(detail) => detail.headline(&self.class),
            None if self.message.is_empty() => self.class.clone(),
            None => format!("{}: {}", self.class, self.message),
        }
    }

    fn format_only(&self) -> Vec<String> {
        let mut lines = match &self.syntax {
            Some(detail) => detail.format(&self.class),
            None => vec![self.headline() + "\n"],
        };
        lines.extend(self.notes.iter().map(|line| format!("{line}\n")));
        lines
    }
}

/// Formats an account. Inside a group, every line is indented and has a margin.
struct Writer {
    pieces: Vec<String>,
    depth: usize,
    /// Whether the innermost group still needs its lower edge.
    needs_close: bool,
}

impl Writer {
    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    fn emit(&mut self, text: &str, margin: char) {
        if text.is_empty() {
            return;
        }
        let margin = match self.depth {
            0 => String::new(),
            _ => format!("{}{margin} ", self.indent()),
        };
        let lines = text.split_inclusive('\n');
        self.pieces.push(lines.flat_map(|line| [margin.as_str(), line]).collect());
    }

    fn emit_all(&mut self, texts: &[String]) {
        texts.iter().for_each(|text| self.emit(text, '|'));
    }

    fn write(&mut self, account: &Account, index: usize, chain: bool) {
        let mut links = vec![(index, "")];
        while let Some((last, why)) = links.last_mut()
            && chain
        {
            let told = &account.told[*last];
            let next = match (told.cause, told.context) {
                (Some(cause), _) => {
                    *why = CAUSE;
                    cause
                }
                (None, Some(context)) => {
                    *why = CONTEXT;
                    context
                }
                (None, None) => break,
            };
            links.push((next, ""));
        }
        for (index, why) in links.into_iter().rev() {
            self.emit(why, '|');
            self.write_one(account, &account.told[index], chain);
        }
    }

    fn write_one(&mut self, account: &Account, told: &Told, chain: bool) {
        let Some((members, count)) = &told.members else {
            if told.raised {
                self.emit("Traceback (most recent call last):\n", '|');
                self.emit_all(&format_places(&told.places));
            }
            return self.emit_all(&told.format_only());
        };
        if self.depth > GROUP_DEPTH {
            return self.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
        }
        let is_outermost = self.depth == 0;
        self.depth += usize::from(is_outermost);
        if told.raised {
            let margin = if is_outermost { '+' } else { '|' };
            self.emit("Exception Group Traceback (most recent call last):\n", margin);
            self.emit_all(&format_places(&told.places));
        }
        self.emit_all(&told.format_only());
        self.write_members(account, members, *count, chain);
        self.depth -= usize::from(is_outermost);
    }

    fn write_members(&mut self, account: &Account, members: &[usize], count: usize, chain: bool) {
        self.needs_close = false;
        let shown = members.len() + usize::from(count > members.len());
        for i in 0..shown {
            let is_last = i + 1 == shown;
            // A group that is the last member draws the lower edge for both.
            self.needs_close |= is_last;
            let corner = if i == 0 { "+-" } else { "  " };
            let title = if i < members.len() { (i + 1).to_string() } else { "...".into() };
            let indent = self.indent();
            self.pieces
                .push(format!("{indent}{corner}+---------------- {title} ----------------\n"));
            self.depth += 1;
            match members.get(i) {
                Some(member) => self.write(account, *member, chain),
                None => {
                    let more = count - members.len();
                    let plural = if more > 1 { "s" } else { "" };
                    self.emit(&format!("and {more} more exception{plural}\n"), '|');
                }
            }
            if is_last && self.needs_close {
                let indent = self.indent();
                self.pieces.push(format!("{indent}+------------------------------------\n"));
                self.needs_close = false;
            }
            self.depth -= 1;
        }
    }
}

/// The text of an uncaught exception and everything linked to it, as CPython prints it.
pub fn format_exception(vm: &Vm, exception: &Ref<Exception>) -> String {
    let detail = Detail { limit: builtin_limit(vm), variables: false };
    Account::new(vm, exception, detail).format(true).concat()
}

/// The number of locations to show: `sys.tracebacklimit`, counted from the innermost.
fn builtin_limit(vm: &Vm) -> Option<i64> {
    let sys = vm.modules.get_text("sys")?;
    let limit = attribute(vm, &sys, "tracebacklimit").filter(int::is_int)?;
    Some(-vm.index_clipped(&limit).ok()?.max(0))
}

/// The name of an exception's class, with its module unless that is `builtins` or `__main__`.
pub fn class_name(vm: &Vm, exception: &Ref<Exception>) -> String {
    let class = vm.class_of(exception.as_value());
    let qualname = class.qualname.borrow().as_str().to_string();
    match class.module().as_deref() {
        Some("__main__" | "builtins") => qualname,
        Some(module) => format!("{module}.{qualname}"),
        None => format!("<unknown>.{qualname}"),
    }
}

/// The members of a group; none for other exceptions.
pub(super) fn members(vm: &Vm, exception: &Ref<Exception>) -> Option<Vec<Value>> {
    let value = exception.as_value();
    if !vm.is_instance_of(value, &vm.exception_class(Exc::BaseExceptionGroup)) {
        return None;
    }
    let members = attribute(vm, value, "exceptions")?;
    vm.to_vec(&members).ok()
}

/// The lines of an exception's notes.
fn notes(vm: &Vm, exception: &Ref<Exception>) -> Vec<String> {
    let notes = match vm.find_attribute(exception.as_value(), &intern("__notes__")) {
        Ok(notes) => notes.filter(|n| !n.is_none()),
        Err(raised) => {
            let shown = text_or_failure(vm.repr(raised.0.as_value()), "__notes__ repr");
            return vec![format!("Ignored error getting __notes__: {shown}")];
        }
    };
    let Some(notes) = notes else { return Vec::new() };
    match vm.to_vec(&notes) {
        Ok(items) if is_list_of_notes(vm, &notes) => {
            let texts = items.iter().map(|note| text_or_failure(vm.str(note), "note str"));
            texts.flat_map(|t| t.split('\n').map(str::to_string).collect::<Vec<_>>()).collect()
        }
        _ => vec![text_or_failure(vm.repr(&notes), "__notes__ repr")],
    }
}

/// Whether a program's `__notes__` are a sequence other than a string.
fn is_list_of_notes(vm: &Vm, notes: &Value) -> bool {
    match notes.kind() {
        Some(Kind::List | Kind::Tuple | Kind::Range) => true,
        Some(Kind::Instance | Kind::Native) => {
            let abc = vm.modules.get_text("collections.abc");
            let sequence = abc.and_then(|abc| attribute(vm, &abc, "Sequence"));
            sequence.is_some_and(|class| vm.is_instance(notes, &class).unwrap_or(false))
        }
        _ => false,
    }
}

/// The text, or a replacement if the program's method failed.
fn text_or_failure(text: VmResult<Ref<Str>>, what: &str) -> String {
    match text {
        Ok(text) => text.as_str().to_string(),
        Err(_) => format!("<{what}() failed>"),
    }
}
