//! Codes, tokens and marks, each derived from the secret beside the keys, so that the database holds none of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac;
use jiff::Timestamp;

use super::Keyring;
use crate::base::{
    AccountId, AttemptId, AttestationId, AwardId, CeremonyId, CredentialId, Email, EntryId,
    MessageId, RegistrationId, SubscriptionId, SupervisionId, VoiceId,
    code::{ClaimCode, EntryCode, ResumeCode},
    digest,
};

/// What a token of a letter through the relay is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Its sender says that the mailbox is theirs.
    Confirm,
    /// Who got it reports it.
    Report,
}

impl Errand {
    fn purpose(self) -> &'static str {
        match self {
            Errand::Confirm => "message confirm",
            Errand::Report => "message report",
        }
    }
}

/// What a token of a subscription is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionErrand {
    /// Its mailbox is proved.
    Confirm,
    /// It is looked at, changed, and kept.
    Change,
    /// It is ended.
    End,
    /// A letter of it was refused.
    Refusal,
}

impl SubscriptionErrand {
    fn purpose(self) -> &'static str {
        match self {
            SubscriptionErrand::Confirm => "subscription confirm",
            SubscriptionErrand::Change => "subscription change",
            SubscriptionErrand::End => "subscription end",
            SubscriptionErrand::Refusal => "subscription refusal",
        }
    }
}

/// A browser that answers to voices: a number by chance, which its cookie holds and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser([u8; 16]);

impl Keyring {
    /// What tells this secret from another one and leads nobody to it: the database keeps it, so that a secret that is not its own is noticed.
    pub fn secret_mark(&self) -> String {
        base64url(&first_half(&self.derive("mark of the secret", &[])))
    }

    /// A browser that has no cookie yet.
    pub fn new_browser(&self) -> Browser {
        Browser(VoiceId::new().bytes())
    }

    /// What the cookie of a browser holds: its number, and a mark that only these keys make. 43 signs of base64url.
    pub fn browser_token(&self, browser: Browser) -> String {
        self.named_token("voices browser", browser.0, &[])
    }

    /// The browser whose cookie this is; compared in constant time.
    pub fn browser_of(&self, token: &str) -> Option<Browser> {
        let browser = Browser(named(token)?);
        same(self.browser_token(browser).as_bytes(), token.as_bytes()).then_some(browser)
    }

    /// What keeps a browser from answering twice to one statement: another mark for each, so that what it answered to two of them is not brought together.
    pub fn voice_mark(&self, browser: Browser, voice: VoiceId) -> String {
        base64url(&self.derive("voice", &[browser.0, voice.bytes()].concat()))
    }

    /// The token in a link of a letter about events, for one purpose. 43 signs of base64url.
    pub fn subscription_token(
        &self,
        errand: SubscriptionErrand,
        subscription: SubscriptionId,
    ) -> String {
        self.named_token(errand.purpose(), subscription.bytes(), &[])
    }

    /// The subscription whose token for that purpose this is; compared in constant time.
    pub fn subscription_of(
        &self,
        errand: SubscriptionErrand,
        token: &str,
    ) -> Option<SubscriptionId> {
        let id = SubscriptionId::from_bytes(named(token)?);
        same(
            self.subscription_token(errand, id).as_bytes(),
            token.as_bytes(),
        )
        .then_some(id)
    }

    /// The token that opens an attempt: derived, so that it stands nowhere. 43 signs of base64url.
    pub fn attempt_token(&self, attempt: AttemptId) -> String {
        base64url(&self.derive("attempt token", attempt.to_string().as_bytes()))
    }

    /// Whether `token` opens the attempt, in constant time.
    pub fn knows_attempt_token(&self, attempt: AttemptId, token: &str) -> bool {
        same(self.attempt_token(attempt).as_bytes(), token.as_bytes())
    }

    /// What keeps one attempt from contesting a question twice, and leads nobody without the keys back to it.
    pub fn contest_mark(&self, attempt: AttemptId, item: &str) -> String {
        base64url(&self.derive("contest", format!("{attempt}\n{item}").as_bytes()))
    }

