//! The contents of a report about an uncaught exception: the failing expression with its values,
//! the calls that led there, the causes, and advice.

use super::glance::{glance, is_definition, plain_attribute};
use super::hints::{self, Case};
use super::report::{Diagnostic, Heading};
use super::traceback::{self, Account, Detail, Place};
use super::tree::{Tree, dotted};
use crate::event_loop::origin::{self, Passage};
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::objects::traceback::{Traceback, chain};
use crate::runtime::{Ref, Value};
use crate::text::wrap::shorten;
use crate::vm::{FrameObject, Vm};
use hob_grammar::ast::Span;
use std::collections::HashSet;
use std::path::Path;

/// The maximum number of calls named.
const MOST_CALLS: usize = 10;
/// The maximum number of values shown with an expression.
const MOST_VALUES: usize = 5;
/// The maximum number of causes reported in full.
const MOST_CAUSES: usize = 4;
/// The maximum number of different group members reported.
const MOST_MEMBERS: usize = 10;
/// The maximum nesting of groups reported.
const DEEPEST: usize = 4;

/// The report about an exception, with its causes and members.
pub fn of_exception(vm: &Vm, exception: &Ref<Exception>) -> Diagnostic {
    let mut seen = HashSet::new();
    tell(vm, exception, &mut seen, 0)
}

fn tell(
    vm: &Vm,
    exception: &Ref<Exception>,
    seen: &mut HashSet<usize>,
    depth: usize,
) -> Diagnostic {
    seen.insert(exception.address());
    let mut told = tell_one(vm, exception);
    let mut link = exception.clone();
    for _ in 0..MOST_CAUSES {
        let (next, heading) = match link.cause.get().into_ref::<Exception>() {
            Ok(cause) => (cause, Heading::Cause),
            Err(_) if link.suppress_context.get() => break,
            Err(_) => match link.context.get().into_ref::<Exception>() {
                Ok(context) => (context, Heading::Context),
                Err(_) => break,
            },
        };
        if !seen.insert(next.address()) {
            break;
        }
        let mut cause = tell_one(vm, &next);
        cause.heading = heading;
        if cause.class == "asyncio.exceptions.CancelledError" {
            cause.hints.clear();
        }
        told.related.push(cause);
        link = next;
    }
    if depth < DEEPEST
        && let Some(members) = traceback::members(vm, exception)
    {
        add_members(vm, &members, &mut told, seen, depth);
    }
    told
}

/// Adds the members of a group: those with equal reports once.
fn add_members(
    vm: &Vm,
    members: &[Value],
    told: &mut Diagnostic,
    seen: &mut HashSet<usize>,
    depth: usize,
) {
    let mut different: Vec<(Diagnostic, Vec<usize>, Vec<String>)> = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let Some(exception) = member.get::<Exception>() else { continue };
        let task = passages(exception).last().map(|(_, passage)| passage.name.clone());
        let diagnostic = tell(vm, exception, seen, depth + 1);
        let same = different.iter_mut().find(|(other, ..)| {
            let place = |d: &Diagnostic| {
                d.place.as_ref().map(|(source, span)| (source.name.clone(), *span))
            };
            other.message == diagnostic.message
                && other.class == diagnostic.class
                && place(other) == place(&diagnostic)
                && diagnostic.related.is_empty()
        });
        match same {
            Some((_, numbers, tasks)) => {
                numbers.push(i + 1);
                tasks.extend(task);
            }
            None => different.push((diagnostic, vec![i + 1], task.into_iter().collect())),
        }
    }
    let hidden = different.len().saturating_sub(MOST_MEMBERS);
    for (mut diagnostic, numbers, tasks) in different.into_iter().take(MOST_MEMBERS) {
        diagnostic.heading = Heading::Member { numbers, of: members.len(), tasks };
        told.related.push(diagnostic);
    }
    if hidden > 0 {
        told.notes.push(format!("{hidden} more kinds of exceptions are not shown"));
    }
}

