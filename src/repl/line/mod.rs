//! The line editor: keys in, a block of code out.
//!
//! rustyline reads the terminal, binds keys and edits its buffer. This folder makes it edit blocks
//! of several lines, with prompts, output above and lines below. It knows the terminal and not the
//! interpreter: completions, hints, colours and whether a block is complete come through
//! [`editor::Answers`].
//!
//! - [`margin`]: between rustyline's buffer, whose lines reserve room for prompts, and the text;
//! - [`edit`]: a change of the text;
//! - [`motion`], [`indent`]: targets of movements, and indentation;
//! - [`typing`]: the keys that rustyline does not handle by itself;
//! - [`paste`]: pasted text;
//! - [`vi`], [`draft`]: vi's command mode;
//! - [`history`], [`search`]: earlier blocks;
//! - [`menu`]: completion candidates;
//! - [`view`], [`painter`]: the rows on the screen, and when they are drawn;
//! - [`screen`]: the terminal, shared between the line being typed and the program's output;
//! - [`helper`]: rustyline's callbacks;
//! - [`outside`]: editing with another program;
//! - [`editor`]: reads one block;
//! - [`plain`]: the same for terminals without a movable cursor.

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
