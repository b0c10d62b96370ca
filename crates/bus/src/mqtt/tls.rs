//! TLS: trusted certificates and the client certificate.

use crate::{Settings, SettingsError};

#[cfg(feature = "tls")]
pub(super) use with_rustls::Encryption;

/// Without the feature `tls` there is no encryption, and [`Settings::check`] rejects settings that ask for it.
#[cfg(not(feature = "tls"))]
#[derive(Debug)]
pub(super) enum Encryption {}

#[cfg(not(feature = "tls"))]
impl Encryption {
    #[expect(clippy::unnecessary_wraps, reason = "with the feature, reading certificates can fail")]
    pub(super) fn new(_: &Settings) -> Result<Option<Self>, SettingsError> {
        Ok(None)
    }
}

#[cfg(feature = "tls")]
mod with_rustls {
    use std::path::Path;
    use std::sync::Arc;

    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls::{ClientConfig, RootCertStore};

    use super::{Settings, SettingsError};
    use crate::TlsSettings;

    /// Certificates and keys, read and checked once.
    #[derive(Debug)]
    pub(in crate::mqtt) struct Encryption(ClientConfig);

    impl Encryption {
        pub(in crate::mqtt) fn new(settings: &Settings) -> Result<Option<Self>, SettingsError> {
            settings.tls.as_ref().map(|tls| Ok(Self(config(tls)?))).transpose()
        }

        pub(in crate::mqtt) fn config(&self) -> ClientConfig {
            self.0.clone()
        }
    }

    fn config(tls: &TlsSettings) -> Result<ClientConfig, SettingsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(&error))?
            .with_root_certificates(authorities(tls)?);
        let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) else {
            return Ok(builder.with_no_client_auth());
        };
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| in_file(key, &error))?;
        builder.with_client_auth_cert(certificates(certificate)?, key).map_err(|error| wrong(&error))
    }

    fn authorities(tls: &TlsSettings) -> Result<RootCertStore, SettingsError> {
        let mut store = RootCertStore::empty();
        let found = match &tls.ca {
            Some(file) => certificates(file)?,
            None => rustls_native_certs::load_native_certs().certs,
        };
        store.add_parsable_certificates(found);
        if store.is_empty() {
            return Err(SettingsError::Tls(
                "no trusted certificate authorities were found; name a CA file".to_owned(),
            ));
        }
        Ok(store)
    }

    fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
        let found: Result<Vec<_>, _> =
            CertificateDer::pem_file_iter(file).map_err(|error| in_file(file, &error))?.collect();
        let found = found.map_err(|error| in_file(file, &error))?;
        if found.is_empty() {
            return Err(in_file(file, &"it contains no PEM certificate"));
        }
        Ok(found)
    }

    fn in_file(file: &Path, why: &dyn ToString) -> SettingsError {
        SettingsError::Unreadable { file: file.to_owned(), why: why.to_string() }
    }

    fn wrong(error: &rustls::Error) -> SettingsError {
        SettingsError::Tls(error.to_string())
    }
}