/// The report about one exception, without causes and members.
fn tell_one(vm: &Vm, exception: &Ref<Exception>) -> Diagnostic {
    let account = Account::new(vm, exception, Detail::default());
    let passed = chain(&exception.traceback.get());
    let own = passed.iter().rposition(|t| is_program(vm, t));
    let at = own.map(|i| &passed[i]);
    let place = at.map(|t| Place::of_traceback(vm, t));
    let mut notes: Vec<String> =
        account.format_only().iter().skip(1).map(|n| with_short_paths(n.trim_end())).collect();
    if let (Some(own), Some(last)) = (own, passed.last())
        && own + 1 < passed.len()
    {
        let place = Place::of_traceback(vm, last);
        let (file, line) = (&place.source.name, place.line());
        let name = place.name.as_str();
        // A module's `__getattr__` is part of the library's implementation, not where the program
        // failed.
        if name != "__getattr__" {
            notes.push(format!("raised inside the library, in {name} at {file}:{line}"));
        }
    }
    let tree = place.as_ref().and_then(|p| Tree::new(&p.source.text));
    let mut known = Vec::new();
    if let (Some(at), Some(place), Some(tree)) = (at, &place, &tree) {
        known = values(vm, &at.frame, tree, place.span);
    }
    let case = Case {
        vm,
        exception,
        class: account.class_name(),
        message: message_of(vm, exception),
        frame: at.map(|t| t.frame.clone()),
        place: place.as_ref(),
        tree: tree.as_ref(),
    };
    let hints = hints::for_case(&case);
    let way = way(vm, exception, &passed[..own.map_or(0, |own| own + 1)]);
    Diagnostic {
        heading: Heading::Error,
        class: account.class_name().to_string(),
        message: with_short_paths(account.message()),
        place: place.map(|p| (p.source.clone(), shown_span(&p))),
        mark: None,
        labels: Vec::new(),
        values: known,
        notes,
        hints,
        way,
        related: Vec::new(),
    }
}

/// The part of a location to mark: for an `except` clause, its header.
fn shown_span(place: &Place) -> Span {
    let span = place.span;
    let text = place.source.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    match text.starts_with("except").then(|| text.find(['\n', '\r'])).flatten() {
        Some(end) => Span::new(span.start, span.start + text[..end].trim_end().len() as u32),
        None => span,
    }
}

/// The message without suggestions.
fn message_of(vm: &Vm, exception: &Ref<Exception>) -> String {
    vm.str(exception.as_value()).map_or(String::new(), |text| text.as_str().to_string())
}

/// Whether a location is in the program's own code.
fn is_program(vm: &Vm, traceback: &Traceback) -> bool {
    let source = &traceback.frame.code.source;
    !source.name.starts_with("<stdlib>/") && super::has_lines(vm, source)
}

/// The values of the names in an expression.
fn values(vm: &Vm, frame: &FrameObject, tree: &Tree, span: Span) -> Vec<(Span, String)> {
    let Some(variables) = Variables::of(vm, frame) else { return Vec::new() };
    let mut found: Vec<(Span, String)> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for expr in tree.expressions_in(span) {
        let is_part =
            found.iter().any(|(s, _)| s.start <= expr.span.start && expr.span.end <= s.end);
        let Some(path) = dotted(expr).filter(|_| !is_part) else { continue };
        let Some(value) = variables.follow(&path).filter(|value| !is_definition(value)) else {
            continue;
        };
        let path = path.join(".");
        if found.len() < MOST_VALUES && known.insert(path.clone()) {
            found.push((expr.span, format!("{path} = {}", glance(vm, &value))));
        }
    }
    found
}

/// The variables visible at a location of the program.
pub struct Variables {
    locals: Ref<Dict>,
    globals: Ref<Dict>,
    builtins: Ref<Dict>,
    /// Names local to the function, bound or not.
    own: Vec<Ref<Str>>,
}

