//! The line editor: keys in, a block of code out.
//!
//! It knows the terminal and nothing of the interpreter: what it has to ask (completions, hints,
//! colours, whether a block is complete) it asks through [`editor::Helper`].
//!
//! - [`keys`]: from bytes to keys and pasted texts;
//! - [`buffer`]: the text being edited, its cursor, undo and what was cut;
//! - [`motion`]: where a movement leads to;
//! - [`indent`]: what is done about indentation while typing;
//! - [`emacs`], [`vi`]: what each key does;
//! - [`history`], [`search`]: earlier blocks;
//! - [`menu`]: candidates to complete a name with;
//! - [`outside`]: editing with another program;
//! - [`view`]: the rows of the screen that show the text;
//! - [`screen`]: the terminal, shared between the line being typed and what programs print;
//! - [`editor`]: reads one block;
//! - [`plain`]: the same for terminals that cannot move the cursor.

pub mod buffer;
pub mod editor;
pub mod emacs;
pub mod history;
pub mod indent;
pub mod keys;
pub mod menu;
pub mod motion;
pub mod outside;
pub mod plain;
pub mod screen;
pub mod search;
pub mod vi;
pub mod view;
