//! `hob.explore()`: the search of `hob explore`, in the calling interpreter.

use crate::diagnostics::traceback::{Account, Detail, places};
use crate::event_loop::choices::search::{Budget, Finding, Ran, Search, Way, judge};
use crate::event_loop::choices::strategy::Plan;
use crate::event_loop::choices::token::{Token, program_number};
use crate::event_loop::choices::{Settings, Strategy};
use crate::event_loop::{origin, run, running};
use crate::objects::exception::{Exc, Exception};
use crate::objects::float;
use crate::objects::function::Function;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::trace::base_name;
use crate::vm::{Raised, Vm, VmResult};
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// The function that `explore.py` calls.
pub const SEARCH: NativeDef = NativeDef::new(
    "_explore(main, once, runs, seconds, strategy, switches, any_order, late, same_output, seed, replay, /)",
    "The search of explore().",
    explore,
);

/// A whole number of at least `least`.
fn number(vm: &Vm, value: &Value, name: &str, least: i64) -> VmResult<u64> {
    match vm.index_clipped(value)? {
        number if number >= least => Ok(number.unsigned_abs()),
        _ => Err(vm.value_error(format!("{name} must be at least {least}"))),
    }
}

fn explore(vm: &Vm, a: Args<'_>) -> VmResult {
    if running(vm).current_loop_or_none().is_some() || running(vm).choices.is_on() {
        return Err(vm.runtime_error("explore() cannot be called from a running event loop"));
    }
    let runs = number(vm, a.at(2), "runs", 1)?;
    let time = match a.at(3) {
        none if none.is_none() => None,
        seconds => Some(float::require(vm, seconds)?),
    };
    let until = match time.map(Duration::try_from_secs_f64) {
        None => None,
        Some(Ok(time)) => Instant::now().checked_add(time),
        Some(Err(_)) => return Err(vm.value_error("seconds must be a positive number")),
    };
    let way = match vm.str(a.at(4))?.as_str() {
        "random" => Way::Random,
        "pct" => Way::Priorities,
        "exhaustive" => Way::Exhaustive(number(vm, a.at(5), "switches", 1)? as usize),
        other => return Err(vm.value_error(format!("there is no strategy '{other}'"))),
    };
    let late = float::require(vm, a.at(7))?;
    if late.is_nan() || late < 0.0 {
        return Err(vm.value_error("late must not be negative"));
    }
    let seed = number(vm, a.at(9), "seed", 0)?;
    let seed = u32::try_from(seed).map_err(|_| vm.value_error("seed must be below 2**32"))?;
    let settings = Settings { seed, any_order: vm.truthy(a.at(6))?, late };
    let same_output = vm.truthy(a.at(8))?;
    let program = program_of(a.at(0));
    let here = Here { vm, once: a.at(1), stopped: RefCell::default() };
    if !a.at(10).is_none() {
        let text = vm.str(a.at(10))?;
        let token = Token::parse(text.as_str()).map_err(|message| vm.value_error(message))?;
        return here.replay(&token, program);
    }
    let mut run = |strategy: Box<dyn Strategy>| here.run(settings, strategy).0;
    let is_interrupted = || here.stopped.borrow().is_some();
    let mut search = Search { run: &mut run, same_output, seed, is_interrupted: &is_interrupted };
    let report = search.search(way, Budget { runs, until });
    here.check()?;
    let Some((finding, departures)) = report.finding else {
        return Ok(Value::from(i64::try_from(report.runs).unwrap_or(i64::MAX)));
    };
    let (ran, failure) = here.run(settings, Box::new(Plan::new(&departures)));
    here.check()?;
    Ok(result(&Token::of(&ran.record, settings, same_output, program), &finding, failure))
}

