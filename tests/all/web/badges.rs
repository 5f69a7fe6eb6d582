//! Badges that were tampered with, forged, moved with their instance, or earned with a module that has changed since.

use std::{fs, path::Path};

use axum::http::{Method, StatusCode, header};
use crema::{
    badges::ledger::Standing,
    flows::badges::{self, Face},
};
use openbadges::{
    Contexts, jwt,
    key::{KeySigner, SecretKey},
    proof,
};
use serde_json::{Value, json};

use crate::support::{
    Folder,
    browser::Browser,
    world::{MODULE, World},
};

pub(super) async fn face(world: &World, input: impl AsRef<[u8]>) -> Face {
    badges::verify(&world.app, input.as_ref())
        .await
        .unwrap()
        .face
}

pub(super) async fn document(world: &World, path: &str) -> Value {
    world.get(&format!("{path}.json")).await.json()
}

#[tokio::test]
async fn a_badge_that_somebody_else_signed_is_never_ours() {
    let world = World::new().await;
    let mut forged = document(&world, &world.badge("Zoé").await).await;
    let members = forged.as_object_mut().unwrap();
    members.remove("proof");
    members.remove("credentialStatus");
    let key = SecretKey::ed25519(&[7; 32]);
    let multikey = key.public().multikey();
    let did = format!("did:key:{multikey}");
    forged["issuer"]["id"] = did.clone().into();
    forged["credentialSubject"]["achievement"]["creator"]["id"] = did.clone().into();
    let signer = KeySigner::new(&key, format!("{did}#{multikey}"));
    let token = jwt::sign(&forged, &signer).unwrap();
    let signed = proof::add(
        forged.clone(),
        &signer,
        world.app.now(),
        Contexts::bundled(),
    )
    .unwrap();
    for input in [token.clone(), signed.to_string()] {
        assert_eq!(face(&world, &input).await, Face::Imposter);
    }
    let answer = world
        .call(Method::POST, "/api/v1/verifications", "", signed.clone())
        .await
        .json();
    assert_eq!(answer["verdict"], "invalid");
    let page = pasted(&world, &token).await;
    assert!(
        page.contains("Faux badge") && !page.contains("Zoé"),
        "{page}"
    );
    // The same under an address of its own: right as such, and not from here.
    forged["id"] = "https://autre.example/credentials/1".into();
    let token = jwt::sign(&forged, &signer).unwrap();
    assert_eq!(face(&world, &token).await, Face::Foreign);
    let page = pasted(&world, &token).await;
    assert!(!page.contains("Badge authentique") && page.contains("ne vient pas de cette instance"));
}

/// The page that answers a badge pasted into the form.
pub(super) async fn pasted(world: &World, paste: &str) -> String {
    world
        .send(
            Method::POST,
            "/verify",
            &[
                ("origin", "http://localhost:8080"),
                ("content-type", "multipart/form-data; boundary=x"),
            ],
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"paste\"\r\n\r\n{paste}\r\n--x--\r\n"
            ),
        )
        .await
        .text()
}

#[tokio::test]
async fn the_first_words_of_a_badge_answer_what_a_stranger_asks() {
    let world = World::new().await;
    let path = world.badge("Zoé").await;
    for (lang, said) in [
        (
            "",
            [
                "<h1>Badge authentique</h1>",
                "Zoé : nom indiqué par la personne, identité non vérifiée.",
                "valable sans limite de durée.",
                "Quiz libre, sans surveillance.",
                "href=\"/issuer\"",
                "href=\"#elsewhere\">Si ce site disparaît",
            ],
        ),
        (
            "?lang=en",
            [
                "<h1>Authentic badge</h1>",
                "Zoé: name given by the person, identity not verified.",
                "with no end date.",
                "Quiz libre, sans surveillance.",
                "href=\"/issuer?lang=en\"",
                "href=\"#elsewhere\">If this site is gone",
            ],
        ),
    ] {
        let headers = [("accept", "text/html")];
        let page = world
            .send(Method::GET, &format!("{path}.html{lang}"), &headers, "")
            .await
            .text()
            .replace(['\u{a0}', '\u{202f}'], " ");
        let verdict = page.split("<div class=\"verdict").nth(1).unwrap();
        let verdict = verdict.split("</div>").next().unwrap();
        let places: Vec<_> = said.iter().map(|one| verdict.find(one)).collect();
        assert!(places.iter().all(Option::is_some), "{said:?} in {verdict}");
        assert!(places.is_sorted(), "{said:?} at {places:?}");
        assert!(page.contains("id=\"elsewhere\""));
    }
    // Who shows no name is said to show none.
    let nobody = world.badge("").await;
    let page = world.get(&nobody).await.text();
    assert!(page.contains("Aucun nom n’est montré."));
}

