//! Keys, and settings that contradict each other.

use std::panic::catch_unwind;

use seaview::jwt::{Jwt, JwtSettings, SigningKey};

use super::{SECRET, World, settings};

fn rsa() -> SigningKey {
    SigningKey::rs256(include_bytes!("keys/rsa.pem"), include_bytes!("keys/rsa.pub.pem"))
}

fn ed25519() -> SigningKey {
    SigningKey::eddsa(include_bytes!("keys/ed25519.pem"), include_bytes!("keys/ed25519.pub.pem"))
}

#[tokio::test]
async fn tokens_are_signed_by_rsa_and_ed25519_as_well() {
    for (signing_key, shown) in [(rsa(), "SigningKey(RS256)"), (ed25519(), "SigningKey(EdDSA)")] {
        assert_eq!(format!("{signing_key:?}"), shown);
        let world = World::new(JwtSettings { signing_key, ..settings() }).await;
        assert_eq!(world.bearer(&world.access).await.status, 200);
        assert_eq!(world.refresh(&world.refresh).await.status, 200);
        let other = World::new(settings()).await;
        assert_eq!(other.bearer(&world.access).await.status, 401);
    }
}

fn message(work: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = catch_unwind(work).expect_err("a panic");
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string())).unwrap()
}

#[test]
fn mistakes_in_the_settings_are_told_at_the_start() {
    let short = || _ = SigningKey::hs256(&SECRET[1..]);
    assert_eq!(message(short), "the secret of HS256 has 31 bytes; make it 32 random ones or more");
    let no_key = || _ = SigningKey::rs256("x", "y");
    assert_eq!(
        message(no_key),
        "this is no pair of RSA keys; give them in PEM, the private one first"
    );
    let rsa_for_ed25519 = || {
        _ = SigningKey::eddsa(include_bytes!("keys/rsa.pem"), include_bytes!("keys/rsa.pub.pem"))
    };
    assert_eq!(
        message(rsa_for_ed25519),
        "this is no pair of Ed25519 keys; give them in PEM, the private one first"
    );
    let plain = || JwtSettings::new(SigningKey::hs256(SECRET));
    let contradiction = || {
        _ = Jwt::new(JwtSettings { blacklist_after_rotation: true, ..plain() });
    };
    assert_eq!(
        message(contradiction),
        "`blacklist_after_rotation` needs a table of revoked tokens; set `blacklist` to `true`"
    );
    let view = || _ = Jwt::new(plain()).blacklist_view();
    assert_eq!(
        message(view),
        "a view that revokes tokens needs a table of them; set `blacklist` to `true`"
    );
}