/// The class of an exception, and a line about it with its location in the program.
pub fn summary(vm: &Vm, exception: &Ref<Exception>) -> (String, String) {
    let headline = Account::new(vm, exception, Detail::default()).headline();
    let first = headline.lines().next().unwrap_or_default();
    let places = places(vm, exception);
    let own = places.iter().rev().find(|place| !origin::is_library(&place.source.name));
    let text = match own {
        Some(place) => format!("{first} at {}:{}", base_name(&place.source.name), place.line()),
        None => first.to_string(),
    };
    (vm.class_of(exception.as_value()).name(), text)
}

/// A number that identifies the text of a coroutine function.
fn program_of(main: &Value) -> u32 {
    let function = main.get::<Function>();
    function.map_or(0, |function| program_number(function.code.source.text.as_bytes()))
}

/// The cause of the failure: message, token, departures, and the exception or None.
fn result(token: &Token, finding: &Finding, failure: Value) -> Value {
    let count = token.departures.len();
    let text = token.text();
    let message = format!(
        "{}: {}\n{count} departure{} from the usual order; explore(main, replay='{text}') repeats it",
        finding.kind.name(),
        finding.text,
        if count == 1 { "" } else { "s" },
    );
    Tuple::new([message.into(), text.into(), Value::from(count), failure]).into_value()
}

/// Runs in this interpreter.
struct Here<'a> {
    vm: &'a Vm,
    once: &'a Value,
    /// The exception that ended the search from outside, such as KeyboardInterrupt.
    stopped: RefCell<Option<Raised>>,
}

impl Here<'_> {
    /// A run, and the exception that ended it, or None.
    fn run(&self, settings: Settings, strategy: Box<dyn Strategy>) -> (Ran, Value) {
        let vm = self.vm;
        if self.stopped.borrow().is_some() {
            return (Ran::default(), Value::NONE);
        }
        let running = running(vm);
        let clock = running.clock.begin_repetition();
        running.choices.start(settings, strategy);
        let ended = vm.call(self.once, &[Value::from(i64::from(settings.seed))]);
        let record = running.choices.finish();
        running.clock.end_repetition(clock);
        let ended = run::check_interrupt(vm).and(ended);
        let mut ran = Ran { record, ..Ran::default() };
        match ended.map(|pair| vm.to_vec(&pair)) {
            Ok(Ok(pair)) => {
                let [failure, output] = &pair[..] else { return (ran, Value::NONE) };
                let text = output.get::<Str>().map_or(String::new(), |s| s.as_str().to_string());
                ran.output = text.into_bytes();
                if let Ok(raised) = failure.clone().into_ref::<Exception>() {
                    ran.exception = Some(summary(vm, &raised));
                }
                (ran, failure.clone())
            }
            // The run was interrupted, and not the search.
            Err(raised)
                if running.choices.interrupted.get()
                    && vm.is_exception(&raised, Exc::KeyboardInterrupt) =>
            {
                (ran, Value::NONE)
            }
            Ok(Err(raised)) | Err(raised) => {
                self.stopped.borrow_mut().get_or_insert(raised);
                (ran, Value::NONE)
            }
        }
    }

    fn check(&self) -> VmResult<()> {
        self.stopped.take().map_or(Ok(()), Err)
    }

    /// Repeats the run of a token.
    fn replay(&self, token: &Token, program: u32) -> VmResult {
        let vm = self.vm;
        if token.program != program {
            return Err(vm.value_error(
                "the token belongs to another program, or to another version of this one",
            ));
        }
        let plan = |departures: &[_]| Box::new(Plan::new(departures));
        let (again, failure) = self.run(token.settings, plan(&token.departures));
        self.check()?;
        if again.record.points_number() != token.points {
            return Err(
                vm.value_error("the run cannot be repeated: something that it uses has changed")
            );
        }
        let (usual, _) = self.run(token.settings, plan(&[]));
        self.check()?;
        match judge(&again, Some(&usual), token.same_output) {
            Some(finding) => Ok(result(token, &finding, failure)),
            None => Ok(Value::from(1i64)),
        }
    }
}
