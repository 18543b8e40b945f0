//! Processes, their groups and their ends. WebKit starts several for one window; a test that leaves
//! one behind would hold the terminal's pipes and the next test's screen.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// A process and everything it started; ends with the value.
pub(crate) struct Group {
    leader: Child,
}

impl Group {
    /// Starts a command as the leader of a group of its own.
    pub(crate) fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt;
        let leader =
            command.process_group(0).spawn().unwrap_or_else(|error| panic!("starting {command:?}: {error}"));
        Self { leader }
    }

    fn id(&self) -> Pid {
        Pid::from_child(&self.leader)
    }

    /// The members that run this program.
    pub(crate) fn running(&self, program: &Path) -> Vec<Pid> {
        let program = program.canonicalize().expect("the program is there");
        let runs_it = |pid: &Pid| {
            fs::read_link(format!("/proc/{}/exe", pid.as_raw_nonzero())).is_ok_and(|exe| exe == program)
        };
        self.members().into_iter().filter(runs_it).collect()
    }

    /// Everything alive in the group.
    pub(crate) fn members(&self) -> Vec<Pid> {
        let entries = fs::read_dir("/proc").expect("Linux has /proc").flatten();
        let pids = entries.filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?));
        pids.filter(|pid| group_of(*pid) == Some(self.id())).collect()
    }

    /// Asks the group to end, then insists. The members that had to be killed come back.
    pub(crate) fn end(&mut self) -> usize {
        kill_process_group(self.id(), Signal::TERM).ok();
        let gone = self.gone_within(Duration::from_secs(5));
        let left = if gone { 0 } else { self.members().len() };
        kill_process_group(self.id(), Signal::KILL).ok();
        self.leader.wait().ok();
        left
    }

    fn gone_within(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            // Reaps the leader, which would otherwise stay in the list as a zombie.
            self.leader.try_wait().ok();
            if self.members().is_empty() {
                return true;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

/// The end that no program can prepare for.
pub(crate) fn kill(pid: Pid) {
    kill_process(pid, Signal::KILL).ok();
}

/// The process group of a living process; none for one that is gone or a zombie.
fn group_of(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // "pid (name) state parent group ...", and the name may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    let group = fields.nth(1)?.parse().ok()?;
    if state == "Z" { None } else { Pid::from_raw(group) }
}
