//! From syntax tree to code objects.
