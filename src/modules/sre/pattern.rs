//! `re.Pattern`

use super::matched::{Match, make_match};
use super::subject::{Found, Mode, Subject};
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{
    Args, ClassDef, Native, NativeDef, NativeIterate, NativeIterator, NativeObject, PropertyDef,
};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::collections::VecDeque;

/// The data of a pattern.
pub struct Pattern {
    /// Its source: text, bytes or None.
    pub source: Value,
    /// `re.compile`'s flags.
    pub flags: u32,
    /// The program for the engine.
    pub codes: Vec<u32>,
    /// The number of groups.
    pub groups: usize,
    /// Numbers by name.
    pub by_name: Ref<Dict>,
    /// Names by number, None for groups without.
    pub names: Vec<Value>,
}

impl NativeObject for Pattern {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.source);
        visit(self.by_name.as_value());
        self.names.iter().for_each(visit);
    }
}

impl Pattern {
    /// The subject for this pattern.
    ///
    /// # Errors
    /// TypeError as [`Subject::of`].
    pub fn subject(&self, vm: &Vm, value: &Value) -> VmResult<Subject> {
        let bytes =
            if self.source.is_none() { None } else { Some(self.source.get::<Str>().is_none()) };
        Subject::of(vm, value, bytes)
    }
}

/// `pos` and `endpos` as places in the subject.
fn range(
    vm: &Vm,
    subject: &Subject,
    pos: Option<&Value>,
    end: Option<&Value>,
) -> VmResult<(usize, usize)> {
    let place = |value: Option<&Value>, default: usize| -> VmResult<usize> {
        match value {
            None => Ok(default),
            Some(value) => Ok((vm.index_clipped(value)?.max(0) as usize).min(subject.len())),
        }
    };
    Ok((place(pos, 0)?, place(end, subject.len())?))
}

fn run(vm: &Vm, a: Args<'_>, mode: Mode) -> VmResult {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(1))?;
    let places = range(vm, &subject, a.opt(2), a.opt(3))?;
    if places.0 > places.1 {
        return Ok(Value::NONE);
    }
    Ok(match subject.find(&pattern.codes, pattern.groups, places, mode) {
        Some(found) => make_match(vm, a.at(0), a.at(1), found, places),
        None => Value::NONE,
    })
}

/// All matches of a subject.
fn all(vm: &Vm, a: &Args<'_>, most: usize) -> VmResult<(Subject, Vec<Found>, (usize, usize))> {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(1))?;
    let places = range(vm, &subject, a.opt(2), a.opt(3))?;
    let found = match places.0 > places.1 {
        true => Vec::new(),
        false => subject.find_all(&pattern.codes, pattern.groups, places, most),
    };
    Ok((subject, found, places))
}

fn findall(vm: &Vm, a: Args<'_>) -> VmResult {
    let (subject, found, _) = all(vm, &a, usize::MAX)?;
    let group = |span: &Option<(usize, usize)>| subject.slice(span.unwrap_or((0, 0)));
    let items = found.iter().map(|f| match &f.spans[..] {
        [whole] => group(whole),
        [_, one] => group(one),
        [_, groups @ ..] => Tuple::new(groups.iter().map(group)).into_value(),
        [] => Value::NONE,
    });
    Ok(List::new(items.collect()).into_value())
}

struct Matches {
    pattern: Value,
    string: Value,
    places: (usize, usize),
    left: VecDeque<Found>,
}

impl NativeIterate for Matches {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let next = self.left.pop_front();
        Ok(next.map(|found| make_match(vm, &self.pattern, &self.string, found, self.places)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.pattern);
        visit(&self.string);
    }
}

static MATCHES: ClassDef = ClassDef {
    name: "callable_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: crate::objects::iterator::METHODS,
    ..ClassDef::BASE
};

fn finditer(vm: &Vm, a: Args<'_>) -> VmResult {
    let (_, found, places) = all(vm, &a, usize::MAX)?;
    let (pattern, string) = (a[0].clone(), a[1].clone());
    Ok(NativeIterator::new(vm, &MATCHES, Matches { pattern, string, places, left: found.into() }))
}

