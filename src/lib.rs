//! Hob: a fast interpreter for asyncio programs.