    /// The code that opens an attempt on another device.
    pub fn resume_code(&self, attempt: AttemptId) -> ResumeCode {
        ResumeCode::from_bytes(&self.derive("resume code", attempt.to_string().as_bytes()))
    }

    /// The code that claims an award.
    pub fn claim_code(&self, award: AwardId) -> ClaimCode {
        ClaimCode::from_bytes(&self.derive("claim code", award.to_string().as_bytes()))
    }

    /// What stands in the address of the page of who holds a credential: its id and a mark that only these keys make, so that it stands nowhere. 43 signs of
    /// base64url.
    pub fn holder_token(&self, credential: CredentialId) -> String {
        let mark = self.derive("holder", &credential.bytes());
        base64url(&[credential.bytes(), first_half(&mark)].concat())
    }

    /// The credential whose holder's token this is; compared in constant time.
    pub fn holder_of(&self, token: &str) -> Option<CredentialId> {
        let id = CredentialId::from_bytes(named(token)?);
        same(self.holder_token(id).as_bytes(), token.as_bytes()).then_some(id)
    }

    /// What tells the profile of an account from others of the same name in its address: five signs of Crockford's base 32.
    pub fn profile_mark(&self, account: AccountId) -> String {
        const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mark = self.derive("profile mark", &account.bytes());
        let signs = mark[..5].iter();
        signs
            .map(|byte| char::from(SIGNS[usize::from(byte % 32)]))
            .collect()
    }

    /// The token with which somebody says that their profile holds, once after it was last confirmed at `confirmed`. 43 signs of base64url.
    pub fn profile_token(&self, account: AccountId, confirmed: Timestamp) -> String {
        let at = confirmed.as_millisecond().to_string();
        self.named_token("profile", account.bytes(), at.as_bytes())
    }

    /// The account that a token of this shape names; nothing is known of it before [`Keyring::knows_profile_token`].
    pub fn profile_of(&self, token: &str) -> Option<AccountId> {
        named(token).map(AccountId::from_bytes)
    }

    /// Whether a token is the one of that account and that moment, in constant time.
    pub fn knows_profile_token(
        &self,
        token: &str,
        account: AccountId,
        confirmed: Timestamp,
    ) -> bool {
        same(
            self.profile_token(account, confirmed).as_bytes(),
            token.as_bytes(),
        )
    }

    /// The token in the link of a letter through the relay, for one errand. 43 signs of base64url.
    pub fn message_token(&self, errand: Errand, message: MessageId) -> String {
        self.named_token(errand.purpose(), message.bytes(), &[])
    }

    /// The letter whose token for that errand this is; compared in constant time.
    pub fn message_of(&self, errand: Errand, token: &str) -> Option<MessageId> {
        let id = MessageId::from_bytes(named(token)?);
        same(self.message_token(errand, id).as_bytes(), token.as_bytes()).then_some(id)
    }

    /// The token of the page of a registration: derived, so that it stands nowhere. 43 signs of base64url.
    pub fn registration_token(&self, registration: RegistrationId) -> String {
        self.named_token("registration", registration.bytes(), &[])
    }

    /// The registration whose token this is; compared in constant time.
    pub fn registration_of(&self, token: &str) -> Option<RegistrationId> {
        let id = RegistrationId::from_bytes(named(token)?);
        same(self.registration_token(id).as_bytes(), token.as_bytes()).then_some(id)
    }

    /// The code of the ticket of a registration.
    pub fn ticket_code(&self, registration: RegistrationId) -> ClaimCode {
        ClaimCode::from_bytes(&self.derive("ticket", &registration.bytes()))
    }

    /// An id and a mark that only these keys make, so that the token stands nowhere.
    fn named_token(&self, purpose: &str, id: [u8; 16], what: &[u8]) -> String {
        let mark = self.derive(purpose, &[&id[..], what].concat());
        base64url(&[id, first_half(&mark)].concat())
    }

    /// The token in the link of an entry: derived, so that neither the queue nor the database holds it.
    pub fn entry_token(&self, entry: EntryId) -> String {
        base64url(&self.derive("entry token", entry.to_string().as_bytes()))
    }

    /// The code of an entry, to type in the browser that asked.
    pub fn entry_code(&self, entry: EntryId) -> EntryCode {
        EntryCode::from_bytes(&self.derive("entry code", entry.to_string().as_bytes()))
    }

