//! The interactive session: what `hob` alone on a terminal starts.

pub mod assist;
