//! Commands of the session: lines that begin with `%` or `:`, and `object?`.
//!
//! One table declares them; help and completion derive from it.

mod clock;
mod files;
mod inspect;
mod names;
mod shell;
mod tasks;
mod timing;
mod trace;

use super::line::editor::Keys;
use super::line::menu::{Choice, Choices};
use super::lines::Lines;
use super::run::{Blocks, Ran, Stopped};
use crate::compile::Mode;
use crate::event_loop::future;
use crate::runtime::Value;
use crate::text::wrap::{COLUMNS, wrap};
use std::cell::RefCell;
use std::ops::Deref;

/// The front end of commands: the session at a terminal, or the notebook that a kernel serves.
pub struct Desk<'a> {
    /// The blocks, with their namespace and loop.
    pub blocks: &'a Blocks<'a>,
    /// How blocks show values.
    pub mode: Mode,
    /// The blocks entered so far, without commands.
    pub entered: &'a RefCell<Vec<String>>,
    /// The line editor; a notebook has none.
    pub editor: Option<Editor<'a>>,
}

/// The line editor of a session.
pub struct Editor<'a> {
    /// The thread that reads lines.
    pub lines: &'a Lines,
    /// The initial text of the next prompt.
    pub initial: &'a RefCell<String>,
}

impl<'a> Deref for Desk<'a> {
    type Target = Blocks<'a>;

    fn deref(&self) -> &Blocks<'a> {
        self.blocks
    }
}

/// A parsed command.
pub struct Command {
    definition: &'static Definition,
    arguments: String,
}

