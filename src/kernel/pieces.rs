//! The parts of a cell: code, and lines with session commands (`%tasks`, `!ls`, `print?`).

use crate::repl::commands::{self, Command};
use crate::repl::run::Ran;

/// A part of a cell.
pub enum Piece<'a> {
    /// Code, with the number of lines before it.
    Code(usize, &'a str),
    /// A command.
    Command(Ran<Command>),
}

/// Whether a whole cell belongs to a command: `%%time`.
fn is_cell_command(cell: &str) -> bool {
    cell.trim_start().starts_with("%%")
}

/// The parts of a cell, in order. A command is at the start of a line, after complete code.
pub fn pieces(cell: &str) -> Vec<Piece<'_>> {
    if is_cell_command(cell) {
        let (first, code) = cell.trim_start().split_once('\n').unwrap_or((cell, ""));
        return vec![Piece::Command(commands::parse_cell(first, code))];
    }
    let mut pieces = Vec::new();
    let (mut begun, mut skipped, mut end) = (0, 0, 0);
    for (number, line) in cell.split_inclusive('\n').enumerate() {
        let start = end;
        end += line.len();
        let code = &cell[begun..start];
        if !commands::is_command(line) || hob_grammar::parse_module(code).is_err() {
            continue;
        }
        let Some(command) = commands::parse(line) else { continue };
        if !code.trim().is_empty() {
            pieces.push(Piece::Code(skipped, code));
        }
        pieces.push(Piece::Command(command));
        (begun, skipped) = (end, number + 1);
    }
    if !cell[begun..].trim().is_empty() || pieces.is_empty() {
        pieces.push(Piece::Code(skipped, &cell[begun..]));
    }
    pieces
}

/// Whether a text consists only of commands, and so is complete.
pub fn is_command(text: &str) -> bool {
    is_cell_command(text) || commands::is_command(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> Vec<String> {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Code(line, code) => format!("{line}: {code}"),
            Piece::Command(Ok(_)) => "command".to_string(),
            Piece::Command(Err(_)) => "unknown".to_string(),
        };
        pieces(cell).iter().map(show).collect()
    }

    #[test]
    fn commands_begin_lines() {
        assert_eq!(shown("x = 1\n%tasks\nx"), ["0: x = 1\n", "command", "2: x"]);
        assert_eq!(shown("!ls"), ["command"]);
        assert_eq!(shown("%nothing"), ["unknown"]);
        assert_eq!(shown("print?\n"), ["command"]);
        assert_eq!(shown("%%time\nx = 1\nx"), ["command"]);
    }

    #[test]
    fn code_is_no_command() {
        for cell in ["", "x = (5\n% 3)", "text = '''\n%tasks\n'''", "if x:\n    !ls"] {
            assert_eq!(shown(cell), [format!("0: {cell}")]);
        }
    }
}