/// A count where 0 means no limit.
fn limit(vm: &Vm, value: Option<&Value>) -> VmResult<usize> {
    Ok(match value.map_or(Ok(0), |v| vm.index_clipped(v))? {
        0 => usize::MAX,
        count => count.max(0) as usize,
    })
}

fn split(vm: &Vm, a: Args<'_>) -> VmResult {
    let most = limit(vm, a.opt(2))?;
    let (subject, found, _) = all(vm, &Args::new(&[a[0].clone(), a[1].clone()], &[], &[]), most)?;
    let (mut parts, mut at) = (Vec::new(), 0);
    for f in &found {
        let Some((start, end)) = f.spans[0] else { continue };
        parts.push(subject.slice((at, start)));
        parts.extend(f.spans[1..].iter().map(|s| s.map_or(Value::NONE, |s| subject.slice(s))));
        at = end;
    }
    parts.push(subject.slice((at, subject.len())));
    Ok(List::new(parts).into_value())
}

/// What matches are replaced by.
enum Replacement {
    Literal(Value),
    Function(Value),
    /// Literals and numbers of groups in turn, as `re._parser.parse_template` gives them.
    Template(Vec<Value>),
}

fn replacement(vm: &Vm, pattern: &Value, value: &Value) -> VmResult<Replacement> {
    if vm.is_callable(value) {
        return Ok(Replacement::Function(value.clone()));
    }
    let plain = match value.get::<Str>() {
        Some(text) => !text.as_str().contains('\\'),
        None => crate::objects::bytes::require(vm, value).map(|b| !b.contains(&b'\\'))?,
    };
    if plain {
        return Ok(Replacement::Literal(value.clone()));
    }
    Ok(Replacement::Template(super::template_parts(vm, pattern, value)?))
}

/// Appends text or bytes to a result, which is of the subject's kind.
fn append(vm: &Vm, out: &mut Vec<u8>, value: &Value, text: bool) -> VmResult<()> {
    match value.get::<Str>() {
        Some(piece) if text => out.extend_from_slice(piece.as_str().as_bytes()),
        None if !text => out.extend_from_slice(&crate::objects::bytes::require(vm, value)?),
        _ => {
            let (want, shown) = (
                if text { "str" } else { "a bytes-like object" },
                vm.class_ref(value).message_name(),
            );
            return Err(
                vm.type_error(format!("sequence item 0: expected {want} instance, {shown} found"))
            );
        }
    }
    Ok(())
}

fn finish(out: Vec<u8>, text: bool) -> Value {
    match text {
        // Made of whole texts.
        true => Value::from(String::from_utf8(out).unwrap_or_default()),
        false => Value::from(&out[..]),
    }
}

/// Fills a template in for one match.
///
/// # Errors
/// TypeError if the template is not of the subject's kind.
pub fn expand(
    vm: &Vm,
    parts: &[Value],
    subject: &Subject,
    spans: &[Option<(usize, usize)>],
) -> VmResult {
    let text = matches!(subject, Subject::Text(_));
    let mut out = Vec::new();
    for part in parts {
        match part.as_small_int() {
            Some(group) => {
                if let Some(Some(span)) = spans.get(group as usize) {
                    append(vm, &mut out, &subject.slice(*span), text)?;
                }
            }
            None => append(vm, &mut out, part, text)?,
        }
    }
    Ok(finish(out, text))
}