/// The declaration of a command.
struct Definition {
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: fn(&Desk<'_>, &str) -> Ran,
}

static COMMANDS: &[Definition] = &[
    Definition {
        name: "tasks",
        arguments: "",
        help: "Show the tree of tasks: what each waits for, and for how long",
        run: tasks::show,
    },
    Definition {
        name: "cancel",
        arguments: "TASK...",
        help: "Cancel tasks by number or name; `all` cancels all",
        run: tasks::cancel,
    },
    Definition {
        name: "time",
        arguments: "CODE",
        help: "Run code, which may use `await`, and show how long it took",
        run: timing::time,
    },
    Definition {
        name: "timeit",
        arguments: "CODE",
        help: "Run code many times, and show the time of one run",
        run: timing::timeit,
    },
    Definition {
        name: "trace",
        arguments: "CODE",
        help: "Run code, which may use `await`, and show what its tasks did as lanes",
        run: trace::trace,
    },
    Definition {
        name: "dis",
        arguments: "CODE",
        help: "Show the instructions of a function, a class or a piece of code",
        run: inspect::dis,
    },
    Definition {
        name: "load",
        arguments: "FILE",
        help: "Load a file into the prompt for editing",
        run: files::load,
    },
    Definition {
        name: "run",
        arguments: "FILE [ARG]...",
        help: "Run a file as a program, in the session's namespace",
        run: files::run,
    },
    Definition {
        name: "save",
        arguments: "FILE",
        help: "Write the blocks entered so far to a file",
        run: files::save,
    },
    Definition {
        name: "edit",
        arguments: "[NAME]",
        help: "Edit the last block, or the source of an object, with $EDITOR (also Ctrl-X Ctrl-E while typing)",
        run: files::edit,
    },
    Definition {
        name: "paste",
        arguments: "",
        help: "Run the code in the clipboard",
        run: shell::paste,
    },
    Definition {
        name: "history",
        arguments: "[COUNT]",
        help: "Show the blocks entered so far, or the last few",
        run: names::history,
    },
    Definition {
        name: "who",
        arguments: "",
        help: "Show the names that the session has defined, with their values",
        run: names::who,
    },
    Definition {
        name: "cd",
        arguments: "[FOLDER]",
        help: "Change the current folder, and show it",
        run: shell::cd,
    },
    Definition {
        name: "sh",
        arguments: "COMMAND",
        help: "Run a shell command (also !COMMAND)",
        run: shell::run,
    },
    Definition {
        name: "clock",
        arguments: "[real|virtual|advance SECONDS]",
        help: "Show or choose the clock; a virtual clock stands still at the prompt",
        run: clock::clock,
    },
    Definition {
        name: "keys",
        arguments: "emacs|vi",
        help: "Choose the key bindings (initially: HOB_KEYS, or editing-mode in ~/.inputrc)",
        run: keys,
    },
    Definition {
        name: "reset",
        arguments: "",
        help: "Cancel all tasks and forget all names",
        run: reset,
    },
    Definition {
        name: "help",
        arguments: "[COMMAND]",
        help: "Show this text; OBJECT? shows help about an object, OBJECT?? its source",
        run: help,
    },
];

/// Whether a text is a command rather than code.
pub fn is_command(text: &str) -> bool {
    let text = text.trim_end();
    !text.contains('\n') && (text.starts_with(['%', ':', '!']) || inspect::question(text).is_some())
}

/// Reads a command; none if the text is code.
pub fn parse(text: &str) -> Option<Ran<Command>> {
    if !is_command(text) {
        return None;
    }
    let text = text.trim();
    if inspect::question(text).is_some() {
        let definition = &inspect::QUESTION;
        return Some(Ok(Command { definition, arguments: text.to_string() }));
    }
    if let Some(command) = text.strip_prefix('!') {
        return Some(
            find("sh")
                .map(|definition| Command { definition, arguments: command.trim().to_string() }),
        );
    }
    let line = text.get(1..).unwrap_or_default().trim_start();
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Some(
        find(name)
            .map(|definition| Command { definition, arguments: arguments.trim().to_string() }),
    )
}

/// Reads a command whose code is in the following lines: `%%time`.
///
/// # Errors
/// A message: there is no such command, or its line has arguments.
pub fn parse_cell(line: &str, code: &str) -> Ran<Command> {
    let line = line.trim().trim_start_matches('%').trim();
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let definition = find(if name == "bash" { "sh" } else { name })?;
    if !arguments.is_empty() {
        return Err(Stopped::Says(format!("%%{name} takes its code from the lines below it.")));
    }
    Ok(Command { definition, arguments: code.trim_end().to_string() })
}

fn find(name: &str) -> Ran<&'static Definition> {
    COMMANDS
        .iter()
        .find(|c| c.name == name)
        .ok_or_else(|| Stopped::Says(format!("There is no command %{name}; %help lists all.")))
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    /// Any exception raised by the code it runs, or a message about invalid arguments.
    pub fn run(&self, desk: &Desk<'_>) -> Ran {
        (self.definition.run)(desk, &self.arguments)
    }
}

/// The error for invalid arguments.
fn usage<T>(name: &str) -> Ran<T> {
    let definition = find(name)?;
    Err(Stopped::Says(format!("Usage: %{name} {}", definition.arguments)))
}

/// Completions of a command's name, or of the file name after it; none if the text is something
/// else.
pub fn complete(text: &str) -> Option<Choices> {
    let name = text.strip_prefix(['%', ':'])?;
    if let Some((name, argument)) = name.split_once(char::is_whitespace) {
        let names_file = matches!(name, "load" | "run" | "save" | "cd") && !argument.contains(' ');
        return names_file.then(|| files::complete(text, argument));
    }
    let choice = |c: &Definition| Choice {
        replacement: format!("{} ", c.name),
        display: format!("{}{}", &text[..1], c.name),
    };
    let known = COMMANDS.iter().filter(|c| c.name.starts_with(name));
    Some(Choices { start: 1, choices: known.map(choice).collect() })
}

