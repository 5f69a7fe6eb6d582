//! The directory: who shows what to whom, who is found by what, and how they are written to.

use axum::http::{Method, StatusCode};
use crema::{
    access::account::Role,
    badges::ledger::Standing,
    flows::{badges, directory},
    store::directory as rows,
};

use crate::support::{browser::Browser, world::World};

#[tokio::test]
async fn communes_are_proposed_while_one_is_typed() {
    let world = World::new().await;
    for (typed, first, at_most) in [
        ("saint-denis", Some("97411"), 10),
        ("93100", Some("93048"), 10),
        ("s", None, 0),
        ("%00%ff'%22;--", None, 0),
    ] {
        let path = format!("/communes.json?q={}", typed.replace(' ', "%20"));
        let answer = world.send(Method::GET, &path, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{typed}");
        assert!(answer.header("cache-control").starts_with("public"));
        let found = answer.json();
        let found = found["communes"].as_array().unwrap();
        assert!(found.len() <= at_most, "{typed}");
        let code = found.first().map(|one| one["code"].as_str().unwrap());
        assert_eq!(code, first, "{typed}");
    }
    assert_eq!(world.get("/communes.json").await.status, StatusCode::OK);
}

/// The fields of a profile that shows everything to everybody, with some of them changed.
fn fields<'f>(changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("version", "0"),
        ("name", "Zoé Martin"),
        ("audience", "public"),
        ("calling", "animator"),
        ("audience-callings", "public"),
        ("about", "Je débats à la médiathèque.\n\nSurtout le soir."),
        ("audience-about", "public"),
        ("place", "Montreuil (93100)"),
        ("audience-place", "public"),
        ("language", "fr"),
        ("audience-languages", "public"),
        ("formats", "Photolangage, arpentage"),
        ("audience-formats", "public"),
        ("website", "https://zoe.example.org/page"),
        ("audience-website", "public"),
        ("audience-skills", "public"),
        ("audience-contact", "public"),
        ("card", "yes"),
        ("age", "yes"),
    ];
    let mut fields: Vec<(&str, &str)> = usual.to_vec();
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    fields
}