fn substitute(vm: &Vm, a: Args<'_>) -> VmResult<(Value, usize)> {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(2))?;
    let replacement = replacement(vm, a.at(0), a.at(1))?;
    let most = limit(vm, a.opt(3))?;
    let places = (0, subject.len());
    let found = subject.find_all(&pattern.codes, pattern.groups, places, most);
    if found.is_empty() {
        return Ok((subject.slice(places), 0));
    }
    let text = matches!(subject, Subject::Text(_));
    let (mut out, mut at, count) = (Vec::new(), 0, found.len());
    for f in found {
        let Some((start, end)) = f.spans[0] else { continue };
        append(vm, &mut out, &subject.slice((at, start)), text)?;
        match &replacement {
            Replacement::Literal(value) => append(vm, &mut out, value, text)?,
            Replacement::Template(parts) => {
                append(vm, &mut out, &expand(vm, parts, &subject, &f.spans)?, text)?;
            }
            Replacement::Function(function) => {
                let matched = make_match(vm, a.at(0), a.at(2), f, places);
                let value = vm.call(function, &[matched])?;
                if !value.is_none() {
                    append(vm, &mut out, &value, text)?;
                }
            }
        }
        at = end;
    }
    append(vm, &mut out, &subject.slice((at, subject.len())), text)?;
    Ok((finish(out, text), count))
}

fn sub(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(substitute(vm, a)?.0)
}

fn subn(vm: &Vm, a: Args<'_>) -> VmResult {
    let (value, count) = substitute(vm, a)?;
    Ok(Tuple::new([value, Value::from(count)]).into_value())
}

/// A scanner: the matches of a subject one after another, searched or matched.
struct Scanner {
    pattern: Value,
    string: Value,
    places: RefCell<(usize, usize)>,
    /// Whether the last match was empty: the next must not be at its place.
    after_empty: std::cell::Cell<bool>,
}

impl NativeObject for Scanner {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.pattern);
        visit(&self.string);
    }
}

fn scan(vm: &Vm, a: Args<'_>, mode: Mode) -> VmResult {
    let this = a.data::<Scanner>();
    let Some(pattern) = this.pattern.native::<Pattern>() else { return Ok(Value::NONE) };
    let subject = pattern.subject(vm, &this.string)?;
    let (start, end) = *this.places.borrow();
    let found = match start > end {
        true => None,
        false if this.after_empty.get() && mode == Mode::Search => {
            let found = subject.find_all(&pattern.codes, pattern.groups, (start, end), 2);
            found.into_iter().find(|f| f.spans[0] != Some((start, start)))
        }
        false => subject.find(&pattern.codes, pattern.groups, (start, end), mode),
    };
    let Some(found) = found else {
        this.places.replace((end + 1, end));
        return Ok(Value::NONE);
    };
    if let Some((from, to)) = found.spans[0] {
        this.after_empty.set(from == to && mode == Mode::Search);
        this.places.replace((if from == to && mode == Mode::Match { to + 1 } else { to }, end));
    }
    Ok(make_match(vm, &this.pattern, &this.string, found, (0, subject.len())))
}

static SCANNER: ClassDef = ClassDef {
    name: "SRE_Scanner",
    module: "_sre",
    subclassable: false,
    methods: &[
        NativeDef::new("match(self, /)", "", |vm, a| scan(vm, a, Mode::Match)),
        NativeDef::new("search(self, /)", "", |vm, a| scan(vm, a, Mode::Search)),
    ],
    properties: &[PropertyDef {
        name: "pattern",
        doc: "",
        get: |_, s| Ok(s.native::<Scanner>().map_or(Value::NONE, |s| s.pattern.clone())),
        set: None,
    }],
    ..ClassDef::BASE
};

fn scanner(vm: &Vm, a: Args<'_>) -> VmResult {
    let subject = a.data::<Pattern>().subject(vm, a.at(1))?;
    let places = RefCell::new(range(vm, &subject, a.opt(2), a.opt(3))?);
    let (pattern, string) = (a[0].clone(), a[1].clone());
    let scanner = Scanner { pattern, string, places, after_empty: Default::default() };
    Ok(Native::new(&vm.class_for(&SCANNER), scanner).into_value())
}

