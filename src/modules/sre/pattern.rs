//! `re.Pattern`

use super::engines::Engines;
use super::matched::{Match, make_match};
use super::search::{Mode, Search};
use super::subject::Subject;
use super::substitute::substitute;
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::bytes::own_buffer;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{
    Args, ClassDef, ExclusiveIterate, Native, NativeDef, NativeIterator, NativeObject, PropertyDef,
};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::text::regex::matcher::Matcher;
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The data of a pattern.
pub struct Pattern {
    /// Its source: text, bytes or None.
    pub source: Value,
    /// `re.compile`'s flags.
    pub flags: u32,
    /// The code that `re._compiler` wrote.
    pub codes: Vec<u32>,
    /// The engine that runs it.
    pub engines: Engines,
    /// The number of groups.
    pub groups: usize,
    /// Numbers by name.
    pub by_name: Ref<Dict>,
    /// Names by number, None for groups without.
    pub names: Vec<Value>,
    /// The state of the last search, for the next.
    pub spare: Cell<Option<Box<Matcher>>>,
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

/// `pos` and `endpos`, clipped to the subject.
fn positions(
    vm: &Vm,
    subject: &Subject,
    pos: Option<&Value>,
    end: Option<&Value>,
) -> VmResult<(usize, usize)> {
    let position = |value: Option<&Value>, default: usize| -> VmResult<usize> {
        match value {
            None => Ok(default),
            Some(value) => Ok((vm.index_sized(value)?.max(0) as usize).min(subject.len())),
        }
    };
    Ok((position(pos, 0)?, position(end, subject.len())?))
}

/// Positions as places.
fn places(subject: &Subject, (pos, end): (usize, usize)) -> (usize, usize) {
    (subject.place(pos), subject.place(end))
}

fn run(vm: &Vm, a: Args<'_>, mode: Mode) -> VmResult {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(1))?;
    let range = positions(vm, &subject, a.opt(2), a.opt(3))?;
    let mut search = Search::new(vm, pattern, &subject, places(&subject, range));
    Ok(match search.next(mode)? {
        true => make_match(vm, a.at(0), a.at(1), search.found(), range),
        false => Value::NONE,
    })
}

fn findall(vm: &Vm, a: Args<'_>) -> VmResult {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(1))?;
    let range = positions(vm, &subject, a.opt(2), a.opt(3))?;
    let mut search = Search::new(vm, pattern, &subject, places(&subject, range));
    let mut items = Vec::new();
    while search.next(Mode::Search)? {
        let group = |group| subject.slice(search.span(group).unwrap_or((0, 0)));
        vm.grow(&mut items, 1)?;
        items.push(match pattern.groups {
            0 => group(0),
            1 => group(1),
            count => Tuple::new((1..count + 1).map(group)).into_value(),
        });
    }
    Ok(List::new(items).into_value())
}

/// The matches that `finditer` and scanners visit.
struct Walk {
    pattern: Value,
    string: Value,
    subject: Subject,
    /// `pos` and `endpos`.
    range: (usize, usize),
    /// The offset of the latter.
    end: usize,
    /// See [`Search`].
    at: Cell<usize>,
    after_empty: Cell<bool>,
}

impl Walk {
    fn begin(vm: &Vm, a: &Args<'_>) -> VmResult<Walk> {
        let subject = a.data::<Pattern>().subject(vm, a.at(1))?;
        let range = positions(vm, &subject, a.opt(2), a.opt(3))?;
        let (at, end) = places(&subject, range);
        let at = Cell::new(at);
        let (pattern, string) = (a[0].clone(), a[1].clone());
        Ok(Walk { pattern, string, subject, range, end, at, after_empty: Cell::new(false) })
    }

    fn next(&self, vm: &Vm, mode: Mode) -> VmResult<Option<Value>> {
        let Some(pattern) = self.pattern.native::<Pattern>() else { return Ok(None) };
        let mut search = Search::new(vm, pattern, &self.subject, (self.at.get(), self.end));
        search.after_empty = self.after_empty.get();
        let found = search.next(mode)?;
        self.at.set(search.at);
        self.after_empty.set(search.after_empty);
        Ok(found.then(|| make_match(vm, &self.pattern, &self.string, search.found(), self.range)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.pattern);
        visit(&self.string);
        if let Subject::Text(text) = &self.subject {
            visit(text.as_value());
        }
    }
}

impl ExclusiveIterate for Walk {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        Walk::next(self, vm, Mode::Search)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        Walk::traverse(self, visit);
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
    Ok(NativeIterator::exclusive(vm, &MATCHES, Walk::begin(vm, &a)?))
}

/// A count where 0 means no limit.
pub fn limit(vm: &Vm, value: Option<&Value>) -> VmResult<usize> {
    Ok(match value.map_or(Ok(0), |v| vm.index_sized(v))? {
        0 => usize::MAX,
        count => count.max(0) as usize,
    })
}

fn split(vm: &Vm, a: Args<'_>) -> VmResult {
    let pattern = a.data::<Pattern>();
    let subject = pattern.subject(vm, a.at(1))?;
    let most = limit(vm, a.opt(2))?;
    let length = subject.bytes().len();
    let mut search = Search::new(vm, pattern, &subject, (0, length));
    let (mut parts, mut at, mut count) = (Vec::new(), 0, 0);
    while count < most && search.next(Mode::Search)? {
        let (start, end) = search.whole();
        vm.grow(&mut parts, 1 + pattern.groups)?;
        parts.push(subject.slice((at, start)));
        parts.extend(
            (1..=pattern.groups)
                .map(|group| search.span(group).map_or(Value::NONE, |span| subject.slice(span))),
        );
        at = end;
        count += 1;
    }
    parts.push(subject.slice((at, length)));
    Ok(List::new(parts).into_value())
}

fn sub(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(substitute(vm, a)?.0)
}

fn subn(vm: &Vm, a: Args<'_>) -> VmResult {
    let (value, count) = substitute(vm, a)?;
    Ok(Tuple::new([value, Value::from(count)]).into_value())
}

/// A scanner: the successive matches in a subject, searched or matched.
struct Scanner(Walk);

impl NativeObject for Scanner {
    fn traverse(&self, visit: Visitor<'_>) {
        self.0.traverse(visit);
    }
}

fn scan(vm: &Vm, a: Args<'_>, mode: Mode) -> VmResult {
    Ok(a.data::<Scanner>().0.next(vm, mode)?.unwrap_or(Value::NONE))
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
        get: |_, s| Ok(s.native::<Scanner>().map_or(Value::NONE, |s| s.0.pattern.clone())),
        set: None,
    }],
    ..ClassDef::BASE
};

fn scanner(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(Native::new(&vm.class_for(&SCANNER), Scanner(Walk::begin(vm, &a)?)).into_value())
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
    // Text is matched as Unicode unless the pattern says otherwise.
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
        (None, None) => match (own_buffer(x), own_buffer(y)) {
            (Some(x), Some(y)) => *x == *y,
            _ => x.is(y),
        },
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