#[tokio::test]
async fn what_is_no_badge_is_told_what_it_is_and_what_is_expected() {
    let world = World::new().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    for (handed, told) in [
        ("%PDF-1.7", "C’est un document PDF."),
        ("bonjour", "C’est du texte ordinaire."),
        ("{\"a\":1}", "C’est un fichier JSON, mais"),
        ("{\"a\":", "coupé ou mal formé"),
        ("eyJhbGciOiJub25lIn0.e30", "ressemble à un JWT"),
        ("https://badges.example/credentials/1", "C’est une adresse"),
        ("<!doctype html><p>", "C’est une page web."),
        (svg, "C’est une image SVG."),
    ] {
        let page = pasted(&world, handed).await;
        let page = page
            .replace("&#39;", "'")
            .replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains("Ce n’est pas un badge"), "{handed}: {page}");
        assert!(page.contains(told), "{handed}: {page}");
        assert!(page.contains("Nous attendons un badge Open Badges 3.0"));
    }
}

#[tokio::test]
async fn what_was_pasted_and_is_no_badge_is_kept_to_be_mended() {
    let world = World::new().await;
    let page = pasted(&world, "{\"type\": <b>").await;
    assert!(page.contains("Ce n’est pas un badge"));
    assert!(
        page.contains("{&#34;type&#34;: &#60;b&#62;</textarea>"),
        "{page}"
    );
    let path = world.badge("Zoé").await;
    let own = document(&world, &path).await.to_string();
    let page = pasted(&world, &own).await;
    assert!(page.contains("Badge authentique") && page.contains("></textarea>"));
}

#[tokio::test]
async fn a_copy_of_our_badge_says_what_our_own_says() {
    let world = World::new().await;
    let path = world.badge("Zoé").await;
    let own = document(&world, &path).await;
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    for token in ["jwt", "png", "svg"] {
        let bytes = world.get(&format!("{path}.{token}")).await.bytes;
        assert_eq!(face(&world, bytes).await, Face::Valid, "{token}");
    }
    let mut changed: Vec<(&str, Value)> = Vec::new();
    let mut one = own.clone();
    one.pointer_mut("/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel")
        .unwrap()
        .as_array_mut()
        .unwrap()
        .reverse();
    changed.push(("levels", one));
    for member in ["name", "url"] {
        let mut one = own.clone();
        one["issuer"].as_object_mut().unwrap().remove(member);
        changed.push((member, one));
    }
    let mut one = own.clone();
    one["issuer"] = one["issuer"]["id"].clone();
    changed.push(("issuer", one));
    let mut one = own.clone();
    one["proof"]
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "X"}));
    changed.push(("proof", one));
    for (what, changed) in changed {
        assert_eq!(
            face(&world, changed.to_string()).await,
            Face::Altered,
            "{what}"
        );
    }
}

