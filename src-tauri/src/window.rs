//! The one window: what it shows, and that nothing leads it anywhere else.

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
#[cfg(target_os = "linux")]
use webkit2gtk::WebViewExt;

use crate::timekeeper;

/// Opens the window.
pub(crate) fn open(app: &App) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Rehearse")
        .inner_size(1280.0, 800.0)
        .min_inner_size(480.0, 360.0)
        .prevent_overflow() // smaller on a small screen
        .on_navigation(is_ours)
        .on_page_load(|window, page| {
            // A page that loads anew knows nothing of what the one before it had begun.
            if page.event() == PageLoadEvent::Started {
                timekeeper::leave(window.app_handle());
            }
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .disable_drag_drop_handler()
        .build()?;
    leave_on_crash(&window)?;
    Ok(window)
}

/// Leaves what a page had begun whose process ended. Elsewhere than with WebKitGTK the page is loaded
/// anew then, which leaves it too.
fn leave_on_crash(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    {
        let app = window.app_handle().clone();
        window.with_webview(move |webview| {
            webview.inner().connect_web_process_terminated(move |_, _| timekeeper::leave(&app));
        })?;
    }
    Ok(())
}

/// A link in a deck never navigates the window: only the program's own pages load.
fn is_ours(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    ) || (cfg!(debug_assertions) && url.host_str() == Some("localhost") && url.port() == Some(5173))
        || url.as_str() == "about:blank"
}

/// Brings the window to the front; false when it is no longer there.
pub(crate) fn show(window: &WebviewWindow) -> bool {
    // Asking whether it is visible waits for the window's own answer; the rest is only sent.
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus())
        .and_then(|()| window.is_visible());
    shown.inspect_err(|error| tracing::warn!(%error, "the window could not be shown")).unwrap_or(false)
}
