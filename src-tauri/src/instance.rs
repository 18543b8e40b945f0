//! One window for each data folder: a lock says who is first, a socket in the folder lets a second
//! start show the first one's window. The session bus is not needed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tauri::WebviewWindow;

/// Who this start is.
pub(crate) enum Instance {
    /// The only one on its data folder, for as long as the guard lives.
    First(Guard),
    /// Another has the folder; it was asked to come to the front.
    Second,
}

/// Holds the data folder.
pub(crate) struct Guard {
    /// The lock ends with the process, however it ends.
    lock: File,
    #[cfg(unix)]
    listener: Option<std::os::unix::net::UnixListener>,
}

/// How long a start waits for a program that is just closing to let go of the folder.
const CLOSING: Duration = Duration::from_secs(5);

/// Takes the data folder, or wakes the program that has it. One that holds the folder but does not
/// answer is closing: it is waited for.
pub(crate) fn take(folder: &Path) -> io::Result<Instance> {
    fs::create_dir_all(folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    let began = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => {
                return Ok(Instance::First(Guard {
                    lock,
                    #[cfg(unix)]
                    listener: unix::listen(folder)
                        .inspect_err(
                            |error| tracing::warn!(%error, "a second start will not find this window"),
                        )
                        .ok(),
                }));
            }
            Err(TryLockError::WouldBlock) if wake(folder) || began.elapsed() > CLOSING => {
                return Ok(Instance::Second);
            }
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Asks the program that has the folder to come to the front; true when it did.
#[cfg(unix)]
fn wake(folder: &Path) -> bool {
    unix::wake(folder).unwrap_or_else(|error| {
        tracing::info!(%error, "the open window did not answer");
        false
    })
}

#[cfg(not(unix))]
fn wake(_: &Path) -> bool {
    true
}

/// Shows the window whenever a second start asks for it.
pub(crate) fn listen(guard: Guard, window: WebviewWindow) {
    #[cfg(unix)]
    unix::serve(guard, window);
    #[cfg(not(unix))]
    tauri::async_runtime::spawn(async move {
        let _held = (guard.lock, window);
        std::future::pending::<()>().await
    });
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File};
    use std::io::{self, Read};
    use std::os::fd::AsRawFd;
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use tauri::WebviewWindow;
    use tokio::io::AsyncWriteExt;

    use super::Guard;

    const SOCKET: &str = "window.sock";
    /// What a program says when its window is shown.
    const SHOWN: &[u8] = b"1";
    /// How long that may take.
    const ANSWER: Duration = Duration::from_secs(2);
    /// What fits a socket's address on every Unix.
    const LONGEST: usize = 100;

    /// The socket's address. A data folder may lie deeper than an address is long; then it goes by
    /// way of the open folder.
    fn address(folder: &Path) -> io::Result<(PathBuf, Option<File>)> {
        let direct = folder.join(SOCKET);
        if direct.as_os_str().len() <= LONGEST {
            return Ok((direct, None));
        }
        let open = File::open(folder)?;
        Ok((PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", open.as_raw_fd())), Some(open)))
    }

    pub(super) fn listen(folder: &Path) -> io::Result<UnixListener> {
        let (address, _open) = address(folder)?;
        match fs::remove_file(&address) {
            // Left by a program that was killed; the lock says that it is gone.
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        UnixListener::bind(&address)
    }

    /// True when the other program answered that its window is shown.
    pub(super) fn wake(folder: &Path) -> io::Result<bool> {
        let (address, _open) = address(folder)?;
        let mut stream = UnixStream::connect(address)?;
        stream.set_read_timeout(Some(ANSWER))?;
        Ok(stream.read(&mut [0])? == SHOWN.len())
    }

    pub(super) fn serve(guard: Guard, window: WebviewWindow) {
        tauri::async_runtime::spawn(async move {
            let _held = guard.lock;
            let Some(listener) = guard.listener else { return std::future::pending().await };
            let listener =
                listener.set_nonblocking(true).and_then(|()| tokio::net::UnixListener::from_std(listener));
            let listener = match listener {
                Ok(listener) => listener,
                Err(error) => {
                    tracing::warn!(%error, "a second start will not find this window");
                    return std::future::pending().await;
                }
            };
            loop {
                match listener.accept().await {
                    // One that is closing says nothing, and the second start waits for the folder.
                    Ok((mut caller, _)) => {
                        if crate::window::show(&window) {
                            let _ = caller.write_all(SHOWN).await; // the caller may have gone
                        }
                    }
                    Err(error) => tracing::warn!(%error, "a second start could not be heard"),
                }
            }
        });
    }
}
