
mod content;