#[tokio::test]
async fn what_holds_no_badge_is_not_called_altered() {
    let world = World::new().await;
    let emblem = world.get("/achievements/ia-generative-reperes.png").await;
    assert_eq!(emblem.status, StatusCode::OK);
    for input in [
        emblem.bytes.as_slice(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<!doctype html><p>hello",
        b"{}",
        b"{\"name\":\"package\",\"version\":\"1.0.0\"}",
    ] {
        assert_eq!(face(&world, input).await, Face::NotABadge);
    }
}

/// What is larger or deeper than what is read here may be a badge: the page says so, and not that it is none.
#[tokio::test]
async fn what_is_more_than_what_is_read_is_left_open() {
    let world = World::new().await;
    let large = [b"{}".as_slice(), &vec![b' '; 4 << 20]].concat();
    assert_eq!(face(&world, large).await, Face::Unknown);
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100), "]".repeat(100));
    assert_eq!(face(&world, &deep).await, Face::Unknown);
    let page = pasted(&world, &deep).await;
    for told in [
        "Vérification impossible",
        "plus compliqué que ce que nous vérifions",
        "pas dire que le badge est faux",
    ] {
        assert!(page.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_badge_goes_on_under_the_former_address_of_its_instance() {
    let before = World::new().await;
    let path = before.badge("Zoé").await;
    let own = document(&before, &path).await;
    let world = before.again(|config| {
        config.base_url = Some("https://badges.cafeia.example.org".into());
        config.issuer.former_urls = vec!["http://localhost:8080".into()];
    });
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    assert!(world.get(&path).await.text().contains("Badge authentique"));
    for (host, did) in [
        ("localhost:8080", "did:web:localhost%3A8080"),
        (
            "badges.cafeia.example.org",
            "did:web:badges.cafeia.example.org",
        ),
    ] {
        let from = [("host", host)];
        let get = async |path| world.send(Method::GET, path, &from, "").await.json();
        assert_eq!(get("/.well-known/did.json").await["id"], did);
        let list = get("/status/1").await;
        assert_eq!(
            list["issuer"].as_str().or(list["issuer"]["id"].as_str()),
            Some(did)
        );
        assert!(list["id"].as_str().unwrap().contains(host), "{list}");
    }
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    badges::set_standing(&world.app, id, Standing::Revoked, Some("Erreur"))
        .await
        .unwrap();
    assert_eq!(face(&world, own.to_string()).await, Face::Revoked);
}

async fn newest(world: &World) -> String {
    let newest = world
        .get("/achievements/ia-generative-decouverte.json")
        .await;
    newest.json()["version"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_badge_states_the_rules_that_were_passed() {
    let (first, second) = (Folder::new(), Folder::new());
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    let module = fs::read_to_string(shipped.join(format!("{MODULE}.toml"))).unwrap();
    let stricter = module
        .replacen("version = \"1.0.0\"", "version = \"2.0.0\"", 1)
        .replacen("min = 0.0  ", "min = 0.6  ", 1);
    for (folder, text) in [(&first, &module), (&second, &stricter)] {
        fs::write(folder.0.join(format!("{MODULE}.toml")), text).unwrap();
        fs::copy(
            shipped.join("frameworks.toml"),
            folder.0.join("frameworks.toml"),
        )
        .unwrap();
    }
    let world = World::with(&[("CREMA_QUIZZES", first.0.to_str().unwrap())]).await;
    let (id, token, attempt) = world.attempt().await;
    for item in attempt["items"].as_array().unwrap() {
        let item = item["id"].as_str().unwrap();
        let path = format!("/api/v1/attempts/{id}/answers/{item}");
        world
            .call(Method::PUT, &path, &token, json!({"response": null}))
            .await;
    }
    let later = world.again(|config| config.quizzes = second.0.clone());
    badges::publish(&later.app).await.unwrap();
    assert_eq!(newest(&later).await, "2.0.0");
    let done = later
        .call(
            Method::POST,
            &format!("/api/v1/attempts/{id}/completion"),
            &token,
            json!({}),
        )
        .await
        .json();
    let code = done["badges"][0]["claim"].as_str().unwrap();
    let claimed = later
        .call(
            Method::POST,
            &format!("/api/v1/claims/{code}"),
            "",
            json!({}),
        )
        .await
        .json();
    let path = claimed["credential"].as_str().unwrap();
    let path = path.strip_prefix("http://localhost:8080").unwrap();
    let credential = document(&later, path).await;
    assert_eq!(
        credential["credentialSubject"]["achievement"]["version"],
        "1.0.0"
    );
    assert_eq!(
        newest(&later).await,
        "2.0.0",
        "an old attempt changes nothing for others"
    );
    let back = later.again(|config| config.quizzes = first.0.clone());
    badges::publish(&back.app).await.unwrap();
    assert_eq!(
        newest(&back).await,
        "1.0.0",
        "what is served is what is newest"
    );
}

/// A folder with the first module alone, whose badges end after a year.
pub(super) fn expiring() -> Folder {
    let quizzes = Folder::new();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    let module = fs::read_to_string(shipped.join(format!("{MODULE}.toml"))).unwrap();
    let expiring = module.replace("[[badges]]\n", "[[badges]]\nexpires = \"1y\"\n");
    fs::write(quizzes.0.join(format!("{MODULE}.toml")), expiring).unwrap();
    fs::copy(
        shipped.join("frameworks.toml"),
        quizzes.0.join("frameworks.toml"),
    )
    .unwrap();
    quizzes
}

#[tokio::test]
async fn a_badge_that_is_given_again_ends_when_it_was_to_end() {
    let quizzes = expiring();
    let world = World::with(&[("CREMA_QUIZZES", quizzes.0.to_str().unwrap())]).await;
    let path = world.badge("Zoé").await;
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let before = document(&world, &path).await;
    assert!(before["validUntil"].is_string());
    // Within the same second, then after a while.
    let mut last = before.clone();
    for days in [0, 40] {
        world.pass_days(days);
        for standing in [Standing::Suspended, Standing::Valid] {
            badges::set_standing(&world.app, id, standing, None)
                .await
                .unwrap();
        }
        let again = document(&world, &path).await;
        assert_eq!(again["validUntil"], before["validUntil"]);
        assert!(again["validFrom"].as_str() > last["validFrom"].as_str());
        last = again;
    }
}

#[tokio::test]
async fn public_images_and_documents_do_not_depend_on_who_asks() {
    let world = World::new().await;
    for form in ["json", "svg", "png"] {
        let path = format!("/achievements/ia-generative-reperes.{form}");
        let english = [(header::ACCEPT_LANGUAGE.as_str(), "en")];
        let asked = world.send(Method::GET, &path, &english, "").await;
        assert_eq!(asked.bytes, world.get(&path).await.bytes, "{form}");
        let named = world.get(&format!("{path}?lang=en")).await;
        assert_ne!(named.bytes, asked.bytes, "{form}");
    }
}

/// A fragment that a credential names is a place of the page that its address opens.
#[tokio::test]
async fn the_levels_of_a_credential_are_found_on_the_page_of_its_achievement() {
    let world = World::new().await;
    let own = document(&world, &world.badge("Zoé").await).await;
    let subject = &own["credentialSubject"];
    let described = &subject["achievement"]["resultDescription"][0];
    let levels = described["rubricCriterionLevel"].as_array().unwrap();
    assert!(levels.len() > 1);
    let named = levels.iter().map(|level| &level["id"]).chain([
        &described["id"],
        &described["requiredLevel"],
        &subject["result"][0]["resultDescription"],
        &subject["result"][0]["achievedLevel"],
    ]);
    for id in named {
        let (address, fragment) = id.as_str().unwrap().split_once('#').unwrap();
        let path = address.strip_prefix(world.app.base_url()).unwrap();
        let newest = path.rsplit_once('/').unwrap().0;
        for path in [path, newest] {
            let page = world.get(path).await;
            assert!(page.header("content-type").starts_with("text/html"));
            let place = format!(" id=\"{fragment}\"");
            assert_eq!(page.text().matches(&place).count(), 1, "{path}#{fragment}");
        }
    }
}

#[tokio::test]
async fn a_page_that_is_shown_again_is_the_page_that_would_be_made_anew() {
    let quizzes = expiring();
    let world = World::with(&[("CREMA_QUIZZES", quizzes.0.to_str().unwrap())]).await;
    let path = world.badge("Zoé").await;
    let other = world.badge("Ali").await;
    let id = |path: &str| path.rsplit('/').next().unwrap().parse().unwrap();
    // Never the same page twice, and never another than a process gives that has just begun.
    let mut seen = Vec::new();
    let mut look = async |said: &str| {
        let shown = world.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(world.get(&path).await.bytes, shown.bytes);
        assert_eq!(
            world.again(|_| ()).get(&path).await.bytes,
            shown.bytes,
            "{said}"
        );
        assert!(shown.text().contains(said), "{said}: {}", shown.text());
        assert!(!seen.contains(&shown.bytes), "{said}");
        seen.push(shown.bytes);
    };
    look("Badge authentique").await;
    let reason = Some("Erreur");
    badges::set_standing(&world.app, id(&path), Standing::Suspended, reason)
        .await
        .unwrap();
    look("Badge suspendu").await;
    badges::set_standing(&world.app, id(&path), Standing::Valid, None)
        .await
        .unwrap();
    assert!(world.get(&path).await.text().contains("Badge authentique"));
    world.pass_days(330);
    let token = world.app.keyring.holder_token(id(&path));
    let code = world.earned().await;
    let renewed = Browser::new(&world)
        .submit(&format!("/holder/{token}/renewal"), &[("code", &code)])
        .await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER);
    look("a été renouvelé").await;
    world.pass_days(60);
    look("Badge expiré").await;
    badges::set_standing(&world.app, id(&path), Standing::Revoked, reason)
        .await
        .unwrap();
    look("Badge révoqué").await;
    // Each has its own page, each language too.
    assert!(world.get(&other).await.text().contains("Ali"));
    assert!(
        world
            .get(&format!("{path}?lang=en"))
            .await
            .text()
            .contains("revoked")
    );
}
