//! `_datetime`: dates, times, their differences and zones.

mod common;
mod date;
mod delta;
mod local;
mod moment;
mod time_of_day;
mod transitions;
mod zone;

pub use common::int_argument;
pub use transitions::MODULE as ZONEINFO;

use super::ModuleDef;
use crate::runtime::Value;
use crate::text::calendar;

/// `_datetime`, all of which `datetime` imports.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_datetime",
    doc: "Fast implementation of the datetime module.",
    classes: &[
        &date::CLASS,
        &moment::CLASS,
        &time_of_day::CLASS,
        &delta::CLASS,
        &zone::TZINFO,
        &zone::TIMEZONE,
    ],
    constants: &[
        ("MINYEAR", |_| Value::small_int(calendar::MIN_YEAR)),
        ("MAXYEAR", |_| Value::small_int(calendar::MAX_YEAR)),
        ("UTC", zone::utc),
    ],
    init: Some(|vm, _| {
        delta::add_limits(vm);
        date::add_limits(vm);
        time_of_day::add_limits(vm);
        moment::add_limits(vm);
        zone::add_limits(vm);
        Ok(())
    }),
    ..ModuleDef::BASE
};
