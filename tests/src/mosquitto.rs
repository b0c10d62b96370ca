//! A Mosquitto on a free port of the loopback interface.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;

use tempfile::TempDir;

use crate::SOON;
use crate::child_process::Process;
use crate::test_clock::poll;
use crate::wire::{Client, Credentials};

/// A running (or killed) broker. It keeps its port over restarts and forgets everything else: it has no persistence.
#[derive(Debug)]
pub struct Mosquitto {
    port: u16,
    credentials: Credentials,
    folder: TempDir,
    process: Option<Process>,
}

impl Mosquitto {
    /// A broker without passwords.
    pub fn start() -> Self {
        Self::with(None)
    }

    pub fn start_with_password(username: &str, password: &str) -> Self {
        Self::with(Some((username.to_owned(), password.to_owned())))
    }

    /// A broker that does not run yet; its port is known.
    pub fn absent() -> Self {
        Self::prepare(None)
    }

    fn with(credentials: Credentials) -> Self {
        let mut broker = Self::prepare(credentials);
        broker.restart();
        broker
    }

    fn prepare(credentials: Credentials) -> Self {
        let folder = TempDir::with_prefix("petasos-mosquitto-").expect("a folder for temporary files");
        let port = free_port();
        let access = match &credentials {
            None => "allow_anonymous true".to_owned(),
            Some((username, password)) => {
                let file = folder.path().join("passwords");
                let status = Command::new("mosquitto_passwd")
                    .args(["-c", "-b"])
                    .arg(&file)
                    .args([username, password])
                    .status();
                assert!(
                    status.is_ok_and(|status| status.success()),
                    "mosquitto_passwd failed; run `cargo xtask setup`"
                );
                format!("allow_anonymous false\npassword_file {}", file.display())
            }
        };
        let configuration = format!(
            "listener {port} 127.0.0.1\n{access}\npersistence false\nuser root\nset_tcp_nodelay true\n\
             max_queued_messages 0\nlog_dest stderr\nlog_type error\nlog_type warning\nlog_type notice\n\
             log_type subscribe\n"
        );
        fs::write(folder.path().join("mosquitto.conf"), configuration).expect("a file in a fresh folder");
        Self { port, credentials, folder, process: None }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn credentials(&self) -> Credentials {
        self.credentials.clone()
    }

    /// Ends it with SIGKILL.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it (again) on its port, and waits until it answers.
    pub fn restart(&mut self) {
        let mut command = Command::new("mosquitto");
        command.env("PATH", search_path()).arg("-c").arg(self.folder.path().join("mosquitto.conf"));
        let process = Process::start("mosquitto", &mut command);
        let answers = || TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok();
        poll(SOON, answers).unwrap_or_else(|| panic!("mosquitto does not listen on {}", self.port));
        self.process = Some(process);
    }

    /// Starts a component and waits until it has subscribed to each of these filters.
    pub fn subscribed<T>(&self, filters: &[&str], start: impl FnOnce() -> T) -> T {
        let before = self.log_until_now();
        let component = start();
        for filter in filters {
            self.wait_for_subscription(before, filter);
        }
        component
    }

    /// How many lines the log has once everything that has happened is in it.
    fn log_until_now(&self) -> usize {
        let mark = format!("mark/{}", self.process().lines().len());
        drop(Client::connect(self.port, self.credentials(), &[&mark], |_, _| ()));
        self.wait_for_subscription(0, &mark);
        self.process().lines().len()
    }

    /// Waits until a client has subscribed to this filter again after a restart.
    pub fn resubscribed(&self, filter: &str) {
        self.wait_for_subscription(0, filter);
    }

    fn wait_for_subscription(&self, from: usize, filter: &str) {
        self.process().wait_for(from, filter, |line| line.ends_with(&format!(" {filter}")));
    }

    fn process(&self) -> &Process {
        self.process.as_ref().expect("the broker runs")
    }
}

/// Debian installs the broker where only root's path leads.
fn search_path() -> String {
    format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default())
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port on the loopback interface")
        .port()
}
