//! Passkeys (Web Authentication, level 3): what is asked of a browser, and what its answer proves. Everything goes in and out as text, so that nothing else
//! of the program knows the library.

use std::time::Duration;

use serde_json::Value;
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, DiscoverableAuthentication, Passkey,
    PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::base::digest;

/// How long a browser waits for somebody's gesture.
const PATIENCE: Duration = Duration::from_secs(300);

/// What asks for passkeys and checks them, for one host.
pub struct Passkeys(Webauthn);

/// What a browser is asked.
pub struct Asked {
    /// What its script is given, as JSON.
    pub options: String,
    /// What its answer will be held against; it stays here.
    pub state: String,
}

/// A passkey as it is kept.
pub struct Kept {
    /// The hash of its id.
    pub key: String,
    /// What checks it.
    pub credential: String,
}

/// Why an answer proves nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not fit what was asked; the reason in words, for the log.
    Answer(String),
    /// Its counter went back, as that of a copy does (level 3, section 6.1.1).
    Copied,
}

impl From<WebauthnError> for Refused {
    fn from(error: WebauthnError) -> Refused {
        match error {
            WebauthnError::CredentialPossibleCompromise => Refused::Copied,
            other => Refused::Answer(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Refused {
        Refused::Answer(error.to_string())
    }
}

fn key(id: &[u8]) -> String {
    digest([b"passkey ", id].concat())
}

fn read(kept: &[&str]) -> Result<Vec<Passkey>, serde_json::Error> {
    kept.iter().map(|one| serde_json::from_str(one)).collect()
}

impl Passkeys {
    /// For the host of a base URL, which alone may ask. None where that is an address of numbers: browsers make no passkey for one.
    pub fn new(base_url: &str, name: &str) -> Option<Passkeys> {
        let origin = Url::parse(base_url).ok()?;
        let host = origin.domain()?.to_owned();
        let builder = WebauthnBuilder::new(&host, &origin).ok()?;
        let made = builder.rp_name(name).timeout(PATIENCE).build().ok()?;
        Some(Passkeys(made))
    }

    /// Asks for a new passkey of an account that has those of `kept`; `name` is shown by the device that keeps it.
    ///
    /// # Errors
    /// [`Refused::Answer`] where what is kept cannot be read.
    pub fn ask_new(&self, account: [u8; 16], name: &str, kept: &[&str]) -> Result<Asked, Refused> {
        let had: Vec<CredentialID> = read(kept)?
            .iter()
            .map(|one| one.cred_id().clone())
            .collect();
        let (options, state) =
            self.0
                .start_passkey_registration(Uuid::from_bytes(account), name, name, Some(had))?;
        Ok(Asked {
            options: serde_json::to_string(&findable(options)?)?,
            state: serde_json::to_string(&state)?,
        })
    }

    /// The passkey that an answer brings.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn made(&self, state: &str, answer: &str) -> Result<Kept, Refused> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let made = self.0.finish_passkey_registration(&answer, &state)?;
        Ok(Kept {
            key: key(made.cred_id()),
            credential: serde_json::to_string(&made)?,
        })
    }

    /// Asks for a proof of one of the passkeys of `kept`.
    ///
    /// # Errors
    /// [`Refused::Answer`] where there is none, or what is kept cannot be read.
    pub fn ask(&self, kept: &[&str]) -> Result<Asked, Refused> {
        let (options, state) = self.0.start_passkey_authentication(&read(kept)?)?;
        Ok(Asked {
            options: serde_json::to_string(&options)?,
            state: serde_json::to_string(&state)?,
        })
    }

    /// Asks for a proof of any passkey that a device has for this host.
    ///
    /// # Errors
    /// [`Refused::Answer`] where the library fails.
    pub fn ask_any(&self) -> Result<Asked, Refused> {
        let (mut options, state) = self.0.start_discoverable_authentication()?;
        // Asked by a button, not by a field that fills itself in.
        options.mediation = None;
        Ok(Asked {
            options: serde_json::to_string(&options)?,
            state: serde_json::to_string(&state)?,
        })
    }

    /// The key of the passkey that an answer names, before anything is checked.
    pub fn named(&self, answer: &str) -> Option<String> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        Some(key(answer.get_credential_id()))
    }

    /// What checks a passkey from now on, after a proof of it as the second of somebody within.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn proved(&self, state: &str, answer: &str, kept: &str) -> Result<String, Refused> {
        let state: PasskeyAuthentication = serde_json::from_str(state)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let proof = self.0.finish_passkey_authentication(&answer, &state)?;
        // The counter in the state is as old as the question; the one that is kept has the last word.
        let mut passkey: Passkey = serde_json::from_str(kept)?;
        renew(&mut passkey, &proof)
    }

    /// What checks a passkey from now on, after a proof of it as the way in to the account of 16 bytes.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn proved_any(
        &self,
        state: &str,
        answer: &str,
        kept: &str,
        account: [u8; 16],
    ) -> Result<String, Refused> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let (of, _) = self.0.identify_discoverable_authentication(&answer)?;
        if of.into_bytes() != account {
            return Err(Refused::Answer("the passkey is another account's".into()));
        }
        let mut passkey: Passkey = serde_json::from_str(kept)?;
        let proof = self
            .0
            .finish_discoverable_authentication_v2(&answer, state, &passkey)?;
        renew(&mut passkey, &proof)
    }
}

fn renew(
    passkey: &mut Passkey,
    proof: &webauthn_rs::prelude::AuthenticationResult,
) -> Result<String, Refused> {
    if !proof.user_verified() {
        return Err(Refused::Answer("nobody was verified".into()));
    }
    match passkey.update_credential(proof) {
        None => Err(Refused::Answer("another passkey answered".into())),
        // Another device answered since the question was put: a counter that counts goes up each time.
        Some(false) if proof.counter() > 0 => Err(Refused::Copied),
        Some(_) => Ok(serde_json::to_string(passkey)?),
    }
}

/// A passkey that is found again without a name: what the library asks for leaves that to the device.
fn findable(options: CreationChallengeResponse) -> Result<Value, serde_json::Error> {
    let mut options = serde_json::to_value(options)?;
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = "required".into();
    selection["requireResidentKey"] = true.into();
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_numbers_has_no_passkeys() {
        for (url, may) in [
            ("https://badges.example.org", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", false),
            ("https://[::1]", false),
            ("", false),
        ] {
            assert_eq!(Passkeys::new(url, "x").is_some(), may, "{url}");
        }
    }

    #[test]
    fn somebody_is_to_be_verified_and_the_passkey_found_without_a_name() {
        let passkeys = Passkeys::new("https://badges.example.org", "Café IA").unwrap();
        let asked = passkeys.ask_new([7; 16], "ada@example.org", &[]).unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let options = &options["publicKey"];
        assert_eq!(options["rp"]["id"], "badges.example.org");
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "required"
        );
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let asked = passkeys.ask_any().unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        assert_eq!(options["publicKey"]["userVerification"], "required");
        assert_eq!(options["mediation"], Value::Null);
    }
}
