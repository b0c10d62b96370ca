//! Passwords and certificates, against a real Mosquitto. The certificates are made here.

use std::path::Path;
use std::process::Command;

use petasos_bus::{DisconnectReason, MqttBus, QoS, Settings, SettingsError, TlsSettings};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::client::Client;
use crate::mosquitto::Mosquitto;

struct Authority {
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Makes one, and writes its certificate to `NAME.pem`.
    fn new(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        std::fs::write(folder.join(format!("{name}.pem")), certificate.pem()).unwrap();
        Self { issuer: Issuer::new(params, key) }
    }

    /// Signs a certificate for 127.0.0.1, and writes it to `NAME.pem` and its key to `NAME.key`.
    fn sign(&self, folder: &Path, name: &str) {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(folder.join(format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).unwrap();
    }
}

/// A Mosquitto with encryption, and with these lines more.
async fn encrypted(lines: &str) -> Mosquitto {
    let encryption = "allow_anonymous true\ncafile {folder}/ca.pem\ncertfile {folder}/server.pem\nkeyfile {folder}/server.key\n";
    Mosquitto::start_prepared(&(encryption.to_owned() + lines), |folder| {
        let authority = Authority::new(folder, "ca");
        authority.sign(folder, "server");
        authority.sign(folder, "client");
        Authority::new(folder, "other");
    })
    .await
}

fn with_tls(broker: &Mosquitto, tls: impl FnOnce(TlsSettings, &Path) -> TlsSettings) -> Settings {
    let mut settings = broker.settings();
    settings.tls = Some(tls(TlsSettings::default(), broker.folder()));
    settings
}

async fn exchange_messages(mut client: Client) {
    client.subscribe("secret", QoS::AtLeastOnce).await;
    client.publish("secret", &"word".repeat(100_000), QoS::AtLeastOnce);
    assert_eq!(client.text().await.1.len(), 400_000);
}

#[tokio::test]
async fn a_configured_authority_is_trusted() {
    let broker = encrypted("").await;
    exchange_messages(Client::over_mqtt(with_tls(&broker, |tls, folder| tls.ca(folder.join("ca.pem")))))
        .await;
}

#[tokio::test]
async fn a_broker_of_another_authority_is_not_trusted() {
    let broker = encrypted("").await;
    let settings = with_tls(&broker, |tls, folder| tls.ca(folder.join("other.pem")));
    let reason = Client::over_mqtt(settings).disconnected().await;
    assert!(
        matches!(&reason, DisconnectReason::Unreachable(why) if why.contains("certificate")),
        "{reason:?}"
    );
}

#[tokio::test]
async fn a_broker_that_requires_certificates_refuses_clients_without() {
    let broker = encrypted("require_certificate true\n").await;
    let settings = with_tls(&broker, |tls, folder| {
        tls.ca(folder.join("ca.pem")).identity(folder.join("client.pem"), folder.join("client.key"))
    });
    exchange_messages(Client::over_mqtt(settings)).await;
    let settings = with_tls(&broker, |tls, folder| tls.ca(folder.join("ca.pem")));
    let mut anonymous = Client::over_mqtt(settings);
    anonymous.disconnected().await;
    assert_eq!(anonymous.bus.statistics().connections, 0);
}

type Misconfigure = fn(TlsSettings, &Path) -> TlsSettings;

#[tokio::test]
async fn files_that_cannot_be_used_are_named_before_any_connection() {
    let broker = encrypted("").await;
    let cases: [(Misconfigure, &str); 3] = [
        (|tls, folder| tls.ca(folder.join("missing.pem")), "missing.pem"),
        (|tls, folder| tls.ca(folder.join("server.key")), "server.key"),
        (|tls, folder| tls.identity(folder.join("client.pem"), folder.join("ca.pem")), "ca.pem"),
    ];
    for (misconfigure, named) in cases {
        let error = MqttBus::connect(with_tls(&broker, misconfigure)).unwrap_err();
        assert!(matches!(&error, SettingsError::Unreadable { file, .. } if file.ends_with(named)), "{error}");
    }
}

#[tokio::test]
async fn a_password_is_accepted_and_a_wrong_one_is_reported() {
    let broker =
        Mosquitto::start_prepared("allow_anonymous false\npassword_file {folder}/passwords\n", |folder| {
            let made = Command::new("mosquitto_passwd")
                .args(["-b", "-c"])
                .arg(folder.join("passwords"))
                .args(["petasos", "ge heim"])
                .status()
                .unwrap_or_else(|error| {
                    panic!("cannot run mosquitto_passwd ({error}): run `cargo xtask setup`")
                });
            assert!(made.success());
            std::fs::write(folder.join("secret"), "ge heim\n").unwrap();
        })
        .await;

    let mut settings = broker.settings();
    settings.username = Some("petasos".into());
    for password in [Some("falsch"), None] {
        settings.password = password.map(Into::into);
        let reason = Client::over_mqtt(settings.clone()).disconnected().await;
        assert!(matches!(reason, DisconnectReason::Refused(_)), "{reason:?}");
    }
    settings.password = Some("ge heim".into());
    exchange_messages(Client::over_mqtt(settings.clone())).await;
    settings.password = None;
    settings.password_file = Some(broker.folder().join("secret"));
    exchange_messages(Client::over_mqtt(settings)).await;
}
