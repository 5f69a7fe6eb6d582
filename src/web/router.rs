//! Every route in one table, and what each request passes through.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post, put},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

use super::{
    Site, access, admin, api, assessment, assets, badges, certification, charter, directory,
    events, guard, legal, me, observed, places, problem, registration, site, subscriptions, voices,
};

/// The largest body of a form or a call, in bytes; a badge to verify may be larger.
const BODY: usize = 64 << 10;

/// The largest badge to verify, in bytes, with what a form adds.
const BADGE: usize = 5 << 20;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(20);

/// The routes of the ways in that a program may be built without.
fn ways() -> Router<Site> {
    let routes = Router::new();
    #[cfg(feature = "passkeys")]
    let routes = routes
        .route("/entry/passkey", post(access::enter_passkey))
        .route("/entry/passkey/challenge", post(access::ask_entry))
        .route("/me/proof/passkey", post(access::prove_passkey))
        .route("/me/proof/challenge", post(access::ask_proof))
        .route(
            "/me/passkeys",
            get(access::passkeys).post(access::add_passkey),
        )
        .route("/me/passkeys/challenge", post(access::ask_passkey))
        .route("/me/passkeys/{id}/removal", post(access::remove_passkey));
    #[cfg(feature = "openid")]
    let routes = routes
        .route("/entry/provider", post(access::leave_to_enter))
        .route(
            "/entry/provider/return",
            get(access::back_form).post(access::come_back),
        )
        .route(
            "/me/identities",
            get(access::identities).post(access::leave_to_tie),
        )
        .route("/me/identities/{id}/removal", post(access::untie));
    routes
}

