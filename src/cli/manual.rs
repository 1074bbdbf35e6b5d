//! `hob completions` and `hob man`: both are made from the options of all commands.

use super::SUBCOMMANDS;
use super::options;
use crate::text::wrap::COLUMNS;
use clap::{Arg, Command, ValueHint};
use clap_complete::Shell;
use clap_mangen::Man;
use std::ffi::OsString;
use std::io::{self, Write};

/// Exit status for incorrect usage.
const FAILED: u8 = 2;

/// The whole command, each subcommand with its options.
fn whole() -> Command {
    let files = |command: Command| command.mut_args(with_hint);
    let subcommands = SUBCOMMANDS.iter().map(|subcommand| {
        let command = (subcommand.command)();
        // The names of the commands are those of their messages: `hob check`.
        files(command).name(subcommand.name).disable_help_subcommand(true)
    });
    let mut command = files(options::command()).disable_help_subcommand(true);
    for subcommand in subcommands {
        command = command.subcommand(subcommand);
    }
    command
}

/// The argument, which shells complete with file names if its value is one.
fn with_hint(argument: Arg) -> Arg {
    let name = argument.get_value_names().and_then(|names| names.first());
    match name.map(|name| name.as_str()) {
        Some("FILE" | "TRACE") => argument.value_hint(ValueHint::FilePath),
        Some("FOLDER" | "DIR") => argument.value_hint(ValueHint::DirPath),
        _ => argument,
    }
}

pub(super) fn completions_command() -> Command {
    Command::new("hob completions")
        .bin_name("hob completions")
        .term_width(COLUMNS)
        .about("Writes the completions of this command for a shell")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(["bash", "zsh", "fish"])
                .help("The shell"),
        )
        .after_help(
            "bash: hob completions bash > ~/.local/share/bash-completion/completions/hob\n\
             zsh:  hob completions zsh > FOLDER/_hob, with a FOLDER of $fpath\n\
             fish: hob completions fish > ~/.config/fish/completions/hob.fish",
        )
}

pub(super) fn man_command() -> Command {
    let names: Vec<&str> = SUBCOMMANDS.iter().map(|subcommand| subcommand.name).collect();
    Command::new("hob man")
        .bin_name("hob man")
        .term_width(COLUMNS)
        .about("Writes the manual page of this command")
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .value_parser(names)
                .help("The command of the page: hob-COMMAND(1) instead of hob(1)"),
        )
        .after_help("Example: hob man > ~/.local/share/man/man1/hob.1")
}

/// Runs `hob completions` with its arguments, the first of which is its own name; returns the exit
/// status.
pub(super) fn completions(arguments: Vec<OsString>) -> u8 {
    let matches = match completions_command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let shell = match matches.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        _ => Shell::Bash,
    };
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut whole(), "hob", &mut text);
    write(&text)
}

/// Runs `hob man` with its arguments, the first of which is its own name; returns the exit status.
pub(super) fn man(arguments: Vec<OsString>) -> u8 {
    let matches = match man_command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let chosen = matches.get_one::<String>("command");
    let page = match chosen.and_then(|name| super::subcommand(name)) {
        Some(subcommand) => {
            let command = (subcommand.command)().version(env!("CARGO_PKG_VERSION"));
            Man::new(command).title(format!("hob-{}", subcommand.name))
        }
        None => Man::new(whole()).title("hob"),
    };
    let mut text = Vec::new();
    // Writing to a vector does not fail.
    let _ = page.render(&mut text);
    write(&text)
}

fn usage(error: &clap::Error) -> u8 {
    // A failure to write the message is ignored.
    let _ = error.print();
    if error.use_stderr() { FAILED } else { 0 }
}

fn write(text: &[u8]) -> u8 {
    // A closed pipe means that the rest is not wanted.
    let _ = io::stdout().lock().write_all(text);
    0
}
