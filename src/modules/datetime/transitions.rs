//! `_zoneinfo`: a zone's offsets before, between and after its transitions (RFC 8536).
//!
//! The library's `zoneinfo` finds and reads the files; its class of zones derives from the one here.

use super::common::Day;
use super::delta::Delta;
use super::moment::{self, Moment};
use super::zone::TZINFO;
use crate::modules::ModuleDef;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar::class_argument;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::text::calendar;
use crate::vm::{Vm, VmResult};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// `_zoneinfo`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_zoneinfo",
    doc: "The offsets of the zones that zoneinfo reads.",
    classes: &[&TRANSITIONS],
    source: include_str!("zoneinfo.py"),
    ..ModuleDef::BASE
};

/// The ordinal of 1970-01-01.
const EPOCH: i64 = 719_163;
const DAY: i64 = 86_400;

/// The offset of local time, as the program sees it.
struct Info {
    offset: Value,
    /// `offset` in seconds.
    seconds: i64,
    summer: Value,
    name: Value,
}

/// The day of a year on which a rule begins or ends.
enum RuleDay {
    /// The `week`-th `weekday` of a month; the last one if `week` is 5. Sunday is 0.
    Week { month: i64, week: i64, weekday: i64 },
    /// A day of the year. Counted from 1, 29 February does not count.
    Number { day: i64, from_one: bool },
}

/// The moment of a year at which a rule begins or ends.
struct Turn {
    day: RuleDay,
    /// Seconds of local time since the day began; beyond a day, or negative, for other days.
    seconds: i64,
}

impl Turn {
    /// The turn of a year, in seconds of local time since 1970 began.
    fn of_year(&self, year: i64) -> i64 {
        let ordinal = match self.day {
            RuleDay::Week { month, week, weekday } => {
                let first = calendar::to_ordinal(year, month, 1);
                // Ordinal 7 is a Sunday.
                let day = (weekday - first).rem_euclid(7) + (week - 1) * 7;
                let days = calendar::days_in_month(year, month);
                first + if day >= days { day - 7 } else { day }
            }
            // CPython counts from the last day of the previous year, whatever the rule says.
            RuleDay::Number { day, from_one } => {
                let leap = from_one && day >= 59 && calendar::is_leap(year);
                calendar::to_ordinal(year, 1, 1) - 1 + day + i64::from(leap)
            }
        };
        (ordinal - EPOCH) * DAY + self.seconds
    }
}

/// Yearly changes to summer time and back.
struct Rule {
    standard: Rc<Info>,
    summer: Rc<Info>,
    /// The seconds that clocks go forward.
    gain: i64,
    start: Turn,
    end: Turn,
}

fn lies_between(start: i64, end: i64, at: i64) -> bool {
    if start < end { start <= at && at < end } else { !(end <= at && at < start) }
}

impl Rule {
    /// The offset at seconds of local time since 1970.
    fn at_local(&self, at: i64, year: i64, fold: bool) -> &Rc<Info> {
        let (mut start, mut end) = (self.start.of_year(year), self.end.of_year(year));
        // The period with the smaller offset begins at the end of the gap and ends at the end of the
        // fold; in the fold's second pass, it extends from start to start.
        if fold == (self.gain >= 0) {
            end -= self.gain;
        } else {
            start += self.gain;
        }
        if lies_between(start, end, at) { &self.summer } else { &self.standard }
    }

    /// The offset at seconds of UTC since 1970, and whether local time is the second of two equal
    /// times.
    fn at_utc(&self, at: i64, year: i64) -> (&Rc<Info>, bool) {
        let start = self.start.of_year(year) - self.standard.seconds;
        let end = self.end.of_year(year) - self.summer.seconds;
        let info = if lies_between(start, end, at) { &self.summer } else { &self.standard };
        let (from, to) =
            if self.gain > 0 { (end, end + self.gain) } else { (start, start - self.gain) };
        (info, from <= at && at < to)
    }
}

enum After {
    Always(Rc<Info>),
    Rule(Box<Rule>),
}

struct Table {
    /// The transitions in seconds since 1970, of UTC.
    utc: Vec<i64>,
    /// The same in local time, of the first and the second of two equal times.
    local: [Vec<i64>; 2],
    /// The offsets from each transition on.
    infos: Vec<Rc<Info>>,
    before: Rc<Info>,
    after: After,
    /// Whether there is only one offset.
    is_fixed: bool,
}