/// Saves a profile and gives its address.
async fn saved(browser: &mut Browser<'_>, changed: &[(&str, &str)]) -> String {
    let page = browser.get("/me/profile").await.text();
    let version = between(&page, "name=\"version\" value=\"", "\"");
    let mut fields = fields(changed);
    fields.retain(|(name, _)| *name != "version");
    fields.push(("version", &version));
    let answer = browser.submit("/me/profile", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = browser.get("/me/profile").await.text();
    match page.contains("href=\"/people/") {
        true => format!("/people/{}", between(&page, "href=\"/people/", "\"")),
        false => String::new(),
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("{before}: {text}"));
    rest.split(after).next().unwrap().to_owned()
}

/// A link with another last sign.
fn altered(link: &str) -> String {
    let (rest, last) = link.split_at(link.len() - 1);
    format!("{rest}{}", if last == "A" { "E" } else { "A" })
}

/// A mailed link to a page of ours.
fn link(letter: &str, path: &str) -> String {
    let plain = letter.replace("=\r\n", "").replace("=3D", "=");
    let rest = plain
        .split(path)
        .nth(1)
        .unwrap_or_else(|| panic!("{path}: {plain}"));
    let token: String = rest.chars().take(43).collect();
    format!("{path}{token}")
}

#[tokio::test]
async fn a_person_is_found_near_a_town_hall_and_as_a_file() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let path = saved(&mut zoe, &[]).await;
    let slug = path.trim_start_matches("/people/").to_owned();
    assert!(slug.starts_with("zoe-martin-"));
    for found in [
        "/people",
        "/people?q=D%C3%89BAT",
        "/people?q=mediatheque+photo",
        "/people?role=animator",
        "/people?place=93100",
        "/people?place=Paris&km=10",
        "/people?department=93",
        "/people?place=Montreuil+(93100)&commune=93048&km=0",
    ] {
        let page = world.get(found).await;
        assert_eq!(page.status, StatusCode::OK, "{found}");
        let text = page.text();
        assert!(text.contains(&path), "{found}");
        assert!(
            text.contains("<circle"),
            "the map is the same data: {found}"
        );
        assert!(
            text.find("id=\"list\"") < text.find("class=\"map\""),
            "the list comes first"
        );
        assert!(text.contains("noindex"));
    }
    let near = world.get("/people?place=Paris&km=10").await.text();
    assert!(near.contains("Montreuil (93100), à 7\u{a0}km"), "{near}");
    for other in [
        "/people?q=xylophone",
        "/people?role=ambassador",
        "/people?skill=unknown",
        "/people?place=Marseille&km=120",
        "/people?department=13",
        "/people?page=2",
    ] {
        let page = world.get(other).await;
        assert_eq!(page.status, StatusCode::OK, "{other}");
        assert!(!page.text().contains(&path), "{other}");
    }
    // Beyond the end it is not said that nobody is here; what is read by machines says how many there are.
    let beyond = world.get("/people?page=7").await.text();
    assert!(
        beyond.contains("rien sur cette page") && beyond.contains("href=\"/people\">Aller"),
        "{beyond}"
    );
    assert!(!beyond.contains("class=\"button quiet\" rel="), "{beyond}");
    let beyond = world.get("/people.json?page=7").await.json();
    assert_eq!(
        (&beyond["numberOfItems"], &beyond["pages"]),
        (&1.into(), &1.into())
    );
    assert_eq!(beyond["itemListElement"], serde_json::json!([]));
    let several = world.get("/people?place=Saint-Denis").await;
    assert_eq!(several.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        several
            .text()
            .contains("type=\"radio\" name=\"commune\" value=\"93066\"")
    );
    let chosen = world
        .get("/people?place=Saint-Denis&commune=93066&km=30")
        .await;
    assert!(chosen.status == StatusCode::OK && chosen.text().contains(&path));
    let unknown = world.get("/people?place=Poudlard").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = world.get(&path).await.text();
    for word in [
        "Zoé Martin",
        "Animation de cafés",
        "Surtout le soir.",
        "Montreuil (93100), Seine-Saint-Denis",
        "français",
        "arpentage",
        "https://zoe.example.org/page",
    ] {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains("zoe@example.org") && !page.contains("noindex"));
    let card = world.get(&format!("{path}.vcf")).await;
    assert_eq!(card.header("content-type"), "text/vcard; charset=utf-8");
    let text = card.text();
    assert!(text.contains("FN:Zoé Martin\r\n") && text.contains("Montreuil;;93100;France"));
    assert!(!text.contains("example.org\r\nEMAIL") && !text.contains("zoe@"));
    let list = world.get("/people.json").await;
    assert_eq!(list.header("content-type"), "application/ld+json");
    let list = list.json();
    let person = &list["itemListElement"][0];
    assert_eq!(person["@type"], "Person");
    assert_eq!(person["name"], "Zoé Martin");
    assert_eq!(person["address"]["postalCode"], "93100");
    assert_eq!(
        world.get(&format!("{path}.json")).await.json()["knowsLanguage"][0],
        "fr"
    );
    let map = world.get("/sitemap.xml").await.text();
    assert!(map.contains("/sitemaps/people-1.xml"));
    assert!(
        world
            .get("/sitemaps/people-1.xml")
            .await
            .text()
            .contains(&path)
    );
    assert_eq!(
        world.get("/sitemaps/people-2.xml").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        world
            .get("/sitemaps/pages.xml")
            .await
            .text()
            .contains("/modules/")
    );
    assert!(
        world
            .get("/robots.txt")
            .await
            .text()
            .contains("Sitemap: http")
    );
}

