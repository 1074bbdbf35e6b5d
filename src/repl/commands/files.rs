//! `%load`, `%run`, `%save` and `%edit`.

use super::{Desk, inspect, usage};
use crate::compile::Mode;
use crate::diagnostics;
use crate::objects::code::Source;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::str::intern;
use crate::repl::line::menu::{Choice, Choices};
use crate::repl::line::outside;
use crate::repl::run::{Ran, Stopped};
use crate::runtime::Value;
use crate::text::os_text;
use std::io;
use std::path::{Path, PathBuf};

/// A path in which `~` represents the home folder.
pub(super) fn path(text: &str) -> PathBuf {
    match (text.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(text),
    }
}

pub(super) fn fails(what: &str, file: &str, error: &io::Error) -> Stopped {
    Stopped::Says(format!("Cannot {what} {file}: {}", os_text::reason(error)))
}

fn read(file: &str) -> Ran<Vec<u8>> {
    std::fs::read(path(file)).map_err(|error| fails("read", file, &error))
}

pub(super) fn load(desk: &Desk<'_>, file: &str) -> Ran {
    if file.is_empty() {
        return usage("load");
    }
    let text = String::from_utf8_lossy(&read(file)?).into_owned();
    desk.editor()?.initial.replace(text.trim_end().to_string());
    Ok(())
}

pub(super) fn run(desk: &Desk<'_>, arguments: &str) -> Ran {
    let mut words = arguments.split_whitespace();
    let Some(file) = words.next() else { return usage("run") };
    let bytes = read(file)?;
    let name = std::path::absolute(path(file)).unwrap_or_else(|_| path(file));
    let name = name.display().to_string();
    let vm = desk.vm;
    let text = match hob_grammar::decode_file(&bytes, &name) {
        Ok(text) => text,
        Err(error) => {
            let source = Source::new(name, String::from_utf8_lossy(&bytes).into_owned());
            return Err(vm.syntax_error(&source, &error).into());
        }
    };
    let source = Source::new(name.clone(), text);
    diagnostics::show_lines_of(vm, &source);
    let code = match vm.compile(&source, Mode::File) {
        // A notebook cell may use `await`.
        Err(raised) if vm.is_exception(&raised, Exc::SyntaxError) => {
            vm.compile(&source, Mode::Interactive).map_err(|_| raised)?
        }
        code => code?,
    };
    if let Some(sys) = vm.modules.get_text("sys") {
        let words = std::iter::once(file).chain(words).map(Value::from).collect();
        vm.set_attribute(&sys, &intern("argv"), List::new(words).into_value())?;
    }
    desk.namespace.set_text("__file__", name);
    desk.run_code(&code)?;
    Ok(())
}

pub(super) fn save(desk: &Desk<'_>, file: &str) -> Ran {
    if file.is_empty() {
        return usage("save");
    }
    let blocks = desk.entered.borrow();
    let text: String = blocks.iter().map(|block| block.trim_end().to_string() + "\n").collect();
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(path(file));
    let written = written.and_then(|mut f| io::Write::write_all(&mut f, text.as_bytes()));
    written.map_err(|error| fails("write", file, &error))?;
    desk.say(&format!("{} blocks are in {file}.\n", blocks.len()));
    Ok(())
}

pub(super) fn edit(desk: &Desk<'_>, name: &str) -> Ran {
    let editor = desk.editor()?;
    let last = match name {
        "" => desk.entered.borrow().last().cloned().unwrap_or_default(),
        name => inspect::source_of(desk, name)?,
    };
    let edited = outside::edit(&last).map_err(|error| fails("edit", "the block", &error))?;
    editor.initial.replace(edited.trim_end().to_string());
    Ok(())
}

/// Completions of the file name at the end of the text.
pub(super) fn complete(text: &str, argument: &str) -> Choices {
    let (folder, start) = match argument.rsplit_once('/') {
        Some((folder, start)) => (format!("{folder}/"), start),
        None => (String::new(), argument),
    };
    let shown = if folder.is_empty() { PathBuf::from(".") } else { path(&folder) };
    let entries = std::fs::read_dir(shown).into_iter().flatten().flatten();
    let mut choices: Vec<Choice> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !start.starts_with('.');
            let is_folder = entry.path().is_dir();
            let fits = name.starts_with(start) && !hidden && !name.contains(' ');
            let display = if is_folder { name + "/" } else { name };
            fits.then(|| Choice { replacement: format!("{folder}{display}"), display })
        })
        .collect();
    choices.sort_by(|a, b| a.display.cmp(&b.display));
    Choices { start: text.len() - argument.len(), choices }
}
