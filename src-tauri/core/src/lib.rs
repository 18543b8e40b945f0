//! Rehearse without a window and without a clock.
//!
//! Layers, each knowing only those before it: [`domain`], then [`content`], [`store`] and [`audio`],
//! then [`services`], then [`api`] (what crosses to the user interface).

pub mod api;
pub mod audio;
pub mod content;
pub mod domain;
mod error;
pub mod services;
pub mod store;

pub use error::{Error, Result};
