//! Doors that open with what a letter or a badge holds: what is forged, altered, of another door or of nobody changes nothing behind any of them.

use axum::http::StatusCode;
use crema::{
    base::{AccountId, AttestationId, CredentialId, EntryId, MessageId, RegistrationId},
    outside::keyring::{Errand, SubscriptionErrand},
    store::{
        db,
        whole::{self, Content},
    },
};

use crate::support::{browser::Browser, world::World};

/// Where a token stands in the path, and a form that would do something.
const DOORS: [(&str, &[(&str, &str)]); 15] = [
    ("/entry/@", &[]),
    (
        "/attestations/@",
        &[
            ("answer", "confirm"),
            ("signer", "Ida"),
            ("quality", "host"),
            ("organisation", "Mairie"),
            ("sure", "yes"),
        ],
    ),
    ("/people/letters/@", &[]),
    (
        "/people/reports/@",
        &[("reason", "other"), ("words", "Non.")],
    ),
    ("/people/confirmations/@", &[]),
    ("/subscriptions/confirmations/@", &[]),
    ("/subscriptions/preferences/@", &[("rhythm", "weekly")]),
    ("/subscriptions/preferences/@/keep", &[]),
    ("/subscriptions/end/@", &[]),
    ("/registrations/@/cancellation", &[]),
    ("/holder/@/renewal", &[("code", "0000-0000-0000")]),
    ("/holder/@/name", &[("name", "Eve")]),
    ("/holder/@/letter", &[("email", "eve@example.org")]),
    ("/holder/@/end", &[("sure", "yes")]),
    ("/claims/@", &[("name", "Eve")]),
];

/// What the database holds, table by table.
async fn content(world: &World) -> Vec<(String, Content)> {
    let mut snapshot = world.app.db.snapshot().await.unwrap();
    let mut all = Vec::new();
    for table in whole::tables(db::newest()) {
        let held = table.content(&mut snapshot).await.unwrap();
        all.push((table.name.clone(), held));
    }
    all
}

#[tokio::test]
async fn a_forged_altered_or_foreign_token_opens_no_door_and_changes_nothing() {
    let world = World::new().await;
    let badge = world.badge("Zoé").await;
    let id: CredentialId = badge.rsplit('/').next().unwrap().parse().unwrap();
    let keyring = &world.app.keyring;
    let holder = keyring.holder_token(id);
    // Signed by these keys, each for another door, or for what is not there.
    let subscription = "019ac0de-0000-7000-8000-000000000000".parse().unwrap();
    let mut tokens = vec![
        ("entry", keyring.entry_token(EntryId::new())),
        (
            "attestation",
            keyring.attestation_token(AttestationId::new()),
        ),
        (
            "message",
            keyring.message_token(Errand::Confirm, MessageId::new()),
        ),
        (
            "report",
            keyring.message_token(Errand::Report, MessageId::new()),
        ),
        (
            "profile",
            keyring.profile_token(AccountId::new(), world.app.now()),
        ),
        (
            "registration",
            keyring.registration_token(RegistrationId::new()),
        ),
        (
            "subscription",
            keyring.subscription_token(SubscriptionErrand::Refusal, subscription),
        ),
        (
            "holder of nothing",
            keyring.holder_token(CredentialId::new()),
        ),
        ("forged", "A".repeat(43)),
        ("short", "A".into()),
        ("sign", "%00".into()),
        ("of another", "0000-0000-0000".into()),
    ];
    let altered = |token: &str| {
        let last = if token.ends_with('A') { 'Q' } else { 'A' };
        format!("{}{last}", &token[..token.len() - 1])
    };
    tokens.push(("altered", altered(&holder)));
    let before = content(&world).await;
    assert!(
        before
            .iter()
            .any(|(name, held)| name == "credentials" && held.rows == 1)
    );
    let mut tried = 0;
    for (door, form) in DOORS {
        for (kind, token) in &tokens {
            let path = door.replace('@', token);
            let mut stranger = Browser::new(&world);
            let answer = stranger.submit(&path, form).await;
            assert!(
                answer.status.is_client_error(),
                "{kind} at {door}: {} {}",
                answer.status,
                answer.header("location")
            );
            tried += 1;
        }
        // What opens one door opens no other.
        if !door.starts_with("/holder/") {
            let path = door.replace('@', &holder);
            let answer = Browser::new(&world).submit(&path, form).await;
            assert!(answer.status.is_client_error(), "holder at {door}");
        }
        assert_eq!(content(&world).await, before, "{door}");
    }
    assert_eq!(tried, DOORS.len() * tokens.len());
    let own = Browser::new(&world)
        .submit(&format!("/holder/{holder}/name"), &[("name", "Zoé M.")])
        .await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "the right one opens");
    assert_ne!(content(&world).await, before);
}
