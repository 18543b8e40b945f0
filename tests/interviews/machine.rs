//! A machine whose clocks a test moves.

use rehearse_core::domain::interview::clock::Reading;

/// Three clocks, as a kernel keeps them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine(Reading);

impl Machine {
    /// A machine that has been up for a while.
    pub(crate) fn new() -> Self {
        Self(Reading {
            wall_ms: 1_790_000_000_000,
            monotonic_ms: 5_000_000,
            since_boot_ms: 9_000_000,
            boot: 1,
        })
    }

    /// The clocks, now.
    pub(crate) fn now(&self) -> Reading {
        self.0
    }

    /// Awake for so long.
    pub(crate) fn run_ms(&mut self, ms: i64) -> Reading {
        self.0.wall_ms += ms;
        self.0.monotonic_ms += ms;
        self.0.since_boot_ms += ms;
        self.0
    }

    pub(crate) fn run_secs(&mut self, seconds: i64) -> Reading {
        self.run_ms(seconds * 1_000)
    }

    /// Asleep for so long: only the monotonic clock stands still.
    pub(crate) fn sleep_ms(&mut self, ms: i64) -> Reading {
        self.0.wall_ms += ms;
        self.0.since_boot_ms += ms;
        self.0
    }

    /// Somebody sets the wall clock.
    pub(crate) fn set_wall(&mut self, by_ms: i64) {
        self.0.wall_ms += by_ms;
    }

    /// Off for so long, and up again.
    pub(crate) fn reboot(&mut self, off_ms: i64) -> Reading {
        self.0.wall_ms += off_ms;
        self.0.monotonic_ms = 30_000;
        self.0.since_boot_ms = 30_000;
        self.0.boot += 1;
        self.0
    }
}
