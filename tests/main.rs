//! The suite of the core: through its public boundary, over real files in temporary folders.

mod content;
mod scheduling;
mod support;
