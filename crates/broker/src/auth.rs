//! Authentication of clients.

use std::future::{Future, ready};
use std::hint::black_box;
use std::net::SocketAddr;
use std::pin::Pin;

use mqtt5::broker::{AuthProvider, AuthResult};
use mqtt5::packet::connect::ConnectPacket;
use mqtt5::protocol::v5::reason_codes::ReasonCode;

use crate::Credentials;

type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Accepts every client, or those with the right password. The password is compared in the clear: a slow hash would cost small
/// devices tens of milliseconds per login, and would only protect a password file, which does not exist here.
pub(crate) struct PasswordCheck {
    wanted: Option<Credentials>,
}

impl PasswordCheck {
    pub(crate) fn new(wanted: Option<Credentials>) -> Self {
        Self { wanted }
    }

    fn accepts(&self, username: Option<&str>, password: Option<&[u8]>) -> bool {
        let Some(wanted) = &self.wanted else { return true };
        let name_fits = is_same(wanted.username.as_bytes(), username.unwrap_or_default().as_bytes());
        let password_fits = is_same(wanted.password.as_bytes(), password.unwrap_or_default());
        name_fits & password_fits
    }
}

/// Compares in a time that depends on the length of the offered text, not on how much of it is right.
fn is_same(wanted: &[u8], offered: &[u8]) -> bool {
    let mut difference = u8::from(wanted.len() != offered.len());
    let endless = wanted.iter().chain(std::iter::repeat(&0));
    for (wanted, offered) in endless.zip(offered) {
        difference |= black_box(wanted ^ offered);
    }
    difference == 0
}

impl AuthProvider for PasswordCheck {
    fn authenticate<'a>(
        &'a self,
        connect: &'a ConnectPacket,
        _client: SocketAddr,
    ) -> Answer<'a, mqtt5::Result<AuthResult>> {
        let result = if self.accepts(connect.username.as_deref(), connect.password.as_deref()) {
            AuthResult::success()
        } else {
            AuthResult::fail(ReasonCode::BadUsernameOrPassword)
        };
        Box::pin(ready(Ok(result)))
    }

    fn authorize_publish<'a>(&'a self, _: &str, _: Option<&'a str>, _: &'a str) -> Answer<'a, bool> {
        Box::pin(ready(true))
    }

    fn authorize_subscribe<'a>(&'a self, _: &str, _: Option<&'a str>, _: &'a str) -> Answer<'a, bool> {
        Box::pin(ready(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_name_and_password_open_the_door() {
        let credentials = Credentials { username: "haus".into(), password: "geheim".into() };
        let check = PasswordCheck::new(Some(credentials));
        assert!(check.accepts(Some("haus"), Some(b"geheim")));
        for (username, password) in [
            (None, None),
            (Some("haus"), None),
            (None, Some("geheim")),
            (Some("haus"), Some("")),
            (Some("haus"), Some("geheim\0")),
            (Some("haus"), Some("geheiM")),
            (Some("haus"), Some("geh")),
            (Some("Haus"), Some("geheim")),
        ] {
            assert!(!check.accepts(username, password.map(str::as_bytes)), "{username:?} {password:?}");
        }
    }

    #[test]
    fn without_credentials_everybody_comes_in() {
        assert!(PasswordCheck::new(None).accepts(None, None));
    }
}