/// The whole site.
pub fn router(site: Site) -> Router {
    let pages = Router::new()
        .route("/", get(site::home))
        .route("/modules", get(site::modules))
        .route("/modules/{module}", get(assessment::module))
        .route("/modules/{module}/changes", get(assessment::changes))
        .route("/modules/{module}/ways", get(assessment::ways))
        .route("/modules/{module}/sheet", get(assessment::paper::print))
        .route(
            "/modules/{module}/sheets",
            get(assessment::sheets::open).post(assessment::sheets::create),
        )
        .route(
            "/attestations/{token}",
            get(certification::attestation::form).post(certification::attestation::put),
        )
        .route("/attempts/{id}/sheet", get(assessment::sheets::entered))
        .route(
            "/attempts/resume",
            get(assessment::resume_form).post(assessment::resume),
        )
        .route("/attempts/{id}", get(assessment::open))
        .route(
            "/attempts/{id}/items/{number}",
            get(assessment::item).post(assessment::put_item),
        )
        .route(
            "/attempts/{id}/items/{number}/contest",
            get(assessment::contest_form).post(assessment::put_contest),
        )
        .route(
            "/attempts/{id}/items/{number}/contest/thanks",
            get(assessment::contest_thanks),
        )
        .route("/attempts/{id}/parts", get(assessment::parts))
        .route("/attempts/{id}/pause", post(assessment::put_pause))
        .route("/attempts/{id}/all", get(assessment::all))
        .route("/attempts/{id}/end", get(assessment::end))
        .route("/attempts/{id}/completion", post(assessment::complete))
        .route("/attempts/{id}/result", get(assessment::result))
        .route(
            "/attempts/{id}/card",
            get(assessment::pocket::form).post(assessment::pocket::put),
        )
        .route(
            "/attempts/{id}/handover",
            get(assessment::handover).post(assessment::hand_over),
        )
        .route("/claims", get(badges::claims).post(badges::claim_code))
        .route("/claims/{code}", get(badges::claim).post(badges::put_claim))
        .route("/claims/{code}/card", get(badges::card))
        .route("/claims/{code}/letter", post(badges::put_letter))
        .route("/holder/{token}", get(badges::holder::show))
        .route("/claims/{code}/room", post(badges::put_room))
        .route("/holder/{token}/renewal", post(badges::holder::put_renewal))
        .route("/holder/{token}/card", get(badges::holder::card))
        .route("/holder/{token}/key", post(badges::holder::put_key))
        .route("/holder/{token}/name", post(badges::holder::put_name))
        .route("/holder/{token}/letter", post(badges::holder::put_letter))
        .route(
            "/holder/{token}/end",
            get(badges::holder::end_form).post(badges::holder::end),
        )
        .route("/credentials/{id}", get(badges::show))
        .route("/endorsements/{id}", get(badges::endorsement::show))
        .route("/credentials/{id}/v2", get(badges::v2::assertion))
        .route("/credentials/{id}/v2.png", get(badges::v2::png))
        .route("/credentials/{id}/v2.svg", get(badges::v2::svg))
        .route("/achievements/{slug}", get(badges::achievement))
        .route(
            "/achievements/{slug}/{version}",
            get(badges::achievement_version),
        )
        .route(
            "/achievements/{slug}/{version}/v2",
            get(badges::v2::badge_class),
        )
        .route("/issuer", get(badges::issuer))
        .route("/issuer/v2", get(badges::v2::issuer))
        .route("/issuer.json", get(badges::issuer_json))
        .route("/issuer/keys.json", get(badges::issuer_keys))
        .route("/.well-known/did.json", get(badges::did))
        .route("/status/{list}", get(badges::status))
        .route("/issuance-log", get(badges::issuance_log))
        .route(
            "/verify",
            get(badges::verify_form)
                .post(badges::verify_submit)
                .layer(DefaultBodyLimit::max(BADGE)),
        )
        .route(
            "/doubts",
            get(badges::doubts::form).post(badges::doubts::put),
        )
        .route(
            "/subscriptions",
            get(subscriptions::show).post(subscriptions::create),
        )
        .route(
            "/subscriptions/confirmations/{token}",
            get(subscriptions::confirm_form).post(subscriptions::confirm),
        )
        .route(
            "/subscriptions/preferences/{token}",
            get(subscriptions::edit).post(subscriptions::save),
        )
        .route(
            "/subscriptions/preferences/{token}/keep",
            post(subscriptions::keep),
        )
        .route(
            "/subscriptions/end/{token}",
            get(subscriptions::end_form).post(subscriptions::end),
        )
        .route("/charter", get(charter::show))
        .route("/charter/{version}", get(charter::version))
        .route("/legal/{page}", get(legal::show))
        .route("/communes.json", get(places::suggestions))
        .route("/events", get(events::index))
        .route("/events/calendar", get(events::month))
        .route("/events.ics", get(events::ics))
        .route("/events.atom", get(events::atom))
        .route("/events.json", get(events::json))
        .route("/events.csv", get(events::csv))
        .route("/voices", get(voices::index).post(voices::create))
        .route("/voices/new", get(voices::form))
        .route("/voices.json", get(voices::json))
        .route("/voices.csv", get(voices::csv))
        .route("/voices/{id}/answers", post(voices::answer))
        .route("/voices/{id}/report", post(voices::report))
        .route("/people.json", get(directory::people_json))
        .route("/robots.txt", get(directory::robots))
        .route("/sitemap.xml", get(directory::sitemap))
        .route("/sitemaps/pages.xml", get(directory::sitemap_pages))
        .route("/sitemaps/{file}", get(directory::sitemap_people))
        .route(
            "/people/letters/{token}",
            get(directory::confirm_letter_form).post(directory::confirm_letter),
        )
        .route(
            "/people/reports/{token}",
            get(directory::report_letter_form).post(directory::report_letter),
        )
        .route(
            "/people/confirmations/{token}",
            get(directory::confirm_form).post(directory::confirm_profile),
        )
        .route("/static/{hash}/{name}", get(assets::show))
        .route("/healthz", get(site::healthz))
        .route("/readyz", get(site::readyz));
    let spaces = ways()
        // Attempts that are limited in number follow the account, where one is open.
        .route("/attempts", post(assessment::create))
        .route("/modules/{module}/supervised", get(assessment::supervised))
        .route("/entry", get(access::ask_form).post(access::ask))
        .route("/entry/code", get(access::code_form).post(access::put_code))
        .route(
            "/entry/{token}",
            get(access::link_form).post(access::put_link),
        )
        .route("/leave", post(access::leave))
        .route("/me/second", get(access::set_up_form).post(access::set_up))
        .route("/me/second/removal", post(access::remove))
        .route("/me/proof", get(access::prove_form).post(access::prove))
        .route("/people", get(directory::people))
        .route("/people/{slug}", get(directory::show))
        .route(
            "/people/{slug}/letters",
            get(directory::write_form).post(directory::write_letter),
        )
        .route(
            "/people/{slug}/report",
            get(directory::report_form).post(directory::report_profile),
        )
        .route("/me", get(me::show))
        .route("/events/{slug}", get(events::show))
        .route("/me/events", get(events::mine).post(events::create))
        .route("/me/events/new", get(events::new))
        .route(
            "/me/events/import",
            get(events::import_form)
                .post(events::import)
                .layer(DefaultBodyLimit::max(BADGE)),
        )
        .route(
            "/me/events/import/taken",
            post(events::import_taken).layer(DefaultBodyLimit::max(BADGE)),
        )
        .route("/me/events/{id}", get(events::edit).post(events::update))
        .route("/me/events/{id}/publication", post(events::publish))
        .route("/me/events/{id}/cancellation", post(events::cancel))
        .route("/me/events/{id}/copies", post(events::copy))
        .route(
            "/me/events/{id}/dates/{date}/cancellation",
            post(events::cancel_date),
        )
        .route(
            "/me/events/{id}/voices",
            get(voices::own).post(voices::write_down),
        )
        .route("/me/events/{id}/voices/{voice}", post(voices::settle_own))
        .route("/voices/{id}", get(voices::show))
        .route("/admin/voices", get(voices::admin_index))
        .route("/admin/voices/all", get(voices::all))
        .route("/admin/voices/all.csv", get(voices::all))
        .route("/admin/voices/{id}", post(voices::settle))
        .route(
            "/me/events/{id}/dates/{date}/report",
            get(events::report_form).post(events::put_report),
        )
        .route("/me/events/{id}/reports.csv", get(events::reports_csv))
        .route("/me/events/{id}/reports.json", get(events::reports_json))
        .route("/admin/reports", get(events::sums))
        .route("/admin/reports.csv", get(events::sums_csv))
        .route("/admin/events", get(events::admin_index))
        .route("/admin/events/all", get(events::all))
        .route("/admin/events/all.csv", get(events::all))
        .route("/admin/events/{id}/agreement", post(events::agree))
        .route("/admin/events/{id}/refusal", post(events::refuse))
        .route("/me/profile", get(me::profile_form).post(me::save_profile))
        .route("/me/profile/end", post(me::end_profile))
        .route("/me/sessions/{handle}/end", post(me::end_session))
        .route("/me/sessions/others/end", post(me::end_others))
        .route("/me/badges", post(me::attach))
        .route("/me/badges/{award}/removal", post(me::detach))
        .route(
            "/me/badges/{award}/signature",
            post(me::endorsements::carry),
        )
        .route("/me/endorsements", get(me::endorsements::index))
        .route(
            "/me/endorsements/person",
            get(me::endorsements::person_form).post(me::endorsements::put_person),
        )
        .route(
            "/me/endorsements/badge",
            get(me::endorsements::badge_form).post(me::endorsements::put_badge),
        )
        .route("/me/endorsements/{id}/end", post(me::endorsements::end))
        .route("/me/charter", get(charter::own).post(charter::adhere))
        .route("/me/charter/{id}/end", post(charter::leave))
        .route("/charter/kit", get(charter::kit))
        .route(
            "/events/{slug}/dates/{date}",
            get(registration::form).post(registration::put),
        )
        .route("/registrations/{token}", get(registration::place))
        .route(
            "/registrations/{token}/cancellation",
            post(registration::cancel),
        )
        .route(
            "/tickets/{code}",
            get(registration::ticket).post(registration::check_in),
        )
        .route("/tickets/{code}/removal", post(registration::undo))
        .route("/me/events/{id}/people", get(registration::people))
        .route("/me/events/{id}/people.csv", get(registration::file))
        .route("/me/events/{id}/people/sheet", get(registration::sheet))
        .route("/me/events/{id}/people/cards", get(registration::cards))
        .route("/me/events/{id}/people/erasure", post(registration::forget))
        .route(
            "/me/events/{id}/people/letter",
            get(registration::write_form).post(registration::write),
        )
        .route(
            "/registrations/{token}/confirmation",
            post(registration::confirm),
        )
        .route("/charter/kit/{name}", get(charter::kit_file))
        .route("/me/data", get(me::data))
        .route("/me/export", get(me::export))
        .route("/me/erasure", get(me::erasure_form).post(me::erase))
        .route("/me/certifications", get(certification::dossier::index))
        .route(
            "/me/certifications/{module}/{level}",
            get(certification::dossier::show).post(certification::dossier::open),
        )
        .route(
            "/me/certifications/{module}/{level}/attestations",
            post(certification::dossier::ask),
        )
        .route(
            "/me/certifications/{module}/{level}/story",
            post(certification::dossier::hand_in),
        )
        .route(
            "/me/certifications/{module}/{level}/appeal",
            post(certification::dossier::appeal),
        )
        .route(
            "/me/attestations/{id}/removal",
            post(certification::dossier::take_back),
        )
        .route(
            "/me/supervisions",
            get(certification::supervision::index).post(certification::supervision::create),
        )
        .route(
            "/me/supervisions/{id}/end",
            post(certification::supervision::end),
        )
        .route("/admin/results", get(certification::results::index))
        .route("/admin/results.csv", get(certification::results::index))
        .route(
            "/admin/results/{id}",
            get(certification::results::form).post(certification::results::put),
        )
        .route("/admin/reviews", get(certification::reviews::index))
        .route(
            "/admin/reviews/structure",
            post(certification::reviews::put_structure),
        )
        .route(
            "/admin/reviews/{id}",
            get(certification::reviews::form).post(certification::reviews::put),
        )
        .route(
            "/admin/reviews/{id}/conflict",
            post(certification::reviews::conflict),
        )
        .route("/admin/dossiers", get(certification::overview::index))
        .route("/admin/dossiers.csv", get(certification::overview::index))
        .route(
            "/admin/founders",
            get(certification::founders::index).post(certification::founders::create),
        )
        .route(
            "/admin/founders/{account}/end",
            post(certification::founders::end),
        )
        .route("/admin", get(admin::show))
        .route("/admin/modules", get(admin::modules))
        .route("/admin/modules.csv", get(admin::modules))
        .route("/admin/modules/{module}/bar", get(admin::bar))
        .route("/admin/modules/{module}/bar.csv", get(admin::bar))
        .route("/admin/modules/{module}/figures", get(admin::figures))
        .route("/admin/modules/{module}/figures.csv", get(admin::marks))
        .route(
            "/admin/achievements",
            get(admin::achievements).post(admin::drafts::create),
        )
        .route("/admin/achievements/new", get(admin::drafts::new))
        .route(
            "/admin/achievements/{slug}",
            get(admin::giving::show).post(admin::drafts::update),
        )
        .route("/admin/achievements/{slug}/edit", get(admin::drafts::edit))
        .route(
            "/admin/achievements/{slug}/gifts",
            post(admin::giving::give_one),
        )
        .route(
            "/admin/achievements/{slug}/rooms",
            post(admin::giving::open_room),
        )
        .route(
            "/admin/achievements/{slug}/rooms/{room}/end",
            post(admin::giving::end_room),
        )
        .route(
            "/admin/achievements/{slug}/batches",
            post(admin::giving::give_list).layer(DefaultBodyLimit::max(BADGE)),
        )
        .route(
            "/admin/badges",
            get(admin::standing::form).post(admin::standing::put),
        )
        .route("/admin/badges/waiting", post(admin::standing::cancel))
        .route("/admin/doubts", get(admin::doubts::doubts))
        .route("/admin/doubts.csv", get(admin::doubts::doubts))
        .route("/admin/doubts/{id}", get(admin::doubts::doubt))
        .route("/admin/doubts/{id}/outcome", post(admin::doubts::settle))
        .route("/admin/batches/{id}", get(admin::giving::batch))
        .route("/admin/achievements.csv", get(admin::achievements))
        .route("/admin/members", get(admin::members).post(admin::add))
        .route("/admin/members.csv", get(admin::members))
        .route("/admin/members/{id}", get(admin::member))
        .route("/admin/members/{id}/roles", post(admin::grant))
        .route("/admin/members/{id}/roles/removal", post(admin::take_back))
        .route("/admin/subscriptions", get(subscriptions::counts))
        .route("/admin/subscriptions.csv", get(subscriptions::counts))
        .route("/admin/people", get(admin::people))
        .route("/admin/people.csv", get(admin::people))
        .route("/admin/people/{id}/settlement", post(admin::settle_report))
        .route("/admin/people/{id}/hiding", post(admin::hide_profile))
        .route("/admin/people/{id}/showing", post(admin::show_profile))
        .route("/admin/jobs", get(admin::jobs))
        .route("/admin/jobs.csv", get(admin::jobs))
        .route("/admin/jobs/{id}/revival", post(admin::revive))
        .route("/admin/audit", get(admin::audit))
        .route("/admin/audit.csv", get(admin::audit))
        .route("/admin/charter", get(admin::charter::index))
        .route("/admin/charter.csv", get(admin::charter::index))
        .route("/admin/charter/{id}", get(admin::charter::show))
        .route("/admin/charter/{id}/end", post(admin::charter::end))
        .route("/admin/endorsements", get(admin::endorsements::index))
        .route("/admin/endorsements.csv", get(admin::endorsements::index))
        .route(
            "/admin/endorsements/{id}/end",
            post(admin::endorsements::end),
        )
        .route("/admin/settings", get(admin::settings))
        .layer(access::sessions::layer(&site.app));
    let calls = Router::new()
        .route("/api/openapi.json", get(api::openapi))
        .route("/api/v1/modules", get(api::modules))
        .route("/api/v1/modules/{module}", get(api::module))
        .route("/api/v1/attempts", post(api::create_attempt))
        .route("/api/v1/attempts/{id}", get(api::attempt))
        .route("/api/v1/attempts/{id}/answers/{item}", put(api::put_answer))
        .route("/api/v1/attempts/{id}/pause", put(api::put_pause))
        .route("/api/v1/attempts/{id}/completion", post(api::complete))
        .route("/api/v1/claims/{code}", post(api::claim))
        .route(
            "/api/v1/verifications",
            post(api::verify).layer(DefaultBodyLimit::max(BADGE)),
        );
    let layers = ServiceBuilder::new()
        // What panics while an answer is dressed has no page left to be told on; the connection lives.
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(site.clone(), observed::observe))
        .layer(from_fn(guard::code))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), guard::leave))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LIMIT,
        ))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(site.clone(), guard::enter));
    pages
        .merge(spaces)
        .merge(calls)
        .fallback(problem::missing)
        .layer(layers)
        .with_state(site)
}
