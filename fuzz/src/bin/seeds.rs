//! Writes the seeds anew, from what this code itself makes: `cargo run --bin seeds`, or with `--features crema` those of the product's readers too
//! (`interchange/qti-item` is one item out of the package `interchange/qti`).

use std::{fs, path::Path};

use crema_fuzz::{World, badge};
use serde_json::json;

fn put(target: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), bytes).expect("a file");
}

fn main() {
    let world = World::new();
    let (json, token, png, svg) = world.forms();
    assert_eq!(world.verify(json.as_bytes()).verdict.name(), "valid");
    put("credential", "signed", &json);
    put("credential", "unsigned", badge().to_string());
    let header = json!({"alg": "ES256", "kid": openbadges::key::Signer::verification_method(&world.signer())});
    let mut payload = badge();
    payload["iss"] = crema_fuzz::DID.into();
    put("token", "parts", format!("{header}\n{payload}"));
    put("token", "whole", &token);
    put("png", "json", &png);
    put("svg", "json", &svg);
    put(
        "svg",
        "token",
        openbadges::bake::bake_svg(crema_fuzz::SVG, &token).expect("an image"),
    );
    put("status_list", "list", world.list.to_string());
    put(
        "status_list",
        "entry",
        badge()["credentialStatus"][0].to_string(),
    );
    put("did_document", "document", world.did.to_string());
    let lines = crema_fuzz::ob2_documents().map(|(_, document)| document.to_string());
    put("ob2", "hosted", &lines[0]);
    put("ob2", "all", [&lines[..1], &lines].concat().join("\n"));
    let image = format!(
        "<svg xmlns:o=\"http://openbadges.org\"><o:assertion verify=\"{}\"/></svg>",
        crema_fuzz::OB2
    );
    put("ob2", "image", image);
    #[cfg(feature = "crema")]
    product();
}

/// A module with a question of every kind, and what it is in each format of interchange.
#[cfg(feature = "crema")]
fn product() {
    use crema::assessment::{
        framework::Frameworks,
        interchange::{Format, export},
        module::Module,
    };
    let text = include_str!("../../../tests/data/every-kind.toml");
    put("module", "every-kind", text);
    let (module, found) = Module::read(text, &Frameworks::default(), jiff::civil::Date::MIN);
    let module = module.unwrap_or_else(|| panic!("{found:?}"));
    for (place, (name, format)) in (0u8..).zip(Format::NAMES) {
        let file = export(format, &module, text).expect("a file");
        put("interchange", name, [&[place][..], &file.bytes].concat());
    }
}