#[tokio::test]
async fn a_field_is_seen_and_found_by_its_audience_alone() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let mut member = Browser::entered(&world, "ada@example.org").await;
    let code = world.earned().await;
    world
        .call(
            Method::POST,
            &format!("/api/v1/claims/{code}"),
            "",
            serde_json::json!({}),
        )
        .await;
    assert_eq!(
        zoe.submit("/me/badges", &[("code", &code)]).await.status,
        StatusCode::SEE_OTHER
    );
    // The field, a word of it as it is shown, and a way to look for it.
    let all = saved(&mut zoe, &[]).await;
    let page = world.get(&all).await.text();
    let badge = between(&page, "href=\"/credentials/", "\"");
    assert!(page.contains("déclaré"));
    let options = world.get("/people").await.text();
    let skill = between(
        &options,
        "<select id=\"skill\" name=\"skill\"><option value=\"\">",
        "</select>",
    );
    let skill = between(&skill, "<option value=\"", "\"");
    let by_skill = format!("/people?skill={skill}");
    let parts = [
        (
            "audience-callings",
            "Animation de cafés</p>",
            "/people?role=animator",
        ),
        ("audience-about", "Surtout le soir", "/people?q=surtout"),
        (
            "audience-place",
            "Seine-Saint-Denis",
            "/people?department=93",
        ),
        ("audience-languages", "français", ""),
        ("audience-formats", "Photolangage", "/people?q=photolangage"),
        ("audience-website", "zoe.example.org", ""),
        ("audience-skills", badge.as_str(), by_skill.as_str()),
    ];
    for (field, word, search) in parts {
        for (audience, public, within) in [
            ("public", true, true),
            ("members", false, true),
            ("nobody", false, false),
            ("everybody", false, false),
        ] {
            let path = saved(&mut zoe, &[(field, audience)]).await;
            let told = format!("{field} {audience}");
            let (open, inside) = (world.get(&path).await, member.get(&path).await);
            assert_eq!(open.text().contains(word), public, "{told}");
            assert_eq!(inside.text().contains(word), within, "{told} for members");
            if !search.is_empty() {
                let (open, inside) = (world.get(search).await, member.get(search).await);
                assert_eq!(open.text().contains(&path), public, "{told} {search}");
                assert_eq!(inside.text().contains(&path), within, "{told} {search}");
                assert_eq!(
                    open.text().contains("<circle"),
                    public,
                    "the map tells nothing more"
                );
                let file = search.replacen("/people", "/people.json", 1);
                let file = world.get(&file).await.json();
                assert_eq!(file["numberOfItems"] == 1, public, "{told}");
            }
            let word = word.trim_end_matches("</p>");
            let person = world.get(&format!("{path}.json")).await.text();
            let card = world.get(&format!("{path}.vcf")).await.text();
            if !public {
                assert!(!person.contains(word) && !card.contains(word), "{told}");
                assert!(
                    !member.get("/people.json").await.text().contains(word),
                    "a file is for everybody"
                );
            }
        }
    }
    let path = saved(&mut zoe, &[("audience-place", "members")]).await;
    assert!(
        !world.get("/people").await.text().contains("Montreuil"),
        "nor on the map"
    );
    assert!(member.get("/people").await.text().contains("Montreuil"));
    assert!(
        !world
            .get(&format!("{path}.json"))
            .await
            .text()
            .contains("Montreuil")
    );
}

