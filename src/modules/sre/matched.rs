//! `re.Match`

use super::pattern;
use super::search::Found;
use super::subject::Subject;
use super::substitute::expand_template;
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};

/// The data of a match.
pub struct Match {
    /// The pattern.
    pub pattern: Value,
    string: Value,
    found: Found,
    pos: usize,
    endpos: usize,
}

impl NativeObject for Match {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.pattern);
        visit(&self.string);
    }
}

/// A match object.
pub fn make_match(
    vm: &Vm,
    pattern: &Value,
    string: &Value,
    found: Found,
    (pos, endpos): (usize, usize),
) -> Value {
    let (pattern, string) = (pattern.clone(), string.clone());
    let class = vm.class_for(&MATCH);
    Native::new(&class, Match { pattern, string, found, pos, endpos }).into_value()
}

impl Match {
    fn subject(&self, vm: &Vm) -> VmResult<Subject> {
        Subject::of(vm, &self.string, None)
    }

    /// The number of a group given by number or name.
    fn number(&self, vm: &Vm, group: &Value) -> VmResult<usize> {
        let number = match crate::objects::int::to_i64(group) {
            Some(number) => Some(number),
            None if group.get::<Str>().is_some() => {
                let number = pattern::of(self).by_name.get(vm, group)?;
                number.and_then(|n| n.as_small_int())
            }
            None => match vm.class_ref(group).has("__index__") {
                true => Some(vm.index_clipped(group)?),
                false => None,
            },
        };
        match number {
            Some(n) if n >= 0 && n as usize <= self.found.groups() => Ok(n as usize),
            _ => Err(vm.index_error("no such group")),
        }
    }

    fn group(&self, subject: &Subject, number: usize, default: &Value) -> Value {
        self.found.span(number).map_or_else(|| default.clone(), |span| subject.slice(span))
    }
}

fn group(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    let subject = this.subject(vm)?;
    let one = |group: &Value| -> VmResult {
        Ok(this.group(&subject, this.number(vm, group)?, &Value::NONE))
    };
    match a.rest() {
        [] => Ok(this.group(&subject, 0, &Value::NONE)),
        [group] => one(group),
        groups => {
            let groups: VmResult<Vec<Value>> = groups.iter().map(one).collect();
            Ok(Tuple::new(groups?).into_value())
        }
    }
}

fn get_item(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    Ok(this.group(&this.subject(vm)?, this.number(vm, a.at(1))?, &Value::NONE))
}

fn groups(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    let subject = this.subject(vm)?;
    let default = a.opt(1).cloned().unwrap_or(Value::NONE);
    let groups = 1..=this.found.groups();
    let groups: Vec<Value> = groups.map(|i| this.group(&subject, i, &default)).collect();
    Ok(Tuple::new(groups).into_value())
}

fn groupdict(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    let subject = this.subject(vm)?;
    let default = a.opt(1).cloned().unwrap_or(Value::NONE);
    let groups = Dict::new();
    for (name, number) in pattern::of(this).by_name.entries() {
        let number = this.number(vm, &number)?;
        drop(groups.insert(vm, name, this.group(&subject, number, &default))?);
    }
    Ok(groups.into_value())
}

/// The span of a group, in the program's units.
fn pair(subject: &Subject, span: Option<(usize, usize)>) -> (Value, Value) {
    match span {
        Some((start, end)) => {
            (Value::from(subject.position(start)), Value::from(subject.position(end)))
        }
        None => (Value::small_int(-1), Value::small_int(-1)),
    }
}

fn span_of(vm: &Vm, a: &Args<'_>) -> VmResult<(Value, Value)> {
    let this = a.data::<Match>();
    let number = a.opt(1).map_or(Ok(0), |g| this.number(vm, g))?;
    Ok(pair(&this.subject(vm)?, this.found.span(number)))
}

fn expand(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    let parts = super::template_parts(vm, &this.pattern, a.at(1))?;
    expand_template(vm, &parts, &this.subject(vm)?, |group| this.found.span(group))
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Match>();
    let subject = this.subject(vm)?;
    let (start, end) = this.found.whole;
    let (start, end) = (subject.position(start), subject.position(end));
    let text = this.group(&subject, 0, &Value::NONE);
    let text = vm.repr(&text)?;
    let text: String = text.as_str().chars().take(50).collect();
    Ok(Value::from(format!("<re.Match object; span=({start}, {end}), match={text}>")))
}

fn regs(vm: &Vm, value: &Value) -> VmResult {
    let Some(this) = value.native::<Match>() else { return Ok(Value::NONE) };
    let subject = this.subject(vm)?;
    let spans = (0..this.found.groups() + 1).map(|group| {
        let (start, end) = pair(&subject, this.found.span(group));
        Tuple::new([start, end]).into_value()
    });
    Ok(Tuple::new(spans).into_value())
}

macro_rules! property {
    ($name:literal, $get:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, v| {
                let get: fn(&Match) -> Value = $get;
                Ok(v.native::<Match>().map_or(Value::NONE, get))
            },
            set: None,
        }
    };
}

fn itself(_: &Vm, a: Args<'_>) -> VmResult {
    Ok(a[0].clone())
}

/// `re.Match`
pub static MATCH: ClassDef = ClassDef {
    name: "Match",
    module: "re",
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    subclassable: false,
    methods: &[
        NativeDef::new(
            "group(self, /, *groups)",
            "Return one or more subgroups of the match.",
            group,
        ),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new(
            "groups(self, default=None)",
            "Return a tuple containing all the subgroups of the match, from 1.",
            groups,
        ),
        NativeDef::new(
            "groupdict(self, default=None)",
            "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.",
            groupdict,
        ),
        NativeDef::new(
            "start(self, group=0, /)",
            "Return index of the start of the substring matched by group.",
            |vm, a| Ok(span_of(vm, &a)?.0),
        ),
        NativeDef::new(
            "end(self, group=0, /)",
            "Return index of the end of the substring matched by group.",
            |vm, a| Ok(span_of(vm, &a)?.1),
        ),
        NativeDef::new(
            "span(self, group=0, /)",
            "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
            |vm, a| {
                let (start, end) = span_of(vm, &a)?;
                Ok(Tuple::new([start, end]).into_value())
            },
        ),
        NativeDef::new(
            "expand(self, template)",
            "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
            expand,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__copy__(self, /)", "", itself),
        NativeDef::new("__deepcopy__(self, memo, /)", "", itself),
        CLASS_GETITEM,
    ],
    properties: &[
        property!("re", |m| m.pattern.clone()),
        property!("string", |m| m.string.clone()),
        property!("pos", |m| Value::from(m.pos)),
        property!("endpos", |m| Value::from(m.endpos)),
        property!("lastindex", |m| match m.found.last_group {
            0 => Value::NONE,
            group => Value::from(group),
        }),
        property!("lastgroup", |m| {
            let name = pattern::of(m).names.get(m.found.last_group);
            name.filter(|_| m.found.last_group > 0).cloned().unwrap_or(Value::NONE)
        }),
        PropertyDef { name: "regs", doc: "", get: regs, set: None },
    ],
    ..ClassDef::BASE
};
