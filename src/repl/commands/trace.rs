//! `%trace`.

use super::{Desk, usage};
use crate::repl::run::Ran;
use crate::text::wrap::COLUMNS;
use crate::trace::lanes::{self, Look};
use crate::trace::{Trace, findings};
use std::io;

/// Runs code, and shows what its tasks did as lanes, and findings worth a look.
pub(super) fn trace(desk: &Desk<'_>, code: &str) -> Ran {
    if code.is_empty() {
        return usage("trace");
    }
    let running = &desk.running;
    let goes_on = running.begin_trace(desk.vm);
    let ran = desk.run_block(&format!("{code}\n"));
    let trace = Trace::of(running, code);
    running.end_trace(desk.vm, goes_on);
    ran?;
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    let width = size.map(|size| usize::from(size.ws_col)).filter(|width| *width > 0);
    let look = Look { width: width.unwrap_or(COLUMNS), is_colored: false };
    let mut text = lanes::show(&trace, look);
    for finding in findings::findings(&trace) {
        text += &format!("{}: {}.\n", finding.kind, finding.text);
    }
    desk.say(&text);
    Ok(())
}
