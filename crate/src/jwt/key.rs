//! Keys that sign tokens.

use std::{fmt, sync::Arc};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

/// An algorithm and its keys. A token that names another algorithm, or `none`, is refused.
/// `Debug` does not show the keys.
#[derive(Clone)]
pub struct SigningKey(Arc<Keys>);

pub(super) struct Keys {
    pub(super) algorithm: Algorithm,
    pub(super) signing: EncodingKey,
    pub(super) verifying: DecodingKey,
}

impl SigningKey {
    /// HMAC with SHA-256, simplejwt's default: whoever checks tokens can make them.
    ///
    /// # Panics
    /// If the secret has less than 32 bytes, which RFC 7518 asks for.
    #[track_caller]
    pub fn hs256(secret: impl AsRef<[u8]>) -> Self {
        let secret = secret.as_ref();
        assert!(
            secret.len() >= 32,
            "the secret of HS256 has {} bytes; make it 32 random ones or more",
            secret.len()
        );
        Self::of(
            Algorithm::HS256,
            EncodingKey::from_secret(secret),
            DecodingKey::from_secret(secret),
        )
    }

    /// RSA with SHA-256, by the two keys in PEM.
    ///
    /// # Panics
    /// If one of them is no such key.
    #[track_caller]
    pub fn rs256(private: impl AsRef<[u8]>, public: impl AsRef<[u8]>) -> Self {
        match (
            EncodingKey::from_rsa_pem(private.as_ref()),
            DecodingKey::from_rsa_pem(public.as_ref()),
        ) {
            (Ok(signing), Ok(verifying)) => Self::of(Algorithm::RS256, signing, verifying),
            _ => panic!("this is no pair of RSA keys; give them in PEM, the private one first"),
        }
    }

    /// Ed25519, by the two keys in PEM.
    ///
    /// # Panics
    /// If one of them is no such key.
    #[track_caller]
    pub fn eddsa(private: impl AsRef<[u8]>, public: impl AsRef<[u8]>) -> Self {
        match (
            EncodingKey::from_ed_pem(private.as_ref()),
            DecodingKey::from_ed_pem(public.as_ref()),
        ) {
            (Ok(signing), Ok(verifying)) => Self::of(Algorithm::EdDSA, signing, verifying),
            _ => panic!("this is no pair of Ed25519 keys; give them in PEM, the private one first"),
        }
    }

    fn of(algorithm: Algorithm, signing: EncodingKey, verifying: DecodingKey) -> Self {
        Self(Arc::new(Keys { algorithm, signing, verifying }))
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.0
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({:?})", self.0.algorithm)
    }
}
