//! Where frames and registers of running functions live.
