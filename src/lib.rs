//! Hob: a fast interpreter for asyncio programs.

pub mod text;
