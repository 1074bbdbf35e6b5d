//! Commands of the session: lines that begin with `%` or `:`, and `object?`.

use super::line::menu::{Choice, Choices};
use super::run::{Ran, Stopped};
use super::session::Session;

/// A command as it was entered.
pub struct Command {
    definition: &'static Definition,
    arguments: String,
}

/// What a command is.
struct Definition {
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: fn(&Session<'_>, &str) -> Ran,
}

static COMMANDS: [Definition; 1] =
    [Definition { name: "help", arguments: "", help: "Show this list", run: help }];

/// Whether a text is a command and no code.
pub fn is_command(text: &str) -> bool {
    !text.trim_end().contains('\n') && (text.starts_with(['%', ':']) || asks_for_help(text))
}

fn asks_for_help(text: &str) -> bool {
    let _ = text;
    false
}

/// Reads a command; none if the text is code.
pub fn parse(text: &str) -> Option<Ran<Command>> {
    if !is_command(text) {
        return None;
    }
    let line = text.trim().get(1..).unwrap_or_default();
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let definition = COMMANDS.iter().find(|c| c.name == name);
    Some(match definition {
        Some(definition) => Ok(Command { definition, arguments: arguments.trim().to_string() }),
        None => Err(Stopped::Says(format!("There is no command %{name}; %help lists all."))),
    })
}

impl Command {
    /// Does what the command says.
    ///
    /// # Errors
    /// What code that it runs raises; what is wrong with its arguments.
    pub fn run(&self, session: &Session<'_>) -> Ran {
        (self.definition.run)(session, &self.arguments)
    }
}

/// How the name of a command may go on that ends the text; none if no such name does.
pub fn complete(text: &str) -> Option<Choices> {
    let name = text.strip_prefix(['%', ':'])?;
    if name.contains(char::is_whitespace) {
        return None;
    }
    let choice = |c: &Definition| Choice {
        replacement: format!("{} ", c.name),
        display: format!("{}{}", &text[..1], c.name),
    };
    let known = COMMANDS.iter().filter(|c| c.name.starts_with(name));
    Some(Choices { start: 1, choices: known.map(choice).collect() })
}

fn help(session: &Session<'_>, _: &str) -> Ran {
    let mut text = String::new();
    for command in &COMMANDS {
        let usage = format!("%{} {}", command.name, command.arguments);
        text.push_str(&format!("  {usage:<24} {}\n", command.help));
    }
    session.say(&text);
    Ok(())
}
