//! `%time` and `%timeit`.

use super::{Desk, usage};
use crate::compile::Mode;
use crate::objects::dict::Dict;
use crate::objects::str::intern;
use crate::repl::run::Ran;
use crate::runtime::Value;
use crate::text::span::span;
use std::time::{Duration, Instant};

/// Minimum duration of one measurement, and the number of measurements.
const LONG_ENOUGH: Duration = Duration::from_millis(200);
const MEASUREMENTS: usize = 5;
/// The time after which no further measurement starts.
const LONGEST: Duration = Duration::from_secs(3);

pub(super) fn time(desk: &Desk<'_>, code: &str) -> Ran {
    if code.is_empty() {
        return usage("time");
    }
    let clock = &desk.running.clock;
    let (start, used) = (clock.monotonic(), clock.process());
    desk.run_block(&format!("{code}\n"))?;
    let seconds = |nanos: i64| span(nanos as f64 * 1e-9);
    let (took, used) = (clock.monotonic() - start, clock.process() - used);
    let which = if clock.is_virtual() { " on the virtual clock" } else { "" };
    desk.say(&format!("{}{which}, {} of processor time\n", seconds(took), seconds(used)));
    Ok(())
}

pub(super) fn timeit(desk: &Desk<'_>, code: &str) -> Ran {
    if code.is_empty() {
        return usage("timeit");
    }
    let vm = desk.vm;
    // Errors in the code are reported without its wrapper.
    let compiled = vm.compile(&desk.source(&format!("{code}\n")), Mode::Interactive)?;
    let is_async = compiled.flags.coroutine;
    let word = if is_async { "async def" } else { "def" };
    let code = code.replace('\n', "\n        ");
    let text = format!("{word} timed(times):\n    for _ in times:\n        {code}\n");
    let source = desk.source(&text);
    let around = vm.compile(&source, Mode::Exec)?;
    let names = Dict::new();
    desk.at_prompt(|| vm.run_code(&around, &desk.namespace, names.as_value().clone()))?;
    let timed = names.get_text("timed").unwrap_or(Value::NONE);
    let range = vm.builtins.get_str(&intern("range")).unwrap_or(Value::NONE);
    let measure = |times: usize| -> Ran<Duration> {
        let times = vm.call(&range, &[Value::from(times)])?;
        let start = Instant::now();
        let value = desk.at_prompt(|| vm.call(&timed, &[times]))?;
        if is_async {
            desk.finish(value)?;
        }
        Ok(start.elapsed())
    };
    let begun = Instant::now();
    let (mut times, mut best) = (1, measure(1)?);
    while best < LONG_ENOUGH && times < 1_000_000_000 {
        times *= if best * 20 < LONG_ENOUGH { 10 } else { 2 };
        best = measure(times)?;
    }
    let mut measured = 1;
    while measured < MEASUREMENTS && begun.elapsed() < LONGEST {
        best = best.min(measure(times)?);
        measured += 1;
    }
    let each = span(best.as_secs_f64() / times as f64);
    let loops = if times == 1 { "once".to_string() } else { format!("{times} times") };
    desk.say(&format!("{each} (best of {measured}, each run {loops})\n"));
    Ok(())
}
