//! The zone of local time, for `time`: read once, and again after `time.tzset()`.

use crate::vm::Vm;
use crate::vm::capabilities::Capability;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use std::cell::RefCell;
use std::rc::Rc;

/// The rules of the local zone on Unix systems (localtime(5)).
const LOCAL_RULES: &str = "/etc/localtime";

/// The local zone, and its `timezone`, `altzone` and `tzname`.
pub struct LocalZone {
    /// Its rules.
    pub zone: TimeZone,
    /// Seconds east of UTC in winter.
    pub standard: i32,
    /// The zone's name in winter.
    pub standard_name: String,
    /// Seconds east of UTC in summer, if that differs.
    pub summer: Option<i32>,
    /// The zone's name in summer; the winter name if there is no summer time.
    pub summer_name: String,
}

#[derive(Default)]
struct Known(RefCell<Option<Rc<LocalZone>>>);

/// The local zone, as it was on first use by the interpreter.
pub fn local_zone(vm: &Vm) -> Rc<LocalZone> {
    let known = vm.extension::<Known>();
    if let Some(zone) = &*known.0.borrow() {
        return zone.clone();
    }
    let zone = Rc::new(LocalZone::read(vm));
    *known.0.borrow_mut() = Some(zone.clone());
    zone
}

/// Discards the zone, so that it is read again on the next use.
pub fn forget(vm: &Vm) {
    vm.extension::<Known>().0.take();
}

/// The zone that `os.environ["TZ"]` names: one of the database, or rules in POSIX notation.
/// Otherwise that of the system, whose rules are read from their file: looking them up by name
/// would search the whole database.
fn rules(vm: &Vm) -> TimeZone {
    if !vm.is_granted(Capability::Environment) {
        return TimeZone::UTC;
    }
    if let Some(asked) = super::os::variable(vm, "TZ").and_then(|zone| zone.into_string().ok()) {
        let name = asked.trim_start_matches(':');
        let zone = TimeZone::get(name).or_else(|_| TimeZone::posix(name));
        return zone.unwrap_or(TimeZone::UTC);
    }
    let rules = std::fs::read(LOCAL_RULES).ok();
    let zone = rules.and_then(|rules| TimeZone::tzif(LOCAL_RULES, &rules).ok());
    zone.unwrap_or_else(TimeZone::system)
}

impl LocalZone {
    fn read(vm: &Vm) -> LocalZone {
        let zone = rules(vm);
        let year = Timestamp::now().to_zoned(zone.clone()).year();
        let at = |month: i8| {
            let time = civil::Date::new(year, month, 1).ok()?.to_zoned(zone.clone()).ok()?;
            let info = zone.to_offset_info(time.timestamp());
            Some((info.offset().seconds(), info.abbreviation().to_string()))
        };
        let utc = || (0, "UTC".to_string());
        let (january, july) = (at(1).unwrap_or_else(utc), at(7).unwrap_or_else(utc));
        let (standard, summer) =
            if january.0 <= july.0 { (january, july) } else { (july, january) };
        LocalZone {
            zone,
            standard: standard.0,
            standard_name: standard.1,
            summer: (summer.0 != standard.0).then_some(summer.0),
            summer_name: summer.1,
        }
    }
}
