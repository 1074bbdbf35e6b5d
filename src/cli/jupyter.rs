//! `hob jupyter`: the kernel of notebooks, and its installation.

use super::{on_large_stack, program};
use crate::kernel::install::{Place, install, uninstall};
use crate::kernel::message::Connection;
use crate::text::wrap::COLUMNS;
use clap::{Arg, ArgAction, ArgGroup, Command};
use std::ffi::OsString;
use std::path::PathBuf;

/// Exit status for incorrect usage, and when a file cannot be read or written.
const FAILED: u8 = 2;

/// Runs the command with its arguments, the first of which is its own name, and returns the exit
/// status.
pub fn main(arguments: impl Iterator<Item = OsString>) -> u8 {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // A failure to write the message is ignored.
            let _ = error.print();
            return if error.use_stderr() { FAILED } else { 0 };
        }
    };
    let fail = |message: String| {
        eprintln!("hob jupyter: {message}");
        FAILED
    };
    if let Some(path) = matches.get_one::<PathBuf>("connection") {
        return match Connection::read(path) {
            Ok(connection) => on_large_stack(move |stack| program::serve(&connection, stack)),
            Err(message) => fail(message),
        };
    }
    let place = match matches.get_one::<PathBuf>("prefix") {
        Some(prefix) => Place::Prefix(prefix.clone()),
        None if matches.get_flag("sys-prefix") => Place::Environment,
        None => Place::User,
    };
    let (verb, done) = match matches.get_flag("install") {
        true => ("Installed", install(&place)),
        false => ("Removed", uninstall(&place)),
    };
    match done {
        Ok(folder) => {
            println!("{verb} the kernel `hob`: {}", folder.display());
            0
        }
        Err(message) => fail(message),
    }
}

pub(super) fn command() -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let path = clap::value_parser!(PathBuf);
    Command::new("hob jupyter")
        .bin_name("hob jupyter")
        .term_width(COLUMNS)
        .about("Runs notebooks: installs the kernel, so that Jupyter finds it")
        .arg(flag("install").help("Install the kernel"))
        .arg(flag("uninstall").help("Remove the kernel"))
        .arg(
            Arg::new("connection")
                .long("connection")
                .value_name("FILE")
                .value_parser(path.clone())
                .help("Run the kernel for the front ends of a connection file (Jupyter does this)"),
        )
        .group(ArgGroup::new("action").args(["install", "uninstall", "connection"]).required(true))
        .arg(flag("user").help("For this user (default)"))
        .arg(flag("sys-prefix").help("For the active virtual environment"))
        .arg(
            Arg::new("prefix")
                .long("prefix")
                .value_name("DIR")
                .value_parser(path)
                .help("For the installation of Jupyter at DIR"),
        )
        .group(ArgGroup::new("place").args(["user", "sys-prefix", "prefix"]))
}
