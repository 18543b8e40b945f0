//! Deck text to values plus diagnostics, and back; Markdown to safe HTML. Knows no database.