/// The data of a zone.
#[derive(Default)]
struct Zone(RefCell<Option<Rc<Table>>>);

impl NativeObject for Zone {}

/// Reads objects of the library's module.
struct Reader<'a> {
    vm: &'a Vm,
    /// The offsets that were read, by identity.
    known: FxHashMap<u64, Rc<Info>>,
}

impl Reader<'_> {
    fn part(&self, object: &Value, name: &str) -> VmResult {
        self.vm.get_attribute(object, &intern(name))
    }

    fn number(&self, object: &Value, name: &str) -> VmResult<i64> {
        self.vm.index_clipped(&self.part(object, name)?)
    }

    fn numbers(&self, list: &Value) -> VmResult<Vec<i64>> {
        self.vm.to_vec(list)?.iter().map(|number| self.vm.index_clipped(number)).collect()
    }

    fn info(&mut self, object: &Value) -> VmResult<Rc<Info>> {
        if let Some(known) = self.known.get(&object.bits()) {
            return Ok(known.clone());
        }
        let offset = self.part(object, "utcoff")?;
        let seconds = Delta::of(&offset).map_or(0, Delta::total_seconds);
        let (summer, name) = (self.part(object, "dstoff")?, self.part(object, "tzname")?);
        let info = Rc::new(Info { offset, seconds, summer, name });
        self.known.insert(object.bits(), info.clone());
        Ok(info)
    }

    fn turn(&self, object: &Value) -> VmResult<Turn> {
        let seconds = self.number(object, "hour")? * 3600
            + self.number(object, "minute")? * 60
            + self.number(object, "second")?;
        let day = match self.vm.find_attribute(object, &intern("julian"))? {
            Some(julian) => RuleDay::Number {
                day: self.number(object, "d")?,
                from_one: self.vm.truthy(&julian)?,
            },
            None => RuleDay::Week {
                month: self.number(object, "m")?,
                week: self.number(object, "w")?,
                weekday: self.number(object, "d")?,
            },
        };
        Ok(Turn { day, seconds })
    }

    fn after(&mut self, object: &Value) -> VmResult<After> {
        if self.vm.find_attribute(object, &intern("utcoff"))?.is_some() {
            return Ok(After::Always(self.info(object)?));
        }
        let standard = self.part(object, "std")?;
        let summer = self.part(object, "dst")?;
        Ok(After::Rule(Box::new(Rule {
            standard: self.info(&standard)?,
            summer: self.info(&summer)?,
            gain: self.number(object, "dst_diff")?,
            start: self.turn(&self.part(object, "start")?)?,
            end: self.turn(&self.part(object, "end")?)?,
        })))
    }
}

/// `_set(utc, local, infos, before, after, is_fixed)`
fn set(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut reader = Reader { vm, known: FxHashMap::default() };
    let utc = reader.numbers(&a[1])?;
    let local = vm.to_vec(&a[2])?;
    let [first, second] = &local[..] else {
        return Err(vm.value_error("local transitions come in two lists"));
    };
    let local = [reader.numbers(first)?, reader.numbers(second)?];
    let infos = vm.to_vec(&a[3])?;
    let infos: VmResult<Vec<Rc<Info>>> = infos.iter().map(|info| reader.info(info)).collect();
    let (infos, after) = (infos?, reader.after(&a[5])?);
    if local.iter().any(|local| local.len() != utc.len()) || infos.len() != utc.len() {
        return Err(vm.value_error("each transition has two local times and an offset"));
    }
    let before = match (a.some(4), &after) {
        (Some(before), _) => reader.info(before)?,
        (None, After::Always(info)) => info.clone(),
        (None, After::Rule(rule)) => rule.standard.clone(),
    };
    let table = Table { utc, local, infos, before, after, is_fixed: vm.truthy(&a[6])? };
    a.data::<Zone>().0.replace(Some(Rc::new(table)));
    Ok(Value::NONE)
}

fn table(vm: &Vm, zone: &Zone) -> VmResult<Rc<Table>> {
    zone.0.borrow().clone().ok_or_else(|| vm.value_error("the zone has not been read yet"))
}

