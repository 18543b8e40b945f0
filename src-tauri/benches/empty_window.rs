//! The least that a Tauri window can be: an empty page that says when its second animation frame
//! came. `cargo xtask bench --startup` measures the program's own start against this floor.
//!
//! Its configuration stands beside it, so that it shares nothing with the program but the
//! libraries it links.

use std::time::Instant;

use tauri::State;

/// When `main` began.
struct Began(Instant);

/// The page's second animation frame: the same line on standard error as the program's.
#[tauri::command]
#[expect(clippy::print_stderr, reason = "standard error is where the bench reads the moment")]
fn report_ready(began: State<'_, Began>) {
    eprintln!("startup: ready after {} ms", began.0.elapsed().as_millis());
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .manage(Began(Instant::now()))
        .invoke_handler(tauri::generate_handler![report_ready])
        .run(tauri::generate_context!("src-tauri/benches/empty_window/tauri.conf.json"))
}
