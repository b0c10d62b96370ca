//! A real Mosquitto on a free port.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use petasos_bus::Settings;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::client::PATIENCE;

pub(crate) struct Mosquitto {
    port: u16,
    folder: TempDir,
    process: Option<Child>,
}

impl Mosquitto {
    /// Anonymous, without limits on what waits for a client.
    pub(crate) async fn start() -> Self {
        Self::start_prepared("allow_anonymous true\nmax_queued_messages 0\n", |_| {}).await
    }

    /// With these lines in its configuration, which may use `{folder}`; files can be put there by `prepare`.
    pub(crate) async fn start_prepared(lines: &str, prepare: impl FnOnce(&std::path::Path)) -> Self {
        let folder = TempDir::new().unwrap();
        prepare(folder.path());
        let port = free_port();
        let mut config = format!("listener {port} 127.0.0.1\npersistence false\n");
        // Started by root it would become another user, who must be able to read its files.
        writeln!(config, "user root").unwrap();
        config.push_str(&lines.replace("{folder}", folder.path().to_str().unwrap()));
        std::fs::write(folder.path().join("mosquitto.conf"), config).unwrap();
        let mut broker = Self { port, folder, process: None };
        broker.run().await;
        broker
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings::new("127.0.0.1", self.port)
    }

    /// Ends it without any warning (SIGKILL).
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it (again) on its port, and waits until it takes connections.
    pub(crate) async fn run(&mut self) {
        let process = Command::new(program("mosquitto"))
            .arg("-c")
            .arg(self.folder.path().join("mosquitto.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start mosquitto ({error}): run `cargo xtask setup`"));
        self.process = Some(process);
        let accepts = async {
            while TcpStream::connect(self.address()).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, accepts).await.expect("mosquitto does not accept connections");
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Debian installs the broker where only root's path leads.
fn program(name: &str) -> String {
    let system = format!("/usr/sbin/{name}");
    if std::path::Path::new(&system).exists() { system } else { name.to_owned() }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}
