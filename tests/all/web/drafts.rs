//! The image of a badge written by hand, put together from its parts, and the competences that it touches.

use axum::http::StatusCode;
use crema::{
    access::audit::Actor,
    badges::draft::Draft,
    base::Lang,
    flows::badges::{Written, write},
    store::badges as rows,
};

use super::badges::document;
use super::giving::{BADGE, steward};
use crate::support::{on_empty, world::World};

const PLACE: &str = "/admin/achievements";
const SLUG: &str = "a-anime-un-cafe-ia";

/// The form of a badge with an image of its own, and what else is said.
fn composed(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let parts = [
        ("shape", "shield"),
        ("colour", "plum"),
        ("pictogram", "people"),
        ("ring", "Cafés d'Évry"),
    ];
    let all = BADGE.iter().chain(&parts);
    let kept = all.filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

#[tokio::test]
async fn an_image_is_seen_before_it_is_published_and_stays_as_it_was_chosen() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    let new = admin.get(&format!("{PLACE}/new")).await.text();
    assert!(new.contains("Trois personnes") && new.contains("Aperçu"));
    let seen = admin
        .submit(PLACE, &composed(&[("preview", "1"), ("alt", "")]))
        .await;
    assert_eq!(seen.status, StatusCode::OK);
    let seen = seen.text();
    assert!(
        seen.contains("Badge en écusson, prune. Au milieu\u{a0}: trois personnes."),
        "{seen}"
    );
    assert!(
        seen.contains("value=\"people\" checked") && seen.contains("value=\"A animé un café IA\"")
    );
    let found = rows::find_achievement(&mut world.app.db.read().await.unwrap(), SLUG).await;
    assert!(found.unwrap().is_none(), "to look is not to publish");

    for wrong in [
        ("shape", "triangle"),
        ("pictogram", ""),
        ("ring", "Un tour beaucoup trop long pour le tour d'un badge"),
    ] {
        let refused = admin.submit(PLACE, &composed(&[wrong])).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong:?}"
        );
        assert!(refused.text().contains("Choisissez une forme"));
    }
    let made = admin.submit(PLACE, &composed(&[("alt", "")])).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let png = world.get(&format!("/achievements/{SLUG}/1.png")).await;
    assert!(png.bytes.len() < 40_000);
    let again = world.get(&format!("/achievements/{SLUG}/1.png")).await;
    assert_eq!(png.bytes, again.bytes);
    let value = world
        .get(&format!("/achievements/{SLUG}.json"))
        .await
        .json();
    let caption = value["image"]["caption"].as_str().unwrap();
    assert_eq!(
        caption,
        "Badge en écusson, prune. Au milieu\u{a0}: trois personnes."
    );

    // The form for the next version begins with this one; the same again is no new version.
    let edit = admin.get(&format!("{PLACE}/{SLUG}/edit")).await.text();
    assert!(edit.contains("value=\"plum\" checked") && edit.contains("Cafés d&#39;Évry"));
    let place = format!("{PLACE}/{SLUG}");
    admin
        .submit(&place, &composed(&[("alt", caption_of(&edit))]))
        .await;
    let other = composed(&[("colour", "green")]);
    admin.submit(&place, &other).await;
    let first = world.get(&format!("/achievements/{SLUG}/1.png")).await;
    assert_eq!(
        first.bytes, png.bytes,
        "what is published is never rewritten"
    );
    let second = world.get(&format!("/achievements/{SLUG}/2.png")).await;
    assert_ne!(second.bytes, png.bytes);
    let third = world.get(&format!("/achievements/{SLUG}/3.png")).await;
    assert_eq!(third.status, StatusCode::NOT_FOUND);
}

fn caption_of(page: &str) -> &'static str {
    let caption = "Badge en écusson, prune. Au milieu\u{a0}: trois personnes.";
    assert!(page.contains(caption));
    caption
}

#[tokio::test]
async fn the_competences_that_are_chosen_stand_in_the_badge() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    let unknown = admin
        .submit(PLACE, &composed(&[("skills", "digcomp:9.9")]))
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("n’est plus dans les référentiels"));
    let made = admin
        .submit(PLACE, &composed(&[("skills", "digcomp:2.3")]))
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let edit = admin.get(&format!("{PLACE}/{SLUG}/edit")).await.text();
    assert!(edit.contains("value=\"digcomp:2.3\" checked"));
    let place = format!("{PLACE}/{SLUG}");
    let given = admin
        .submit(&format!("{place}/gifts"), &[("name", "Zoé")])
        .await
        .text();
    let badge = given.split("/credentials/").nth(1).unwrap();
    let path = format!("/credentials/{}", badge.split(['"', '?']).next().unwrap());
    let value = document(&world, &path).await;
    let alignment = &value["credentialSubject"]["achievement"]["alignment"][0];
    assert_eq!(alignment["targetCode"], "2.3");
    assert_eq!(alignment["targetFramework"], "DigComp 3.0");
    assert_eq!(
        alignment["targetName"],
        "Participer à la vie citoyenne au moyen des technologies numériques"
    );
}

#[test]
fn of_two_who_write_a_badge_at_one_address_at_once_one_is_told_that_it_is_taken() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let draft = |name: &str| Draft {
            slug: "le-meme".into(),
            kind: "Badge".into(),
            name: name.into(),
            description: "Un badge.".into(),
            criteria: "- Venir.".into(),
            image_alt: "Une tasse".into(),
            design: None,
            skills: Vec::new(),
            months: String::new(),
            awarders: Vec::new(),
        };
        let (one, two) = (draft("Le premier"), draft("Le second"));
        let publish = |draft| write(&world.app, Actor::Console, draft, Lang::Fr, true);
        let (one, two) = tokio::join!(publish(&one), publish(&two));
        let taken = [one.unwrap(), two.unwrap()].map(|one| matches!(one, Written::Taken));
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
        let mut reader = world.app.db.read().await.unwrap();
        let found = rows::find_achievement(&mut reader, "le-meme");
        assert_eq!(found.await.unwrap().unwrap().version, "1");
    });
}
