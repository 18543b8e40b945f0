//! The program's window, from its start to its end.

use std::path::PathBuf;
use std::{fs, thread};

use fantoccini::Client;

use super::driver::Driver;
use super::path_from;
use super::poll::{PATIENCE, within};
use super::processes;
use super::world::World;

pub(crate) struct App {
    pub(crate) client: Client,
    pub(crate) driver: Driver,
    program: PathBuf,
    log: PathBuf,
}

impl App {
    /// Opens the window and waits for its first screen.
    pub(crate) async fn open(world: &World) -> Self {
        let app = Self::open_program(world, path_from("REHEARSE_PROGRAM")).await;
        app.until("the first screen did not come", "return !!document.querySelector('h1')", vec![]).await;
        app.drawn().await;
        app
    }

    /// Opens any program's window.
    pub(crate) async fn open_program(world: &World, program: PathBuf) -> Self {
        let driver = Driver::start(world).await;
        let client = driver.open(&program).await;
        client.set_window_size(1280, 800).await.expect("the window can be resized");
        Self { client, driver, program, log: world.log() }
    }

    /// Closes the window as its learner would; nothing may be left running.
    pub(crate) async fn close(mut self) {
        self.client.clone().close().await.expect("the session ends");
        let gone =
            within(PATIENCE, async || self.driver.group.running(&self.program).is_empty().then_some(()))
                .await;
        assert!(gone.is_some(), "the program ends when its window closes");
        assert_eq!(self.driver.group.end(), 0, "nothing that the window started outlives it");
    }

    /// Kills the program in the middle of whatever it does.
    pub(crate) fn kill(&self) {
        for pid in self.driver.group.running(&self.program) {
            processes::kill(pid);
        }
    }

    /// The program's process.
    pub(crate) fn process(&self) -> i32 {
        let running = self.driver.group.running(&self.program);
        running.first().expect("the program is running").as_raw_nonzero().get()
    }

    /// Whether the program is alive.
    pub(crate) fn is_running(&self) -> bool {
        !self.driver.group.running(&self.program).is_empty()
    }

    /// Keeps a picture of the window for people to look at.
    pub(crate) async fn screenshot(&self, name: &str) {
        let folder = path_from("REHEARSE_SCREENSHOTS");
        fs::create_dir_all(&folder).expect("the folder of screenshots can be made");
        self.drawn().await;
        let picture = self.client.screenshot().await.expect("the window can be pictured");
        fs::write(folder.join(format!("{name}.png")), picture).expect("a screenshot can be written");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if thread::panicking() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            let tail: Vec<&str> = log.lines().rev().take(30).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            eprintln!("the program's log ends:\n{}", tail.join("\n"));
        }
    }
}