fn help(desk: &Desk<'_>, name: &str) -> Ran {
    let name = name.trim_start_matches(['%', ':']);
    let chosen: Vec<&Definition> = match name {
        "" => COMMANDS.iter().collect(),
        name => vec![find(name)?],
    };
    desk.say(&chosen.into_iter().map(Definition::usage_and_help).collect::<String>());
    Ok(())
}

impl Definition {
    /// The lines of the command in `%help`. Its help begins in the same column for all commands, below
    /// a long usage.
    fn usage_and_help(&self) -> String {
        const HELP: usize = 26;
        let usage = format!("  %{} {}", self.name, self.arguments);
        let separator = match usage.len() + 2 <= HELP {
            true => " ".repeat(HELP - usage.len()),
            false => format!("\n{}", " ".repeat(HELP)),
        };
        let help =
            wrap(self.help, COLUMNS - HELP).replace('\n', &format!("\n{}", " ".repeat(HELP)));
        format!("{usage}{separator}{help}\n")
    }
}

fn keys(desk: &Desk<'_>, name: &str) -> Ran {
    desk.editor()?.lines.set_keys(match name {
        "emacs" => Keys::Emacs,
        "vi" => Keys::Vi,
        _ => return usage("keys"),
    });
    Ok(())
}

fn reset(desk: &Desk<'_>, _: &str) -> Ran {
    tasks::cancel_all(desk)?;
    let vm = desk.vm;
    for (name, _) in desk.namespace.entries() {
        let text = vm.str(&name)?;
        let stays = text.as_str().starts_with("__") || text.as_str() == "asyncio";
        if !stays {
            vm.delete_item(desk.namespace.as_value(), &name)?;
        }
    }
    for name in ["_", "__"] {
        if vm.builtins.get_text(name).is_some() {
            vm.delete_item(vm.builtins.as_value(), &Value::from(name))?;
        }
    }
    desk.entered.borrow_mut().clear();
    Ok(())
}

impl Desk<'_> {
    /// Writes a message of the session.
    fn say(&self, text: &str) {
        // The next prompt ends the session if the terminal is closed.
        let _ = self.vm.output.write(text.as_bytes()).and_then(|()| self.vm.output.flush());
    }

    /// Runs code as a block.
    ///
    /// # Errors
    /// Any exception raised by the block.
    fn run_block(&self, block: &str) -> Ran {
        Ok(self.blocks.run_block(block, self.mode)?)
    }

    /// The line editor.
    ///
    /// # Errors
    /// A message, in a notebook.
    fn editor(&self) -> Ran<&Editor<'_>> {
        let missing = || Stopped::Says("This command is for the prompt in a terminal.".to_string());
        self.editor.as_ref().ok_or_else(missing)
    }

    /// Runs passes of the loop until the given futures are done.
    ///
    /// # Errors
    /// KeyboardInterrupt or SystemExit, if it ends the loop.
    fn wait_for(&self, futures: &[Value]) -> Ran {
        while !futures.iter().all(future::is_done) {
            self.pass()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_no_code() {
        for text in ["!ls", "%tasks", ":help", "print?", "a.b[0]??\n", "?print"] {
            assert!(is_command(text), "{text:?} is a command");
        }
        for text in ["x % y", "'what?'", "# why?", "x = '''?\n%tasks", "", "?"] {
            assert!(!is_command(text), "{text:?} is code");
        }
    }

    #[test]
    fn help_stays_within_the_screen() {
        for command in COMMANDS {
            let text = command.usage_and_help();
            assert!(text.lines().all(|line| line.len() <= COLUMNS), "{text}");
        }
    }

    #[test]
    fn names_are_completed() {
        let names = |text: &str| {
            let choices = complete(text).map_or(Vec::new(), |c| c.choices);
            choices.into_iter().map(|c| c.display).collect::<Vec<_>>()
        };
        assert_eq!(names("%ti"), ["%time", "%timeit"]);
        assert_eq!(names(":clo"), [":clock"]);
        assert!(complete("x % t").is_none());
    }
}
