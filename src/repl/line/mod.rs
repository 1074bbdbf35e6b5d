//! The line editor: keys in, a block of code out.
//!
//! rustyline reads the terminal, knows the keys and edits its buffer; here is what makes blocks of
//! several lines out of it, with prompts, output above them and lines below. It knows the terminal
//! and nothing of the interpreter: what it has to ask (completions, hints, colours, whether a block
//! is complete) it asks through [`editor::Answers`].
//!
//! - [`margin`]: between rustyline's buffer, whose lines have room for prompts, and the text;
//! - [`edit`]: a change of the text;
//! - [`motion`], [`indent`]: where a movement leads to, and what is done about indentation;
//! - [`typing`]: what each key does that rustyline does not do by itself;
//! - [`paste`]: texts that come all at once;
//! - [`vi`], [`draft`]: vi's command mode;
//! - [`history`], [`search`]: earlier blocks;
//! - [`menu`]: candidates to complete a name with;
//! - [`view`], [`painter`]: the rows of the screen that show the text, and when they are drawn;
//! - [`screen`]: the terminal, shared between the line being typed and what programs print;
//! - [`helper`]: what rustyline calls;
//! - [`outside`]: editing with another program;
//! - [`editor`]: reads one block;
//! - [`plain`]: the same for terminals that cannot move the cursor.

pub mod draft;
pub mod edit;
pub mod editor;
pub mod helper;
pub mod history;
pub mod indent;
pub mod margin;
pub mod menu;
pub mod motion;
pub mod outside;
pub mod painter;
pub mod paste;
pub mod plain;
pub mod screen;
pub mod search;
pub mod typing;
pub mod vi;
pub mod view;
