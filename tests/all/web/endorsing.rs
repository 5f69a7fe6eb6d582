//! Endorsements: a coordinator answers for somebody certified, an organisation recommends a badge; both are signed, carried, verified by a stranger, and
//! withdrawn.

use axum::http::{Method, StatusCode};
use crema::{
    access::{
        account::{Account, Post, Role},
        audit::Actor,
    },
    badges::endorsement::{About, Flaw},
    base::{Email, Lang},
    flows::{
        access as flow,
        badges::{self, Face, Saying},
        upkeep,
    },
    store::{access, badges as rows, charter, db::Tx, endorsements},
};
use serde_json::Value;

use super::{
    badges::{face, pasted},
    certification::{
        cafes, founders, hand_in, open_dossier, questionnaire, read, serving_with, session,
    },
};
use crate::support::{
    Folder,
    browser::Browser,
    on_empty,
    world::{MODULE, World},
};

const WORDS: &str = "Je l'ai vue animer trois cafés : chacun y a parlé.";

/// An instance in which Ada is certified, and the path of her badge.
async fn certified() -> (World, Folder, String) {
    let (world, folder) = serving_with(&[]).await;
    let badge = certify(&world).await;
    (world, folder, badge)
}

/// Has Ada certified: the path of her badge.
async fn certify(world: &World) -> String {
    let mut founders = founders(world, &["bea", "cleo"]).await;
    let mut ada = Browser::entered(world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    let code = session(&mut founders[0]).await;
    questionnaire(&mut ada, &code, true).await;
    cafes(&mut ada).await;
    hand_in(&mut ada).await;
    for founder in &mut founders {
        read(founder, "3").await;
    }
    let mut ada = Browser::entered(world, "ada@example.org").await;
    let space = ada.get("/me").await.text();
    let badge = space.split("href=\"/credentials/").nth(1).unwrap();
    format!("/credentials/{}", badge.split('"').next().unwrap())
}

/// The path of the first endorsement that a page leads to.
fn endorsement(page: &str) -> String {
    let rest = page.split("href=\"/endorsements/").nth(1).unwrap();
    let id: String = rest.chars().take(36).collect();
    format!("/endorsements/{id}")
}

fn vouching<'f>(about: &'f str, step: &'f str) -> [(&'f str, &'f str); 4] {
    [
        ("about", about),
        ("name", "Camille Durand"),
        ("words", WORDS),
        ("step", step),
    ]
}

async fn json(world: &World, path: &str) -> Value {
    world.get(&format!("{path}.json")).await.json()
}

const FORM: &str = "/me/endorsements/person";

