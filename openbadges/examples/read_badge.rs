//! Reads a badge of anybody's from a file, a baked PNG or SVG, JSON or a JWS, and prints what verification finds. It opens no network: what is missing is named,
//! and may be given as a file beside its address.
//!
//! `cargo run -p openbadges --example read_badge -- badge.png [address file]…`

use std::{env, fs};

use jiff::Timestamp;
use openbadges::{
    AchievementCredential, Contexts,
    verify::{Documents, Options, carried, verify},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, at_hand @ ..] = arguments.as_slice() else {
        return Err("usage: read_badge badge.png [address file]…".into());
    };
    let mut documents = Documents::new();
    for pair in at_hand.chunks_exact(2) {
        documents.add(&*pair[0], fs::read(&pair[1])?);
    }
    let badge = fs::read(path)?;
    let options = Options {
        at: Timestamp::now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let report = verify(&badge, &documents, &options);
    if let Ok(text) = carried(&badge) {
        println!(
            "{} bytes of credential in {} bytes of file",
            text.len(),
            badge.len()
        );
    }
    if let Some(credential) = &report.credential
        && let Ok(credential) = AchievementCredential::read(credential)
    {
        println!("{}", credential.subject().achievement().name());
    }
    println!("{:#}", report.to_value());
    for address in &report.needs {
        println!("to know more, fetch {address}");
    }
    Ok(())
}