/// Year, seconds of local time since 1970, and fold of a program's datetime.
fn local_time(vm: &Vm, value: &Value) -> VmResult<(i64, i64, bool)> {
    if let Some(moment) = value.native::<Moment>() {
        let seconds = (moment.day.ordinal() - EPOCH) * DAY + moment.clock.seconds();
        return Ok((moment.day.numbers()[0], seconds, moment.fold));
    }
    let number = |name: &str| vm.index_clipped(&vm.get_attribute(value, &intern(name))?);
    let ordinal = vm.index_clipped(&vm.call_method(value, &intern("toordinal"), &[])?)?;
    let clock = number("hour")? * 3600 + number("minute")? * 60 + number("second")?;
    let day = Day::from_ordinal(vm, ordinal)?;
    Ok((day.numbers()[0], (ordinal - EPOCH) * DAY + clock, number("fold")? != 0))
}

/// The part of the offset at a datetime that `part` picks; None for None, unless the zone has but
/// one offset.
fn at(vm: &Vm, a: Args<'_>, part: fn(&Info) -> &Value) -> VmResult {
    let table = table(vm, a.data::<Zone>())?;
    if a[1].is_none() {
        return Ok(match &table.after {
            After::Always(info) if table.is_fixed => part(info).clone(),
            _ => Value::NONE,
        });
    }
    let (year, at, fold) = local_time(vm, &a[1])?;
    let local = &table.local[usize::from(fold)];
    let info = match local.partition_point(|transition| *transition <= at) {
        0 if !local.is_empty() => &table.before,
        // The last transition itself is still looked up in the table.
        after if after < local.len() || local.last() == Some(&at) => &table.infos[after - 1],
        _ => match &table.after {
            After::Always(info) => info,
            After::Rule(rule) => rule.at_local(at, year, fold),
        },
    };
    Ok(part(info).clone())
}

fn from_utc(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(moment) = a[1].native::<Moment>() else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if !moment.zone.is(&a[0]) {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    let table = table(vm, a.data::<Zone>())?;
    let (year, at, _) = local_time(vm, &a[1])?;
    let earlier = |index: usize| match index.checked_sub(2) {
        Some(index) => &table.infos[index],
        None => &table.before,
    };
    let count = table.utc.len();
    let (info, fold) = match table.utc.partition_point(|transition| *transition <= at) {
        0 if count > 0 => (&table.before, false),
        index if index < count || table.utc.last() == Some(&at) => {
            let info = &table.infos[index - 1];
            let shift = earlier(index).seconds - info.seconds;
            (info, shift > at - table.utc[index - 1])
        }
        _ => {
            let (info, mut fold) = match &table.after {
                After::Always(info) => (info, false),
                After::Rule(rule) => rule.at_utc(at, year),
            };
            // Right after the last transition, clocks may have been set back by that, not by the
            // rule.
            if let Some(last) = table.utc.last() {
                let shift = earlier(count).seconds - info.seconds;
                fold |= shift > 0 && at < last + shift;
            }
            (info, fold)
        }
    };
    moment::plus_folded(vm, &a[1], Delta::from_seconds(info.seconds), fold)
}

static TRANSITIONS: ClassDef = ClassDef {
    name: "Transitions",
    module: "_zoneinfo",
    doc: "A zone whose offsets change at moments that are set once.",
    base: Some(&TZINFO),
    methods: &[
        NativeDef::static_method("__new__(cls)", "Create and return a new object.", |vm, a| {
            let made = Native::new(class_argument(a), Zone::default()).into_value();
            vm.note_finalizer(&made);
            Ok(made)
        }),
        NativeDef::new(
            "_set(self, utc, local, infos, before, after, is_fixed, /)",
            "Set the transitions and the offsets around them.",
            set,
        ),
        NativeDef::new(
            "utcoffset(self, dt, /)",
            "Retrieve a timedelta representing the UTC offset in a zone at the given datetime.",
            |vm, a| at(vm, a, |info| &info.offset),
        ),
        NativeDef::new(
            "dst(self, dt, /)",
            "Retrieve a timedelta representing the amount of DST applied in a zone at the given datetime.",
            |vm, a| at(vm, a, |info| &info.summer),
        ),
        NativeDef::new(
            "tzname(self, dt, /)",
            "Retrieve a string containing the abbreviation for the time zone that applies in a zone at a given datetime.",
            |vm, a| at(vm, a, |info| &info.name),
        ),
        NativeDef::new(
            "fromutc(self, dt, /)",
            "Given a datetime with local time in UTC, retrieve an adjusted datetime in local time.",
            from_utc,
        ),
    ],
    ..ClassDef::BASE
};