    /// The code of a session that somebody supervises.
    pub fn supervision_code(&self, session: SupervisionId) -> ClaimCode {
        ClaimCode::from_bytes(&self.derive("supervision", session.to_string().as_bytes()))
    }

    /// The token in the link of a letter that asks to confirm a café: derived, so that neither the queue nor the database holds it.
    pub fn attestation_token(&self, attestation: AttestationId) -> String {
        base64url(&self.derive("attestation", attestation.to_string().as_bytes()))
    }

    /// A number for somebody that names nobody: eight signs, the same each time.
    pub fn pseudonym(&self, account: AccountId) -> String {
        let made = self.derive("pseudonym", account.to_string().as_bytes());
        made[..4].iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// What something given by hand was given for, in a form that tells nobody what it was: the same parts give the same.
    pub fn origin(&self, parts: &[&str]) -> String {
        let joined: Vec<String> = parts
            .iter()
            .map(|part| format!("{} {part}", part.len()))
            .collect();
        base64url(&self.derive("origin", joined.join("\n").as_bytes()))
    }

    /// What an account elsewhere is called where nobody is to be found by it.
    pub fn identity(&self, issuer: &str, subject: &str) -> String {
        let named = format!("{} {issuer} {subject}", issuer.len());
        base64url(&self.derive("identity", named.as_bytes()))
    }

    /// What goes with one request to a provider of OpenID Connect.
    pub fn provider_keys(&self, asked: CeremonyId) -> ProviderKeys {
        let made = |purpose| base64url(&self.derive(purpose, &asked.bytes()));
        ProviderKeys {
            state: made("provider state"),
            nonce: made("provider nonce"),
            verifier: made("provider verifier"),
        }
    }

    /// What a mailbox is called where its address is not to stand.
    pub fn mailbox(&self, email: &Email) -> String {
        base64url(&self.derive("mailbox", email.key().as_bytes()))
    }

    /// The secret of an account's codes by time, number `generation` of them.
    pub fn totp_secret(&self, account: AccountId, generation: i64) -> [u8; 20] {
        let made = self.derive("totp", format!("{account} {generation}").as_bytes());
        let mut secret = [0; 20];
        secret.copy_from_slice(&made[..20]);
        secret
    }

    /// The hidden token of a form, for one day and one browser.
    pub fn form_token(&self, bound_to: &str, at: Timestamp) -> String {
        let day = at.as_second().div_euclid(86_400);
        base64url(&self.derive("form token", format!("{day} {bound_to}").as_bytes())[..16])
    }

    /// Whether a form's token is one of today or yesterday for the same browser.
    pub fn knows_form_token(&self, token: &str, bound_to: &str, at: Timestamp) -> bool {
        let yesterday = at
            .checked_sub(jiff::SignedDuration::from_hours(24))
            .unwrap_or(at);
        [at, yesterday]
            .into_iter()
            .any(|at| same(self.form_token(bound_to, at).as_bytes(), token.as_bytes()))
    }

    fn derive(&self, purpose: &str, what: &[u8]) -> [u8; 32] {
        let mut mac = self.codes.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        mac.finalize().into_bytes().into()
    }
}

/// What goes with one request to a provider of OpenID Connect, all of it derived: nothing of it is stored.
pub struct ProviderKeys {
    /// What comes back with the browser.
    pub state: String,
    /// What comes back within the token.
    pub nonce: String,
    /// What proves that the code is exchanged by whoever asked for it (RFC 7636).
    pub verifier: String,
}

/// The form in which the database knows a code: a hash of it. 55 free bits cannot be tried out over the network, where wrong codes are counted.
pub fn code_key(code: &str) -> String {
    digest(code)
}

/// The id that a token begins with.
fn named(token: &str) -> Option<[u8; 16]> {
    // Nothing longer can be one.
    let bytes = (token.len() == 43)
        .then(|| URL_SAFE_NO_PAD.decode(token).ok())
        .flatten()?;
    bytes.get(..16)?.try_into().ok()
}

fn first_half(bytes: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&bytes[..16]);
    half
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
