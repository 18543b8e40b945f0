//! Waiting without sleeping blindly: look again and again until it is so, or until a deadline.

use std::time::{Duration, Instant};

/// Long enough for a busy machine; a test that passes never waits that long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks.
const INTERVAL: Duration = Duration::from_millis(15);

/// Looks until there is a value; none at the deadline.
pub(crate) async fn within<T>(patience: Duration, look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if Instant::now() > deadline {
            return None;
        }
        tokio::time::sleep(INTERVAL).await;
    }
}