#[tokio::test]
async fn a_profile_for_members_or_nobody_is_not_there_for_others() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let mut member = Browser::entered(&world, "ada@example.org").await;
    let path = saved(&mut zoe, &[("audience", "members")]).await;
    for form in ["", ".vcf", ".json", "/letters", "/report"] {
        let answer = world.get(&format!("{path}{form}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{form}");
    }
    for list in [
        "/people",
        "/people?q=zoe",
        "/people.json",
        "/sitemap.xml",
        "/sitemaps/people-1.xml",
    ] {
        let text = world.get(list).await.text();
        assert!(
            !text.contains("zoe-martin") && !text.contains("Zoé"),
            "{list}"
        );
    }
    assert_eq!(member.get(&path).await.status, StatusCode::OK);
    assert!(member.get("/people").await.text().contains(&path));
    assert_eq!(
        member.get(&format!("{path}.json")).await.status,
        StatusCode::NOT_FOUND
    );

    saved(&mut zoe, &[("audience", "nobody")]).await;
    assert_eq!(member.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(
        zoe.get("/me/profile")
            .await
            .text()
            .contains("personne ne la voit")
    );

    let path = saved(&mut zoe, &[("unindexed", "yes"), ("card", "")]).await;
    let page = world.get(&path).await;
    assert_eq!(page.header("x-robots-tag"), "noindex");
    assert!(page.text().contains("content=\"noindex\""));
    assert!(
        world.get("/people").await.text().contains(&path),
        "people still find them"
    );
    assert_eq!(world.get("/people.json").await.json()["numberOfItems"], 0);
    assert!(!world.get("/sitemap.xml").await.text().contains("people-1"));
    for form in [".vcf", ".json"] {
        assert_eq!(
            world.get(&format!("{path}{form}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_form_answers_beside_the_field_and_keeps_what_was_typed() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let long = "é".repeat(1_001);
    for (name, value, error) in [
        ("name", " ", "Il faut un nom"),
        ("name", "voir truc.fr", "Un nom ne contient pas"),
        ("about", long.as_str(), "C’est trop long"),
        ("formats", "a,b,c,d,e,f,g,h,i", "Huit formats"),
        (
            "website",
            "http://truc.example",
            "n’est pas celle d’une page",
        ),
        ("place", "Poudlard", "Aucune commune"),
        ("place", "Saint-Denis", "choisissez la bonne"),
        ("age", "", "15 ans"),
    ] {
        let answer = zoe.submit("/me/profile", &fields(&[(name, value)])).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name} {value}"
        );
        let text = answer.text().replace("&#39;", "'");
        assert!(text.contains(error), "{name}: {text}");
        if !value.is_empty() {
            assert!(text.contains(value), "{name} {value} is lost");
        }
        assert!(text.contains("value=\"animator\" checked"), "{name}");
    }
    let chosen = fields(&[("place", "Saint-Denis"), ("commune", "93066")]);
    assert_eq!(
        zoe.submit("/me/profile", &chosen).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        zoe.get("/me/profile")
            .await
            .text()
            .contains("Saint-Denis (93)")
    );
    assert!(
        Browser::new(&world)
            .get("/me/profile")
            .await
            .header("location")
            .starts_with("/entry")
    );
}

#[tokio::test]
async fn the_second_of_two_browsers_is_told_and_loses_nothing() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let mut other = Browser::entered(&world, "zoe@example.org").await;
    let first = zoe.submit("/me/profile", &fields(&[])).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    // Both saw the form without a profile, then both saw the first version.
    for version in ["0", "0", "7"] {
        let late = other
            .submit(
                "/me/profile",
                &fields(&[("version", version), ("name", "Zoé la seconde")]),
            )
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{version}");
        let text = late.text();
        assert!(text.contains("enregistrée ailleurs") && text.contains("Zoé la seconde"));
        assert!(text.contains("name=\"version\" value=\"1\""));
    }
    assert!(world.get("/people").await.text().contains("Zoé Martin"));
    let knowing = fields(&[("version", "1"), ("name", "Zoé la seconde")]);
    let saved = other.submit("/me/profile", &knowing).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let late = zoe
        .submit("/me/profile", &fields(&[("version", "1")]))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = world.get("/people").await.text();
    assert!(page.contains("Zoé la seconde") && !page.contains("Zoé Martin"));
}

#[tokio::test]
async fn a_badge_that_no_longer_holds_leaves_by_itself_and_one_may_be_left_out() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let code = world.earned().await;
    let claimed = world
        .call(
            Method::POST,
            &format!("/api/v1/claims/{code}"),
            "",
            serde_json::json!({}),
        )
        .await
        .json();
    let url = claimed["credential"].as_str().unwrap();
    let id = url.rsplit('/').next().unwrap().to_owned();
    let path = saved(&mut zoe, &[]).await;
    assert!(!world.get(&path).await.text().contains(&id));
    zoe.submit("/me/badges", &[("code", &code)]).await;
    assert!(world.get(&path).await.text().contains(&id));
    assert!(world.get("/people").await.text().contains("class=\"tags\""));

    let form = zoe.get("/me/profile").await.text();
    let award = between(&form, "name=\"listed\" value=\"", "\"");
    saved(&mut zoe, &[("listed", &award)]).await;
    assert!(!world.get(&path).await.text().contains(&id), "not ticked");
    saved(&mut zoe, &[("listed", &award), ("badge", &award)]).await;
    assert!(world.get(&path).await.text().contains(&id));

    let credential = id.parse().unwrap();
    for (to, shown) in [
        (Standing::Suspended, false),
        (Standing::Valid, true),
        (Standing::Revoked, false),
    ] {
        badges::set_standing(&world.app, credential, to, Some("x"))
            .await
            .unwrap();
        assert_eq!(world.get(&path).await.text().contains(&id), shown, "{to}");
        assert_eq!(
            world.get("/people").await.text().contains("class=\"tags\""),
            shown,
            "{to}"
        );
        assert_eq!(
            world.get("/people.json").await.text().contains(&id),
            shown,
            "{to}"
        );
    }
}

#[tokio::test]
async fn a_letter_goes_through_the_relay_once_its_sender_is_known() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let path = saved(&mut zoe, &[]).await;
    let write = format!("{path}/letters");
    let letter = [
        ("name", "Mairie d'Ys"),
        ("email", "mairie@example.org"),
        ("words", "Bonjour,\n<b>venez</b> !"),
        ("reply", "yes"),
    ];
    let mut town = Browser::new(&world);
    for (name, value) in [
        ("name", ""),
        ("name", "x.fr"),
        ("email", "mairie"),
        ("words", " "),
        ("words", &"a".repeat(2_001)),
    ] {
        let mut wrong = letter.to_vec();
        wrong.retain(|(known, _)| *known != name);
        wrong.push((name, value));
        let refused = town.submit(&write, &wrong).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name} {value}"
        );
        assert!(refused.text().contains("class=\"error\""));
    }
    let before = world.letters().len();
    let sent = town.submit(&write, &letter).await;
    assert_eq!(sent.status, StatusCode::OK);
    world.run_jobs().await;
    let letters = world.letters();
    assert_eq!(letters.len(), before + 1, "to the sender alone");
    let to_sender = letters.last().unwrap();
    assert!(to_sender.contains("To: mairie@example.org") && !to_sender.contains("zoe@example.org"));
    let confirm = link(to_sender, "/people/letters/");
    // Opening it, and guessing at it, sends nothing.
    assert_eq!(world.get(&confirm).await.status, StatusCode::OK);
    let forged = altered(&confirm);
    for wrong in [
        forged.as_str(),
        "/people/letters/x",
        &link(to_sender, "/people/letters/").replace("/letters/", "/reports/"),
    ] {
        assert_eq!(
            town.submit(wrong, &[("words", "x")]).await.status,
            StatusCode::GONE,
            "{wrong}"
        );
        assert_eq!(world.get(wrong).await.status, StatusCode::GONE);
    }
    world.run_jobs().await;
    assert_eq!(world.letters().len(), before + 1);
    for status in [StatusCode::OK, StatusCode::GONE] {
        assert_eq!(town.submit(&confirm, &[]).await.status, status);
        world.run_jobs().await;
    }
    let letters = world.letters();
    assert_eq!(letters.len(), before + 2, "once");
    let to_zoe = letters.last().unwrap();
    assert!(
        to_zoe.contains("To: zoe@example.org") && to_zoe.contains("Reply-To: mairie@example.org")
    );
    assert!(!to_zoe.contains("<b>venez</b></p>"));

    // Its reader reports it; nobody else can.
    let report = link(to_zoe, "/people/reports/");
    assert_eq!(world.get(&report).await.status, StatusCode::OK);
    assert_eq!(
        town.submit(&report, &[("words", "")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for _ in 0..2 {
        assert_eq!(
            town.submit(&report, &[("words", "rude")]).await.status,
            StatusCode::OK
        );
    }
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let page = admin.get("/admin/people").await.text();
    assert_eq!(page.matches("rude").count(), 1);

    // Without consent there is no address in the letter; from a member it needs no proof.
    let mut member = Browser::entered(&world, "eve@example.org").await;
    let quiet = [
        ("name", "Eve"),
        ("words", "Bonjour"),
        ("email", "other@example.org"),
    ];
    assert_eq!(member.submit(&write, &quiet).await.status, StatusCode::OK);
    world.run_jobs().await;
    let letters = world.letters();
    let to_zoe = letters.last().unwrap();
    assert!(to_zoe.contains("To: zoe@example.org") && !to_zoe.contains("Reply-To"));
    assert!(!to_zoe.contains("eve@example.org") && !to_zoe.contains("other@example.org"));

    let count = world.letters().len();
    let answers: Vec<String> = {
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(town.submit(&write, &letter).await.text());
        }
        answers
    };
    world.run_jobs().await;
    assert_eq!(
        world.letters().len(),
        count + 4,
        "five a day from one mailbox"
    );
    let plain = |text: &String| text.replace(char::is_whitespace, "");
    assert!(
        answers.iter().all(|text| plain(text) == plain(&answers[0])),
        "and nothing says so"
    );

    // An old link sends nothing.
    let late = link(world.letters().last().unwrap(), "/people/letters/");
    world.pass_days(3);
    assert_eq!(town.submit(&late, &[]).await.status, StatusCode::GONE);
    saved(&mut zoe, &[("audience-contact", "members")]).await;
    assert_eq!(world.get(&write).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        town.submit(&write, &letter).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(member.get(&write).await.status, StatusCode::OK);
}

#[tokio::test]
async fn once_a_year_a_profile_is_kept_by_one_button_or_leaves() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let path = saved(&mut zoe, &[]).await;
    let asked = async |days: i64| {
        let before = world.letters().len();
        world.pass_days(days);
        directory::ask_again(&world.app).await.unwrap();
        directory::ask_again(&world.app).await.unwrap();
        world.run_jobs().await;
        world.letters().len() - before
    };
    assert_eq!(asked(334).await, 0);
    assert_eq!(asked(1).await, 1, "a month before, once");
    let token = link(world.letters().last().unwrap(), "/people/confirmations/");
    assert_eq!(asked(22).await, 0);
    assert_eq!(asked(1).await, 1, "a week before");
    for _ in 0..2 {
        assert_eq!(
            world.get(&token).await.status,
            StatusCode::OK,
            "looking changes nothing"
        );
    }
    let forged = altered(&token);
    let mut anybody = Browser::new(&world);
    assert_eq!(anybody.submit(&forged, &[]).await.status, StatusCode::GONE);
    assert_eq!(anybody.submit(&token, &[]).await.status, StatusCode::OK);
    assert_eq!(
        anybody.submit(&token, &[]).await.status,
        StatusCode::GONE,
        "once"
    );
    assert_eq!(asked(300).await, 0);
    assert!(world.get("/people").await.text().contains(&path));
    assert_eq!(asked(40).await, 1);
    let late = link(world.letters().last().unwrap(), "/people/confirmations/");
    world.pass_days(25);
    assert!(
        !world.get("/people").await.text().contains(&path),
        "before any job runs"
    );
    assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anybody.submit(&late, &[]).await.status, StatusCode::GONE);
    directory::ask_again(&world.app).await.unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let profiles = rows::list_all_profiles(&mut reader).await.unwrap();
    assert!(profiles.is_empty(), "erased, not only out of sight");
}

