//! The machine's clocks, read together.

use chrono::Utc;
use rehearse_core::domain::interview::clock::Reading;

/// The clocks, now.
pub(crate) fn reading() -> Reading {
    let (monotonic_ms, since_boot_ms) = system::clocks();
    Reading { wall_ms: Utc::now().timestamp_millis(), monotonic_ms, since_boot_ms, boot: system::boot() }
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::sync::LazyLock;

    use rustix::time::{ClockId, Timespec, clock_gettime};
    use uuid::Uuid;

    /// The clock that stands still while the machine sleeps, and the one that does not.
    pub(super) fn clocks() -> (i64, i64) {
        (milliseconds(clock_gettime(ClockId::Monotonic)), milliseconds(clock_gettime(ClockId::Boottime)))
    }

    fn milliseconds(time: Timespec) -> i64 {
        time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    /// The kernel's id of this boot. Where it cannot be read each start of the program counts as a
    /// boot: time between two starts is then "away".
    pub(super) fn boot() -> u128 {
        static BOOT: LazyLock<u128> = LazyLock::new(|| {
            let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
            Uuid::parse_str(text.trim()).unwrap_or_else(|_| Uuid::now_v7()).as_u128()
        });
        *BOOT
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::sync::LazyLock;
    use std::time::Instant;

    use uuid::Uuid;

    static STARTED: LazyLock<(Instant, u128)> = LazyLock::new(|| (Instant::now(), Uuid::now_v7().as_u128()));

    /// One clock for both: sleep is not told apart here.
    pub(super) fn clocks() -> (i64, i64) {
        let ms = i64::try_from(STARTED.0.elapsed().as_millis()).unwrap_or(i64::MAX);
        (ms, ms)
    }

    /// Each start of the program counts as a boot.
    pub(super) fn boot() -> u128 {
        STARTED.1
    }
}