#[tokio::test]
async fn a_coordinator_answers_for_somebody_and_a_stranger_reads_the_chain() {
    let (world, _folder, badge) = certified().await;
    let mut camille = Browser::steward(&world, "camille@example.org", Role::Coordinator).await;
    let url = world.app.url(&badge);
    for (fields, wrong) in [
        (
            vec![("about", url.as_str()), ("name", "Camille")],
            "words-error",
        ),
        (
            vec![("about", url.as_str()), ("words", WORDS)],
            "name-error",
        ),
        (vec![("name", "Camille"), ("words", WORDS)], "about-error"),
        (
            vec![
                ("about", "https://elsewhere.example/credentials/1"),
                ("name", "Camille"),
                ("words", WORDS),
            ],
            "about-error",
        ),
        (
            vec![
                ("about", url.as_str()),
                ("name", "Camille"),
                ("words", "Voyez www.a.fr"),
            ],
            "words-error",
        ),
    ] {
        let refused = camille.submit(FORM, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text().contains(&format!("id=\"{wrong}\"")),
            "{fields:?}"
        );
    }
    let preview = camille.submit(FORM, &vouching(&url, "preview")).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.text().contains("Camille Durand") && preview.text().contains("Signer"));
    assert!(
        !world.get(&badge).await.text().contains("Camille"),
        "nothing is signed yet"
    );
    let back = camille.submit(FORM, &vouching(&url, "edit")).await.text();
    assert!(back.contains("value=\"Camille Durand\"") && back.contains("trois cafés"));
    let before = world.get(&format!("{badge}.json")).await.bytes;
    let signed = camille.submit(FORM, &vouching(&url, "sign")).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let again = camille.submit(FORM, &vouching(&url, "sign")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    // What was issued is not changed, and a stranger reads the chain beside it.
    assert_eq!(world.get(&format!("{badge}.json")).await.bytes, before);
    let page = world.get(&badge).await.text();
    for said in [
        "a confié une coordination à Camille Durand",
        "se vérifie à part",
        "trois cafés",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let path = endorsement(&page);
    let alone = json(&world, &path).await;
    assert_eq!(alone["credentialSubject"]["id"], url);
    assert_eq!(alone["credentialSubject"]["endorsementComment"], WORDS);
    assert_eq!(alone["issuer"]["id"], world.app.did());
    assert_eq!(face(&world, alone.to_string()).await, Face::Valid);
    let token = world.get(&format!("{path}.jwt")).await;
    assert_eq!(token.header("content-type"), "application/vc+jwt");
    assert_eq!(face(&world, token.bytes).await, Face::Valid);
    let shown = world.get(&path).await.text();
    assert!(
        shown.contains("Recommandation authentique") && shown.contains(&badge),
        "{shown}"
    );
    let program = world
        .send(Method::GET, &path, &[("accept", "*/*")], "")
        .await;
    assert_eq!(program.json()["id"], world.app.url(&path));
    let mut altered = alone.clone();
    altered["credentialSubject"]["endorsementComment"] = "Parfaite.".into();
    assert_eq!(face(&world, altered.to_string()).await, Face::Altered);

    // Ada has a letter, and takes it into her file.
    world.run_jobs().await;
    let letters = world.letters();
    let told = letters
        .iter()
        .filter(|one| one.contains("ada@example.org") && one.contains("/me/endorsements"));
    assert_eq!(told.count(), 1);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let own = ada.get("/me/endorsements").await.text();
    let carry = own
        .split("action=\"")
        .find(|rest| rest.contains("/signature\""))
        .unwrap();
    let carry = carry.split('"').next().unwrap().to_owned();
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.submit(&carry, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.submit(&carry, &[]).await.status, StatusCode::SEE_OTHER);
    let inside = json(&world, &badge).await;
    assert_eq!(inside["endorsement"][0], alone);
    assert_eq!(face(&world, inside.to_string()).await, Face::Valid);
    assert_eq!(face(&world, &before).await, Face::Replaced);
    assert!(
        world
            .get(&badge)
            .await
            .text()
            .contains("dans le fichier du badge")
    );
    let pasted_page = pasted(&world, &inside.to_string()).await;
    assert!(
        pasted_page.contains("Recommandation de Camille Durand"),
        "{pasted_page}"
    );
    let export = ada.get("/me/export").await.json();
    assert_eq!(export["endorsements"][0]["words"], WORDS);

    // Withdrawn, it counts no more, and the badge holds.
    let end = format!("/me{path}/end");
    assert_eq!(eve.submit(&end, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(face(&world, alone.to_string()).await, Face::Valid);
    for _ in 0..2 {
        assert_eq!(
            camille.submit(&end, &[]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(face(&world, alone.to_string()).await, Face::Revoked);
    assert!(
        world
            .get(&path)
            .await
            .text()
            .contains("Recommandation retirée")
    );
    assert_eq!(face(&world, inside.to_string()).await, Face::Valid);
    let told = pasted(&world, &inside.to_string()).await;
    assert!(told.contains("a été retirée depuis"), "{told}");
    assert!(
        !world
            .get(&badge)
            .await
            .text()
            .contains("a confié une coordination")
    );
}

#[tokio::test]
async fn only_a_coordinator_answers_for_another_and_it_ends_with_the_role_or_the_wish() {
    let (world, _folder, badge) = certified().await;
    for (who, role) in [("admin", Role::Admin), ("rev", Role::Reviewer)] {
        let email = format!("{who}@example.org");
        let mut other = Browser::steward(&world, &email, role).await;
        let tried = other.submit(FORM, &vouching(&badge, "sign")).await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN, "{who}");
    }
    // For herself Ada cannot, even as a coordinator.
    let mut own = Browser::steward(&world, "ada@example.org", Role::Coordinator).await;
    let id = badge.rsplit('/').next().unwrap();
    let herself = own.submit(FORM, &vouching(id, "sign")).await;
    assert_eq!(herself.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(herself.text().contains("Ce badge est le vôtre"));

    let mut camille = Browser::steward(&world, "camille@example.org", Role::Coordinator).await;
    camille.submit(FORM, &vouching(id, "sign")).await;
    let path = endorsement(&world.get(&badge).await.text());
    let first = json(&world, &path).await;
    // Ada does not want it.
    world.run_jobs().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let off = ada.submit(&format!("/me{path}/end"), &[]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    assert_eq!(face(&world, first.to_string()).await, Face::Revoked);
    assert!(
        world
            .get(&path)
            .await
            .text()
            .contains("par la personne qui tient le badge")
    );

    camille.submit(FORM, &vouching(id, "sign")).await;
    let path = endorsement(&world.get(&badge).await.text());
    let second = json(&world, &path).await;
    let email = Email::read("camille@example.org").unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let account = access::find_account_of(&mut reader, &email)
        .await
        .unwrap()
        .unwrap();
    drop(reader);
    let post = Post {
        role: Role::Coordinator,
        territory: None,
    };
    flow::take_back(&world.app, Actor::Console, account.id, &post)
        .await
        .unwrap();
    assert_eq!(face(&world, second.to_string()).await, Face::Revoked);
    assert!(world.get(&path).await.text().contains("ne coordonne plus"));
    // Its page says so for a year.
    world.pass_days(366);
    upkeep::forget(&world.app).await.unwrap();
    assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_said_of_a_badge_goes_with_the_account_of_its_holder_and_of_who_said_it() {
    let (world, _folder, badge) = certified().await;
    let mut camille = Browser::steward(&world, "camille@example.org", Role::Coordinator).await;
    let mut cyril = Browser::steward(&world, "cyril@example.org", Role::Coordinator).await;
    let mut documents = Vec::new();
    for coordinator in [&mut camille, &mut cyril] {
        coordinator
            .submit(FORM, &vouching(&badge_id(&badge), "sign"))
            .await;
        let own = coordinator.get("/me/endorsements").await.text();
        documents.push((endorsement(&own), json(&world, &endorsement(&own)).await));
    }
    camille.submit("/me/erasure", &[("sure", "yes")]).await;
    assert_eq!(
        world.get(&documents[0].0).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        face(&world, documents[0].1.to_string()).await,
        Face::Revoked
    );
    assert_eq!(face(&world, documents[1].1.to_string()).await, Face::Valid);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    ada.submit("/me/erasure", &[("sure", "yes")]).await;
    assert_eq!(
        world.get(&documents[1].0).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        face(&world, documents[1].1.to_string()).await,
        Face::Revoked
    );
}

fn badge_id(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_organisation_that_adheres_recommends_a_badge_and_later_badges_carry_it() {
    const FORM: &str = "/me/endorsements/badge";
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let closed = zoe.get(FORM).await.text();
    assert!(closed.contains("/me/charter") && !closed.contains("<textarea"));
    let adhered = [
        ("version", "1.0"),
        ("party", "organisation"),
        ("organisation", "Médiathèque Voyelles"),
        ("sector", "library"),
        ("place", "Lille"),
        ("accept", "yes"),
    ];
    zoe.submit("/me/charter", &adhered).await;
    let form = zoe.get(FORM).await.text();
    let value = |name: &str| {
        let rest = form
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let organisation = value("organisation");
    let slug = form.split("<option value=\"").nth(1).unwrap();
    let slug = slug.split('"').next().unwrap().to_owned();
    assert!(
        !form.contains("value=\"charter\""),
        "adherence is not for others to praise"
    );
    let fields = |step: &'static str| {
        vec![
            ("organisation", organisation.clone()),
            ("about", slug.clone()),
            ("words", "Nous le proposons à toute l'équipe.".to_owned()),
            ("step", step.to_owned()),
        ]
    };
    let send = async |browser: &mut Browser<'_>, fields: Vec<(&str, String)>| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser.submit(FORM, &fields).await
    };
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let foreign = send(&mut eve, fields("sign")).await;
    assert_eq!(
        foreign.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "somebody else's organisation"
    );
    let mut blank = fields("sign");
    blank[2].1.clear();
    assert_eq!(
        send(&mut zoe, blank).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(
        send(&mut zoe, fields("preview"))
            .await
            .text()
            .contains("Signer")
    );
    let signed = send(&mut zoe, fields("sign")).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());

    let page = world.get(&format!("/achievements/{slug}")).await.text();
    assert!(
        page.contains("Qui recommande ce badge") && page.contains("Médiathèque Voyelles"),
        "{page}"
    );
    let path = endorsement(&page);
    let alone = json(&world, &path).await;
    assert_eq!(face(&world, alone.to_string()).await, Face::Valid);
    let published = json(&world, &format!("/achievements/{slug}")).await;
    assert_eq!(published["endorsement"][0], alone);
    assert_eq!(published["id"], alone["credentialSubject"]["id"]);

    // A badge of another level does not carry it; one of that level does, in both forms.
    let mut carried = 0;
    let badge = world.badge("Ada").await;
    let document = json(&world, &badge).await;
    let achievement = &document["credentialSubject"]["achievement"];
    if achievement["id"] == published["id"] {
        assert_eq!(achievement["endorsement"][0], alone);
        let token = world.get(&format!("{badge}.jwt")).await.bytes;
        assert_eq!(face(&world, token).await, Face::Valid);
        carried += 1;
    } else {
        assert!(achievement.get("endorsement").is_none());
    }
    assert_eq!(face(&world, document.to_string()).await, Face::Valid);
    assert!(carried > 0 || slug != MODULE);

    // The organisation leaves the charter: it recommends nothing any more.
    let own = zoe.get("/me/charter").await.text();
    let end = own.split("action=\"/me/charter/").nth(1).unwrap();
    let end = format!("/me/charter/{}", end.split('"').next().unwrap());
    zoe.submit(&end, &[]).await;
    assert_eq!(face(&world, alone.to_string()).await, Face::Revoked);
    assert_eq!(face(&world, document.to_string()).await, Face::Valid);
    assert!(
        !world
            .get(&format!("/achievements/{slug}"))
            .await
            .text()
            .contains("Médiathèque")
    );

    // The administration sees it all, and nobody else.
    let mut admin = Browser::steward(&world, "admin@example.org", Role::Admin).await;
    let list = admin.get("/admin/endorsements").await.text();
    assert!(
        list.contains("Médiathèque Voyelles") && list.contains("adhère plus à la charte"),
        "{list}"
    );
    assert_eq!(
        eve.get("/admin/endorsements").await.status,
        StatusCode::FORBIDDEN
    );
    zoe.submit("/me/charter", &adhered).await;
    send(&mut zoe, fields("sign")).await;
    let path = endorsement(&world.get(&format!("/achievements/{slug}")).await.text());
    let taken = admin.submit(&format!("/admin{path}/end"), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(world.get(&path).await.text().contains("administration."));
}

/// An account by its address.
async fn account(world: &World, address: &str) -> Account {
    let email = Email::read(address).unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let found = access::find_account_of(&mut reader, &email).await.unwrap();
    found.unwrap()
}

/// Lets somebody endorse while another process, which has not ended its transaction yet, takes their right to do so.
async fn endorse_while(world: &World, by: &Account, saying: Saying, tx: Tx) -> Result<(), Flaw> {
    let (endorsed, ()) = tokio::join!(badges::endorse(&world.app, by, saying, Lang::Fr), async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    });
    endorsed.unwrap().map(drop)
}

#[test]
fn nobody_endorses_by_a_role_or_an_adherence_that_ends_at_the_same_moment() {
    on_empty(|url| async move {
        let (world, _folder) = serving_with(&[("CREMA_DATABASE_URL", &url)]).await;
        let badge = certify(&world).await;
        Browser::steward(&world, "camille@example.org", Role::Coordinator).await;
        let camille = account(&world, "camille@example.org").await;
        let saying = |organisation, about| Saying {
            organisation,
            about,
            name: "Camille Durand".into(),
            territory: String::new(),
            words: WORDS.into(),
        };
        let about = About::Badge(badge.rsplit('/').next().unwrap().parse().unwrap());
        let mut tx = world.app.db.write().await.unwrap();
        for post in &camille.posts {
            assert!(
                access::forget_role(&mut tx, camille.id, post)
                    .await
                    .unwrap()
            );
        }
        badges::end_of_role(&mut tx, camille.id, world.app.now())
            .await
            .unwrap();
        let said = endorse_while(&world, &camille, saying(None, about), tx).await;
        assert_eq!(said, Err(Flaw::NotHolding));

        let mut zoe = Browser::entered(&world, "zoe@example.org").await;
        let adhered = [
            ("version", "1.0"),
            ("party", "organisation"),
            ("organisation", "Médiathèque Voyelles"),
            ("sector", "library"),
            ("place", "Lille"),
            ("accept", "yes"),
        ];
        zoe.submit("/me/charter", &adhered).await;
        let zoe = account(&world, "zoe@example.org").await;
        let mut tx = world.app.db.write().await.unwrap();
        let adherence = charter::list_of_account(&mut tx, zoe.id)
            .await
            .unwrap()
            .remove(0);
        let organisation = adherence.organisation.unwrap().id;
        let now = world.app.now();
        assert!(
            charter::end(&mut tx, adherence.id, "Adieu", now)
                .await
                .unwrap()
        );
        badges::end_of_organisation(&mut tx, organisation, now)
            .await
            .unwrap();
        let achievement = rows::find_achievement(&mut tx, "animation")
            .await
            .unwrap()
            .unwrap();
        let about = About::Achievement {
            slug: achievement.slug,
            version: achievement.version,
        };
        let said = endorse_while(&world, &zoe, saying(Some(organisation), about), tx).await;
        assert_eq!(said, Err(Flaw::NotAdhering));
        let mut reader = world.app.db.read().await.unwrap();
        assert_eq!(endorsements::count(&mut reader).await.unwrap(), 0);
    });
}