const FLAG_NAMES: [(u32, &str); 8] = [
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (32, "re.UNICODE"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let pattern = a.data::<Pattern>();
    let source = vm.repr(&pattern.source)?;
    let source: String = source.as_str().chars().take(200).collect();
    let mut flags = pattern.flags;
    // Text is matched as Unicode unless it says otherwise.
    if pattern.source.get::<Str>().is_some() && flags & (4 | 32 | 256) == 32 {
        flags &= !32;
    }
    let mut names: Vec<String> = Vec::new();
    for (flag, name) in FLAG_NAMES {
        if flags & flag != 0 {
            names.push(name.to_string());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let names = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    Ok(Value::from(format!("re.compile({source}{names})")))
}

fn equal(_: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Pattern>();
    let Some(other) = a[1].native::<Pattern>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let same = |x: &Value, y: &Value| match (x.get::<Str>(), y.get::<Str>()) {
        (Some(x), Some(y)) => x.same_text(y),
        (None, None) => {
            match (crate::objects::bytes::buffer(x), crate::objects::bytes::buffer(y)) {
                (Some(x), Some(y)) => *x == *y,
                _ => x.is(y),
            }
        }
        _ => false,
    };
    Ok(Value::bool(
        this.flags == other.flags && this.codes == other.codes && same(&this.source, &other.source),
    ))
}

fn hash(vm: &Vm, a: Args<'_>) -> VmResult {
    let pattern = a.data::<Pattern>();
    let source = vm.hash(&pattern.source)?;
    Ok(Value::from((source ^ u64::from(pattern.flags)) as i64 >> 1))
}

fn itself(_: &Vm, a: Args<'_>) -> VmResult {
    Ok(a[0].clone())
}

macro_rules! property {
    ($name:literal, $get:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, v| {
                let get: fn(&Pattern) -> Value = $get;
                Ok(v.native::<Pattern>().map_or(Value::NONE, get))
            },
            set: None,
        }
    };
}

/// `re.Pattern`
pub static PATTERN: ClassDef = ClassDef {
    name: "Pattern",
    module: "re",
    doc: "Compiled regular expression object.",
    subclassable: false,
    methods: &[
        NativeDef::new(
            "match(self, string, pos=0, endpos=9223372036854775807)",
            "Matches zero or more characters at the beginning of the string.",
            |vm, a| run(vm, a, Mode::Match),
        ),
        NativeDef::new(
            "fullmatch(self, string, pos=0, endpos=9223372036854775807)",
            "Matches against all of the string.",
            |vm, a| run(vm, a, Mode::FullMatch),
        ),
        NativeDef::new(
            "search(self, string, pos=0, endpos=9223372036854775807)",
            "Scan through string looking for a match, and return a corresponding match object instance.",
            |vm, a| run(vm, a, Mode::Search),
        ),
        NativeDef::new(
            "findall(self, string, pos=0, endpos=9223372036854775807)",
            "Return a list of all non-overlapping matches of pattern in string.",
            findall,
        ),
        NativeDef::new(
            "finditer(self, string, pos=0, endpos=9223372036854775807)",
            "Return an iterator over all non-overlapping matches for the RE pattern in string.",
            finditer,
        ),
        NativeDef::new(
            "split(self, string, maxsplit=0)",
            "Split string by the occurrences of pattern.",
            split,
        ),
        NativeDef::new(
            "sub(self, repl, string, count=0)",
            "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
            sub,
        ),
        NativeDef::new(
            "subn(self, repl, string, count=0)",
            "Return the tuple (new_string, number_of_subs_made) found by replacing.",
            subn,
        ),
        NativeDef::new("scanner(self, string, pos=0, endpos=9223372036854775807)", "", scanner),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", equal),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", hash),
        NativeDef::new("__copy__(self, /)", "", itself),
        NativeDef::new("__deepcopy__(self, memo, /)", "", itself),
        CLASS_GETITEM,
    ],
    properties: &[
        property!("pattern", |p| p.source.clone()),
        property!("flags", |p| Value::from(i64::from(p.flags))),
        property!("groups", |p| Value::from(p.groups)),
        property!("groupindex", |p| p.by_name.as_value().clone()),
    ],
    ..ClassDef::BASE
};

/// The pattern of a match.
pub fn of(matched: &Match) -> &Pattern {
    matched.pattern.native().expect("matches are made with their patterns")
}
