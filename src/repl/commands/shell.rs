//! `!command`, `%cd` and `%paste`.

use super::files::{fails, path};
use super::{Desk, usage};
use crate::repl::run::{Ran, Stopped};
use std::process::{Command, Stdio};

/// Programs that print the clipboard, with their arguments.
const CLIPBOARDS: &[(&str, &[&str])] = &[
    ("wl-paste", &["--no-newline"]),
    ("xclip", &["-selection", "clipboard", "-o"]),
    ("xsel", &["--clipboard", "--output"]),
    ("pbpaste", &[]),
    ("powershell.exe", &["-NoProfile", "-Command", "Get-Clipboard"]),
];

pub(super) fn run(desk: &Desk<'_>, command: &str) -> Ran {
    if command.is_empty() {
        return usage("sh");
    }
    let _ = desk.vm.output.flush();
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(command);
    let status = match &desk.editor {
        Some(_) => shell.status(),
        None => shell.stdin(Stdio::null()).output().map(|output| {
            desk.say(&String::from_utf8_lossy(&output.stdout));
            if !output.stderr.is_empty() {
                desk.vm.write_error(&String::from_utf8_lossy(&output.stderr));
            }
            output.status
        }),
    };
    let status = status.map_err(|error| fails("run", command, &error))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Stopped::Says(format!("The command ended with status {code}."))),
        None => Err(Stopped::Says("A signal ended the command.".to_string())),
    }
}

pub(super) fn cd(desk: &Desk<'_>, folder: &str) -> Ran {
    let wanted = match folder {
        "" | "~" => std::env::var_os("HOME").map_or_else(|| path("/"), Into::into),
        folder => path(folder),
    };
    std::env::set_current_dir(&wanted).map_err(|error| fails("change to", folder, &error))?;
    let here = std::env::current_dir().map_err(|error| fails("find", "the folder", &error))?;
    desk.say(&format!("{}\n", here.display()));
    Ok(())
}

pub(super) fn paste(desk: &Desk<'_>, _: &str) -> Ran {
    let read = |(program, arguments): &(&str, &[&str])| {
        let output = Command::new(program).args(*arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(text) = CLIPBOARDS.iter().find_map(read) else {
        let names: Vec<&str> = CLIPBOARDS.iter().map(|(name, _)| *name).collect();
        return Err(Stopped::Says(format!(
            "No clipboard can be read: none of {} works here. Most terminals paste with Ctrl-Shift-V.",
            names.join(", ")
        )));
    };
    let block = text.replace("\r\n", "\n").trim_matches('\n').to_string() + "\n";
    desk.say(&block);
    desk.entered.borrow_mut().push(block.clone());
    desk.run_block(&block)
}
