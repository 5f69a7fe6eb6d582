//! The few files that pages ask for, inside the binary; their addresses carry their hash, so that a browser keeps them for good.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::base::digest;

use super::problem::Problem;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "card.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/card.css"),
    },
    Asset {
        name: "crema.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/crema.css"),
    },
    Asset {
        name: "desk.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/desk.css"),
    },
    Asset {
        name: "dossier.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/dossier.css"),
    },
    Asset {
        name: "crema.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../static/crema.js"),
    },
    Asset {
        name: "people.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/people.css"),
    },
    Asset {
        name: "events.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/events.css"),
    },
    Asset {
        name: "voices.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/voices.css"),
    },
    Asset {
        name: "places.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../static/places.js"),
    },
    Asset {
        name: "passkey.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../static/passkey.js"),
    },
    Asset {
        name: "favicon.svg",
        kind: "image/svg+xml",
        bytes: include_bytes!("../../static/favicon.svg"),
    },
];

static ADDRESSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    ASSETS
        .iter()
        .map(|asset| format!("/static/{}/{}", &digest(asset.bytes)[..12], asset.name))
        .collect()
});

/// The address of an asset by its name.
pub fn address(name: &str) -> &'static str {
    let place = ASSETS.iter().position(|asset| asset.name == name);
    place
        .and_then(|place| ADDRESSES.get(place))
        .map_or("/static/missing", String::as_str)
}

/// `GET /static/{hash}/{name}`.
pub async fn show(Path((hash, name)): Path<(String, String)>) -> Response {
    let wanted = format!("/static/{hash}/{name}");
    match ASSETS
        .iter()
        .zip(ADDRESSES.iter())
        .find(|(_, address)| **address == wanted)
    {
        Some((asset, _)) => (
            [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.bytes,
        )
            .into_response(),
        None => Problem::status(StatusCode::NOT_FOUND).into_response(),
    }
}