#[tokio::test]
async fn a_reported_profile_is_hidden_and_shown_by_the_administration_alone() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let path = saved(&mut zoe, &[]).await;
    let mut visitor = Browser::new(&world);
    let report = format!("{path}/report");
    let empty = visitor.submit(&report, &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = visitor
        .submit(&report, &[("words", "Ce n'est pas elle.")])
        .await;
    assert_eq!(told.status, StatusCode::OK);
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let mut coordinator = Browser::steward(&world, "eve@example.org", Role::Coordinator).await;
    let page = ada.get("/admin/people").await.text();
    assert!(page.contains("pas elle."));
    assert!(
        ada.get("/admin")
            .await
            .text()
            .contains("Un signalement attend.")
    );
    let hide = format!(
        "/admin/people/{}",
        between(&page, "action=\"/admin/people/", "\"")
    );
    assert!(hide.ends_with("/hiding"));
    for browser in [&mut coordinator, &mut zoe] {
        assert_eq!(
            browser.submit(&hide, &[]).await.status,
            StatusCode::FORBIDDEN
        );
    }
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    assert_eq!(ada.submit(&hide, &[]).await.status, StatusCode::SEE_OTHER);
    for browser in [&mut coordinator, &mut zoe, &mut ada] {
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        assert!(!browser.get("/people").await.text().contains(&path));
    }
    assert!(
        zoe.get("/me/profile")
            .await
            .text()
            .contains("a masqué votre fiche")
    );
    // Saving it again does not bring it back.
    saved(&mut zoe, &[("name", "Zoé revient")]).await;
    assert!(!world.get("/people").await.text().contains("Zoé revient"));
    let page = ada.get("/admin/people").await.text();
    let show = hide.replace("/hiding", "/showing");
    assert!(page.contains(&show));
    assert_eq!(ada.submit(&show, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get("/people").await.text().contains("Zoé revient"));
    let settle = page.split("action=\"/admin/people/").nth(2).unwrap();
    let settle = format!("/admin/people/{}", settle.split('"').next().unwrap());
    for status in [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND] {
        assert_eq!(ada.submit(&settle, &[]).await.status, status);
    }
    assert!(
        ada.get("/admin/audit")
            .await
            .text()
            .contains("fiche masquée")
    );
}

#[tokio::test]
async fn a_profile_is_handed_over_and_erased_with_the_account_or_by_itself() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe.m@example.org").await;
    let path = saved(&mut zoe, &[("about", "Xylophoniste")]).await;
    let export = zoe.get("/me/export").await.json();
    assert_eq!(export["profile"]["profile"]["name"], "Zoé Martin");
    assert_eq!(export["profile"]["profile"]["commune"]["value"], "93048");
    let unsure = zoe.submit("/me/profile/end", &[]).await;
    assert!(unsure.header("location").contains("unsure"));
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    let gone = zoe.submit("/me/profile/end", &[("sure", "yes")]).await;
    assert_eq!(gone.header("location"), "/me");
    assert_eq!(world.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        zoe.submit("/me/profile/end", &[("sure", "yes")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    saved(&mut zoe, &[("about", "Xylophoniste")]).await;
    let mut eve = Browser::entered(&world, "eve.w@example.org").await;
    let letter = [("name", "Eve"), ("words", "Bonjour le xylophone")];
    assert_eq!(
        eve.submit(&format!("{path}/letters"), &letter).await.status,
        StatusCode::OK
    );
    assert_eq!(
        eve.get("/me/export").await.json()["letters"][0]["written_by_me"],
        true
    );
    assert_eq!(
        zoe.get("/me/export").await.json()["letters"][0]["from"],
        serde_json::Value::Null
    );
    for browser in [&mut eve, &mut zoe] {
        assert_eq!(
            browser
                .submit("/me/erasure", &[("sure", "yes")])
                .await
                .status,
            StatusCode::SEE_OTHER
        );
    }
    assert!(!world.get("/people").await.text().contains("Zoé"));
    for file in ["crema.db", "crema.db-wal"] {
        let bytes = std::fs::read(world.folder.0.join(file)).unwrap_or_default();
        for word in [&b"ylophon"[..], b"zoe.m@", b"eve.w@", b"zoe-martin"] {
            assert!(
                !bytes.windows(word.len()).any(|window| window == word),
                "{file}"
            );
        }
    }
}
