//! WebKitWebDriver, which starts the program and drives its window.
//!
//! Used directly: tauri-driver would only be one more process to leave behind.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::poll::{PATIENCE, within};
use super::processes::Group;
use super::world::World;

/// Far beyond any start, on a machine that is busy with something else too.
const SESSION_LIMIT: Duration = Duration::from_secs(90);

pub(crate) struct Driver {
    pub(crate) group: Group,
    address: SocketAddr,
}

impl Driver {
    /// Starts the driver with the environment that its program is to have.
    pub(crate) async fn start(world: &World) -> Self {
        let address = free_address();
        let log = File::create(world.log()).expect("the world can be written");
        let also_log = log.try_clone().expect("a file can be opened twice");
        let mut command = Command::new("WebKitWebDriver");
        world
            .lend(&mut command)
            .arg(format!("--port={}", address.port()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(also_log);
        let group = Group::start(&mut command);
        within(PATIENCE, async || TcpStream::connect(address).ok()).await.expect("WebKitWebDriver listens");
        Self { group, address }
    }

    /// Opens the program's window.
    pub(crate) async fn open(&self, program: &Path) -> Client {
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".to_owned(),
            json!({ "binary": program, "args": Vec::<String>::new() }),
        );
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://{}", self.address);
        // The driver itself waits for ever for a program that ends before it has a window.
        tokio::time::timeout(SESSION_LIMIT, builder.capabilities(capabilities).connect(&address))
            .await
            .unwrap_or_else(|_| panic!("{} opened no window", program.display()))
            .unwrap_or_else(|error| panic!("no session with {}: {error}", program.display()))
    }
}

/// An address that was free a moment ago.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a listener has an address")
}
