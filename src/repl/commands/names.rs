//! `%who` and `%history`.

use super::{Desk, usage};
use crate::diagnostics;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::repl::run::Ran;
use crate::text::wrap::{COLUMNS, shorten};

pub(super) fn who(desk: &Desk<'_>, _: &str) -> Ran {
    let mut rows = Vec::new();
    for (name, value) in desk.namespace.entries() {
        let Some(name) = name.get::<Str>().map(|name| name.as_str().to_string()) else { continue };
        let is_own =
            !(name.starts_with("__") || name == "asyncio" && value.get::<Module>().is_some());
        if is_own {
            let class = desk.vm.class_of(&value).name();
            rows.push((name, class, diagnostics::glance(desk.vm, &value)));
        }
    }
    if rows.is_empty() {
        desk.say("No names are defined yet.\n");
        return Ok(());
    }
    let width = |of: fn(&(String, String, String)) -> &String| {
        rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0)
    };
    let (names, classes) = (width(|row| &row.0), width(|row| &row.1));
    let lines = rows.iter().map(|(name, class, value)| {
        let line = format!("{name:names$}  {class:classes$}  {value}");
        shorten(&line, COLUMNS - 1) + "\n"
    });
    desk.say(&lines.collect::<String>());
    Ok(())
}

pub(super) fn history(desk: &Desk<'_>, count: &str) -> Ran {
    let entered = desk.entered.borrow();
    let count = match count {
        "" => entered.len(),
        count => match count.parse() {
            Ok(count) => count,
            Err(_) => return usage("history"),
        },
    };
    let first = entered.len().saturating_sub(count);
    for (number, block) in entered.iter().enumerate().skip(first) {
        let margin = format!("{:>4}  ", number + 1);
        let block = block.trim_end().replace('\n', &format!("\n{}", " ".repeat(margin.len())));
        desk.say(&format!("{margin}{block}\n"));
    }
    Ok(())
}