impl Variables {
    /// The variables of a frame.
    pub fn of(vm: &Vm, frame: &FrameObject) -> Option<Variables> {
        let locals = vm.frame_variables(frame).ok()?.into_ref().ok()?;
        let globals = frame.function.globals.clone();
        let code = &frame.code;
        let own = code.locals.iter().filter(|_| !code.flags.module).chain(&code.free);
        let own = own.cloned().collect();
        Some(Variables { locals, globals, builtins: vm.builtins.clone(), own })
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<Value> {
        if self.own.iter().any(|own| own.as_str() == name) {
            return self.locals.get_text(name);
        }
        let found = self.locals.get_text(name).or_else(|| self.globals.get_text(name));
        found.or_else(|| self.builtins.get_text(name))
    }

    /// The value of `a.b.c`, if only plain attributes are involved.
    pub fn follow(&self, path: &[&str]) -> Option<Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.get(first)?, |value, name| plain_attribute(&value, name))
    }

    /// The value of `a.b.c`, parts of which may also be in modules.
    pub fn find(&self, path: &[&str]) -> Option<Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.get(first)?, |value, name| match value.get::<Module>() {
            Some(module) => module.dict.get_text(name),
            None => plain_attribute(&value, name),
        })
    }

    /// The names of all variables.
    pub fn names(&self) -> Vec<String> {
        let dicts = [&self.locals, &self.globals, &self.builtins];
        let keys = dicts.into_iter().flat_map(|dict| dict.keys());
        let text = |key: Value| Some(key.get::<Str>()?.as_str().to_string());
        keys.filter_map(text).collect()
    }
}

/// The tasks that an exception passed through, outermost first.
fn passages(exception: &Ref<Exception>) -> Vec<(Value, Passage)> {
    origin::passages(exception)
}

/// The calls and awaits that led to the innermost of some locations, outermost first.
fn way(vm: &Vm, exception: &Ref<Exception>, passed: &[Ref<Traceback>]) -> Vec<String> {
    let passages = passages(exception);
    let mut lines: Vec<String> = Vec::new();
    // The last line and the number of its consecutive repetitions.
    let mut last: Option<(String, usize)> = None;
    for (i, traceback) in passed.iter().enumerate() {
        if let Some((_, passage)) = passages.iter().find(|(head, _)| head.is(traceback.as_value()))
        {
            lines.extend(passage_text(vm, passage));
            last = None;
        }
        if !is_program(vm, traceback) {
            continue;
        }
        let place = Place::of_traceback(vm, traceback);
        let is_here = i + 1 == passed.len();
        let line = place_line(&place, is_here && last.is_none());
        match &mut last {
            Some((text, times)) if *text == line => {
                *times += 1;
                let times = *times;
                lines.pop();
                lines.push(format!("{line}  ({times} times)"));
            }
            _ => {
                lines.push(place_line(&place, is_here));
                last = Some((line, 1));
            }
        }
    }
    // A single line would repeat the location already shown.
    if lines.len() < 2 {
        return Vec::new();
    }
    if lines.len() > MOST_CALLS {
        let hidden = lines.len() - MOST_CALLS;
        let start = MOST_CALLS / 2;
        lines.splice(start..start + hidden, [format!("… {hidden} more …")]);
    }
    lines
}

/// A location and its source line, unless that is already shown.
fn place_line(place: &Place, is_here: bool) -> String {
    let (file, line, name) = (short_path(&place.source.name), place.line(), place.name.as_str());
    let text = match is_here {
        true => "here".to_string(),
        false => shorten(place.line_text(), 60),
    };
    match name {
        "<module>" => format!("{file}:{line}: {text}"),
        _ => format!("{file}:{line} in {name}: {text}"),
    }
}

/// A task that an exception passed through, and the code that started it.
fn passage_text(vm: &Vm, passage: &Passage) -> Option<String> {
    // Tasks created outside any other task are started by the program itself.
    let by = passage.origin.by.as_ref()?;
    let at = passage.origin.places.first().map(|(code, instruction)| {
        let place = Place::of_instruction(vm, code, *instruction);
        format!(
            " in {} at {}:{}",
            place.name.as_str(),
            short_path(&place.source.name),
            place.line()
        )
    });
    Some(format!("task '{}', started by '{by}'{}:", passage.name, at.unwrap_or_default()))
}

/// A path relative to the current folder, if it is inside.
pub fn short_path(path: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    match Path::new(path).strip_prefix(&here) {
        Ok(inside) if !here.as_os_str().is_empty() => inside.display().to_string(),
        _ => path.to_string(),
    }
}

/// A text with paths inside the current folder made relative to it.
fn with_short_paths(text: &str) -> String {
    match std::env::current_dir() {
        Ok(here) if here.parent().is_some() => text.replace(&format!("{}/", here.display()), ""),
        _ => text.to_string(),
    }
}

/// Whether an exception is an instance of a class.
pub fn is(vm: &Vm, exception: &Ref<Exception>, exc: Exc) -> bool {
    vm.is_instance_of(exception.as_value(), &vm.exception_class(exc))
}
