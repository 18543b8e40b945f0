//! Adapters: unpack, call the desk, hand back.

pub(crate) mod interview;
pub(crate) mod library;
pub(crate) mod review;
pub(crate) mod settings;
pub(crate) mod startup;
pub(crate) mod take;
