//! The life of a badge, from a card of paper to the day on which nothing of it is kept here any more.

use axum::http::StatusCode;
use crema::{
    badges::ledger::Standing,
    flows::badges::{self, Face},
};

use super::badges::{document, face};
use super::giving::{BADGE, steward};
use crate::support::{browser::Browser, world::World};

/// Every form of a badge, each verified as a stranger would who was handed the file.
async fn every_form(world: &World, path: &str, expected: Face) {
    for form in ["json", "jwt", "png", "svg"] {
        let answer = world.get(&format!("{path}.{form}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        assert_eq!(face(world, answer.bytes).await, expected, "{form}");
    }
}

#[tokio::test]
async fn a_badge_lives_from_a_card_of_paper_to_the_day_it_is_given_up() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    admin.submit("/admin/achievements", &BADGE).await;
    let place = "/admin/achievements/a-anime-un-cafe-ia";
    let rooms = format!("{place}/rooms");
    let code_of = async |admin: &mut Browser<'_>| {
        let fields = [("most", "5"), ("hours", "2")];
        let page = admin.submit(&rooms, &fields).await.text();
        let code = page.split("big-code\">").nth(1).unwrap();
        code.split('<').next().unwrap().to_owned()
    };

    // On paper, without an account: the code of the room becomes one's own, then a badge.
    let room = code_of(&mut admin).await;
    let mut zoe = Browser::new(&world);
    let asked = zoe
        .submit("/claims", &[("code", &room.to_lowercase())])
        .await;
    let take = if asked.status.is_redirection() {
        zoe.get(asked.header("location")).await
    } else {
        asked
    };
    let take = take.text();
    let once = take.split("name=\"once\" value=\"").nth(1).unwrap();
    let once = once.split('"').next().unwrap();
    let own = zoe
        .submit(&format!("/claims/{room}/room"), &[("once", once)])
        .await;
    let own = own.header("location").to_owned();
    let code = own.rsplit('/').next().unwrap().to_owned();
    let card = zoe.get(&format!("{own}/card")).await.text();
    assert!(card.contains(&code));
    let claimed = zoe.submit(&own, &[("name", "Zoé")]).await;
    let badge = claimed.header("location").to_owned();

    // In all its forms, and shared.
    every_form(&world, &badge, Face::Valid).await;
    let page = zoe.get(&badge).await.text();
    for way in ["linkedin.com/profile/add", "mailto:", "&#60;a href="] {
        assert!(page.contains(way), "{way}");
    }
    let file = world.get(&format!("{badge}.json")).await.bytes;

    // Attached to an account, where its end is spoken of.
    let mut space = Browser::entered(&world, "zoe@example.org").await;
    space.submit("/me/badges", &[("code", &code)]).await;
    assert!(space.get("/me").await.text().contains(&badge));

    // Renewed before it ends: each of the two leads to the other.
    world.pass_days(300);
    badges::remind(&world.app).await.unwrap();
    world.pass_days(20);
    let holder = world
        .app
        .keyring
        .holder_token(badge.rsplit('/').next().unwrap().parse().unwrap());
    let mut admin = steward(&world).await;
    let room = code_of(&mut admin).await;
    let again = zoe
        .submit(
            &format!("/claims/{room}/room"),
            &[("once", "a second time")],
        )
        .await;
    let fresh = again
        .header("location")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let renewed = zoe
        .submit(&format!("/holder/{holder}/renewal"), &[("code", &fresh)])
        .await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.text());
    let token = renewed
        .header("location")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let id = world.app.keyring.holder_of(&token).unwrap();
    let second = format!("/credentials/{id}");
    assert!(world.get(&badge).await.text().contains(&second));
    every_form(&world, &second, Face::Valid).await;

    // Another pair of keys signs from now on; what the first one signed holds.
    badges::rotate(&world.app).await.unwrap();
    every_form(&world, &second, Face::Valid).await;
    assert_eq!(face(&world, &file).await, Face::Valid);
    let third = world.badge("Ali").await;
    every_form(&world, &third, Face::Valid).await;

    // Taken back: refused in every form, by file as by address.
    badges::set_standing(&world.app, id, Standing::Revoked, Some("Donné par erreur"))
        .await
        .unwrap();
    every_form(&world, &second, Face::Revoked).await;
    assert!(world.get(&second).await.text().contains("Donné par erreur"));

    // Given up: nothing is kept, and the file in one's hands holds on.
    let end = zoe.submit(&format!("/holder/{holder}/end"), &[]).await;
    assert_eq!(end.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&badge).await.status, StatusCode::GONE);
    assert!(!space.get("/me").await.text().contains(&badge));
    let before_its_end = face(&world, &file).await;
    assert_eq!(before_its_end, Face::Valid);
    let erased = space.submit("/me/erasure", &[("sure", "yes")]).await;
    assert!(erased.status.is_redirection() || erased.status.is_success());
    assert_eq!(face(&world, &file).await, Face::Valid);
    assert_eq!(
        document(&world, &third).await["type"][1],
        "OpenBadgeCredential"
    );
}
