//! `crema sign`: any unsecured credential made into a secured one, by the instance's keys or by a key from a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::Timestamp;
use openbadges::{
    Contexts, Error, json, jwt,
    key::{Algorithm, KeySigner, SecretKey, Signer},
    proof,
};
use serde_json::Value;

use super::{
    Failure, instance, runtime,
    say::{complain, say},
    source::{self, Added},
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// A credential in JSON that has no proof; `-` is standard input.
    credential: String,
    /// How to secure it.
    #[arg(long, value_enum, default_value_t = Suite::EddsaRdfc)]
    suite: Suite,
    /// A private key, JWK or Multikey in JSON, whose `kid` or `id` is the verification method; without one the did:key of the key is. By default the
    /// instance's own key.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// When the proof says that it was made, such as 2027-01-31T12:00:00Z; by default now.
    #[arg(long, value_name = "TIME")]
    created: Option<Timestamp>,
    #[command(flatten)]
    added: Added,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// Data Integrity over the canonical RDF, by Ed25519.
    #[value(name = "eddsa-rdfc-2022")]
    EddsaRdfc,
    /// Data Integrity over the canonical JSON, by Ed25519.
    #[value(name = "eddsa-jcs-2022")]
    EddsaJcs,
    /// A compact JWS around the credential, by P-256 or Ed25519.
    #[value(name = "vc-jwt")]
    VcJwt,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let contexts = args.added.contexts()?;
    let credential = source::credential(&args.credential)?;
    let text = match &args.key {
        Some(file) => {
            let (key, method) =
                key(file).map_err(|why| told(&format!("{}: {why}", file.display())))?;
            secured(args, credential, &KeySigner::new(&key, method), &contexts)?
        }
        None => by_instance(args, credential, &contexts)?,
    };
    say(&text);
    Ok(())
}

fn told(why: &str) -> Failure {
    Failure::Environment(why.to_owned())
}

fn by_instance(args: &Args, credential: Value, contexts: &Contexts) -> Result<String, Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let app = instance::open_bare(config)
            .await
            .map_err(|why| told(&format!("{why}; or give a key with --key")))?;
        let pair = app.keyring.pair();
        let text = match args.suite {
            Suite::VcJwt => secured(args, credential, &pair.jwt_signer(app.did()), contexts),
            _ => secured(args, credential, &pair.proof_signer(app.did()), contexts),
        };
        app.db.close().await;
        text
    })
}

fn secured(
    args: &Args,
    credential: Value,
    signer: &dyn Signer,
    contexts: &Contexts,
) -> Result<String, Failure> {
    if args.suite != Suite::VcJwt && signer.algorithm() != Algorithm::EdDsa {
        return Err(told(
            "this suite signs by an Ed25519 key; a P-256 key signs with --suite vc-jwt",
        ));
    }
    warn_of_another(&credential, signer.verification_method());
    let created = args.created.unwrap_or_else(Timestamp::now);
    let done = match args.suite {
        Suite::EddsaRdfc => proof::add(credential, signer, created, contexts).map(pretty),
        Suite::EddsaJcs => proof::add_jcs(credential, signer, created).map(pretty),
        Suite::VcJwt if credential.get("proof").is_some() => {
            Err(Error::Proof("there is a proof already".into()))
        }
        Suite::VcJwt => jwt::sign(&credential, signer).map(|token| token + "\n"),
    };
    done.map_err(|error| source::refused(&args.credential, &error))
}

fn pretty(signed: Value) -> String {
    format!("{signed:#}\n")
}

/// A verifier will not take a credential for its issuer's where somebody else's key signed it.
fn warn_of_another(credential: &Value, method: &str) {
    let issuer = credential["issuer"]
        .as_str()
        .or_else(|| credential["issuer"]["id"].as_str());
    let controller = method.split('#').next().unwrap_or_default();
    if let Some(issuer) = issuer.filter(|issuer| *issuer != controller) {
        complain(&format!(
            "crema: warning: the issuer is {issuer}, the key belongs to {controller}"
        ));
    }
}

/// The private key of a file, and the verification method that it signs for.
fn key(file: &Path) -> Result<(SecretKey, String), String> {
    let bytes = source::file_bytes(file).map_err(|error| error.to_string())?;
    let value = json::parse(&bytes).map_err(|error| error.to_string())?;
    // The second name is of before Multikey was standardized, and still in use.
    let multikey = ["secretKeyMultibase", "privateKeyMultibase"]
        .iter()
        .find_map(|name| value.get(name));
    let key = match multikey {
        None => SecretKey::from_jwk(&value),
        Some(secret) => SecretKey::from_multikey(secret.as_str().unwrap_or_default()),
    }
    .map_err(|error| error.to_string())?;
    let own = key.public().multikey();
    if value
        .get("publicKeyMultibase")
        .is_some_and(|public| *public != own)
    {
        return Err("the public half belongs to another key".to_owned());
    }
    let method = match (&value["kid"], &value["id"]) {
        (Value::Null, Value::Null) => format!("did:key:{own}#{own}"),
        (Value::Null, name) | (name, _) => name
            .as_str()
            .filter(|name| name.contains(':'))
            .map(str::to_owned)
            .ok_or("its `kid` or `id` has to be the address of the verification method, such as did:web:a.example#key")?,
    };
    Ok((key, method))
}
