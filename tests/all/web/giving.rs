//! Badges given by hand: from a list, once each, with the fate of every row.

use std::{fs, path::Path, process::Command};

use crema::{
    badges::recipient::Recipient,
    base::Email,
    flows::badges::{self, Face, Gift, Giver},
    store::{badges as rows, jobs},
};
use serde_json::Value;

use super::badges::{document, face};
use crate::support::world::World;

const SLUG: &str = "ia-generative-decouverte";

fn named(name: &str) -> Recipient {
    Recipient {
        name: Some(name.into()),
        ..Recipient::default()
    }
}

#[tokio::test]
async fn a_list_gives_each_one_badge_and_the_same_list_again_none() {
    let world = World::new().await;
    let achievement = rows::find_achievement(&mut world.app.db.read().await.unwrap(), SLUG)
        .await
        .unwrap()
        .unwrap();
    let giver = Giver {
        role: "admin",
        lang: Default::default(),
    };
    let with_mail = Recipient {
        email: Some(Email::read("zoe@example.org").unwrap()),
        evidence: Some("https://example.org/atelier".into()),
        issued_on: Some("2026-11-02".parse().unwrap()),
        ..named("Zoé")
    };
    let list = [with_mail, named("Ali"), named("Eve"), named("Ali")];
    let gifts = badges::give(&world.app, &achievement, giver, &list)
        .await
        .unwrap();
    assert!(matches!(
        gifts[..],
        [
            Gift::Issued(_),
            Gift::Issued(_),
            Gift::Issued(_),
            Gift::Already(_)
        ]
    ));
    assert_eq!(gifts[1].credential(), gifts[3].credential());
    let again = badges::give(&world.app, &achievement, giver, &list)
        .await
        .unwrap();
    for (first, second) in gifts.iter().zip(&again) {
        assert_eq!(first.credential(), second.credential());
        assert!(matches!(second, Gift::Already(_)));
    }
    let path = format!("/credentials/{}", gifts[0].credential().unwrap());
    let own = document(&world, &path).await;
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    assert_eq!(own["awardedDate"], "2026-11-02T00:00:00Z");
    assert_eq!(own["evidence"][0]["id"], "https://example.org/atelier");
    let told = own["evidence"][0]["narrative"].as_str().unwrap();
    assert!(told.contains("Donné à la main") && told.contains("Identité non vérifiée"));
    assert!(!own.to_string().contains("zoe@"));
    // One letter, and then the address is nowhere.
    world.run_jobs().await;
    assert_eq!(world.letters().len(), 1);
    let mut reader = world.app.db.read().await.unwrap();
    assert_eq!(jobs::count(&mut reader).await.unwrap(), (0, 0));
}

/// Runs `crema issue` beside the instance.
fn issue(world: &World, csv: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let file = world.folder.0.join("recipients.csv");
    fs::write(&file, csv).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["issue", SLUG])
        .arg(&file)
        .args(more)
        .current_dir(&world.folder.0)
        .env("LC_ALL", "en")
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_DATABASE_URL",
            format!("sqlite:{}", world.folder.0.join("crema.db").display()),
        )
        .env(
            "CREMA_QUIZZES",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

#[tokio::test]
async fn the_command_tells_the_fate_of_each_row_and_writes_what_is_asked() {
    let world = World::new().await;
    let csv = "\u{feff}name;email;evidence;issued_on\r\nZoé;;Atelier;24/11/2020\r\n;;;\r\nAli;ali@;;\r\nEve;;;\r\n";
    let out = world.folder.0.join("badges");
    let more = ["--json", "--images", "--out", out.to_str().unwrap()];
    let (code, said, told) = issue(&world, csv, &more);
    assert_eq!(code, Some(1), "{told}");
    // The command goes by the clock of the machine.
    let ahead = jiff::Timestamp::now().as_second() - world.app.now().as_second();
    world.pass_seconds(ahead + 5);
    let rows: Value = serde_json::from_str(&said).unwrap();
    let rows = rows["rows"].as_array().unwrap();
    let fates: Vec<_> = rows
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["fate"].as_str().unwrap()))
        .collect();
    assert_eq!(fates, [(2, "issued"), (4, "refused"), (5, "issued")]);
    assert_eq!(rows[1]["reason"], "email");
    for row in [&rows[0], &rows[2]] {
        let url = row["credential"].as_str().unwrap();
        let id = url.rsplit('/').next().unwrap();
        for form in ["json", "jwt", "png", "svg"] {
            let bytes = fs::read(out.join(format!("{id}.{form}"))).unwrap();
            assert_eq!(face(&world, bytes).await, Face::Valid, "{form}");
        }
        let holder = row["holder"]
            .as_str()
            .unwrap()
            .strip_prefix("http://localhost:8080")
            .unwrap();
        assert!(world.get(holder).await.text().contains("Mon badge"));
    }
    let (code, said, _) = issue(&world, "name\nEve\n", &[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("2\talready\t"), "{said}");
    for (csv, why) in [
        ("email\na@example.org\n", "name"),
        ("name,phone\nZoé,1\n", "phone"),
        ("name\n", "nobody"),
    ] {
        let (code, said, told) = issue(&world, csv, &[]);
        assert_eq!(code, Some(2), "{csv}");
        assert!(said.is_empty() && told.contains(why), "{told}");
    }
}
