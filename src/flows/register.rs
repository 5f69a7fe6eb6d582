//! What is stored about people: every table and column that says something of somebody, why it is there, on which ground, and when it goes. The
//! page of a person's own space and the page on privacy are made from this table, and a test holds it against the schema.

use crate::{
    access::account::{ACCOUNT_DAYS, SESSION_DAYS},
    badges::pocket::ROOM_DAYS,
    directory::profile::PROFILE_DAYS,
    flows::directory::MESSAGE_DAYS,
    flows::upkeep::{ANSWER_DAYS, AUDIT_DAYS, BATCH_DAYS, DOUBT_DAYS, LETTER_DAYS},
};

/// On which ground something is stored (GDPR, article 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The person asked for it: without it what they asked for cannot be done.
    Request,
    /// It keeps the site and its badges safe.
    Safety,
    /// Badges can be checked for as long as they are shown.
    Proof,
}

impl Ground {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Ground::Request => "register-ground-request",
            Ground::Safety => "register-ground-safety",
            Ground::Proof => "register-ground-proof",
        }
    }
}

/// When something goes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// So many days after it was last of use.
    Days(i64),
    /// Within a day of its end.
    Soon,
    /// As soon as it is sent; what cannot be sent after so many days.
    Sent(i64),
    /// With the account.
    WithAccount,
    /// As long as the instance: the badge is checked against it.
    Never,
}

/// Something that is stored about people.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: `register-<name>` is what it is, `register-<name>-why` what for.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// The columns.
    pub columns: &'static [&'static str],
    /// The ground.
    pub ground: Ground,
    /// When it goes.
    pub goes: Goes,
    /// Whether it hangs on an account, and so goes when that is erased.
    pub account: bool,
}

/// Everything.
pub const REGISTER: [Entry; 19] = [
    Entry {
        name: "mailbox",
        table: "accounts",
        columns: &[
            "id",
            "email",
            "email_key",
            "lang",
            "created_at",
            "entered_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(ACCOUNT_DAYS),
        account: true,
    },
    Entry {
        name: "second",
        table: "accounts",
        columns: &["totp", "totp_made", "totp_step"],
        ground: Ground::Safety,
        goes: Goes::WithAccount,
        account: true,
    },
    Entry {
        name: "roles",
        table: "account_roles",
        columns: &[
            "account_id",
            "role",
            "territory",
            "granted_by",
            "granted_at",
        ],
        ground: Ground::Request,
        goes: Goes::WithAccount,
        account: true,
    },
    Entry {
        name: "sessions",
        table: "sessions",
        columns: &[
            "id",
            "handle",
            "account_id",
            "data",
            "client",
            "began_at",
            "expires_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(SESSION_DAYS),
        account: true,
    },
    Entry {
        name: "entries",
        table: "entries",
        columns: &[
            "id",
            "email",
            "mailbox",
            "token_key",
            "lang",
            "browser",
            "tries",
            "asked_at",
            "expires_at",
            "closed_at",
        ],
        ground: Ground::Request,
        goes: Goes::Soon,
        account: true,
    },
    Entry {
        name: "letters",
        table: "jobs",
        columns: &["job", "recipient"],
        ground: Ground::Request,
        goes: Goes::Sent(LETTER_DAYS),
        account: true,
    },
    Entry {
        name: "holdings",
        table: "holdings",
        columns: &["award_id", "account_id", "attached_at", "way"],
        ground: Ground::Request,
        goes: Goes::WithAccount,
        account: true,
    },
    Entry {
        name: "profile",
        table: "profiles",
        columns: &[
            "account_id",
            "slug",
            "version",
            "document",
            "made_at",
            "confirmed_at",
            "asked",
            "hidden",
        ],
        ground: Ground::Request,
        goes: Goes::Days(PROFILE_DAYS),
        account: true,
    },
    Entry {
        name: "relay",
        table: "messages",
        columns: &[
            "id",
            "account_id",
            "sender",
            "mailbox",
            "name",
            "words",
            "reply",
            "lang",
            "written_at",
            "confirmed_at",
            "reported_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(MESSAGE_DAYS),
        account: true,
    },
    Entry {
        name: "reports",
        table: "reports",
        columns: &[
            "id",
            "account_id",
            "message_id",
            "words",
            "told_at",
            "settled_at",
        ],
        ground: Ground::Safety,
        goes: Goes::Days(AUDIT_DAYS),
        account: true,
    },
    Entry {
        name: "audit",
        table: "audit",
        columns: &["id", "happened_at", "actor", "deed", "subject", "detail"],
        ground: Ground::Safety,
        goes: Goes::Days(AUDIT_DAYS),
        account: false,
    },
    Entry {
        name: "attempts",
        table: "attempts",
        columns: &["person"],
        ground: Ground::Request,
        goes: Goes::Days(ANSWER_DAYS),
        account: true,
    },
    Entry {
        name: "contests",
        table: "contests",
        columns: &[
            "mark",
            "module",
            "module_version",
            "item",
            "reason",
            "words",
            "said_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(AUDIT_DAYS),
        account: false,
    },
    Entry {
        name: "answers",
        table: "answers",
        columns: &["attempt_id", "item", "response", "answered_at"],
        ground: Ground::Request,
        goes: Goes::Days(ANSWER_DAYS),
        account: false,
    },
    Entry {
        name: "rooms",
        table: "room_codes",
        columns: &[
            "code_key",
            "id",
            "achievement",
            "achievement_version",
            "lang",
            "evidence",
            "most",
            "taken",
            "made_by",
            "made_at",
            "until_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(ROOM_DAYS),
        account: false,
    },
    Entry {
        name: "batches",
        table: "batches",
        columns: &[
            "id",
            "achievement",
            "role",
            "lang",
            "made_by",
            "made_at",
            "done_at",
        ],
        ground: Ground::Request,
        goes: Goes::Days(BATCH_DAYS),
        account: false,
    },
    Entry {
        name: "recipients",
        table: "batch_rows",
        columns: &["batch_id", "line", "recipient", "fate", "credential_id"],
        ground: Ground::Request,
        goes: Goes::Days(BATCH_DAYS),
        account: false,
    },
    Entry {
        name: "doubts",
        table: "doubts",
        columns: &[
            "id",
            "credential_id",
            "address",
            "ground",
            "words",
            "raised_at",
            "outcome",
            "settled_at",
        ],
        ground: Ground::Safety,
        goes: Goes::Days(DOUBT_DAYS),
        account: false,
    },
    Entry {
        name: "badges",
        table: "credentials",
        columns: &[
            "id",
            "award_id",
            "name",
            "standing",
            "reason",
            "standing_at",
            "revision",
            "expires_at",
            "issued_at",
            "former_id",
        ],
        ground: Ground::Proof,
        goes: Goes::Never,
        account: false,
    },
];
